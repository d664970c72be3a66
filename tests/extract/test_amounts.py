"""Printed numbers and their units."""

from __future__ import annotations

import pytest

from analysis.extract.amounts import amounts
from tests.extract.reading import grouped, page, printed

KEYS = ("value", "unit", "number", "scale")


@pytest.mark.parametrize("rows", grouped("amounts", "language", "text"))
def test_amounts_are_read(rows: list[dict[str, str]]) -> None:
    found = amounts(page(rows[0]["text"], rows[0]["language"]))
    wanted = [tuple(row[key] for key in KEYS) for row in rows if row["value"]]
    assert [(f"{a.value:.15g}", a.unit, a.number, str(a.scale)) for a in found] == wanted


@pytest.mark.parametrize(
    ("text", "ranged"),
    [
        ("12 to 15 million dollars", [True, True]),
        ("$12-15 million", [True, True]),
        ("$12 million and $15 million", [False, False]),
        ("rose from $12 million to $15 million", [False, False]),
    ],
)
def test_the_ends_of_a_range_are_told_from_two_sums(text: str, ranged: list[bool]) -> None:
    assert [one.ranged for one in amounts(page(text))] == ranged


def test_an_amount_is_where_it_is_printed() -> None:
    one = page("Exports of about US$ 12.5 million to Georgia")
    (amount,) = amounts(one)
    assert printed(one.text, one.tokens[amount.first : amount.end]) == "US$ 12.5 million"


def test_a_bare_number_takes_the_currency_of_its_sentence_alone() -> None:
    found = amounts(page("It rose from 4 to 6 million dollars. Then there were 7 million."))
    assert [one.number for one in found if one.unit] == ["4", "6"]


def test_a_number_too_long_is_none() -> None:
    assert amounts(page("1" * 30 + " dollars")) == []
