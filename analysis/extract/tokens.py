"""Text to tokens and sentences, each with its place. Refuses to know what a word means."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

_COUNTER = r"(?<=\d)(?:[십백천]?[만억]|[조천년월배원]|개월|분기|千万|[億億万兆千年月日倍円])"
"""What is written right after digits without a space, in Korean and Japanese."""
_SCRIPTS = r"[ァ-ヺー]+|[ぁ-ゖ]+|[一-鿿々]+"
"""Japanese has no spaces; its words end where the script changes."""
_TOKEN = re.compile(
    rf"[A-Za-z]{{1,2}}\$|\d+(?:[.,]\d+)*|{_COUNTER}|{_SCRIPTS}|[^\W\d_]+|[’']s\b|\n\s*|[^\s\w]|_"
)
_ENDS = frozenset(".!?…。؟।")
_CLOSING = frozenset("\"'”’»)]")
_STOPS = _ENDS | {":", ";"}
_OPENING = frozenset("$€£¥₼₸₩(“\"«'")
_SHORT_LINE, _NARROW, _WIDE = 20, 45, 130
"""A line that breaks off before small letters is not shorter; one that is full is as long."""
LONGEST = 40
"""No word of trade is longer; a longer token is cut, so that looking it up stays quick."""
LONG_SENTENCE = 300
"""A sentence with more tokens is cut, so that time grows with the text."""


class Token(NamedTuple):
    """A word, a number or one other character: as printed, in lower case, where it stands."""

    text: str
    lower: str
    start: int
    end: int

    @property
    def number(self) -> bool:
        """Whether it is written in digits."""
        return self.text[0].isdecimal()

    @property
    def word(self) -> bool:
        """Whether it is made of letters."""
        return self.text[0].isalpha()

    @property
    def year(self) -> bool:
        """Whether it may be a year."""
        return self.text.isdecimal() and len(self.text) == 4 and 1900 <= int(self.text) <= 2100


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text in order; a line end is a token of its own."""
    return [
        Token(found[0], lowered(found[0])[:LONGEST], found.start(), found.end())
        for found in _TOKEN.finditer(text)
    ]


def flowing(found: Sequence[Token]) -> list[Token]:
    """Return tokens without the line ends that only wrap a sentence.

    One does where the next line goes on in small letters, or begins with a word that had no room
    on a line as long as the longest of its paragraph.
    """
    kept: list[Token] = []
    for first, end in _paragraphs(found):
        lines = list(_lines(found, first, end))
        width = max((found[b - 1].end - found[a].start for a, b in lines if b > a), default=0)
        for (start, last), following in zip(lines, [*lines[1:], None], strict=True):
            kept += found[start:last]
            if following and not _wraps(found, start, last, following[0], width):
                kept.append(found[last])
        kept += found[end : end + 1]
    return kept


