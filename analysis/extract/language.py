"""Which of the known languages a text is in: by its small words and letters of its own."""

from __future__ import annotations

from collections import Counter
from functools import cache

from analysis.extract.tokens import lowered, tokens
from analysis.extract.vocabulary import LANGUAGES, vocabulary

_SAMPLE = 20_000
"""How many characters tell the language of a text."""
_LETTER = 2
"""What a letter that only one language has counts for, in small words."""
DEFAULT = "en"


def detect(text: str) -> str:
    """Return the code of the language with the most words and letters of its own in a text."""
    sample = text[:_SAMPLE]
    words = Counter(token.lower for token in tokens(sample) if token.word)
    letters = Counter(lowered(sample))
    found = {language: _weight(language, words, letters) for language in LANGUAGES}
    best = max(found, key=lambda language: (found[language], language == DEFAULT))
    return best if found[best] else DEFAULT


def _weight(language: str, words: Counter[str], letters: Counter[str]) -> int:
    small, own = _signs(language)
    return sum(words[word] for word in small) + _LETTER * sum(letters[letter] for letter in own)


@cache
def _signs(language: str) -> tuple[frozenset[str], frozenset[str]]:
    said = vocabulary(language)
    return said.words.get("common", frozenset()), frozenset(said.settings.get("letters", ""))
