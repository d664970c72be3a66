"""Languages that say with endings and postpositions what English says with prepositions."""

from __future__ import annotations

import pytest

from analysis.extract import Figure, extract
from analysis.extract.page import Page
from analysis.extract.parties import parties
from analysis.extract.spans import is_day
from analysis.extract.tokens import parted, tokens
from tests.answers import cases


def told(figure: Figure) -> str:
    areas = f"{figure.ref_area}-{figure.counterpart_area}"
    months = figure.time_period or "undated"
    return f"{figure.measure} {figure.flow} {areas} {months} {figure.value:g} {figure.unit}"


@pytest.mark.parametrize("row", cases("extract/endings"))
def test_sentences_as_the_press_words_them(row: dict[str, str]) -> None:
    found = extract(row["text"], row["published"], row["language"]).figures
    assert [told(figure) for figure in found] == row["figures"].split("; ")


@pytest.mark.parametrize(
    ("text", "language", "roles"),
    [
        ("Казахстан в Азербайджан", "ru", ["", "to"]),
        ("из Казахстана", "ru", ["from"]),
        ("в Казахстане", "ru", ["owner"]),
        ("экспорт казахстанской пшеницы", "ru", ["origin"]),
        ("Azərbaycandan Çinə", "az", ["from", "to"]),
        ("Rusiya Türkiyəyə", "az", ["", "to"]),
        ("Azərbaycanla Gürcüstanın", "az", ["with", "owner"]),
        ("Azerbaycan'dan Türkiye'ye", "tr", ["from", "to"]),
        ("Türkiye ile Azerbaycan", "tr", ["with", ""]),
        ("Çin'in payı", "tr", ["with"]),
        ("Қазақстаннан Қытайға", "kk", ["from", "to"]),
        ("АҚШ-қа", "kk", ["to"]),
    ],
)
def test_endings_say_how_an_area_stands(text: str, language: str, roles: list[str]) -> None:
    page = Page(text, "", language)
    assert [party.role for party in parties(page, 0, len(page.tokens))] == roles


@pytest.mark.parametrize(
    ("text", "kept", "ends"),
    [
        ("2024-cü ildə", "2024 ildə", {0: "cü"}),
        ("Türkiye'nin", "Türkiye", {0: "nin"}),
        ("yanvar-may", "yanvar - may", {}),
        ("2024 - cü", "2024 - cü", {}),
        ("-cü", "- cü", {}),
        ("", "", {}),
    ],
)
def test_endings_joined_by_a_mark_are_parted(text: str, kept: str, ends: dict[int, str]) -> None:
    found, said = parted(tokens(text), {"cü", "nin"})
    assert (" ".join(token.text for token in found), said) == (kept, ends)


@pytest.mark.parametrize(
    ("text", "day"), [("mayda 5", True), ("mayda 5 mln", False), ("mayda 5 905,9", False)]
)
def test_a_number_after_a_month_is_a_day_unless_it_is_a_sum(text: str, day: bool) -> None:
    assert is_day(Page(text, "", "az"), 1) is day
