"""The server from outside: what it answers, what it refuses, what it keeps to itself."""

import base64
import copy
import gzip
import hashlib
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import brotli
import dash_mantine_components as dmc
import pytest
from dash import ALL, Dash, Input, Output, State, callback_context, dcc, html
from flask import Response
from flask.testing import FlaskClient
from werkzeug.exceptions import BadRequest

from dashboard.hardening import inline_scripts
from dashboard.serving import harden, warm

ROOT = Path(__file__).parents[1]
UPDATE = "/_dash-update-component"
BODY = {
    "output": "..chart.figure...note.children..",
    "outputs": [
        {"id": "chart", "property": "figure"},
        {"id": "note", "property": "children"},
    ],
    "inputs": [
        {"id": "pair", "property": "value", "value": "AZE-KAZ"},
        [{"id": {"kind": "year", "index": 2022}, "property": "value", "value": 2022}],
    ],
    "changedPropIds": ["pair.value"],
    "state": [{"id": "memory", "property": "data", "value": {"seen": [1, 2.5, None, True]}}],
}


def tiny_app(assets: Path) -> Dash:
    app = Dash(__name__, assets_folder=str(assets), title="Tiny")
    app.layout = dmc.MantineProvider(
        [
            dmc.Select(id="pair", data=["AZE-KAZ", "AZE-KOR"]),
            dcc.Input(id={"kind": "year", "index": 2022}, type="number"),
            dcc.Graph(id="chart"),
            dcc.Store(id="memory"),
            html.Div(id="note"),
        ]
    )

    @app.callback(
        Output("chart", "figure"),
        Output("note", "children"),
        Input("pair", "value"),
        Input({"kind": "year", "index": ALL}, "value"),
        State("memory", "data"),
    )
    def show(pair: object, years: list[object], memory: object) -> tuple[dict, str]:
        if pair == "broken":
            raise RuntimeError("secret reason")
        if pair == "refused":
            raise BadRequest("There is no such pair.")
        text = json.dumps([pair, years, memory, callback_context.triggered_id])
        return {"data": [], "layout": {"title": {"text": text}}}, text

    app.clientside_callback("(n) => n", Output("memory", "data"), Input("note", "children"))
    return app


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assets")
    (folder / "style.css").write_text("body { margin: 0 } /* quiet */\n" * 200)
    (folder / "picture.png").write_bytes(bytes(range(256)) * 8)
    return folder


@pytest.fixture(scope="module")
def client(assets: Path) -> FlaskClient:
    app = tiny_app(assets)
    harden(app, health=lambda: {"figures": 583, "data_version": "2023-07"})
    return app.server.test_client()


def post(client: FlaskClient, body: object, **kwargs: object) -> Response:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(UPDATE, data=data, content_type="application/json", **kwargs)


def page_files(client: FlaskClient) -> list[str]:
    return re.findall(r'(?:src|href)="(/(?:_dash-component-suites|assets)/[^"]+)"', page(client))


def page(client: FlaskClient) -> str:
    return client.get("/").text


def observatory_score(headers: dict[str, str], scripts: list[str]) -> int:
    """Mozilla's published score table. Not judged here, since they need https or a cookie:
    redirection to https, HSTS, cookies. CORS and SRI cannot lose points: neither is used."""
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in headers.get("Content-Security-Policy", "").split(";")
    )
    script_sources = policy.get("script-src", policy.get("default-src", "*"))
    score = 100
    score -= 25 if not policy else 0
    score -= 20 if "'unsafe-inline'" in script_sources or "*" in script_sources else 0
    score -= 10 if "'unsafe-eval'" in script_sources else 0
    score -= 20 if "frame-ancestors" not in policy and "X-Frame-Options" not in headers else 0
    score -= 5 if headers.get("X-Content-Type-Options") != "nosniff" else 0
    score -= 5 if any(script.startswith(("http:", "https:", "//")) for script in scripts) else 0
    if score >= 90:
        score += 10 if policy.get("default-src") == "'none'" else 0
        score += 5 if policy.get("frame-ancestors") == "'none'" else 0
        score += 5 if headers.get("Referrer-Policy") in {"same-origin", "no-referrer"} else 0
        score += 10 if headers.get("Cross-Origin-Opener-Policy") == "same-origin" else 0
        score += 10 if headers.get("Cross-Origin-Resource-Policy") == "same-origin" else 0
    return score


