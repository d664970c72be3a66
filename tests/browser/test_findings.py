"""What checking finds, as a visitor meets it: deduced values, and the page of method."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import WIDE, Visit

HALF = "/turnover?pair=AZE-KAZ&deduced=1"


def dotted(page: Page) -> int:
    """How many outlines of deduced values the chart has, those of the key left aside."""
    return page.locator("#chart .shapelayer path[style*='stroke-dasharray: 3px']").count()


def test_the_switch_shows_deduced_values_and_the_address_keeps_them(visit: Visit) -> None:
    page = visit.open("/")
    assert dotted(page) == 0
    switch = page.get_by_role("switch", name="Deduced values")
    expect(switch).not_to_be_checked()
    switch.click()
    visit.chart("Deduced from other figures")
    expect(switch).to_be_checked()
    assert visit.address == HALF
    assert dotted(page) > 1
    expect(page.locator("#description")).to_contain_text("deduced $")
    switch.click()
    expect(page).not_to_have_url(re.compile("deduced"))
    visit.settle()
    expect(page.locator("#description")).not_to_contain_text("deduced $")


def test_a_click_on_a_deduced_value_lists_what_it_rests_on(visit: Visit) -> None:
    page = visit.open(f"{HALF}&statistics=KAZ&focus=2022-S2")
    evidence = page.locator("#evidence")
    expect(evidence).to_contain_text("that its deduced value rests on")
    expect(evidence).to_contain_text("194.1 million USD")
    page.get_by_role("button", name="Table", exact=True).click()
    row = page.get_by_role("dialog").locator("tr", has_text="Jul–Dec 2022")
    expect(row).to_contain_text("deduced · turnover")
    expect(row).to_contain_text(re.compile(r"over \$460 million for 2022 .* − \$194.1 million"))


def test_a_pointer_shows_the_derivation(visit: Visit) -> None:
    page = visit.open("/turnover?pair=KOR-AZE&flow=exports&deduced=1")
    visit.chart("deduced")
    page.locator("#chart .bars .point").last.hover(force=True)
    shown = page.locator("#chart .hoverlayer")
    expect(shown).to_contain_text("exports, deduced")
    expect(shown).to_contain_text("is 74.61% of it")


def test_where_nothing_follows_the_chart_says_so(visit: Visit) -> None:
    page = visit.open("/growth?pair=AZE-KOR&deduced=1")
    expect(page.get_by_role("switch", name="Deduced values")).to_be_checked()
    expect(page.locator("#description")).to_contain_text("No growth can be deduced")
    visit.chart("No growth can be deduced")


@pytest.mark.parametrize(
    "address", ["/turnover?measure=mirror", "/growth?measure=index", "/compare"]
)
def test_the_switch_is_where_it_does_something(visit: Visit, address: str) -> None:
    page = visit.open(address)
    expect(page.get_by_text("Deduced values", exact=True)).to_be_hidden()


def test_on_a_telephone_nothing_scrolls_sideways(phone: Visit) -> None:
    page = phone.open(HALF)
    phone.chart("Deduced from other figures")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(f"{phone.server}/method")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_footer_leads_to_the_method_and_its_header_back(visit: Visit) -> None:
    page = visit.open("/growth?pair=AZE-KOR")
    page.get_by_role("link", name="How figures are read and checked").click()
    expect(page).to_have_url(f"{visit.server}/method")
    expect(page).to_have_title("Method · Trade Turnover")
    page.get_by_role("link", name="Deduced values").click()
    expect(page.locator("#deduced")).to_be_in_viewport()
    page.get_by_role("link", name="Growth", exact=True).click()
    visit.settle()
    expect(page).to_have_url(re.compile("/growth"))


def test_the_method_is_read_without_scripts(
    server: str, open_context: Callable[..., BrowserContext]
) -> None:
    for scheme, paper in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(22, 27, 34)")):
        page = open_context(java_script_enabled=False, color_scheme=scheme).new_page()
        page.goto(f"{server}/method")
        expect(page.get_by_role("heading", name="Edit rules")).to_be_visible()
        expect(page.get_by_text("“about 168” is 167 to 169")).to_be_visible()
        expect(page.locator("#verdicts")).to_have_css("background-color", paper)


def test_the_method_follows_the_scheme_chosen_in_the_dashboard(
    server: str, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(color_scheme="light").new_page()
    page.goto(f"{server}/turnover")
    page.get_by_role("button", name="Switch between light and dark").click()
    page.goto(f"{server}/method")
    expect(page.locator("#verdicts")).to_have_css("background-color", "rgb(22, 27, 34)")


@pytest.fixture(scope="module")
def unguarded(browser: Browser) -> Iterator[BrowserContext]:
    """A profile in which the checker may add its script to the page."""
    context = browser.new_context(bypass_csp=True, **WIDE)
    yield context
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("address", ["/method", HALF])
def test_no_accessibility_fault(
    server: str, unguarded: BrowserContext, address: str, width: int, scheme: str
) -> None:
    visit = Visit(unguarded, server)
    page = visit.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(server + address)
    if address != "/method":
        visit.settle()
    found = Axe().run(page, context={"exclude": [["#chart"]]}).response["violations"]
    serious = [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")]
    assert (serious, visit.faults) == ([], [])
    page.close()


def test_the_method_prints_whole_and_dark_on_light(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.server}/method")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".nav").first).to_be_hidden()
    ink = page.locator("#verdicts p").first.evaluate("e => getComputedStyle(e).color")
    assert ink == "rgb(0, 0, 0)"
    assert len(page.pdf(format="A4")) > 20_000
