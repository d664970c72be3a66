"""True figures never conflict, and what follows from them is true; false ones are found."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.periods import Period
from analysis.reconcile import reconcile
from analysis.schema import UNSAID
from tests.reconcile.found import contradictions
from tests.simulated import EARLIER, Printed, corrupted, printed

QUARTERS = ((1, 12), (1, 6), (1, 9), (1, 3), (4, 3), (7, 3), (10, 3))
SEEDS = st.integers(0, 10**6)


def truths(told: Printed, value: dict) -> list[float]:
    """What a deduced cell truly is: in the statistics named, or in those its sources speak of."""
    spoken = {told.series[figure.rpartition("-")[0]] for figure in value["figures"]}
    named = value["statistics_of"]
    series = spoken if named == UNSAID else {named, named + EARLIER} & {*spoken, named}
    ends = value["ref_area"], value["counterpart_area"]
    at = Period(value["start"], value["months"])
    return [told.truth.level(s, value["flow"], ends, value["product"], at) for s in series]


def check_true_figures(told: Printed) -> None:
    assert told.false() == set()
    found = reconcile(told.observations())
    assert list(contradictions(found)["sentence"]) == []
    for value in found.deduced.to_dict("records"):
        low, high = value["obs_low"] * (1 - 1e-6), value["obs_high"] * (1 + 1e-6)
        assert any(low <= true <= high for true in truths(told, value)), value
    for figure in found.figures[found.figures["reason"].str.startswith("Fits ")].itertuples():
        whose = told.series[figure.figure_id.rpartition("-")[0]].rstrip(EARLIER)
        assert figure.series == whose, figure


@settings(max_examples=25)
@given(SEEDS, st.integers(3, 12))
def test_true_figures_of_the_press(seed: int, sources: int) -> None:
    check_true_figures(printed(seed, sources))


@settings(max_examples=25)
@given(SEEDS, st.booleans())
@example(5253, False)
def test_true_figures_join(seed: int, official: bool) -> None:
    """Where nothing is wrong, no seam is named either."""
    told = printed(seed, 9, official=official, revised=0.08 * official)
    assert list(reconcile(told.observations()).conflicts["sentence"]) == []


@settings(max_examples=15)
@given(SEEDS, st.sampled_from([0.0, 0.08]))
def test_true_figures_before_and_after_official_ones(seed: int, revised: float) -> None:
    check_true_figures(printed(seed, 8, official=True, revised=revised))


@settings(max_examples=4)
@given(SEEDS, st.sampled_from([0.0, 0.08]))
def test_quarters_and_running_totals_leave_true_values_between_them(
    seed: int, revised: float
) -> None:
    check_true_figures(printed(seed, 40, official=True, revised=revised, spans=QUARTERS))


@pytest.mark.parametrize("count", [1, 2, 3])
@settings(max_examples=10)
@given(SEEDS)
def test_no_more_are_doubted_than_are_false(count: int, seed: int) -> None:
    told = corrupted(printed(seed), count, seed)
    found = reconcile(told.observations())
    assert len(contradictions(found)) <= len(told.wrong)
    hinted = found.figures.loc[found.figures["hint"].ne(""), "figure_id"]
    assert set(hinted) <= {*told.wrong}


@settings(max_examples=10)
@given(SEEDS)
def test_official_figures_that_are_true_are_not_doubted(seed: int) -> None:
    told = corrupted(printed(seed, official=True), 2, seed)
    found = contradictions(reconcile(told.observations()))
    assert len(found) <= len(told.wrong)
    assert not [f for figures in found["doubted"] for f in figures if f.startswith("office")]
