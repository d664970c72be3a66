"""Numbers as they are written."""

from __future__ import annotations

import pytest

from analysis.extract.numerals import plain, power_at
from analysis.extract.page import Page


@pytest.mark.parametrize(
    ("text", "language", "value", "end"),
    [
        ("1,250.5", "en", "1250.5", 1),
        ("1.250,5", "de", "1250.5", 1),
        ("1 250 300", "ru", "1250300", 3),
        ("1 250", "en", "1250", 2),
        ("9천200만", "ko", "9200", 3),
        ("9천만", "ko", "9", 1),
        ("two million", "en", "2", 1),
    ],
)
def test_digits_and_words_are_numbers(text: str, language: str, value: str, end: int) -> None:
    number = plain(Page(text, "", language), 0)
    assert number is not None
    assert (str(number[0]), number[1]) == (value, end)


@pytest.mark.parametrize("text", ["", "trade", "two countries", "9" * 30])
def test_what_is_no_number_is_none(text: str) -> None:
    assert plain(Page(text, "", "en"), 0) is None


@pytest.mark.parametrize(
    ("text", "language", "power", "end"),
    [
        ("5 million", "en", 6, 2),
        ("5 people", "en", 0, 1),
        ("5억", "ko", 8, 2),
        ("3천억", "ko", 11, 2),
        ("5 Mrd. Euro", "de", 9, 3),
    ],
)
def test_words_for_powers_of_ten(text: str, language: str, power: int, end: int) -> None:
    assert power_at(Page(text, "", language), 1) == (power, end)
