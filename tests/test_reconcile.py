"""What a table gives when it is checked against itself, case by case as tables a person can check.

Each file of expected/reconcile is a small table of figures with the verdict, whose statistics,
and pieces of the hint and of the reason; expected/reconcile_report has what else follows.
"""

import random

import pandas as pd
import pytest

from analysis import pipeline
from analysis.pipeline import Table
from analysis.reconcile import (
    CONFLICT,
    CONFLICTS,
    DEDUCED,
    EDITS,
    FIGURES,
    NARROW,
    VERDICTS,
    Findings,
    reconcile,
)
from analysis.reconcile.contested import UNPROVEN
from tests.answers import EXPECTED, cases, same
from tests.figures import observed, read

CASES = {path.stem: path for path in sorted((EXPECTED / "reconcile").glob("*.csv"))}


def found(case: str) -> Findings:
    return reconcile(observed(*read(CASES[case])))


def expected(name: str, case: str) -> list[dict[str, str]]:
    return [row for row in read(EXPECTED / f"reconcile_report/{name}.csv") if row["case"] == case]


def test_every_expected_answer_has_its_case() -> None:
    for name in ("conflicts", "deduced"):
        assert {case.values[0]["case"] for case in cases(f"reconcile_report/{name}")} <= {*CASES}


@pytest.mark.parametrize("case", CASES)
def test_verdict_series_and_hint(case: str) -> None:
    rows = read(CASES[case])
    for row, given in zip(rows, found(case).figures.itertuples(), strict=True):
        assert given.figure_id == row["figure_id"]
        told = f"{given.figure_id}: {given.reason} {given.hint}"
        assert (given.verdict, given.series) == (row["verdict"], row["series"]), told
        assert bool(given.hint) == bool(row["hint"]), told
        assert row["hint"] in given.hint
        assert row["reason"] in given.reason


@pytest.mark.parametrize("case", CASES)
def test_conflicts(case: str) -> None:
    given = found(case).conflicts
    wanted = sorted(
        (row["edit"], sorted(row["doubted"].split()), int(row["sets"]))
        for row in expected("conflicts", case)
    )
    assert wanted == sorted((r.edit, sorted(r.doubted), len(r.sets)) for r in given.itertuples())


@pytest.mark.parametrize("case", CASES)
def test_deduced_values(case: str) -> None:
    given = found(case).deduced
    wanted = expected("deduced", case)
    assert len(given) == len(wanted)
    for row, value in zip(wanted, given.to_dict("records"), strict=True):
        assert {name: value[name] for name in row if name in value} == {
            name: row[name] for name in row if name in value
        }
        assert same(value["obs_low"] / 1e6, row["low"])
        assert same(value["obs_high"] / 1e6, row["high"])


def test_a_conflict_names_who_gives_what_and_what_stands_against_it() -> None:
    [conflict] = found("half-year-as-a-year").conflicts.itertuples()
    for piece in (
        "gives $61.4 million for 2021",
        "$135.7 million for 2021",
        "$332.2 million for 2021 from Kazakhstan’s statistics (exports + imports)",
        "it fits Jan–Jun 2021",
        "3.1 times for Jan–Jun 2022 on Jan–Jun 2021",
        "about $62.63 million",
    ):
        assert piece in conflict.sentence
    place = (conflict.ref_area, conflict.counterpart_area, conflict.flow, conflict.time_period)
    assert place == ("AZE", "KAZ", "turnover", "2021")


def test_september_2018_all_but_vanishes() -> None:
    """About 168 at 2.1 times and 169 at +65.6% leave at most 3 after 19 to 25."""
    [seam] = found("seam-2018").conflicts.itertuples()
    assert set(seam.figures) == {"azernews-2018-10-31-1", "trend-2018-11-23-1"}
    assert "Sep 2018 would be at most $3 million" in seam.sentence
    assert "after $19.467 to $25.014 million in Sep 2017" in seam.sentence


