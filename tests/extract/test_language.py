"""The language of a text is told from the text."""

from __future__ import annotations

import pytest

from analysis.extract import extract
from analysis.extract.language import DEFAULT, detect
from tests.answers import cases
from tests.extract.labelled import passages


@pytest.mark.parametrize("row", cases("extract/languages"))
def test_a_language_is_found(row: dict[str, str]) -> None:
    assert detect(row["text"]) == row["language"]


def test_nearly_every_passage_is_in_the_language_that_it_is_in() -> None:
    every = passages()
    right = [one for one in every if detect(one.text) == one.language]
    assert len(right) >= 0.97 * len(every)


@pytest.mark.parametrize("language", ["", "tlh", "EN", "../en"])
def test_an_unknown_language_is_found_from_the_text(language: str) -> None:
    assert extract("Товарооборот вырос в 2022 году", "", language).language == "ru"
    assert extract("", "", language).language == DEFAULT
