"""Tokens are where the text has them; sentences end where a reader sees an end."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.extract.tokens import (
    LONG_SENTENCE,
    LONGEST,
    decimals,
    lowered,
    parsed,
    parted,
    sentences,
    tokens,
)
from tests.answers import cases
from tests.extract.reading import page, printed


@given(st.text())
def test_tokens_are_parts_of_the_text_in_its_order(text: str) -> None:
    found = tokens(text)
    assert [text[token.start : token.end] for token in found] == [token.text for token in found]
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(len(token.lower) <= LONGEST for token in found)
    left = set(range(len(text))) - {n for token in found for n in range(token.start, token.end)}
    assert not any(text[n].isalnum() and text[n].isascii() for n in left)


@given(st.text())
def test_sentences_share_out_the_tokens(text: str) -> None:
    found = tokens(text)
    ends = sentences(found, {"mr"}, {"bln"})
    assert [n for first, end in ends for n in range(first, end)] == list(range(len(found)))


@pytest.mark.parametrize("row", cases("extract/sentences"))
def test_a_sentence_ends_where_a_reader_sees_an_end(row: dict[str, str]) -> None:
    text = row["text"]
    one = page(text, row["language"])
    found = [printed(text, one.tokens[first:end]) for first, end in one.sentences]
    assert found == row["sentences"].split(" | ")


def test_a_line_ends_a_sentence_and_no_sentence_is_endless() -> None:
    assert len(page("Trade\nExports").sentences) == 2
    sizes = [end - first for first, end in page("word " * 1000).sentences]
    assert max(sizes) <= LONG_SENTENCE + 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$5.5 million", ["$", "5.5", "million"]),
        ("US$5", ["US$", "5"]),
        ("Georgia’s 1,234", ["Georgia", "’s", "1,234"]),
        ("3.5%.", ["3.5", "%", "."]),
        ("a_b", ["a", "_", "b"]),
        ("5млн", ["5", "млн"]),
        ("", []),
    ],
)
def test_words_numbers_and_marks_are_apart(text: str, parts: list[str]) -> None:
    assert [token.text for token in tokens(text)] == parts


def test_only_decimal_digits_are_numbers() -> None:
    assert [token.number for token in tokens("12 ٣٤ ²⁰ ④ Ⅳ x")] == [True, True, *[False] * 4]


@pytest.mark.parametrize(("word", "wanted"), [("İXRAC", "ixrac"), ("Ещё", "еще"), ("’S", "'s")])
def test_letters_are_lowered_as_vocabularies_spell_them(word: str, wanted: str) -> None:
    assert lowered(word) == wanted


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("12", ".", "12"),
        ("1.5", ".", "1.5"),
        ("1,5", ".", "1.5"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("0,123", ".", "0.123"),
        ("1,234,567", ",", "1234567"),
        ("1.234.567", ".", "1234567"),
        ("1,234.56", ",", "1234.56"),
        ("1.234,56", ".", "1234.56"),
        ("1.2.3100,000,000", ".", "123100000.000"),
    ],
)
def test_separators_are_read_as_printed_else_as_the_language_has_them(
    text: str, decimal: str, value: str
) -> None:
    assert parsed(text, decimal) == Decimal(value)


@given(st.from_regex(r"\d+(?:[.,]\d+)*", fullmatch=True), st.sampled_from(".,"))
def test_every_printed_number_has_a_value(text: str, decimal: str) -> None:
    assert parsed(text, decimal).is_finite()


def test_numbers_show_their_decimal_mark() -> None:
    text = "1.5 and 1,234.56 and 1.234.567 and 1,5 and 1,234 and 12"
    assert [*decimals(tokens(text))] == [".", ".", ",", ","]


def test_joined_endings_are_put_aside() -> None:
    found, ends = parted(tokens("2024-cü ilin mln-u on-a"), {"cü", "u"})
    assert [token.text for token in found] == ["2024", "ilin", "mln", "on", "-", "a"]
    assert ends == {0: "cü", 2: "u"}
