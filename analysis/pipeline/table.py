"""The data folder as one table: read, normalised, checked, with a fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis import names
from analysis.currency import Rates
from analysis.normalise import normalise
from analysis.read import FILES, read, read_folder
from analysis.schema import DataError, NothingRead, Problem

NO_LINE = 0
"""Line of a source that is in no file."""


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

    @property
    def unsourced(self) -> list[str]:
        """Return the publishers of a draft that no sources.csv has."""
        return self.sources.loc[self.sources["line"].eq(NO_LINE), "publisher"].tolist()


def load(folder: Path) -> Table:
    """Read and normalise a folder of the four data files.

    Raises
    ------
    DataError
        When a file cannot be read at all or a name is unknown; bad rows are `problems`.
    """
    raw, problems = read_folder(folder)
    return _normalised(raw, problems, version(folder))


def draft(path: Path, folder: Path) -> Table:
    """Read a table in the form of trade.csv; sources and rates beside it, else of `folder`.

    A figure of a source that is in no sources.csv is of the press, undated, its key the publisher.
    `path` may be a folder that holds trade.csv.

    An unknown name is a problem of its row, so that the others are checked.

    Raises
    ------
    DataError
        When a file cannot be read at all; problems name the table's own file.
    """
    path = path / "trade.csv" if path.is_dir() else path
    if not path.exists():
        raise DataError(
            f"{path} was not found; name a table in the form of trade.csv, or a folder with one."
        )
    places = {name: path.with_name(name) for name in FILES}
    places = {name: place if place.exists() else folder / name for name, place in places.items()}
    places["trade.csv"] = path
    try:
        found = _draft(places)
    except DataError as error:
        summary = str(error).split("\n", 1)[0].replace("trade.csv", path.name)
        raise type(error)(summary, _in_file(error.problems, path.name)) from None
    return replace(found, problems=tuple(_in_file(found.problems, path.name)))


def _draft(places: dict[str, Path]) -> Table:
    raw, problems = {}, []
    for name, place in places.items():
        raw[name], wrong = read(place, name)
        problems += wrong
    named = raw["trade.csv"]["source_id"].unique()
    new = pd.DataFrame({"source_id": sorted(set(named) - set(raw["sources.csv"]["source_id"]))})
    publisher = new["source_id"].replace("", "source not given")
    new = new.assign(
        publisher=publisher, kind="press", published="", language="", url="", line=NO_LINE
    )
    raw["sources.csv"] = pd.concat([raw["sources.csv"], new], ignore_index=True)
    return _normalised(raw, problems, _fingerprint(places.values()), stop=False)


def _in_file(problems: Iterable[Problem], name: str) -> list[Problem]:
    return [replace(p, file=name) if p.file == "trade.csv" else p for p in problems]


def _normalised(
    raw: dict[str, pd.DataFrame], problems: list[Problem], version: str, stop: bool = True
) -> Table:
    observations, wrong, excluded = normalise(raw["trade.csv"], raw["sources.csv"], stop)
    if observations.empty:
        raise NothingRead("trade.csv has no figure that can be read.", [*problems, *wrong])
    exchange, bad = _rates(raw["exchange_rates.csv"])
    return Table(
        observations=observations,
        sources=raw["sources.csv"],
        left_out=pd.concat([raw["left_out.csv"], _left_out(excluded)], ignore_index=True),
        rates=exchange,
        version=version,
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
    return _fingerprint(folder / name for name in FILES)


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
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
