"""Statements and conflicts in words."""

import pytest

from analysis.reconcile import reconcile
from analysis.reconcile.sentences import listed, said, subject, value
from analysis.reconcile.statements import Statement, statements
from tests.figures import observed

RATE = {"measure": "growth", "unit": "percent"}
OFFICE = {"source_id": "office", "kind": "official"}


def stated(*rows: dict[str, str]) -> list[Statement]:
    found, _ = statements(observed(*rows))
    return found


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        ({"value": "61.4"}, "$61.4 million"),
        ({"value": "168", "qualifier": "about"}, "about $168 million"),
        ({"value": "417", "unit": "million AZN"}, "417 million manat"),
        ({"value": "-29.54"} | RATE, "−29.54%"),
        ({"value": "3.10"} | RATE | {"unit": "times"}, "3.10 times"),
        ({"value": "4.4", "qualifier": "over"} | RATE | {"unit": "times"}, "over 4.4 times"),
        ({"value": "74.61", "measure": "share", "unit": "percent of total"}, "74.61%"),
    ],
)
def test_what_was_printed(row: dict, printed: str) -> None:
    [statement] = stated(row)
    assert value(statement) == printed


@pytest.mark.parametrize(
    ("row", "about"),
    [
        ({}, ""),
        ({"product": "wheat"}, "turnover in wheat"),
        ({"flow": "imports"}, "Azerbaijan’s exports"),
        ({"flow": "exports", "product": "wheat"}, "Kazakhstan’s exports of wheat"),
        ({"flow": "balance"}, "Kazakhstan’s balance"),
    ],
)
def test_what_it_is_about(row: dict, about: str) -> None:
    [statement] = stated({"value": "7"} | row)
    assert subject(statement.quantity) == about


def test_a_rate_says_on_what() -> None:
    [rate] = stated({"value": "50", "period": "January-May 2023"} | RATE)
    assert said(rate) == "+50% for Jan–May 2023 on Jan–May 2022"


def test_official_exports_and_imports_are_told_as_their_sum() -> None:
    both = stated(
        {"value": "287.9", "flow": "exports"} | OFFICE,
        {"value": "44.3", "flow": "imports"} | OFFICE,
    )
    assert (
        listed(both) == "$332.2 million for 2023 from Kazakhstan’s statistics (exports + imports)"
    )


def test_a_balance_can_be_negative_or_without_limit() -> None:
    """Exports alone bound a balance from above; turnover bounds it on both sides."""
    balance = {"value": "-10", "flow": "balance"}
    below = reconcile(observed(balance, {"value": "100", "flow": "exports"})).figures["reason"][0]
    assert below.endswith("it is at most $100.5 million.")
    both = reconcile(observed(balance, {"value": "50"})).figures["reason"][0]
    assert both.endswith("it is between −$50.5 million and $50.5 million.")


def conflicting(*rows: dict[str, str]) -> str:
    [found] = reconcile(observed(*rows)).conflicts["sentence"]
    return found


def outlets(count: int, value: str) -> list[dict[str, str]]:
    return [{"value": value, "source_id": f"outlet-{value}-{n}"} for n in range(count)]


def test_a_small_gap_between_two_outlets_may_be_a_revision_and_a_large_one_not() -> None:
    said = conflicting(*outlets(1, "463.3"), *outlets(1, "461.9"))
    assert "revised in between would explain so small a gap" in said
    assert "revised" not in conflicting(*outlets(1, "463.3"), *outlets(1, "361.9"))
    one_source = ({"value": value, "source_id": "one"} for value in ("463.3", "461.9"))
    assert "revised" not in conflicting(*one_source)


def test_a_conflict_names_its_figures_or_says_where_they_are() -> None:
    assert "more" not in conflicting(*outlets(2, "100"), *outlets(1, "300"))
    crowd = conflicting(*outlets(4, "100"), *outlets(1, "300"))
    assert crowd.endswith("; all figures are listed with the conflict.")
