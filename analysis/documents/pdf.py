"""A PDF's text layer as paragraphs. Refuses pictures of text and files under a password."""

from __future__ import annotations

import io

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError

from analysis.documents.document import MAX_CHARACTERS, Document, refusal

_SHORT = 0.75
"""A line that ends this much before the page's longest line does ends its paragraph."""


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
    return "\n\n".join(filter(None, pages))


def _opened(reader: PdfReader) -> bool:
    """Open a file whose password is empty, as PDFs that only forbid printing have it."""
    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False


def unwrapped(page: str) -> str:
    """Return a page's text with lines joined to paragraphs, which a blank line keeps apart.

    A paragraph ends where a line is empty or notably shorter than the longest one.
    """
    lines = [" ".join(line.split()) for line in page.replace("\0", "").split("\n")]
    full = max(map(len, lines)) * _SHORT
    done, paragraph = [], ""
    for line in lines:
        if not line or len(line) < full:
            done.append(paragraph + line)
            paragraph = ""
        elif line.endswith("-") and line[-2:-1].isalpha():
            paragraph += line[:-1]
        else:
            paragraph += f"{line} "
    return "\n\n".join(filter(None, map(str.strip, [*done, paragraph])))
