"""Areas of a sentence, how each stands, and the two sides of a trade."""

from __future__ import annotations

import pytest

from analysis.extract.parties import FROM, OWNER, TO, WITH, WITHIN, Sides, parties, sides
from tests.extract.reading import page


def stands(text: str, language: str = "en") -> list[tuple[str, str]]:
    one = page(text, language)
    return [(party.code, party.role) for party in parties(one, 0, len(one.tokens))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from Georgia", [("GEO", FROM)]),
        ("from the Republic of Korea", [("KOR", FROM)]),
        ("to neighbouring Armenia", [("ARM", TO)]),
        ("with Turkey", [("TUR", WITH)]),
        ("Kazakhstan's trade", [("KAZ", OWNER)]),
        ("exports of Kazakhstan", [("KAZ", OWNER)]),
        ("within the CIS", [("CIS", WITHIN)]),
        ("Italy bought", [("ITA", "")]),
        ("from Georgia to Armenia", [("GEO", FROM), ("ARM", TO)]),
        ("no country", []),
    ],
)
def test_an_area_stands_as_the_words_beside_it_say(text: str, found: list[tuple[str, str]]) -> None:
    assert stands(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("Türkiye'den", [("TUR", FROM)]), ("Gürcistan'a", [("GEO", TO)])],
)
def test_an_area_stands_as_its_ending_says(text: str, found: list[tuple[str, str]]) -> None:
    assert stands(text, "tr") == found


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
