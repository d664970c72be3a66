"""A reading as rows of the data files: its figures, their source, and what was left out.

Refuses to fill in: what the text does not settle is an empty cell, with the reason in the note.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count, product
from string import ascii_lowercase
from typing import Any
from urllib.parse import urlsplit

from analysis import names
from analysis.extract.figure import Figure, LeftOut, Reading
from analysis.schema import WORLD

_LONGEST = 500
_LONGEST_KEY = 60

Row = dict[str, Any]


@dataclass(frozen=True)
class Origin:
    """What is known of a document besides its text; `name` is what it is called here."""

    publisher: str = ""
    published: str = ""
    url: str = ""
    name: str = ""


@dataclass(frozen=True)
class Rows:
    """Rows for `trade.csv`, `sources.csv` and `left_out.csv`.

    Figures and what was left out have `start` and `end` besides: the amount's characters.
    """

    figures: list[Row]
    source: Row
    left_out: list[Row]


def rows(reading: Reading, origin: Origin, taken: Collection[str] = ()) -> Rows:
    """Return what was read as rows under a source_id that is not `taken`."""
    key = source_id(origin, taken)
    source = {
        "source_id": key,
        "kind": "press",
        "publisher": _cell(origin.publisher),
        "published": origin.published,
        "language": reading.language,
        "url": _cell(origin.url),
    }
    figures = [_figure(key, n, figure) for n, figure in enumerate(reading.figures, 1)]
    return Rows(figures, source, [_left_out(key, number) for number in reading.left_out])


def source_id(origin: Origin, taken: Collection[str] = ()) -> str:
    """Return the key of a source: publisher and date, a letter added where it is `taken`."""
    host = (urlsplit(origin.url).hostname or "").removeprefix("www.")
    named = filter(None, map(_slug, (origin.publisher, host, origin.name)))
    key = f"{next(named, 'document')}-{origin.published or 'undated'}"
    return next(one for one in _lettered(key) if one not in taken)


def _lettered(key: str) -> Iterator[str]:
    """Yield key, key-b … key-z, key-aa …: the first of its day is the one without a letter."""
    yield key
    for length in count(1):
        for letters in product(ascii_lowercase, repeat=length):
            if letters != ("a",):
                yield f"{key}-{''.join(letters)}"


def _slug(text: str) -> str:
    """Return a name as a key: Kazakhstan Today (kt.kz) is kazakhstan-today."""
    outside = re.sub(r"\([^()]*\)", "", text)
    letters = unicodedata.normalize("NFKD", outside).casefold().replace("ə", "a").replace("ı", "i")
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_KEY].strip("-")


def _figure(key: str, n: int, figure: Figure) -> Row:
    return {
        "figure_id": f"{key}-{n}",
        "source_id": key,
        "reporter": _area(figure.ref_area),
        "partner": _area(figure.counterpart_area),
        "flow": figure.flow,
        "product": _cell(figure.product),
        "period": figure.time_period,
        "measure": figure.measure,
        "value": _number(figure),
        "unit": figure.unit_text,
        "base_period": figure.base_period,
        "qualifier": figure.qualifier,
        "status": figure.status,
        "statistics_of": "",
        "authority": _cell(figure.authority),
        "note": _cell(figure.reason),
        "start": figure.start,
        "end": figure.end,
    }


def _number(figure: Figure) -> str:
    """Return the number as it is printed; one in words, as “doubled”, in digits."""
    if figure.unit == "times" and not any(map(str.isdecimal, figure.value_text)):
        return f"{figure.value:g}"
    return figure.value_text


def _left_out(key: str, number: LeftOut) -> Row:
    return {
        "source_id": key,
        "number": _cell(number.number),
        "unit": _cell(number.unit),
        "about": _cell(number.about),
        "reason": _cell(number.reason),
        "start": number.start,
        "end": number.end,
    }


def _area(code: str) -> str:
    return "World" if code == WORLD else names.display(code) if code else ""


def _cell(text: str) -> str:
    """Return text as one line that a data file takes."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST]
