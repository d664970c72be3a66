"""Wiring: which elements' properties go to the screen's address and come back from it."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, callback_context

from analysis import pipeline
from dashboard import ids, panels, tables, url
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
INPUTS = [
    Input(ids.URL, "pathname"),
    Input(ids.URL, "search"),
    Input(ids.CANVAS, "data"),
    Input(ids.CHART, "clickData"),
    Input(ids.CLEAR_FOCUS, "n_clicks", allow_optional=True),
    Input(ids.GRID, "cellClicked", allow_optional=True),
    *[Input(name, prop) for name, prop in CONTROLS.items()],
]
OUTPUTS = {
    "path": Output(ids.URL, "pathname"),
    "query": Output(ids.URL, "search"),
    "messages": Output(ids.MESSAGES, "children"),
    "nav": Output(ids.NAV, "children"),
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
OFFERS = (
    ids.PAIR,
    ids.STATISTICS,
    ids.PRODUCT,
    ids.SINCE,
    ids.UNTIL,
    ids.MEASURE,
    ids.PERIOD,
    ids.BASE,
    ids.AGAINST,
)
PLACES = {
    **{name: f"{o.component_id}.{o.component_property}" for name, o in OUTPUTS.items()},
    **{name: f"{name}.{prop}" for name, prop in CONTROLS.items() if name != ids.SWAP},
    **{f"{name}_data": f"{name}.data" for name in OFFERS},
    "shell": f"{ids.SHELL}.className",
}
"""Where each part of the screen goes, as the browser names it: flow.value.

What is no output is set by the browser, and only when it changes: as an output, Dash would draw
every control twice for each click, waiting and done.
"""


def connect(app: Dash, store: Store) -> None:
    """Register every callback on the app.

    One callback has the address and the controls on both sides; the browser asks `/screen`.
    """
    app.clientside_callback(
        ClientsideFunction("trade", "synchronise"), list(OUTPUTS.values()), INPUTS
    )
    _dialog(app, store)
    _in_the_browser(app)


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
        address = (part if isinstance(part, str) else "" for part in (path, query))
        selection, _ = pipeline.settle(store.table(), url.parse(*address)[0])
        as_table = callback_context.triggered_id == ids.TABLE
        found = (
            tables.drawn(store.table(), selection)
            if as_table
            else panels.description(store.table(), selection)
        )
        title = "Table of what is drawn" if as_table else "The chart in words"
        return {"opened": True, "title": title, "children": found}


def _in_the_browser(app: Dash) -> None:
    """Register what needs no wiring to the screen: evidence, files, copying, searching."""
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
