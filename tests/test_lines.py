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


@pytest.mark.parametrize("key", ["18446744073709551616123", "-9223372036854775809", "1.10", "7"])
def test_a_number_that_is_an_id_comes_back_as_it_was_sent(key: str) -> None:
    target = io.BytesIO()
    lines.answer(io.BytesIO(b'{"text": "", "id": %b}' % key.encode()), target)
    assert target.getvalue() == b'{"id":%b,"figures":[]}\n' % key.encode()


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"language": "en-US"}, ("", "en")),
        ({"language": "RU_ru"}, ("", "ru")),
        ({"published": "2023-07-29T10:00:00Z"}, ("2023-07-29", "")),
        ({"published": "2023-07-29T10:00:00.5+06:00"}, ("2023-07-29", "")),
    ],
)
def test_a_moment_has_its_day_and_a_country_s_language_is_read(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str], asked: tuple[str, str]
) -> None:
    found = []
    monkeypatch.setattr(
        lines, "extract", lambda _, *how: found.append(how) or Reading("en", (), ())
    )
    answered(orjson.dumps({"id": 1, "text": "x"} | said))
    assert found == [asked]


@pytest.mark.parametrize("language", ["xx", "english", "-"])
def test_a_language_that_is_not_read_is_an_error(language: str) -> None:
    (found,) = answered(orjson.dumps({"id": "a", "text": "x", "language": language}))
    assert (found["id"], found["figures"]) == ("a", [])
    assert f"found “{language}” for “language”; expected one of ar, az" in found["error"]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: float
) -> None:
    figure = replace(readings.LEVEL, value=value, value_text="9e999")
    monkeypatch.setattr(lines, "extract", lambda *_: Reading("en", (figure,), ()))
    (found,) = answered(b'{"id": "a", "text": "x"}')
    assert (found["id"], found["figures"]) == ("a", [])
    assert "9e999" in found["error"]
