"""An address is a `Selection`: read from it and printed to it, and what a click changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from analysis import periods
from analysis.pipeline import MEASURES, VIEWS, measure
from analysis.schema import ANY, CURRENCIES, FLOWS, RECONCILED, UNSAID
from analysis.selection import Selection

LONGEST = 2000
MOST_PAIRS = 4
_DEFAULT = Selection()
_SWITCHES = ("estimate", "deduced")
_CODE = r"[A-Z]{3}"
_PAIR = re.compile(rf"({_CODE})-({_CODE})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_TIME = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:Q[1-4]|S[12]|[0-9]{2}(?:-01/P[0-9]{1,3}M)?))?")
_KEY = re.compile(r"[0-9a-f]{8}")
_FOREIGN = re.compile(r"utm_[a-z]+|[a-z]+clid")
"""Names that newsletters and networks add to links they pass on."""
_BAND = re.compile(r"([01]\.[0-9]{1,2}|2\.00?)-([01]\.[0-9]{1,2}|2\.00?)")


def parse(
    path: str, search: str, also: Collection[str] = (), views: Collection[str] = VIEWS
) -> tuple[Selection, list[str]]:
    """Read an address: the selection, and a sentence for everything that was not understood.

    `also` are names of the query that mean something to somebody else, `views` those there are.
    """
    view = path.strip("/") or _DEFAULT.view
    refused = []
    if view not in views:
        refused.append(f"There is no view “{view[:40]}”; this is {_DEFAULT.view}.")
        view = _DEFAULT.view
    found: dict[str, Any] = {"view": view}
    for name, text in parse_qsl(search.lstrip("?")[:LONGEST]):
        if name in also or _FOREIGN.fullmatch(name):
            continue
        if name not in _READ:
            refused.append(f"There is no choice “{name[:40]}”; left out.")
            continue
        try:
            found[name] = _READ[name](text)
        except ValueError:
            refused.append(f"“{text[:60]}” is not a known {_WORDS.get(name, name)}; left out.")
    return Selection(**found), refused


def search(selection: Selection) -> str:
    """Print a selection's query string, defaults left out: ?pair=AZE-KAZ&flow=exports."""
    if selection.measure == measure(replace(selection, measure="")):
        selection = replace(selection, measure="")
    values = {name: write(getattr(selection, name)) for name, write in _WRITE.items()}
    default = {name: write(getattr(_DEFAULT, name)) for name, write in _WRITE.items()}
    kept = {n: v for n, v in values.items() if n == "pair" or v != default[n]}
    return "?" + urlencode(kept, quote_via=quote, safe="/,")


def path(selection: Selection) -> str:
    """Print a selection's path: /turnover."""
    return f"/{selection.view}"


def address(selection: Selection) -> str:
    """Print a selection's whole address on this server."""
    return path(selection) + search(selection)


def changed(selection: Selection, control: str, value: Any) -> Selection:
    """Return the selection after a control was set; what no longer fits falls back to its default.

    Raises
    ------
    ValueError
        When the value is not one the control offers.
    """
    if control == "swap":
        return replace(selection, pair=selection.pair[::-1])
    if control not in _READ:
        raise ValueError
    new: Any = bool(value) if control in _SWITCHES else _READ[control](_text(value))
    unfocused = {"focus": "", "conflict": ""}
    cleared = {"pair": {"period": "", "base": "", "product": "total", **unfocused}}
    cleared |= {"period": {"base": ""}, **dict.fromkeys(("flow", "product", "focus"), unfocused)}
    return replace(selection, **{**cleared.get(control, {}), control: new})


def _text(value: Any) -> str:
    """Write what a control reports as an address does: a list of pairs, or of two ends."""
    if not isinstance(value, list | tuple):
        return str(value or "")
    if value and all(isinstance(part, int | float) and 0 <= part <= 9 for part in value):
        return "-".join(f"{part:.2f}" for part in value)
    return ",".join(map(str, value))


def _pair(text: str) -> tuple[str, str]:
    found = _PAIR.fullmatch(text)
    if not found or found[1] == found[2]:
        raise ValueError
    return found[1], found[2]


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(map(_pair, filter(None, text.split(","))))[:MOST_PAIRS]


def _year(text: str) -> int:
    if text and not _YEAR.fullmatch(text):
        raise ValueError
    return int(text or 0)


def _time(text: str) -> str:
    if not text:
        return ""
    if not _TIME.fullmatch(text):
        raise ValueError
    return periods.parse(text).sdmx()


def _key(text: str) -> str:
    if text and not _KEY.fullmatch(text):
        raise ValueError
    return text


def _band(text: str) -> tuple[float, float]:
    found = _BAND.fullmatch(text)
    if not found or float(found[1]) > float(found[2]):
        raise ValueError
    return float(found[1]), float(found[2])


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError
        return text

    return read


def _statistics(text: str) -> str:
    if text not in (ANY, UNSAID, RECONCILED) and not re.fullmatch(_CODE, text):
        raise ValueError
    return text


def _product(text: str) -> str:
    if not 0 < len(text) <= 80 or not text.isprintable():
        raise ValueError
    return text


def _join(pair: tuple[str, str]) -> str:
    return "-".join(pair)


_READ: Mapping[str, Callable[[str], Any]] = {
    "pair": _pair,
    "against": _pairs,
    "measure": _one_of("", *MEASURES),
    "flow": _one_of(*FLOWS),
    "product": _product,
    "statistics": _statistics,
    "since": _year,
    "until": _year,
    "period": _time,
    "base": _time,
    "currency": _one_of(*CURRENCIES),
    "band": _band,
    **dict.fromkeys(_SWITCHES, lambda text: _one_of("0", "1")(text) == "1"),
    "focus": _time,
    "conflict": _key,
    "language": _one_of("en"),
}
_WRITE: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(_READ, str),
    "pair": _join,
    "against": lambda pairs: ",".join(map(_join, pairs)),
    "band": lambda band: f"{band[0]:.2f}-{band[1]:.2f}",
    **dict.fromkeys(_SWITCHES, lambda on: str(int(on))),
    "since": lambda year: str(year or ""),
    "until": lambda year: str(year or ""),
}
_WORDS = {"since": "year", "until": "year", "against": "pair", "base": "period", "focus": "period"}
