"""The desk as a person uses it: read, look, correct, accept, see it in the chart, take it back."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from analysis import pipeline
from tests.browser.conftest import ROOT, WIDE, Visit
from tests.browser.test_access import serious, tab_to
from tests.conftest import SPECIMENS
from tests.readings import TEXT

HOSTILE = "<img src=x onerror=alert(1)><b>bold</b> " + TEXT
ROW = (
    "x-1,x,Kazakhstan,Azerbaijan,turnover,total,{period},level,{value},million USD,,exact,actual,,,"
)
HEADER = (
    "figure_id,source_id,reporter,partner,flow,product,period,measure,value,unit,base_period,"
    "qualifier,status,statistics_of,authority,note"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small table: judging rows against it takes no time."""
    return Path(shutil.copytree(SPECIMENS / "mini", tmp_path_factory.mktemp("desk") / "data"))


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[str]:
    """The address of the program started with --edit on that copy."""
    command = [sys.executable, "-m", "tests.browser.desk_server", "serve", "--edit", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data", str(data)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        found = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
        assert found
        yield found[0]
    finally:
        process.terminate()
        process.stdout.close()
        assert process.wait(15) == 0


@pytest.fixture
def unchanged(data: Path, server: str) -> Iterator[None]:
    """The data's files are put back after the test, and the program has noticed."""
    before = {path: path.read_bytes() for path in data.glob("*.csv")}
    yield
    for path, content in before.items():
        path.write_bytes(content)
    whole = pipeline.version(data)
    for _ in range(100):
        with urllib.request.urlopen(f"{server}/health") as answer:
            if json.load(answer)["data_version"] == whole:
                return
        time.sleep(0.2)
    raise AssertionError("the program does not notice its files")


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(bypass_csp=True, **WIDE)
    yield context
    context.close()


@pytest.fixture(scope="module")
def sitting(server: str, profile: BrowserContext) -> Iterator[Visit]:
    """The desk, opened once for all who read one document after another."""
    visit = Visit(profile, server)
    visit.open("/add")
    yield visit
    visit.page.close()


@pytest.fixture
def desk(sitting: Visit) -> Iterator[Page]:
    """The desk with room for a text; a fault that the test did not expect fails it."""
    if not sitting.address.startswith("/add?"):
        sitting.open("/add")
    if sitting.page.locator("#desk.read").count():
        sitting.page.get_by_role("button", name="Change the text").click()
    sitting.faults.clear()
    yield sitting.page
    assert sitting.faults == []


def read(
    page: Page, text: str = TEXT, publisher: str = "The Paper", published: str = "2023-08-01"
) -> None:
    """Paste a text and wait for its figures."""
    page.get_by_label("Publisher").fill(publisher)
    page.get_by_label("Published").fill(published)
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator("#desk-reasons li").first).to_be_visible()


def cell(page: Page, row: int, column: str) -> Locator:
    return page.locator(f"#desk-grid [row-id='{row}'] [col-id='{column}']")


def type_into(page: Page, row: int, column: str, text: str) -> None:
    """Type into a cell as a person does, and leave it open."""
    cell(page, row, column).dblclick()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def write(page: Page, row: int, column: str, text: str) -> None:
    """Type into a cell, and wait for the new verdicts."""
    type_into(page, row, column, text)
    with page.expect_response("**/desk/check"):
        page.keyboard.press("Enter")


def said(page: Page) -> Locator:
    return page.locator("#desk-said")


def test_figures_are_marked_and_judged(desk: Page) -> None:
    read(desk)
    expect(said(desk)).to_have_text("3 figures found. 1 other number left out.")
    expect(desk.locator("#desk-marked mark")).to_have_text(
        ["243.6 million US dollars", "131.7 million US dollars", "12 million US dollars"]
    )
    assert desk.locator("#desk-marked").inner_text() == TEXT
    expect(desk.locator(".left-out")).to_have_attribute("title", "freight")
    verdicts = [cell(desk, n, "verdict") for n in range(3)]
    for verdict, expected in zip(verdicts, ("known", "new", "cannot be read"), strict=True):
        expect(verdict).to_have_text(expected)
    expect(desk.locator("#desk-reasons li").first).to_contain_text("Kazinform, 29 July 2023")
    expect(desk.get_by_role("button", name="Accept 1 figure")).to_be_enabled()


def test_text_is_text(desk: Page) -> None:
    read(desk, HOSTILE, "<script>alert(1)</script>")
    assert desk.locator("#desk-marked").inner_text() == HOSTILE
    expect(desk.locator("#desk-marked :is(img, b)")).to_have_count(0)


