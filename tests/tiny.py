"""A small application to serve, with everything the big one has: inputs by pattern, state."""

import json
import re
from pathlib import Path

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, callback_context, dcc, html
from flask import Response
from flask.testing import FlaskClient
from werkzeug.exceptions import BadRequest

UPDATE = "/_dash-update-component"
BODY = {
    "output": "..chart.figure...note.children..",
    "outputs": [
        {"id": "chart", "property": "figure"},
        {"id": "note", "property": "children"},
    ],
    "inputs": [
        {"id": "pair", "property": "value", "value": "AZE-KAZ"},
        [{"id": {"kind": "year", "index": 2022}, "property": "value", "value": 2022}],
    ],
    "changedPropIds": ["pair.value"],
    "state": [{"id": "memory", "property": "data", "value": {"seen": [1, 2.5, None, True]}}],
}


def tiny_app(assets: Path) -> Dash:
    app = Dash(__name__, assets_folder=str(assets), title="Tiny")
    app.layout = dmc.MantineProvider(
        [
            dmc.Select(id="pair", data=["AZE-KAZ", "AZE-KOR"]),
            dcc.Input(id={"kind": "year", "index": 2022}, type="number"),
            dcc.Graph(id="chart"),
            dcc.Store(id="memory"),
            html.Div(id="note"),
        ]
    )

    @app.callback(
        Output("chart", "figure"),
        Output("note", "children"),
        Input("pair", "value"),
        Input({"kind": "year", "index": ALL}, "value"),
        State("memory", "data"),
    )
    def show(pair: object, years: list[object], memory: object) -> tuple[dict, str]:
        if pair == "broken":
            raise RuntimeError("secret reason")
        if pair == "refused":
            raise BadRequest("There is no such pair.")
        text = json.dumps([pair, years, memory, callback_context.triggered_id])
        return {"data": [], "layout": {"title": {"text": text}}}, text

    app.clientside_callback("(n) => n", Output("memory", "data"), Input("note", "children"))
    return app


def post(client: FlaskClient, body: object, **kwargs: object) -> Response:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(UPDATE, data=data, content_type="application/json", **kwargs)


def page_files(client: FlaskClient) -> list[str]:
    return re.findall(r'(?:src|href)="(/(?:_dash-component-suites|assets)/[^"]+)"', page(client))


def page(client: FlaskClient) -> str:
    return client.get("/").text
