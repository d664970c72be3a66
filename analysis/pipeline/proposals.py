"""What proposed figures would be among the known ones: a verdict on each before it is accepted.

Writes nothing, and leaves the table as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from analysis import names, words
from analysis.compare import Row
from analysis.normalise import normalise
from analysis.periods import Period
from analysis.pipeline.harmless import formulas
from analysis.pipeline.known import repeated, trade, undated
from analysis.pipeline.table import Table
from analysis.read import parse
from analysis.reconcile import AGREES, CONFLICTS, Findings, reconcile
from analysis.schema import FIGURE_COLUMNS, SOURCE_COLUMNS, DataError, Problem, is_future

NEW, KNOWN, PERHAPS, UNREADABLE = "new", "known", "perhaps known", "cannot be read"
PROPOSED = {
    AGREES: "known figures imply the same",
    NEW: "no known figure contradicts it, and none is close enough to confirm it",
    CONFLICTS: "it cannot hold together with known figures",
    KNOWN: "the table has it already, or an earlier row says the same",
    PERHAPS: "it has no period, and the table has the same value for one",
    UNREADABLE: "something is missing or not understood, so it cannot be accepted",
}
"""Every verdict on a proposal, and what it means."""

SHOWN = 3
"""How many known figures of the same trade a reason names before it counts the rest."""

FIRST = 2
"""The line of the first row, under the header."""

Cells = Mapping[str, str]


class Proposal(NamedTuple):
    """The verdict on one proposed row, and why."""

    verdict: str
    reason: str


def propose(table: Table, figures: Sequence[Cells], sources: Sequence[Cells]) -> list[Proposal]:
    """Judge rows in the form of trade.csv as the table with all of them added would.

    `sources` are rows of sources.csv, for sources that the table does not have.
    """
    keyed = {_key(n): {**row, "figure_id": _key(n)} for n, row in enumerate(figures)}
    read, unread = _read(table, keyed, sources)
    judged = _judged(table, read)
    judged |= {key: Proposal(KNOWN, why) for key, why in repeated(table, read).items()}
    for key, why in undated(table, read).items():
        if judged[key].verdict == NEW:
            judged[key] = Proposal(PERHAPS, why)
    for key, reason in unread.items():
        note = keyed[key].get("note", "")
        judged[key] = Proposal(UNREADABLE, f"{reason} Note: {note}." if note else reason)
    return [judged[key] for key in keyed]


def _key(n: int) -> str:
    return f"proposal {n + 1}"


def _read(
    table: Table, keyed: Mapping[str, Cells], sources: Sequence[Cells]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the rows as observations, and why each other row is none."""
    raw, problems = parse(_text(keyed.values(), FIGURE_COLUMNS), "trade.csv")
    new, unsourced = parse(_text(sources, SOURCE_COLUMNS), "sources.csv")
    unsourced += [*_to_come(new), *formulas(sources, "sources.csv", "sources.csv", FIRST)]
    new = new[~new["line"].isin([problem.line for problem in unsourced])]
    problems += formulas([*keyed.values()], "trade.csv", "trade.csv", FIRST)
    known = table.sources[~table.sources["source_id"].isin(new["source_id"])]
    found, wrong, excluded = _normalised(raw, pd.concat([known, new], ignore_index=True))
    no_source = " ".join(map(_said, unsourced)) or "Its source is not known."
    unread = dict.fromkeys(set(keyed) - set(found["figure_id"]), no_source)
    unread |= {row.figure_id: _excluded(row) for row in excluded.itertuples()}
    return found, unread | _reasons([*problems, *wrong], list(keyed))


def _to_come(sources: pd.DataFrame) -> list[Problem]:
    return [
        Problem("sources.csv", row.line, "published", row.published, "a day that has come")
        for row in sources.itertuples()
        if is_future(row.published)
    ]


