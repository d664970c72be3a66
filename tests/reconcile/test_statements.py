"""Figures as statements: one flow under two names, copies, ranges, voices, trust."""

import pytest

from analysis.periods import parse
from analysis.reconcile.statements import Statement, statements, voices
from tests.figures import observed

AZE_SEEN = {"reporter": "Azerbaijan", "partner": "Kazakhstan"}


def said(*rows: dict[str, str]) -> list[Statement]:
    found, unchecked = statements(observed(*rows))
    assert unchecked == {}
    return found


def one(row: dict[str, str]) -> Statement:
    [statement] = said(row)
    return statement


def test_a_flow_under_both_its_names_is_one_quantity() -> None:
    exports = one({"value": "4", "flow": "exports"})
    imports = one({"value": "5", "flow": "imports", **AZE_SEEN})
    assert exports.quantity == imports.quantity
    assert exports.quantity.flows == ((1, "KAZ", "AZE"),)


def test_turnover_is_both_flows_from_either_side_and_a_balance_the_difference() -> None:
    assert one({"value": "4"}).quantity == one({"value": "4", **AZE_SEEN}).quantity
    assert one({"value": "4"}).quantity.flows == ((1, "AZE", "KAZ"), (1, "KAZ", "AZE"))
    balance = one({"value": "4", "flow": "balance"}).quantity
    assert balance.flows == ((1, "KAZ", "AZE"), (-1, "AZE", "KAZ"))


@pytest.mark.parametrize(
    ("statistics", "series"), [("KAZ", ("KAZ",)), ("AZE", ("AZE",)), ("", ("AZE", "KAZ"))]
)
def test_whose_statistics_a_figure_may_be(statistics: str, series: tuple[str, ...]) -> None:
    assert one({"value": "4", "statistics_of": statistics}).series == series


def test_a_reconciled_figure_is_of_no_country() -> None:
    assert one({"value": "4", "kind": "reconciled"}).series == ("reconciled",)


def test_a_rate_is_the_ratio_to_the_same_months_a_year_earlier_in_both_readings() -> None:
    rate = one({"value": "3.1", "measure": "growth", "unit": "times", "period": "January-May 2023"})
    assert rate.base is not None and rate.base.period == parse("January-May 2022")
    readings = [(r.low, r.high) for r in rate.readings]
    assert readings == [pytest.approx((3.05, 3.15)), pytest.approx((4.05, 4.15))]
    fall = one({"value": "-29.54", "measure": "growth", "unit": "percent"})
    assert [(r.low, r.high) for r in fall.readings] == [pytest.approx((0.70455, 0.70465))]


@pytest.mark.parametrize(
    ("row", "possible"),
    [
        ({"value": "-120", "measure": "growth", "unit": "percent"}, False),
        ({"value": "-100", "measure": "growth", "unit": "percent"}, True),
        ({"value": "104", "measure": "share", "unit": "percent of total"}, False),
        ({"value": "100", "measure": "share", "unit": "percent of total"}, True),
        ({"value": "-5", "flow": "balance"}, True),
    ],
)
def test_what_no_trade_can_be(row: dict, possible: bool) -> None:
    statement = one(row)
    assert statement.impossible(statement.readings[0]) != possible


def test_the_share_of_a_product_is_of_the_flow_and_that_of_a_partner_of_all_trade() -> None:
    share = {"value": "10", "measure": "share", "unit": "percent of total", "flow": "exports"}
    wheat = one(share | {"product": "wheat"})
    assert wheat.base == wheat.quantity._replace(product="total")
    partner = one(share)
    assert partner.base is not None and partner.base.flows == ((1, "KAZ", "WLD"),)
    theirs = one(share | {"statistics_of": "AZE"})
    assert theirs.base is not None and theirs.base.flows == ((1, "WLD", "AZE"),)


def test_copies_are_one_statement_of_several_sources() -> None:
    [copied] = said(
        {"source_id": "a", "value": "135.7"},
        {"source_id": "b", "value": "135.70", "unit": "million USD", "published": "2023-01-01"}
        | {"value": "135.7"},
    )
    assert (copied.sources, len(copied.figures)) == ({"a", "b"}, 2)
    assert copied.first == "2023-01-01"


def test_other_digits_are_another_statement() -> None:
    assert len(said({"value": "135.7"}, {"source_id": "b", "value": "136"})) == 2


def test_the_same_words_are_said_whoever_s_statistics_they_name() -> None:
    rows = {"source_id": "a", "value": "7"}, {"source_id": "b", "value": "7", "statistics_of": ""}
    named, unsaid = said(*rows)
    assert named.number == unsaid.number


def test_the_ends_of_a_range_are_one_statement() -> None:
    ends = [
        {
            "value": end,
            "measure": "growth",
            "unit": "percent",
            "note": f"{which} end of a stated range",
        }
        for end, which in (("75", "Low"), ("76", "High"))
    ]
    [rate] = said(*ends)
    assert [(r.low, r.high) for r in rate.readings] == [pytest.approx((1.745, 1.765))]
    assert len(rate.figures) == 2


def test_trust() -> None:
    """Official over press, dated over undated, exact over hedged."""
    official, dated, hedged, undated = (
        one({"value": "7"} | row).weight
        for row in (
            {"kind": "official"},
            {},
            {"qualifier": "about"},
            {"published": ""},
        )
    )
    assert official > 2 * dated > 2 * hedged > 2 * undated


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"period": ""}, "the source gives no period"),
        ({"status": "target"}, "a target, not a fact"),
        ({"status": "forecast"}, "a forecast, not a fact"),
        ({"flow": "balance", "measure": "growth", "unit": "percent"}, "can change sign"),
        ({"flow": "balance", "measure": "share", "unit": "percent of total"}, "can change sign"),
        (
            {"measure": "growth", "unit": "percent", "base_period": "January-June 2022"},
            "it sets 2023 beside Jan–Jun 2022",
        ),
    ],
)
def test_what_cannot_be_checked_says_why(row: dict, why: str) -> None:
    found, unchecked = statements(observed({"value": "7"} | row))
    assert found == []
    assert why in unchecked["figure-0"]


def test_a_source_that_says_no_series_speaks_of_one_in_all_it_says_of_a_pair() -> None:
    unsaid = {"statistics_of": ""}
    other = {"reporter": "Korea", "partner": "Azerbaijan"}
    found = said(
        {"source_id": "a", "value": "1", "period": "2021"} | unsaid,
        {"source_id": "a", "value": "2", "period": "2022"} | unsaid,
        {"source_id": "a", "value": "3", "period": "2022"} | unsaid | other,
        {"source_id": "a", "value": "4", "period": "2020"},
        {"source_id": "b", "value": "2", "period": "2022"} | unsaid,
        {"source_id": "c", "value": "5", "period": "2022"} | unsaid,
    )
    spoken = {frozenset(found[n].rows[0].value_text for n in voice) for voice in voices(found)}
    assert spoken == {frozenset({"1", "2"}), frozenset({"3"}), frozenset({"5"})}, (
        "b says nothing that a does not"
    )
