"""Rows to the terminal: a table to read, CSV or JSON to pass on. Refuses to choose what to show.

Text from data is text: nothing in it is taken for markup.
"""

from __future__ import annotations

import sys
from typing import Any

import orjson
import pandas as pd
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from analysis import export, words
from analysis.intervals import Estimate
from analysis.periods import parse

WIDEST = 100_000
BREAK = ("product", "verdict", "publisher", "figure", "reason", "hint", "derivation")
BREAK_WIDTH = 12
_UNBOUND = Console(width=WIDEST).options
_SAID = {
    "percent": words.percent,
    "percent a year": words.percent,
    "points": words.points,
    "times": words.times,
}
_ROLES = {
    "standing": "level",
    "other": "also in print",
    "annual": "average a year",
    "old": "base",
    "new": "level",
}


def table(rows: pd.DataFrame) -> None:
    """Print rows in columns; in a pipe each row is one line.

    In a narrow window names are broken over lines before numbers are, and nothing is cut off.
    """
    whole = [name for name in rows if name not in BREAK]
    broken = len(rows.columns) - len(whole)
    console = Console(file=sys.stdout)
    needed = console.measure(_grid(rows[whole], whole), options=_UNBOUND).maximum
    fits = needed + BREAK_WIDTH * broken <= console.width or not console.is_terminal
    _print(_grid(rows, whole if fits else []))


def _grid(rows: pd.DataFrame, whole: list[str]) -> Grid:
    grid = Grid(box=None, pad_edge=False, header_style="bold")
    for name in rows.columns:
        grid.add_column(Text(str(name)), overflow="fold", no_wrap=name in whole)
    for row in rows.itertuples(index=False):
        grid.add_row(*(Text("" if pd.isna(cell) else str(cell)) for cell in row))
    return grid


def line(text: str, style: str = "") -> None:
    """Print a paragraph; an empty one is left out."""
    if text:
        _print(Text(text, style=style))


def _print(content: Grid | Text) -> None:
    console = Console(file=sys.stdout, highlight=False)
    if console.is_terminal:
        console.print(content)
        return
    console = Console(width=WIDEST, no_color=True, force_terminal=False, highlight=False)
    with console.capture() as captured:
        console.print(content)
    lines = captured.get().split("\n")
    write("\n".join(text.rstrip() for text in lines))


def write(text: str) -> None:
    """Print text as it is, at once: a reader that has gone is noticed here."""
    sys.stdout.write(text)
    sys.stdout.flush()


def csv(rows: pd.DataFrame) -> None:
    """Print rows as CSV with a heading."""
    write(export.csv_text(rows))


def json(value: Any) -> None:
    """Print a value as JSON; what is missing is null."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE
    write(orjson.dumps(value, option=options).decode())


def error(text: str) -> None:
    """Print a sentence where it does not mix with the answer."""
    print(text, file=sys.stderr)


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a measure's rows as a person reads them: amounts with units, no idle column."""
    shown = [
        {
            "pair": row.pair,
            "flow": row.flow,
            "what": _ROLES.get(row.role, row.role),
            "period": row.label,
            "against": parse(row.base_period).label() if row.base_period else "",
            "value": _value(row),
            "interval": _interval(row),
            "verdict": getattr(row, "verdict", ""),
            "statistics": words.statistics_short(row.statistics_of),
            "publisher": row.publisher,
        }
        for row in rows.itertuples(index=False)
    ]
    frame = pd.DataFrame(shown)
    idle = [name for name in ("pair", "flow") if len(set(frame[name])) == 1]
    idle += [name for name in frame if not frame[name].fillna("").ne("").any()]
    return frame.drop(columns=idle)


def _value(row: Any) -> str:
    text = getattr(row, "text", "")
    if row.role == "published" and isinstance(text, str) and text:
        return text
    if row.role == "change":
        return words.signed_money(row.value, row.unit)
    return _SAID[row.unit](row.value) if row.unit in _SAID else row.said


def _interval(row: Any) -> str:
    bounds = Estimate(row.value, row.low, row.high)
    if row.unit in words.CURRENCY_NAMES:
        return words.money_range(bounds, row.unit)
    if row.unit == "times":
        return f"{row.low:,.3f} to {row.high:,.3f}"
    if row.unit == "index":
        return f"{row.low:,.1f} to {row.high:,.1f}"
    said = words.percent_range(bounds)
    return said[:-1] if row.unit == "points" else said
