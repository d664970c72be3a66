"""What a visitor does with sources: read a conflict, see its figures, look for another."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_a_conflict_leads_to_its_figures_and_their_sources(visit: Visit) -> None:
    page = visit.open("/")
    expect(page.locator("#conflicts")).to_be_hidden()
    page.get_by_role("link", name="Sources", exact=True).click()
    visit.chart("published figures")
    listed = page.get_by_role("complementary", name="Conflicts")
    listed.get_by_text(re.compile("more in the years shown")).click()
    conflict = listed.get_by_role("link").filter(has_text="Azernews gives $61.4 million for 2021")
    expect(conflict).to_contain_text("Rule: ")
    conflict.click()
    expect(page).to_have_url(re.compile("/sources.*focus=2021&conflict=[0-9a-f]{8}"))
    row = page.locator("#evidence tbody tr").filter(has_text="61.4 million USD")
    expect(row.get_by_role("link")).to_have_attribute("href", re.compile("^https?://"))
    expect(page.locator("#evidence h2")).to_be_in_viewport()
    expect(listed.locator(".chosen")).to_contain_text("2021.")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#evidence")).to_be_empty()
    expect(listed.locator(".chosen")).to_have_count(0)


def test_one_conflict_of_several_on_a_year_has_its_own_figures(visit: Visit) -> None:
    page = visit.open("/sources?pair=AZE-KAZ")
    listed = page.get_by_role("complementary", name="Conflicts")
    heading = page.locator("#evidence h2")
    conflict = listed.get_by_role("link").filter(has_text="Trend gives +14.2% for 2023 on 2022")
    other = listed.get_by_role("link").filter(has_text="BAQ.KZ gives $533 million for 2023")
    for summary in listed.locator("summary").all():
        summary.click()
    conflict.click()
    expect(heading).to_have_text("3 published figures of this conflict")
    expect(page.locator("#evidence tbody")).to_contain_text("2022")
    expect(listed.locator(".chosen")).to_have_count(1)
    expect(listed.locator(".chosen")).to_contain_text("Trend gives +14.2%")
    address = page.url
    page.go_back()
    expect(page.locator("#evidence")).to_be_empty()
    expect(listed.locator(".chosen")).to_have_count(0)
    page.go_forward()
    expect(page).to_have_url(address)
    expect(heading).to_have_text("3 published figures of this conflict")
    for summary in listed.locator("details:not([open]) > summary").all():
        summary.click()
    other.click()
    expect(listed.locator(".chosen")).to_have_count(1)
    expect(listed.locator(".chosen")).to_contain_text("BAQ.KZ")
    page.locator("#chart .scatterlayer .point").first.click(force=True)
    expect(page).not_to_have_url(re.compile("conflict="))
    expect(listed.locator(".chosen")).to_have_count(0)


def test_a_point_leads_to_its_figures(visit: Visit) -> None:
    page = visit.open("/sources?pair=AZE-KAZ")
    page.locator("#chart .scatterlayer .point").first.click(force=True)
    expect(page).to_have_url(re.compile(r"focus=\d{4}"))
    expect(page.locator("#evidence tbody tr")).not_to_have_count(0)
    expect(page.locator("#evidence h2")).to_be_in_viewport()


def test_published_growth_stands_beside_recomputed(visit: Visit) -> None:
    page = visit.open("/sources?pair=KAZ-AZE")
    page.get_by_role("group", name="Measure").get_by_text("Published growth").click()
    visit.chart("recomputed +49.9%")
    page.get_by_role("button", name="Describe").click()
    expect(page.get_by_role("dialog")).to_contain_text(
        "published +50% (Kazinform), verdict agrees, +49.9% recomputed"
    )


def test_two_statistics_are_said_apart_and_lead_to_both_sides(visit: Visit) -> None:
    page = visit.open("/sources?pair=AZE-KAZ")
    listed = page.get_by_role("complementary", name="Conflicts")
    expect(listed).to_contain_text("never counted as a contradiction")
    listed.get_by_role("link", name="See both sides").click()
    visit.chart("report different trade")
    expect(page.locator("#conflicts")).to_be_hidden()


def test_where_nothing_conflicts_a_sentence_says_so(visit: Visit) -> None:
    page = visit.open("/sources?pair=KOR-RUS&flow=exports")
    listed = page.get_by_role("complementary", name="Conflicts")
    expect(listed).to_contain_text("No published figure on the exports of Korea–Russia contradicts")
    expect(listed.get_by_role("link")).to_have_count(0)
