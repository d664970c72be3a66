"""The reader for machines: one JSON object a line in, one a line out, each at once.

Refuses to stop: a line that cannot be answered is answered with its error.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from analysis.documents import MAX_CHARACTERS
from analysis.extract import LANGUAGES, Figure, extract
from analysis.schema import DATES, is_date

LONGEST_LINE = 8 * 2**20
KEYS = (
    "measure",
    "flow",
    "ref_area",
    "counterpart_area",
    "time_period",
    "base_period",
    "value",
    "unit",
    "qualifier",
    "status",
    "product",
    "authority",
    "start",
    "end",
)
EXPECTED = 'one JSON object a line such as {"id": "1", "text": "…", "published": "2023-07-29"}'

_TEXT = rb'"(?:[^"\\]|\\.)*+"'
_PAIR = rb'\s*+%b\s*+:\s*+(?:%b|[^",{}\[\]]*+)\s*+,' % (_TEXT, _TEXT)
_KEY = re.compile(rb'\s*+\{(?:%b)*?\s*+"id"\s*+:\s*+(%b|-?\d{1,15}(?=\s*+[,}]))' % (_PAIR, _TEXT))
"""The id of a line that may be no JSON: what stands before it is plain pairs."""


_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}[\d:.,]{0,20}(?:Z|[+-]\d{2}:?\d{2})?")


class LineError(ValueError):
    """The line cannot be answered; the text says why."""


def answer(source: BinaryIO, target: BinaryIO) -> None:
    """Answer every passage of a stream as soon as it is read; empty lines are passed over."""
    for number, line in enumerate(_lines(source), 1):
        if line.strip():
            target.write(orjson.dumps(_answered(line, number), option=orjson.OPT_APPEND_NEWLINE))
            target.flush()


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Yield lines; of one that is too long only as much as shows that it is."""
    while line := source.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = source.readline(LONGEST_LINE + 1)


def _answered(line: bytes, number: int) -> dict[str, Any]:
    key = _key(line)
    try:
        passage = _passage(line)
        key = _exact(passage.get("id"), line)
        return {"id": key, "figures": _figures(passage)}
    except LineError as error:
        return {"id": key, "error": f"line {number}: {error}", "figures": []}


def _key(line: bytes) -> Any:
    found = _KEY.match(line)
    try:
        return orjson.loads(found[1]) if found else None
    except orjson.JSONDecodeError:
        return None


def _exact(key: Any, line: bytes) -> Any:
    """Return an id as it was sent, also a number that orjson rounds."""
    if not isinstance(key, float):
        return key
    return orjson.Fragment(json.loads(line, parse_int=str, parse_float=str)["id"])


def day(text: str) -> str:
    """Return the day of a moment such as 2023-07-29T10:00:00Z; any other text as it is."""
    found = _MOMENT.fullmatch(text)
    return found[1] if found else text


def language(code: str) -> str:
    """Return the language of a code such as en, EN or en-US, empty for an empty one.

    Raises
    ------
    ValueError
        When it is not one that is read; the text says which are.
    """
    main = code.replace("_", "-").partition("-")[0].lower()
    if code and main not in LANGUAGES:
        raise ValueError(
            f"one of {', '.join(LANGUAGES)}, as en or en-US, or none to have it detected"
        )
    return main


def _passage(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise LineError(f"found more than {LONGEST_LINE // 2**20} MiB; expected {EXPECTED}")
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise LineError(f"found text that is not JSON ({error}); expected {EXPECTED}") from None
    if not isinstance(found, dict):
        raise LineError(f"found {type(found).__name__}; expected {EXPECTED}")
    return found


def _figures(passage: dict[str, Any]) -> list[dict[str, Any]]:
    text, published, code = (_text(passage, key) for key in ("text", "published", "language"))
    if "text" not in passage:
        raise LineError(f"found no “text”; expected {EXPECTED}")
    if len(text) > MAX_CHARACTERS:
        raise LineError(f"found {len(text):,} characters; expected at most {MAX_CHARACTERS:,}")
    published = day(published)
    if not is_date(published):
        raise LineError(f"found “{published[:40]}” for “published”; expected {DATES}")
    try:
        spoken = language(code)
    except ValueError as error:
        raise LineError(f"found “{code[:40]}” for “language”; expected {error}") from None
    try:
        found = extract(text, published, spoken).figures
    except Exception as error:  # one passage does not end the stream
        raise LineError(f"a fault of the program: {type(error).__name__}: {error}") from error
    return [_object(figure) for figure in found]


def _text(passage: dict[str, Any], key: str) -> str:
    found = passage.get(key)
    if not isinstance(found, str | None):
        raise LineError(f"found {type(found).__name__} for “{key}”; expected text")
    return found or ""


def _object(figure: Figure) -> dict[str, Any]:
    """Return a figure with what the text does not settle as null.

    Raises
    ------
    LineError
        When its value is no finite number, which JSON cannot say.
    """
    if not math.isfinite(figure.value):
        raise LineError(f"found {figure.value} for “{figure.value_text[:40]}”; expected a number")
    return {key: None if (cell := getattr(figure, key)) == "" else cell for key in KEYS}