def test_4_4_times_gives_about_597() -> None:
    figures = found("598-at-4.4-times").figures.set_index("figure_id")
    assert "$598.5 million" in figures.loc["news-az-2023-04-07-2", "reason"]
    agreeing = figures.loc["news-az-2023-04-07-1", "reason"]
    assert "$135.7 million" in agreeing and "$598.5 million" in agreeing


@pytest.mark.parametrize("row", cases("reconcile_report/deduced"))
def test_a_deduced_value_says_what_it_rests_on(row: dict) -> None:
    given = found(row["case"]).deduced.to_dict("records")
    place = ("time_period", "flow")
    [value] = [v for v in given if all(v[name] == row[name] for name in place)]
    assert value["obs_status"] == "I"
    assert value["obs_low"] <= value["obs_value"] <= value["obs_high"]
    assert set(value["figures"]) <= {r["figure_id"] for r in read(CASES[row["case"]])}
    assert value["figures"] and value["derivation"]


HALF = {"period": "July-December 2023"}
HANGING = (
    {"value": "300", "flow": "exports"},
    {"value": "600"} | HALF,
    {"value": "700", "flow": "balance"} | HALF,
    {"value": "900"} | HALF,
)


def test_the_figures_of_every_minimum_set_conflict_and_say_with_what() -> None:
    """600 against 900, 600 against a balance of 700, that balance against exports of 300."""
    findings = reconcile(observed(*HANGING))
    assert set(findings.figures["verdict"]) == {CONFLICTS}
    assert findings.figures["reason"].str.contains("stands? against it").all()
    assert len(findings.conflicts) == 2


def test_alternatives_that_hang_on_another_conflict_are_whole_sets() -> None:
    """The same four: 300 and 900 together leave 600 below a balance of 700."""
    observations = observed(*HANGING)
    for conflict in reconcile(observations).conflicts.itertuples():
        assert len(conflict.sets) == 3
        for wrong in conflict.sets:
            rest = observations[~observations["figure_id"].isin(wrong)]
            assert reconcile(rest).conflicts.empty, wrong
        assert "with other conflicts, wrong are" in conflict.sentence
        assert "any one of them" not in conflict.sentence


def test_alternatives_of_conflicts_apart_are_chosen_freely() -> None:
    rows = [
        {"value": value, "flow": flow, "source_id": value, "period": "2023"}
        for flow, values in (("exports", ("10", "20")), ("imports", ("30", "50")))
        for value in values
    ]
    found = reconcile(observed(*rows))
    assert len(found.conflicts) == 2
    assert all(len(wrong) == 1 for conflict in found.conflicts["sets"] for wrong in conflict)


OFFICE = {"kind": "official", "source_id": "2023", "published": "2023-06-01", "period": "2022"}
LATER = OFFICE | {"source_id": "2024", "published": "2024-06-01"}


def test_a_later_official_figure_revises_an_earlier_one() -> None:
    """103 a year after 100, and 101 after exports of 60 and imports of 40, are revisions."""
    for rows in (
        [OFFICE | {"value": "100.0"}, LATER | {"value": "103.0"}],
        [
            OFFICE | {"value": "60.0", "flow": "exports"},
            OFFICE | {"value": "40.0", "flow": "imports"},
            LATER | {"value": "101.0"},
        ],
    ):
        assert reconcile(observed(*rows)).conflicts.empty


def test_an_official_figure_that_was_revised_says_so() -> None:
    found = reconcile(observed(OFFICE | {"value": "100.0"}, LATER | {"value": "103.0"}))
    earlier, later = found.figures["reason"]
    assert earlier == "Revised since: $103 million for 2022 (2024)."
    assert "Revised" not in later


def test_official_figures_further_apart_than_a_revision_conflict() -> None:
    found = reconcile(observed(OFFICE | {"value": "100.0"}, LATER | {"value": "130.0"}))
    assert len(found.conflicts) == 1


