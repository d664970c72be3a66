"""What a file is, by its content first and its name second, and the reader for it."""

from __future__ import annotations

import re

from analysis.documents import encodings
from analysis.documents.document import ACCEPTED, MAX_BYTES, Document, checked, refusal

PDF, HTML, TEXT = "PDF", "HTML", "text"
_HTML_NAME = re.compile(r"\.x?html?$", re.IGNORECASE)
_HTML_MARK = re.compile(rb"<(?:!doctype\s{1,9}html|html|head|body)[\s>]", re.IGNORECASE)
_FOREIGN = {
    b"PK\x03\x04": "a Word, Excel or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "a rich text (RTF) file",
    b"\x1f\x8b": "a compressed file",
}
_BEGINNING = 2048
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\f\0"
"""Marks of an encoding and white space: what may stand before a file's first sign."""


def kind(data: bytes, name: str) -> str:
    """Return PDF, HTML or TEXT.

    Raises
    ------
    DocumentRefused
        When the file is empty, too large, or known to be something else.
    """
    if len(data) > MAX_BYTES:
        raise refusal(
            f"more than {MAX_BYTES // 2**20} MiB",
            "less",
            "Keep the part that states the figures.",
        )
    for start, foreign in _FOREIGN.items():
        if data.startswith(start):
            raise refusal(foreign, ACCEPTED, "Save it as PDF or text, or paste its text.")
    beginning = data[:_BEGINNING]
    if beginning.lstrip(_BLANK).startswith(b"%PDF-"):
        return PDF
    return HTML if _HTML_NAME.search(name) or _is_page(beginning) else TEXT


def _is_page(beginning: bytes) -> bool:
    """Whether a file of any encoding begins with an element and is soon known for HTML."""
    letters = beginning.replace(b"\0", b"").lstrip(_BLANK)
    return letters.startswith(b"<") and bool(_HTML_MARK.search(letters))


def read_document(data: bytes, name: str) -> Document:
    """Read a document in this process; `read_guarded` does it for files of strangers.

    Raises
    ------
    DocumentRefused
        When it is not a document whose text can be read.
    """
    found = kind(data, name)
    if found == PDF:
        from analysis.documents.pdf import read_pdf

        return checked(read_pdf(data))
    text = encodings.decode(data, declares=found == HTML)
    if found == HTML:
        from analysis.documents.page import read_page

        return checked(read_page(text))
    return checked(Document(text))
