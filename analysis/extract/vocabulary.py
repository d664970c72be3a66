"""The words of a language as data, and where they stand in a text.

A language is a file in `vocabulary/`; month and country names come from CLDR (Babel). A phrase
ending in * stands for every word that begins so, a word after * for every word that ends so.
Refuses to know grammar.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import babel
from babel.numbers import get_currency_name, get_currency_symbol

from analysis.extract.tokens import Token, tokens

_FOLDER = Path(__file__).parent / "vocabulary"
LANGUAGES = tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))
_SHORTEST = 1
_LONG = 99
"""No name is so long: names take no endings in a language that does not say from what length."""
_STEMS, _TAILS = " stems", " tails"
"""Mark a node from which some stem, some end of a word goes on; no token is spelled so."""


class Mark(NamedTuple):
    """A phrase of the vocabulary in a text: tokens first to end, what kind, which of it."""

    kind: str
    name: str
    first: int
    end: int


class Vocabulary(NamedTuple):
    """The phrases of a language as a tree of tokens, and what else its file says."""

    tree: dict[str, Any]
    abbreviations: frozenset[str]
    shortened: frozenset[str]
    settings: dict[str, Any]
    words: dict[str, frozenset[str]]
    names: frozenset[str]

    def marks(self, found: Sequence[Token]) -> list[Mark]:
        """Return the longest phrases from left to right, none inside another."""
        marks, n = [], 0
        while n < len(found):
            mark = self._longest(found, n)
            marks += [mark] if mark else []
            n = mark.end if mark else n + 1
        return marks

    def _longest(self, found: Sequence[Token], n: int) -> Mark | None:
        best: Mark | None = None
        reached = [(self.tree, n)]
        while reached:
            node, at = reached.pop()
            said = node.get("")
            if said and (best is None or at > best.end):
                kind, name = said
                if not _is_word(found[n], kind, name, at - n):
                    best = Mark(kind, name, n, at)
            if at < len(found):
                reached += [(under, at + 1) for under in _under(node, found[at].lower)]
        return best


def _is_word(token: Token, kind: str, name: str, length: int) -> bool:
    """Whether small letters spell a word and not what they stand for: us is not the US."""
    if kind == "area" and length == 1 and len(token.text) <= 3:
        return token.text.islower() and token.text.isascii()
    return kind == "unit" and length == 1 and not _is_code(token, name)


def _is_code(token: Token, name: str) -> bool:
    """Whether letters may stand for a currency: USD and R only in capitals."""
    letters = token.text.isascii() and token.text.isalpha()
    short = letters and len(token.text) <= 2 and name.isupper()
    if short:
        return token.text[0].isupper()
    return not (name.isupper() and name.lower() == token.lower) or token.text.isupper()


def _under(node: dict[str, Any], word: str) -> Iterator[dict[str, Any]]:
    """Yield what a word leads to, by itself last, so that it is looked at first."""
    if _TAILS in node:
        for cut in range(len(word) - _SHORTEST, -1, -1):
            if (under := node.get("*" + word[cut:])) is not None:
                yield under
    if _STEMS in node:
        for cut in range(_SHORTEST, len(word) + 1):
            if (under := node.get(word[:cut] + "*")) is not None:
                yield under
    if (under := node.get(word)) is not None:
        yield under


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language; raises KeyError for one that has no file."""
    if language not in LANGUAGES:
        raise KeyError(language)
    said = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    tree: dict[str, Any] = {}
    listed = tuple(_names(language, said))
    names = frozenset(phrase.lower() for kind, _, phrase in listed if kind == "area")
    settings = said.get("settings", {})
    for kind, name, phrase in (*listed, *_phrases(said)):
        _plant(tree, phrase, kind, name)
        if kind == "unit" and name.isupper():
            for link in settings.get("unit_links", ()):
                _plant(tree, f"{link} {phrase}", kind, name)
    words = {name: frozenset(said) for name, said in settings.items() if isinstance(said, list)}
    none: frozenset[str] = frozenset()
    abbreviations, shortened = (words.get(n, none) for n in ("abbreviations", "shortened"))
    return Vocabulary(tree, abbreviations, shortened, settings, words, names)


def _phrases(said: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for kind, named in said.items():
        if kind != "settings":
            for name, phrases in named.items():
                yield from ((kind, name, phrase) for phrase in phrases)


def _names(language: str, said: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the names of areas and months that CLDR has, with the endings the language adds."""
    locale = babel.Locale.parse(language)
    settings = said.get("settings", {})
    genitive = settings.get("name_genitive", "")
    for two, name in locale.territories.items():
        if three := _codes().get(two):
            yield "area", three, name
            yield "area", three, _stem(name, settings)
            if genitive and not name.endswith(genitive):
                yield "area", three, name + genitive
    for code, name in locale.currencies.items():
        yield "unit", code, code.lower()
        yield "unit", code, name.lower()
        yield "unit", code, get_currency_name(code, 2, locale).lower()
        symbol = get_currency_symbol(code, locale)
        if symbol != code and not symbol.isascii():
            yield "unit", code, symbol.lower()
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for month, name in locale.months[context][width].items():
                if not name[0].isdecimal():
                    yield "month", str(month), _stem(name.rstrip("."), settings)


@cache
def _codes() -> dict[str, str]:
    """Return alpha-2 to alpha-3 codes, from country_converter's table without its start-up."""
    found = find_spec("country_converter")
    assert found is not None and found.submodule_search_locations
    path = Path(found.submodule_search_locations[0]) / "country_data.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["ISO2"]: row["ISO3"] for row in csv.DictReader(file, delimiter="\t")}


@cache
def alpha2() -> dict[str, str]:
    """Return the alpha-2 code of each area by its alpha-3 code."""
    return {three: two for two, three in _codes().items()}


def _stem(name: str, settings: dict[str, Any]) -> str:
    """Return a name open to endings, without those of its first case, unless little is left."""
    stem = name.rstrip(settings.get("name_cut", ""))
    return stem + "*" if len(stem) >= settings.get("name_least", _LONG) else name


def _plant(tree: dict[str, Any], phrase: str, kind: str, name: str) -> None:
    node = tree
    found = tokens(phrase)
    words = [token.lower for token in found]
    if len(words) > 1 and words[-1] == "*":
        words[-2:] = [words[-2] + "*"]
    words = _joined(words)
    for word in words:
        if word.endswith("*") and len(word) > 1:
            node[_STEMS] = True
        if word.startswith("*") and len(word) > 1:
            node[_TAILS] = True
        node = node.setdefault(word, {})
    node[""] = (kind, name)


def _joined(words: list[str]) -> list[str]:
    """Return words with an asterisk put back to the word that it stands at."""
    made: list[str] = []
    for word in words:
        if made and "*" in (word, made[-1]):
            made[-1] += word
        else:
            made.append(word)
    return made
