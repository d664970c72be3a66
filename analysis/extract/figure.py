"""What a document states, each figure with the place it stands at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One trade figure as a text states it; what the text does not settle is empty, with `reason`.

    `value` is in the unit's base: dollars, percent, times. `unit` is an ISO 4217 code, `percent`
    or `times`. `flow` is seen from `ref_area`; areas are ISO 3166 alpha-3 codes, WLD the world.
    Periods are SDMX: 2021, 2021-Q3, 2021-S1, 2021-09, 2021-01-01/P9M. `value_text` and
    `unit_text` are the number and unit as a row of `trade.csv` writes them. `start` and `end` are
    the characters of the amount, `begins` and `ends` those of its sentence.
    """

    measure: str
    flow: str
    ref_area: str
    counterpart_area: str
    time_period: str
    base_period: str
    value: float
    unit: str
    qualifier: str
    status: str
    product: str
    authority: str
    value_text: str
    unit_text: str
    start: int
    end: int
    begins: int
    ends: int
    reason: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A number that is no trade figure between two areas, and why."""

    number: str
    unit: str
    about: str
    reason: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """Everything found in a text, in its order."""

    language: str
    figures: tuple[Figure, ...]
    left_out: tuple[LeftOut, ...]
