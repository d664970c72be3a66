"""Documents in: the trade figures that a text states, each with its place.

Refuses to guess: what a text does not settle stays empty, with the reason.
"""

from __future__ import annotations

from analysis.extract.assembly import read
from analysis.extract.credit import dateline
from analysis.extract.figure import Figure, LeftOut, Reading
from analysis.extract.language import detect
from analysis.extract.page import Page
from analysis.extract.vocabulary import LANGUAGES

HEAD = 500
"""A date that heads a text stands in so many first characters."""

__all__ = ["LANGUAGES", "Figure", "LeftOut", "Reading", "extract"]


def extract(text: str, published: str = "", language: str = "") -> Reading:
    """Read a text; `published` (2024-05-31, 2024-05 or 2024) dates what is relative to it.

    Without one the date that heads the text is taken. A language that is not one of `LANGUAGES`
    is found from the text.
    """
    language = language if language in LANGUAGES else detect(text)
    published = published or dateline(Page(text[:HEAD], "", language))
    figures, left_out = read(Page(text, published, language))
    return Reading(language, tuple(figures), tuple(left_out))