def test_a_row_and_its_place_light_up_together(desk: Page) -> None:
    read(desk)
    mark = desk.locator("#desk-marked mark").nth(1)
    cell(desk, 1, "verdict").hover()
    expect(mark).to_have_class("lit")
    mark.hover()
    expect(desk.locator("#desk-grid [row-id='1'].lit").first).to_be_visible()
    desk.locator("#desk-marked mark").first.focus()
    expect(desk.locator("#desk-reasons li").first).to_have_class(re.compile("lit"))


def test_what_is_corrected_is_judged_again(desk: Page) -> None:
    read(desk)
    write(desk, 2, "reporter", "Kazakhstan")
    expect(cell(desk, 2, "verdict")).to_have_text("cannot be read")
    write(desk, 2, "partner", "Azerbaijan")
    expect(cell(desk, 2, "verdict")).to_have_text("new")
    expect(desk.get_by_role("button", name="Accept 2 figures")).to_be_enabled()
    write(desk, 1, "value", "317.1")
    expect(cell(desk, 1, "verdict")).to_have_text("conflicts")
    reason = desk.locator("#desk-reasons li").nth(1)
    expect(reason).to_be_visible()
    expect(reason).to_contain_text("243.6 million")


def test_what_was_just_edited_waits_for_its_verdict(desk: Page, data: Path) -> None:
    before = (data / "trade.csv").read_bytes()
    read(desk)
    accept = desk.locator("#desk-accept")
    desk.route("**/desk/check", lambda route: None)
    type_into(desk, 1, "value", "900")
    desk.keyboard.press("Enter")
    expect(accept).to_have_text("Checking…")
    expect(accept).to_be_disabled()
    desk.unroute("**/desk/check")
    write(desk, 1, "value", "317.1")
    expect(cell(desk, 1, "verdict")).to_have_text("conflicts")
    expect(desk.locator("#desk-grid [row-id='1'] input[type=checkbox]").first).not_to_be_checked()
    cell(desk, 1, "verdict").click()
    desk.keyboard.press("Space")
    expect(accept).to_be_enabled()
    type_into(desk, 1, "value", "900")
    with desk.expect_response("**/desk/check"):
        accept.click()
    expect(accept).not_to_have_text("Checking…")
    assert (data / "trade.csv").read_bytes() == before


@pytest.mark.usefixtures("unchanged")
def test_accepted_figures_are_in_the_chart_and_undo_takes_them_out(
    sitting: Visit, desk: Page, data: Path
) -> None:
    before = (data / "trade.csv").read_bytes()
    read(desk, published="2025-08-01")
    write(desk, 1, "period", "January-May 2025")
    desk.get_by_role("button", name="Accept 1 figure").click()
    expect(said(desk)).to_have_text("1 figure was added to the data. The charts show them.")
    expect(cell(desk, 1, "verdict")).to_have_text("added")
    assert "the-paper-2025-08-01-1" in (data / "trade.csv").read_text("utf-8")
    desk.get_by_role("link", name="See the chart").click()
    sitting.chart("2025")
    desk.get_by_role("link", name="Add", exact=True).click()
    expect(cell(desk, 1, "verdict")).to_have_text("added")
    desk.get_by_role("button", name="Undo").click()
    expect(said(desk)).to_contain_text("taken out again")
    expect(cell(desk, 1, "verdict")).to_have_text("new")
    assert (data / "trade.csv").read_bytes() == before


@pytest.mark.usefixtures("unchanged")
def test_a_change_by_somebody_else_is_told_and_nothing_is_lost(
    sitting: Visit, desk: Page, data: Path
) -> None:
    read(desk)
    write(desk, 1, "note", "typed by hand")
    path = data / "trade.csv"
    line = ROW.format(period="2032", value="77").replace(
        "x-1,x,", "kazinform-9,kazinform-2023-07-29,"
    )
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
    desk.get_by_role("button", name="Accept 1 figure").click()
    expect(said(desk)).to_contain_text("The data changed since you looked")
    desk.get_by_role("button", name="Accept 1 figure").click()
    expect(said(desk)).to_contain_text("1 figure was added")
    assert "typed by hand" in path.read_text("utf-8")
    assert "kazinform-9" in path.read_text("utf-8")
    assert [fault for fault in sitting.faults if "409" not in fault] == []
    sitting.faults.clear()


