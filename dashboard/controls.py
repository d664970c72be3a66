"""The controls that a selection is made with; what they offer is filled in by callbacks."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from analysis.schema import CURRENCIES
from analysis.words import CURRENCY_NAMES
from dashboard import ids

SEARCHED = {"searchable": True, "selectFirstOptionOnChange": True}
"""Typing finds, and Enter takes the first that is found."""
FLOWS = ("turnover", "exports", "imports", "balance")


def controls() -> html.Section:
    """Return every control; the style sheet shows those that the view and measure need."""
    return html.Section(
        className="controls",
        **{"aria-label": "What is shown"},
        children=[
            _pair(),
            dmc.Button("More choices", id=ids.MORE, variant="default", size="sm"),
            _segments(ids.MEASURE, "Measure"),
            _segments(ids.FLOW, "Flow", [(f, f.capitalize()) for f in FLOWS]),
            _segments(ids.STATISTICS, "Whose statistics"),
            _select(ids.PRODUCT, "Product", className="field field-product"),
            html.Div(className="field field-years", children=_years()),
            html.Div(className="field field-periods", children=_periods()),
            _against(),
            _currency(),
            _band(),
            _switch(ids.ESTIMATE, "Estimate unfinished years"),
            _switch(ids.DEDUCED, "Deduced values"),
        ],
    )


def _switch(name: str, label: str) -> dmc.Switch:
    return dmc.Switch(id=name, label=label, size="sm", mt=28, className=f"field field-{name}")


def _group(name: str, label: str, child: Any) -> html.Div:
    """Return a field whose label the style sheet writes above it."""
    return html.Div(
        child, role="group", className=f"field labelled field-{name}", **{"aria-label": label}
    )


def _pair() -> html.Div:
    return html.Div(
        className="field field-pair",
        children=[
            _select(ids.PAIR, "Countries", w=230, **SEARCHED),
            dmc.ActionIcon(
                "",
                id=ids.SWAP,
                variant="default",
                size=36,
                className="icon-swap",
                **{"aria-label": "See the pair from the other country"},
            ),
        ],
    )


def _select(name: str, label: str, **more: Any) -> dmc.Select:
    return dmc.Select(
        id=name,
        label=label,
        data=[],
        allowDeselect=False,
        comboboxProps={"withinPortal": True},
        maxDropdownHeight=320,
        **more,
    )


def _segments(name: str, label: str, data: list[tuple[str, str]] | None = None) -> html.Div:
    offered = [{"value": v, "label": t} for v, t in data or []]
    return _group(name, label, dmc.SegmentedControl(id=name, data=offered, size="sm"))


def _years() -> list[Any]:
    return [_select(ids.SINCE, "From", w=96), _select(ids.UNTIL, "To", w=96)]


def _periods() -> list[Any]:
    return [
        _select(ids.PERIOD, "Period", w=150, **SEARCHED),
        _select(ids.BASE, "Compared with", w=150, **SEARCHED),
    ]


def _against() -> dmc.MultiSelect:
    return dmc.MultiSelect(
        id=ids.AGAINST,
        label="Beside other pairs",
        placeholder="None",
        data=[],
        value=[],
        maxValues=4,
        searchable=True,
        clearable=True,
        w=250,
        className="field field-against",
    )


def _currency() -> dmc.Select:
    data = [{"value": code, "label": CURRENCY_NAMES[code].capitalize()} for code in CURRENCIES]
    data[0]["label"] = "US dollars"
    select = _select(ids.CURRENCY, "Currency", w=170, className="field field-currency")
    select.data = data
    return select


def _band() -> html.Div:
    return _group(
        "band",
        "Freight and insurance explain",
        dmc.RangeSlider(
            id=ids.BAND,
            min=1.0,
            max=1.5,
            step=0.01,
            precision=2,
            minRange=0,
            value=[1.0, 1.2],
            w=220,
            mt=10,
            marks=[{"value": v, "label": f"{v:.1f}×"} for v in (1.0, 1.2, 1.5)],
            thumbFromLabel="Lowest ratio",
            thumbToLabel="Highest ratio",
        ),
    )
