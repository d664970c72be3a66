from dataclasses import replace
from pathlib import Path

import pytest

from analysis import pipeline
from analysis.cards import Card
from analysis.pipeline import Table
from analysis.schema import CURRENCIES
from analysis.selection import Selection
from tests import tables

KAZ = Selection(pair=("KAZ", "AZE"))


def cards(table: Table, selection: Selection = KAZ) -> tuple[Card, ...]:
    return pipeline.headline(table, selection)


def one(table: Table, word: str, selection: Selection = KAZ) -> Card:
    (card,) = [card for card in cards(table, selection) if word in card.label.lower()]
    return card


def test_the_latest_full_year_and_the_latest_part_year(mini_table: Table) -> None:
    year, part = one(mini_table, "full year"), one(mini_table, "part year")
    assert (year.value, year.focus) == ("$529.4 million", "2023")
    assert "+14.2%" in year.detail and "2022" in year.detail
    assert (part.value, part.focus) == ("$243.6 million", "2023-01-01/P5M")
    assert "+49.9%" in part.detail and "Jan–May 2022" in part.detail


def test_a_level_without_a_year_before_it_says_so(mini_table: Table) -> None:
    korean = Selection(pair=("AZE", "KOR"))
    assert "no Jan–Sep 2020" in one(mini_table, "part year", korean).detail


def test_the_years_chosen_end_the_cards_too(mini_table: Table) -> None:
    assert one(mini_table, "full year", replace(KAZ, until=2021)).focus == "2021"


def test_a_published_rate_is_checked(mini_table: Table, folder: Path) -> None:
    checked = one(mini_table, "published")
    assert (checked.tone, checked.focus) == ("good", "2023")
    assert checked.value == "+14.2%"
    assert "+14.3%" in checked.detail and "agrees" in checked.detail
    wrong = tables.table(
        folder,
        {"period": "2020", "value": "100.0"},
        {"period": "2021", "value": "150.0"},
        {"period": "2021", "value": "70", "measure": "growth", "unit": "percent"},
    )
    card = one(wrong, "published")
    assert (card.value, card.tone) == ("+70%", "bad")
    assert "+50.0%" in card.detail and "differs" in card.detail


@pytest.mark.parametrize("currency", CURRENCIES)
def test_a_rate_in_print_is_checked_in_dollars(table: Table, currency: str) -> None:
    assert one(table, "published", replace(KAZ, currency=currency)) == one(table, "published")


def test_the_distance_to_the_target(mini_table: Table) -> None:
    card = one(mini_table, "target")
    assert "$1 billion" in card.label
    assert card.value == "53%"
    assert "2023" in card.detail
    tenge = cards(mini_table, replace(KAZ, currency="KZT"))
    assert not [card for card in tenge if "target" in card.label.lower()]


def test_a_forecast_is_no_target(folder: Path) -> None:
    forecast = tables.table(
        folder,
        {"period": "2020", "value": "100.0"},
        {"period": "2021", "value": "150.0", "status": "forecast"},
    )
    assert [card.focus for card in cards(forecast)] == ["2020"]


def test_a_selection_without_a_figure_has_no_card(mini_table: Table) -> None:
    assert cards(mini_table, Selection(pair=("KOR", "RUS"), flow="imports")) == ()


def test_a_comparison_has_cards_of_its_own(table: Table) -> None:
    may = replace(KAZ, view="compare", period="2023-01-01/P5M", base="2022-01-01/P5M")
    found = cards(table, may)
    assert [card.value for card in found] == ["+49.9%", "+$81.1 million", "1.50 times", "+50%"]
    assert (found[-1].tone, "agrees" in found[-1].detail) == ("good", True)
    assert "$162.5 million" in found[1].detail and "$243.6 million" in found[1].detail
    assert "49.83" in found[0].detail and "49.98" in found[0].detail


def test_every_card_is_whole(table: Table) -> None:
    for pair, _ in pipeline.pairs(table):
        for flow in ("turnover", "exports", "imports", "balance"):
            for view in ("turnover", "compare"):
                for card in cards(table, Selection(view=view, pair=pair, flow=flow)):
                    assert card.label and card.value and card.detail
                    assert card.tone in ("", "good", "bad")
                    assert "nan" not in " ".join(card).lower().split()
