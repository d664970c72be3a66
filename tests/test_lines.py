"""One JSON object a line in, one out: a line that cannot be answered says why, with its id."""

import io
from dataclasses import replace
from typing import Any

import orjson
import pytest

from analysis.extract import Reading
from dashboard import lines
from tests import readings


def answered(*typed: bytes) -> list[dict[str, Any]]:
    target = io.BytesIO()
    lines.answer(io.BytesIO(b"\n".join(typed)), target)
    return [orjson.loads(line) for line in target.getvalue().splitlines()]


def test_each_line_has_its_answer() -> None:
    text = b"Trade between Kazakhstan and Azerbaijan reached 5 million US dollars in 2021."
    first, second = answered(b'{"id": "a", "text": "%b"}' % text, b"", b'{"id": 2, "text": ""}')
    assert (first["id"], first["figures"][0]["value"]) == ("a", 5e6)
    assert second == {"id": 2, "figures": []}


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (b'{"id": "a", "text": NaN}', "a"),
        (b' { "id" : "a \\"b\\"", "text": "cut', 'a "b"'),
        (b'{"id": 7, "text": }', 7),
        (b'{"id": 7', None),
        (b'{"id": "a', None),
        (b'{"id": "\xff", "text": ""}', None),
        (b'{"text": NaN, "id": "a"}', "a"),
        (b'{"text": "\\"id\\": 1", "id": 2,}', 2),
        (b'{"inside": {"id": 1}, "id": 2,}', None),
        (b'{"id": "a", "text": "' + b"a" * lines.LONGEST_LINE, "a"),
        (b'{"id": "a", "text": 5}', "a"),
        (b"[]", None),
    ],
    ids=range(12),
)
def test_a_line_that_cannot_be_answered_keeps_its_id(line: bytes, key: object) -> None:
    (found,) = answered(line)
    assert (found["id"], found["figures"]) == (key, [])
    assert found["error"].startswith("line 1: found ")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: float
) -> None:
    figure = replace(readings.LEVEL, value=value, value_text="9e999")
    monkeypatch.setattr(lines, "extract", lambda *_: Reading("en", (figure,), ()))
    (found,) = answered(b'{"id": "a", "text": "x"}')
    assert (found["id"], found["figures"]) == ("a", [])
    assert "9e999" in found["error"]
