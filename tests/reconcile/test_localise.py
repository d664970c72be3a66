"""The fewest figures to doubt, then the least trusted, worked out by hand."""

import pytest

from analysis.reconcile.component import Components
from analysis.reconcile.edits import Ledger
from analysis.reconcile.localise import TIES, minimum
from analysis.reconcile.solver import Choice
from analysis.reconcile.statements import statements, voices
from tests.figures import observed


def sets(*rows: dict[str, str]) -> list[set[str]]:
    """The minimum sets of one component, as what was printed."""
    said, _ = statements(observed(*rows))
    [part] = Components(Ledger(said, voices(said)))
    return [{part.said[n].rows[0].value_text for n in found} for found in minimum(part).sets]


def test_nothing_is_doubted_where_all_holds() -> None:
    assert sets({"value": "100"}, {"value": "60", "flow": "exports"}) == [set()]


def test_one_figure_against_two_is_doubted() -> None:
    assert sets({"value": "100"}, {"value": "100.2"}, {"value": "90"}) == [{"90"}]


def test_all_minimum_sets_that_tie() -> None:
    found = sets(
        {"value": "15.3"}, {"value": "5.9", "flow": "exports"}, {"value": "9.1", "flow": "imports"}
    )
    assert sorted(found, key=sorted) == [{"15.3"}, {"5.9"}, {"9.1"}]


def test_sets_that_share_figures() -> None:
    """600 against 900, 600 against a balance of 700, that balance against exports of 300."""
    half = {"period": "July-December 2023"}
    found = sets(
        {"value": "300", "flow": "exports"},
        {"value": "600"} | half,
        {"value": "700", "flow": "balance"} | half,
        {"value": "900"} | half,
    )
    assert {frozenset(one) for one in found} == {
        frozenset({"600", "700"}),
        frozenset({"600", "300"}),
        frozenset({"900", "700"}),
    }


def test_fewer_come_before_less_trusted() -> None:
    """Two hedged figures agree against one exact figure: the one is doubted."""
    hedged = {"qualifier": "about", "published": ""}
    assert sets({"value": "100"}, {"value": "91"} | hedged, {"value": "91.5"} | hedged) == [{"100"}]


def test_the_least_trusted_of_as_many() -> None:
    assert sets({"value": "100"}, {"value": "90", "source_id": "b", "published": ""}) == [{"90"}]
    assert sets({"value": "100"}, {"value": "95", "qualifier": "about"}) == [{"95"}]


def test_the_press_is_doubted_before_an_official_figure_whatever_their_number() -> None:
    office = {"source_id": "office", "kind": "official", "published": "2023-01-01"}
    rows = [{"value": value} for value in ("90", "90.1", "90.2")]
    assert sets({"value": "100"} | office, *rows) == [{"90", "90.1", "90.2"}]


def test_official_figures_that_contradict_each_other() -> None:
    office = {"source_id": "office", "kind": "official"}
    [found] = sets(
        {"value": "100"} | office,
        {"value": "70", "flow": "exports"} | office,
        {"value": "70.2", "flow": "exports"} | office,
        {"value": "50", "flow": "imports"} | office,
        {"value": "50.2", "flow": "imports"} | office,
    )
    assert found == {"100"}


def test_no_more_ties_are_listed_than_can_be_read() -> None:
    """Twelve months of 9, at least 102 together, against a year of 100: any one of the thirteen."""
    months = [{"value": "9", "period": f"2023-{n:02d}"} for n in range(1, 13)]
    assert len(sets({"value": "100"}, *months)) == TIES


def test_the_search_ends_with_the_first_set_as_small_as_proved_possible(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two of four must go, and several twos tie: another of them is no reason to go on."""
    solve, asked = Choice.solve, []
    monkeypatch.setattr(Choice, "solve", lambda choice: asked.append(choice) or solve(choice))
    found = sets(
        {"value": "100"},
        {"value": "70", "flow": "exports"},
        {"value": "50", "flow": "imports"},
        {"value": "90", "source_id": "b"},
    )
    assert {len(one) for one in found} == {2}
    assert len(asked) < 40
