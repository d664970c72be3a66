"""Observations from rows as people write them, each with what its source's row would say."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from analysis.normalise import normalise
from analysis.schema import FIGURE_COLUMNS, SOURCE_COLUMNS

FIGURE = dict.fromkeys(FIGURE_COLUMNS, "") | {
    "source_id": "outlet",
    "reporter": "Kazakhstan",
    "partner": "Azerbaijan",
    "flow": "turnover",
    "product": "total",
    "period": "2023",
    "measure": "level",
    "unit": "million USD",
    "qualifier": "exact",
    "status": "actual",
    "statistics_of": "KAZ",
}
SOURCE = dict.fromkeys(SOURCE_COLUMNS, "") | {"kind": "press", "published": "2024-02-01"}


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def observed(*rows: Mapping[str, str]) -> pd.DataFrame:
    """Normalise rows of trade.csv; each also says its source's kind and date."""
    numbered = [FIGURE | {"figure_id": f"figure-{n}"} | {**row} for n, row in enumerate(rows)]
    sources = {row["source_id"]: _source(row) for row in numbered}
    figures = pd.DataFrame([_only(row, FIGURE_COLUMNS) for row in numbered])
    found, problems, left_out = normalise(
        figures.assign(line=range(2, len(figures) + 2)), pd.DataFrame(sources.values())
    )
    assert (problems, len(left_out)) == ([], 0)
    return found


def _source(row: Mapping[str, str]) -> dict[str, str]:
    return SOURCE | {"publisher": row["source_id"]} | _only(row, SOURCE_COLUMNS)


def _only(row: Mapping[str, str], columns: Iterable[str]) -> dict[str, str]:
    return {name: row[name] for name in columns if name in row}
