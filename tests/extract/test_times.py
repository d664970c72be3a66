"""Which months a figure is of, and which it is compared with."""

from __future__ import annotations

import pytest

from analysis.extract import extract
from tests.answers import cases
from tests.extract.reading import only


@pytest.mark.parametrize("row", cases("extract/times"))
def test_the_last_figure_of_a_text_is_dated(row: dict[str, str]) -> None:
    *_, found = extract(row["text"], row["published"], "en").figures
    assert (found.time_period, found.base_period) == (row["time_period"], row["base_period"])


def test_months_are_carried_to_later_sentences() -> None:
    text = (
        "Data on trade between Georgia and Turkey for January-May 2023 are out. Trade was $5 "
        "million. Exports of Georgia to Turkey were $2 million and its imports $3 million."
    )
    found = extract(text, "2023-06-14", "en").figures
    assert [one.time_period for one in found] == ["2023-01-01/P5M"] * 3


def test_an_undated_figure_says_so() -> None:
    found = only("Trade between Georgia and Turkey is worth $5 million.")
    assert (found.time_period, found.reason) == ("", "the text does not date it")
