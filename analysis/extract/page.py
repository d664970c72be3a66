"""A text made ready to be read: tokens, sentences and what the vocabulary knows of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from analysis.extract.tokens import Token, decimals, flowing, parted, sentences, tokens
from analysis.extract.vocabulary import Mark, Vocabulary, vocabulary


@dataclass(frozen=True)
class Page:
    """A text in one language, published on a date (year, month or day; empty if unknown)."""

    text: str
    published: str
    language: str

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of its language."""
        return vocabulary(self.language)

    def setting(self, name: str) -> frozenset[str]:
        """Return words of the language that a rule needs by name; none if it has none."""
        return self.vocabulary.words.get(name, frozenset())

    @cached_property
    def _parted(self) -> tuple[list[Token], dict[int, str]]:
        found, suffixes = flowing(tokens(self.text)), self.setting("suffixes")
        return parted(found, suffixes) if suffixes else (found, {})

    @cached_property
    def tokens(self) -> list[Token]:
        """Its tokens."""
        return self._parted[0]

    def tail(self, n: int) -> str:
        """Return the ending that a dash or apostrophe joins to a token, else the token itself."""
        return self._parted[1].get(n) or self.tokens[n].lower

    def numbered(self, n: int) -> bool:
        """Whether a number is made to say which, not how many: 2-ci, 2-й."""
        return self._parted[1].get(n, "") in self.setting("ordinals")

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Its sentences as (first, end) among the tokens."""
        return sentences(self.tokens, self.vocabulary.abbreviations, self.vocabulary.shortened)

    @cached_property
    def marks(self) -> list[Mark]:
        """The phrases of the vocabulary in it, in order."""
        return self.vocabulary.marks(self.tokens)

    @cached_property
    def at(self) -> dict[int, Mark]:
        """The phrase that begins at a token."""
        return {mark.first: mark for mark in self.marks if not self._leads(mark)}

    def _leads(self, mark: Mark) -> bool:
        """Whether a word for percent belongs to the number after it, as languages may have it."""
        first = mark.name == "percent" and self.vocabulary.settings.get("percent_first")
        return bool(first) and mark.end < len(self.tokens) and self.tokens[mark.end].number

    @cached_property
    def _ending(self) -> dict[int, Mark]:
        return {mark.end: mark for mark in self.marks}

    def before(self, n: int) -> Mark | None:
        """Return the phrase that ends where a token begins."""
        return self._ending.get(n)

    def rated(self, n: int) -> bool:
        """Whether a rate ends where a token begins."""
        mark = self.before(n)
        if mark is None or mark.kind == "multiple":
            return mark is not None
        return mark.kind == "unit" and mark.name in {"percent", "times"}

    def within(self, first: int, end: int, *kinds: str) -> list[Mark]:
        """Return the phrases of some kinds that begin between two tokens."""
        if kinds not in self._kept:
            kept = [mark for mark in self.marks if mark.kind in kinds]
            self._kept[kinds] = kept, [mark.first for mark in kept]
        marks, firsts = self._kept[kinds]
        return marks[bisect_left(firsts, first) : bisect_left(firsts, end)]

    @cached_property
    def _kept(self) -> dict[tuple[str, ...], tuple[list[Mark], list[int]]]:
        """The phrases of the kinds asked for so far, and where each begins."""
        return {}

    def counted(self, n: int) -> bool:
        """Whether a unit or a scale right after a token is its own, not the next number's."""
        mark = self.at.get(n + 1)
        if mark is None or mark.kind not in {"unit", "scale"} or mark.name == "noun":
            return False
        leads = mark.end < len(self.tokens) and self.tokens[mark.end].number
        return not (leads and mark.name.isupper())

    @cached_property
    def areas(self) -> frozenset[str]:
        """The areas that it names."""
        return frozenset(mark.name for mark in self.marks if mark.kind == "area")

    @cached_property
    def units(self) -> frozenset[str]:
        """The units that it names."""
        return frozenset(mark.name for mark in self.marks if mark.kind == "unit")

    @cached_property
    def decimal_said(self) -> str:
        """The decimal mark that its numbers show; empty when none does."""
        shown = Counter(decimals(self.tokens)).most_common(1)
        return shown[0][0] if shown else ""

    @property
    def decimal(self) -> str:
        """The mark before decimals."""
        return str(self.vocabulary.settings.get("decimal", self.decimal_said or "."))

    @cached_property
    def year(self) -> int | None:
        """The year it was published in."""
        return int(self.published[:4]) if self.published[:4].isdecimal() else None

    @cached_property
    def month(self) -> int:
        """The month it was published in; the last of the year where only the year is known."""
        return int(self.published[5:7]) if len(self.published) >= 7 else 12
