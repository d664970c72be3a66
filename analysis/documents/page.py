"""HTML to the text of its article, else all its text; paragraphs kept apart by blank lines."""

from __future__ import annotations

import re
from typing import Any

import trafilatura
from lxml import etree, html

from analysis.documents.document import ACCEPTED, Document, refusal
from analysis.schema import is_address

_BLOCKS = frozenset("code div head item list p quote row table".split())
_CELL, _LINE_END = "cell", "lb"
"""Elements of TEI, in which trafilatura gives what it finds."""
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2999-12-31"}
"""A date that the page states in its head or address, none guessed from its text."""
_LONGEST = 300
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def read_page(markup: str) -> Document:
    """Return the main text of an HTML page, and what its head says.

    Raises
    ------
    DocumentRefused
        When there is no page in it.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(markup.encode(), parser=parser)
    except (etree.ParserError, ValueError):
        raise refusal("HTML without content", ACCEPTED, "Paste its text instead.") from None
    known = trafilatura.extract_metadata(tree, date_config=_DATES)
    return Document(
        text=_main(tree),
        title=_line(known.title),
        published=_line(known.date),
        language=_language(tree),
        publisher=_line(known.sitename),
        url=_address(known.url),
    )


def _main(tree: Any) -> str:
    """Return the article's text; trafilatura takes all text of a page where it finds none."""
    found: Any = trafilatura.bare_extraction(tree, include_comments=False)
    return paragraphs(found.body) if found is not None else ""


def paragraphs(root: Any) -> str:
    """Return the text of an element: a blank line between blocks, a line for each line break."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            parts.append("\n\n")
        elif element.tag == _CELL:
            parts.append(" ")
        elif element.tag == _LINE_END and event == "start":
            parts.append("\n")
        own = element.text if event == "start" else element.tail
        parts.append(re.sub(r"[ \t\r\n\f]+", " ", own or ""))
    lines = (" ".join(filter(None, line.split(" "))) for line in "".join(parts).split("\n"))
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip()


def _line(text: str | None) -> str:
    """Return what a page says of itself as one line of printable text."""
    printable = "".join(c if c.isprintable() else " " for c in text or "")
    return " ".join(printable.split())[:_LONGEST]


def _language(tree: Any) -> str:
    found = _LANGUAGE.match((tree.get("lang") or "").lower())
    return found[0] if found else ""


def _address(url: str | None) -> str:
    """Return a web address; nothing for any other scheme."""
    return _line(url) if is_address(url or "") else ""
