"""What the tests of the stages share."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import groupby

import pytest

from analysis.extract import Figure, extract
from analysis.extract.page import Page
from analysis.extract.tokens import Token
from tests.answers import EXPECTED

PUBLISHED = "2023-06-14"


def page(text: str, language: str = "en", published: str = PUBLISHED) -> Page:
    return Page(text, published, language)


def only(text: str, language: str = "en", published: str = PUBLISHED) -> Figure:
    """The one figure of a text."""
    (figure,) = extract(text, published, language).figures
    return figure


def printed(text: str, found: Iterable[Token]) -> str:
    """What some tokens cover of a text."""
    tokens = [*found]
    return text[tokens[0].start : tokens[-1].end]


def grouped(name: str, *keys: str) -> list:
    """One parameter for the rows of `expected/extract/<name>.csv` that share some cells."""
    with (EXPECTED / "extract" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    return [
        pytest.param(list(group), id=" ".join(key))
        for key, group in groupby(rows, lambda row: [row[name] for name in keys])
    ]
