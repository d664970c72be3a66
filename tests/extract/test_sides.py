"""The two sides of a trade, and which way goods go."""

from __future__ import annotations

import pytest

from analysis.extract.parties import parties
from analysis.extract.sides import Sides, sides
from tests.extract.reading import page


@pytest.mark.parametrize(
    ("flow", "text", "reporter", "partner"),
    [
        ("exports", "from Georgia to Armenia", "GEO", "ARM"),
        ("imports", "from Georgia to Armenia", "ARM", "GEO"),
        ("exports", "Georgia's to Armenia", "GEO", "ARM"),
        ("imports", "Georgia's from Armenia", "GEO", "ARM"),
        ("turnover", "Georgia with Armenia", "GEO", "ARM"),
        ("turnover", "Georgia", "GEO", ""),
        ("turnover", "", "", ""),
    ],
)
def test_sides_follow_how_areas_stand(flow: str, text: str, reporter: str, partner: str) -> None:
    one = page(text)
    named = parties(one, 0, len(one.tokens))
    found = sides(flow, None, [], named, Sides(), "")
    assert (found.reporter, found.partner) == (reporter, partner)


@pytest.mark.parametrize("flow", ["turnover", "exports", "imports", "balance"])
def test_a_side_left_out_is_that_spoken_of_before(flow: str) -> None:
    known = Sides("GEO", "ARM")
    assert sides(flow, None, [], [], known, "").pair == known.pair
    one = page("to Turkey")
    named = parties(one, 0, len(one.tokens))
    assert sides(flow, None, [], named, Sides(), "GEO").pair == {"GEO", "TUR"}
