"""File to raw table: every cell stays text, every row keeps its line number.

Refuses to guess: what does not fit the columns is a `Problem` with its place.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from analysis.schema import (
    ADDRESSES,
    ANY_CURRENCY,
    DATES,
    FIGURE_COLUMNS,
    KINDS,
    LEFT_OUT_COLUMNS,
    MEASURES,
    QUALIFIERS,
    RATE_COLUMNS,
    SOURCE_COLUMNS,
    STATUSES,
    DataError,
    Problem,
    is_address,
    is_currency,
    is_date,
)

MAX_BYTES = 32 * 2**20
MAX_CELL = 2000
FILES = {
    "trade.csv": FIGURE_COLUMNS,
    "sources.csv": SOURCE_COLUMNS,
    "left_out.csv": LEFT_OUT_COLUMNS,
    "exchange_rates.csv": RATE_COLUMNS,
}
ALLOWED: dict[str, dict[str, tuple[str, ...]]] = {
    "trade.csv": {"measure": MEASURES, "qualifier": QUALIFIERS, "status": STATUSES},
    "sources.csv": {"kind": KINDS},
}
_RATE_TIME = re.compile(r"(?:19|20)\d{2}(?:-\d{2})?")


FORMS: dict[str, dict[str, tuple[Callable[[str], object], str]]] = {
    "sources.csv": {
        "publisher": (bool, "the publisher's name"),
        "published": (is_date, DATES),
        "url": (is_address, ADDRESSES),
    },
    "exchange_rates.csv": {
        "currency": (is_currency, ANY_CURRENCY),
        "time_period": (_RATE_TIME.fullmatch, "a year or a month such as 2023 or 2023-05"),
    },
}
"""What a cell must look like: a test, and what is expected."""
KEYS = {"trade.csv": "figure_id", "sources.csv": "source_id"}
_SPACES = str.maketrans(dict.fromkeys("\t\r\n\u00a0\u2007\u2009\u202f\u3000", " "))
_EXPECTED_TEXT = f"at most {MAX_CELL} characters, none of them control or invisible"


def read(path: Path, name: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one of `FILES` as text: the good rows with their `line`, and all that is wrong.

    Raises
    ------
    DataError
        When the file is missing, too large, not UTF-8 text, lacks a column, or cannot be split
        into cells.
    """
    return parse(_text(path, name), name)


def parse(text: str, name: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Read the text of one of `FILES` as `read` does.

    Raises
    ------
    DataError
        When the text lacks a column or cannot be split into cells.
    """
    rows = _rows(text, name)
    header = [cell.strip() for cell in next(rows, (1, []))[1]]
    _check_header(header, name)
    places = [header.index(column) for column in FILES[name]]
    problems: list[Problem] = []
    good = []
    for line, cells in rows:
        found = _row_problems(name, line, header, cells)
        problems += found
        if not found:
            good.append([*(cells[place].strip() for place in places), line])
    frame = pd.DataFrame(good, columns=[*FILES[name], "line"])
    frame = frame.astype({column: "str" for column in FILES[name]} | {"line": "int64"})
    return _without_repeats(frame, name, problems), problems


def records(text: str, name: str) -> list[dict[str, str]]:
    """Split the text of one of `FILES` into its rows as they stand, however wrong.

    Raises
    ------
    DataError
        As `parse`.
    """
    rows = _rows(text, name)
    header = [cell.strip() for cell in next(rows, (1, []))[1]]
    _check_header(header, name)
    empty = dict.fromkeys(FILES[name], "")
    found = (empty | dict(zip(header, cells, strict=False)) for _, cells in rows)
    return [{column: row[column].strip() for column in empty} for row in found]


def read_folder(folder: Path) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Read all of `FILES` in a folder; a figure of an unknown source is a problem but read."""
    tables, problems = {}, []
    for name in FILES:
        tables[name], found = read(folder / name, name)
        problems += found
    figures, known = tables["trade.csv"], set(tables["sources.csv"]["source_id"])
    named = _keys(folder / "sources.csv", "sources.csv")
    lost = ~figures["source_id"].isin(known)
    for row in figures[lost].itertuples():
        expected = "a source_id that is in sources.csv"
        expected += ", in a row with nothing wrong" if row.source_id in named else ""
        problems.append(Problem("trade.csv", row.line, "source_id", row.source_id, expected))
    return tables, problems


def _keys(path: Path, name: str) -> set[str]:
    """Return every key in a file, also of rows that something is wrong with."""
    rows = _rows(_text(path, name), name)
    place = [cell.strip() for cell in next(rows)[1]].index(KEYS[name])
    return {cells[place].strip() for _, cells in rows if len(cells) > place}


def _text(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DataError(f"{name} is larger than {MAX_BYTES // 2**20} MiB; split the table.")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise DataError(
            f"{name} was not found in {path.parent}; give the folder with --data."
        ) from None
    except OSError as error:
        raise DataError(f"{name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"byte {error.object[error.start]:#04x}"
        raise DataError(
            f"{name} is not UTF-8 text; save it as “CSV UTF-8”.",
            [Problem(name, line, "row", found, "UTF-8 text")],
        ) from None


def separator(text: str) -> str:
    """Return what stands between the cells of a CSV text."""
    first = text.split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Split into rows of cells, each with the line on which it begins."""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError(
            f"{name} is not a CSV file.", [Problem(name, line, "row", "a binary zero", "text")]
        )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        expected = "quotation marks in pairs around a whole cell, doubled inside one"
        raise DataError(
            f"{name} cannot be split into cells.",
            [Problem(name, line, "row", str(error), expected)],
        ) from None


def _check_header(header: Sequence[str], name: str) -> None:
    problems = [
        Problem(name, 1, column, f"{header.count(column)} columns of this name", "one")
        for column in FILES[name]
        if header.count(column) != 1
    ]
    if not any(header):
        raise DataError(
            f"{name} is empty; its first line names the columns {', '.join(FILES[name])}."
        )
    if problems:
        raise DataError(
            f"{name} needs the columns {', '.join(FILES[name])} in its first line.", problems
        )


def _row_problems(name: str, line: int, header: list[str], cells: list[str]) -> list[Problem]:
    if len(cells) != len(header):
        return [Problem(name, line, "row", f"{len(cells)} cells", f"{len(header)} cells")]
    row = dict(zip(header, cells, strict=True))
    problems = [
        Problem(name, line, column, row[column], "one of " + ", ".join(allowed))
        for column, allowed in ALLOWED.get(name, {}).items()
        if row[column].strip() not in allowed
    ]
    problems += [
        Problem(name, line, column, row[column], expected)
        for column, (fits, expected) in FORMS.get(name, {}).items()
        if not fits(row[column].strip())
    ]
    if name in KEYS and not row[KEYS[name]].strip():
        problems.append(Problem(name, line, KEYS[name], "", "a key of its own"))
    problems += [
        Problem(name, line, column, cell, _EXPECTED_TEXT)
        for column, cell in row.items()
        if len(cell) > MAX_CELL or not cell.translate(_SPACES).isprintable()
    ]
    return problems


def _without_repeats(frame: pd.DataFrame, name: str, problems: list[Problem]) -> pd.DataFrame:
    if name not in KEYS:
        return frame
    repeated = frame[KEYS[name]].duplicated()
    problems += [
        Problem(name, line, KEYS[name], key, "a key that no earlier row has")
        for key, line in frame.loc[repeated, [KEYS[name], "line"]].itertuples(index=False)
    ]
    return frame[~repeated].reset_index(drop=True)
