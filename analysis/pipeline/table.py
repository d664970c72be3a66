"""The data folder as one table: read, normalised, checked, with a fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import names
from analysis.currency import Rates
from analysis.normalise import normalise
from analysis.read import FILES, read, read_folder
from analysis.schema import DataError, Problem


@dataclass(frozen=True, eq=False)
class Table:
    """All that was read: observations, sources, what was left out, rates, version, problems."""

    observations: pd.DataFrame
    sources: pd.DataFrame
    left_out: pd.DataFrame
    rates: Rates
    version: str
    problems: tuple[Problem, ...]

    @property
    def unread(self) -> int:
        """Return the number of rows that something is wrong with."""
        return len({(problem.file, problem.line) for problem in self.problems})


def load(folder: Path) -> Table:
    """Read and normalise a folder of the four data files.

    Raises
    ------
    DataError
        When a file cannot be read at all or a name is unknown; bad rows are `problems`.
    """
    raw, problems = read_folder(folder)
    observations, wrong, excluded = normalise(raw["trade.csv"], raw["sources.csv"])
    if observations.empty:
        raise DataError("trade.csv has no figure that can be read.", [*problems, *wrong])
    exchange, bad = _rates(raw["exchange_rates.csv"])
    return Table(
        observations=observations,
        sources=raw["sources.csv"],
        left_out=pd.concat([raw["left_out.csv"], _left_out(excluded)], ignore_index=True),
        rates=exchange,
        version=version(folder),
        problems=tuple([*problems, *wrong, *bad]),
    )


def check(folder: Path) -> tuple[list[str], list[Problem]]:
    """Return what stops a folder from being loaded, in sentences, and everything wrong in it.

    Every file is read even when another cannot be, so that one look finds all.
    """
    stops: list[str] = []
    problems: list[Problem] = []
    tables: dict[str, pd.DataFrame] = {}

    def take(error: DataError) -> None:
        stops.append(str(error).split("\n", 1)[0])
        problems.extend(error.problems)

    for name in FILES:
        try:
            tables[name], found = read(folder / name, name)
            problems += found
        except DataError as error:
            take(error)
    if not stops:
        tables, problems = read_folder(folder)
    if {"trade.csv", "sources.csv"} <= tables.keys():
        try:
            problems += normalise(tables["trade.csv"], tables["sources.csv"])[1]
        except DataError as error:
            take(error)
    if "exchange_rates.csv" in tables:
        problems += _rates(tables["exchange_rates.csv"])[1]
    order = list(FILES)
    return stops, sorted(problems, key=lambda p: (order.index(p.file), p.line))


def version(folder: Path) -> str:
    """Return a short fingerprint of the data files."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:8]


def _rates(frame: pd.DataFrame) -> tuple[Rates, list[Problem]]:
    number = pd.to_numeric(frame["rate"], errors="coerce")
    good = number.gt(0) & number.lt(1e9)
    wrong = [
        Problem(
            "exchange_rates.csv", row.line, "rate", row.rate, "units per US dollar, more than 0"
        )
        for row in frame[~good].itertuples()
    ]
    keys = zip(frame.loc[good, "currency"], frame.loc[good, "time_period"], strict=True)
    return dict(zip(keys, number[good], strict=True)), wrong


def _left_out(excluded: pd.DataFrame) -> pd.DataFrame:
    reasons = [
        next(n.reason for n in map(names.area, (a, b)) if n and not n.code)
        for a, b in zip(excluded["reporter_text"], excluded["partner_text"], strict=True)
    ]
    return pd.DataFrame(
        {
            "source_id": excluded["source_id"],
            "number": excluded["value_text"],
            "unit": excluded["unit_text"],
            "about": excluded["reporter_text"] + " and " + excluded["partner_text"],
            "reason": reasons,
        }
    )
