"""What a visitor does: choose, compare, find the figure behind a mark, share, come back."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import Visit

JAN_MAY = "/compare?pair=KAZ-AZE&period=2023-01-01/P5M&base=2022-01-01/P5M"


def pick(page: Page, control: str, option: str) -> None:
    """Choose an option of a drop-down control by its label."""
    page.get_by_role("textbox", name=control, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def segment(page: Page, group: str, option: str) -> None:
    """Choose one of a row of buttons."""
    page.get_by_role("group", name=group).get_by_text(option, exact=True).click()


def test_the_opening_page_shows_azerbaijan_and_kazakhstan(visit: Visit) -> None:
    page = visit.open("/")
    visit.chart("Azerbaijan–Kazakhstan")
    expect(page).to_have_title(re.compile("^Azerbaijan–Kazakhstan trade: .* · Trade Turnover$"))
    expect(page.locator("#cards .card")).not_to_have_count(0)
    expect(page.locator("#what-to-know a")).not_to_have_count(0)
    expect(page.locator("#description")).to_contain_text("Source:")
    expect(page.locator(".message")).to_have_count(0)


def test_the_chart_is_there_before_the_rest_of_the_page(visit: Visit) -> None:
    page = visit.page
    held: list[Route] = []
    page.route("**/dash_renderer*", lambda route: held.append(route))
    page.goto(f"{visit.server}{JAN_MAY}", wait_until="commit")
    expect(page.locator("#first-chart svg.main-svg").filter(has_text="+49.9%")).to_be_visible()
    expect(page.locator("#nav")).to_have_count(0)
    for route in held:
        route.continue_()
    visit.chart("+49.9%")
    expect(page.locator("#first")).to_have_count(0)
    expect(page.locator(".js-plotly-plot")).to_have_count(1)


def test_the_chart_follows_the_window(visit: Visit) -> None:
    page = visit.open("/figures")
    page.get_by_role("link", name="Turnover", exact=True).click()
    for width in (1280, 1240, 1000, 1280):
        if width == 1000:
            page.get_by_role("group", name="Measure").get_by_text("Both sides").click()
            visit.settle()
        page.set_viewport_size({"width": width, "height": 900})
        place = page.locator("#chart")
        drawn = page.locator("#chart svg.main-svg").first
        expect(drawn).to_have_attribute("width", str(place.evaluate("e => e.clientWidth")))


def test_another_pair(visit: Visit) -> None:
    page = visit.open("/")
    pick(page, "Countries", "Azerbaijan–Korea")
    visit.chart("Azerbaijan–Korea")
    assert visit.address == "/turnover?pair=AZE-KOR"
    page.get_by_role("button", name="See the pair from the other country").click()
    visit.chart("Korea–Azerbaijan")
    assert visit.address == "/turnover?pair=KOR-AZE"


def test_another_flow_and_whose_statistics(visit: Visit) -> None:
    page = visit.open("/")
    segment(page, "Flow", "Exports")
    expect(page.locator("#sentence")).to_contain_text("exports")
    segment(page, "Whose statistics", "Kazakhstan")
    expect(page.locator("#sentence")).to_contain_text("Kazakhstan’s statistics")
    expect(page).to_have_url(re.compile("flow=exports&statistics=KAZ"))


def test_two_quick_choices_both_count(visit: Visit) -> None:
    page = visit.open("/")
    held: list[Route] = []
    page.route("**/screen?*", lambda route: held.append(route))
    for group, option in (("Flow", "Exports"), ("Whose statistics", "Kazakhstan")):
        with page.expect_request("**/screen?*"):
            segment(page, group, option)
    assert len(held) == 2
    for route in reversed(held):
        route.continue_()
    expect(page).to_have_url(re.compile("flow=exports&statistics=KAZ"))
    expect(page.get_by_role("radio", name="Exports")).to_be_checked()
    expect(page.get_by_role("radio", name="Kazakhstan")).to_be_checked()
    expect(page.locator("#sentence")).to_contain_text("exports")


def test_a_server_that_fails_at_first_is_asked_again_and_the_page_comes(visit: Visit) -> None:
    page = visit.page
    page.route("**/screen?*", lambda route: route.fulfill(status=500, json={"error": "Not now."}))
    page.goto(f"{visit.server}/growth?pair=AZE-KOR")
    expect(page.locator("#said")).to_have_text("Not now. Trying again…")
    visit.faults.clear()
    page.unroute("**/screen?*")
    expect(page.locator("#nav .active")).to_contain_text("Growth")
    expect(page.locator("#said")).to_have_text("")
    visit.chart("Azerbaijan–Korea")
    visit.faults.clear()


def test_a_link_followed_while_the_server_is_away_is_followed_later(visit: Visit) -> None:
    page = visit.open("/")
    page.route("**/screen?*", lambda route: route.abort())
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.locator("#said")).to_contain_text("Trying again")
    page.unroute("**/screen?*")
    expect(page.locator(".view-compare")).to_have_count(1)
    visit.faults.clear()


def test_the_keyboard_keeps_its_place_and_typing_finds_a_period(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_role("link", name="Compare", exact=True).press("Enter")
    expect(page.locator("#nav .active")).to_be_focused()
    page.get_by_role("textbox", name="Period", exact=True).click()
    page.keyboard.type("May 2023", delay=40)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("period=2023-01-01/P5M"))


def test_a_server_that_is_gone_is_said_and_the_next_choice_tries_again(visit: Visit) -> None:
    page = visit.open("/")
    page.route("**/screen?*", lambda route: route.abort())
    segment(page, "Flow", "Exports")
    expect(page.locator("#said")).to_contain_text("again")
    assert all("/screen" in fault or "ERR_FAILED" in fault for fault in visit.faults)
    visit.faults.clear()
    page.unroute("**/screen?*")
    segment(page, "Flow", "Imports")
    expect(page).to_have_url(re.compile("flow=imports"))
    expect(page.locator("#sentence")).to_contain_text("imports")


def test_compare_five_months_through_the_controls(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_role("link", name="Compare", exact=True).click()
    visit.chart("against")
    pick(page, "Period", "Jan–May 2023")
    visit.chart("Jan–May 2023")
    pick(page, "Compared with", "Jan–May 2022")
    visit.chart("+49.9%")
    for said in ("+50%", "agrees"):
        visit.chart(said)
    expect(page.locator("#cards")).to_contain_text("+49.9%")
    expect(page.get_by_role("textbox", name="Period", exact=True)).to_have_value("Jan–May 2023")
    assert "period=2023-01-01/P5M" in visit.address


def test_a_refused_comparison_says_why_and_offers_another(visit: Visit) -> None:
    page = visit.open("/compare?pair=AZE-KOR&period=2021-01-01/P9M&base=2021")
    message = page.locator("#messages .message")
    expect(message).to_contain_text("months")
    message.get_by_role("link").click()
    expect(message).to_have_count(0)
    visit.chart("%")


def test_from_a_bar_to_the_source_in_two_clicks(visit: Visit) -> None:
    page = visit.open("/")
    visit.chart("2024")
    page.locator("#chart .barlayer .point path").first.click(force=True)
    expect(page).to_have_url(re.compile(r"focus=\d{4}"))
    source = page.locator("#evidence a[target=_blank]").first
    expect(source).to_have_attribute("href", re.compile("^https?://"))
    expect(source).to_be_in_viewport()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#evidence")).to_be_empty()
    assert "focus" not in visit.address


def test_a_card_and_what_to_know_lead_to_their_figures(visit: Visit) -> None:
    page = visit.open("/")
    page.locator("#cards .card").first.click()
    expect(page.locator("#evidence tbody tr")).not_to_have_count(0)
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#evidence")).to_be_empty()
    before = visit.address
    page.locator("#what-to-know a").first.click()
    expect(page).not_to_have_url(visit.server + before)
    visit.settle()
    expect(page.locator("#evidence tbody tr")).not_to_have_count(0)


def test_the_table_of_figures(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_role("link", name="Figures", exact=True).click()
    rows = page.locator(".ag-center-cols-container .ag-row")
    expect(rows.first).to_be_visible()
    page.get_by_role("textbox", name="Search figures").fill("kazinform")
    expect(rows.filter(has_not_text="Kazinform")).to_have_count(0)
    expect(rows.filter(has_text="243.6 million USD")).to_have_count(1)
    page.locator(".ag-cell.period-cell", has_text="Jan–May 2023").first.click()
    expect(page).to_have_url(re.compile("focus=2023-01-01/P5M"))
    expect(page.locator("#grid-box")).to_contain_text("for Jan–May 2023")
    page.get_by_role("link", name="Show in the chart").click()
    expect(page).to_have_url(re.compile("/turnover.*focus=2023-01-01/P5M"))
    expect(page.locator("#evidence")).to_contain_text("243.6 million USD")
    page.get_by_role("link", name="All in Figures").click()
    expect(page.locator("#grid-box")).to_contain_text("for Jan–May 2023")
    page.get_by_role("link", name="Show all periods").click()
    expect(page.locator("#grid-box")).to_contain_text("every flow and period")
    assert visit.address == "/figures?pair=AZE-KAZ"
    expect(page.get_by_role("textbox", name="Search figures")).to_have_value("")


def test_every_figure_has_a_verdict_and_what_conflicts_is_marked(visit: Visit) -> None:
    page = visit.open("/figures?pair=AZE-KAZ&focus=2021")
    rows = page.locator(".ag-center-cols-container .ag-row")
    wrong = rows.filter(has_text="61.4 million USD").locator(".ag-cell[col-id=verdict]")
    expect(wrong).to_have_text("conflicts")
    expect(wrong).to_have_class(re.compile(r"\bverdict-conflicts\b"))
    marked = page.locator(".verdict-conflicts")
    expect(marked.filter(has_not_text="conflicts")).to_have_count(0)
    page.get_by_role("textbox", name="Search figures").fill("stand against it")
    expect(rows).to_have_count(0)
    page.get_by_role("link", name="Show in the chart").click()
    visit.settle()
    row = page.locator("#evidence tbody tr", has_text="61.4 million USD")
    expect(row.locator(".verdict-conflicts")).to_have_text("conflicts")
    expect(row.locator(".reason")).to_contain_text("Azernews gives $61.4 million for 2021")


def test_a_figure_in_the_table_leads_to_its_source(visit: Visit) -> None:
    page = visit.open("/figures?pair=AZE-KAZ&focus=2023")
    expect(page.locator(".ag-center-cols-container .ag-row").first).to_be_visible()
    expect(page.locator("#grid a[target=_blank]").first).to_have_attribute(
        "href", re.compile("^https?://")
    )


def test_back_and_forward_restore_the_screen(visit: Visit) -> None:
    page = visit.open("/")
    segment(page, "Flow", "Imports")
    expect(page).to_have_url(re.compile("flow=imports"))
    page.get_by_role("link", name="Growth", exact=True).click()
    expect(page.locator(".view-growth")).to_have_count(1)
    visit.settle()
    page.go_back()
    expect(page.locator(".view-turnover")).to_have_count(1)
    expect(page.get_by_role("radio", name="Imports")).to_be_checked()
    page.go_back()
    expect(page.get_by_role("radio", name="Turnover")).to_be_checked()
    expect(page.locator("#sentence")).to_contain_text("Showing turnover")
    page.go_forward()
    expect(page.get_by_role("radio", name="Imports")).to_be_checked()
    visit.settle()


def test_reopening_a_link_restores_everything(visit: Visit) -> None:
    link = (
        "/turnover?pair=KAZ-AZE&measure=mirror&flow=exports&since=2019&until=2023&currency=EUR"
        "&band=1.05-1.30&focus=2022"
    )
    page = visit.open(link)
    expect(page.get_by_role("textbox", name="Countries")).to_have_value("Kazakhstan–Azerbaijan")
    for radio in ("Both sides", "Exports"):
        expect(page.get_by_role("radio", name=radio)).to_be_checked()
    for name, value in {"From": "2019", "To": "2023", "Currency": "Euros"}.items():
        expect(page.get_by_role("textbox", name=name, exact=True)).to_have_value(value)
    expect(page.get_by_role("slider", name="Lowest ratio")).to_have_attribute(
        "aria-valuenow", "1.05"
    )
    expect(page.get_by_role("slider", name="Highest ratio")).to_have_attribute(
        "aria-valuenow", "1.3"
    )
    expect(page.locator("#evidence")).to_contain_text("2022")
    assert visit.address == link


def test_junk_in_the_address_is_said_and_the_default_shown(visit: Visit) -> None:
    page = visit.open("/turnover?pair=AZE-KAZ&flow=everything&since=soon")
    expect(page.locator("#messages")).to_contain_text("everything")
    expect(page.locator("#messages")).to_contain_text("soon")
    expect(page.get_by_role("radio", name="Turnover")).to_be_checked()
    visit.chart("Azerbaijan–Kazakhstan")
    segment(page, "Flow", "Exports")
    expect(page.locator("#messages .message")).to_have_count(0)


def test_dark_redraws_the_chart_and_stays(
    server: str, open_context: Callable[..., BrowserContext]
) -> None:
    visit = Visit(open_context(), server)
    page = visit.open("/")
    paper = page.locator("#chart rect.bg, #chart .main-svg").first
    visit.chart("Azerbaijan–Kazakhstan")
    light = paper.evaluate("e => getComputedStyle(e).backgroundColor")
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    expect(paper).not_to_have_css("background-color", light)
    title = page.locator("#chart svg text", has_text="Azerbaijan–Kazakhstan").first
    expect(title).to_have_css("fill", re.compile(r"rgb\(2\d\d, 2\d\d, 2\d\d\)"))
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    expect(title).to_have_css("fill", re.compile(r"rgb\(2\d\d, 2\d\d, 2\d\d\)"))
    assert visit.faults == []


def test_no_comparison_is_lost_between_views(visit: Visit) -> None:
    page = visit.open(JAN_MAY)
    for view in ("Growth", "Turnover", "Figures", "Compare"):
        page.get_by_role("link", name=view, exact=True).click()
        expect(page.locator(f".view-{view.lower()}")).to_have_count(1)
        visit.settle()
    visit.chart("+49.9%")
    assert visit.address == JAN_MAY
