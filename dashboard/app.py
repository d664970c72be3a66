"""The application put together: data, page, callbacks, routes, and what faces the network."""

from __future__ import annotations

import re
from pathlib import Path

import dash_ag_grid
from dash import Dash, _dash_renderer
from dash.fingerprint import build_fingerprint

from analysis.pipeline import VIEWS
from analysis.selection import Selection
from dashboard import callbacks, desk, method, routes, serving, state
from dashboard.layout import layout
from dashboard.screen import packed
from dashboard.store import Store

TITLE = "Trade Turnover"
DESCRIPTION = (
    "Published figures on trade between two countries: kept as published, compared like with like, "
    "with growth, its certainty, and where sources disagree."
)
PAGE = Path(__file__).with_name("page.html")
ASSETS = Path(__file__).with_name("assets")
EARLY = {"FIRST": "chart.js", "PLOTLY": "plotly-basic.min.js"}
"""What the page names itself: it draws the chart before the rest of the page is built."""


def create(folder: Path, edit: bool = False) -> Dash:
    """Build the hardened application on a data folder, with the desk when it may be changed.

    Raises
    ------
    DataError
        When the data cannot be used at all.
    """
    store = Store(folder)
    grid_script = _load_grid_late()
    _without_polyfill()
    app = Dash(
        __name__,
        title=TITLE,
        update_title=None,
        index_string=_page(),
        assets_ignore="|".join(
            map(re.escape, (*EARLY.values(), *method.OWN, *(() if edit else desk.OWN)))
        ),
        suppress_callback_exceptions=True,
        meta_tags=[
            {"name": "description", "content": DESCRIPTION},
            {"name": "grid-script", "content": grid_script},
            {"name": "viewport", "content": "width=device-width, initial-scale=1"},
        ],
    )
    views = (*VIEWS, *desk.VIEWS) if edit else VIEWS
    app.layout = layout(*([desk.section()] if edit else []))
    callbacks.connect(app, store)
    state.connect(app.server, store, views)
    routes.connect(app.server, store)
    method.connect(app.server)
    if edit:
        desk.connect(app, store)
    else:
        desk.withhold(app.server)
    serving.harden(
        app,
        lambda: _health(store),
        hosts=desk.HOSTS if edit else (),
        pages=["/", *(f"/{view}" for view in views)],
        larger=desk.LARGER if edit else {},
    )
    packed(store.table(), Selection(), state.canvas("", ""), (), "", views)
    return app


def _page() -> str:
    """Return the page with the addresses of what draws the chart, new when a file is."""
    page = PAGE.read_text(encoding="utf-8")
    for mark, name in EARLY.items():
        page = page.replace(mark, f"/assets/{name}?m={(ASSETS / name).stat().st_mtime}")
    return page


def serve(folder: Path, host: str, port: int, workers: int, edit: bool = False) -> None:
    """Serve the dashboard until it is told to stop."""
    serving.serve(create(folder, edit), host, port, workers)


def _without_polyfill() -> None:
    """Leave out what teaches old browsers the language: a tenth of a second of every page."""
    for part in _dash_renderer._js_dist_dependencies:
        paths = part["relative_package_path"]
        paths["prod"] = [path for path in paths["prod"] if "polyfill" not in path]


def _load_grid_late() -> str:
    """Keep the grid's 1.3 MB script off the first page; return the script's address."""
    for part in dash_ag_grid._js_dist:
        if part["relative_package_path"] == "dash_ag_grid.min.js":
            part["async"] = "lazy"
    name = build_fingerprint("dash_ag_grid.min.js", dash_ag_grid.__version__, 0)
    return f"/_dash-component-suites/dash_ag_grid/{name}"


def _health(store: Store) -> dict[str, object]:
    table = store.table()
    trouble = {"status": "showing earlier data", "reason": store.broken} if store.broken else {}
    return {
        **trouble,
        "figures": len(table.observations),
        "data_version": table.version,
        "rows_not_read": table.unread,
    }
