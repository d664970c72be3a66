"""Figures for the tests of charts: of a selection, of every selection, and their parts."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from analysis import pipeline
from analysis.pipeline import MEASURES, Table
from analysis.schema import FLOWS
from analysis.selection import Canvas, Selection
from tests.boxes import Figure

WIDE, NARROW = Canvas(1200, 640), Canvas(360, 900, "dark")


def figure(table: Table, measure: str, canvas: Canvas = WIDE, **chosen: Any) -> Figure:
    """The figure of a measure; everything not given as on opening."""
    chosen["pair"] = tuple(chosen.get("pair", "AZE-KAZ").split("-"))
    selection = Selection(view=MEASURES[measure].view, measure=measure, **chosen)
    return pipeline.figure(table, selection, fitted(table, selection, canvas))


def fitted(table: Table, selection: Selection, canvas: Canvas) -> Canvas:
    """The canvas at least as tall as the figure asks for, as the screen does it."""
    tall = max(canvas.height, pipeline.height(table, selection, canvas.width))
    return Canvas(canvas.width, tall, canvas.theme)


@cache
def selections(table: Table) -> tuple[Selection, ...]:
    """Every measure of every pair, flow and statistics; one currency each, all of them in turn."""
    currencies = ("USD", "KZT", "AZN", "EUR", "KRW")
    found = [
        Selection(view=measure.view, measure=name, pair=pair, flow=flow, statistics=statistics)
        for name, measure in MEASURES.items()
        for pair, _ in pipeline.pairs(table)
        for flow in FLOWS
        for statistics in pipeline.options(table, pair, flow, "total")["statistics"]
    ]
    return tuple(
        replace(s, currency=currencies[n % 5], estimate=n % 2 == 0, deduced=n % 7 < 3)
        for n, s in enumerate(found)
    )


def traces(figure: Figure, kind: str) -> list[dict[str, Any]]:
    """The traces of a type, bar or scatter."""
    return [trace for trace in figure["data"] if trace["type"] == kind]


def points(figure: Figure, kind: str) -> Iterator[tuple[str, float, float]]:
    """Period, x and y of everything that the traces of a type draw."""
    for trace in traces(figure, kind):
        yield from zip(trace.get("customdata", trace["x"]), trace["x"], trace["y"], strict=True)


def words_of(figure: Figure) -> list[str]:
    """All text of a figure: what is written, what a pointer shows, what the axes say."""
    said = [note["text"] for note in figure["layout"]["annotations"]]
    for trace in figure["data"]:
        said += [*trace.get("hovertext", ()), *trace.get("text", ()), trace.get("name", "")]
    for name, axis in figure["layout"].items():
        if name.startswith(("xaxis", "yaxis")):
            said += [str(text) for text in axis.get("ticktext", ())]
    return said