class TestHeaders:
    def answers(self, client: FlaskClient) -> Iterator[Response]:
        for address in ("/", "/health", "/_dash-layout", "/assets/style.css", "/nothing"):
            yield client.get(address)
        yield client.get(page_files(client)[0])
        yield post(client, BODY)
        yield post(client, {})
        yield client.put("/")

    def test_every_answer_scores_at_least_100(self, client: FlaskClient) -> None:
        scripts = re.findall(r'<script[^>]+src="([^"]+)"', page(client))
        assert scripts
        for answer in self.answers(client):
            assert observatory_score(dict(answer.headers), scripts) >= 100, answer.request.path

    def test_the_score_table_can_fail(self) -> None:
        assert observatory_score({}, ["https://cdn.example/x.js"]) == 50

    def test_policy_allows_exactly_the_scripts_of_the_page(self, client: FlaskClient) -> None:
        answer = client.get("/")
        allowed = re.findall(r"'sha256-([^']+)'", answer.headers["Content-Security-Policy"])
        written = inline_scripts(answer.text)
        expected = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in written]
        assert written
        assert sorted(allowed) == sorted(expected)
        assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]

    def test_hsts_over_https_only(self, client: FlaskClient) -> None:
        assert "Strict-Transport-Security" not in client.get("/health").headers
        secure = client.get("/health", base_url="https://localhost")
        assert secure.headers["Strict-Transport-Security"].startswith("max-age=31536000")

    def test_only_trusted_hosts_when_named(self, assets: Path) -> None:
        app = tiny_app(assets)
        harden(app, hosts=["trade.example", "127.0.0.1"])
        client = app.server.test_client()
        assert client.get("/health", base_url="http://trade.example").status_code == 200
        assert client.get("/health", base_url="http://127.0.0.1:8050").status_code == 200
        evil = client.get("/", base_url="http://evil.example")
        assert evil.status_code == 400
        assert "evil" not in evil.text


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


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "/nothing",
            "/_reload-hash",
            "/console",
            UPDATE,
            "/assets/missing.css",
            "/assets/../test_serving.py",
            "/assets/%2e%2e/test_serving.py",
            "/_dash-component-suites/dash/nothing.js",
            "/_dash-component-suites/os/path.py",
            "/_dash-component-suites/dash/../../../etc/passwd",
            "/_dash-component-suites/dash/dcc/dash_core_components.js.map.missing",
            "/_dash-component-suites/dash_mantine_components/async-BarChart.js.map",
        ],
    )
    def test_unknown_is_404(self, client: FlaskClient, address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Traceback" not in answer.text and "egistered" not in answer.text

    def test_a_visitor_gets_a_page_and_a_program_gets_json(self, client: FlaskClient) -> None:
        shown = client.get("/<script>x", headers={"Accept": "text/html"})
        assert shown.mimetype == "text/html" and 'href="/"' in shown.text
        assert "<script>x" not in shown.text
        told = client.get("/nothing", headers={"Accept": "application/json"})
        assert told.json == {"error": "There is nothing at this address."}

    @pytest.mark.parametrize("address", ["/", "/health", "/assets/style.css", "/nothing"])
    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "POST"])
    def test_other_methods_are_405(self, client: FlaskClient, address: str, method: str) -> None:
        answer = client.open(address, method=method)
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]

    @pytest.mark.parametrize("address", [UPDATE, "/", "/health"])
    def test_more_than_a_mebibyte_is_413(self, client: FlaskClient, address: str) -> None:
        body = b'"' + b"x" * 1024 * 1024 + b'"'
        answer = client.post(address, data=body, content_type="application/json")
        assert answer.status_code == 413
        assert answer.json == {"error": "The request is larger than 1024 KiB."}

    def test_health(self, client: FlaskClient) -> None:
        answer = client.get("/health")
        assert answer.json == {"status": "ok", "figures": 583, "data_version": "2023-07"}
        assert answer.headers["Cache-Control"] == "no-store"

    def test_no_versions_in_the_page(self, client: FlaskClient) -> None:
        config = re.search(r'<script id="_dash-config"[^>]*>(.*?)</script>', page(client))[1]
        assert "requests_pathname_prefix" in config
        assert sys.version.split()[0] not in page(client)
        assert not [key for key in json.loads(config) if key.endswith("version")]

    def test_the_environment_cannot_switch_debugging_or_mcp_on(
        self, assets: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("DEBUG", "UI", "HOT_RELOAD", "PROPS_CHECK", "MCP_ENABLED", "PRUNE_ERRORS"):
            monkeypatch.setenv(f"DASH_{name}", "true")
        app = tiny_app(assets)
        rules = [rule.rule for rule in app.server.url_map.iter_rules() if "mcp" in rule.rule]
        harden(app)
        client = app.server.test_client()
        assert rules
        assert {client.get(rule).status_code for rule in rules} <= {404, 405}
        assert {client.post(rule, json={}).status_code for rule in rules} <= {404, 405}
        config = json.loads(re.search(r'_dash-config"[^>]*>(.*?)</script>', page(client))[1])
        assert not config["ui"] and not config["props_check"] and "hot_reload" not in config
        assert "Traceback" not in post(client, {"output": 1}).text


class TestFiles:
    @pytest.mark.parametrize("encoding", ["br", "gzip"])
    def test_compressed_files_are_the_same_bytes(self, client: FlaskClient, encoding: str) -> None:
        expand = {"br": brotli.decompress, "gzip": gzip.decompress}[encoding]
        files = page_files(client)
        assert len(files) > 5
        for address in files:
            plain = client.get(address, headers={"Accept-Encoding": "identity"})
            small = client.get(address, headers={"Accept-Encoding": encoding})
            assert small.headers["Content-Encoding"] == encoding
            assert "Accept-Encoding" in small.headers["Vary"]
            assert "Content-Encoding" not in plain.headers
            assert expand(small.data) == plain.data
            assert plain.headers["ETag"] != small.headers["ETag"]

    def test_a_file_is_compressed_once(
        self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        address, accept = page_files(client)[0], {"Accept-Encoding": "br"}
        first = client.get(address, headers=accept).data
        monkeypatch.setattr("dashboard.transfer.compress", None)
        assert client.get(address, headers=accept).data == first
        assert client.get(re.sub(r"m\d+\.", "m1.", address), headers=accept).data == first

    def test_addresses_with_a_version_are_kept_for_ever(self, client: FlaskClient) -> None:
        for address in page_files(client):
            control = client.get(address).cache_control
            assert control.immutable and control.public and control.max_age == 31536000

    def test_addresses_without_a_version_are_asked_again(self, client: FlaskClient) -> None:
        first = client.get("/assets/style.css")
        assert first.cache_control.max_age == 600 and not first.cache_control.immutable
        again = client.get("/assets/style.css", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")

    def test_pictures_are_sent_as_they_are(self, client: FlaskClient, assets: Path) -> None:
        answer = client.get("/assets/picture.png", headers={"Accept-Encoding": "br, gzip"})
        assert "Content-Encoding" not in answer.headers
        assert answer.data == (assets / "picture.png").read_bytes()

    def test_an_encoding_refused_is_not_used(self, client: FlaskClient) -> None:
        accept = {"Accept-Encoding": "br;q=0, gzip;q=0.5"}
        assert client.get("/assets/style.css", headers=accept).headers["Content-Encoding"] == "gzip"


class TestAnswers:
    def test_the_page_is_always_asked_again(self, client: FlaskClient) -> None:
        assert client.get("/").headers["Cache-Control"] == "no-cache"

    def test_callback_answers_are_compressed_and_never_kept(self, client: FlaskClient) -> None:
        body = copy.deepcopy(BODY)
        body["inputs"][0]["value"] = "long " * 400
        plain = post(client, body)
        small = post(client, body, headers={"Accept-Encoding": "br"})
        assert small.headers["Content-Encoding"] == "br"
        assert small.headers["Cache-Control"] == "no-store"
        assert json.loads(brotli.decompress(small.data)) == plain.json

    def test_an_unchanged_layout_is_not_sent_twice(self, client: FlaskClient) -> None:
        first = client.get("/_dash-layout", headers={"Accept-Encoding": "br"})
        validator = {"If-None-Match": first.headers["ETag"]}
        assert client.get("/_dash-layout", headers=validator).status_code == 304

    def test_warming_fills_the_shelf_before_the_first_visitor(
        self, assets: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        app = tiny_app(assets)
        harden(app, hosts=[".trade.example"])
        warm(app)
        client = app.server.test_client()
        ask = {"base_url": "http://trade.example"}
        files = re.findall(r'src="(/_dash[^"]+)"', client.get("/", **ask).text)
        monkeypatch.setattr("dashboard.transfer.compress", None)
        for address in files:
            answer = client.get(address, headers={"Accept-Encoding": "br"}, **ask)
            assert answer.headers["Content-Encoding"] == "br"


SERVER = """
    import sys
    from dash import Dash, html
    from dashboard import slow_clients
    from dashboard.serving import harden, serve
    slow_clients.ARRIVAL_SECONDS = 2
    app = Dash(title="Tiny")
    app.layout = html.Div("hello")
    harden(app, health=lambda: {"figures": 583})
    serve(app, "127.0.0.1", int(sys.argv[1]), workers=2)
"""


def start(port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVER), str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"DASH_DEBUG": "true"},
    )


@contextmanager
def running() -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = start(0)
    line = process.stdout.readline()
    address = re.fullmatch(r"Tiny is ready at http://127\.0\.0\.1:(\d+)/ .*\n", line)
    try:
        assert address, line + process.stderr.read()
        yield process, int(address[1])
    finally:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running() as (_, port):
        yield port


def get(port: int, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def is_closed(client: socket.socket) -> bool:
    try:
        return client.recv(100) == b""
    except ConnectionResetError:
        return True


def wait_for_children(pid: int, number: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    for _ in range(100):
        children = listed.read_text().split()
        if len(children) == number:
            return [int(child) for child in children]
        time.sleep(0.1)
    raise AssertionError(f"{children} of {number} workers")


class TestServer:
    @pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
    def test_answers_and_stops_without_orphans(self, sign: signal.Signals) -> None:
        with running() as (process, port):
            self.assert_stops(process, port, sign)

    def assert_stops(self, process: subprocess.Popen[str], port: int, sign: signal.Signals) -> None:
        assert get(port, "/health") == (200, b'{"figures":583,"status":"ok"}\n')
        assert get(port, "/")[0] == 200
        workers = wait_for_children(process.pid, 2)
        with socket.create_connection(("127.0.0.1", port)):
            process.send_signal(sign)
            output, errors = process.communicate(timeout=5)
        assert (process.returncode, output) == (0, "")
        assert "Traceback" not in errors
        assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]

    def test_a_port_in_use_is_one_sentence(self, port: int) -> None:
        second = start(port)
        output, errors = second.communicate(timeout=20)
        assert (second.returncode, output) == (1, "")
        assert errors.startswith(f"Port {port} on 127.0.0.1 is already in use: ")
        assert errors.count("\n") == 1

    def test_half_sent_requests_stop_nobody(self, port: int) -> None:
        head = f"POST {UPDATE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        starts = [head, head + "Content-Length: 500\r\n\r\n{", "", "GET"]
        with ExitStack() as open_sockets:
            clients = [
                open_sockets.enter_context(socket.create_connection(("127.0.0.1", port), 20))
                for _ in range(60)
            ]
            for place, client in enumerate(clients):
                client.sendall(starts[place % len(starts)].encode())
            assert get(port, "/health")[0] == 200
            client = clients[1]
            client.sendall(b" " * 498 + b"}")
            assert client.recv(100).startswith(b"HTTP/1.1 400")
            assert is_closed(clients[0]), "a client that stays silent is let go"

    def test_a_request_in_pieces_is_answered(self, port: int) -> None:
        body = json.dumps({"output": "x" * 900_000}).encode()
        head = (
            f"POST {UPDATE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        request = head.encode() + body
        with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
            for cut in (3, 40, len(head), len(head) + 7, len(request)):
                client.sendall(request[:cut])
                request = request[cut:]
                time.sleep(0.05)
            assert client.recv(100).startswith(b"HTTP/1.1 400")
            client.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health HTTP/1.1\r\n")
            client.sendall(b"Host: x\r\nConnection: close\r\n\r\n")
            answers = b"".join(iter(lambda: client.recv(65536), b""))
            assert answers.count(b"HTTP/1.1 200 OK") == 2

    def test_a_body_without_length_is_411(self, port: int) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as client:
            client.request("POST", UPDATE, iter([b"{", b"}"]), encode_chunked=True)
            assert client.getresponse().status == 411
