"""One screen for one selection, made once and kept as JSON ready to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from analysis import pipeline, words
from analysis.periods import parse
from analysis.pipeline import MEASURES, VIEWS, Table
from analysis.schema import TOTAL
from analysis.selection import Canvas, Selection
from dashboard import ids, panels, tables, url
from dashboard.callbacks import PLACES

KEPT = 512
SPREAD = {"years_data": ("since_data", "until_data"), "period_data": ("period_data", "base_data")}
"""Two controls that offer the same."""


@lru_cache(KEPT)
def screen(
    table: Table, selection: Selection, sheet: Canvas, views: tuple[str, ...] = VIEWS
) -> dict[str, Any]:
    """Return everything on the screen but the address: control values, figure, words, links.

    The sheet's height is left to the figure. Hidden controls are left as they are.
    """
    found = _desk(selection) if selection.view == "add" else _shown(table, selection, sheet)
    found |= {"nav": panels.nav(selection, views), "exports": exports(selection)}
    return orjson.loads(orjson.dumps(found, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY))


def _desk(selection: Selection) -> dict[str, Any]:
    """Return the screen of the desk, which fills itself."""
    return {
        "shell": f"shell view-{selection.view}",
        "title": "Add figures · Trade Turnover",
        "refusal": [],
    }


def _shown(table: Table, selection: Selection, sheet: Canvas) -> dict[str, Any]:
    found = {
        "shell": _classes(table, selection),
        **_choices(table, selection),
        **_times(table, selection),
        "refusal": panels.refusal(pipeline.result(table, selection), selection),
        "sentence": panels.sentence(table, selection),
        "cards": panels.cards(pipeline.headline(table, selection), selection),
        **_figure(table, selection, sheet),
        "title": f"{_title(table, selection)} · Trade Turnover",
        "alt": pipeline.describe(table, selection),
        "notes": panels.notes(pipeline.what_to_know(table, selection), selection),
        "conflicts": [],
        "evidence": tables.evidence(table, selection),
        "grid": [],
    }
    if selection.view == "sources":
        apart = pipeline.two_statistics(table, selection)
        listed = pipeline.conflicts(table, selection)
        found["conflicts"] = panels.conflicts(listed, apart, selection)
    if selection.view == "figures":
        found |= {"grid": tables.grid(table, selection), "files": panels.files(selection)}
    return found


@lru_cache(KEPT)
def packed(
    table: Table,
    selection: Selection,
    sheet: Canvas,
    said: tuple[str, ...],
    broken: str,
    views: tuple[str, ...] = VIEWS,
) -> bytes:
    """Return a screen as JSON ready to be sent, each part under the place it goes to.

    `said` are sentences on what was replaced in the address, `broken` what is wrong with newer
    data.
    """
    found = dict(screen(table, selection, sheet, views))
    warned = panels.messages(said, table.problems, broken)
    found |= {
        "path": url.path(selection),
        "query": url.search(selection),
        "messages": [*found.pop("refusal"), *warned],
    }
    for name, ends in SPREAD.items():
        if name in found:
            found |= dict.fromkeys(ends, found.pop(name))
    return orjson.dumps({PLACES[name]: value for name, value in found.items()}, default=_plain)


def _title(table: Table, selection: Selection) -> str:
    if selection.view == "figures":
        return f"Figures on {words.pair(selection.pair)}"
    return pipeline.result(table, selection).title


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
        "height": f"{tall.height}px",
    }


def _classes(table: Table, selection: Selection) -> str:
    """Name the view and measure for the style sheet, which shows the controls they need."""
    choice = pipeline.options(table, selection.pair, selection.flow, selection.product)
    names = ["shell", f"view-{selection.view}", f"measure-{pipeline.measure(selection)}"]
    names += ["has-products"] if len(choice["products"]) > 1 else []
    return " ".join(names)


def _choices(table: Table, selection: Selection) -> dict[str, Any]:
    """Return what the controls show and offer, but for times."""
    choice = pipeline.options(table, selection.pair, selection.flow, selection.product)
    measures = {n: m.title for n, m in MEASURES.items() if m.view == selection.view}
    products = {name: "All goods" if name == TOTAL else name for name in choice["products"]}
    pairs = _pairs(table, selection)
    chosen = "-".join(selection.pair)
    return {
        "pair_data": _options(pairs),
        "pair": chosen,
        "flow": selection.flow,
        "statistics_data": _options({c: words.statistics_short(c) for c in choice["statistics"]}),
        "statistics": selection.statistics,
        "product_data": _options(products),
        "product": selection.product,
        "currency": selection.currency,
        "measure_data": _options(measures),
        "measure": pipeline.measure(selection) if measures else "",
        "against_data": _options({code: name for code, name in pairs.items() if code != chosen}),
        "against": ["-".join(pair) for pair in selection.against],
        "estimate": selection.estimate,
        "deduced": selection.deduced,
        "band": list(selection.band),
    }


def _times(table: Table, selection: Selection) -> dict[str, Any]:
    """Return the years, and for a comparison the periods, that are shown and offered."""
    choice = pipeline.options(table, selection.pair, selection.flow, selection.product)
    if selection.view == "compare":
        two = pipeline.periods_compared(table, selection) or ()
        known = dict.fromkeys([*map(parse, choice["periods"]), *two])
        new, old = [p.sdmx() for p in two] or ("", "")
        return {
            "period_data": _options({p.sdmx(): p.label() for p in known}),
            "period": new,
            "base": old,
        }
    ends = [str(year) for year in pipeline.years(table, selection) if year] or ["", ""]
    offered = dict.fromkeys(filter(None, [*choice["years"], *ends]))
    return {
        "years_data": _options({year: year for year in offered}),
        "since": ends[0],
        "until": ends[1],
    }


def _options(offered: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in offered.items()]


def _pairs(table: Table, selection: Selection) -> dict[str, str]:
    """Offer every pair once, in the order the selection sees it from."""
    chosen = (selection.pair, *selection.against)
    seen = [p[::-1] if p[::-1] in chosen else p for p, _ in pipeline.pairs(table)]
    return {"-".join(pair): words.pair(pair) for pair in seen}


def _plain(component: Any) -> Any:
    return component.to_plotly_json()
