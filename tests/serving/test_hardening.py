"""What a visitor can never make the server do."""

import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Response
from flask.testing import FlaskClient

from dashboard.hardening import inline_scripts
from dashboard.serving import harden
from tests.tiny import BODY, UPDATE, page, page_files, post, tiny_app


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


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "/nothing",
            "/_reload-hash",
            "/console",
            UPDATE,
            "/assets/missing.css",
            "/assets/../test_hardening.py",
            "/assets/%2e%2e/test_hardening.py",
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
