"""What fills the page for one selection: cards, notes, evidence, tables. Words come from analysis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html

from analysis import pipeline, words
from analysis.cards import Card
from analysis.notes import Note
from analysis.periods import parse
from analysis.pipeline import VIEWS, Table
from analysis.selection import Selection
from dashboard import ids, url

NAV_WORDS = {"turnover": "Turnover", "growth": "Growth", "compare": "Compare", "figures": "Figures"}

_SHOWN = html.Span(" (this page)", className="hidden")


def nav(selection: Selection) -> list[dcc.Link]:
    """Return links to the views, each keeping the selection."""
    return [
        dcc.Link(
            [NAV_WORDS[view], *([_SHOWN] if view == selection.view else [])],
            href=url.address(replace(selection, view=view, measure="")),
            className="nav-link active" if view == selection.view else "nav-link",
        )
        for view in VIEWS
    ]


def sentence(table: Table, selection: Selection) -> list[Any]:
    """Say the selection as a sentence."""
    first, second = (words.area(code) for code in selection.pair)
    what = {"balance": "trade balance"}.get(selection.flow, selection.flow)
    between = "of" if selection.flow in ("turnover", "balance") else "from"
    link = {"exports": "to", "imports": "from", "turnover": "and", "balance": "with"}[selection.flow]
    between = "of" if selection.flow == "imports" else between
    said: list[Any] = ["Showing ", html.Strong(what), f" {between} ", html.Strong(first)]
    said += [f" {link} ", html.Strong(second), ", "]
    if selection.product != "total":
        said += [html.Strong(selection.product), " only, "]
    said += [html.Strong(words.statistics(selection.statistics)), ", "]
    return [*said, f"in {words.CURRENCY_NAMES[selection.currency]}."]


def messages(said: Iterable[str], problems: Iterable[Any], broken: str) -> list[Any]:
    """Say what was replaced in the address and what is wrong with the data."""
    found = [html.Div(text, className="message") for text in said]
    if broken:
        found.append(
            html.Div(f"The data changed and cannot be read: {broken} Shown: the data before that.",
                     className="message bad")
        )
    wrong = list(problems)
    if wrong:
        listed = [html.Li(str(problem)) for problem in wrong[:50]]
        summary = html.Summary(f"{len(wrong)} rows of the data could not be read and are not shown.")
        found.append(html.Details([summary, html.Ul(listed)], className="message bad"))
    return found


def cards(found: Iterable[Card], selection: Selection) -> list[Any]:
    """Return the headline cards; each leads to its figures."""
    return [
        dcc.Link(
            href=url.address(replace(selection, focus=card.focus)),
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
    return listed or [html.P("Nothing stands against these figures.", className="quiet")]


def _note(note: Note, selection: Selection) -> html.Div:
    text = [html.Strong(note.headline), " ", note.sentence]
    small = [html.Span(note.detail, className="note-detail")] if note.detail else []
    if not (note.focus or note.measure):
        return html.Div([html.Span(text), *small], className="note")
    target = replace(selection, focus=note.focus or selection.focus)
    if note.measure:
        view = pipeline.MEASURES[note.measure].view
        target = replace(target, view=view, measure=note.measure)
    return html.Div(
        dcc.Link([html.Span(text), *small], href=url.address(target)), className="note"
    )


def evidence(table: Table, selection: Selection) -> list[Any]:
    """Return the figures of the focused period with their sources, or nothing."""
    if not selection.focus or selection.view == "figures":
        return []
    found = pipeline.evidence(table, selection)
    label = parse(selection.focus).label()
    head = html.Div(
        className="evidence-head",
        children=[
            html.H2(f"{len(found)} published figures for {label}"),
            dcc.Link(
                "All in Figures",
                href=url.address(replace(selection, view="figures", measure="")),
                className="quiet-link",
            ),
            dmc.Button("Close", id=ids.CLEAR_FOCUS, variant="subtle", size="sm"),
        ],
    )
    rows = [_evidence_row(row) for row in found.itertuples()]
    names = ("Published", "What", "Whose statistics", "Source", "Note")
    return [head, _table(names, rows)] if rows else [head]


def _evidence_row(row: Any) -> list[Any]:
    said = f"{_hedge(row.qualifier)}{row.value_text} {row.unit_text}"
    what = f"{row.reporter_text}, {row.flow_text}, {row.partner_text}"
    if row.product != "total":
        what += f" ({row.product})"
    if row.measure != "level":
        base = f" on {row.base_period_text}" if row.base_period_text else ""
        what += f" · {row.measure}{base}"
    if row.status != "actual":
        what += f" · {row.status}"
    note = "; ".join(filter(None, [row.authority, row.note]))
    return [html.Strong(said), what, words.statistics_short(row.statistics_of), _source(row), note]


def _hedge(qualifier: str) -> str:
    return "" if qualifier == "exact" else f"{qualifier} "


def _source(row: Any) -> Any:
    text = f"{row.publisher}, {words.date(row.published)}"
    if not row.url.startswith(("https://", "http://")):
        return text
    return html.A(text, href=row.url, target="_blank", rel="noopener noreferrer")


def _table(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> html.Div:
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    body = html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in rows])
    return html.Div(
        html.Table([head, body], className="plain"), className="scroll", tabIndex="0", role="region",
        **{"aria-label": "Table"},
    )


def drawn(table: Table, selection: Selection) -> html.Div:
    """Return the rows behind the chart as a table."""
    rows = pipeline.data(table, selection)
    kept = rows[~rows["role"].isin(["gap"])]
    cells = [
        (
            row.label,
            f"{row.role} · {row.flow}" if row.product == "total" else f"{row.role} · {row.product}",
            pipeline.amount(row),
            pipeline.span(row),
            words.statistics_short(row.statistics_of) if row.statistics_of else "",
            row.publisher,
            row.note,
        )
        for row in kept.itertuples()
    ]
    names = ("Period", "What", "Value", "Can mean", "Whose statistics", "Publisher", "Note")
    return _table(names, cells)


_COLUMNS = (
    ("period", "Period", 130),
    ("flow", "Flow", 110),
    ("direction", "As published", 210),
    ("product", "Product", 120),
    ("measure", "Measure", 105),
    ("value", "Published", 150),
    ("amount", "In dollars or percent", 160),
    ("statistics", "Whose statistics", 140),
    ("status", "Status", 100),
    ("kind", "Kind", 105),
    ("publisher", "Publisher", 190),
    ("published", "Date", 115),
    ("source", "Source", 110),
    ("base", "Compared with", 140),
    ("authority", "Credited to", 200),
    ("note", "Note", 320),
)


def grid(table: Table, selection: Selection) -> list[Any]:
    """Return the table of every figure of the pair, those of the focused period if one is set."""
    found = pipeline.figures(table, selection)
    if selection.focus:
        found = found[found["time_period"].eq(selection.focus)]
    return [_focus_chip(selection, len(found)), _grid(found)]


def _focus_chip(selection: Selection, count: int) -> html.Div:
    whose = f"{count} figures on {words.pair(selection.pair)}"
    if not selection.focus:
        return html.Div(html.Span(f"{whose}, every flow and period"), className="chip-row")
    label = parse(selection.focus).label()
    chart = url.address(replace(selection, view="turnover", measure=""))
    clear = url.address(replace(selection, focus=""))
    return html.Div(
        className="chip-row",
        children=[
            html.Span(f"{whose} for {label}"),
            dcc.Link("Show in the chart", href=chart, className="quiet-link"),
            dcc.Link("Show all periods", href=clear, className="quiet-link"),
        ],
    )


def _grid(found: pd.DataFrame) -> dag.AgGrid:
    columns = [
        {"field": name, "headerName": title, "width": width, "tooltipField": name}
        for name, title, width in _COLUMNS
    ]
    for column in columns:
        if column["field"] in ("amount", "published"):
            column["filter"] = {"amount": "agNumberColumnFilter"}.get(str(column["field"]), True)
        if column["field"] == "source":
            column |= {"cellRenderer": "SourceLink", "sortable": False, "filter": False}
        if column["field"] == "amount":
            column |= {"valueFormatter": {"function": "sayAmount(params)"}, "type": "rightAligned"}
        if column["field"] == "period":
            column |= {"pinned": "left", "cellClass": "period-cell", "comparator": {"function": "byStart"}}
    return dag.AgGrid(
        id=ids.GRID,
        columnDefs=columns,
        getRowId="params.data.key",
        rowData=[_grid_row(row) for row in found.itertuples()],
        defaultColDef={"sortable": True, "filter": True, "resizable": True},
        dashGridOptions={
            "pagination": True,
            "paginationPageSize": 50,
            "animateRows": False,
            "tooltipShowDelay": 400,
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
        },
        style={"height": "640px", "width": "100%"},
    )


def _grid_row(row: Any) -> dict[str, Any]:
    period = parse(row.time_period).label() if row.time_period else ""
    return {
        "key": f"{row.figure_id}|{row.time_period}",
        "start": row.start * 100 + row.months,
        "period": period,
        "flow": row.flow,
        "direction": f"{row.reporter_text} · {row.flow_text} · {row.partner_text}",
        "product": row.product,
        "measure": row.measure,
        "value": f"{_hedge(row.qualifier)}{row.value_text} {row.unit_text}",
        "amount": row.obs_value,
        "unit": row.unit_measure,
        "statistics": words.statistics_short(row.statistics_of),
        "status": row.status,
        "kind": row.kind,
        "publisher": row.publisher,
        "published": row.published,
        "source": row.url,
        "base": row.base_period_text,
        "authority": row.authority,
        "note": row.note,
    }


def files(selection: Selection) -> list[Any]:
    """Return links to every figure of the pair as files."""
    links = (("csv", "CSV"), ("xlsx", "Excel"), ("sdmx-csv", "SDMX-CSV"))
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
