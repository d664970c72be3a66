"""The figures behind what is shown: those of one period, the rows drawn, and the whole grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html

from analysis import pipeline, words
from analysis.periods import parse
from analysis.pipeline import Table
from analysis.reconcile import CONFLICTS
from analysis.selection import Selection
from dashboard import ids, url


def evidence(table: Table, selection: Selection) -> list[Any]:
    """Return the figures of the chosen conflict or focused period and their sources, or nothing."""
    if not (selection.focus or selection.conflict) or selection.view == "figures":
        return []
    found = pipeline.evidence(table, selection)
    head = html.Div(
        className="evidence-head",
        children=[
            html.H2(f"{len(found)} published figures {_about(found, selection)}"),
            dcc.Link(
                "All in Figures",
                href=url.address(replace(selection, view="figures", measure="", conflict="")),
                className="quiet-link",
            ),
            dmc.Button("Close", id=ids.CLEAR_FOCUS, variant="subtle", size="sm"),
        ],
    )
    focus = "" if selection.conflict else selection.focus
    rows = [_evidence_row(row, focus) for row in found.itertuples()]
    names = ("Published", "What", "Whose statistics", "Verdict", "Reason", "Source", "Note")
    return [head, _table(names, rows)] if rows else [head]


def _about(found: pd.DataFrame, selection: Selection) -> str:
    if selection.conflict:
        return "of this conflict"
    others = found["time_period"].ne(selection.focus).any()
    deduced = ", or that its deduced value rests on" if others else ""
    return f"for {parse(selection.focus).label()}{deduced}"


def _evidence_row(row: Any, focus: str) -> list[Any]:
    said = f"{_hedge(row.qualifier)}{row.value_text} {row.unit_text}"
    what = f"{row.reporter_text} · {row.flow_text} · {row.partner_text}"
    if row.product != "total":
        what += f" ({row.product})"
    if row.time_period != focus:
        what += f" · {row.period_text}"
    if row.measure != "level":
        base = f" on {row.base_period_text}" if row.base_period_text else ""
        what += f" · {row.measure}{base}"
    if row.status != "actual":
        what += f" · {row.status}"
    note = "; ".join(filter(None, [row.authority, row.note]))
    reason = html.Div(" ".join(filter(None, [row.reason, row.hint])), className="reason")
    verdict = html.Span(row.verdict, className=_marked(row.verdict))
    return [html.Strong(said), what, _statistics(row), verdict, reason, _source(row), note]


def _marked(verdict: str) -> str:
    return "verdict-conflicts" if verdict == CONFLICTS else ""


def _statistics(row: Any) -> str:
    """Say whose statistics a figure is from, and whose it fits where its source does not say."""
    said = words.statistics_short(row.statistics_of)
    return said if row.series == row.statistics_of else f"{said}; fits {words.area(row.series)}"


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
        html.Table([head, body], className="plain"),
        className="scroll",
        tabIndex="0",
        role="region",
        **{"aria-label": "Table"},
    )


def drawn(table: Table, selection: Selection) -> html.Div:
    """Return the rows behind the chart as a table."""
    rows = pipeline.data(table, selection)
    kept = rows[~rows["role"].isin(["gap"])]
    cells = [
        (
            _behind(row, selection),
            f"{row.role} · {row.flow}" if row.product == "total" else f"{row.role} · {row.product}",
            pipeline.amount(row),
            pipeline.span(row),
            words.statistics_short(row.statistics_of) if row.statistics_of else "",
            row.publisher,
            row.note,
        )
        for row in kept.itertuples()
    ]
    names = ("Period", "What", "Value", "Interval", "Whose statistics", "Publisher", "Note")
    return _table(names, cells)


def _behind(row: Any, selection: Selection) -> Any:
    """Lead from a row to its figures, as a click on its mark does."""
    if not row.time_period:
        return row.label
    href = url.address(replace(selection, focus=row.time_period))
    return dcc.Link(row.label, href=href, className="quiet-link")


_NOT_SEARCHED = {"getQuickFilterText": {"function": "''"}}
"""Names other figures' publishers, which a search for a publisher does not mean."""
_COLUMNS: tuple[dict[str, Any], ...] = (
    {"field": "period", "headerName": "Period", "width": 130, "pinned": "left"}
    | {"cellClass": "period-cell", "comparator": {"function": "byStart"}},
    {"field": "flow", "headerName": "Flow", "width": 110},
    {"field": "value", "headerName": "Published", "width": 185},
    {"field": "statistics", "headerName": "Whose statistics", "width": 165},
    {"field": "verdict", "headerName": "Verdict", "width": 170}
    | {"cellClassRules": {"verdict-conflicts": f"params.value == '{CONFLICTS}'"}},
    {"field": "publisher", "headerName": "Source", "width": 200, "cellRenderer": "SourceLink"},
    {"field": "published", "headerName": "Date", "width": 115},
    {"field": "reason", "headerName": "Reason", "width": 320} | _NOT_SEARCHED,
    {"field": "series", "headerName": "Fits statistics", "width": 150},
    {"field": "hint", "headerName": "Hint", "width": 220} | _NOT_SEARCHED,
    {"field": "measure", "headerName": "Measure", "width": 120},
    {"field": "status", "headerName": "Status", "width": 105},
    {"field": "product", "headerName": "Product", "width": 130},
    {"field": "direction", "headerName": "As published", "width": 230},
    {"field": "base", "headerName": "Compared with", "width": 150},
    {"field": "amount", "headerName": "In base unit", "width": 190, "type": "rightAligned"}
    | {"filter": "agNumberColumnFilter", "valueFormatter": {"function": "sayAmount(params)"}},
    {"field": "kind", "headerName": "Kind", "width": 105},
    {"field": "authority", "headerName": "Credited to", "width": 200},
    {"field": "note", "headerName": "Note", "width": 320},
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
    columns = [column | {"tooltipField": column["field"]} for column in _COLUMNS]
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
        "other": None if pd.isna(row.alt_value) else row.alt_value,
        "unit": row.unit_measure,
        "statistics": words.statistics_short(row.statistics_of),
        "series": words.statistics_short(row.series),
        "verdict": row.verdict,
        "reason": row.reason,
        "hint": row.hint,
        "status": row.status,
        "kind": row.kind,
        "publisher": row.publisher,
        "published": row.published,
        "source": row.url,
        "base": row.base_period_text,
        "authority": row.authority,
        "note": row.note,
    }
