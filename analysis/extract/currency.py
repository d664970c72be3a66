"""Whose dinars, crowns and rupees are meant: those of the country whose trade it is.

Refuses to choose where the text names none that has them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from babel.numbers import get_currency_name, get_territory_currencies

from analysis.extract.vocabulary import alpha2

FAMILIES = {
    "CFA": ("CFA Franc",),
    "CROWN": ("Koruna", "Krone", "Krona", "Króna"),
    "DINAR": ("Dinar",),
    "DOLLAR": ("Dollar",),
    "DIRHAM": ("Dirham",),
    "PESO": ("Peso",),
    "RIAL": ("Rial", "Riyal"),
    "RUPEE": ("Rupee",),
}
"""The units that several countries have, and how the English names of their currencies end."""
_BARE = frozenset({"$", "dollar", "dollars"})


def currency(unit: str, areas: Iterable[str], named: Iterable[str], printed: str = "") -> str:
    """Return the ISO 4217 code of a unit: the one that the text names, else that of an area.

    Empty if the text names neither one of them in full nor an area that has one. A bare dollar
    (`printed`) is that of an area whose dollars the text names in full: all in Canadian dollars.
    """
    if unit == "USD" and printed in _BARE:
        dollars = {code for code in named if _is(code, "DOLLAR")}
        return next((own for area in areas if (own := _own(area, "DOLLAR")) in dollars), unit)
    if unit not in FAMILIES:
        return unit
    told = [code for code in named if _is(code, unit)]
    return told[0] if len(told) == 1 else next(filter(None, (_own(a, unit) for a in areas)), "")


@cache
def _own(area: str, unit: str) -> str:
    """Return the currency of an area, as CLDR has it, if it is one of those."""
    two = alpha2().get(area)
    codes = get_territory_currencies(two) if two else []
    return next((code for code in codes if _is(code, unit)), "")


@cache
def _is(code: str, unit: str) -> bool:
    return get_currency_name(code, locale="en").endswith(FAMILIES[unit])
