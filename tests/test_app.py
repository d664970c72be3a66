"""The dashboard as a whole, from outside: what it says of itself and what it keeps back."""

from importlib.metadata import version
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from analysis.pipeline import VIEWS, Table
from analysis.schema import DataError
from dashboard.app import create

ADDRESSES = [
    "/",
    *(f"/{view}" for view in VIEWS),
    "/health",
    "/method",
    "/figures.csv",
    "/chart/turnover.json",
    "/chart/nothing.png",
    "/nowhere",
    "/_dash-layout",
    "/_dash-dependencies",
    "/assets/style.css",
    "/assets/app.js",
]


def test_health_says_what_is_served(client: FlaskClient, table: Table) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json == {
        "status": "ok",
        "figures": len(table.observations),
        "data_version": table.version,
        "rows_not_read": 0,
    }


def test_every_view_is_a_page_and_nothing_else_is(client: FlaskClient) -> None:
    for view in ("", *VIEWS):
        response = client.get(f"/{view}")
        assert response.status_code == 200
        assert 'lang="en"' in response.text
        assert "<title>Trade Turnover</title>" in response.text
    for path in ("/nowhere", "/turnover/extra", "/admin", "/.git/config", "/assets/../app.py"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ADDRESSES[:-2])
def test_no_answer_tells_versions_or_places(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    said = response.text + str(response.headers)
    for name in ("dash", "plotly", "flask", "dash-mantine-components", "python"):
        for form in (f'{name}_version"', f"{name}/{version(name) if name != 'python' else '3.'}"):
            assert form.lower() not in said.lower()
    assert str(Path(__file__).parents[1]) not in said
    assert "Server" not in response.headers


def test_the_page_takes_everything_from_here(client: FlaskClient) -> None:
    page = client.get("/").text
    for part in page.split('src="')[1:] + page.split('href="')[1:]:
        assert part.startswith("/"), part[:80]
        assert not part.startswith("//"), part[:80]


def test_the_big_parts_are_left_for_when_they_are_wanted(client: FlaskClient) -> None:
    page = client.get("/").text
    scripts = [part.split('"')[0] for part in page.split('<script src="')[1:]]
    assert any("plotly-basic" in script for script in scripts)
    assert not any("dash_ag_grid.min" in script or "plotly.min" in script for script in scripts)
    address = page.split('name="grid-script"')[1].split('content="')[1].split('"')[0]
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("trade.csv", "", "trade.csv"),
        ("trade.csv", "figure_id\nx\n", "trade.csv"),
        ("sources.csv", "\x00", "sources.csv"),
    ],
)
def test_data_that_cannot_be_used_stop_the_start(
    folder: Path, name: str, text: str, said: str
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        create(folder)


def test_an_unknown_name_stops_the_start(folder: Path) -> None:
    path = folder / "trade.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Kazakhstan", "Ruritania"), "utf-8")
    with pytest.raises(DataError) as error:
        create(folder)
    assert any("Ruritania" in str(problem) for problem in error.value.problems)


def test_a_folder_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="--data"):
        create(tmp_path / "nowhere")


def test_bad_rows_are_counted_and_the_others_shown(folder: Path) -> None:
    path = folder / "trade.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("529.4", "many"), "utf-8")
    client = create(folder).server.test_client()
    assert client.get("/health").json["rows_not_read"] == 1
    assert "1 row" in client.get("/chart/turnover.txt").text