def test_a_figure_without_a_publisher_is_not_accepted(desk: Page) -> None:
    read(desk, publisher="")
    desk.get_by_role("button", name="Accept 1 figure").click()
    expect(said(desk)).to_contain_text("fill in Publisher")
    expect(desk.get_by_label("Publisher")).to_be_focused()


def test_a_file_is_chosen(desk: Page, tmp_path: Path) -> None:
    path = tmp_path / "article.html"
    path.write_text(f"<html><body><article><p>{TEXT}</p></article></body></html>", "utf-8")
    with desk.expect_file_chooser() as chooser:
        desk.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(path)
    expect(said(desk)).to_contain_text("3 figures found")
    desk.get_by_role("button", name="Change the text").click()
    expect(desk.get_by_label("Text", exact=True)).to_have_value(re.compile("243.6 million"))


def drop(page: Page, name: str, content: str) -> None:
    """Let a file fall on the desk."""
    page.evaluate(
        """([name, content]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([content], name));
            const drop = new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true});
            document.getElementById("desk-text").dispatchEvent(drop);
        }""",
        [name, content],
    )


def page_of(publisher: str, published: str) -> str:
    """A page that says in its head who published it, and when."""
    head = f'<meta property="og:site_name" content="{publisher}">'
    head += f'<meta property="article:published_time" content="{published}">'
    return f"<html><head>{head}</head><body><article><p>{TEXT}</p></article></body></html>"


def test_a_document_says_itself_what_was_found_or_typed_for_another(desk: Page) -> None:
    publisher, published = desk.get_by_label("Publisher"), desk.get_by_label("Published")
    read(desk, publisher="Typed")
    desk.get_by_role("button", name="Change the text").click()
    drop(desk, "a.html", page_of("First Paper", "2022-02-01"))
    expect(publisher).to_have_value("First Paper")
    expect(published).to_have_value("2022-02-01")
    expect(said(desk)).to_contain_text("Typed for the document before, and not kept: Publisher")
    drop(desk, "b.html", page_of("Second Paper", "2021-03-01"))
    expect(publisher).to_have_value("Second Paper")
    expect(published).to_have_value("2021-03-01")
    expect(said(desk)).not_to_contain_text("Typed")
    drop(desk, "c.txt", "Nothing of it is here. " + TEXT)
    expect(publisher).to_have_value("")
    expect(published).to_have_value("")


def test_what_is_typed_for_a_document_to_come_and_a_text_that_is_corrected_keep_it(
    desk: Page,
) -> None:
    publisher = desk.get_by_label("Publisher")
    read(desk, publisher="First")
    desk.get_by_role("button", name="Change the text").click()
    desk.get_by_label("Text", exact=True).fill(TEXT.replace("the ministry said", "it was said"))
    desk.get_by_role("button", name="Read", exact=True).click()
    expect(desk.locator("#desk-marked")).to_contain_text("it was said")
    expect(publisher).to_have_value("First")
    desk.get_by_role("button", name="Change the text").click()
    publisher.fill("Second")
    drop(desk, "b.html", page_of("Second Paper", "2021-03-01"))
    expect(desk.get_by_label("Published")).to_have_value("2021-03-01")
    expect(publisher).to_have_value("Second")


def test_a_date_typed_later_is_read_with_and_corrections_stay(desk: Page) -> None:
    read(desk)
    write(desk, 2, "reporter", "Kazakhstan")
    write(desk, 2, "partner", "Azerbaijan")
    expect(cell(desk, 2, "verdict")).to_have_text("new")
    cell(desk, 1, "verdict").click()
    desk.keyboard.press("Space")
    expect(desk.get_by_role("button", name="Accept 1 figure")).to_be_enabled()
    desk.get_by_label("Published").fill("2022-08-01")
    expect(cell(desk, 2, "period")).to_have_text("Jul 2022")
    expect(said(desk)).to_have_text(
        "Read again with the date 2022-08-01. 3 figures found. 1 other number left out."
    )
    expect(cell(desk, 2, "reporter")).to_have_text("Kazakhstan")
    expect(cell(desk, 2, "verdict")).to_have_text("new")
    expect(cell(desk, 1, "verdict")).to_have_text("conflicts")
    expect(desk.get_by_role("button", name="Accept 1 figure")).to_be_enabled()


