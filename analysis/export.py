"""What leaves the program as text or a workbook: a stand-alone page, CSV, XLSX and SDMX-CSV.

Refuses to choose or to calculate: a frame leaves with the columns it came with.

A text cell that a spreadsheet would run as a formula gets an apostrophe before it; numbers, and
text that is a signed number, stay as they are.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import math
import numbers
import re
from collections.abc import Hashable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from plotly.io.json import to_json_plotly
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.schema import FORMULA
from analysis.typeface import faces

SDMX_HEAD = {
    "structure": "dataflow",
    "structure_id": "TRADE_TURNOVER:FIGURES(1.1)",
    "action": "I",
}
"""What each line of SDMX-CSV 2.0 begins with; action I: for information."""
SDMX_COLUMNS = (
    "ref_area",
    "counterpart_area",
    "flow",
    "product",
    "time_period",
    "measure",
    "unit_measure",
    "obs_value",
    "obs_low",
    "obs_high",
    "base_period",
    "obs_status",
    "qualifier",
    "statistics_of",
    "valuation",
    "source_id",
    "figure_id",
    "verdict",
    "reason",
    "series",
    "hint",
)
MOST_ROWS = 1_048_575
"""Rows of a worksheet below its heading (Excel's limit)."""
SEPARATED_FROM = 100_000
"""A column of whole numbers that reach this is shown with thousands separators."""

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")

CONFIG = '{"responsive": true, "displaylogo": false, "showSendToCloud": false}'
DRAW = (
    'const figure = JSON.parse(document.getElementById("figure").textContent);\n'
    f'Plotly.newPlot("chart", figure.data, figure.layout, {CONFIG});'
)
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{typeface}
body {{ margin: 1rem auto; max-width: 75rem; padding: 0 1rem; background: #fff; color: #1a1b1e;
  font: 1rem/1.5 Inter, "Noto Sans", "Noto Sans CJK KR", "DejaVu Sans", sans-serif; }}
figure {{ margin: 0; }}
#chart {{ min-height: 30rem; overflow-x: auto; }}
figcaption {{ max-width: 45rem; white-space: pre-line; }}
</style>
</head>
<body>
<main>
<figure aria-labelledby="description">
<div id="chart"></div>
<figcaption id="description">{description}</figcaption>
</figure>
</main>
<script type="application/json" id="figure">{figure}</script>
<script>{plotly}</script>
<script>{draw}</script>
</body>
</html>
"""


def page(
    figure: Mapping[str, Any], title: str, description: str, plotlyjs: Path, fonts: Path
) -> str:
    """Return one HTML document that shows `figure` anywhere, without a network.

    `description` is the figure in words, shown as text under it; `plotlyjs` is the plotly.js file
    and `fonts` the style sheet of the typeface to put inside. The document's own policy allows
    its two scripts and no request.
    """
    drawn = _json(figure)
    plotly = plotlyjs.read_text(encoding="utf-8").replace("</script", r"<\/script")
    return PAGE.format(
        policy=(
            f"default-src 'none'; script-src {_hash(plotly)} {_hash(DRAW)}; "
            "style-src 'unsafe-inline'; font-src data:; img-src data: blob:; base-uri 'none'; "
            "form-action 'none'"
        ),
        typeface=faces(fonts, title + description + drawn),
        title=html.escape(title),
        description=html.escape(description),
        figure=drawn,
        plotly=plotly,
        draw=DRAW,
    )


def csv_text(frame: pd.DataFrame) -> str:
    """Return `frame` as CSV (RFC 4180, comma, missing as nothing); the index is left out."""
    return _safe(frame).to_csv(index=False, lineterminator="\r\n")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as dictionaries for JSON, missing cells as None."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def sdmx_csv(frame: pd.DataFrame) -> str:
    """Return checked observations as SDMX-CSV 2.0 of the dataflow TRADE_TURNOVER:FIGURES(1.1).

    `frame` has the columns SDMX_COLUMNS, `obs_value` in base units; FIGURE_ID belongs to the key,
    as several figures may be published for one cell. A figure without a period is left out: SDMX
    needs one. Raises ValueError naming missing columns.
    """
    missing = [column for column in SDMX_COLUMNS if column not in frame]
    if missing:
        raise ValueError(f"SDMX-CSV needs the columns {', '.join(missing)}; pass observations.")
    dated = frame.loc[frame["time_period"].ne(""), list(SDMX_COLUMNS)]
    observations = dated.assign(
        **{name: dated[name].map(_digits) for name in ("obs_value", "obs_low", "obs_high")},
    )
    for place, (name, value) in enumerate(SDMX_HEAD.items()):
        observations.insert(place, name, value)
    return csv_text(observations.rename(columns=str.upper))


def xlsx(frame: pd.DataFrame, about: Mapping[str, str]) -> bytes:
    """Return a workbook: sheet “Figures” with `frame`, sheet “About” with name and text pairs.

    Raises ValueError for more rows than a worksheet holds.
    """
    if len(frame) > MOST_ROWS:
        raise ValueError(f"A worksheet holds {MOST_ROWS} rows; found {len(frame)}: use CSV.")
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        separated = book.add_format({"num_format": "#,##0"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _figures(book.add_worksheet("Figures"), _safe(frame), heading, separated, day)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _about(book.add_worksheet("About"), about, heading, wrapped)
    return content.getvalue()


def _figures(
    sheet: Worksheet, frame: pd.DataFrame, heading: Format, separated: Format, day: Format
) -> None:
    for place, name in enumerate(frame.columns):
        sheet.write_string(0, place, str(name), heading)
        style = separated if _reaches_thousands(frame.iloc[:, place]) else None
        for line, cell in enumerate(frame.iloc[:, place], start=1):
            _write(sheet, line, place, cell, style, day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(frame), 1), max(frame.shape[1] - 1, 0))
    sheet.autofit(max_width=360)


def _about(sheet: Worksheet, about: Mapping[str, str], heading: Format, text: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for line, (name, words) in enumerate(about.items()):
        sheet.write_string(line, 0, str(_neutral(name)), heading)
        sheet.write_string(line, 1, str(_neutral(words)), text)


def _write(
    sheet: Worksheet, line: int, place: int, cell: object, style: Format | None, day: Format
) -> None:
    """Write one cell by its type; missing is an empty cell, an infinity is its own word."""
    if pd.isna(cell):
        return
    if isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, numbers.Real) and math.isfinite(cell):
        sheet.write_number(line, place, float(cell), style)
    elif isinstance(cell, datetime | date):
        sheet.write_datetime(line, place, cell, day)
    else:
        sheet.write_string(line, place, str(cell))


def _reaches_thousands(column: pd.Series) -> bool:
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return False
    known = column.dropna()
    return bool((known % 1 == 0).all() and known.abs().max() >= SEPARATED_FROM)


def _safe(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.map(_neutral).rename(columns=_neutral)


def _neutral(cell: Hashable) -> Hashable:
    """Return a text that no spreadsheet takes for a formula; anything else as it is."""
    if isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _digits(value: float) -> str:
    """Return the shortest digits that read back as `value`, whole numbers without a point."""
    if pd.isna(value):
        return ""
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _json(figure: Mapping[str, Any]) -> str:
    """Return the figure as JSON that cannot end the script element it stands in."""
    text = to_json_plotly(figure)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
