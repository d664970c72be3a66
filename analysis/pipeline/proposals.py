"""What proposed figures would be among the known ones: a verdict on each before it is accepted.

Writes nothing, and leaves the table as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis import names, words
from analysis.compare import Row
from analysis.normalise import normalise
from analysis.pipeline.table import Table
from analysis.read import parse
from analysis.reconcile import AGREES, CONFLICTS, Findings, reconcile
from analysis.schema import FIGURE_COLUMNS, SOURCE_COLUMNS, UNSAID, DataError, Problem

NEW, KNOWN, UNREADABLE = "new", "known", "cannot be read"
PROPOSED = {
    AGREES: "known figures imply the same",
    NEW: "no known figure contradicts it, and none is close enough to confirm it",
    CONFLICTS: "it cannot hold together with known figures",
    KNOWN: "the table has it already, or an earlier row says the same",
    UNREADABLE: "something is missing or not understood, so it cannot be accepted",
}
"""Every verdict on a proposal, and what it means."""

SHOWN = 3
"""How many known figures of the same trade a reason names before it counts the rest."""

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
    judged = _judged(table, read) | _repeated(table, read)
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
    known = table.sources[~table.sources["source_id"].isin(new["source_id"])]
    found, wrong, excluded = _normalised(raw, pd.concat([known, new], ignore_index=True))
    no_source = " ".join(map(_said, unsourced)) or "Its source is not known."
    unread = dict.fromkeys(set(keyed) - set(found["figure_id"]), no_source)
    unread |= {row.figure_id: _excluded(row) for row in excluded.itertuples()}
    return found, unread | _reasons([*problems, *wrong], list(keyed))


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
    """Return what is wrong with each row; the first is on line 2, under the header."""
    said: dict[str, list[str]] = {}
    for problem in problems:
        said.setdefault(keys[problem.line - 2], []).append(_said(problem))
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
    return {
        o.figure_id: _verdict(o, against.get(o.figure_id, ""), printed[o.figure_id])
        for o in own.itertuples()
    }


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
            known.setdefault(_trade(row), []).append(row)
    return {
        row.figure_id: words.listing(map(_said_by, known.get(_trade(row), [])), SHOWN)
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


def _repeated(table: Table, read: pd.DataFrame) -> dict[str, Proposal]:
    """Return the rows that say what a known figure, or an earlier row, says."""
    known: dict[tuple[object, ...], list[Row]] = {}
    for row in table.observations.itertuples():
        known.setdefault(_statement(row), []).append(row)
    found = {}
    for row in read.itertuples():
        same = known.setdefault(_statement(row), [])
        if first := next(_of_same_statistics(row, same), None):
            found[row.figure_id] = Proposal(KNOWN, _which(first))
        same.append(row)
    return found


def _of_same_statistics(row: Row, others: Iterable[Row]) -> Iterator[Row]:
    whose = {row.statistics_of, UNSAID}
    return (o for o in others if o.statistics_of in whose or row.statistics_of == UNSAID)


def _statement(row: Row) -> tuple[object, ...]:
    """Return what a figure says, the same for every way to name its flow and its base."""
    digits = (f"{value:.9g}" for value in (row.obs_value, row.obs_low, row.obs_high))
    return (*_trade(row), row.unit_measure, *digits)


def _trade(row: Row) -> tuple[object, ...]:
    """Return what a figure is about; goods named in the plural are the same goods."""
    flow, ends = row.flow, [row.ref_area, row.counterpart_area]
    if flow == "imports":
        flow, ends = "exports", ends[::-1]
    ends = sorted(ends) if flow == "turnover" else ends
    base = (row.base_start, row.base_months)
    if row.measure == "growth" and row.months and not row.base_months:
        base = (row.start - 12, row.months)
    said: tuple[Any, ...] = (row.measure, row.product.removesuffix("s"), row.status)
    return (flow, *ends, *said, row.start, row.months, *base)


def _which(row: Row) -> str:
    printed = f"{row.value_text} {row.unit_text}"
    if row.figure_id.startswith("proposal "):
        return f"An earlier row here says the same: {printed}."
    source = ", ".join(filter(None, (row.publisher, words.date(row.published))))
    return f"{source}, says the same: {printed} ({row.figure_id})."
