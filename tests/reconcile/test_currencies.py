"""A rate or a share is of levels in the currency of its source, or else of its series."""

import pytest

from analysis.reconcile import Findings, reconcile
from tests.figures import observed
from tests.reconcile.found import doubted

RATE = {"measure": "growth", "unit": "percent", "value": "50"}
DOLLARS = [
    {"source_id": "u", "period": "2022", "value": "100.0"},
    {"source_id": "u", "period": "2023", "value": "110.0"},
]
TENGE = [
    {"source_id": "k", "period": "2022", "value": "46.0", "unit": "billion KZT"},
    {"source_id": "k", "period": "2023", "value": "69.0", "unit": "billion KZT"},
]


def verdicts(found: Findings) -> list[str]:
    return found.figures["verdict"].tolist()


def test_a_rate_of_levels_in_tenge_says_nothing_of_dollars() -> None:
    found = reconcile(observed(*DOLLARS, *TENGE, RATE | {"source_id": "k"}))
    assert verdicts(found) == ["cannot be checked"] * 2 + ["agrees"] * 3
    assert found.conflicts.empty


def test_a_rate_that_misses_levels_in_euros_is_found() -> None:
    euros = [row | {"unit": "million EUR"} for row in DOLLARS]
    found = reconcile(observed(*euros, RATE | {"source_id": "u"}))
    assert doubted(found) == {"figure-0", "figure-1", "figure-2"}


def test_a_share_of_levels_in_euros() -> None:
    sold = {"flow": "exports", "unit": "million EUR"}
    share = {"flow": "exports", "measure": "share", "unit": "percent of total", "value": "50"}
    rows = [
        sold | {"value": "100.0"},
        sold | {"value": "20.0", "product": "oil"},
        share | {"product": "oil"},
    ]
    [conflict] = reconcile(observed(*rows)).conflicts.itertuples()
    assert (conflict.edit, len(conflict.doubted)) == ("share", 3)


@pytest.mark.parametrize(
    ("levels", "verdict"),
    [
        (DOLLARS, "conflicts"),
        (TENGE, "agrees"),
        ([*DOLLARS, *TENGE], "cannot be checked"),
        ([*DOLLARS, TENGE[0] | {"period": "2017"}], "conflicts"),
    ],
)
def test_a_source_without_levels_speaks_of_those_in_its_months(
    levels: list[dict[str, str]], verdict: str
) -> None:
    found = reconcile(observed(*levels, RATE | {"source_id": "third"}))
    assert verdicts(found)[-1] == verdict


def test_what_cannot_be_told_is_said() -> None:
    both = [row | {"source_id": "both"} for row in (*DOLLARS, *TENGE)]
    found = reconcile(observed(*both, RATE | {"source_id": "both"}))
    assert found.conflicts.empty
    assert "in KZT and USD, and it does not say" in found.figures["reason"].iloc[-1]
