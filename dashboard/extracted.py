"""The rows of the documents read, and how they are printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import export
from analysis.documents import Document
from analysis.extract import extract
from analysis.extract.rows import Origin, Rows, rows
from analysis.read import read
from analysis.schema import FIGURE_COLUMNS, LEFT_OUT_COLUMNS, SOURCE_COLUMNS
from dashboard import terminal
from dashboard.options import Format

PLACE = ("start", "end")
TABLE = ("reporter", "partner", "flow", "product", "period", "measure", "published", "authority")


@dataclass
class Batch:
    """The documents of one command: what a person says of all of them, and the rows of each.

    `known` holds what was said on the command line; it goes before what a file says of itself.
    """

    known: Document
    folder: Path
    read: list[tuple[str, Rows]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Note the keys of the sources that the data have."""
        self._taken = set(read(self.folder / "sources.csv", "sources.csv")[0]["source_id"])

    def add(self, document: Document, place: str) -> None:
        """Take the figures of a document."""
        origin = Origin(
            self.known.publisher or document.publisher,
            self.known.published or document.published,
            self.known.url or document.url,
            Path(place).stem,
        )
        reading = extract(document.text, origin.published, self.known.language)
        found = rows(reading, origin, self._taken)
        self._taken.add(found.source["source_id"])
        self.read.append((place, found))

    def print(self, format: Format) -> None:
        """Print every row in the format asked for."""
        if format is Format.CSV:
            terminal.csv(_frame(self._every("figures"), (*FIGURE_COLUMNS, *PLACE)))
        elif format is Format.JSON:
            terminal.json(
                {
                    "figures": self._every("figures"),
                    "sources": [found.source for _, found in self.read],
                    "left_out": self._every("left_out"),
                }
            )
        else:
            for place, found in self.read:
                _print(place, found)

    def save(self, folder: Path) -> None:
        """Write trade.csv and sources.csv, which are not there yet, into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        sources = [found.source for _, found in self.read]
        written = {
            "trade.csv": _frame(self._every("figures"), FIGURE_COLUMNS),
            "sources.csv": _frame(sources, SOURCE_COLUMNS),
        }
        for name, frame in written.items():
            with (folder / name).open("x", encoding="utf-8", newline="") as file:
                file.write(export.csv_text(frame))
        figures, count = _counted(len(written["trade.csv"])), len(sources)
        terminal.line(f"{figures} and {count} source{'' if count == 1 else 's'} are in {folder}.")
        for place, found in self.read:
            if not found.source["publisher"]:
                terminal.error(f"{place}: who published it is not known; say it in sources.csv.")

    def _every(self, name: str) -> list[dict[str, Any]]:
        return [row for _, found in self.read for row in getattr(found, name)]


def _frame(found: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(found, columns=list(columns))


def _print(place: str, found: Rows) -> None:
    source = found.source
    said = ", ".join(filter(None, (source["publisher"], source["published"], source["language"])))
    terminal.line(f"{place}: {_counted(len(found.figures))} ({said})", "bold")
    if found.figures:
        terminal.table(_readable(_frame(found.figures, FIGURE_COLUMNS)))
    if found.left_out:
        terminal.write("\n")
        terminal.line("Left out:")
        terminal.table(_frame(found.left_out, LEFT_OUT_COLUMNS[1:]))
    terminal.write("\n")


def _counted(number: int) -> str:
    return f"{number or 'no'} trade figure{'' if number == 1 else 's'}"


def _readable(figures: pd.DataFrame) -> pd.DataFrame:
    hedge = figures["qualifier"].replace("exact", "") + " "
    status = (" (" + figures["status"] + ")").replace(" (actual)", "")
    value = hedge.str.lstrip() + figures["value"] + " " + figures["unit"] + status
    against = figures["base_period"].where(
        figures["base_period"].eq(""), " on " + figures["base_period"]
    )
    return figures.assign(published=value + against)[[*TABLE, "note"]]
