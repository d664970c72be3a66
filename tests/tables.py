"""Small tables written for one test: rows as a person would type them, read like any others."""

import csv
from pathlib import Path

from analysis import pipeline
from analysis.pipeline import Table
from analysis.schema import FIGURE_COLUMNS, SOURCE_COLUMNS

ROW = {
    "source_id": "customs",
    "reporter": "Kazakhstan",
    "partner": "Azerbaijan",
    "flow": "turnover",
    "product": "total",
    "measure": "level",
    "unit": "million USD",
    "qualifier": "exact",
    "status": "actual",
    "statistics_of": "KAZ",
}
SOURCE = {
    "source_id": "customs",
    "kind": "official",
    "publisher": "Customs",
    "published": "2024-01-31",
    "language": "en",
}


def table(folder: Path, *rows: dict[str, str], **source: str) -> Table:
    """Load a folder whose figures are these rows alone; cells not given are as in ROW."""
    figures = [ROW | {"figure_id": f"figure-{n}"} | row for n, row in enumerate(rows)]
    return write(folder, figures, [SOURCE | source])


def added(folder: Path, *rows: dict[str, str], **source: str) -> Table:
    """Load a folder with these rows added to what it has."""
    figures, sources = (_read(folder / name) for name in ("trade.csv", "sources.csv"))
    new = [ROW | {"figure_id": f"figure-{n}"} | row for n, row in enumerate(rows)]
    return write(folder, [*figures, *new], [*sources, SOURCE | source])


def write(folder: Path, figures: list[dict[str, str]], sources: list[dict[str, str]]) -> Table:
    """Write figures and sources into a folder that has the other two files, and load it."""
    _write(folder / "trade.csv", FIGURE_COLUMNS, figures)
    _write(folder / "sources.csv", SOURCE_COLUMNS, sources)
    return pipeline.load(folder)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
