"""Wiring: the address and the controls into one selection, and the selection onto the screen."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, callback_context, no_update
from werkzeug.exceptions import BadRequest

from analysis import pipeline
from analysis.selection import Selection
from dashboard import ids, panels, tables, url
from dashboard.screen import canvas, screen
from dashboard.store import Store

CONTROLS = {
    ids.PAIR: "value",
    ids.SWAP: "n_clicks",
    ids.FLOW: "value",
    ids.STATISTICS: "value",
    ids.PRODUCT: "value",
    ids.SINCE: "value",
    ids.UNTIL: "value",
    ids.CURRENCY: "value",
    ids.MEASURE: "value",
    ids.PERIOD: "value",
    ids.BASE: "value",
    ids.AGAINST: "value",
    ids.ESTIMATE: "checked",
    ids.BAND: "value",
}
INPUTS = {
    "path": Input(ids.URL, "pathname"),
    "query": Input(ids.URL, "search"),
    "sheet": Input(ids.CANVAS, "data"),
    "click": Input(ids.CHART, "clickData"),
    "cleared": Input(ids.CLEAR_FOCUS, "n_clicks", allow_optional=True),
    "picked": Input(ids.GRID, "cellClicked", allow_optional=True),
    "controls": {name: Input(name, prop) for name, prop in CONTROLS.items()},
}
OUTPUTS = {
    "path": Output(ids.URL, "pathname"),
    "query": Output(ids.URL, "search"),
    "messages": Output(ids.MESSAGES, "children"),
    "nav": Output(ids.NAV, "children"),
    "shell": Output(ids.SHELL, "className"),
    "pair_data": Output(ids.PAIR, "data"),
    "statistics_data": Output(ids.STATISTICS, "data"),
    "product_data": Output(ids.PRODUCT, "data"),
    "since_data": Output(ids.SINCE, "data"),
    "until_data": Output(ids.UNTIL, "data"),
    "measure_data": Output(ids.MEASURE, "data"),
    "period_data": Output(ids.PERIOD, "data"),
    "base_data": Output(ids.BASE, "data"),
    "against_data": Output(ids.AGAINST, "data"),
    **{name: Output(name, prop) for name, prop in CONTROLS.items() if name != ids.SWAP},
    "sentence": Output(ids.SENTENCE, "children"),
    "cards": Output(ids.CARDS, "children"),
    "figure": Output(ids.CHART, "figure"),
    "place": Output(ids.CHART, "style"),
    "alt": Output(ids.ALT, "children"),
    "notes": Output(ids.NOTES, "children"),
    "evidence": Output(ids.EVIDENCE, "children"),
    "grid": Output(ids.GRID_BOX, "children"),
    "files": Output("figure-files", "children"),
    "exports": Output(ids.EXPORTS, "data"),
}
SPREAD = {"years_data": ("since_data", "until_data"), "period_data": ("period_data", "base_data")}


def decide(
    triggered: set[str], path: Any, query: Any, values: dict[str, Any]
) -> tuple[Selection, list[str]]:
    """Return the selection: the address alone, or the address with the control that was used.

    Raises
    ------
    BadRequest
        When a control reports a value that it does not offer.
    """
    selection, said = addressed(path, query)
    if triggered & {ids.URL, ids.CANVAS} or not triggered:
        return selection, said
    for name in triggered:
        try:
            selection = url.changed(selection, name, values.get(name))
        except ValueError:
            raise BadRequest(f"The control “{name}” does not offer that value.") from None
    return selection, []


def addressed(path: Any, query: Any) -> tuple[Selection, list[str]]:
    """Read the address that the browser reports; what is not text is the opening page's."""
    return url.parse(*(part if isinstance(part, str) else "" for part in (path, query)))


def pointed(click: Any) -> str:
    """Return the period of a clicked mark, empty when there is none."""
    points = click.get("points") if isinstance(click, dict) else None
    point = points[0] if isinstance(points, list) and points else {}
    found = point.get("customdata", "") if isinstance(point, dict) else ""
    return found if isinstance(found, str) else ""


def connect(app: Dash, store: Store) -> None:
    """Register every callback on the app."""
    _screen(app, store)
    _dialog(app, store)
    _in_the_browser(app)


