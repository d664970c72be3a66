"""Charts and figures by address: /chart/growth.png?pair=AZE-KAZ and /figures.csv?pair=AZE-KAZ."""

from __future__ import annotations

from dataclasses import replace

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, HTTPException, NotFound

from analysis import export, pipeline
from analysis.images import LARGEST_SIDE, ImageRefused, ImageUnavailable, Renderer
from analysis.pipeline import MEASURES, Table
from analysis.selection import Canvas, Selection
from dashboard import url
from dashboard.files import PLOTLYJS, content
from dashboard.store import Store

TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sdmx-csv": "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}
FIGURES = ("csv", "xlsx", "json", "sdmx-csv")
"""What every figure of a pair can be had as."""
SIZES = {"width": (320, 4000), "height": (240, 4000), "scale": (1, 4)}


class Unavailable(HTTPException):
    """No picture can be drawn by the server now; the browser can draw its own."""

    code = 503


def connect(server: Flask, store: Store) -> None:
    """Add the routes to a server."""
    renderer = Renderer(PLOTLYJS)

    @server.get("/chart/<name>.<form>")
    def chart(name: str, form: str) -> Response:
        if name not in MEASURES or form not in TYPES:
            known = f"{', '.join(MEASURES)}; {', '.join(TYPES)}"
            raise NotFound(f"There is no chart “{name[:40]}.{form[:10]}”. Known: {known}.")
        table = store.table()
        selection = _selection(table, MEASURES[name].view, name)
        return _answer(_chart(renderer, table, selection, form), form, name, selection)

    @server.get("/figures.<form>")
    def figures(form: str) -> Response:
        if form not in FIGURES:
            raise NotFound(f"There is no figures.{form[:10]}. Known: {', '.join(FIGURES)}.")
        table = store.table()
        selection = _selection(table, "figures", "")
        return _answer(observations(table, selection, form), form, "figures", selection)


def _selection(table: Table, view: str, measure: str) -> Selection:
    """Read the query; unlike a screen, a file refuses what it does not understand."""
    query = request.query_string.decode("utf-8", "replace")
    selection, refused = url.parse(f"/{view}", query, also=(*SIZES, "theme", "download"))
    plain = replace(selection, view=view, measure="")
    chosen = plain if pipeline.measure(plain) == measure else replace(plain, measure=measure)
    selection, replaced = pipeline.settle(table, chosen)
    if refused or replaced:
        raise BadRequest(" ".join([*refused, *replaced]))
    return selection


def sheet(table: Table, selection: Selection) -> tuple[Canvas, int]:
    """Return the size, theme and scale that the query asks for, within bounds.

    A scale that is not asked for is 2, or 1 for a chart too long for that.
    """
    sizes = {name: request.args.get(name, "") for name in SIZES}
    for name, text in sizes.items():
        low, high = SIZES[name]
        if text and not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise BadRequest(f"{name} is “{text[:20]}”; expected {low} to {high}.")
    theme = request.args.get("theme", "light")
    if theme not in ("light", "dark"):
        raise BadRequest(f"theme is “{theme[:20]}”; expected light or dark.")
    width = int(sizes["width"] or 1200)
    height = int(sizes["height"] or pipeline.height(table, selection, width))
    usual = 2 if 2 * height <= LARGEST_SIDE else 1
    return Canvas(width, height, theme), int(sizes["scale"] or usual)


def _chart(renderer: Renderer, table: Table, selection: Selection, form: str) -> bytes:
    canvas, scale = sheet(table, selection)
    try:
        return content(table, selection, canvas, form, renderer, 1 if form == "pdf" else scale)
    except ImageUnavailable as error:
        raise Unavailable(str(error)) from None
    except ImageRefused as error:
        raise BadRequest(str(error)) from None


def observations(table: Table, selection: Selection, form: str) -> str | bytes:
    """Return every figure of the selection's pair, with its verdict, as a file."""
    found = pipeline.figures(table, selection)
    if form == "sdmx-csv":
        return export.sdmx_csv(found)
    if form == "xlsx":
        return export.xlsx(found, pipeline.about(table, selection))
    if form == "json":
        answer = {"data_version": table.version, "rows": export.records(found)}
        return orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)
    return export.csv_text(found).encode("utf-8-sig")


def _answer(body: str | bytes, form: str, name: str, selection: Selection) -> Response:
    suffix = "csv" if form == "sdmx-csv" else form
    stem = "-".join([*selection.pair, name, *(["sdmx"] if form == "sdmx-csv" else [])]).lower()
    shown = form in ("png", "svg", "json", "txt") and "download" not in request.args
    place = "inline" if shown else "attachment"
    headers = {
        "Content-Disposition": f'{place}; filename="{stem}.{suffix}"',
        "Cache-Control": "no-cache",
        "Content-Type": TYPES[form],
    }
    if form == "svg":
        headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
        )
    return Response(body, headers=headers)
