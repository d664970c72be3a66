"""The page's elements are wired: to the screen's address, to each other, and by their own names."""

import copy
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard import ids
from dashboard.callbacks import CONTROLS, PLACES

UPDATE = "/_dash-update-component"


@pytest.fixture
def dependencies(client: FlaskClient) -> list[dict[str, Any]]:
    return client.get("/_dash-dependencies").json


class TestWiring:
    def elements(self, node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if "props" in node and "id" in node["props"]:
                yield node["props"]["id"]
            node = list(node.values())
        if isinstance(node, list):
            for child in node:
                yield from self.elements(child)

    def test_every_element_has_its_own_name(self, client: FlaskClient) -> None:
        names = list(self.elements(client.get("/_dash-layout").json))
        assert len(names) == len(set(names))

    def test_every_name_in_a_callback_is_on_the_page(
        self, client: FlaskClient, dependencies: list[dict[str, Any]]
    ) -> None:
        names = set(self.elements(client.get("/_dash-layout").json))
        later = {ids.GRID, ids.CLEAR_FOCUS}
        for found in dependencies:
            for item in (*found["inputs"], *found["state"]):
                assert item["id"] in names or (item["id"] in later and item["allow_optional"])
            written = found["output"].strip(".").split("...") if "." in found["output"] else []
            for output in written:
                name = output.split("@")[0].rsplit(".", 1)[0]
                assert name in names or name == ids.GRID, "written by the browser, if it is there"
        links = ("/figures?pair=AZE-KAZ", "/turnover?focus=2023")
        views = [client.get("/screen", query_string={"at": link}).json for link in links]
        assert later <= {name for view in views for name in self.elements(view)}

    def test_every_control_is_wired_both_ways(self, dependencies: list[dict[str, Any]]) -> None:
        main = next(d for d in dependencies if ids.FLOW in {i["id"] for i in d["inputs"]})
        heard = {(item["id"], item["property"]) for item in main["inputs"]}
        said = set(PLACES.values())
        assert set(CONTROLS.items()) <= heard
        assert {f"{name}.{p}" for name, p in CONTROLS.items() if name != ids.SWAP} <= said

    def test_every_place_is_an_element_or_drawn_by_the_browser(self, client: FlaskClient) -> None:
        names = set(self.elements(client.get("/_dash-layout").json))
        script = client.get("/assets/app.js").text
        drawn = set(re.findall(r'"([\w.-]+)"', script.split("DRAWN = [")[1].split("]")[0]))
        assert {p for p in PLACES.values() if p.split(".")[0] not in names} <= drawn
        assert drawn <= set(PLACES.values())

    def test_every_name_shared_is_used(self, client: FlaskClient, app: Dash) -> None:
        known = {value for name, value in vars(ids).items() if name.isupper()} - {ids.FORMATS}
        known |= {ids.download(form) for form in ids.FORMATS}
        page = client.get("/_dash-layout").text + json.dumps(app._callback_list)
        assert {name for name in known if f'"{name}"' not in page} <= {ids.GRID, ids.CLEAR_FOCUS}


def test_a_screen_has_a_part_for_every_place(client: FlaskClient) -> None:
    places = set(PLACES.values())
    views = [
        client.get("/screen", query_string={"at": f"/{v}"}).json for v in ("figures", "compare")
    ]
    assert set().union(*views) == places
    hidden = {PLACES[name] for name in ("since", "until", "since_data", "until_data", "files")}
    assert places - set(views[1]) == hidden, "hidden controls are left as they are"


@pytest.fixture
def body(dependencies: list[dict[str, Any]]) -> dict[str, Any]:
    """What the browser sends when “Table” is pressed beside a comparison."""
    detail = next(d for d in dependencies if f"{ids.DETAIL}.opened" in d["output"])
    query = "?period=2023-01-01/P5M&base=2022-01-01/P5M"
    return {
        "output": detail["output"],
        "outputs": [{"id": ids.DETAIL, "property": p} for p in ("opened", "title", "children")],
        "inputs": [{"id": i["id"], "property": "n_clicks", "value": 1} for i in detail["inputs"]],
        "state": [
            {"id": "url", "property": "pathname", "value": "/compare"},
            {"id": "url", "property": "search", "value": query},
        ],
        "changedPropIds": [f"{ids.TABLE}.n_clicks"],
    }


def post(client: FlaskClient, body: Any) -> TestResponse:
    return client.post(UPDATE, data=json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("button", [ids.TABLE, ids.DESCRIBE])
def test_what_is_drawn_can_be_read(client: FlaskClient, body: dict[str, Any], button: str) -> None:
    response = post(client, body | {"changedPropIds": [f"{button}.n_clicks"]})
    found = response.json["response"][ids.DETAIL]
    assert found["opened"] is True
    for number in ("243.6 million", "162.5 million", "49.9%"):
        assert number in json.dumps(found["children"])


HOSTILE: list[Any] = [
    None, True, 0, -1, 1e308, "", "x", "/compare", "?pair=AZE-KOR", "?focus=2023-99", "<script>",
    "\x00", "x" * 5000, "&" * 3000, [], [None], {}, {"a": 1}, {"id": "url", "property": "search"},
]  # fmt: skip


def mutated(body: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A body with hostile values, and now and then with broken surroundings."""
    made = copy.deepcopy(body)
    for item in chance.sample([*made["inputs"], *made["state"]], chance.randint(1, 3)):
        item["value"] = chance.choice(HOSTILE)
    kind = chance.randrange(6)
    if kind == 0:
        made[chance.choice(list(made))] = chance.choice(HOSTILE)
    elif kind == 1:
        del made[chance.choice(list(made))]
    elif kind == 2:
        part = made[chance.choice(["inputs", "state", "outputs"])]
        part[chance.randrange(len(part))] = chance.choice(HOSTILE)
    elif kind == 3:
        made["changedPropIds"] = [chance.choice(HOSTILE), '{"a":1}.n_clicks']
    return made


def test_no_body_makes_the_server_fail(client: FlaskClient, body: dict[str, Any]) -> None:
    chance = random.Random(20230729)
    counts = {200: 0, 400: 0}
    for _ in range(400):
        sent = mutated(body, chance)
        response = post(client, sent)
        assert response.status_code in counts, (response.status_code, sent)
        counts[response.status_code] += 1
        if response.status_code == 400:
            assert "Traceback" not in response.text
            assert response.json["error"]
    assert min(counts.values()) > 50, "both the understood and the refused are tried"


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b"NaN", b'{"output": 1}', b"\xff\xfe", b'{"a":' * 500, b"1" * 400],
)
def test_what_is_no_callback_is_a_bad_request(client: FlaskClient, raw: bytes) -> None:
    response = client.post(UPDATE, data=raw, content_type="application/json")
    assert response.status_code == 400
    assert response.json["error"]
