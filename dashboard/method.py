"""The page of method at /method: the sections of `analysis`, as HTML that needs no script."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from flask import Flask, Response

from analysis.pipeline import VIEWS
from analysis.pipeline.method import Example, Grid, Section, sections
from dashboard.panels import NAV_WORDS

PAGE = Path(__file__).with_name("method.html")
ASSETS = Path(__file__).with_name("assets")
SCRIPT = "scheme.js"
OWN = ("method.css", SCRIPT)
"""Assets that only this page uses."""
STYLES = ("fonts.css", "style.css", "method.css")
DESCRIPTION = (
    "What a printed number can mean, when a figure agrees or conflicts with others, which one is "
    "then doubted, and what follows for values that nobody published. Every number and every "
    "example on this page comes from the program itself."
)
_DARK = re.compile(r'\[data-mantine-color-scheme="dark"\] (\{[^{}]*\})')


def connect(server: Flask) -> None:
    """Answer `/method`."""
    body = page()

    @server.get("/method")
    def method() -> Response:
        return Response(body, mimetype="text/html")


def page() -> str:
    """Return the whole page."""
    style = (ASSETS / "style.css").read_text(encoding="utf-8")
    dark = _DARK.search(style)
    assert dark, "style.css has the colours of the dark scheme"
    found = sections()
    parts = {
        "DESCRIPTION": escape(DESCRIPTION),
        "STYLES": "\n".join(f'<link rel="stylesheet" href="{_asset(name)}">' for name in STYLES),
        "DARK": dark[1],
        "SCRIPT": _asset(SCRIPT),
        "VIEWS": "".join(_link(f"/{view}", NAV_WORDS[view], "nav-link") for view in VIEWS),
        "CONTENTS": "".join(f"<li>{_link(f'#{s.anchor}', s.title)}</li>" for s in found),
        "SECTIONS": "\n".join(map(_section, found)),
    }
    places = re.compile("|".join(parts))
    return places.sub(lambda place: parts[place[0]], PAGE.read_text(encoding="utf-8"))


def _asset(name: str) -> str:
    return f"/assets/{name}?m={(ASSETS / name).stat().st_mtime}"


def _link(address: str, text: str, name: str = "") -> str:
    named = f' class="{name}"' if name else ""
    return f'<a{named} href="{escape(address)}">{escape(text)}</a>'


def _section(section: Section) -> str:
    parts = "\n".join(map(_part, section.parts))
    return (
        f'<section class="panel" id="{section.anchor}" aria-labelledby="{section.anchor}-title">\n'
        f'<h2 id="{section.anchor}-title">{escape(section.title)}</h2>\n{parts}\n</section>'
    )


def _part(part: str | Grid | Example) -> str:
    if isinstance(part, str):
        return f"<p>{escape(part)}</p>"
    if isinstance(part, Example):
        printed = "".join(f"<li>{escape(text)}</li>" for text in part.printed)
        head = '<div class="example"><p class="quiet">In print, for example</p>'
        return f"{head}<ul>{printed}</ul><p>{escape(part.finding)}</p></div>"
    head = _row("".join(f'<th scope="col">{escape(cell)}</th>' for cell in part.head))
    body = "".join(_row(_cells(row)) for row in part.rows)
    return f'<table class="plain"><thead>{head}</thead><tbody>{body}</tbody></table>'


def _row(cells: str) -> str:
    return f"<tr>{cells}</tr>"


def _cells(row: Iterable[str]) -> str:
    first, *others = map(escape, row)
    return f'<th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in others)
