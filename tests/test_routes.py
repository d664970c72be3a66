"""Charts and figures by address: the screen's own chart, in every format, or one sentence."""

import csv
import io
import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import openpyxl
import pytest
from dash import Dash
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from analysis import images, pipeline
from analysis.browser import NO_BROWSER, BrowserNotFound
from analysis.export import SDMX_COLUMNS
from analysis.pipeline import MEASURES, Table
from analysis.selection import Canvas, Selection
from dashboard import ids, url
from dashboard.app import create
from dashboard.routes import TYPES, sheet
from dashboard.screen import exports, screen

JAN_MAY = "pair=KAZ-AZE&period=2023-01-01/P5M&base=2022-01-01/P5M"


def sentence(response: TestResponse) -> str:
    """The words of a refusal: one line, without anything of the program in it."""
    said = response.json["error"]
    assert isinstance(said, str)
    assert said
    assert "\n" not in said
    assert "Traceback" not in said
    return said


def rows(response: TestResponse) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def picture(response: TestResponse) -> Image.Image:
    assert response.status_code == 200, response.text
    assert response.content_type == "image/png"
    return Image.open(io.BytesIO(response.data)).convert("RGB")


def inked(image: Image.Image) -> float:
    """The share of pixels that are not the paper's colour."""
    pixels = image.width * image.height
    return 1 - Counter(image.get_flattened_data()).most_common(1)[0][1] / pixels


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_an_address_in_every_format_of_words_and_data(
    client: FlaskClient, name: str
) -> None:
    for form in ("html", "csv", "xlsx", "sdmx-csv", "json", "txt"):
        response = client.get(f"/chart/{name}.{form}?pair=AZE-KAZ")
        assert response.status_code == 200, response.text
        assert response.content_type == TYPES[form]
        assert response.data


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("", (2400, None)),
        ("&width=640&height=480&scale=1", (640, 480)),
        ("&width=640&height=480&scale=3", (1920, 1440)),
        ("&width=320&height=240&scale=1&theme=dark", (320, 240)),
    ],
)
def test_a_png_has_the_size_asked_for_and_is_not_blank(
    client: FlaskClient, query: str, size: tuple[int, int | None]
) -> None:
    image = picture(client.get(f"/chart/compare.png?{JAN_MAY}{query}"))
    assert image.width == size[0]
    assert size[1] in (None, image.height)
    assert 0.01 < inked(image) < 0.9
    assert len(set(image.get_flattened_data())) > 20
    paper = image.getpixel((2, 2))
    assert (sum(paper) < 200) == ("dark" in query)


def test_a_refused_comparison_is_a_picture_of_the_reason(client: FlaskClient) -> None:
    query = "pair=AZE-KOR&period=2021-01-01/P9M&base=2021"
    assert inked(picture(client.get(f"/chart/compare.png?{query}&scale=1"))) > 0.003
    said = client.get(f"/chart/compare.txt?{query}").text
    shown = client.get(f"/chart/compare.svg?{query}").text
    assert "months" in said
    assert "months" in shown


def test_an_svg_is_one_picture_that_runs_nothing(client: FlaskClient) -> None:
    response = client.get(f"/chart/compare.svg?{JAN_MAY}")
    root = ElementTree.fromstring(response.text)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert root.tag.endswith("svg")
    assert not {"script", "foreignObject", "iframe"} & tags
    assert "+49.9%" in "".join(root.itertext())
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_pdf_is_one(client: FlaskClient) -> None:
    response = client.get(f"/chart/turnover.pdf?{JAN_MAY}")
    assert response.data.startswith(b"%PDF-")
    assert len(response.data) > 10_000


def test_a_saved_page_needs_nothing_else(client: FlaskClient) -> None:
    page = client.get(f"/chart/compare.html?{JAN_MAY}").text
    assert "+49.9%" in page
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', page.split("</script>")[-1])
    assert not re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="http', page)


def test_csv_workbook_and_screen_agree(client: FlaskClient, table: Table) -> None:
    found = rows(client.get(f"/chart/compare.csv?{JAN_MAY}"))
    selection = url.parse("/compare", JAN_MAY)[0]
    expected = pipeline.data(table, selection)
    assert [row["role"] for row in found] == expected["role"].tolist()
    assert [float(row["value"]) for row in found] == expected["value"].tolist()
    growth = next(row for row in found if row["role"] == "growth")
    assert round(float(growth["value"]), 1) == 49.9
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/chart/compare.xlsx?{JAN_MAY}").data), read_only=True
    )
    sheet = list(book["Figures"].iter_rows(values_only=True))
    column = sheet[0].index("value")
    assert [line[column] for line in sheet[1:]] == pytest.approx(expected["value"].tolist())
    about = dict(book["About"].iter_rows(values_only=True, max_col=2))
    assert any("Kazinform" in str(value) for value in about.values())
    book.close()


