"""Phrases of a sentence, and what stands beside an amount."""

from __future__ import annotations

from analysis.extract.amounts import amounts
from analysis.extract.dates import dated
from analysis.extract.page import Page
from analysis.extract.place import Place, places
from tests.extract.reading import page, printed

TEXT = "Exports of Georgia rose to $5 million (up 8%), and imports were $3 million in 2022"


def placed(text: str) -> tuple[Page, list[Place]]:
    one = page(text)
    return one, places(one, amounts(one), dated(one), 0, len(one.tokens))


def phrases(text: str) -> list[str]:
    one, found = placed(text)
    return [printed(text, one.tokens[p.first : p.end]) for p in found[0].phrases if p.first < p.end]


def test_a_sentence_is_cut_at_commas_brackets_and_joining_words() -> None:
    assert phrases(TEXT) == [
        "Exports of Georgia rose to $5 million",
        "(up 8%",
        ")",
        ",",
        "and imports were $3 million in 2022",
    ]


def test_phrases_share_out_the_sentence() -> None:
    one, found = placed(TEXT)
    edges = [p.first for p in found[0].phrases] + [found[0].phrases[-1].end]
    assert edges[1:] == [p.end for p in found[0].phrases]
    assert (edges[0], edges[-1]) == (0, len(one.tokens))


def test_two_areas_joined_by_and_are_one_phrase() -> None:
    text = "Trade of Georgia and Armenia was $5 million"
    assert phrases(text) == [text]


def test_an_amount_knows_its_phrase_and_its_neighbours() -> None:
    one, (first, rate, last) = placed(TEXT)
    assert [place.phrase.inside for place in (first, rate, last)] == [False, True, False]
    assert (first.before, first.after) == (0, rate.amount.first)
    assert (rate.before, rate.after) == (first.amount.end, last.amount.first)
    assert (last.before, last.after) == (rate.amount.end, len(one.tokens))
    assert first.follows == last.amount.first
    assert rate.outside() == first.phrase.first
    topics = one.within(0, len(one.tokens), "topic")
    assert [last.holds(word) for word in topics] == [False, True]
    assert [first.home(word) for word in topics] == [first.phrase, last.phrase]


def test_respectively_gives_each_amount_its_area() -> None:
    _, found = placed("Exports to Turkey, Armenia and Russia were $5, $6 and $7, respectively")
    assert [place.given and place.given.code for place in found] == ["TUR", "ARM", "RUS"]
    _, found = placed("Exports to Turkey, Armenia and Russia were $5, $6 and $7")
    assert [place.given for place in found] == [None, None, None]
