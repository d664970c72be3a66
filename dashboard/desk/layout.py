"""The desk's fixed frame: what is known of the document, its text, and places for what is found."""

from __future__ import annotations

import dash_mantine_components as dmc
from babel import Locale
from dash import dcc, html

from analysis.extract.vocabulary import LANGUAGES
from dashboard.desk import ids

KIND_WORDS = {
    "press": "Article",
    "document": "Document",
    "official": "Official statistics",
}
_ENGLISH = Locale("en")


def section() -> html.Section:
    """Return the desk; the style sheet shows it in its view alone."""
    return html.Section(
        id=ids.DESK,
        className="desk",
        **{"aria-label": "Add figures"},
        children=[
            html.H2("Add figures from a document"),
            html.P(
                "Paste a text or drop a file. The figures found are checked against the known "
                "ones; nothing is saved before you accept it.",
                className="quiet",
            ),
            _source(),
            html.Div(className="desk-columns", children=[_document(), _found()]),
        ],
    )


def _source() -> html.Div:
    languages = [{"value": "", "label": "As detected"}]
    languages += [{"value": code, "label": _ENGLISH.languages[code]} for code in LANGUAGES]
    kinds = [{"value": kind, "label": label} for kind, label in KIND_WORDS.items()]
    return html.Div(
        className="desk-source",
        children=[
            dmc.TextInput(id=ids.PUBLISHER, label="Publisher", debounce=400, value=""),
            dmc.TextInput(
                id=ids.PUBLISHED,
                label="Published",
                placeholder="2024-05-31",
                debounce=400,
                value="",
            ),
            dmc.TextInput(
                id=ids.ADDRESS, label="Address", placeholder="https://…", debounce=400, value=""
            ),
            _choice(ids.LANGUAGE, "Language", languages),
            _choice(ids.KIND, "Kind", kinds),
        ],
    )


def _choice(name: str, label: str, offered: list[dict[str, str]]) -> dmc.Select:
    return dmc.Select(
        id=name, label=label, data=offered, value=offered[0]["value"], allowDeselect=False
    )


def _document() -> html.Div:
    return html.Div(
        className="panel desk-document",
        children=[
            dmc.Textarea(
                id=ids.TEXT,
                label="Text",
                placeholder="Paste the text here, or drop a file: .txt, .html, .pdf, or a .csv "
                "in the form of trade.csv",
                autosize=True,
                minRows=14,
                maxRows=26,
                value="",
            ),
            html.Div(
                id=ids.MARKED,
                className="desk-marked",
                role="region",
                tabIndex="0",
                **{"aria-label": "Text with its figures marked"},
            ),
            html.Details(
                className="desk-left-out",
                children=[html.Summary("Numbers left out"), html.Ul(id=ids.LEFT_OUT)],
            ),
            html.Div(
                className="desk-buttons",
                children=[
                    dmc.Button("Read", id=ids.READ),
                    dmc.Button("Choose a file", id=ids.CHOOSE, variant="default"),
                    dmc.Button("Change the text", id=ids.CHANGE, variant="default"),
                ],
            ),
        ],
    )


def _found() -> html.Div:
    return html.Div(
        className="panel desk-found",
        children=[
            html.Div(id=ids.GRID_BOX),
            html.Ol(id=ids.REASONS, className="desk-reasons", **{"aria-label": "Why"}),
            html.Div(
                className="desk-foot",
                children=[
                    html.P(id=ids.SAID, className="desk-said", role="status", tabIndex="-1"),
                    _decision(),
                ],
            ),
        ],
    )


def _decision() -> html.Div:
    return html.Div(
        className="desk-buttons",
        children=[
            dmc.Button("Accept", id=ids.ACCEPT, disabled=True),
            dmc.Button("Undo", id=ids.UNDO, variant="default", disabled=True),
            dcc.Link("See the chart", id=ids.SEE, href="/turnover", className="quiet-link"),
        ],
    )
