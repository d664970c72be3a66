"""Words of new rows that a spreadsheet, which people edit the files with, would run as a formula.

What is in the files already stays as it was published; exports are made harmless as they leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.schema import FORMULA, Problem

WORDED = {
    "trade.csv": ("product", "authority", "note"),
    "sources.csv": ("publisher", "language"),
}
"""The columns that hold any words; the others are read by their own rules."""
EXPECTED = "words that do not begin with =, +, - or @, which a spreadsheet takes for a formula"


def formulas(
    rows: Sequence[Mapping[str, str]], name: str, place: str, first: int
) -> Iterator[Problem]:
    """Yield each cell of rows of a file that begins as a formula does; the lines are from `first`.

    A dash alone says that there is nothing.
    """
    for line, row in enumerate(rows, first):
        for column in WORDED[name]:
            text = row.get(column, "").strip()
            if FORMULA.match(text) and text.isprintable() and text != "-":
                yield Problem(place, line, column, text, EXPECTED)
