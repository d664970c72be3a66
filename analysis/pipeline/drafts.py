"""A document's figures as rows for the data, each with its place in the text.

Refuses to fill in what the text does not settle: the cell stays empty, its note says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count, pairwise
from typing import NamedTuple

from analysis.documents import Document
from analysis.extract import Reading, extract
from analysis.extract.rows import Origin, rows, source_id
from analysis.periods import parse
from analysis.pipeline.table import Table
from analysis.read import records
from analysis.schema import FIGURE_COLUMNS, SOURCE_COLUMNS, DataError, is_date

MOST = 500
"""More rows than this are not one document's."""
_BEYOND = f"beyond the first {MOST} figures, which are read at once"
LONGEST = 200_000
"""Characters that are read at once; a longer text is no article."""

Cells = Mapping[str, str]


class Piece(NamedTuple):
    """A stretch of the text: which rows stand at it, or why its number is left out."""

    text: str
    rows: tuple[int, ...] = ()
    why: str = ""


class Draft(NamedTuple):
    """What a document gives: its rows, its text in pieces, and what is known of its source."""

    rows: list[dict[str, str]]
    pieces: list[Piece]
    source: dict[str, str]
    text: str
    said: str


def of_document(document: Document, given: Cells) -> Draft:
    """Read a document; what is `given` of its source holds before what the document says.

    Raises
    ------
    DataError
        When the text is too long to be read at once.
    """
    text = document.text
    if len(text) > LONGEST:
        raise DataError(
            f"The text has {len(text):,} characters; at most {LONGEST:,} are read at once. "
            "Paste the part that states the figures."
        )
    source = {name: given.get(name) or getattr(document, name, "") for name in SOURCE_COLUMNS[1:]}
    dated = source["published"] if is_date(source["published"]) else ""
    reading = extract(text, dated, source["language"])
    found = rows(reading, Origin(source["publisher"], source["published"]))
    figures = [_worded(row) for row in found.figures[:MOST]]
    source |= {"language": reading.language, "kind": source["kind"] or found.source["kind"]}
    said = _found(len(found.figures), len(reading.left_out))
    return Draft(figures, _pieces(text, reading), source, text, said)


def _worded(row: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of trade.csv, periods as a person writes them, and its `place`.

    By its place a row is known again when the same text is read with another date.
    """
    place = f"{row['start']}-{row['end']} {row['measure']} {row['flow']}"
    spans = {name: row[name] and parse(row[name]).label() for name in ("period", "base_period")}
    return {name: row[name] for name in FIGURE_COLUMNS} | spans | {"place": place}


def of_table(content: bytes, name: str, given: Cells) -> Draft:
    """Read a table in the form of trade.csv, its rows as they stand.

    Raises
    ------
    DataError
        When it is not UTF-8 text, lacks a column, or has too many rows.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(f"{name} is not UTF-8 text; save it as “CSV UTF-8”.") from None
    found = _named(text, name)
    if len(found) > MOST:
        raise DataError(
            f"{name} has {len(found):,} rows; at most {MOST} are taken at once. Split it."
        )
    lines = [" · ".join(filter(None, row.values())) + "\n" for row in found]
    pieces = [Piece(line, (n,)) for n, line in enumerate(lines)]
    source = dict(given) | {"kind": given["kind"] or "press"}
    return Draft(found, pieces, source, "", _found(len(found), 0))


def _named(text: str, name: str) -> list[dict[str, str]]:
    try:
        return records(text, "trade.csv")
    except DataError as error:
        raise DataError(str(error).replace("trade.csv", name)) from None


def _found(figures: int, left_out: int) -> str:
    said = "1 figure" if figures == 1 else f"{figures:,} figures"
    numbers = "1 other number" if left_out == 1 else f"{left_out} other numbers"
    first = f"{said} found." if figures else "No trade figure was found in this text."
    if figures > MOST:
        first += (
            f" Only the first {MOST} have rows: the other {figures - MOST:,} are underlined with "
            "dots and listed with the numbers left out. Read their part of the text by itself."
        )
    return f"{first} {numbers} left out." if left_out else first


def _pieces(text: str, reading: Reading) -> list[Piece]:
    """Cut the text wherever a figure or a number left out begins or ends."""
    figures = [(f.start, f.end, n, "") for n, f in enumerate(reading.figures[:MOST])]
    others = [(o.start, o.end, -1, o.reason) for o in reading.left_out]
    others += [(f.start, f.end, -1, _BEYOND) for f in reading.figures[MOST:]]
    spans = [*figures, *others]
    cuts = sorted({0, len(text), *(start for start, *_ in spans), *(end for _, end, *_ in spans)})
    covers = {
        (low, high): [span for span in spans if span[0] <= low and high <= span[1]]
        for low, high in pairwise(cuts)
    }
    return [
        Piece(
            text[low:high],
            tuple(n for _, _, n, _ in over if n >= 0),
            next((why for *_, why in over if why), ""),
        )
        for (low, high), over in covers.items()
    ]


def sourced(
    table: Table, figures: Sequence[Cells], given: Cells
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return rows with their keys, and the source that the table does not have, if there is one.

    A row whose source the table has keeps it; every other row is of the source that is `given`.
    """
    known, taken = set(table.sources["source_id"]), set(table.observations["figure_id"])
    own = _known(table, given)
    key = own or source_id(Origin(given["publisher"], given["published"]), known)
    keyed = []
    for row in figures:
        source = row["source_id"] if row.get("source_id") in known else key
        figure = next(k for n in count(1) if (k := f"{source}-{n}") not in taken)
        taken.add(figure)
        keyed.append({**row, "source_id": source, "figure_id": figure})
    needed = not own and any(row["source_id"] == key for row in keyed)
    return keyed, [{**given, "source_id": key}] if needed else []


def _known(table: Table, given: Cells) -> str:
    """Return the key of the source with the same publisher, date and address, if there is one."""
    for row in table.sources.itertuples():
        same = row.publisher.casefold() == given["publisher"].casefold()
        if same and row.published == given["published"] and row.url in (given["url"], ""):
            return row.source_id
    return ""
