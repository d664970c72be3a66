"""Rows that a person accepted become part of the table: all or none, and they can be undone.

Refuses rows that the project's own reader finds wrong, and a table other than the person saw.
"""

from __future__ import annotations

import errno
import shutil
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import Timeout

from analysis import backups
from analysis.append import Appended, appended
from analysis.pipeline.harmless import formulas
from analysis.pipeline.table import check, version
from analysis.read import FILES, KEYS, read
from analysis.schema import SOURCE_COLUMNS, DataError, Problem

Row = Mapping[str, str]

TO_ACCEPT = {"trade.csv": "figures to accept", "sources.csv": "sources to accept"}
"""What a problem in a row not yet in its file names as its place; its line is the row's number."""
_REFUSED = "Nothing was accepted; correct the rows, then accept again."
_FREE_SPACE = "Free some space on the disk"
_ALLOW = "Allow this program to write there"
_ADVICE = dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _FREE_SPACE)
_ADVICE |= dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _ALLOW)


@dataclass(frozen=True)
class Accepted:
    """The data's new version, the figures that came in, the backup of the files before."""

    version: str
    figure_ids: tuple[str, ...]
    backup: Path


@dataclass(frozen=True)
class Undone:
    """The version that the data have again, and the figures that went out."""

    version: str
    figure_ids: tuple[str, ...]


class Changed(DataError):
    """The data are not those that the person saw."""


def accept(folder: Path, figures: Sequence[Row], sources: Sequence[Row], seen: str) -> Accepted:
    """Append figures and their sources to a folder's files, if they still are the version seen.

    A source that is already there in the same words is not written again.

    Raises
    ------
    Changed
        When the files are another version than `seen`.
    DataError
        When a row is wrong (`problems` names each place), or the files cannot be written.
    """
    with _one_change(folder):
        _same(folder, seen, "accept")
        _check_rows(figures, sources)
        grown = {
            "sources.csv": appended(_bytes(folder, "sources.csv"), _unknown(folder, sources)),
            "trade.csv": appended(_bytes(folder, "trade.csv"), figures),
        }
        content = {name: one.content for name, one in grown.items()}
        with _as_folder(folder, content) as whole:
            _check(folder, whole, grown)
            after = version(whole)
        backup = backups.replace(folder, content, seen, after)
    return Accepted(after, _keys_of(figures, "trade.csv"), backup)


def undo(folder: Path, seen: str) -> Undone:
    """Give the files back the bytes that they had before the accept that led to version `seen`.

    Raises
    ------
    Changed
        When the files are another version than `seen`.
    DataError
        When no accept led to it, its backup is gone or damaged, or files cannot be written.
    """
    with _one_change(folder):
        _same(folder, seen, "undo")
        undone, content = _before(folder, seen)
        backups.replace(folder, content, seen, backups.UNDONE)
    return undone


def undoable(folder: Path) -> tuple[str, Undone] | None:
    """Return the data's version and what its undoing would give, if an accept led to it."""
    with _one_change(folder):
        now = version(folder)
        try:
            return now, _before(folder, now)[0]
        except DataError:
            return None


def _before(folder: Path, seen: str) -> tuple[Undone, dict[str, bytes]]:
    """Return what the undoing of an accept gives, and the content of the files before it."""
    kept = backups.before(folder, seen)
    if not kept:
        raise DataError(
            "There is nothing to undo: the data were last changed otherwise than by an "
            f"accept, or more than {backups.KEPT} changes ago."
        )
    earlier, content = kept
    with _as_folder(folder, content) as whole:
        if version(whole) != earlier:
            raise DataError(
                f"The backup of version {earlier} cannot be used: it or another data file "
                "was changed since. Take the rows out of trade.csv by hand."
            )
        gone = _keys(folder) - _keys(whole)
    return Undone(earlier, tuple(sorted(gone))), content


