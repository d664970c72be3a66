"""Numbers that stand alone are told apart from days, names and amounts."""

from __future__ import annotations

import pytest

from analysis.extract.amounts import amounts
from analysis.extract.counts import counts
from analysis.extract.dates import dated
from analysis.extract.page import Page
from tests.answers import cases


@pytest.mark.parametrize("row", cases("extract/counts"))
def test_a_number_alone_is_a_count(row: dict[str, str]) -> None:
    page = Page(row["text"], "2024-07-10", "en")
    found = counts(page, [*amounts(page), *dated(page)])
    assert " ".join(one.number for one in found) == row["counts"]
