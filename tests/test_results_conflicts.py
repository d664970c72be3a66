from dataclasses import replace

from analysis import pipeline
from analysis.pipeline import Table
from analysis.reconcile import EDITS
from analysis.results.conflicts import Conflict, checked, conflicts
from analysis.selection import Selection
from tests.findings import by_hand

DOUBTED = {
    "azernews-2020-01-16-1": "The year 2019.",
    "trend-2024-03-05-2": "A rate of 2023.",
    "trend-2024-03-05-1": "A level of 2023.",
    "azernews-2022-08-24-1": "Half of 2022.",
    "trend-2024-03-05-4": "Kazakhstan’s exports.",
    "wikipedia-2024-12-24-3": "Korea’s cars.",
    "kazinform-2023-07-29-5": "No period.",
}


def of(table: Table, edit: str = "growth", **chosen: object) -> list[Conflict]:
    selection = Selection(**{"view": "sources", "pair": ("KAZ", "AZE")} | chosen)  # type: ignore[arg-type]
    own = pipeline.subject(table, selection)
    return conflicts(own, selection, by_hand(table, DOUBTED, edit))


def test_those_of_the_flow_are_listed_newest_first(mini_table: Table) -> None:
    found = of(mini_table)
    assert [one.label for one in found] == [
        "2023",
        "2023",
        "Jan–Jun 2022",
        "2019",
        "No period given",
    ]
    assert {one.sentence for one in found[:2]} == {"A rate of 2023.", "A level of 2023."}
    assert [one.focus for one in found[2:]] == ["2022-S1", "2019", ""]


def test_each_has_a_key_of_its_own_that_its_figures_decide(mini_table: Table) -> None:
    found = of(mini_table)
    assert len({one.key for one in found}) == len(found)
    assert found == of(mini_table)
    assert {one.figures for one in found} <= {(key,) for key in DOUBTED}
    keys = {one.figures: one.key for one in found}
    assert all(keys[one.figures] == one.key for one in of(mini_table, since=2019, until=2020))


def test_near_are_the_figures_of_the_conflict_chosen_or_of_the_period(mini_table: Table) -> None:
    selection = Selection("sources", pair=("KAZ", "AZE"), focus="2023")
    own, found = pipeline.subject(mini_table, selection), by_hand(mini_table, DOUBTED)
    first, second = conflicts(own, selection, found)[:2]

    def near(chosen: Selection) -> list[bool]:
        known = checked(own, chosen, found)
        return [known.columns(one.figures, "2023")["near"] for one in (first, second)]

    assert near(selection) == [True, True]
    assert near(replace(selection, focus="2022")) == [False, False]
    assert near(replace(selection, focus="")) == [True, True]
    assert near(replace(selection, conflict=second.key)) == [False, True]


def test_the_shown_years_come_first(mini_table: Table) -> None:
    found = of(mini_table, since=2019, until=2020)
    assert [(one.label, one.shown) for one in found][:2] == [("2019", True), ("2023", False)]


def test_a_flow_is_seen_from_the_first_country(mini_table: Table) -> None:
    for pair, flow in ((("KAZ", "AZE"), "exports"), (("AZE", "KAZ"), "imports")):
        (one,) = of(mini_table, pair=pair, flow=flow)
        assert one.sentence == "Kazakhstan’s exports."
    assert of(mini_table, flow="imports") == []


def test_a_product_has_its_own(mini_table: Table) -> None:
    korea = {"pair": ("KOR", "AZE"), "flow": "exports"}
    assert of(mini_table, **korea) == []
    (one,) = of(mini_table, product="land vehicles", **korea)
    assert one.sentence == "Korea’s cars."


def test_the_rule_is_said_in_words(mini_table: Table) -> None:
    assert {one.rule for one in of(mini_table)} == {EDITS["growth"]}
    assert {one.rule for one in of(mini_table, "a new rule")} == {"a new rule"}


def test_a_conflict_that_doubts_nobody_is_about_all_its_figures(mini_table: Table) -> None:
    found = by_hand(mini_table, DOUBTED)
    found.conflicts["figures"] = found.conflicts["doubted"]
    found.conflicts["doubted"] = [()] * len(found.conflicts)
    selection = Selection("sources", "", ("KAZ", "AZE"))
    own = pipeline.subject(mini_table, selection)
    assert len(conflicts(own, selection, found)) == 5
