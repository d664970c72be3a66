"""How well the reader reads passages that people labelled: a fall below these lines is a fault."""

from __future__ import annotations

import csv
from functools import cache

import pytest

from analysis.extract import LANGUAGES, extract
from tests.answers import EXPECTED, cases
from tests.extract.labelled import Passage, Score, Statement, errors, passages, read, statement

TRADE = statement("level", "exports", ("KAZ", "AZE"), "2022", 5e6, "USD")


@cache
def scores() -> dict[str, Score]:
    found: dict[str, Score] = {}
    for one in passages():
        told = [read(figure) for figure in extract(one.text, one.published, one.language).figures]
        found.setdefault(one.language, Score()).add(one, told)
    return found


@pytest.mark.parametrize("row", cases("extract/passages"))
def test_a_language_is_read_as_well_as_before(row: dict[str, str]) -> None:
    score = scores()[row["language"]]
    assert score.strict >= float(row["strict"]), score
    assert score.amount >= float(row["amount"]), score
    assert score.false_on_negatives <= int(row["false_on_negatives"]), score


def test_every_language_that_is_read_has_its_lines() -> None:
    with (EXPECTED / "extract" / "passages.csv").open(encoding="utf-8", newline="") as file:
        assert {row["language"] for row in csv.DictReader(file)} >= set(LANGUAGES) & set(scores())


def test_all_languages_together() -> None:
    every = scores().values()
    right, found = sum(s.right for s in every), sum(s.found + s.wanted for s in every)
    assert 2 * right / found >= 0.89


@pytest.mark.parametrize(
    ("flow", "areas"), [("exports", ("KAZ", "AZE")), ("imports", ("AZE", "KAZ"))]
)
def test_one_direction_told_from_either_side_is_the_same(flow: str, areas: tuple[str, str]) -> None:
    assert statement("level", flow, areas, "2022-01-01/P12M", 5e6, "USD") == TRADE


def test_a_balance_changes_its_sign_with_the_side() -> None:
    one = statement("level", "balance", ("KAZ", "AZE"), "2022", -5e6, "USD")
    assert one == statement("level", "balance", ("AZE", "KAZ"), "2022", 5e6, "USD")


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ([TRADE], {}),
        ([], {"missed": 1}),
        ([TRADE, TRADE], {"false": 1}),
        ([TRADE._replace(value=1.0)], {"false": 1, "missed": 1}),
        ([TRADE._replace(months=None)], {"wrong period": 1}),
        ([TRADE._replace(flow="turnover")], {"wrong flow": 1}),
        ([TRADE._replace(measure="share")], {"wrong measure": 1}),
        ([TRADE._replace(origin="AZE", destination="KAZ")], {"wrong areas or direction": 1}),
        ([TRADE._replace(origin="", months=None)], {"several of these": 1}),
    ],
)
def test_errors_are_counted_by_kind(told: list[Statement], kinds: dict[str, int]) -> None:
    assert errors(told, [TRADE]) == kinds


def test_a_score_counts_what_is_right() -> None:
    score = Score()
    score.add(Passage("en", "", "", [TRADE], frozenset({7.0}), False), [TRADE])
    undated = TRADE._replace(months=None)
    bloc = TRADE._replace(value=7.0)
    score.add(Passage("en", "", "", [TRADE], frozenset({7.0}), False), [undated, bloc])
    score.add(Passage("en", "", "", [], frozenset(), True), [TRADE])
    assert (score.precision, score.recall) == (1 / 3, 1 / 2)
    assert (score.strict, score.amount) == (2 / 5, 4 / 5)
    assert (score.negatives, score.false_on_negatives) == (1, 1)
