"""How deduced values follow from figures: no line that is not the arithmetic behind the bounds."""

from dataclasses import replace

import pytest

from analysis.periods import Period
from analysis.reconcile import reconcile
from analysis.reconcile.derivations import derivation
from analysis.reconcile.settled import Implied
from analysis.reconcile.statements import Statement, statements
from tests.figures import observed

RATE = {"measure": "growth", "unit": "percent"}
SHARE = {"measure": "share", "unit": "percent of total", "product": "wheat", "flow": "exports"}
KAZAKH = ", in Kazakhstan’s statistics"


def derived(*rows: dict[str, str]) -> dict[tuple[str, str, str], str]:
    """The derivation of each deduced value by flow, product and period, sources left out."""
    found = reconcile(observed(*rows)).deduced
    return {
        (row.flow, row.product, row.time_period): row.derivation.replace(" (outlet)", "")
        for row in found.itertuples()
    }


def test_a_share_of_a_known_whole_and_the_whole_of_a_known_share() -> None:
    part = derived({"value": "100.0", "flow": "exports"}, {"value": "60"} | SHARE)
    assert part == {
        ("exports", "wheat", "2023"): "60% of $100 million of Kazakhstan’s exports for 2023"
        + KAZAKH
    }
    whole = derived(
        {"value": "60.0", "flow": "exports", "product": "wheat"}, {"value": "60"} | SHARE
    )
    assert whole == {
        ("exports", "total", "2023"): "$60 million of Kazakhstan’s exports of wheat for 2023 "
        "is 60% of it" + KAZAKH
    }


def test_a_rate_on_a_base_and_the_base_of_a_rate() -> None:
    level = derived({"value": "100.0", "period": "2022"}, {"value": "50"} | RATE)
    assert level == {("turnover", "total", "2023"): "+50% on $100 million for 2022" + KAZAKH}
    base = derived({"value": "150.0"}, {"value": "50"} | RATE)
    assert base == {("turnover", "total", "2022"): "$150 million for 2023 is +50% on it" + KAZAKH}


def test_exports_and_imports_from_turnover_and_balance_are_halves() -> None:
    both = derived({"value": "461.9"}, {"value": "288.7", "flow": "balance"})
    turnover, balance = "$461.9 million for 2023", "$288.7 million of Kazakhstan’s balance for 2023"
    assert both == {
        ("exports", "total", "2023"): f"half of ({turnover} + {balance}){KAZAKH}",
        ("imports", "total", "2023"): f"half of ({turnover} − {balance}){KAZAKH}",
    }


def test_a_negative_balance_stands_in_brackets() -> None:
    lines = derived({"value": "461.9"}, {"value": "-288.7", "flow": "balance"})
    assert lines["exports", "total", "2023"].startswith(
        "half of ($461.9 million for 2023 + (−$288.7 million of Kazakhstan’s balance for 2023))"
    )


def test_what_is_left_is_the_whole_without_the_parts_in_the_order_of_the_calendar() -> None:
    quarters = [
        {"value": value, "period": f"2023-Q{n}"}
        for n, value in ((1, "50.0"), (2, "60.0"), (3, "70.0"))
    ]
    lines = derived({"value": "250.0"}, *quarters)
    assert lines["turnover", "total", "2023-Q4"] == (
        "$250 million for 2023 − $50 million for Jan–Mar 2023 − $60 million for Apr–Jun 2023 "
        "− $70 million for Jul–Sep 2023" + KAZAKH
    )
    assert lines["turnover", "total", "2023-S1"] == (
        "$50 million for Jan–Mar 2023 + $60 million for Apr–Jun 2023" + KAZAKH
    )


@pytest.fixture
def halves() -> list[Statement]:
    rows = {"value": "100.0", "period": "January-June 2023"}, {"value": "250.0"}
    return statements(observed(*rows))[0]


def test_arithmetic_that_does_not_give_the_bounds_is_not_printed(halves: list[Statement]) -> None:
    half, year = halves
    rest = year.quantity.during(Period(half.quantity.period.end, 6))
    right = Implied(149.9e6, 150.1e6, frozenset())
    assert derivation(rest, right, halves, "unsaid") == (
        "$250 million for 2023 (outlet) − $100 million for Jan–Jun 2023 (outlet)"
    )
    for bounds in (right._replace(low=149.8e6), right._replace(high=1e9)):
        assert derivation(rest, bounds, halves, "unsaid").endswith(" leave room for")


def test_figures_that_a_quantity_is_not_made_of_are_only_listed(halves: list[Statement]) -> None:
    half, year = halves
    right = Implied(149.9e6, 150.1e6, frozenset())
    other = year.quantity.during(year.quantity.period.shift(1))
    wheat = replace(year, quantity=year.quantity._replace(product="wheat"))
    for quantity, known in ((other, halves), (half.quantity, [half, wheat])):
        assert derivation(quantity, right, known, "KAZ").startswith("what $")
