"""Columns, units and vocabularies, each spelled once, and the error that names a place.

Refuses to know how a file is read or how a figure is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from babel.numbers import is_currency as is_named

FIGURE_COLUMNS = (
    "figure_id",
    "source_id",
    "reporter",
    "partner",
    "flow",
    "product",
    "period",
    "measure",
    "value",
    "unit",
    "base_period",
    "qualifier",
    "status",
    "statistics_of",
    "authority",
    "note",
)
SOURCE_COLUMNS = ("source_id", "kind", "publisher", "published", "language", "url")
LEFT_OUT_COLUMNS = ("source_id", "number", "unit", "about", "reason")
RATE_COLUMNS = ("currency", "time_period", "rate", "source")

FLOWS = ("turnover", "exports", "imports", "balance")
MEASURES = ("level", "growth", "share")
QUALIFIERS = ("exact", "about", "over", "under")
STATUSES = ("actual", "target", "forecast")
KINDS = ("document", "press", "official", "reconciled")
CURRENCIES = ("USD", "EUR", "AZN", "KZT", "KRW")
"""What charts can be drawn in; a figure may be in any currency."""
ANY_CURRENCY = "a currency's ISO 4217 code such as USD"

SCALES = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
PERCENT, TIMES, SHARE = "PERCENT", "TIMES", "PERCENT_OF_TOTAL"
RATE_UNITS = {"percent": PERCENT, "times": TIMES, "percent of total": SHARE}

UNSAID = "unsaid"
"""`statistics_of` of a figure whose source does not say whose statistics it is."""
RECONCILED = "reconciled"
"""`statistics_of` of an estimate made from both reporters' statistics by a third party."""
ANY = "any"
WORLD = "WLD"
TOTAL = "total"

VALUATIONS = {
    ("official", "exports"): "FOB",
    ("official", "imports"): "CIF",
    ("reconciled", "exports"): "FOB",
    ("reconciled", "imports"): "FOB",
}
"""IMTS 2010: exports free on board, imports with cost, insurance and freight; else unsaid."""

_DATE = re.compile(r"(?:[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)?")
DATES = "a date such as 2023-07-29, 2023-07 or 2023, or nothing"


def is_date(text: str) -> bool:
    """Whether a text is a day, a month or a year that exists, or nothing."""
    if not _DATE.fullmatch(text):
        return False
    try:
        return not text or bool(date.fromisoformat((text + "-01-01")[:10]))
    except ValueError:
        return False


def is_future(text: str) -> bool:
    """Whether a date has not come yet anywhere on earth."""
    return text > (datetime.now(UTC) + timedelta(hours=14)).date().isoformat()


ADDRESSES = "a web address such as https://example.org/1, or nothing"


def is_address(text: str) -> bool:
    """Whether a text is an address of the web, or nothing."""
    try:
        parts = urlsplit(text)
        return not text or (parts.scheme in ("http", "https") and bool(parts.hostname))
    except ValueError:
        return False


FORMULA = re.compile(r"[=+\-@\t\r\n\x00＝＋－＠]")
"""With one of these begins what a spreadsheet takes for a formula."""


def is_currency(code: str) -> bool:
    """Whether a text is the ISO 4217 code of a currency, also of one that is no more."""
    return code.isupper() and is_named(code)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a data file: where, what was found, what is expected."""

    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        """Return the problem as one line a person can act on."""
        found = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in self.found[:81])
        found = found if len(found) <= 80 else found[:77] + "…"
        place = f"{self.file}, line {self.line}, {self.column}"
        return f"{place}: found “{found}”; expected {self.expected}"


class DataError(ValueError):
    """The data cannot be used; `problems` lists every place, and the text says it in words."""

    def __init__(self, summary: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([summary, *map(str, self.problems)]))


class NothingRead(DataError):
    """No row of a table can be read."""
