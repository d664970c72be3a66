"""Rows written at the end of a data file in the file's own manner, every byte before them kept.

Refuses to judge what the rows say: whoever appends has the new file read before it is used.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.read import separator

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Appended:
    """A file's new content, and the line on which each new row begins."""

    content: bytes
    lines: tuple[int, ...]


def appended(content: bytes, rows: Sequence[Mapping[str, str]]) -> Appended:
    """Return the content with the rows after it: separator, quotes and line ends as in its header.

    A column that a row does not name stays empty. A file without a last line end gets none.
    """
    text = content.decode("utf-8-sig", errors="replace")
    first = _LINE_END.search(text)
    end = first[0] if first else "\n"
    written = _written(text, rows)
    last = len(_LINE_END.findall(text))
    closed = text.endswith(("\n", "\r"))
    lines, line = [], last + (1 if closed else 2)
    for row in written:
        lines.append(line)
        line += 1 + len(_LINE_END.findall(row))
    new = "".join(row + end if closed else end + row for row in written)
    return Appended(content + new.encode("utf-8", errors="surrogatepass"), tuple(lines))


def _written(text: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Return each row as the file would have it, a line end inside a cell quoted."""
    delimiter = separator(text)
    header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    written = []
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(
            line,
            delimiter=delimiter,
            quoting=csv.QUOTE_ALL if text.startswith('"') else csv.QUOTE_MINIMAL,
            lineterminator="\r\n",
        ).writerow([row.get(column.strip(), "").strip() for column in header])
        written.append(line.getvalue().removesuffix("\r\n"))
    return written
