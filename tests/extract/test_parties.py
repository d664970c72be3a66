"""Areas of a sentence, and how each stands."""

from __future__ import annotations

import pytest

from analysis.extract.parties import FROM, OWNER, TO, WITH, WITHIN, parties
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
