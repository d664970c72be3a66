"""A page knows its tokens, sentences and phrases, and what its numbers and date show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.reading import page

TEXT = "Trade with Georgia rose by 5% to $1.5 million in May."


def test_phrases_are_found_by_where_they_begin_and_end() -> None:
    one = page(TEXT)
    mark = one.at[2]
    assert (mark.kind, mark.name) == ("area", "GEO")
    assert one.before(mark.end) == mark
    assert one.before(0) is None


def test_phrases_of_some_kinds_between_two_tokens() -> None:
    one = page(TEXT)
    units = one.within(0, len(one.tokens), "unit")
    assert [mark.name for mark in units] == ["percent", "USD"]
    assert one.within(0, units[1].first, "unit") == units[:1]
    assert one.within(units[1].first, 999, "unit") == units[1:]
    assert one.within(5, 3, "unit") == one.within(0, 99, "none such") == []


@given(st.integers(-3, 20), st.integers(-3, 20))
def test_phrases_between_are_those_that_begin_there(first: int, end: int) -> None:
    one = page(TEXT)
    wanted = [one.at[n] for n in range(max(first, 0), end) if n in one.at]
    kinds = {mark.kind for mark in one.marks}
    assert one.within(first, end, *kinds) == wanted


def test_a_rate_ends_before_a_token() -> None:
    one = page(TEXT)
    percent, dollars = one.within(0, 99, "unit")
    assert one.rated(percent.end)
    assert not one.rated(dollars.end)


@pytest.mark.parametrize(
    ("text", "said"), [("1.5 and 1,234", "."), ("1,5 and 2,75", ","), ("1 and 1,234", "")]
)
def test_numbers_tell_the_decimal_mark(text: str, said: str) -> None:
    assert page(text).decimal_said == said


def test_the_language_says_the_decimal_mark() -> None:
    assert (page("1,5").decimal, page("1.5", "de").decimal) == (".", ",")


@pytest.mark.parametrize(
    ("published", "year", "month"),
    [("2023-06-14", 2023, 6), ("2023-06", 2023, 6), ("2023", 2023, 12), ("", None, 12)],
)
def test_the_date_of_publication(published: str, year: int | None, month: int) -> None:
    one = page("", published=published)
    assert (one.year, one.month) == (year, month)


def test_endings_joined_to_a_word_are_known() -> None:
    one = page("2022-ci ildə", "az")
    assert [token.text for token in one.tokens] == ["2022", "ildə"]
    assert (one.tail(0), one.tail(1)) == ("ci", "ildə")
    assert (one.numbered(0), one.numbered(1)) == (True, False)
