"""Published figures as statements on cells: what is bounded, in whose statistics, on whose word.

Copies of one statement are one witness. Refuses to check what gives no period, is no fact,
or sets unlike months beside each other; each refusal says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.compare import Row, estimate
from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.reconcile.currencies import Currencies
from analysis.reconcile.quantities import Quantity
from analysis.reconcile.releases import Releases
from analysis.schema import TOTAL, UNSAID, WORLD

OFFICIAL, PRESS, DATED, EXACT = 10.0, 1.0, 0.02, 0.01
"""Trust: an official figure outweighs two in the press; dated and exact figures win ties."""

RANGE = "end of a stated range"
"""In the note of a figure that is one end of what its source gives as a range."""

ONE = Estimate(1.0, 1.0, 1.0)


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
    def number(self) -> tuple[object, ...]:
        """What was said, hedged or not, whoever's statistics it is taken for: one witness."""
        values = tuple(reading.value for reading in self.readings)
        return self.measure, self.quantity, self.base, values


_Fields = tuple[str, Quantity, Quantity | None, tuple[Estimate, ...], tuple[str, ...], bool]


def statements(observations: pd.DataFrame) -> tuple[list[Statement], dict[str, str]]:
    """Return what the figures state, in an order that rows do not decide, and why some cannot.

    The dictionary has, for each figure that no other can check, the reason.
    """
    unchecked: dict[str, str] = {}
    rows: list[tuple[Row, _Fields]] = []
    currencies = Currencies(observations)
    for row in observations.sort_values("figure_id").itertuples(index=False):
        why = _unusable(row) or currencies.unclear(row)
        if why:
            unchecked[row.figure_id] = why
        else:
            rows.append((row, _statement(row, currencies.of(row))))
    made = [Statement(*key, rows=tuple(same)) for key, same in _gathered(rows)]
    return sorted(made, key=lambda statement: statement.figures), unchecked


def _gathered(rows: list[tuple[Row, _Fields]]) -> Iterator[tuple[_Fields, list[Row]]]:
    """Put copies together, unless an official release on their months came between them."""
    known = releases(Statement(*fields, rows=(row,)) for row, fields in rows)
    found: dict[tuple[_Fields, tuple[tuple[str, ...], ...]], list[Row]] = {}
    ends: dict[tuple[object, ...], list[tuple[Row, _Fields]]] = {}
    for row, fields in rows:
        if RANGE in row.note.lower():
            ends.setdefault((row.source_id, *fields[:3]), []).append((row, fields))
        else:
            found.setdefault((fields, _later(known, row, fields)), []).append(row)
    for both in ends.values():
        fields, (row, *_) = _range([fields for _, fields in both]), (row for row, _ in both)
        found.setdefault((fields, _later(known, row, fields)), []).extend(row for row, _ in both)
    yield from ((fields, same) for (fields, _), same in found.items())


def _later(known: Releases, row: Row, fields: _Fields) -> tuple[tuple[str, ...], ...]:
    _, quantity, base, _, series, _ = fields
    quantities = (quantity, base) if base else (quantity,)
    return tuple(known.later(one, row.published, quantities) for one in series)


def _range(ends: list[_Fields]) -> _Fields:
    """Return the one statement that the two ends of a range make."""
    measure, quantity, base, _, series, official = ends[0]
    readings = (
        Estimate(sum(e.value for e in each) / len(each), min(each).low, max(each).high)
        for each in zip(*(fields[3] for fields in ends), strict=True)
    )
    return measure, quantity, base, tuple(readings), series, official


def releases(said: Iterable[Statement]) -> Releases:
    """Return when the official figures among some, that say whose they are, came out."""
    official = (s for s in said if s.official and len(s.series) == 1)
    return Releases((s.series[0], s.first, s.quantities) for s in official)


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


def _statement(row: Row, currency: str) -> _Fields:
    """Return the fields of the statement that a figure makes, but for its rows."""
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
