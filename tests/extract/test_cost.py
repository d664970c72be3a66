"""Laws of the reader that hold for any text, and that no text is slow to read.

Work is counted in calls, not in seconds: a machine that is busy changes nothing.
"""

from __future__ import annotations

import random
import re
from cProfile import Profile
from dataclasses import replace
from functools import cache
from typing import Any
from unicodedata import decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.extract import LANGUAGES, Figure, LeftOut, extract
from analysis.extract.vocabulary import vocabulary
from tests.extract.labelled import passages
from tests.extract.pumps import PUMPS, pumped
from tests.extract.reading import page

SHORT, LONG, LONGEST = 1_000, 8_000, 64_000
CALLS = 250
"""No character takes more; 50 milliseconds for 2,000 characters allow about 350."""
SLACK = 1.3
"""A text eight times as long may take as many calls, and so much more."""


@cache
def phrases(language: str) -> list[str]:
    """Every phrase of a vocabulary, in an order that is the same every time."""
    found: list[str] = []
    reached: list[tuple[str, dict[str, Any]]] = [("", vocabulary(language).tree)]
    while reached:
        said, node = reached.pop()
        for word, under in node.items():
            if word == "":
                found.append(said.strip())
            elif isinstance(under, dict):
                reached.append((f"{said} {word.replace('*', 'aa')}", under))
    return sorted(found)


def work(text: str, language: str) -> int:
    """How many calls it takes to read a text."""
    extract("", "", language)
    profile = Profile()
    profile.enable()
    extract(text, "2023-06-14", language)
    profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


def check(pump: str, language: str, short: int = SHORT, long: int = LONG) -> None:
    few, many = (work(pumped(pump, length), language) for length in (short, long))
    assert few <= CALLS * short
    assert many <= few * (long / short) * SLACK


@pytest.mark.parametrize("name", PUMPS)
def test_work_grows_with_the_text(name: str) -> None:
    check(PUMPS[name], "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_work_grows_with_the_text_in_every_language(language: str) -> None:
    check(" 000", language)
    drawn = random.Random(language).sample(phrases(language), 40)
    check(" ".join(drawn), language)
    check(" 1 ".join(drawn), language)


@pytest.mark.parametrize("name", ["letters", "numbers", "clauses"])
def test_work_grows_with_the_text_up_to_the_longest(name: str) -> None:
    check(PUMPS[name], "en", LONG, LONGEST)


ODD = ["²⁰²⁰", "٢٠٢٠", "①", "½", "1.2.3100,000,000", "9" * 30, "0", "13", "1402", "2020/21", "Q1"]
ODD += ["\n", "\n\n", ".", ";", "(", ")", "%", "$", "-", "–", "'s", "İ", "\u0301", "\ud800", "😀"]
PIECES = st.sampled_from([*ODD, "first", "in the same", "about", "from", "to", "by", "and"])
GLUE = st.sampled_from([" ", " ", "", ", ", ". "])
DATES = st.sampled_from(["", "2023", "2023-06", "2023-06-14", "0001", "9999-12-31"])


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text of phrases and oddities, a date and a language."""
    language = draw(st.sampled_from(LANGUAGES))
    piece = st.one_of(st.sampled_from(phrases(language)), PIECES)
    parts = draw(st.lists(st.tuples(piece, GLUE), max_size=25))
    return "".join(part for pair in parts for part in pair), draw(DATES), language


def numerals(text: str) -> list[str]:
    found = re.findall(r"\d+(?:[.,]\d+)*", text)
    return [digits(one) for one in found]


def digits(text: str) -> str:
    return "".join(str(decimal(sign)) for sign in text if sign.isdecimal()).lstrip("0")


def prints(figure: Figure | LeftOut, number: str, text: str) -> bool:
    """Whether a number stands where it is said to: alone, at an end of a range, or in parts."""
    wanted = digits(number)
    shown = numerals(text[figure.start : figure.end])
    return not shown or wanted in shown or re.search(".*".join(shown), wanted) is not None


@given(texts())
@settings(max_examples=200)
def test_every_figure_is_printed_where_it_is_said_to_be(said: tuple[str, str, str]) -> None:
    text, published, language = said
    found = extract(text, published, language)
    for figure in found.figures:
        assert 0 <= figure.begins <= figure.start < figure.end <= figure.ends <= len(text)
        assert prints(figure, figure.value_text, text)
    for left in found.left_out:
        assert left.about == text[left.start : left.end]
        assert prints(left, left.number, text)
    for every in (found.figures, found.left_out):
        assert [one.start for one in every] == sorted(one.start for one in every)


@given(texts())
@settings(max_examples=200)
def test_reading_twice_gives_the_same(said: tuple[str, str, str]) -> None:
    assert extract(*said) == extract(*said)


@given(st.text(), DATES, st.sampled_from(["", *LANGUAGES]))
@settings(max_examples=200)
def test_any_text_is_read(text: str, published: str, language: str) -> None:
    extract(text, published, language)


@given(st.sampled_from(passages()), st.data())
@settings(max_examples=60)
def test_what_follows_a_blank_line_changes_nothing_before_it(one: Any, data: st.DataObject) -> None:
    def neutral(phrase: str) -> bool:
        marks = page(phrase, one.language).marks
        named = {mark.kind for mark in marks} & {"area", "leader", "bloc", "pair"}
        return not named and not re.search(r"\d", phrase)

    plain = st.sampled_from(phrases(one.language)).filter(neutral)
    after = " ".join(data.draw(st.lists(plain, max_size=12)))
    alone = extract(one.text, one.published, one.language).figures
    together = extract(f"{one.text}\n\n{after}", one.published, one.language).figures
    before = [replace(figure, ends=0) for figure in together[: len(alone)]]
    assert before == [replace(figure, ends=0) for figure in alone]
    assert all(a.ends <= b.ends for a, b in zip(alone, together, strict=False))
