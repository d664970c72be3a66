"""The page's fixed frame: header, controls, places for answers. Fills nothing in."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from analysis.schema import CURRENCIES
from analysis.words import CURRENCY_NAMES
from dashboard import ids

THEME = {
    "primaryColor": "sea",
    "primaryShade": {"light": 8, "dark": 4},
    "fontFamily": 'Inter, "Noto Sans", system-ui, sans-serif',
    "defaultRadius": "md",
    "colors": {
        "sea": [
            "#EAF5F9",
            "#D3E8F0",
            "#A6D0E0",
            "#79B8D0",
            "#4FA3C1",
            "#2F8FB0",
            "#1C7C9D",
            "#126C8B",
            "#0B5F7E",
            "#074A63",
        ]
    },
}
FLOWS = ("turnover", "exports", "imports", "balance")
FORMAT_WORDS = {
    "png": "Picture, PNG",
    "svg": "Picture, SVG",
    "pdf": "Picture, PDF",
    "html": "Interactive page, HTML",
    "csv": "Data, CSV",
    "xlsx": "Data, Excel",
    "sdmx-csv": "Data, SDMX-CSV",
}
GRAPH_CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "doubleClick": False,
    "scrollZoom": False,
}


def layout() -> dmc.MantineProvider:
    """Return the page; callbacks fill it from the address."""
    return dmc.MantineProvider(
        theme=THEME,
        defaultColorScheme="auto",
        children=[
            dcc.Location(id=ids.URL, refresh="callback-nav"),
            dcc.Store(id=ids.CANVAS),
            dcc.Store(id=ids.EXPORTS),
            html.A("Skip to the chart", href="#main", className="skip"),
            html.Div(id=ids.SHELL, className="shell", children=[_header(), _main(), _footer()]),
            dmc.Modal(id=ids.DETAIL, size="xl", opened=False, title="", children=[]),
            html.Div(id=ids.SAID, role="status", className="toast", **{"aria-live": "polite"}),
        ],
    )


def icon(name: str) -> html.Span:
    """Return a decorative icon drawn by the style sheet."""
    return html.Span(className=f"icon icon-{name}", **{"aria-hidden": "true"})


def _header() -> html.Header:
    return html.Header(
        className="header",
        children=[
            dcc.Link("Trade Turnover", href="/turnover", className="brand"),
            html.Nav(id=ids.NAV, className="nav", **{"aria-label": "Views"}),
            html.Div(
                className="tools",
                children=[
                    dmc.Button(
                        html.Span("Copy link", className="wide"),
                        id=ids.COPY_LINK,
                        variant="default",
                        size="sm",
                        leftSection=icon("link"),
                        attributes={"root": {"aria-label": "Copy link"}},
                    ),
                    dmc.ColorSchemeToggle(
                        id=ids.SCHEME,
                        lightIcon=icon("sun"),
                        darkIcon=icon("moon"),
                        variant="default",
                        size="lg",
                        **{"aria-label": "Switch between light and dark"},
                    ),
                ],
            ),
        ],
    )


def _main() -> html.Main:
    return html.Main(
        id="main",
        tabIndex="-1",
        children=[
            _controls(),
            html.P(id=ids.SENTENCE, className="sentence"),
            html.Div(id=ids.MESSAGES, className="messages", role="status"),
            html.Section(id=ids.CARDS, className="cards", **{"aria-label": "First answers"}),
            html.Div(className="columns", children=[_chart(), _notes()]),
            html.Section(id=ids.EVIDENCE, className="evidence panel", **{"aria-live": "polite"}),
            _figures(),
        ],
    )


def _controls() -> html.Section:
    return html.Section(
        className="controls",
        **{"aria-label": "What is shown"},
        children=[
            _field("pair", _pair()),
            _field("measure", _segments(ids.MEASURE, "Measure")),
            _field("flow", _segments(ids.FLOW, "Flow", [(f, f.capitalize()) for f in FLOWS])),
            _field("statistics", _segments(ids.STATISTICS, "Whose statistics")),
            _field("product", _select(ids.PRODUCT, "Product")),
            _field("years", html.Div(className="years", children=_years())),
            _field("periods", html.Div(className="years", children=_periods())),
            _field("against", _against()),
            _field("currency", _currency()),
            _field("band", _band()),
            _field(
                "estimate",
                dmc.Switch(id=ids.ESTIMATE, label="Estimate unfinished years", size="sm", mt=28),
            ),
        ],
    )


def _field(name: str, child: Any) -> html.Div:
    return html.Div(child, className=f"field field-{name}")


def _pair() -> html.Div:
    return html.Div(
        className="pair",
        children=[
            _select(ids.PAIR, "Countries", searchable=True, w=230),
            dmc.ActionIcon(
                icon("swap"),
                id=ids.SWAP,
                variant="default",
                size=36,
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
    return html.Div(
        role="group",
        **{"aria-label": label},
        children=[
            html.Div(label, className="label"),
            dmc.SegmentedControl(
                id=name, data=[{"value": v, "label": t} for v, t in data or []], size="sm"
            ),
        ],
    )


def _years() -> list[Any]:
    return [_select(ids.SINCE, "From", w=96), _select(ids.UNTIL, "To", w=96)]


def _periods() -> list[Any]:
    return [
        _select(ids.PERIOD, "Period", searchable=True, w=150),
        _select(ids.BASE, "Compared with", searchable=True, w=150),
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
    )


def _currency() -> dmc.Select:
    data = [{"value": code, "label": CURRENCY_NAMES[code].capitalize()} for code in CURRENCIES]
    data[0]["label"] = "US dollars"
    select = _select(ids.CURRENCY, "Currency", w=170)
    select.data = data
    return select


def _band() -> html.Div:
    return html.Div(
        role="group",
        **{"aria-label": "CIF/FOB ratio taken as explained by freight and insurance"},
        children=[
            html.Div("Freight and insurance explain", className="label"),
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
        ],
    )


def _chart() -> html.Section:
    return html.Section(
        className="chart panel",
        **{"aria-label": "Chart"},
        children=[
            html.Div(className="chart-tools", children=[*_reading(), _menu()]),
            html.Figure(
                id=ids.CHART_BOX,
                className="figure",
                children=[
                    html.Div(
                        dcc.Graph(id=ids.CHART, config=GRAPH_CONFIG, responsive=True),
                        className="graph",
                        **{"aria-hidden": "true"},
                    ),
                    html.Figcaption(id=ids.ALT, className="hidden"),
                ],
            ),
        ],
    )


def _reading() -> list[dmc.Button]:
    tools = ((ids.TABLE, "Table", "table"), (ids.DESCRIBE, "Describe", "text"))
    return [
        dmc.Button(label, id=name, variant="subtle", size="sm", leftSection=icon(picture))
        for name, label, picture in tools
    ]


def _menu() -> dmc.Menu:
    items = [
        dmc.MenuItem(FORMAT_WORDS[name], id=ids.download(name), leftSection=icon("save"))
        for name in ids.FORMATS
    ]
    return dmc.Menu(
        position="bottom-end",
        withinPortal=True,
        children=[
            dmc.MenuTarget(
                dmc.Button("Download", variant="light", size="sm", leftSection=icon("save"))
            ),
            dmc.MenuDropdown(items),
        ],
    )


def _notes() -> html.Aside:
    return html.Aside(
        className="notes panel",
        **{"aria-label": "What to know"},
        children=[html.H2("What to know"), html.Div(id=ids.NOTES)],
    )


def _figures() -> html.Section:
    return html.Section(
        className="figures panel",
        **{"aria-label": "Figures"},
        children=[
            html.Div(
                className="figures-tools",
                children=[
                    dmc.TextInput(
                        id=ids.GRID_SEARCH,
                        placeholder="Search every column",
                        debounce=200,
                        w=280,
                        **{"aria-label": "Search figures"},
                    ),
                    html.Div(id="figure-files", className="files"),
                ],
            ),
            html.Div(id=ids.GRID_BOX),
        ],
    )


def _footer() -> html.Footer:
    return html.Footer(
        className="footer",
        children=[
            html.P(
                "Every figure is kept as published and traced to its source. Only like is compared "
                "with like; what cannot be compared is refused with the reason."
            ),
        ],
    )