def _text(rows: Iterable[Cells], columns: Sequence[str]) -> str:
    """Write rows one a line: spaces of every kind are one space."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([" ".join(row.get(name, "").split()) for name in columns] for row in rows)
    return text.getvalue()


def _normalised(
    raw: pd.DataFrame, sources: pd.DataFrame
) -> tuple[pd.DataFrame, list[Problem], pd.DataFrame]:
    try:
        return normalise(raw, sources)
    except DataError as error:
        unknown = {problem.line for problem in error.problems}
        found, wrong, excluded = normalise(raw[~raw["line"].isin(unknown)], sources)
        return found, [*wrong, *error.problems], excluded


def _reasons(problems: Iterable[Problem], keys: Sequence[str]) -> dict[str, str]:
    """Return what is wrong with each row."""
    said: dict[str, list[str]] = {}
    for problem in problems:
        said.setdefault(keys[problem.line - FIRST], []).append(_said(problem))
    return {key: " ".join(dict.fromkeys(reasons)) for key, reasons in said.items()}


def _said(problem: Problem) -> str:
    """Say a problem as the reader of files does, but for the place, which is the row."""
    column, _, rest = str(problem).split(", ", 2)[2].partition(": ")
    name = column.replace("_", " ").capitalize()
    return f"{name}: {rest.replace('found “”', 'nothing')}."


def _excluded(row: Row) -> str:
    known = (names.area(name) for name in (row.reporter_text, row.partner_text))
    return next(
        f"{name} is left out on purpose: {area.reason}."
        for name, area in zip((row.reporter_text, row.partner_text), known, strict=True)
        if area and not area.code
    )


def _judged(table: Table, read: pd.DataFrame) -> dict[str, Proposal]:
    """Check the table with the rows added, and return what that says of each."""
    if read.empty:
        return {}
    found = reconcile(pd.concat([table.observations, read], ignore_index=True))
    against = _contradicted(found, set(read["figure_id"]))
    printed = _printed_otherwise(table, read)
    own = found.figures[found.figures["figure_id"].isin(read["figure_id"])]
    judged = {
        o.figure_id: _verdict(o, against.get(o.figure_id, ""), printed[o.figure_id])
        for o in own.itertuples()
    }
    return judged | _too_early(read)


def _too_early(read: pd.DataFrame) -> dict[str, Proposal]:
    """Return the rows that call actual what began after their source was published."""
    return {
        row.figure_id: Proposal(
            CONFLICTS,
            f"Its period begins after its source was published ({words.date(row.published)}), and "
            "it says actual: a target, a forecast or another year?",
        )
        for row in read.itertuples()
        if row.status == "actual" and row.months and _after(row)
    }


def _after(row: Row) -> bool:
    """Whether a period begins after the day, month or year in which its source was published."""
    begins = Period(row.start, 1)
    month = f"{begins.year:04d}-{begins.month:02d}"
    return bool(row.published) and month[: len(row.published)] > row.published[:7]


def _contradicted(found: Findings, keys: set[str]) -> dict[str, str]:
    """Return the conflicts that each key is in, those that doubt another figure too."""
    said: dict[str, str] = {}
    for conflict in found.conflicts.itertuples():
        for key in keys & set(conflict.figures):
            said[key] = f"{said.get(key, '')} {conflict.sentence}".strip()
    return said


def _printed_otherwise(table: Table, read: pd.DataFrame) -> dict[str, str]:
    """Return, for each row, the known figures of the same trade that say something else."""
    known: dict[tuple[object, ...], list[Row]] = {}
    for row in table.observations.itertuples():
        if row.months:
            known.setdefault(trade(row), []).append(row)
    return {
        row.figure_id: words.listing(map(_said_by, known.get(trade(row), [])), SHOWN)
        for row in read.itertuples()
    }


def _said_by(row: Row) -> str:
    return f"{_value(row)} ({row.publisher or row.source_id})"


def _value(row: Row) -> str:
    if row.measure == "level":
        value = words.money(row.obs_value, row.unit_measure)
    elif row.unit_text == "times":
        value = f"{row.value_text} times"
    else:
        value = words.published_percent(row.obs_value, row.measure == "growth")
    return value if row.qualifier == "exact" else f"{row.qualifier} {value}"


def _verdict(row: Row, against: str, printed: str) -> Proposal:
    if row.verdict == CONFLICTS:
        return Proposal(CONFLICTS, f"{row.reason} {row.hint}".strip())
    among = against and f"It is among figures that cannot all hold: {against}"
    if row.verdict == AGREES:
        return Proposal(AGREES, f"{row.reason} {among}".strip())
    if among:
        return Proposal(CONFLICTS, among)
    also = f"; in print for the same trade: {printed}." if printed else "."
    return Proposal(NEW, row.reason.removesuffix(".") + also)
