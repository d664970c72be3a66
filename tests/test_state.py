"""The address and a used control become one selection, answered with its screen."""

import json
import random
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest

from analysis.selection import Canvas, Selection
from dashboard import ids, url
from dashboard.callbacks import CONTROLS
from dashboard.state import canvas, decide

KAZ = "/compare?pair=KAZ-AZE&flow=exports&focus=2023&period=2023"


def ask(client: FlaskClient, at: str, *used: tuple[str, Any]) -> dict[str, Any]:
    """What the browser is told when it is at an address and a control was used."""
    query = [("at", at), ("width", "880"), ("theme", "light")]
    for control, value in used:
        query += [("control", control), ("value", json.dumps(value))]
    response = client.get("/screen", query_string=query)
    assert response.status_code == 200, response.text
    return response.json


def address(found: dict[str, Any]) -> str:
    return found["url.pathname"] + found["url.search"]


def used(control: str, value: Any) -> list[tuple[str, str]]:
    return [(control, json.dumps(value))]


class TestDecide:
    def test_the_address_alone_decides_at_first(self) -> None:
        selection, said = decide(KAZ, [])
        assert selection == url.parse(*KAZ.split("?"))[0]
        assert (selection.flow, said) == ("exports", [])

    def test_a_control_changes_its_part_and_keeps_the_rest(self) -> None:
        assert decide(KAZ, used(ids.CURRENCY, "KZT"))[0] == Selection(
            "compare",
            pair=("KAZ", "AZE"),
            flow="exports",
            period="2023",
            focus="2023",
            currency="KZT",
        )

    def test_junk_in_the_address_is_said_once_and_gone_with_the_next_click(self) -> None:
        assert "nonsense" in decide("/growth?flow=nonsense", [])[1][0]
        assert decide("/growth?flow=nonsense", used(ids.CURRENCY, "EUR"))[1] == []

    @pytest.mark.parametrize("value", [None, "GBP", 7, ["USD"] * 9, {"a": 1}])
    def test_a_value_that_is_not_offered_is_a_bad_request(self, value: Any) -> None:
        with pytest.raises(BadRequest, match=ids.CURRENCY):
            decide(KAZ, used(ids.CURRENCY, value))

    @pytest.mark.parametrize("value", ["", "{", "[" * 100_000, "nul", "\x00", "1" * 4300])
    def test_a_value_that_is_not_json_is_a_bad_request(self, value: str) -> None:
        with pytest.raises(BadRequest, match=ids.CURRENCY):
            decide(KAZ, [(ids.CURRENCY, value)])

    @pytest.mark.parametrize("value", [f"[{'1' * 400}, 2]", "[1, 1e999]", "[NaN, 1]", "[true, -1]"])
    def test_ends_that_are_no_ratios_are_a_bad_request(self, value: str) -> None:
        with pytest.raises(BadRequest, match=ids.BAND):
            decide(KAZ, [(ids.BAND, value)])

    def test_two_controls_used_at_once_both_count(self) -> None:
        both = used(ids.FLOW, "imports") + used(ids.CURRENCY, "EUR")
        selection, _ = decide(KAZ, both)
        assert (selection.flow, selection.currency) == ("imports", "EUR")

    def test_a_control_that_does_not_exist_is_a_bad_request(self) -> None:
        with pytest.raises(BadRequest, match="nonesuch"):
            decide(KAZ, used("nonesuch", 1))


@pytest.mark.parametrize(
    ("width", "theme", "expected"),
    [
        ("390", "dark", Canvas(390, 0, "dark")),
        ("640", "light", Canvas(640, 0, "light")),
        ("5", "sepia", Canvas(1200, 0, "light")),
        ("1000000000", "", Canvas(1200, 0, "light")),
        ("0120000", "", Canvas(1200, 0, "light")),
        ("640.7", "", Canvas(1200, 0, "light")),
        ("-640", "", Canvas(1200, 0, "light")),
        ("٦٤٠", "", Canvas(1200, 0, "light")),
        ("", "", Canvas(1200, 0, "light")),
    ],
)
def test_the_sheet_fits_the_browser(width: str, theme: str, expected: Canvas) -> None:
    assert canvas(width, theme) == expected


@given(st.text() | st.integers().map(str), st.text())
def test_whatever_the_browser_reports_gives_a_sheet(width: str, theme: str) -> None:
    found = canvas(width, theme)
    assert 280 <= found.width <= 2400
    assert found.theme in ("light", "dark")


def test_the_opening_page_gets_its_chart(client: FlaskClient) -> None:
    found = ask(client, "/")
    figure = found["chart.figure"]
    assert figure["data"]
    assert "Azerbaijan–Kazakhstan" in figure["layout"]["meta"]["title"]
    assert found["pair.value"] == "AZE-KAZ"
    assert found["messages.children"] == []


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
    (ids.DEDUCED, True, "/turnover?pair=AZE-KAZ&deduced=1"),
    (ids.BAND, [1, 1.3], "/turnover?pair=AZE-KAZ&band=1.00-1.30"),
]


