"""A name of several currencies is that of the country named, or the sum is left out."""

from __future__ import annotations

import pytest

from analysis.extract import extract
from analysis.extract.told import REASONS
from tests.answers import cases
from tests.extract.reading import PUBLISHED, only


@pytest.mark.parametrize("row", cases("extract/currencies"))
def test_a_currency_is_that_of_a_country_named(row: dict[str, str]) -> None:
    assert only(row["text"]).unit == row["unit"]


def test_dinars_of_a_country_that_has_none_are_left_out() -> None:
    text = "Germany's exports to Japan were 5 billion dinars in 2022."
    (left,) = extract(text, PUBLISHED, "en").left_out
    assert left.reason == REASONS["currency"]


def test_dinars_named_once_are_meant_again() -> None:
    text = (
        "Libya bought goods for 2 billion Tunisian dinars from Tunisia in 2022. Libya's exports to "
        "Tunisia were 1 billion dinars."
    )
    assert {figure.unit for figure in extract(text, PUBLISHED, "en").figures} == {"TND"}
