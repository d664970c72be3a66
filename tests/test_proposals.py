"""Proposed rows get the verdict that they would have in the table, and the table stays as it is."""

import csv
from pathlib import Path

import pytest

from analysis.pipeline import Table
from analysis.pipeline.proposals import (
    CONFLICTS,
    KNOWN,
    NEW,
    PERHAPS,
    PROPOSED,
    UNREADABLE,
    Proposal,
    propose,
)
from analysis.reconcile import AGREES

EXPECTED = Path(__file__).parent / "expected" / "propose" / "verdicts.csv"
SOURCE = {
    "source_id": "paper",
    "kind": "press",
    "publisher": "The Paper",
    "published": "2023-08-01",
    "language": "en",
    "url": "",
}
ROW = {
    "source_id": "paper",
    "reporter": "Kazakhstan",
    "partner": "Azerbaijan",
    "flow": "turnover",
    "product": "total",
    "period": "January-May 2023",
    "measure": "level",
    "value": "243.6",
    "unit": "million USD",
    "qualifier": "exact",
    "status": "actual",
    "base_period": "",
    "statistics_of": "",
}
CASES = list(csv.DictReader(EXPECTED.read_text("utf-8").splitlines()))


def one(table: Table, **cells: str) -> Proposal:
    return propose(table, [ROW | cells], [SOURCE])[0]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_the_verdict_and_why(mini_table: Table, case: dict[str, str]) -> None:
    cells = {name: text for name, text in case.items() if name in ROW and text}
    cells |= {name: "" for name, text in case.items() if text == "nothing"}
    found = one(mini_table, **cells)
    assert (found.verdict, case["reason"] in found.reason) == (case["verdict"], True), found


def test_every_verdict_is_explained() -> None:
    assert set(PROPOSED) == {AGREES, NEW, CONFLICTS, KNOWN, PERHAPS, UNREADABLE}


def test_an_earlier_row_that_says_the_same_is_known(mini_table: Table) -> None:
    row = ROW | {"period": "1993", "value": "1.5", "unit": "billion USD"}
    turned = row | {"reporter": "Azerbaijan", "partner": "Kazakhstan"}
    first, second = propose(mini_table, [row, turned], [SOURCE])
    assert first.verdict == NEW
    assert second == Proposal(KNOWN, "An earlier row here says the same: 1.5 billion USD.")


def test_a_value_that_is_known_for_a_period_may_be_known(mini_table: Table) -> None:
    found = one(mini_table, period="", base_period="")
    assert found.verdict == PERHAPS
    assert found.reason.startswith("It has no period. Of Jan–May 2023 Kazinform, 29 July 2023,")
    for cells in ({"value": "243.7"}, {"flow": "exports"}, {"unit": "million KZT"}):
        assert one(mini_table, period="", **cells).verdict == NEW


@pytest.mark.parametrize(
    ("published", "period", "early"),
    [
        ("2023-08-01", "2024", True),
        ("2023-08-01", "September 2023", True),
        ("2023", "2024", True),
        ("2023", "September 2023", False),
        ("2023-08", "August 2023", False),
        ("", "2031", False),
    ],
)
def test_what_is_actual_has_been(
    mini_table: Table, published: str, period: str, early: bool
) -> None:
    row = ROW | {"value": "9", "period": period, "flow": "balance"}
    (found,) = propose(mini_table, [row], [SOURCE | {"published": published}])
    assert ("after its source was published" in found.reason) == early
    assert (found.verdict == CONFLICTS) == early
    (plan,) = propose(mini_table, [row | {"status": "target"}], [SOURCE | {"published": published}])
    assert plan.verdict == NEW


def test_a_source_of_a_day_to_come_is_refused(mini_table: Table) -> None:
    found = propose(mini_table, [ROW], [SOURCE | {"published": "2999-01-01"}])
    assert found[0].verdict == UNREADABLE
    assert "found “2999-01-01”; expected a day that has come" in found[0].reason


def test_an_address_is_of_the_web(mini_table: Table) -> None:
    found = propose(mini_table, [ROW], [SOURCE | {"url": "javascript:alert(1)"}])
    assert found[0].verdict == UNREADABLE
    assert "expected a web address" in found[0].reason


def test_goods_in_the_singular_are_the_same_goods(table: Table) -> None:
    cells = {"reporter": "Korea", "flow": "exports", "product": "land vehicle", "period": "2023"}
    assert one(table, **cells, value="319.39").verdict == KNOWN


def test_rows_of_one_document_are_checked_against_each_other(mini_table: Table) -> None:
    year = ROW | {"period": "1993", "value": "5", "statistics_of": "KAZ"}
    part = year | {"period": "January-May 1993", "value": "9"}
    found = propose(mini_table, [year, part], [SOURCE])
    assert [proposal.verdict for proposal in found] == [CONFLICTS, CONFLICTS]


def test_a_reason_about_another_figure_says_so(table: Table) -> None:
    found = propose(table, [ROW | {"value": "300"}, ROW | {"value": "900"}], [SOURCE])
    assert [proposal.verdict for proposal in found] == [CONFLICTS, CONFLICTS]
    assert "gives $900 million" in found[1].reason
    assert found[0].reason == f"It is among figures that cannot all hold: {found[1].reason}"


def test_one_row_that_cannot_be_read_spoils_no_other(mini_table: Table) -> None:
    rows = [ROW | {"reporter": "Ruritania"}, ROW, ROW | {"measure": "guess"}]
    found = propose(mini_table, rows, [SOURCE])
    assert [proposal.verdict for proposal in found] == [UNREADABLE, KNOWN, UNREADABLE]
    assert "Ruritania" in found[0].reason
    assert "level, growth, share" in found[2].reason


def test_a_source_that_cannot_be_read_is_why(mini_table: Table) -> None:
    found = propose(mini_table, [ROW], [SOURCE | {"published": "yesterday"}])
    assert found[0].verdict == UNREADABLE
    assert "yesterday" in found[0].reason
    lost = propose(mini_table, [ROW], [])
    assert lost == [Proposal(UNREADABLE, "Its source is not known.")]


def test_the_note_says_why_a_cell_is_empty(mini_table: Table) -> None:
    found = one(mini_table, reporter="", note="the text does not say between whom")
    assert found.reason.endswith("Note: the text does not say between whom.")


def test_a_line_end_in_a_cell_is_a_space(mini_table: Table) -> None:
    rows = [ROW | {"note": "one\ntwo"}, ROW | {"unit": "mln"}]
    found = propose(mini_table, rows, [SOURCE])
    assert [proposal.verdict for proposal in found] == [KNOWN, UNREADABLE]


def test_the_table_stays_as_it_is(mini_table: Table) -> None:
    before = mini_table.observations.copy(), mini_table.sources.copy()
    propose(mini_table, [ROW, ROW | {"value": "9"}], [SOURCE])
    assert mini_table.observations.equals(before[0])
    assert mini_table.sources.equals(before[1])
