"""What a table gives when it is checked against itself, case by case as tables a person can check.

Each file of expected/reconcile is a small table of figures with the verdict, whose statistics,
and pieces of the hint and of the reason; expected/reconcile_report has what else follows.
"""

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


def test_the_figures_of_every_minimum_set_conflict_and_say_with_what() -> None:
    """600 against 900, 600 against a balance of 700, that balance against exports of 300."""
    half = {"period": "July-December 2023"}
    rows = [
        {"value": "300", "flow": "exports"},
        {"value": "600"} | half,
        {"value": "700", "flow": "balance"} | half,
        {"value": "900"} | half,
    ]
    findings = reconcile(observed(*rows))
    assert set(findings.figures["verdict"]) == {CONFLICTS}
    assert findings.figures["reason"].str.contains("stands? against it").all()
    assert len(findings.conflicts) == 2


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
