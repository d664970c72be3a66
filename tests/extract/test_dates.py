"""Mentions of months, absolute and relative."""

from __future__ import annotations

import pytest

from analysis.extract.dates import dated
from tests.answers import cases
from tests.extract.reading import page, printed


@pytest.mark.parametrize("row", cases("extract/dates"))
def test_a_mention_is_dated(row: dict[str, str]) -> None:
    found = dated(page(row["text"], row["language"], row["published"]))
    if row["how"] == "none":
        assert found == []
        return
    (one,) = found
    period = one.period()
    assert (period.sdmx() if period else "", one.how) == (row["time_period"], row["how"])


def test_months_without_a_year_take_one_that_is_given() -> None:
    (one,) = dated(page("from January to July"))
    period = one.period(2019)
    assert period is not None and period.sdmx() == "2019-01-01/P7M"


def test_mentions_come_in_order_and_none_inside_another() -> None:
    one = page("In 2021 and in May 2022, against the same period of 2020 and last year, by 2030")
    found = dated(one)
    assert [printed(one.text, one.tokens[d.first : d.end]) for d in found] == [
        "2021",
        "May 2022",
        "the same period of 2020",
        "last year",
        "by 2030",
    ]


def test_a_base_beside_a_year_is_kept() -> None:
    (one,) = dated(page("between 2019 and 2022"))
    assert (one.base, one.year) == (2019, 2022)


@pytest.mark.parametrize("text", ["first", "the first nine", "in the same", "January-", "Q", "by"])
def test_what_breaks_off_is_no_mention(text: str) -> None:
    assert [one.year for one in dated(page(text))] in ([], [None])
