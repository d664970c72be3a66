"""Files and answers are small, and kept where they may be."""

import copy
import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from dashboard.serving import harden, warm
from tests.tiny import BODY, page_files, post, tiny_app


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