def _paragraphs(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the tokens between empty lines; the token after is the empty line."""
    start = 0
    for n, token in enumerate(found):
        if token.text.count("\n") > 1:
            yield start, n
            start = n + 1
    yield start, len(found)


def _lines(found: Sequence[Token], first: int, end: int) -> Iterator[tuple[int, int]]:
    start = first
    for n in range(first, end):
        if found[n].text[0] == "\n":
            yield start, n
            start = n + 1
    yield start, end


def _wraps(found: Sequence[Token], start: int, last: int, after: int, width: int) -> bool:
    """Whether a line breaks off: what follows is in small letters, or had no room on it."""
    if start == last or after >= len(found) or found[last - 1].text in _STOPS:
        return False
    long = found[last - 1].end - found[start].start
    if found[after].text[0].islower():
        return long >= _SHORT_LINE
    word = after
    while word + 1 < len(found) and found[word].end == found[word + 1].start:
        word += 1
    full = long + 1 + found[word].end - found[after].start > width
    begins = found[after].number or found[after].word or found[after].text in _OPENING
    return full and begins and _NARROW <= width <= _WIDE


def parted(found: Sequence[Token], suffixes: Collection[str]) -> tuple[list[Token], dict[int, str]]:
    """Return tokens without the endings that a dash or apostrophe joins to them, and those endings.

    Of 2024-cü, млн-ы and Türkiye'nin stay 2024, млн and Türkiye, each with its ending by place.
    """
    kept: list[Token] = []
    ends: dict[int, str] = {}
    n = 0
    while n < len(found):
        kept.append(found[n])
        if _suffixed(found, n, suffixes):
            ends[len(kept) - 1] = found[n + 2].lower
            n += 2
        n += 1
    return kept, ends


def _suffixed(found: Sequence[Token], n: int, suffixes: Collection[str]) -> bool:
    if n + 2 >= len(found) or found[n + 2].lower not in suffixes or found[n].text[0] == "\n":
        return False
    token, mark, suffix = found[n : n + 3]
    joined = token.end == mark.start and mark.end == suffix.start
    return joined and mark.lower in {"-", "'"} and suffix.text.islower()


def lowered(word: str) -> str:
    """Return a word as vocabularies spell it; the dotted capital of Turkish is one letter."""
    return word.replace("İ", "i").replace("I", "i").lower().replace("’", "'").replace("ё", "е")


def sentences(
    found: Sequence[Token], abbreviations: Collection[str], shortened: Collection[str]
) -> list[tuple[int, int]]:
    """Return the sentences as (first, end) among the tokens.

    A dot after one of `abbreviations` ends none; after one of `shortened` it does before a capital.
    """
    ends, start = [], 0
    for n in range(len(found)):
        long = n - start >= LONG_SENTENCE
        if n >= start and (long or _ends(found, n, abbreviations, shortened)):
            end = n + 1
            while end < len(found) and found[end].text in _CLOSING:
                end += 1
            ends.append((start, end))
            start = end
    return [*ends, (start, len(found))] if start < len(found) else ends


def _initial(token: Token) -> bool:
    return len(token.text) == 1 and (token.text.isupper() or token.number)


def _ends(
    found: Sequence[Token], n: int, abbreviations: Collection[str], shortened: Collection[str]
) -> bool:
    token = found[n]
    if token.text[0] == "\n":
        return True
    if token.text not in _ENDS:
        return False
    before = found[n - 1] if n else token
    after = next((t for t in found[n + 1 : n + 4] if t.text not in _CLOSING), None)
    if token.text == "." and (before.lower in abbreviations or _initial(before)):
        return before.number and (after is None or not after.number)
    if token.text == "." and before.lower in shortened:
        return after is None or after.text[0].isupper()
    return after is None or not after.text[0].islower()


def decimals(found: Iterable[Token]) -> Iterator[str]:
    """Yield, for each number that shows it, which mark stands before its decimals."""
    for token in found:
        marks = [c for c in token.text if c in ".,"]
        if not marks or not token.number:
            continue
        if len(set(marks)) == 2:
            yield marks[-1]
        elif len(marks) > 1:
            yield "," if marks[0] == "." else "."
        elif len(token.text.rpartition(marks[0])[2]) != 3:
            yield marks[0]


def parsed(text: str, decimal: str) -> Decimal:
    """Return the value of digits; one separator before three digits is as the language has it."""
    for mark, other in ((".", ","), (",", ".")):
        if text.count(mark) > 1 >= text.count(other):
            return Decimal(text.replace(mark, "").replace(other, "."))
    if "," in text and "." in text:
        last = max(text.rfind(","), text.rfind("."))
        whole, rest = text[:last], text[last + 1 :]
        return Decimal(whole.replace(",", "").replace(".", "") + "." + rest)
    for mark in (".", ","):
        whole, separated, rest = text.partition(mark)
        if separated:
            grouped = len(rest) == 3 and len(whole) <= 3 and whole != "0" and mark != decimal
            return Decimal(whole + rest if grouped else f"{whole}.{rest}")
    return Decimal(text)
