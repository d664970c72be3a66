"""A period is a span of whole months: read as sources word it, printed as SDMX and for people.

Refuses spans that are not whole months and wordings without a year.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ACCEPTED = (
    "“2021”, “2019-2021”, “September 2021”, “January-May 2023”, “October 2021-March 2022”, "
    "“first nine months of 2021”, “11 months of 2021”, “first half of 2021”, “Q3 2021”, "
    "“three quarters of 2021”, “since the beginning of 2023 to May”, or SDMX: “2021-Q3”, "
    "“2021-S1”, “2021-09”, “2021-01-01/P9M”"
)
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve".split(),
    "first second third fourth".split(),
)
_LONGEST = 200
_LONGEST_SPAN = 1200


class PeriodError(ValueError):
    """A wording that is not a span of whole months; the text gives the accepted forms."""


class Period(NamedTuple):
    """A span of whole months: `start` counts from January of year 0; `months` is positive."""

    start: int
    months: int

    @classmethod
    def of(cls, year: int, month: int = 1, months: int = 12) -> Period:
        """Return the span of `months` that begins in `month` (1-12) of `year`."""
        if not (1 <= month <= 12 and 1 <= months <= _LONGEST_SPAN and 1 <= year <= 9800):
            raise PeriodError(
                f"found {year}-{month:02d} for {months} months; expected a month from 1 to 12 and "
                f"1 to {_LONGEST_SPAN} months"
            )
        return cls(year * 12 + month - 1, months)

    @property
    def year(self) -> int:
        """Calendar year in which the span begins."""
        return self.start // 12

    @property
    def month(self) -> int:
        """Calendar month (1-12) in which the span begins."""
        return self.start % 12 + 1

    @property
    def end(self) -> int:
        """First month after the span, counted like `start`."""
        return self.start + self.months

    @property
    def is_year(self) -> bool:
        """Whether the span is one whole calendar year."""
        return self.months == 12 and self.month == 1

    @property
    def season(self) -> tuple[int, int]:
        """Months of the year covered, as (first month, number): equal seasons compare."""
        return self.month, self.months

    def shift(self, years: int) -> Period:
        """Return the same months `years` later (earlier when negative)."""
        return Period(self.start + 12 * years, self.months)

    def overlaps(self, other: Period) -> bool:
        """Whether the two spans have a month in common."""
        return self.start < other.end and other.start < self.end

    def sdmx(self) -> str:
        """Return the SDMX 3.0 `time_period`: 2021, 2021-S1, 2021-Q3, 2021-09 or 2021-01-01/P9M."""
        if self.is_year:
            return f"{self.year:04d}"
        if self.months == 1:
            return f"{self.year:04d}-{self.month:02d}"
        for letter, length in (("Q", 3), ("S", 6)):
            if self.months == length and (self.month - 1) % length == 0:
                return f"{self.year:04d}-{letter}{(self.month - 1) // length + 1}"
        return f"{self.year:04d}-{self.month:02d}-01/P{self.months}M"

    def label(self) -> str:
        """Return the span as a person writes it: 2021, Jan–May 2023, Oct 2021–Mar 2022."""
        if self.is_year:
            return f"{self.year}"
        last = Period(self.end - 1, 1)
        first_name, last_name = MONTHS[self.month - 1][:3], MONTHS[last.month - 1][:3]
        if self.months == 1:
            return f"{first_name} {self.year}"
        if self.month == 1 and self.months % 12 == 0:
            return f"{self.year}–{last.year}"
        if self.year == last.year:
            return f"{first_name}–{last_name} {self.year}"
        return f"{first_name} {self.year}–{last_name} {last.year}"

    def season_label(self) -> str:
        """Return the months without the year: Jan–May; “full year” for twelve from January."""
        if self.is_year:
            return "full year"
        first = MONTHS[self.month - 1][:3]
        last = MONTHS[(self.end - 1) % 12][:3]
        return first if self.months == 1 else f"{first}–{last}"


def parse(text: str) -> Period:
    """Read a period as a source words it, or as SDMX prints it.

    Raises
    ------
    PeriodError
        When the wording is not a span of whole months with a year.
    """
    words = re.sub(r"[‐‑‒–—−]", "-", " ".join(text.lower().split()))[:_LONGEST]
    words = re.sub(r"^(?:in|for|during|over|the)\s+(?:the\s+)?", "", words)
    for pattern, build in _FORMS:
        if found := pattern.fullmatch(words):
            try:
                return build(*found.groups())
            except PeriodError:
                break
    raise PeriodError(f"found “{text[:80]}”; expected a period such as {ACCEPTED}")


def _month(name: str) -> int:
    return next(n for n, full in enumerate(MONTHS, 1) if full.lower().startswith(name[:3]))


def _count(word: str) -> int:
    for names in _NUMBERS:
        if word in names:
            return names.index(word) + 1
    return int(re.sub(r"\D", "", word))


def _between(month: str, year: str, last: str, last_year: str) -> Period:
    start = Period.of(int(year), _month(month), 1).start
    return _span(start, Period.of(int(last_year), _month(last), 1).end)


def _span(start: int, end: int) -> Period:
    if end <= start:
        raise PeriodError("the span ends before it begins")
    return Period(start, end - start)


def _part(number: str, length: int, year: str) -> Period:
    place = _count(number)
    if not 1 <= place <= 12 // length:
        raise PeriodError(f"a year has no part {place} of {length} months")
    return Period.of(int(year), (place - 1) * length + 1, length)


def _first(number: str, length: int, year: str) -> Period:
    months = _count(number) * length
    if not 1 <= months <= 12:
        raise PeriodError(f"a year does not have {months} months")
    return Period.of(int(year), 1, months)


def _iso(year: str, month: str, count: str, unit: str) -> Period:
    return Period.of(int(year), int(month), int(count) * {"y": 12, "q": 3, "m": 1}[unit])


_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"((?:19|20)\d\d)"
_N = r"(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_NTH = r"(first|second|third|fourth|[1-4](?:st|nd|rd|th)?)"
_OF = r"(?: of| in)?,? "
_TO = r"(?: ?- ?| to | through | until )"
_FORMS = tuple(
    (re.compile(pattern, re.ASCII), build)
    for pattern, build in (
        (_YEAR, lambda y: Period.of(int(y))),
        (_YEAR + "-a1", lambda y: Period.of(int(y))),
        (_YEAR + "-q([1-4])", lambda y, n: _part(n, 3, y)),
        (_YEAR + "-s([12])", lambda y, n: _part(n, 6, y)),
        (_YEAR + "-t([123])", lambda y, n: _part(n, 4, y)),
        (_YEAR + r"-m?(\d\d)", lambda y, m: Period.of(int(y), int(m), 1)),
        (_YEAR + r"-(\d\d)-01/p([1-9]\d{0,3})([ymq])", _iso),
        (_YEAR + _TO + _YEAR, lambda a, b: _span(int(a) * 12, int(b) * 12 + 12)),
        (_MONTH + _OF + _YEAR, lambda m, y: Period.of(int(y), _month(m), 1)),
        (_MONTH + _TO + _MONTH + _OF + _YEAR, lambda a, b, y: _between(a, y, b, y)),
        (_MONTH + " " + _YEAR + _TO + _MONTH + " " + _YEAR, _between),
        (f"(?:first |the first )?{_N} months?" + _OF + _YEAR, lambda n, y: _first(n, 1, y)),
        (f"(?:first )?{_N} quarters" + _OF + _YEAR, lambda n, y: _first(n, 3, y)),
        (f"{_NTH} quarter" + _OF + _YEAR, lambda n, y: _part(n, 3, y)),
        (f"q([1-4]){_OF}" + _YEAR, lambda n, y: _part(n, 3, y)),
        (f"{_NTH} half(?: year)?" + _OF + _YEAR, lambda n, y: _part(n, 6, y)),
        ("h([12])" + _OF + _YEAR, lambda n, y: _part(n, 6, y)),
        (
            r"(?:since )?(?:the )?(?:beginning|start) of " + _YEAR + _TO + r"(?:end of )?" + _MONTH,
            lambda y, m: _between("jan", y, m, y),
        ),
    )
)