def test_the_check_of_each_row_is_in_every_data_format(client: FlaskClient, table: Table) -> None:
    expected = pipeline.data(table, url.parse("/compare", JAN_MAY)[0])
    checks = expected[["check", "check_reason"]].to_numpy().tolist()
    found = rows(client.get(f"/chart/compare.csv?{JAN_MAY}"))
    assert [[row["check"], row["check_reason"]] for row in found] == checks
    assert {row["verdict"] for row in found} == {"", "agrees"}
    shown = client.get(f"/chart/compare.json?{JAN_MAY}").json["rows"]
    assert [[row["check"], row["check_reason"]] for row in shown] == checks
    assert [row["value"] for row in shown] == expected["value"].tolist()
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/chart/compare.xlsx?{JAN_MAY}").data), read_only=True
    )
    sheet = list(book["Figures"].iter_rows(values_only=True))
    assert [list(line[-2:]) for line in sheet] == [["check", "check_reason"], *checks]
    book.close()


def test_sdmx_csv_of_a_chart_is_what_it_rests_on(client: FlaskClient) -> None:
    found = rows(client.get(f"/chart/compare.sdmx-csv?{JAN_MAY}"))
    named = {row["FIGURE_ID"] for row in found}
    assert {"kazinform-2023-07-29-1", "kazinform-2023-07-29-2", "kazinform-2023-07-29-3"} <= named
    values = {row["FIGURE_ID"]: row["OBS_VALUE"] for row in found}
    assert float(values["kazinform-2023-07-29-2"]) == 243_600_000


def test_every_figure_of_a_pair_in_every_format(client: FlaskClient, table: Table) -> None:
    expected = pipeline.figures(table, url.parse("/figures", "pair=AZE-KOR")[0])
    ids_of = expected["figure_id"].tolist()
    found = rows(client.get("/figures.csv?pair=AZE-KOR"))
    assert [row["figure_id"] for row in found] == ids_of
    observations = rows(client.get("/figures.sdmx-csv?pair=AZE-KOR"))
    assert {row["FIGURE_ID"] for row in observations} <= set(ids_of)
    assert {column.upper() for column in SDMX_COLUMNS} <= set(observations[0])
    said = dict(zip(ids_of, expected["verdict"], strict=True))
    assert {row["figure_id"]: row["verdict"] for row in found} == said
    assert {row["FIGURE_ID"]: row["VERDICT"] for row in observations}.items() <= said.items()
    response = client.get("/figures.json?pair=AZE-KOR")
    assert response.content_type == TYPES["json"]
    assert response.json["data_version"] == table.version
    assert {row["figure_id"]: row["verdict"] for row in response.json["rows"]} == said
    assert [row["reason"] for row in response.json["rows"]] == expected["reason"].tolist()
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/figures.xlsx?pair=AZE-KOR").data), read_only=True
    )
    assert book["Figures"].max_row == len(ids_of) + 1
    book.close()


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize(
    "query", ["pair=AZE-KAZ", "pair=KOR-AZE&flow=exports&currency=KRW", JAN_MAY]
)
def test_an_address_gives_the_screens_own_figure(
    client: FlaskClient, table: Table, name: str, query: str
) -> None:
    selection, _ = url.parse(f"/{MEASURES[name].view}", f"?{query}&measure={name}")
    if pipeline.measure(replace(selection, measure="")) == name:
        selection = replace(selection, measure="")
    shown = screen(table, selection, Canvas(880, 0))["figure"]
    address = exports(selection)["png"].replace(".png?", ".json?")
    saved = json.loads(client.get(f"{address}&width=880").text)
    assert saved["data"] == shown["data"]
    assert saved["layout"].pop("width") == 880
    assert saved["layout"] | {"autosize": True} == shown["layout"] | {"autosize": True}


def test_the_picture_of_the_opening_page_names_the_page_itself(client: FlaskClient) -> None:
    figure = client.get("/chart/turnover.json?pair=AZE-KAZ").json
    notes = [note["text"] for note in figure["layout"]["annotations"]]
    assert any("/turnover?pair=AZE-KAZ ·" in note for note in notes)


