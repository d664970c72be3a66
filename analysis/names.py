"""Publishers' names to codes: `names.csv` first, then country_converter. Refuses to guess."""

from __future__ import annotations

import csv
import logging
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd


class Name(NamedTuple):
    """What a publisher's name stands for; an empty code means left out on purpose, for `reason`."""

    code: str
    reason: str


_LIKE = 0.7
"""How much of two names is the same where one may be a slip for the other."""
_UNKNOWN = "not found"
"""Never empty: for an empty `not_found` country_converter 1.3.2 hands the name itself back."""


@cache
def listed() -> dict[tuple[str, str], Name]:
    """Return `names.csv` as (kind, lower-case name) to `Name`."""
    with (Path(__file__).parent / "names.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["kind"], row["name"].lower()): Name(row["code"], row["reason"])
            for row in csv.DictReader(file)
        }


@cache
def area(name: str) -> Name | None:
    """Return the ISO 3166 alpha-3 code of an area (WLD for the world), None when unknown."""
    if known := listed().get(("area", name.lower())):
        return known
    if len(name) < 3:
        return None
    code = _countries().convert(name, to="ISO3", not_found=_UNKNOWN)
    return Name(code, "") if isinstance(code, str) and code != _UNKNOWN else None


def nearest(name: str) -> list[str]:
    """Return the known areas whose names are spelled most like an unknown one, at most two."""
    known = {short.lower(): short for short in _countries().data["name_short"]}
    return [known[near] for near in get_close_matches(name.lower(), known, 2, _LIKE)]


def flow(name: str) -> Name | None:
    """Return the flow a wording stands for, None when unknown."""
    return listed().get(("flow", name.lower()))


@cache
def display(code: str) -> str:
    """Return the short English name of an area code, as a reader knows it."""
    if code == "WLD":
        return "the world"
    return _DISPLAY.get(code) or _countries().convert(
        code, src="ISO3", to="name_short", not_found=code
    )


_DISPLAY = {"KOR": "Korea", "AZE": "Azerbaijan", "KAZ": "Kazakhstan", "RUS": "Russia"}


@cache
def _countries() -> Any:
    """Hand country_converter 1.3.2 its table as text: its own reading fails on pandas 3.1."""
    import country_converter

    logging.getLogger("country_converter").setLevel(logging.CRITICAL)
    table = pd.read_csv(
        Path(country_converter.__file__).parent / "country_data.tsv",
        sep="\t",
        dtype="str",
        keep_default_na=False,
    )
    needed = table[["name_short", "name_official", "regex", "ISO2", "ISO3"]]
    numeric = table[["ISOnumeric", "UNmember", "obsolete"]].apply(pd.to_numeric).astype("Int64")
    return country_converter.CountryConverter(country_data=needed.join(numeric))
