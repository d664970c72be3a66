"""What is no trade between two areas is left out, with the reason."""

from __future__ import annotations

import pytest

from analysis.extract import extract
from analysis.extract.told import REASONS
from tests.answers import cases
from tests.extract.reading import PUBLISHED, only


@pytest.mark.parametrize("row", cases("extract/left_out"))
def test_a_number_is_left_out_because(row: dict[str, str]) -> None:
    found = extract(row["text"], PUBLISHED, "en")
    (left,) = found.left_out
    assert (left.number, left.reason) == (row["number"], REASONS[row["reason"]])
    assert found.figures == ()


def test_what_is_left_out_is_where_it_is_printed() -> None:
    text = "In 2022 Turkish companies invested about $2.5 billion in Georgia."
    (left,) = extract(text, PUBLISHED, "en").left_out
    assert text[left.start : left.end] == left.about == "$2.5 billion"


def test_trade_after_other_matters_is_trade_again() -> None:
    text = (
        "Turkish companies invested $2 billion in Georgia. Trade between Georgia and Turkey was "
        "$3 billion in 2022."
    )
    assert only(text).value == 3e9


def test_what_was_told_goes_on_in_the_next_sentence() -> None:
    text = "Georgia's exports to Turkey fell in 2022. They were $5 million."
    assert (only(text).flow, only(text).counterpart_area) == ("exports", "TUR")
