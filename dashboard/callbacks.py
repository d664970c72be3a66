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
    ids.DEDUCED: "checked",
    ids.BAND: "value",
}
INPUTS = [
    Input(ids.URL, "pathname"),
    Input(ids.URL, "search"),
    Input(ids.CANVAS, "data"),
    Input(ids.MARK, "data"),
    Input(ids.CLEAR_FOCUS, "n_clicks", allow_optional=True),
    Input(ids.GRID, "cellClicked", allow_optional=True),
    *[Input(name, prop) for name, prop in CONTROLS.items()],
]
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
    "path": f"{ids.URL}.pathname",
    "query": f"{ids.URL}.search",
    "messages": f"{ids.MESSAGES}.children",
    "nav": f"{ids.NAV}.children",
    "sentence": f"{ids.SENTENCE}.children",
    "cards": f"{ids.CARDS}.children",
    "alt": f"{ids.ALT}.children",
    "notes": f"{ids.NOTES}.children",
    "conflicts": f"{ids.CONFLICTS}.children",
    "evidence": f"{ids.EVIDENCE}.children",
    "grid": f"{ids.GRID_BOX}.children",
    "files": "figure-files.children",
    **{name: f"{name}.{prop}" for name, prop in CONTROLS.items() if name != ids.SWAP},
    **{f"{name}_data": f"{name}.data" for name in OFFERS},
    "shell": f"{ids.SHELL}.className",
    "figure": f"{ids.CHART}.figure",
    "height": f"{ids.CHART}.height",
    "exports": "files.data",
    "title": "document.title",
}
"""Where each part of the screen goes, as the browser names it: flow.value.

The browser draws the chart first and then sets what changed: were these the callback's outputs,
Dash would draw each of them twice for every click, waiting and done.
"""


def connect(app: Dash, store: Store) -> None:
    """Register every callback on the app.

    One callback has the address and the controls on both sides; the browser asks `/screen`.
    """
    app.clientside_callback(ClientsideFunction("trade", "synchronise"), *INPUTS)
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
    """Register what needs no wiring to the screen: files, copying, searching."""
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
