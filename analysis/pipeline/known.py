"""Which known figure, or earlier row, says what a proposed row says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pandas as pd

from analysis import words
from analysis.compare import Row
from analysis.periods import Period
from analysis.pipeline.table import Table
from analysis.schema import UNSAID

Same = dict[tuple[object, ...], list[Row]]


def repeated(table: Table, read: pd.DataFrame) -> dict[str, str]:
    """Return the rows that say what a known figure, or an earlier row, says, and which."""
    known, found = _by(_statement, table.observations), {}
    for row in read.itertuples():
        same = known.setdefault(_statement(row), [])
        if first := next(_of_same_statistics(row, same), None):
            found[row.figure_id] = _which(first)
        same.append(row)
    return found


def undated(table: Table, read: pd.DataFrame) -> dict[str, str]:
    """Return the rows without a period whose value is known for one, and for which."""
    known, found = _by(_value, table.observations), {}
    for row in read[read["months"].eq(0)].itertuples():
        same = _of_same_statistics(row, known.get(_value(row), []))
        if first := next((other for other in same if other.months), None):
            when = Period(first.start, first.months).label()
            found[row.figure_id] = f"It has no period. Of {when} {_which(first)}"
    return found


def _by(key: Callable[[Row], tuple[object, ...]], figures: pd.DataFrame) -> Same:
    found: Same = {}
    for row in figures.itertuples():
        found.setdefault(key(row), []).append(row)
    return found


def _of_same_statistics(row: Row, others: Iterable[Row]) -> Iterator[Row]:
    whose = {row.statistics_of, UNSAID}
    return (o for o in others if o.statistics_of in whose or row.statistics_of == UNSAID)


def _statement(row: Row) -> tuple[object, ...]:
    """Return what a figure says, the same for every way to name its flow and its base."""
    return (*trade(row), *_digits(row))


def _value(row: Row) -> tuple[object, ...]:
    """Return what a figure says, but of when."""
    return (*_subject(row), *_digits(row))


def _digits(row: Row) -> tuple[object, ...]:
    values = (f"{value:.9g}" for value in (row.obs_value, row.obs_low, row.obs_high))
    return (row.unit_measure, *values)


def trade(row: Row) -> tuple[object, ...]:
    """Return what a figure is about, and when."""
    base = (row.base_start, row.base_months)
    if row.measure == "growth" and row.months and not row.base_months:
        base = (row.start - 12, row.months)
    return (*_subject(row), row.start, row.months, *base)


def _subject(row: Row) -> tuple[object, ...]:
    """Return what a figure is about; goods named in the plural are the same goods."""
    flow, ends = row.flow, [row.ref_area, row.counterpart_area]
    if flow == "imports":
        flow, ends = "exports", ends[::-1]
    ends = sorted(ends) if flow == "turnover" else ends
    said: tuple[Any, ...] = (row.measure, row.product.removesuffix("s"), row.status)
    return (flow, *ends, *said)


def _which(row: Row) -> str:
    printed = f"{row.value_text} {row.unit_text}"
    if row.figure_id.startswith("proposal "):
        return f"An earlier row here says the same: {printed}."
    source = ", ".join(filter(None, (row.publisher, words.date(row.published))))
    return f"{source}, says the same: {printed} ({row.figure_id})."
