"""Address and controls become one selection, and the selection the whole screen."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.exceptions import BadRequest
from werkzeug.test import TestResponse

from analysis.selection import Selection
from dashboard import ids, url
from dashboard.callbacks import CONTROLS, decide, pointed

UPDATE = "/_dash-update-component"
KAZ = ("/compare", "?pair=KAZ-AZE&flow=exports&focus=2023&period=2023")


def post(client: FlaskClient, body: Any) -> TestResponse:
    return client.post(UPDATE, data=json.dumps(body), content_type="application/json")


@pytest.fixture
def dependencies(client: FlaskClient) -> list[dict[str, Any]]:
    return client.get("/_dash-dependencies").json


@pytest.fixture
def body(dependencies: list[dict[str, Any]]) -> dict[str, Any]:
    """What the browser sends when the opening page loads."""
    main = next(d for d in dependencies if "chart.figure" in d["output"])
    sent = {"url.pathname": "/", "url.search": "", "canvas.data": {"width": 880, "theme": "light"}}
    inputs = [
        {"id": item["id"], "property": item["property"]}
        | ({"value": sent[name]} if (name := f"{item['id']}.{item['property']}") in sent else {})
        for item in main["inputs"]
    ]
    names = main["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    return {
        "output": main["output"],
        "outputs": outputs,
        "inputs": inputs,
        "changedPropIds": list(sent),
        "parsedChangedPropsIds": list(sent),
    }


def used(body: dict[str, Any], name: str, value: Any, path: str = "/", query: str = "") -> dict:
    """The body after one property was changed by a visitor."""
    changed = copy.deepcopy(body)
    for item in changed["inputs"]:
        key = f"{item['id']}.{item['property']}"
        if key in ("url.pathname", "url.search"):
            item["value"] = path if key == "url.pathname" else query
        if key == name:
            item["value"] = value
    changed["changedPropIds"] = changed["parsedChangedPropsIds"] = [name]
    return changed


def answer(client: FlaskClient, body: dict[str, Any]) -> dict[str, Any]:
    response = post(client, body)
    assert response.status_code == 200, response.text
    return response.json["response"]


def opened(body: dict[str, Any], link: str) -> dict[str, Any]:
    """The body after a link was followed."""
    path, query = link.split("?")
    return used(body, "url.search", f"?{query}", path)


def address(found: dict[str, Any]) -> str:
    return found["url"]["pathname"] + found["url"]["search"]


class TestDecide:
    def test_the_address_alone_decides_at_first(self) -> None:
        selection, said = decide({ids.URL}, *KAZ, {ids.FLOW: "imports"})
        assert selection == url.parse(*KAZ)[0]
        assert selection.flow == "exports"
        assert said == []

    def test_nothing_triggered_is_the_address(self) -> None:
        assert decide(set(), *KAZ, {})[0] == url.parse(*KAZ)[0]

    def test_another_sheet_is_the_same_selection(self) -> None:
        assert decide({ids.CANVAS}, *KAZ, {ids.FLOW: "imports"})[0].flow == "exports"

    def test_a_control_changes_its_part_and_keeps_the_rest(self) -> None:
        selection, _ = decide({ids.CURRENCY}, *KAZ, {ids.CURRENCY: "KZT", ids.FLOW: "imports"})
        assert selection == Selection(
            "compare",
            pair=("KAZ", "AZE"),
            flow="exports",
            period="2023",
            focus="2023",
            currency="KZT",
        )

    def test_junk_in_the_address_is_said_once_and_gone_with_the_next_click(self) -> None:
        said = decide({ids.URL}, "/growth", "?flow=nonsense", {})[1]
        assert "nonsense" in said[0]
        assert decide({ids.CURRENCY}, "/growth", "?flow=nonsense", {ids.CURRENCY: "EUR"})[1] == []

    @pytest.mark.parametrize("value", [None, "GBP", 7, ["USD"] * 9, {"a": 1}])
    def test_a_value_that_is_not_offered_is_a_bad_request(self, value: Any) -> None:
        with pytest.raises(BadRequest, match=ids.CURRENCY):
            decide({ids.CURRENCY}, *KAZ, {ids.CURRENCY: value})

    @pytest.mark.parametrize("part", [None, 7, ["/growth"], {"path": "/"}, True])
    def test_an_address_that_is_not_text_is_the_opening_page(self, part: Any) -> None:
        assert decide({ids.URL}, part, part, {}) == (Selection(), [])


@pytest.mark.parametrize(
    ("click", "period"),
    [
        ({"points": [{"customdata": "2023"}]}, "2023"),
        ({"points": [{"customdata": "2023"}, {"customdata": "2022"}]}, "2023"),
        ({"points": [{"x": 3}]}, ""),
        ({"points": [{"customdata": ["2023"]}]}, ""),
        ({"points": []}, ""),
        ({"points": "2023"}, ""),
        ({"points": ["2023"]}, ""),
        ({}, ""),
        ([], ""),
        (None, ""),
    ],
)
def test_a_click_points_at_a_period(click: Any, period: str) -> None:
    assert pointed(click) == period


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
        self, client: FlaskClient, dependencies: list[dict[str, Any]], body: dict[str, Any]
    ) -> None:
        names = set(self.elements(client.get("/_dash-layout").json))
        later = {ids.GRID, ids.CLEAR_FOCUS}
        for found in dependencies:
            for item in (*found["inputs"], *found["state"]):
                assert item["id"] in names or (item["id"] in later and item["allow_optional"])
            for output in found["output"].strip(".").split("..."):
                name = output.split("@")[0].rsplit(".", 1)[0]
                assert name in names or name == ids.GRID, "written by the browser, if it is there"
        links = ("/figures?pair=AZE-KAZ", "/turnover?focus=2023")
        views = [answer(client, opened(body, link)) for link in links]
        assert later <= {name for view in views for name in self.elements(view)}

    def test_every_control_is_wired_both_ways(self, dependencies: list[dict[str, Any]]) -> None:
        main = next(d for d in dependencies if "chart.figure" in d["output"])
        heard = {(item["id"], item["property"]) for item in main["inputs"]}
        said = set(main["output"].strip(".").split("..."))
        assert set(CONTROLS.items()) <= heard
        assert {f"{name}.{p}" for name, p in CONTROLS.items() if name != ids.SWAP} <= said

    def test_every_name_shared_is_used(self, client: FlaskClient, app: Dash) -> None:
        known = {value for name, value in vars(ids).items() if name.isupper()} - {ids.FORMATS}
        known |= {ids.download(form) for form in ids.FORMATS}
        page = client.get("/_dash-layout").text + json.dumps(app._callback_list)
        assert {name for name in known if f'"{name}"' not in page} <= {ids.GRID, ids.CLEAR_FOCUS}


def test_the_opening_page_gets_its_chart(client: FlaskClient, body: dict[str, Any]) -> None:
    found = answer(client, body)
    figure = found[ids.CHART]["figure"]
    assert figure["data"]
    assert "Azerbaijan–Kazakhstan" in figure["layout"]["meta"]["title"]
    assert found[ids.PAIR]["value"] == "AZE-KAZ"
    assert found[ids.MESSAGES]["children"] == []
    assert "url" not in found, "an address that is understood is left as it is"


MOVES = [
    (ids.PAIR, "AZE-KOR", "/turnover?pair=AZE-KOR"),
    (ids.SWAP, 1, "/turnover?pair=KAZ-AZE"),
    (ids.FLOW, "exports", "/turnover?pair=AZE-KAZ&flow=exports"),
    (ids.STATISTICS, "KAZ", "/turnover?pair=AZE-KAZ&statistics=KAZ"),
    (ids.PRODUCT, "wheat", "/turnover?pair=AZE-KAZ&product=wheat"),
    (ids.SINCE, "2019", "/turnover?pair=AZE-KAZ&since=2019"),
    (ids.UNTIL, "2022", "/turnover?pair=AZE-KAZ&until=2022"),
    (ids.CURRENCY, "KZT", "/turnover?pair=AZE-KAZ&currency=KZT"),
    (ids.MEASURE, "mirror", "/turnover?pair=AZE-KAZ&measure=mirror"),
    (ids.PERIOD, "2022", "/turnover?pair=AZE-KAZ&period=2022"),
    (ids.BASE, "2021", "/turnover?pair=AZE-KAZ&base=2021"),
    (ids.AGAINST, ["AZE-KOR"], "/turnover?pair=AZE-KAZ&against=AZE-KOR"),
    (ids.ESTIMATE, True, "/turnover?pair=AZE-KAZ&estimate=1"),
    (ids.BAND, [1, 1.3], "/turnover?pair=AZE-KAZ&band=1.00-1.30"),
]


def test_every_control_is_moved_below() -> None:
    assert [control for control, _, _ in MOVES] == list(CONTROLS)


@pytest.mark.parametrize(("control", "value", "expected"), MOVES)
def test_a_control_writes_the_address_and_shows_what_was_chosen(
    client: FlaskClient, body: dict[str, Any], control: str, value: Any, expected: str
) -> None:
    found = answer(client, used(body, f"{control}.{CONTROLS[control]}", value))
    assert address(found) == expected
    if control != ids.SWAP:
        shown = found[control][CONTROLS[control]]
        assert shown == value or control in (ids.PERIOD, ids.BASE), "one may set the other"
    again = answer(client, opened(body, expected))
    assert again[ids.CHART] == found[ids.CHART], "the address alone gives the same screen"


def test_a_clicked_mark_shows_its_figures(client: FlaskClient, body: dict[str, Any]) -> None:
    marks = answer(client, body)[ids.CHART]["figure"]["data"]
    periods = {p for trace in marks for p in trace.get("customdata", []) if p}
    assert "2023-01-01/P5M" in periods
    click = {"points": [{"customdata": "2023-01-01/P5M"}]}
    found = answer(client, used(body, "chart.clickData", click))
    assert address(found) == "/turnover?pair=AZE-KAZ&focus=2023-01-01/P5M"
    assert "243.6" in json.dumps(found[ids.EVIDENCE])
    closed = answer(client, used(body, "clear-focus.n_clicks", 1, *address(found).split("?")))
    assert address(closed) == "/turnover?pair=AZE-KAZ"
    assert closed[ids.EVIDENCE]["children"] == []


def test_a_clicked_period_filters_the_table(client: FlaskClient, body: dict[str, Any]) -> None:
    whole = answer(client, used(body, "url.pathname", "/figures", "/figures"))
    rows = whole[ids.GRID_BOX]["children"][1]["props"]["rowData"]
    row = next(r for r in rows if r["period"] == "Jan–May 2023")
    click = {"rowId": row["key"], "colId": "period", "value": row["period"]}
    found = answer(client, used(body, "grid.cellClicked", click, "/figures"))
    assert address(found) == "/figures?pair=AZE-KAZ&focus=2023-01-01/P5M"
    kept = found[ids.GRID_BOX]["children"][1]["props"]["rowData"]
    assert kept == [r for r in rows if r["period"] == "Jan–May 2023"]


def test_junk_in_the_address_is_said(client: FlaskClient, body: dict[str, Any]) -> None:
    query = "?pair=AZE-ZZZ&flow=nonsense&product=unicorns"
    said = json.dumps(answer(client, opened(body, f"/nowhere{query}"))[ids.MESSAGES])
    for word in ("nowhere", "nonsense", "ZZZ"):
        assert word in said


@pytest.mark.parametrize("button", [ids.TABLE, ids.DESCRIBE])
def test_what_is_drawn_can_be_read(
    client: FlaskClient, dependencies: list[dict[str, Any]], button: str
) -> None:
    detail = next(d for d in dependencies if f"{ids.DETAIL}.opened" in d["output"])
    query = "?period=2023-01-01/P5M&base=2022-01-01/P5M"
    sent = {
        "output": detail["output"],
        "outputs": [{"id": ids.DETAIL, "property": p} for p in ("opened", "title", "children")],
        "inputs": [{"id": i["id"], "property": "n_clicks", "value": 1} for i in detail["inputs"]],
        "state": [
            {"id": "url", "property": "pathname", "value": "/compare"},
            {"id": "url", "property": "search", "value": query},
        ],
        "changedPropIds": [f"{button}.n_clicks"],
    }
    found = answer(client, sent)[ids.DETAIL]
    assert found["opened"] is True
    for number in ("243.6 million", "162.5 million", "49.9%"):
        assert number in json.dumps(found["children"])


HOSTILE: list[Any] = [
    None, True, 0, -1, 1.5, 10**16, 1e308, "", "x", "AZE", "AZE-AZE", "ZZZ-YYY", "2023-99",
    "2023-01-01/P0M", "1900", "0/0", "../../etc/passwd", "<script>", "\x00", "\ud7ff", "٢٠٢٣",
    "x" * 5000, "&" * 3000, "?pair=" * 400, [], [None], [[]], ["AZE-KOR"] * 50, [1, 2, 3],
    [-1e300, 1e300], ["a", 1], {}, {"width": "x"}, {"width": -5, "theme": {}}, {"points": None},
    {"points": [None]}, {"points": [{"customdata": 5}]}, {"points": [{"customdata": "junk"}]},
    {"rowId": 5, "colId": "period"}, {"rowId": "a|b|c", "colId": "period"}, {"rowId": "|2023-99",
    "colId": "period"}, {"__proto__": {"a": 1}}, {"props": {}, "type": "Div"},
]  # fmt: skip


def mutated(body: dict[str, Any], chance: random.Random) -> Any:
    """A body with hostile values, and now and then with broken surroundings."""
    made = copy.deepcopy(body)
    for item in chance.sample(made["inputs"], chance.randint(1, 4)):
        item["value"] = chance.choice(HOSTILE)
    chosen = chance.sample(made["inputs"], chance.randint(0, 3))
    made["changedPropIds"] = [f"{item['id']}.{item['property']}" for item in chosen]
    kind = chance.randrange(8)
    if kind == 0:
        made[chance.choice(list(made))] = chance.choice(HOSTILE)
    elif kind == 1:
        del made[chance.choice(list(made))]
    elif kind == 2:
        made["inputs"][chance.randrange(len(made["inputs"]))] = chance.choice(HOSTILE)
    elif kind == 3:
        made["changedPropIds"] = [chance.choice(HOSTILE), '{"a":1}.value']
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


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:40])
def test_no_value_of_any_control_makes_the_server_fail(
    client: FlaskClient, body: dict[str, Any], value: Any
) -> None:
    for item in body["inputs"]:
        sent = used(body, f"{item['id']}.{item['property']}", value)
        response = post(client, sent)
        assert response.status_code in (200, 400), (item, response.text)
        if response.status_code == 200 and "url" in response.json["response"]:
            written = urlsplit(address(response.json["response"]))
            assert url.parse(written.path, written.query)[1] == []


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b"NaN", b'{"output": 1}', b"\xff\xfe", b'{"a":' * 500, b"1" * 400],
)
def test_what_is_no_callback_is_a_bad_request(client: FlaskClient, raw: bytes) -> None:
    response = client.post(UPDATE, data=raw, content_type="application/json")
    assert response.status_code == 400
    assert response.json["error"]
