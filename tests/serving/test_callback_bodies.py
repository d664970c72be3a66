"""What is no callback is refused before Dash sees it."""

import copy
import json
import random
from collections.abc import Iterator

import pytest
from flask import Response
from flask.testing import FlaskClient

from tests.tiny import BODY, UPDATE, post


class TestCallbacks:
    def test_a_real_body_is_answered(self, client: FlaskClient) -> None:
        answer = post(client, BODY)
        assert answer.status_code == 200
        note = answer.json["response"]["note"]["children"]
        assert json.loads(note) == ["AZE-KAZ", [2022], {"seen": [1, 2.5, None, True]}, "pair"]

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{}",
            b"[]",
            b"null",
            b"7",
            b'"text"',
            b"{",
            b"[" * 100_000,
            b'{"a":' * 100_000,
            b"\xff\xfe\x00",
            b'{"output": "\xff"}',
            b'{"output": NaN}',
            b'{"output": 1e999}',
            b'{"output": ' + b"9" * 400 + b"}",
            b'{"output": "\\ud800"}',
            json.dumps(BODY).replace('"AZE-KAZ"', "1" * 5000).encode(),
            json.dumps(BODY).replace('"AZE-KAZ"', "[" * 70 + "]" * 70).encode(),
            json.dumps(BODY).replace('"AZE-KAZ"', '"\\udfff"').encode(),
        ],
    )
    def test_what_is_not_a_body_is_400(self, client: FlaskClient, body: bytes) -> None:
        self.assert_refused(post(client, body))

    @pytest.mark.parametrize(
        ("part", "value"),
        [
            ("output", "other.figure"),
            ("output", "memory.data"),
            ("output", None),
            ("output", ["chart.figure"]),
            ("output", {}),
            ("outputs", None),
            ("outputs", []),
            ("outputs", BODY["outputs"][:1]),
            ("outputs", BODY["outputs"][::-1]),
            ("outputs", {"id": "chart", "property": "figure"}),
            ("inputs", []),
            ("inputs", BODY["inputs"][:1]),
            ("inputs", BODY["inputs"] * 2),
            ("inputs", BODY["inputs"][::-1]),
            ("inputs", [{"id": "pair"}, []]),
            ("inputs", [{"id": "pair", "property": 3}, []]),
            ("inputs", [{"id": {}, "property": "value"}, []]),
            ("inputs", [BODY["inputs"][0], {"id": "x", "property": "value"}]),
            ("inputs", [BODY["inputs"][0], [{"id": {"kind": "x"}, "property": "value"}]]),
            ("inputs", [BODY["inputs"][0], [[]]]),
            ("inputs", "pair"),
            ("state", {}),
            ("state", [[]]),
            ("state", []),
            ("changedPropIds", None),
            ("changedPropIds", [1]),
            ("changedPropIds", ["note.children"]),
            ("changedPropIds", ["{broken.value"]),
        ],
    )
    def test_a_wrong_part_is_400(self, client: FlaskClient, part: str, value: object) -> None:
        self.assert_refused(post(client, BODY | {part: value}))

    @pytest.mark.parametrize("part", ["output", "outputs", "inputs", "state"])
    def test_a_missing_part_is_400(self, client: FlaskClient, part: str) -> None:
        self.assert_refused(post(client, {k: v for k, v in BODY.items() if k != part}))

    def assert_refused(self, answer: Response) -> None:
        assert answer.status_code == 400
        assert answer.mimetype == "application/json"
        assert set(answer.json) == {"error"}
        assert answer.json["error"].endswith(".")
        assert "Traceback" not in answer.text and "\n" not in answer.json["error"]

    def test_a_removed_pattern_component_may_still_report(self, client: FlaskClient) -> None:
        changed = {"changedPropIds": ['{"index":2021,"kind":"year"}.value']}
        assert post(client, BODY | changed).status_code == 200

    def test_only_json_is_read(self, client: FlaskClient) -> None:
        answer = client.post(UPDATE, data=json.dumps(BODY), content_type="text/plain")
        self.assert_refused(answer)

    def test_other_sites_are_refused(self, client: FlaskClient) -> None:
        for site, expected in (("cross-site", 403), ("same-site", 403), ("same-origin", 200)):
            answer = post(client, BODY, headers={"Sec-Fetch-Site": site})
            assert answer.status_code == expected, site

    def test_a_callback_may_refuse_with_its_own_sentence(self, client: FlaskClient) -> None:
        answer = post(client, self.with_pair("refused"))
        assert (answer.status_code, answer.json) == (400, {"error": "There is no such pair."})

    def test_a_failing_callback_keeps_its_reason_for_the_log(
        self, client: FlaskClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        answer = post(client, self.with_pair("broken"))
        assert answer.status_code == 500
        assert "secret" not in answer.text and "Traceback" not in answer.text
        assert "secret reason" in caplog.text

    def with_pair(self, value: object) -> dict:
        body = copy.deepcopy(BODY)
        body["inputs"][0]["value"] = value
        return body

    def test_no_mutation_of_a_body_breaks_the_server(self, client: FlaskClient) -> None:
        chance = random.Random(20231121)
        seen = {}
        for _ in range(1000):
            body = mutated(chance)
            status = post(client, body).status_code
            assert status in {200, 204, 400, 413}, body[:300]
            seen[status] = seen.get(status, 0) + 1
        assert seen[200] > 50 and seen[400] > 300


ODD = [None, True, -1, 0, 1e300, 2**60, 10**30, "", "x" * 5000, [], {}, [[]], {"id": 1}, "\u0000"]


def mutated(chance: random.Random) -> bytes:
    body = copy.deepcopy(BODY)
    for _ in range(chance.randint(1, 3)):
        holder, key = chance.choice(list(places(body)))
        change = chance.choice(["replace", "delete", "repeat", "rename"])
        if change == "replace":
            holder[key] = copy.deepcopy(chance.choice(ODD))
        elif change == "delete":
            del holder[key]
        elif change == "repeat" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        elif isinstance(holder, dict):
            holder[str(chance.choice(ODD))] = holder.pop(key)
        if not list(places(body)):
            break
    text = bytearray(json.dumps(body).encode())
    if chance.random() < 0.3:
        text[chance.randrange(len(text))] = chance.randrange(256)
    if chance.random() < 0.1:
        del text[chance.randrange(len(text)) :]
    return bytes(text)


def places(value: object) -> Iterator[tuple[list | dict, int | str]]:
    keys = value if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], list | dict):
            yield from places(value[key])