def test_a_source_does_not_confirm_itself_in_other_words() -> None:
    """227.6 and 228 of one source, over 4 times and 4.2 times: one witness each."""
    times = {"measure": "growth", "unit": "times", "qualifier": "over"}
    alone = reconcile(observed({"value": "227.6"}, {"value": "228"}))
    assert "agrees" not in set(alone.figures["verdict"])
    rates = reconcile(observed(times | {"value": "4"}, times | {"value": "4.2"}))
    assert "agrees" not in set(rates.figures["verdict"])
    other = reconcile(observed({"value": "227.6"}, {"value": "228", "source_id": "other"}))
    assert set(other.figures["verdict"]) == {"agrees"}


def test_a_hint_does_not_hang_on_figures_that_have_nothing_to_do_with_it() -> None:
    """100.0 for 2023 is the figure for 2022, whether or not a rate links the two years."""
    rows = [
        {"value": "100.04", "period": "2022", "source_id": "a"},
        {"value": "120.0", "source_id": "a"},
        {"value": "120.00", "source_id": "b"},
        {"value": "120", "source_id": "d"},
        {"value": "100.0", "source_id": "c"},
    ]
    rate = {"value": "20", "measure": "growth", "unit": "percent", "source_id": "b"}
    for table in (rows, [*rows, rate]):
        hints = reconcile(observed(*table)).figures.set_index("figure_id")["hint"]
        assert hints["figure-4"].startswith("It fits 2022")
        assert set(hints.drop("figure-4")) == {""}


def test_noise_is_answered_in_bounded_work_and_says_what_is_not_proven() -> None:
    """Sixty figures at random: some set without which the rest holds, said to be no more."""
    chance = random.Random(1)
    rows = [
        {
            "value": f"{chance.uniform(50, 500):.1f}",
            "period": chance.choice(["2021", "2022", "2023"]),
            "flow": chance.choice(["exports", "imports", "turnover"]),
            "statistics_of": "",
            "source_id": f"s{n // 3}",
        }
        for n in range(60)
    ]
    observations = observed(*rows)
    found = reconcile(observations)
    assert found.conflicts["sentence"].str.contains(UNPROVEN).all()
    wrong = {figure for conflict in found.conflicts["doubted"] for figure in conflict}
    rest = observations[~observations["figure_id"].isin(wrong)]
    assert reconcile(rest).conflicts.empty
    pd.testing.assert_frame_equal(found.conflicts, reconcile(observations).conflicts)


def test_no_figures_give_empty_frames_with_every_column() -> None:
    nothing = reconcile(observed({"value": "1"}).iloc[:0])
    frames = (nothing.figures, FIGURES), (nothing.conflicts, CONFLICT), (nothing.deduced, DEDUCED)
    for frame, columns in frames:
        assert (len(frame), tuple(frame)) == (0, columns)


def test_does_not_change_its_argument(mini: pd.DataFrame) -> None:
    before = mini.copy(deep=True)
    reconcile(mini)
    pd.testing.assert_frame_equal(mini, before)


def test_what_is_found_in_the_published_figures_is_well_formed(table: Table) -> None:
    findings = pipeline.findings(table)
    figures = findings.figures
    assert list(figures["figure_id"]) == list(table.observations["figure_id"])
    assert set(figures["verdict"]) <= {*VERDICTS}
    assert set(figures.loc[figures["hint"].ne(""), "verdict"]) <= {CONFLICTS}
    assert figures["reason"].str.fullmatch(r"[^a-z].*\.").all()
    for conflict in findings.conflicts.itertuples():
        assert conflict.edit in EDITS
        assert set(conflict.doubted) <= set(conflict.figures)
        assert conflict.sentence.endswith(".")
    deduced = findings.deduced
    assert (deduced["obs_high"] - deduced["obs_low"] <= NARROW * deduced["obs_value"]).all()
    assert not deduced.duplicated(
        [
            "ref_area",
            "counterpart_area",
            "flow",
            "product",
            "time_period",
            "statistics_of",
            "figures",
        ]
    ).any()