def test_every_control_is_moved_below() -> None:
    assert [control for control, _, _ in MOVES] == list(CONTROLS)


@pytest.mark.parametrize(("control", "value", "expected"), MOVES)
def test_a_control_writes_the_address_and_shows_what_was_chosen(
    client: FlaskClient, control: str, value: Any, expected: str
) -> None:
    found = ask(client, "/", (control, value))
    assert address(found) == expected
    if control not in (ids.SWAP, ids.PERIOD, ids.BASE):
        assert found[f"{control}.{CONTROLS[control]}"] == value
    again = ask(client, expected)
    assert again["chart.figure"] == found["chart.figure"], "the address alone gives the same screen"


def test_a_clicked_mark_shows_its_figures(client: FlaskClient) -> None:
    marks = ask(client, "/")["chart.figure"]["data"]
    periods = {p for trace in marks for p in trace.get("customdata", []) if p}
    assert "2023-01-01/P5M" in periods
    found = ask(client, "/", ("focus", "2023-01-01/P5M"))
    assert address(found) == "/turnover?pair=AZE-KAZ&focus=2023-01-01/P5M"
    assert "243.6" in json.dumps(found["evidence.children"])
    closed = ask(client, address(found), ("focus", ""))
    assert address(closed) == "/turnover?pair=AZE-KAZ"
    assert closed["evidence.children"] == []


def test_a_clicked_period_filters_the_table(client: FlaskClient) -> None:
    rows = ask(client, "/figures")["grid-box.children"][1]["props"]["rowData"]
    found = ask(client, "/figures", ("focus", "2023-01-01/P5M"))
    assert address(found) == "/figures?pair=AZE-KAZ&focus=2023-01-01/P5M"
    kept = found["grid-box.children"][1]["props"]["rowData"]
    assert kept == [r for r in rows if r["period"] == "Jan–May 2023"]


def test_junk_in_the_address_is_said(client: FlaskClient) -> None:
    found = ask(client, "/nowhere?pair=AZE-ZZZ&flow=nonsense&product=unicorns")
    said = json.dumps(found["messages.children"])
    for word in ("nowhere", "nonsense", "ZZZ"):
        assert word in said


def test_the_same_screen_is_sent_as_the_same_bytes(client: FlaskClient) -> None:
    first, second = (
        client.get("/screen?at=/growth", headers={"Accept-Encoding": "br"}) for _ in "ab"
    )
    assert first.data == second.data
    assert first.headers["Content-Encoding"] == "br"
    assert first.headers["Cache-Control"] == "no-store"


HOSTILE: list[Any] = [
    None, True, 0, -1, 1.5, 10**16, 1e308, "", "x", "AZE", "AZE-AZE", "ZZZ-YYY", "2023-99",
    "2023-01-01/P0M", "1900", "0/0", "../../etc/passwd", "<script>", "\x00", "\ud7ff", "٢٠٢٣",
    "x" * 5000, "&" * 3000, "?pair=" * 400, [], [None], [[]], ["AZE-KOR"] * 50, [1, 2, 3],
    [-1e300, 1e300], ["a", 1], {}, {"width": "x"}, {"width": -5, "theme": {}}, {"points": None},
    {"points": [None]}, {"points": [{"customdata": 5}]}, {"points": [{"customdata": "junk"}]},
    {"rowId": 5, "colId": "period"}, {"rowId": "a|b|c", "colId": "period"}, {"rowId": "|2023-99",
    "colId": "period"}, {"__proto__": {"a": 1}}, {"props": {}, "type": "Div"},
]  # fmt: skip


def test_no_request_makes_the_server_fail(client: FlaskClient) -> None:
    chance = random.Random(20230729)
    names = [*CONTROLS, "focus", "nonesuch", ""]
    counts = {200: 0, 400: 0}
    for _ in range(600):
        query = [("at", chance.choice(["/", KAZ, "/figures", str(chance.choice(HOSTILE))]))]
        query += [("width", str(chance.choice(HOSTILE))), ("theme", str(chance.choice(HOSTILE)))]
        for _used in range(chance.randint(0, 2)):
            value = chance.choice(HOSTILE)
            sent = json.dumps(value) if chance.random() < 0.8 else str(value)
            query += [("control", chance.choice(names)), ("value", sent)]
        response = client.get("/screen", query_string=query)
        assert response.status_code in counts, (response.status_code, query)
        counts[response.status_code] += 1
        if response.status_code == 400:
            assert "Traceback" not in response.text
            assert response.json["error"]
    assert min(counts.values()) > 50, "both the understood and the refused are tried"


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:40])
def test_no_value_of_any_control_makes_the_server_fail(client: FlaskClient, value: Any) -> None:
    for control in (*CONTROLS, "focus"):
        query = {"at": "/", "control": control, "value": json.dumps(value)}
        response = client.get("/screen", query_string=query)
        assert response.status_code in (200, 400), (control, value)
        if response.status_code == 200:
            split = urlsplit(address(response.json))
            assert url.parse(split.path, split.query)[1] == []
