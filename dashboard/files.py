"""A selection as the content of a file of any format, and a file written whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from plotly.io.json import to_json_plotly

from analysis import export, pipeline, typeface
from analysis.chart.hatch import lined
from analysis.images import FORMATS as PICTURES
from analysis.images import Renderer
from analysis.pipeline import Table
from analysis.selection import Canvas, Selection
from dashboard import url

PLOTLYJS = Path(__file__).parent / "assets" / "plotly-basic.min.js"
FONTS = Path(__file__).parent / "assets" / "fonts.css"
FORMATS = (*PICTURES, "html", "csv", "xlsx", "sdmx-csv", "json", "txt")


def content(
    table: Table,
    selection: Selection,
    canvas: Canvas,
    format: str,
    renderer: Renderer,
    scale: float = 1.0,
) -> bytes:
    """Return the selection's chart, the rows behind it or its words, as one of FORMATS.

    Raises
    ------
    ImageUnavailable
        When there is no browser to draw a picture.
    ImageRefused
        When the picture's size is out of bounds.
    """
    if format == "csv":
        return export.csv_text(pipeline.data(table, selection)).encode("utf-8-sig")
    if format == "xlsx":
        return export.xlsx(pipeline.data(table, selection), pipeline.about(table, selection))
    if format == "sdmx-csv":
        return export.sdmx_csv(pipeline.behind(table, selection)).encode()
    words = pipeline.describe(table, selection)
    if format == "txt":
        return f"{words}\n".encode()
    figure = pipeline.figure(table, selection, canvas, url.address(selection))
    if format == "json":
        rows = export.records(pipeline.data(table, selection))
        return to_json_plotly({**figure, "rows": rows}).encode()
    if format == "html":
        title = pipeline.caption(table, selection).title
        return export.page(figure, title, words, PLOTLYJS, FONTS).encode()
    if format == "pdf":
        figure = lined(figure)
    drawn = renderer.image(figure, format, canvas.width, canvas.height, scale)
    return typeface.in_svg(drawn, FONTS) if format == "svg" else drawn


def write(path: Path, body: bytes) -> None:
    """Replace a file by a whole new one; on failure the old one stays and nothing else is left.

    Raises
    ------
    OSError
        When the folder is missing or the file cannot be written.
    """
    place = path.resolve()
    part = place.with_name(f".{place.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    except OSError:
        part.unlink(missing_ok=True)
        raise
