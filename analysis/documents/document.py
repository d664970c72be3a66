"""What is known of a document, how large one may be, and the sentence that refuses one."""

from __future__ import annotations

from dataclasses import dataclass

MAX_BYTES = 10 * 2**20
MAX_CHARACTERS = 1_000_000
"""Longer than any article; the time to find its figures grows with its length."""
SUFFIXES = (".txt", ".md", ".html", ".htm", ".xhtml", ".pdf")
ACCEPTED = "plain text, HTML or a PDF with a text layer"


@dataclass(frozen=True)
class Document:
    """A document's text and what its file says about it; what it does not say is empty.

    `published` is a date such as 2024-05-31, `language` a code such as en, `url` a web address.
    """

    text: str
    title: str = ""
    published: str = ""
    language: str = ""
    publisher: str = ""
    url: str = ""


class DocumentRefused(ValueError):
    """The file is not read; the text says what was found, what is expected and what to do."""


def refusal(found: str, expected: str, step: str) -> DocumentRefused:
    """Return the refusal that says what was found, what is expected and the next step."""
    return DocumentRefused(f"found {found}; expected {expected}. {step}")


def checked(document: Document) -> Document:
    """Return the document when its text is neither missing nor too long."""
    if not document.text.strip():
        raise refusal("no text", ACCEPTED, "Paste its text instead.")
    if len(document.text) > MAX_CHARACTERS:
        raise refusal(
            f"{len(document.text):,} characters of text",
            f"at most {MAX_CHARACTERS:,}",
            "Keep the part that states the figures.",
        )
    return document
