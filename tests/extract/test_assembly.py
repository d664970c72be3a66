"""Figures put together: in order, each once, each where it is printed."""

from __future__ import annotations

import pytest

from analysis.extract import LANGUAGES, Figure, extract
from analysis.extract.rows import Origin, rows
from tests.answers import cases
from tests.extract.labelled import passages
from tests.extract.reading import PUBLISHED, only

TEXT = (
    "Trade between Georgia and Turkey rose by 50% in January-May 2023, from $162.5 million to "
    "$243.6 million.\nTurkish companies invested $2 billion in Georgia. Exports of Georgia to "
    "Turkey were about $40 million in 2022."
)


def told(figure: Figure) -> tuple[object, ...]:
    return figure.measure, figure.flow, figure.value, figure.time_period


def test_a_text_gives_its_figures_in_order() -> None:
    found = extract(TEXT, PUBLISHED, "en")
    assert [told(figure) for figure in found.figures] == [
        ("growth", "turnover", 50, "2023-01-01/P5M"),
        ("level", "turnover", 162.5e6, "2022-01-01/P5M"),
        ("level", "turnover", 243.6e6, "2023-01-01/P5M"),
        ("level", "exports", 40e6, "2022"),
    ]
    assert [left.about for left in found.left_out] == ["$2 billion"]


def test_a_figure_is_where_it_and_its_sentence_are_printed() -> None:
    found = extract(TEXT, PUBLISHED, "en").figures
    amounts = [TEXT[one.start : one.end] for one in found]
    assert amounts == ["50%", "$162.5 million", "$243.6 million", "$40 million"]
    assert TEXT[found[-1].begins : found[-1].ends].startswith("Exports of Georgia")
    assert TEXT[found[-1].begins : found[-1].ends].endswith("in 2022.")


def test_a_figure_keeps_the_number_as_printed() -> None:
    found = only("Trade between Georgia and Turkey was $8.30 million in 2022.")
    assert (found.value_text, found.unit_text, found.value) == ("8.30", "million USD", 8.3e6)


def test_what_a_text_says_twice_is_one_figure() -> None:
    said = "Trade between Georgia and Turkey was $5 million in 2022."
    assert only(f"{said}\n{said}") == only(said)
    assert len(extract(f"{said}\n{said.replace('2022', '2021')}", "", "en").figures) == 2


@pytest.mark.parametrize("row", cases("extract/credit"))
def test_who_is_credited_and_what_is_traded(row: dict[str, str]) -> None:
    found = only(row["text"])
    assert (found.authority, found.product) == (row["authority"], row["product"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_passages_has_its_words(language: str) -> None:
    for one in passages():
        if one.language == language:
            found = extract(one.text, one.published, language)
            assert found.language == language
            made = rows(found, Origin("Daily Example", one.published))
            assert len(made.figures) == len(found.figures)
            for figure in found.figures:
                assert 0 <= figure.begins <= figure.start < figure.end <= figure.ends
                assert bool(figure.reason) == (
                    "" in {figure.ref_area, figure.counterpart_area, figure.time_period}
                )