def test_an_address_that_is_none_is_said(desk: Page) -> None:
    read(desk)
    desk.get_by_label("Address").fill("javascript:alert(1)")
    expect(cell(desk, 1, "verdict")).to_have_text("cannot be read")
    expect(desk.locator("#desk-reasons li").nth(1)).to_contain_text("expected a web address")
    desk.get_by_label("Address").fill("")
    expect(cell(desk, 1, "verdict")).to_have_text("new")


@pytest.mark.usefixtures("unchanged")
def test_undo_is_there_after_the_page_is_opened_again(
    sitting: Visit, desk: Page, data: Path
) -> None:
    before = (data / "trade.csv").read_bytes()
    read(desk)
    with desk.expect_response("**/desk/check"):
        desk.get_by_role("button", name="Accept 1 figure").click()
    expect(said(desk)).to_contain_text("1 figure was added")
    sitting.open("/add")
    expect(said(desk)).to_have_text("1 figure was added here last; Undo takes it out again.")
    desk.get_by_role("button", name="Undo").click()
    expect(said(desk)).to_contain_text("taken out again")
    expect(desk.get_by_role("button", name="Undo")).to_be_hidden()
    assert (data / "trade.csv").read_bytes() == before


def test_a_table_is_dropped(desk: Page) -> None:
    rows = [ROW.format(period="1993", value="5"), ROW.format(period="some time", value="6")]
    drop(desk, "draft.csv", "\n".join([HEADER, *rows]))
    expect(said(desk)).to_have_text("2 figures found.")
    expect(cell(desk, 0, "verdict")).to_have_text("new")
    expect(cell(desk, 1, "verdict")).to_have_text("cannot be read")
    expect(desk.locator("#desk-reasons li").last).to_contain_text("some time")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", "one,two\n1,2\n", "a.csv needs the columns"),
        ("a.pdf", "%PDF-1.4 nothing", "a.pdf"),
        ("a.docx", "PK\x03\x04 anything", "a Word, Excel or ZIP file"),
        ("a.txt", "x" * (10 * 2**20 + 1), "at most 10"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(
    sitting: Visit, desk: Page, name: str, content: str, sentence: str
) -> None:
    drop(desk, name, content)
    expect(said(desk)).to_contain_text(sentence)
    expect(desk.get_by_label("Text", exact=True)).to_be_visible()
    assert [fault for fault in sitting.faults if "400" not in fault] == []
    sitting.faults.clear()


@pytest.mark.usefixtures("unchanged")
def test_by_keyboard_alone(visit: Visit) -> None:
    desk = visit.open("/add")
    tab_to(desk, "Publisher")
    desk.keyboard.type("The Paper")
    tab_to(desk, "Text")
    desk.keyboard.insert_text(TEXT)
    tab_to(desk, "Read")
    desk.keyboard.press("Enter")
    expect(cell(desk, 1, "verdict")).to_have_text("new")
    tab_to(desk, "12 million US dollars")
    desk.keyboard.press("Enter")
    expect(cell(desk, 2, "verdict")).to_be_focused()
    for text in ("Kazakhstan", "Azerbaijan"):
        desk.keyboard.press("ArrowRight")
        desk.keyboard.press("Enter")
        desk.keyboard.type(text)
        desk.keyboard.press("Enter")
    expect(cell(desk, 2, "verdict")).to_have_text("new")
    desk.keyboard.press("Space")
    expect(desk.get_by_role("button", name="Accept 1 figure")).to_be_enabled()
    tab_to(desk, "Accept 1 figure")
    desk.keyboard.press("Enter")
    expect(said(desk)).to_contain_text("added to the data")
    expect(desk.get_by_role("button", name="Undo")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(said(desk)).to_contain_text("taken out again")
    expect(desk.get_by_role("button", name="Accept 1 figure")).to_be_focused()


def test_no_serious_accessibility_fault(desk: Page) -> None:
    for scheme, filled in (("dark", False), ("dark", True), ("light", True)):
        if filled and not desk.locator("#desk.read").count():
            read(desk)
        desk.emulate_media(color_scheme=scheme)
        expect(desk.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        assert serious(desk) == []


def test_on_a_telephone_nothing_scrolls_sideways(phone: Visit) -> None:
    page = phone.open("/add")
    read(page)
    expect(page.get_by_role("link", name=re.compile("^Add"))).to_be_in_viewport()
    said_whole = cell(page, 1, "figure")
    figure = "Kazakhstan · exports · Azerbaijan, Jan–May 2023, 131.7 million USD"
    expect(said_whole).to_have_text(figure)
    cell(page, 1, "verdict").click()
    expect(said_whole).to_be_in_viewport(ratio=0.95)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
