"""Whose dinars, crowns and rupees are meant: those of the country whose trade it is.

Refuses to choose where the text names none that has them.
"""

from __future__ import annotations

from collections.abc import Iterable

SHARED = {
    "CFA": {
        **dict.fromkeys(("BEN", "BFA", "CIV", "GNB", "MLI", "NER", "SEN", "TGO"), "XOF"),
        **dict.fromkeys(("CAF", "CMR", "COG", "GAB", "GNQ", "TCD"), "XAF"),
    },
    "CROWN": {"CZE": "CZK", "DNK": "DKK", "ISL": "ISK", "NOR": "NOK", "SWE": "SEK"},
    "DINAR": {
        "BHR": "BHD",
        "DZA": "DZD",
        "IRQ": "IQD",
        "JOR": "JOD",
        "KWT": "KWD",
        "LBY": "LYD",
        "MKD": "MKD",
        "SRB": "RSD",
        "TUN": "TND",
    },
    "DIRHAM": {"ARE": "AED", "MAR": "MAD"},
    "PESO": {
        "ARG": "ARS",
        "CHL": "CLP",
        "COL": "COP",
        "CUB": "CUP",
        "DOM": "DOP",
        "MEX": "MXN",
        "PHL": "PHP",
        "URY": "UYU",
    },
    "RIAL": {"IRN": "IRR", "OMN": "OMR", "QAT": "QAR", "SAU": "SAR", "YEM": "YER"},
    "RUPEE": {"IND": "INR", "LKA": "LKR", "MUS": "MUR", "NPL": "NPR", "PAK": "PKR"},
}
"""What a name of several currencies is in each country that has one."""


def currency(unit: str, areas: Iterable[str], named: frozenset[str]) -> str:
    """Return the ISO 4217 code of a unit: the one that the text names, else that of an area.

    Empty if the text names neither one of them in full nor an area that has one.
    """
    own = SHARED.get(unit)
    if own is None:
        return unit
    told = named & set(own.values())
    return next(iter(told)) if len(told) == 1 else next((own[a] for a in areas if a in own), "")
