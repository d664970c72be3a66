"""What is said about one selection: sentence, messages, cards, notes, links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from dash import dcc, html

from analysis import pipeline, words
from analysis.cards import Card
from analysis.notes import Note
from analysis.pipeline import VIEWS, Table
from analysis.results import Result
from analysis.results.conflicts import Conflict
from analysis.selection import Selection
from dashboard import url

NOTES_SHOWN = 5
NAV_WORDS = {
    "turnover": "Turnover",
    "growth": "Growth",
    "compare": "Compare",
    "sources": "Sources",
    "figures": "Figures",
    "add": "Add",
}

_CHOSEN = "note chosen"
_SHOWN = html.Span(" (this page)", className="hidden")


def nav(selection: Selection, views: Iterable[str] = VIEWS) -> list[dcc.Link]:
    """Return links to the views, each keeping the selection."""
    return [
        dcc.Link(
            [NAV_WORDS[view], *([_SHOWN] if view == selection.view else [])],
            href=url.address(replace(selection, view=view, measure="")),
            className="nav-link active" if view == selection.view else "nav-link",
        )
        for view in views
    ]


def sentence(table: Table, selection: Selection) -> list[Any]:
    """Say the selection as a sentence."""
    first, second = (words.area(code) for code in selection.pair)
    what = {"balance": "trade balance"}.get(selection.flow, selection.flow)
    between = "of" if selection.flow in ("turnover", "balance") else "from"
    links = {"exports": "to", "imports": "from", "turnover": "and", "balance": "with"}
    between = "of" if selection.flow == "imports" else between
    said: list[Any] = ["Showing ", html.Strong(what), f" {between} ", html.Strong(first)]
    said += [f" {links[selection.flow]} ", html.Strong(second), ", "]
    if selection.product != "total":
        said += [html.Strong(selection.product), " only, "]
    said += [html.Strong(words.statistics(selection.statistics)), ", "]
    return [*said, f"in {words.CURRENCY_NAMES[selection.currency]}."]


def messages(said: Iterable[str], problems: Iterable[Any], broken: str) -> list[Any]:
    """Say what was replaced in the address and what is wrong with the data."""
    found = [html.Div(text, className="message") for text in said]
    if broken:
        found.append(
            html.Div(
                f"The data changed and cannot be read: {broken} Shown: the data before that.",
                className="message bad",
            )
        )
    wrong = list(problems)
    if wrong:
        listed = [html.Li(str(problem)) for problem in wrong[:50]]
        rows = len({(problem.file, problem.line) for problem in wrong})
        said = f"{rows} {'row' if rows == 1 else 'rows'} of the data could not be read."
        found.append(html.Details([html.Summary(said), html.Ul(listed)], className="message bad"))
    return found


def refusal(found: Result, selection: Selection) -> list[Any]:
    """Say why a comparison is refused, and offer the nearest one that is allowed."""
    if not found.refused or selection.view == "figures":
        return []
    said: list[Any] = [html.Span(found.refused)]
    if found.offer:
        new, old = (p.sdmx() for p in found.offer)
        target = url.address(replace(selection, period=new, base=old))
        said += [" ", dcc.Link(f"Compare {pipeline.offer(found)}", href=target)]
    return [html.Div(said, className="message")]


def cards(found: Iterable[Card], selection: Selection) -> list[Any]:
    """Return the headline cards; each leads to its figures."""
    return [
        dcc.Link(
            href=url.address(replace(selection, focus=card.focus, conflict="")),
            className="card",
            children=[
                html.Span(card.label, className="card-label"),
                html.Span(card.value, className="card-value"),
                html.Span(card.detail, className=f"card-detail {card.tone}"),
            ],
        )
        for card in found
    ]


def notes(found: Iterable[Note], selection: Selection) -> list[Any]:
    """Return what to know, each a link to its evidence."""
    listed = [_note(note, selection) for note in found]
    first, rest = listed[:NOTES_SHOWN], listed[NOTES_SHOWN:]
    if rest:
        first.append(html.Details([html.Summary(f"{len(rest)} more"), *rest], className="note"))
    return first or [html.P("Nothing to add to these figures.", className="quiet")]


def _note(note: Note, selection: Selection) -> Any:
    said = [html.Strong(note.headline), f" {note.sentence}"]
    said += [html.Span(note.detail, className="note-detail")] if note.detail else []
    if not (note.focus or note.measure):
        return html.Div(said, className="note")
    target = replace(selection, focus=note.focus, conflict="") if note.focus else selection
    if note.measure:
        view = pipeline.MEASURES[note.measure].view
        target = replace(target, view=view, measure=note.measure)
    return dcc.Link(said, href=url.address(target), className="note")


def conflicts(found: Sequence[Conflict], apart: Note | None, selection: Selection) -> list[Any]:
    """Return what cannot all be right, each a link to its figures, and what only looks like it."""
    shown = [_conflict(one, selection) for one in found if one.shown]
    other = [_conflict(one, selection) for one in found if not one.shown]
    first, more = shown[:NOTES_SHOWN], shown[NOTES_SHOWN:]
    said = [html.P(_number(found, selection), className="quiet"), *first]
    said += [_folded(f"{len(more)} more in the years shown", more)] if more else []
    said += [_folded(f"{len(other)} in other years", other)] if other else []
    return said + ([_apart(apart, selection)] if apart else [])


def _number(found: Sequence[Conflict], selection: Selection) -> str:
    about = f"the {selection.flow} of {words.pair(selection.pair)}"
    about += "" if selection.product == "total" else f", {selection.product}"
    if not found:
        return f"No published figure on {about} contradicts the others."
    conflicts = "1 conflict" if len(found) == 1 else f"{len(found)} conflicts"
    return f"{conflicts} on {about}. Choose one to see its figures."


def _folded(title: str, listed: list[Any]) -> html.Details:
    chosen = any(_CHOSEN in one.className for one in listed)
    return html.Details([html.Summary(title), *listed], className="note", open=chosen)


def _conflict(conflict: Conflict, selection: Selection) -> Any:
    said = [html.Strong(f"{conflict.label}."), f" {conflict.sentence}"]
    said.append(html.Span(f"Rule: {conflict.rule}", className="note-detail"))
    target = replace(selection, focus=conflict.focus, conflict=conflict.key)
    chosen = conflict.key == selection.conflict
    return dcc.Link(said, href=url.address(target), className=_CHOSEN if chosen else "note")


def _apart(note: Note, selection: Selection) -> html.Div:
    """Say what differs between two reporters, which no rule forbids, and lead to both sides."""
    target = replace(selection, view="turnover", measure=note.measure)
    said = f" {note.sentence} Each reporter counts in its own way, so that is never counted as a "
    return html.Div(
        [
            html.Strong(note.headline),
            f"{said}contradiction. ",
            dcc.Link("See both sides", href=url.address(target)),
            html.Span(note.detail, className="note-detail"),
        ],
        className="note apart",
    )


def files(selection: Selection) -> list[Any]:
    """Return links to every figure of the pair as files."""
    links = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"), ("sdmx-csv", "SDMX-CSV"))
    query = url.search(selection)
    return [
        html.A(label, href=f"/figures.{name}{query}", className="quiet-link", download="")
        for name, label in links
    ]


def description(table: Table, selection: Selection) -> html.Div:
    """Return the chart in words, with a button that copies them."""
    return html.Div(
        [
            html.P(pipeline.describe(table, selection), id="description-text"),
            dcc.Clipboard(
                target_id="description-text", title="Copy the description", className="copy"
            ),
        ]
    )
