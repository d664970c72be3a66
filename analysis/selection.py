"""What a reader has chosen (`Selection`) and the sheet it is drawn on (`Canvas`)."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.schema import ANY, TOTAL


@dataclass(frozen=True)
class Selection:
    """One choice of everything that decides a screen, an image or a table.

    `pair` is seen from its first area; `against` are pairs to compare it with; `statistics` is
    a reporter's code, `unsaid`, `reconciled` or `any`; `since` and `until` are calendar years
    (0: the latest twelve, and no end); `period`, `base` and `focus` are SDMX time periods;
    `conflict` is the key of a conflict whose figures are listed, `band` the CIF/FOB ratio taken as
    explained; `deduced` shows values that nobody published.
    """

    view: str = "turnover"
    measure: str = ""
    pair: tuple[str, str] = ("AZE", "KAZ")
    against: tuple[tuple[str, str], ...] = ()
    flow: str = "turnover"
    product: str = TOTAL
    statistics: str = ANY
    since: int = 0
    until: int = 0
    period: str = ""
    base: str = ""
    currency: str = "USD"
    band: tuple[float, float] = (1.0, 1.2)
    estimate: bool = False
    deduced: bool = False
    focus: str = ""
    conflict: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Canvas:
    """Size in pixels and theme (`light` or `dark`) of a figure."""

    width: int = 1200
    height: int = 720
    theme: str = "light"
