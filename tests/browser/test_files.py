"""What leaves the screen: pictures, data, links and words."""

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.test_views import JAN_MAY


def save(page: Page, item: str, folder: Path) -> Path:
    """Choose an item of the download menu and keep what it saves."""
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=item).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_menu_saves_pictures_and_data(visit: Visit, tmp_path: Path) -> None:
    page = visit.open(JAN_MAY)
    png = save(page, "PNG", tmp_path)
    assert png.name == "kaz-aze-compare.png"
    image = Image.open(png).convert("RGB")
    assert image.width >= 1600
    assert len(set(image.get_flattened_data())) > 20
    svg = save(page, "SVG", tmp_path)
    assert "+49.9%" in "".join(ElementTree.parse(svg).getroot().itertext())
    data = save(page, "Data, CSV", tmp_path)
    rows = list(csv.DictReader(io.StringIO(data.read_text("utf-8-sig"))))
    assert "growth" in {row["role"] for row in rows}
    expect(page.locator("#said")).to_contain_text("kaz-aze-compare.csv")


@pytest.mark.parametrize("item", ["PNG", "SVG"])
def test_without_a_server_picture_the_browser_draws_its_own(
    visit: Visit, tmp_path: Path, item: str
) -> None:
    page = visit.open(JAN_MAY)
    visit.chart("+49.9%")

    def refuse(route: Route) -> None:
        route.fulfill(status=503, json={"error": "No browser was found to draw the picture."})

    page.route("**/chart/**", refuse)
    path = save(page, item, tmp_path)
    if item == "PNG":
        image = Image.open(path).convert("RGB")
        assert image.width > 800
        assert len(set(image.get_flattened_data())) > 20
    else:
        assert "+49.9%" in "".join(ElementTree.parse(path).getroot().itertext())
    expect(page.locator("#said")).to_contain_text("No browser was found")
    expect(page.locator("#said")).to_contain_text("your browser")
    assert [fault for fault in visit.faults if "503" not in fault] == []
    visit.faults.clear()


def test_a_file_that_cannot_be_had_is_said(visit: Visit) -> None:
    page = visit.open("/")
    page.route("**/chart/**", lambda route: route.fulfill(status=400, json={"error": "Not now."}))
    page.get_by_role("button", name="Download").click()
    page.get_by_role("menuitem", name="Excel").click()
    expect(page.locator("#said")).to_contain_text("Not now.")
    assert [fault for fault in visit.faults if "400" not in fault] == []
    visit.faults.clear()
    page.unroute("**/chart/**")
    page.route("**/chart/**", lambda route: route.abort())
    page.get_by_role("button", name="Download").click()
    page.get_by_role("menuitem", name="PNG").click()
    expect(page.locator("#said")).to_contain_text("does not answer")
    assert all("/chart/" in fault or "ERR_FAILED" in fault for fault in visit.faults)
    visit.faults.clear()


def test_the_link_is_copied(visit: Visit) -> None:
    page = visit.open(JAN_MAY)
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#said")).to_contain_text("copied")
    assert page.evaluate("navigator.clipboard.readText()") == visit.server + JAN_MAY


def test_the_chart_in_words_and_as_a_table(visit: Visit) -> None:
    page = visit.open(JAN_MAY)
    page.get_by_role("button", name="Table", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("row").filter(has_text="$243.6 million")).not_to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Table", exact=True).press("Enter")
    dialog.get_by_role("link", name="Jan–May 2023").first.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator("#evidence")).to_contain_text("243.6 million USD")
    expect(page).to_have_title(re.compile("rose 49.9%.* · Trade Turnover"))
    page.get_by_role("button", name="Describe").click()
    expect(dialog).to_contain_text("49.9%")
    expect(dialog).to_contain_text("Kazinform")


def test_every_figure_of_the_pair_is_saved_from_the_table(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("/figures?pair=AZE-KOR")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "aze-kor-figures.csv"
    assert len(list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))) > 100
    visit.faults[:] = [fault for fault in visit.faults if "ERR_ABORTED" not in fault]
