"""What holds whatever the figures are."""

import random
from itertools import combinations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.reconcile import Findings, reconcile
from analysis.reconcile.component import Component, components
from analysis.reconcile.edits import Ledger
from analysis.reconcile.localise import minimum
from analysis.reconcile.statements import statements, voices
from tests.reconcile.found import contradictions, doubted
from tests.simulated import corrupted, printed

SEEDS = st.integers(0, 10**6)
BOUNDS = ["obs_low", "obs_high", "alt_low", "alt_high"]


def table(seed: int) -> pd.DataFrame:
    """Figures of the press of which three are false."""
    return corrupted(printed(seed, 7), 3, seed).observations()


def parts(observations: pd.DataFrame) -> list[Component]:
    said, _ = statements(observations)
    return list(components(Ledger(said, voices(said))))


def widened(observations: pd.DataFrame, place: int) -> pd.DataFrame:
    """Let one figure, and whoever prints the same, mean a tenth more either way."""
    same = [*BOUNDS, "ref_area", "flow", "product", "time_period", "base_period"]
    alike = (
        observations[same].astype(str).eq(observations.iloc[place][same].astype(str)).all(axis=1)
    )
    wide = observations[BOUNDS].copy()
    room = (wide["obs_high"] - wide["obs_low"]) + wide["obs_low"].abs() / 10
    for low, high in (BOUNDS[:2], BOUNDS[2:]):
        wide[low], wide[high] = wide[low] - room, wide[high] + room
    level = observations["measure"].ne("growth") & observations["flow"].ne("balance")
    wide["obs_low"] = wide["obs_low"].clip(lower=0).where(level, wide["obs_low"])
    return observations.assign(
        **{name: observations[name].mask(alike, wide[name]) for name in BOUNDS}
    )


@settings(max_examples=8)
@given(SEEDS, st.randoms(use_true_random=False))
def test_a_wider_interval_creates_no_conflict(seed: int, chance: random.Random) -> None:
    figures = table(seed)
    wider = widened(figures, chance.randrange(len(figures)))
    assert len(contradictions(reconcile(wider))) <= len(contradictions(reconcile(figures)))


@settings(max_examples=8)
@given(SEEDS, st.randoms(use_true_random=False))
def test_a_figure_less_creates_no_conflict(seed: int, chance: random.Random) -> None:
    figures = table(seed)
    fewer = figures.drop(index=chance.randrange(len(figures)))
    assert len(contradictions(reconcile(fewer))) <= len(contradictions(reconcile(figures)))


@settings(max_examples=8)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(seed: int, chance: random.Random) -> None:
    figures = table(seed)
    order = chance.sample(range(len(figures)), len(figures))
    one, other = reconcile(figures), reconcile(figures.iloc[order])
    pd.testing.assert_frame_equal(_ordered(one), _ordered(other))
    pd.testing.assert_frame_equal(one.conflicts, other.conflicts)
    pd.testing.assert_frame_equal(one.deduced, other.deduced)


def _ordered(findings: Findings) -> pd.DataFrame:
    return findings.figures.sort_values("figure_id", ignore_index=True)


@settings(max_examples=8)
@given(SEEDS)
def test_without_the_doubted_figures_the_rest_holds(seed: int) -> None:
    figures = table(seed)
    rest = figures[~figures["figure_id"].isin(doubted(reconcile(figures)))]
    assert len(contradictions(reconcile(rest))) == 0


@settings(max_examples=8)
@given(SEEDS)
def test_each_minimum_set_leaves_a_rest_that_holds_and_none_of_it_is_too_much(seed: int) -> None:
    for part in parts(table(seed)):
        sets = minimum(part)
        assert len({len(found) for found in sets}) == 1
        for found in sets:
            rest = set(part.said) - found
            assert part.refute(rest) is None
            assert all(part.refute(rest | {n}) is not None for n in found)


@settings(max_examples=8)
@given(SEEDS)
def test_no_smaller_set_would_do(seed: int) -> None:
    """Every set of one less, tried in turn, leaves a contradiction."""
    for part in parts(table(seed)):
        found = minimum(part)[0]
        if 0 < len(found) <= 3:
            said = set(part.said)
            for fewer in combinations(sorted(said), len(found) - 1):
                assert part.refute(said.difference(fewer)) is not None
