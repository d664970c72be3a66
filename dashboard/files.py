"""A selection as the content of a file of any format, and a file written whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from plotly.io.json import to_json_plotly

from analysis import export, pipeline
from analysis.images import FORMATS as PICTURES
from analysis.images import Renderer
from analysis.pipeline import Table
from analysis.selection import Canvas, Selection

PLOTLYJS = Path(__file__).parent / "assets" / "plotly-basic.min.js"
FORMATS = (*PICTURES, "html", "csv", "xlsx", "json")


def content(
    table: Table,
    selection: Selection,
    canvas: Canvas,
    format: str,
    renderer: Renderer,
    scale: float = 1.0,
    link: str = "",
) -> bytes:
    """Return the selection's chart, or the rows behind it, as one of FORMATS.

    Raises
    ------
    ImageUnavailable
        When there is no browser to draw a picture.
    ImageRefused
        When the picture's size is out of bounds.
    """
    if format == "csv":
        return export.csv_text(pipeline.data(table, selection)).encode()
    if format == "xlsx":
        return export.xlsx(pipeline.data(table, selection), about(table, selection, link))
    figure = pipeline.figure(table, selection, canvas, link)
    if format == "json":
        return to_json_plotly(figure).encode()
    if format == "html":
        title = pipeline.caption(table, selection).title
        return export.page(figure, title, pipeline.describe(table, selection), PLOTLYJS).encode()
    return renderer.image(figure, format, canvas.width, canvas.height, scale)


def about(table: Table, selection: Selection, link: str = "") -> dict[str, str]:
    """Return what a reader of the rows alone must know, by name."""
    caption = pipeline.caption(table, selection, link)
    meaning = pipeline.MEASURES[pipeline.measure(selection)].meaning
    return {
        "Title": caption.title,
        "Subtitle": caption.subtitle,
        "Meaning": meaning,
        "Source": caption.source,
        "Note": caption.note,
        "Data version": table.version,
    } | ({"Link": link} if link else {})


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
