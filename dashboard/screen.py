"""One screen for one selection, made once and kept as JSON ready to be sent."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson

from analysis import pipeline, words
from analysis.periods import parse
from analysis.pipeline import MEASURES, Table
from analysis.schema import TOTAL
from analysis.selection import Canvas, Selection
from dashboard import ids, panels, tables, url
from dashboard.callbacks import place

KEPT = 512


@lru_cache(KEPT)
def screen(
    table: Table, selection: Selection, sheet: Canvas, said: tuple[str, ...] = (), broken: str = ""
) -> bytes:
    """Return everything on the screen as JSON, each part under the place it goes to.

    `said` are sentences on what was replaced in the address, `broken` what is wrong with newer
    data; the sheet's height is left to the figure.
    """
    found = {
        "path": url.path(selection),
        "query": url.search(selection),
        "nav": panels.nav(selection),
        "shell": _classes(table, selection),
        **_controls(table, selection),
        "messages": [
            *panels.refusal(pipeline.result(table, selection), selection),
            *panels.messages(said, table.problems, broken),
        ],
        "sentence": panels.sentence(table, selection),
        "cards": panels.cards(pipeline.headline(table, selection), selection),
        **_figure(table, selection, sheet),
        "alt": pipeline.describe(table, selection),
        "notes": panels.notes(pipeline.what_to_know(table, selection), selection),
        "evidence": tables.evidence(table, selection),
        "grid": tables.grid(table, selection) if selection.view == "figures" else [],
        "files": panels.files(selection),
        "exports": exports(selection),
    }
    placed = {place(name): value for name, value in found.items()}
    return orjson.dumps(placed, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY)


def exports(selection: Selection) -> dict[str, str]:
    """Return the address of each file of the selection's chart."""
    name, query = pipeline.measure(selection), url.search(selection)
    return {form: f"/chart/{name}.{form}{query}" for form in ids.FORMATS}


def _figure(table: Table, selection: Selection, sheet: Canvas) -> dict[str, Any]:
    """Return the figure for the screen, free to fill its place in width."""
    tall = Canvas(sheet.width, pipeline.height(table, selection, sheet.width), sheet.theme)
    figure = pipeline.figure(table, selection, tall, url.address(selection))
    layout = {k: v for k, v in figure["layout"].items() if k != "width"} | {"autosize": True}
    return {
        "figure": {"data": figure["data"], "layout": layout},
        "place": {"height": f"{tall.height}px"},
    }


def _classes(table: Table, selection: Selection) -> str:
    """Name the view and measure for the style sheet, which shows the controls they need."""
    choice = pipeline.options(table, selection.pair, selection.flow, selection.product)
    names = ["shell", f"view-{selection.view}", f"measure-{pipeline.measure(selection)}"]
    names += ["has-products"] if len(choice["products"]) > 1 else []
    return " ".join(names)


def _controls(table: Table, selection: Selection) -> dict[str, Any]:
    choice = pipeline.options(table, selection.pair, selection.flow, selection.product)
    two = pipeline.periods_compared(table, selection)
    chosen = [p.sdmx() for p in two] if two else ["", ""]
    known = [parse(p) for p in choice["periods"]]
    periods = [
        {"value": p.sdmx(), "label": p.label()} for p in dict.fromkeys([*known, *(two or ())])
    ]
    first, last = pipeline.years(table, selection)
    offered = dict.fromkeys([*choice["years"], str(first), str(last)])
    years = [{"value": year, "label": year} for year in offered]
    measures = [(n, m.title) for n, m in MEASURES.items() if m.view == selection.view]
    return {
        "pair_data": _pairs(table, selection),
        "pair": "-".join(selection.pair),
        "flow": selection.flow,
        "statistics_data": [
            {"value": code, "label": words.statistics_short(code)} for code in choice["statistics"]
        ],
        "statistics": selection.statistics,
        "product_data": [
            {"value": name, "label": "All goods" if name == TOTAL else name}
            for name in choice["products"]
        ],
        "product": selection.product,
        "since_data": years,
        "until_data": years,
        "since": str(first),
        "until": str(last),
        "currency": selection.currency,
        "measure_data": [{"value": n, "label": t} for n, t in measures],
        "measure": pipeline.measure(selection) if measures else "",
        "period_data": periods,
        "base_data": periods,
        "period": chosen[0],
        "base": chosen[1],
        "against_data": [
            pair for pair in _pairs(table, selection) if pair["value"] != "-".join(selection.pair)
        ],
        "against": ["-".join(pair) for pair in selection.against],
        "estimate": selection.estimate,
        "band": list(selection.band),
    }


def _pairs(table: Table, selection: Selection) -> list[dict[str, str]]:
    """Offer every pair once, in the order the selection sees it from; the world comes second."""
    found = []
    chosen = (selection.pair, *selection.against)
    for pair, _ in pipeline.pairs(table):
        turned = pair[::-1]
        seen = turned if turned in chosen else pair
        found.append({"value": "-".join(seen), "label": words.pair(seen)})
    return found


def _plain(component: Any) -> Any:
    return component.to_plotly_json()
