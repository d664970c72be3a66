"""Vocabularies are data: what a file may say, and how its phrases are found."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import analysis.extract
from analysis.extract import LANGUAGES
from analysis.extract.tokens import tokens
from analysis.extract.vocabulary import vocabulary

FOLDER = Path(analysis.extract.__file__).parent
FILES = sorted((FOLDER / "vocabulary").glob("*.toml"))
QUOTED = {
    name
    for path in FOLDER.glob("*.py")
    for name in re.findall(r'"([a-z_]+)"', path.read_text(encoding="utf-8"))
}


def marks(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    found = tokens(text)
    return [
        (mark.kind, mark.name, text[found[mark.first].start : found[mark.end - 1].end])
        for mark in vocabulary(language).marks(found)
    ]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("rose", "en", [("change", "up", "rose")]),
        ("a trade deficit", "en", [("topic", "deficit", "trade deficit")]),
        ("South Korea", "en", [("area", "KOR", "South Korea")]),
        ("forecasting", "en", [("status", "forecast", "forecasting")]),
        ("Казахстаном", "ru", [("area", "KAZ", "Казахстаном")]),
        ("xyzzy", "en", []),
        ("", "en", []),
    ],
)
def test_the_longest_phrase_is_found(
    text: str, language: str, found: list[tuple[str, str, str]]
) -> None:
    assert marks(text, language) == found


def test_a_currency_code_is_one_only_in_capitals() -> None:
    assert marks("TRY") == [("unit", "TRY", "TRY")]
    assert marks("try") == []


def test_no_phrase_lies_inside_another() -> None:
    text = "Trade turnover between the Republic of Korea and the United States of America rose"
    found = vocabulary("en").marks(tokens(text))
    assert all(a.end <= b.first for a, b in zip(found, found[1:], strict=False))
    assert all(mark.first < mark.end for mark in found)


def test_a_language_without_a_file_is_unknown() -> None:
    with pytest.raises(KeyError):
        vocabulary("tlh")
    with pytest.raises(KeyError):
        vocabulary("../en")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_says_only_what_a_stage_asks_for(path: Path) -> None:
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(said) | set(said["settings"]) <= QUOTED | {"settings", "noise"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_knows_the_words_that_the_stages_stand_on(language: str) -> None:
    said = tomllib.loads((FOLDER / "vocabulary" / f"{language}.toml").read_text(encoding="utf-8"))
    kinds = {"topic", "other", "unit", "scale", "change", "hedge", "share", "period", "area"}
    assert kinds <= set(said)
    assert {"turnover", "exports", "imports"} <= set(said["topic"])
    assert {"USD", "percent", "noun"} <= set(said["unit"])
    assert {"up", "down"} <= set(said["change"])
    assert said["settings"].keys() & {"common", "letters"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_found_where_it_stands_alone(language: str) -> None:
    said = tomllib.loads((FOLDER / "vocabulary" / f"{language}.toml").read_text(encoding="utf-8"))
    for kind in set(said) - {"settings"}:
        for name, phrases in said[kind].items():
            for phrase in phrases:
                alone = phrase.replace("*", "aa")
                found = marks(alone, language) or marks(alone.upper(), language)
                assert found, (kind, name, phrase)
