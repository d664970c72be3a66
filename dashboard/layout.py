"""The page's fixed frame: header, controls, places for answers. Fills nothing in."""

from __future__ import annotations

from collections.abc import Iterable

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.controls import controls

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
FORMAT_WORDS = {
    "png": "Picture, PNG",
    "svg": "Picture, SVG",
    "pdf": "Picture, PDF",
    "html": "Interactive page, HTML",
    "csv": "Data, CSV",
    "xlsx": "Data, Excel",
    "sdmx-csv": "Data, SDMX-CSV",
}


def layout(*more: Component) -> dmc.MantineProvider:
    """Return the page, `more` at its end; callbacks fill it from the address."""
    return dmc.MantineProvider(
        theme=THEME,
        defaultColorScheme="auto",
        children=[
            dcc.Location(id=ids.URL, refresh="callback-nav"),
            dcc.Store(id=ids.CANVAS),
            dcc.Store(id=ids.MARK),
            html.A("Skip to the choices", href="#main", className="skip"),
            html.Div(id=ids.SHELL, className="shell", children=[_header(), _main(more), _footer()]),
            dmc.Modal(
                id=ids.DETAIL,
                size="xl",
                opened=False,
                title="",
                children=[],
                closeButtonProps={"aria-label": "Close"},
            ),
            html.Div(id=ids.SAID, role="status", className="toast", **{"aria-live": "polite"}),
        ],
    )


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
                        "Copy link",
                        id=ids.COPY_LINK,
                        variant="default",
                        size="sm",
                        className="icon-link wide",
                    ),
                    dmc.ColorSchemeToggle(
                        id=ids.SCHEME,
                        lightIcon="",
                        darkIcon="",
                        className="icon-scheme",
                        variant="default",
                        size="lg",
                        **{"aria-label": "Switch between light and dark"},
                    ),
                ],
            ),
        ],
    )


def _main(more: Iterable[Component]) -> html.Main:
    return html.Main(
        id="main",
        tabIndex="-1",
        children=[
            html.H1("Trade Turnover", className="hidden"),
            controls(),
            html.P(id=ids.SENTENCE, className="sentence"),
            html.Div(id=ids.MESSAGES, className="messages", role="status"),
            html.Section(id=ids.CARDS, className="cards", **{"aria-label": "First answers"}),
            html.Div(className="columns", children=[_chart(), _beside()]),
            html.Section(id=ids.EVIDENCE, className="evidence panel", **{"aria-live": "polite"}),
            _figures(),
            *more,
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
                    html.Div(id=ids.CHART, className="graph", **{"aria-hidden": "true"}),
                    html.Figcaption(id=ids.ALT, className="hidden"),
                ],
            ),
        ],
    )


def _reading() -> list[dmc.Button]:
    tools = ((ids.TABLE, "Table", "table"), (ids.DESCRIBE, "Describe", "text"))
    return [
        dmc.Button(label, id=name, variant="subtle", size="sm", className=f"icon-{picture}")
        for name, label, picture in tools
    ]


def _menu() -> dmc.Menu:
    items = [
        dmc.MenuItem(FORMAT_WORDS[name], id=ids.download(name), className="icon-save")
        for name in ids.FORMATS
    ]
    return dmc.Menu(
        position="bottom-end",
        withinPortal=True,
        children=[
            dmc.MenuTarget(
                "Download",
                boxWrapperProps={
                    "component": "button",
                    "type": "button",
                    "className": "opener icon-save",
                },
            ),
            dmc.MenuDropdown(items),
        ],
    )


def _beside() -> html.Div:
    return html.Div(className="beside", children=[_conflicts(), _notes()])


def _conflicts() -> html.Aside:
    return html.Aside(
        className="conflicts notes panel",
        **{"aria-label": "Conflicts"},
        children=[html.H2("What cannot all be right"), html.Div(id=ids.CONFLICTS)],
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
                [
                    "Every figure is kept as published and traced to its source. Only like is "
                    "compared with like; what cannot be compared is refused with the reason. ",
                    html.A("How figures are read and checked", href="/method"),
                ]
            ),
        ],
    )
