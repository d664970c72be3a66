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

    def table(self) -> Table:
        """Return the current table; at most once a second the files' dates are looked at."""
        if time.monotonic() - self._looked > LOOK_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._looked = time.monotonic()
                self._refresh()
            finally:
                self._lock.release()
        return self._table

    def _refresh(self) -> None:
        try:
            stamp = self._read_stamp()
            if stamp != self._stamp:
                self._stamp = stamp
                self._table = _ready(self._folder)
                self.broken = ""
        except (DataError, OSError) as error:
            reason = str(error).split("\n", 1)[0]
            self.broken = reason.replace(str(self._folder), "the data folder")

    def _read_stamp(self) -> tuple[tuple[int, int], ...]:
        """Return date and size of each file, zeros for one that is not there."""
        return tuple(_stamp(self._folder / name) for name in FILES)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


def _ready(folder: Path) -> Table:
    table = pipeline.load(folder)
    pipeline.prepare(table)
    return table
