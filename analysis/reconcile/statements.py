"""Published figures as statements on cells: what is bounded, in whose statistics, on whose word.

Copies of one statement are one witness. Refuses to check what gives no period, is no fact,
or sets unlike months beside each other; each refusal says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analysis.compare import Row, estimate
from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.schema import TOTAL, UNSAID, WORLD

OFFICIAL, PRESS, DATED, EXACT = 10.0, 1.0, 0.02, 0.01
"""Trust: an official figure outweighs two in the press; dated and exact figures win ties."""

RANGE = "end of a stated range"
"""In the note of a figure that is one end of what its source gives as a range."""

ONE = Estimate(1.0, 1.0, 1.0)


class Quantity(NamedTuple):
    """What a figure measures: signed flows (sign, exporter, importer), product, currency, months.

    Turnover is both flows, a balance the difference; A's imports from B are B's exports to A
    as A reports them, so the two ways to name one flow are one quantity.
    """

    flows: tuple[tuple[int, str, str], ...]
    product: str
    currency: str
    period: Period

    @property
    def pair(self) -> tuple[str, str]:
        """The two areas in alphabetical order."""
        first, second = sorted(self.flows[0][1:])
        return first, second

    @property
    def trade(self) -> tuple[object, ...]:
        """What is measured, whenever."""
        return self.flows, self.product, self.currency

    def during(self, period: Period) -> Quantity:
        """Return the same quantity in another period."""
        return self._replace(period=period)


@dataclass(frozen=True)
class Statement:
    """One thing that was said, by however many outlets.

    `quantity` lies in one of the `readings` (dollars), or in a reading's multiple of `base`.
    `series` are the statistics it may belong to: one when the source says whose they are.
    """

    measure: str
    quantity: Quantity
    base: Quantity | None
    readings: tuple[Estimate, ...]
    series: tuple[str, ...]
    official: bool
    rows: tuple[Row, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """The keys of the figures that say it."""
        return tuple(row.figure_id for row in self.rows)

    @property
    def weight(self) -> float:
        """How much it costs to doubt the statement: the trust in its best figure."""
        return max(_trust(row) for row in self.rows)

    @property
    def sources(self) -> set[str]:
        """The keys of the sources that say it."""
        return {row.source_id for row in self.rows}

    @property
    def first(self) -> str:
        """When it was first published; what is undated comes first, as it may be old."""
        return min(row.published for row in self.rows)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """What it bounds: its quantity, and the base or total where there is one."""
        return (self.quantity, self.base) if self.base else (self.quantity,)

    def impossible(self, reading: Estimate) -> bool:
        """Whether no trade could be so: a negative level or ratio, a part above its whole."""
        signed = any(sign < 0 for sign, *_ in self.quantity.flows)
        negative = reading.high < 0 and not signed
        return negative or (self.measure == "share" and reading.low > 1)

    @property
    def said(self) -> tuple[object, ...]:
        """The words themselves, whoever's statistics they are taken for."""
        return self.measure, self.quantity, self.base, self.readings


_Fields = tuple[str, Quantity, Quantity | None, tuple[Estimate, ...], tuple[str, ...], bool]


def statements(observations: pd.DataFrame) -> tuple[list[Statement], dict[str, str]]:
    """Return what the figures state, in an order that rows do not decide, and why some cannot.

    The dictionary has, for each figure that no other can check, the reason.
    """
    found: dict[_Fields, list[Row]] = {}
    ends: dict[tuple[object, ...], list[Row]] = {}
    unchecked: dict[str, str] = {}
    for row in observations.sort_values("figure_id").itertuples(index=False):
        if why := _unusable(row):
            unchecked[row.figure_id] = why
        elif RANGE in row.note.lower():
            ends.setdefault((row.source_id, *_statement(row)[:3]), []).append(row)
        else:
            found.setdefault(_statement(row), []).append(row)
    for rows in ends.values():
        found.setdefault(_range(rows), []).extend(rows)
    made = [Statement(*key, rows=tuple(rows)) for key, rows in found.items()]
    return sorted(made, key=lambda statement: statement.figures), unchecked