def _screen(app: Dash, store: Store) -> None:
    """Register the one callback that has the address and the controls on both sides."""

    @app.callback(output=OUTPUTS, inputs=INPUTS)
    def synchronise(
        path: str,
        query: str,
        sheet: Any,
        click: Any,
        cleared: Any,
        picked: Any,
        controls: dict[str, Any],
    ) -> dict[str, Any]:
        triggered = {key.rpartition(".")[0] for key in callback_context.triggered_prop_ids}
        values = dict(controls)
        values["focus"] = ""
        if ids.CHART in triggered:
            values["focus"] = pointed(click)
        if ids.GRID in triggered:
            values["focus"] = _row_period(picked)
        used = {
            "focus" if name in (ids.CHART, ids.CLEAR_FOCUS, ids.GRID) else name
            for name in triggered
        }
        selection, said = decide(used, path, query, values)
        return answer(store, selection, said, sheet, moved=bool(used - {ids.URL, ids.CANVAS}))


def _dialog(app: Dash, store: Store) -> None:
    """Register what opens the chart as a table or as words."""

    @app.callback(
        output={
            "opened": Output(ids.DETAIL, "opened"),
            "title": Output(ids.DETAIL, "title"),
            "children": Output(ids.DETAIL, "children"),
        },
        inputs={
            "table": Input(ids.TABLE, "n_clicks"),
            "text": Input(ids.DESCRIBE, "n_clicks"),
            "path": State(ids.URL, "pathname"),
            "query": State(ids.URL, "search"),
        },
        prevent_initial_call=True,
    )
    def detail(table: Any, text: Any, path: str, query: str) -> dict[str, Any]:
        selection, _ = pipeline.settle(store.table(), addressed(path, query)[0])
        as_table = callback_context.triggered_id == ids.TABLE
        found = (
            tables.drawn(store.table(), selection)
            if as_table
            else panels.description(store.table(), selection)
        )
        title = "Table of what is drawn" if as_table else "The chart in words"
        return {"opened": True, "title": title, "children": found}


def answer(
    store: Store, selection: Selection, said: list[str], sheet: Any, moved: bool
) -> dict[str, Any]:
    """Return every output for a selection; the address is written only when a control was used."""
    table = store.table()
    selection, replaced = pipeline.settle(table, selection)
    found = dict(screen(table, selection, canvas(sheet)))
    for name, places in SPREAD.items():
        value = found.pop(name)
        found |= dict.fromkeys(places, value)
    refusal = found.pop("refusal")
    return found | {
        "path": url.path(selection) if moved else no_update,
        "query": url.search(selection) if moved else no_update,
        "messages": refusal + panels.messages([*said, *replaced], table.problems, store.broken),
    }


def _row_period(picked: Any) -> str:
    """Return the period of a figure whose period was clicked in the table."""
    cell = picked if isinstance(picked, dict) else {}
    row = cell.get("rowId")
    return row.rpartition("|")[2] if isinstance(row, str) and cell.get("colId") == "period" else ""


def _in_the_browser(app: Dash) -> None:
    """Register what needs no server: the sheet's size and theme, files, copying, searching."""
    app.clientside_callback(
        ClientsideFunction("trade", "canvas"),
        Output(ids.CANVAS, "data"),
        Input(ids.SHELL, "id"),
    )
    app.clientside_callback(
        ClientsideFunction("trade", "showEvidence"),
        Output(ids.EVIDENCE, "id"),
        Input(ids.EVIDENCE, "children"),
        State(ids.CHART, "clickData"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("trade", "more"),
        Output(ids.MORE, "children"),
        Input(ids.MORE, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("trade", "save"),
        Output(ids.SAID, "children"),
        *[Input(ids.download(name), "n_clicks") for name in ids.FORMATS],
        State(ids.EXPORTS, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("trade", "copyLink"),
        Output(ids.SAID, "children", allow_duplicate=True),
        Input(ids.COPY_LINK, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("trade", "search"),
        Output(ids.GRID, "dashGridOptions"),
        Input(ids.GRID_SEARCH, "value"),
        prevent_initial_call=True,
    )
