"""The address and the control that was used into one selection, answered with its screen."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from analysis import pipeline
from analysis.pipeline import VIEWS
from analysis.selection import Canvas, Selection
from dashboard import url
from dashboard.screen import packed
from dashboard.store import Store

WIDTHS = (280, 2400)
USUAL = 1200


def connect(server: Flask, store: Store, views: tuple[str, ...] = VIEWS) -> None:
    """Answer `/screen?at=/turnover&width=960&theme=dark&control=flow&value="exports"`."""

    @server.get("/screen")
    def show() -> Response:
        used = zip(request.args.getlist("control"), request.args.getlist("value"), strict=False)
        selection, said = decide(request.args.get("at", ""), used, views)
        table = store.table()
        selection, replaced = pipeline.settle(table, selection)
        sheet = canvas(request.args.get("width", ""), request.args.get("theme", ""))
        body = packed(table, selection, sheet, (*said, *replaced), store.broken, views)
        return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def decide(
    address: str, used: Iterable[tuple[str, str]], views: Collection[str] = VIEWS
) -> tuple[Selection, list[str]]:
    """Return the selection: the address alone, or the address with the controls that were used.

    `used` pairs a control with its new value as JSON.

    Raises
    ------
    BadRequest
        When a control reports a value that it does not offer.
    """
    path, _, query = address.partition("?")
    selection, said = url.parse(path, query, views=views)
    for control, value in used:
        said = []
        try:
            selection = url.changed(selection, control, json.loads(value))
        except (ValueError, RecursionError):
            raise BadRequest(f"The control “{control[:40]}” does not offer that value.") from None
    return selection, said


def canvas(width: str, theme: str) -> Canvas:
    """Return the sheet for a browser's width and theme; what is no width is the usual one."""
    digits = width.isascii() and width.isdigit() and len(width) <= 4
    known = digits and WIDTHS[0] <= int(width) <= WIDTHS[1]
    return Canvas(int(width) if known else USUAL, 0, "dark" if theme == "dark" else "light")
