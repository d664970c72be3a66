"""A PDF's text layer as paragraphs. Refuses pictures of text and files under a password."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from pypdf import PdfReader
from pypdf.errors import LimitReachedError

from analysis.documents.document import MAX_CHARACTERS, Document, refusal

_SHORT = 0.75
"""A head that is set wider than the text under it: the text's lines are shorter than this."""
_NARROWEST = 25
"""No text is set in fewer characters a line: shorter lines are headings, or rows of a table."""
_SENTENCE_END = re.compile(r"[.!?…。؟:;][\"'”’»)]?$")
_BULLETS = "•●▪◦"


def read_pdf(data: bytes) -> Document:
    """Return the text layer of a PDF, its printed lines put together to paragraphs.

    Raises
    ------
    DocumentRefused
        When the file is under a password, its pages are pictures, or it unpacks to too much.
    """
    try:
        return _read(PdfReader(io.BytesIO(data)))
    except LimitReachedError:
        raise refusal(
            "a PDF that unpacks to far more than its size",
            "one of ordinary pages",
            "Paste its text instead.",
        ) from None


def _read(reader: PdfReader) -> Document:
    if reader.is_encrypted and not _opened(reader):
        raise refusal(
            "a PDF under a password", "one that opens without", "Save a copy without the password."
        )
    text = _text(reader)
    if not text:
        raise refusal(
            "a PDF of pictures, without text",
            "a PDF with a text layer",
            "Run text recognition (OCR) on it, or paste its text.",
        )
    title = reader.metadata.title if reader.metadata else ""
    return Document(text, title=" ".join((title or "").split())[:300])


def _text(reader: PdfReader) -> str:
    pages: list[str] = []
    for page in reader.pages:
        pages.append(unwrapped(page.extract_text()))
        if sum(map(len, pages)) > MAX_CHARACTERS:
            break
    return _bound(list(filter(None, pages)))


def _bound(pages: Sequence[str]) -> str:
    """Put pages together; a sentence that goes on in small letters goes on."""
    text = "".join(pages[:1])
    for page in pages[1:]:
        text += (" " if page[0].islower() else "\n\n") + page
    return text


def _opened(reader: PdfReader) -> bool:
    """Open a file whose password is empty, as PDFs that only forbid printing have it."""
    return bool(reader.decrypt(""))


def unwrapped(page: str) -> str:
    """Return a page's text with lines joined to paragraphs, which a blank line keeps apart.

    A paragraph ends at an empty line, or where the next line's first word had room but was not
    set: in a line that ends a sentence, or that is shorter than the lines on both sides of it.
    """
    lines = [" ".join(line.split()) for line in page.replace("\0", "").split("\n")]
    done, paragraph, before = [], "", ""
    for number, line in enumerate(lines):
        if line.endswith("-") and line[-2:-1].isalpha():
            paragraph += line[:-1]
        else:
            paragraph += f"{line} "
        ended = _ends(before, line, lines[number + 1 : number + 3])
        before = "" if ended else line
        if ended:
            done.append(paragraph)
            paragraph = ""
    return "\n\n".join(filter(None, map(str.strip, [*done, paragraph])))


def _ends(before: str, line: str, following: Sequence[str]) -> bool:
    """Whether a line ends its paragraph; `before` is the one before it in the same paragraph."""
    after = following[0] if following else ""
    if not line or not after or after[0] in _BULLETS:
        return True
    if after[0].islower() or line.endswith("-"):
        return False
    around = [len(one) for one in (before, after) if one]
    ends_sentence = bool(_SENTENCE_END.search(line))
    width = max(around) if ends_sentence else min(around)
    room = max(width, _NARROWEST) - len(line)
    fitted = len(after.split(" ", 1)[0]) + 1 <= room
    return fitted or (not before and not ends_sentence and _is_head(line, following))


def _is_head(line: str, following: Sequence[str]) -> bool:
    """Whether a line is set wider than the two after it, which go on as one text."""
    narrow = all(len(one) < _SHORT * len(line) for one in following)
    return narrow and len(following) == 2 and not _SENTENCE_END.search(following[0])
