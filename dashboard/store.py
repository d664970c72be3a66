"""The table being served: read again when its files change, the last good one kept meanwhile."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from analysis import pipeline
from analysis.pipeline import Table
from analysis.read import FILES
from analysis.schema import DataError

LOOK_SECONDS = 1.0
REST_SECONDS = 0.3
"""Files changed less than this ago may still be in the middle of being written."""
PATIENT_SECONDS = 0.2
"""A visitor waits no longer than this for changed files to be read."""


class Store:
    """Holds the current `Table` of a data folder for all threads of a process."""

    def __init__(self, folder: Path) -> None:
        """Read the folder; raises `DataError` when it cannot be used at all."""
        self._folder = folder
        self._lock = threading.Lock()
        self._stamp = self._read_stamp()
        self._looked = time.monotonic()
        self.broken = ""
        self._table = _ready(folder)

    @property
    def folder(self) -> Path:
        """The folder of the data."""
        return self._folder

    def table(self) -> Table:
        """Return the current table; at most once a second the files' dates are looked at.

        Changed files are read and checked beside: whoever asks meanwhile gets the table as it was.
        """
        if time.monotonic() - self._looked > LOOK_SECONDS and self._lock.acquire(blocking=False):
            reader = threading.Thread(target=self._follow, daemon=True)
            reader.start()
            reader.join(PATIENT_SECONDS)
        return self._table

    def renew(self) -> Table:
        """Read at once what was just written, and return the table that is then current."""
        with self._lock:
            self._refresh(at_rest=False)
        return self._table

    def _follow(self) -> None:
        try:
            self._looked = time.monotonic()
            self._refresh()
        finally:
            self._lock.release()

    def _refresh(self, at_rest: bool = True) -> None:
        """Read changed files once they rest: what is half written is never shown as whole."""
        try:
            stamp = self._read_stamp()
            if stamp == self._stamp or (at_rest and _being_written(stamp)):
                return
            table, broken = self._read()
            if self._read_stamp() == stamp:
                self._stamp, self._table, self.broken = stamp, table or self._table, broken
        except OSError as error:
            self.broken = self._reason(error)

    def _read(self) -> tuple[Table | None, str]:
        try:
            return _ready(self._folder), ""
        except DataError as error:
            return None, self._reason(error)

    def _reason(self, error: Exception) -> str:
        return str(error).split("\n", 1)[0].replace(str(self._folder), "the data folder")

    def _read_stamp(self) -> tuple[tuple[int, int], ...]:
        """Return date and size of each file, zeros for one that is not there."""
        return tuple(_stamp(self._folder / name) for name in FILES)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


def _being_written(stamp: tuple[tuple[int, int], ...]) -> bool:
    age = time.time_ns() - max(changed for changed, _ in stamp)
    return 0 <= age < REST_SECONDS * 1e9


def _ready(folder: Path) -> Table:
    table = pipeline.load(folder)
    pipeline.prepare(table)
    return table