def finish_interrupted(folder: Path) -> None:
    """Finish an accept or undo that was interrupted, as the next of them would."""
    with _one_change(folder):
        pass


@contextmanager
def _one_change(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder's files; what the disk or the lock refuses is said in words."""
    try:
        with backups.locked(folder):
            yield
    except Timeout:
        raise DataError(
            f"Another change of the data has not ended in {backups.WAIT_SECONDS:.0f} seconds. "
            "Nothing was changed. Try again."
        ) from None
    except OSError as error:
        place = f"{Path(error.filename).name}: " if isinstance(error.filename, str) else ""
        advice = _ADVICE.get(error.errno or 0, "Look at the data folder and its disk")
        raise DataError(
            f"The data folder cannot be written ({place}{error.strerror}). Nothing was changed. "
            f"{advice}, then try again."
        ) from None


def _same(folder: Path, seen: str, then: str) -> None:
    now = version(folder)
    if now != seen:
        raise Changed(
            f"The data changed since you looked at them (version {seen or 'none'} then, {now} "
            f"now). Nothing was changed. Look at them again, then {then}."
        )


def _check_rows(figures: Sequence[Row], sources: Sequence[Row]) -> None:
    """Refuse no figure at all, formulas, and rows without a key, which may pass for empty lines."""
    if not figures:
        raise DataError("There is no figure to accept; choose at least one.")
    problems = [
        Problem(TO_ACCEPT[name], number, KEYS[name], "", "a key of its own")
        for name, rows in (("trade.csv", figures), ("sources.csv", sources))
        for number, key in enumerate(_keys_of(rows, name), start=1)
        if not key
    ]
    for name, rows in (("trade.csv", figures), ("sources.csv", sources)):
        problems += formulas(rows, name, TO_ACCEPT[name], 1)
    if problems:
        raise DataError(_REFUSED, problems)


def _keys_of(rows: Sequence[Row], name: str) -> tuple[str, ...]:
    return tuple(row.get(KEYS[name], "").strip() for row in rows)


def _bytes(folder: Path, name: str) -> bytes:
    return (folder / name).read_bytes()


def _unknown(folder: Path, sources: Sequence[Row]) -> list[Row]:
    """Return the sources that the file does not have, each once."""
    known, _ = read(folder / "sources.csv", "sources.csv")
    seen = set(known[[*SOURCE_COLUMNS]].itertuples(index=False, name=None))
    new = []
    for row in sources:
        cells = tuple(row.get(column, "").strip() for column in SOURCE_COLUMNS)
        if cells not in seen:
            new.append(row)
        seen.add(cells)
    return new


@contextmanager
def _as_folder(folder: Path, content: Mapping[str, bytes]) -> Iterator[Path]:
    """Give a data folder as it would be with other content in some files, to be read."""
    with TemporaryDirectory(prefix=".", dir=folder / backups.BACKUPS) as name:
        whole = Path(name)
        for file in FILES:
            if file in content:
                (whole / file).write_bytes(content[file])
            else:
                shutil.copyfile(folder / file, whole / file)
        yield whole


def _check(folder: Path, whole: Path, grown: Mapping[str, Appended]) -> None:
    """Refuse when the grown table has anything wrong that the table has not."""
    stops, problems = check(whole)
    if not (stops or problems):
        return
    known = check(folder)[1]
    new = [_in_row(problem, grown) for problem in problems if problem not in known]
    if stops or new:
        raise DataError(" ".join([_REFUSED, *stops]), new)


def _in_row(problem: Problem, grown: Mapping[str, Appended]) -> Problem:
    """Name the row handed over, not the line that it would have had."""
    lines = grown[problem.file].lines if problem.file in grown else ()
    row = bisect_right(lines, problem.line)
    return replace(problem, file=TO_ACCEPT[problem.file], line=row) if row else problem


def _keys(folder: Path) -> set[str]:
    return set(read(folder / "trade.csv", "trade.csv")[0]["figure_id"])