@pytest.mark.parametrize("form", ids.FORMATS)
def test_a_file_has_a_name_that_says_what_it_is(client: FlaskClient, form: str) -> None:
    if form in ("png", "svg", "pdf"):
        return
    response = client.get(f"/chart/growth.{form}?pair=AZE-KAZ")
    name = re.search(r'filename="([a-z-]+\.[a-z]+)"', response.headers["Content-Disposition"])
    assert name
    assert name[1].startswith("aze-kaz-growth")


def test_four_at_once_get_their_own(app: Dash) -> None:
    asked = ["AZE-KAZ", "AZE-KOR", "KOR-WLD", "KOR-RUS"]

    def shown(pair: str) -> str:
        response = app.server.test_client().get(f"/chart/turnover.svg?pair={pair}")
        assert response.status_code == 200, response.text
        return "".join(ElementTree.fromstring(response.text).itertext())

    with ThreadPoolExecutor(4) as pool:
        for pair, text in zip(asked * 2, pool.map(shown, asked * 2), strict=True):
            assert [p for p in asked if f"pair={p}" in text] == [pair]


REFUSED = [
    ("/chart/nothing.png", 404, "turnover"),
    ("/chart/turnover.gif", 404, "png"),
    ("/chart/turnover.png.exe", 404, ""),
    ("/chart/" + "x" * 500 + ".png", 404, ""),
    ("/figures.pdf", 404, "csv"),
    ("/chart/turnover.csv?pair=AZE", 400, "AZE"),
    ("/chart/turnover.csv?pair=AZE-ZZZ", 400, "ZZZ"),
    ("/chart/turnover.csv?flow=everything", 400, "everything"),
    ("/chart/turnover.csv?product=unicorns", 400, "unicorns"),
    ("/chart/compare.csv?period=2023-99", 400, "2023-99"),
    ("/chart/growth.csv?measure=tunrover", 400, "tunrover"),
    ("/chart/turnover.png?width=many", 400, "many"),
    ("/chart/turnover.png?width=-640", 400, "-640"),
    ("/chart/turnover.png?width=99999", 400, "4000"),
    ("/chart/turnover.png?height=1", 400, "240"),
    ("/chart/turnover.png?scale=9", 400, "4"),
    ("/chart/turnover.png?width=٦٤٠", 400, "width"),
    ("/chart/turnover.png?width=4000&height=4000&scale=4", 400, "8000"),
    ("/chart/turnover.png?theme=sepia", 400, "sepia"),
    ("/figures.csv?pair=nobody", 400, "nobody"),
]


@pytest.mark.parametrize(("address", "code", "word"), REFUSED, ids=lambda value: str(value)[:60])
def test_what_cannot_be_answered_is_refused_in_a_sentence(
    client: FlaskClient, address: str, code: int, word: str
) -> None:
    response = client.get(quote(address, safe="/?&=."), headers={"Accept": "application/json"})
    assert response.status_code == code
    assert word in sentence(response)
    assert len(sentence(response)) < 400


def test_a_refusal_is_a_page_for_a_person_and_shows_text_as_text(client: FlaskClient) -> None:
    response = client.get(
        "/chart/turnover.csv?flow=%3Cimg%20src=x%20onerror=alert(1)%3E",
        headers={"Accept": "text/html"},
    )
    assert response.status_code == 400
    assert "<img" not in response.text
    assert "&lt;img" in response.text


def test_a_picture_is_never_posted(client: FlaskClient) -> None:
    assert client.post("/chart/turnover.png").status_code == 405


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_without_a_browser_pictures_are_unavailable_and_data_are_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    def nothing() -> Path:
        raise BrowserNotFound(NO_BROWSER)

    monkeypatch.setattr(images, "find_browser", nothing)
    client = create(folder).server.test_client()
    response = client.get(f"/chart/turnover.{form}", headers={"Accept": "application/json"})
    assert response.status_code == 503
    assert "BROWSER_PATH" in sentence(response)
    assert client.get("/chart/turnover.csv").status_code == 200
    assert client.get("/").status_code == 200


def test_a_browser_path_that_leads_nowhere_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(folder / "no-such-browser"))
    client = create(folder).server.test_client()
    response = client.get("/chart/turnover.png", headers={"Accept": "application/json"})
    assert response.status_code == 503
    assert "no-such-browser" in sentence(response)


def test_a_chart_too_long_to_be_doubled_is_drawn_as_it_is(app: Dash, table: Table) -> None:
    scales = {}
    for width in (390, 1200):
        with app.server.test_request_context(f"/?width={width}"):
            canvas, scales[width] = sheet(table, Selection(view="sources"))
        assert canvas.height * scales[width] <= images.LARGEST_SIDE
    assert scales == {390: 1, 1200: 2}
