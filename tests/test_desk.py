"""The desk from outside: what its addresses answer, refuse, write, and that it can be left out."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from analysis.pipeline import drafts
from dashboard.__main__ import app
from dashboard.app import create
from dashboard.desk import OWN, ids
from tests import readings
from tests.test_callbacks import HOSTILE

SOURCE = {
    "kind": "press",
    "publisher": "The Paper",
    "published": "2023-08-01",
    "language": "",
    "url": "",
}
ADDRESSES = ("/desk/read", "/desk/check", "/desk/accept", "/desk/undo", "/desk/last")


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "extract", readings.read)


@pytest.fixture
def desk(folder: Path) -> FlaskClient:
    """A dashboard started with --edit on a copy of the small table."""
    return create(folder, edit=True).server.test_client()


def read(desk: FlaskClient, content: bytes = readings.TEXT.encode(), name: str = "a.txt") -> Any:
    file = FileStorage(io.BytesIO(content), name)
    boundary, body = encode_multipart(SOURCE | {"document": file})
    form = f"multipart/form-data; boundary={boundary}"
    return desk.post("/desk/read", data=body, content_type=form)


def rows(answer: TestResponse) -> list[dict[str, Any]]:
    return answer.json["grid"][0]["props"]["rowData"]


def accept(desk: FlaskClient, answer: TestResponse, *chosen: int) -> TestResponse:
    return accept_rows(desk, answer, rows(answer), *chosen)


def accept_rows(
    desk: FlaskClient, answer: TestResponse, found: list[dict[str, Any]], *chosen: int
) -> TestResponse:
    body = {"rows": found, "keys": [str(n) for n in chosen], "source": SOURCE}
    body["seen"] = answer.json["version"]
    return desk.post("/desk/accept", json=body)


def test_without_edit_there_is_no_desk(client: FlaskClient) -> None:
    assert client.get("/add").status_code == 404
    for address in ADDRESSES:
        assert client.post(address, json={}).status_code in (404, 405)
    known = client.get("/_dash-layout").text + client.get("/_dash-dependencies").text
    assert "desk" not in known
    assert "/assets/desk." not in client.get("/").text
    assert [client.get(f"/assets/{name}").status_code for name in OWN] == [404, 404]
    assert "/add" not in client.get("/screen?at=/turnover").text
    assert client.get("/screen?at=/add").json["url.pathname"] == "/turnover"


def test_with_edit_there_is_a_view_more(desk: FlaskClient) -> None:
    assert desk.get("/add").status_code == 200
    assert [desk.get(f"/assets/{name}").status_code for name in OWN] == [200, 200]
    found = desk.get("/screen?at=/add%3Fpair=AZE-KOR").json
    assert found["shell.className"] == "shell view-add"
    assert found["url.pathname"] == "/add"
    assert "pair=AZE-KOR" in json.dumps(found["nav.children"])
    assert f'"{ids.GRID_BOX}"' in desk.get("/_dash-layout").text


@pytest.mark.parametrize("host", ["evil.example", "192.168.0.1", "localhost.evil.example"])
def test_no_other_site_reaches_the_desk(desk: FlaskClient, host: str) -> None:
    assert desk.get("/add", headers={"Host": host}).status_code == 400
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert desk.post("/desk/undo", json={"version": ""}, headers=headers).status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:81"])
def test_no_page_of_another_origin_reaches_the_desk(desk: FlaskClient, origin: str) -> None:
    for address in ADDRESSES:
        assert desk.post(address, json={}, headers={"Origin": origin}).status_code == 403
    own = {"Origin": "http://localhost"}
    assert desk.post("/desk/last", json={}, headers=own).status_code == 200


@pytest.mark.parametrize("options", [("--host", "0.0.0.0"), ("--workers", "2")])
def test_only_one_person_on_this_machine_may_edit(options: tuple[str, str]) -> None:
    found = CliRunner().invoke(app, ["serve", "--edit", *options])
    assert found.exit_code == 2
    assert "--edit" in found.output


def test_a_text_is_read_and_judged(desk: FlaskClient) -> None:
    answer = read(desk)
    assert answer.status_code == 200
    assert [row["verdict"] for row in rows(answer)] == ["known", "new", "cannot be read"]
    assert [row["ticked"] for row in rows(answer)] == [False, True, False]
    assert "".join(piece["text"] for piece in answer.json["pieces"]) == readings.TEXT
    assert answer.json["source"] == SOURCE | {"language": "en"}


def test_a_document_may_be_larger_than_other_requests(desk: FlaskClient) -> None:
    page = b"<html><body><p>" + readings.TEXT.encode() + b"</p></body></html>"
    padded = page + b"<!-- " + b"x" * (2 * 2**20) + b" -->"
    assert read(desk, padded, "a.html").status_code == 200
    assert read(desk, b"x" * (11 * 2**20)).status_code == 413
    assert desk.post("/desk/check", data=b"x" * (2 * 2**20)).status_code == 413


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b"one,two"), ("a.txt", b""), ("a.pdf", b"%PDF-1.4 "), ("a.zip", b"PK\x03\x04")],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    desk: FlaskClient, name: str, content: bytes
) -> None:
    answer = read(desk, content, name)
    assert answer.status_code == 400
    assert name in answer.json["error"]
    assert "Traceback" not in answer.text


def test_what_is_accepted_is_served_at_once_and_undone(desk: FlaskClient, folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    count = desk.get("/health").json["figures"]
    answer = accept(desk, read(desk), 1)
    assert answer.json["said"] == "1 figure was added to the data. The charts show them."
    assert answer.json["see"] == "/turnover?pair=KAZ-AZE&flow=exports"
    health = desk.get("/health").json
    assert (health["figures"], health["data_version"]) == (count + 1, answer.json["version"])
    assert "the-paper-2023-08-01-1" in desk.get("/figures.csv?pair=AZE-KAZ").text
    undone = desk.post("/desk/undo", json={"version": answer.json["undo"]})
    assert "taken out again" in undone.json["said"]
    assert desk.get("/health").json["figures"] == count
    assert {path.name: path.read_bytes() for path in folder.glob("*.csv")} == before


def test_what_can_be_undone_is_known_as_long_as_the_files_are_as_it_left_them(
    desk: FlaskClient, folder: Path
) -> None:
    def last() -> dict[str, str]:
        return desk.post("/desk/last", json={}).json

    assert last() == {"undo": "", "said": ""}
    answer = accept(desk, read(desk), 1)
    assert last()["undo"] == answer.json["undo"]
    assert last()["said"] == "1 figure was added here last; Undo takes it out again."
    path = folder / "trade.csv"
    whole = path.read_bytes()
    path.write_bytes(whole + b"\n")
    assert last()["undo"] == ""
    path.write_bytes(whole)
    desk.post("/desk/undo", json={"version": last()["undo"]})
    assert last()["undo"] == ""


def test_data_that_another_program_broke_are_said_to_be_unreadable(
    desk: FlaskClient, folder: Path
) -> None:
    first = read(desk)
    (folder / "trade.csv").write_bytes(b"\0")
    answer = accept(desk, first, 1)
    assert answer.status_code == 400
    assert "cannot be read: trade.csv is not a CSV file. Nothing was added" in answer.json["error"]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"url": "javascript:alert(1)"}, "expected a web address"),
        ({"url": "not a url"}, "expected a web address"),
        ({"published": "2999-01-01"}, "2999-01-01 has not come yet"),
        ({"publisher": "=HYPERLINK(1)"}, "which a spreadsheet takes for a formula"),
    ],
)
def test_a_source_that_no_table_takes_is_not_accepted(
    desk: FlaskClient, folder: Path, cells: dict[str, str], sentence: str
) -> None:
    before = (folder / "sources.csv").read_bytes()
    answer = read(desk)
    body = {"rows": rows(answer), "keys": ["1"], "source": SOURCE | cells}
    judged = desk.post("/desk/check", json=body).json["rows"]
    assert {row["verdict"] for row in judged} == {"cannot be read"}
    body["rows"][1] |= judged[1]
    refused = desk.post("/desk/accept", json=body | {"seen": answer.json["version"]})
    assert refused.status_code == 400
    assert sentence in refused.json["error"]
    assert (folder / "sources.csv").read_bytes() == before


def test_a_note_that_a_spreadsheet_would_run_is_said(desk: FlaskClient) -> None:
    found = rows(read(desk))
    found[1]["note"] = "=1+1"
    (_, judged, _) = desk.post("/desk/check", json={"rows": found, "source": SOURCE}).json["rows"]
    assert judged["verdict"] == "cannot be read"
    assert judged["reason"].startswith("Note: found “=1+1”; expected words that do not begin with")


def test_a_row_that_cannot_be_read_is_not_accepted(desk: FlaskClient, folder: Path) -> None:
    before = (folder / "trade.csv").read_bytes()
    answer = accept(desk, read(desk), 1, 2)
    assert answer.status_code == 400
    assert "reporter" in answer.json["error"]
    assert (folder / "trade.csv").read_bytes() == before


def test_a_verdict_that_nobody_saw_is_not_accepted(desk: FlaskClient, folder: Path) -> None:
    before = (folder / "trade.csv").read_bytes()
    answer = read(desk)
    found = rows(answer)
    found[1]["value"] = "317.1"
    refused = accept_rows(desk, answer, found, 1)
    assert refused.status_code == 409
    assert "was “new” and is “conflicts” now" in refused.json["error"]
    assert (folder / "trade.csv").read_bytes() == before
    found[1]["verdict"] = "conflicts"
    assert accept_rows(desk, answer, found, 1).status_code == 200


def test_data_that_somebody_changed_are_looked_at_again(desk: FlaskClient, folder: Path) -> None:
    first = read(desk)
    path = folder / "trade.csv"
    path.write_text(path.read_text("utf-8").replace("529.4", "529.5"), "utf-8")
    answer = accept(desk, first, 1)
    assert answer.status_code == 409
    assert "changed since you looked" in answer.json["error"]
    body = {"rows": rows(first), "source": SOURCE}
    again = desk.post("/desk/check", json=body)
    assert again.json["version"] != first.json["version"]
    assert accept(desk, read(desk), 1).status_code == 200


def test_who_published_it_must_be_said(desk: FlaskClient) -> None:
    found = read(desk)
    body = {"rows": rows(found)[1:2], "keys": ["1"], "source": SOURCE | {"publisher": ""}}
    answer = desk.post("/desk/accept", json=body | {"seen": found.json["version"]})
    assert answer.status_code == 400
    assert "Publisher" in answer.json["error"]
    checked = desk.post("/desk/check", json=body)
    assert checked.json["rows"][0]["verdict"] == "new"


def test_there_may_be_nothing_to_undo(desk: FlaskClient) -> None:
    version = desk.get("/health").json["data_version"]
    assert desk.post("/desk/undo", json={"version": version}).status_code == 400
    assert desk.post("/desk/undo", json={"version": "0"}).status_code == 409


@pytest.mark.parametrize("part", ["rows", "keys", "source", "seen"])
@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_no_body_makes_the_desk_fail(desk_of_all: FlaskClient, part: str, value: Any) -> None:
    body: dict[str, Any] = {"rows": [{"key": "0"}], "keys": ["0"], "source": SOURCE, "seen": "x"}
    for address in ADDRESSES[1:]:
        answer = desk_of_all.post(address, json=body | {part: value})
        assert answer.status_code in (200, 400, 409), answer.text


@pytest.fixture(scope="module")
def desk_of_all(mini_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("desk")
    for path in mini_folder.glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    return create(folder, edit=True).server.test_client()
