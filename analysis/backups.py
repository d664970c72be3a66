"""The two files that grow, replaced together or not at all; what they were stays as dated backups.

A change lies in `backups/`, beside the files, as a folder with the files as they were and, in its
`next`, as they will be. Its renaming there is the moment from which the change holds: whoever
finds a `next` finishes it. Refuses to know what the files say.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

BACKUPS = "backups"
KEPT = 50
"""So many backups are kept; older ones go when a new one is made."""
WAIT_SECONDS = 10.0
"""So long one change waits for another to end."""
GROWING = ("sources.csv", "trade.csv")
"""In this order, so that no figure is ever without its source; taken back the other way round."""
UNDONE = "undone"

_NEXT = "next"
_NEW = ".{}.replacing"
_NAME = re.compile(r"(\d{6})_[\dTZ-]+_(\w+)_(\w+)")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one change at a time at a folder's files; what was interrupted before is finished.

    Raises
    ------
    filelock.Timeout
        When another change does not end.
    """
    (folder / BACKUPS).mkdir(exist_ok=True)
    lock = folder / BACKUPS / "lock"
    with FileLock(lock, WAIT_SECONDS, poll_interval=0.01, fallback_to_soft=False):
        _recover(folder)
        yield


def replace(folder: Path, new: Mapping[str, bytes], before: str, after: str) -> Path:
    """Put new content in the place of both files and return the backup of what they were.

    `before` and `after` are the data's versions, or `after` is `UNDONE`. Under `locked`.

    Raises
    ------
    OSError
        When the disk does not take it; the files are as they were.
    """
    backup = folder / BACKUPS / _name(folder, before, after)
    try:
        _decide(folder, backup, new)
        _apply(folder, backup)
        _discard(folder, backup / _NEXT)
    except OSError:
        _take_back(folder, backup)
        raise
    with suppress(OSError):
        for old in _backups(folder)[:-KEPT]:
            _discard(folder, old)
    return backup


def before(folder: Path, after: str) -> tuple[str, dict[str, bytes]] | None:
    """Return version and content of the files before the change that led to version `after`."""
    for backup in reversed(_backups(folder)):
        _, version, led_to = _parts(backup)
        if led_to == after:
            return version, _content(backup)
    return None


def _recover(folder: Path) -> None:
    """Finish a change that was interrupted, unless a file was changed by hand since."""
    for backup in _backups(folder):
        if (backup / _NEXT).exists():
            now, was, will = _content(folder), _content(backup), _content(backup / _NEXT)
            if all(now[name] in (was[name], will[name]) for name in GROWING):
                _apply(folder, backup)
            _discard(folder, backup / _NEXT)
    for left in (folder / BACKUPS).glob(".*"):
        shutil.rmtree(left, ignore_errors=True)
    for name in GROWING:
        (folder / _NEW.format(name)).unlink(missing_ok=True)


def _decide(folder: Path, backup: Path, new: Mapping[str, bytes]) -> None:
    part = Path(tempfile.mkdtemp(prefix=".", dir=folder / BACKUPS))
    try:
        (part / _NEXT).mkdir()
        for name, content in _content(folder).items():
            _write(part / name, content)
            _write(part / _NEXT / name, new[name])
        _sync(part / _NEXT)
        _sync(part)
        part.chmod(folder.stat().st_mode & 0o777)
        part.rename(backup)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    _sync(folder / BACKUPS)


def _apply(folder: Path, backup: Path) -> None:
    order = reversed(GROWING) if _parts(backup)[2] == UNDONE else GROWING
    for name in order:
        _put(folder / name, (backup / _NEXT / name).read_bytes())


def _take_back(folder: Path, backup: Path) -> None:
    if not backup.exists():
        return
    if (backup / _NEXT).exists():
        _discard(folder, backup / _NEXT)
    now, was = _content(folder), _content(backup)
    for name in reversed(GROWING):
        if now[name] != was[name]:
            _put(folder / name, was[name])
    _discard(folder, backup)


def _put(path: Path, content: bytes) -> None:
    """Replace a file's content in one step; a link keeps leading where it led."""
    path = path.resolve()
    new = path.with_name(_NEW.format(path.name))
    try:
        _write(new, content)
        shutil.copymode(path, new)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _discard(folder: Path, path: Path) -> None:
    """Remove a folder: gone in one step, its files afterwards."""
    gone = folder / BACKUPS / f".{path.parent.name}.{path.name}"
    path.rename(gone)
    try:
        _sync(path.parent)
    finally:
        shutil.rmtree(gone, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in GROWING}


def _backups(folder: Path) -> list[Path]:
    """Return the backups of a folder, oldest first."""
    return sorted(path for path in (folder / BACKUPS).iterdir() if _NAME.fullmatch(path.name))


def _parts(backup: Path) -> tuple[int, str, str]:
    """Return a backup's number and the versions before and after the change."""
    found = _NAME.fullmatch(backup.name)
    assert found
    return int(found[1]), found[2], found[3]


def _name(folder: Path, before: str, after: str) -> str:
    number = max((_parts(backup)[0] for backup in _backups(folder)), default=0) + 1
    return f"{number:06d}_{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}_{before}_{after}"