def _range(rows: list[Row]) -> _Fields:
    """Return the one statement that the two ends of a range make."""
    measure, quantity, base, _, series, official = _statement(rows[0])
    each = zip(*(_statement(row)[3] for row in rows), strict=True)
    readings = (
        Estimate(sum(e.value for e in ends) / len(ends), min(ends).low, max(ends).high)
        for ends in each
    )
    return measure, quantity, base, tuple(readings), series, official


def voices(said: list[Statement]) -> list[frozenset[int]]:
    """Group the statements that do not say whose statistics they are by source and pair.

    A source's figures on a pair belong to one reporter's statistics together. A group inside a
    larger one decides nothing of its own and is left out.
    """
    spoken: dict[tuple[str, tuple[str, str]], set[int]] = {}
    for n, statement in enumerate(said):
        if len(statement.series) > 1:
            for row in statement.rows:
                spoken.setdefault((row.source_id, statement.quantity.pair), set()).add(n)
    groups = sorted({frozenset(group) for group in spoken.values()}, key=sorted)
    holding: dict[int, list[frozenset[int]]] = {}
    for group in groups:
        for n in group:
            holding.setdefault(n, []).append(group)
    return [g for g in groups if not any(g < other for other in holding[min(g)])]


def _unusable(row: Row) -> str:
    if row.status != "actual":
        return f"a {row.status}, not a fact"
    if not row.months:
        return "the source gives no period"
    if row.measure == "growth":
        if row.flow == "balance":
            return "a balance can change sign, so its growth says nothing"
        if row.base_months and _base(row).season != _period(row).season:
            return (
                f"it sets {_period(row).label()} beside {_base(row).label()}: "
                "a part of a year is not compared with other months or a full year"
            )
    if row.measure == "share" and row.flow == "balance":
        return "a balance can change sign, so a share of it says nothing"
    return ""


def _statement(row: Row) -> _Fields:
    """Return the fields of the statement that a figure makes, but for its rows."""
    currency = row.unit_measure if row.measure == "level" else "USD"
    quantity = Quantity(_flows(row), row.product, currency, _period(row))
    series = tuple(sorted(_series(row)))
    base: Quantity | None = None
    readings: tuple[Estimate, ...] = (estimate(row),)
    if row.measure == "growth":
        base = quantity.during(_base(row))
        readings = tuple(_ratio(e) for e in _both(row))
    elif row.measure == "share":
        base, readings = _whole(row, quantity), (estimate(row).scale(0.01),)
    return row.measure, quantity, base, readings, series, row.kind == "official"


def _both(row: Row) -> Iterator[Estimate]:
    yield estimate(row)
    if row.alt_value == row.alt_value:
        yield estimate(row, "alt_")


def _ratio(percent: Estimate) -> Estimate:
    """Return a growth rate in percent as the ratio of the two levels."""
    return percent.scale(0.01).plus(ONE)


def _flows(row: Row) -> tuple[tuple[int, str, str], ...]:
    out, back = (1, row.ref_area, row.counterpart_area), (1, row.counterpart_area, row.ref_area)
    if row.flow == "balance":
        return out, (-1, *back[1:])
    return {"exports": (out,), "imports": (back,)}.get(row.flow) or tuple(sorted((out, back)))


def _series(row: Row) -> Iterable[str]:
    if row.statistics_of != UNSAID:
        return (row.statistics_of,)
    return (area for area in (row.ref_area, row.counterpart_area) if area != WORLD)


def _whole(row: Row, part: Quantity) -> Quantity:
    """Return what a share is a share of: the flow's total, or for total trade that of all partners.

    The share of a partner belongs to the country whose statistics it is from.
    """
    if part.product != TOTAL:
        return part._replace(product=TOTAL)
    own = row.statistics_of if row.statistics_of in part.pair else row.ref_area
    flows = tuple(
        (sign, *(area if area == own else WORLD for area in ends)) for sign, *ends in part.flows
    )
    return part._replace(flows=flows)  # type: ignore[arg-type]


def _period(row: Row) -> Period:
    return Period(row.start, row.months)


def _base(row: Row) -> Period:
    """Return the months a rate is on: as the source says, else the same a year earlier."""
    return Period(row.base_start, row.base_months) if row.base_months else _period(row).shift(-1)


def _trust(row: Row) -> float:
    dated, exact = bool(row.published), row.qualifier == "exact"
    return (OFFICIAL if row.kind == "official" else PRESS) + DATED * dated + EXACT * exact
