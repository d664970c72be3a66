from types import SimpleNamespace

import pytest

from analysis.chart import blocks
from analysis.chart.blocks import GAP, HEADING, NAME, Stack, stack
from analysis.periods import parse

ROW = 20.0


def mark(time_period: str, key: str, conflicts: int = 0) -> SimpleNamespace:
    label = parse(time_period).label() if time_period else "no period given"
    return SimpleNamespace(
        time_period=time_period, figure_ids=key, label=label, conflicts=conflicts
    )


def stacked(*marks: SimpleNamespace, narrow: bool = False) -> Stack:
    return stack(marks, ROW, narrow)


def test_full_years_come_first_newest_on_top_and_no_period_last() -> None:
    found = stacked(
        *(mark(p, p) for p in ("", "2023-01-01/P5M", "2021", "2022-S1", "2023", "2022"))
    )
    labels = [block.label for block in found.blocks]
    assert labels == ["2023", "2022", "2021", "Jan–May 2023", "Jan–Jun 2022", "no period given"]
    assert [block.heading for block in found.blocks] == [
        *("Full years", "", ""),
        *("Part years", ""),
        "No period given",
    ]


def test_rows_keep_their_order_and_distance_inside_their_block() -> None:
    found = stacked(mark("2022", "b"), mark("2022", "a"), mark("2021", "c"))
    first, second = found.blocks
    assert [found.places["2022", key] for key in "ba"] == [
        first.top + ROW / 2,
        first.top + 1.5 * ROW,
    ]
    assert (first.top, first.low) == (HEADING, HEADING + 2 * ROW)
    assert (second.top, found.low) == (first.low + GAP, first.low + GAP + ROW)


def test_what_rests_on_the_same_figures_shares_a_row() -> None:
    found = stacked(mark("2022", "a"), mark("2022", "a"))
    assert len(found.places) == 1
    assert found.low == HEADING + ROW


def test_a_conflict_has_room_to_be_counted_under_its_period() -> None:
    assert stacked(mark("2022", "a", 1)).low == HEADING + 2 * NAME
    assert stacked(mark("2022", "a", 1), narrow=True).low == HEADING + NAME + ROW


def test_a_narrow_sheet_has_the_period_over_its_rows_if_there_is_one() -> None:
    found = stacked(mark("2022", "a"), mark("", "b"), narrow=True)
    assert found.places["2022", "a"] == found.blocks[0].top + NAME + ROW / 2
    assert found.places["", "b"] == found.blocks[1].top + ROW / 2


def test_marks_out_of_focus_are_drawn_fainter() -> None:
    here, there = SimpleNamespace(near=True), SimpleNamespace(near=False)
    assert blocks.by_focus([here, here]) == [(1.0, [here, here])]
    near, far = blocks.by_focus([here, there])
    assert (near, far) == ((1.0, [here]), (pytest.approx(0.3), [there]))
    assert blocks.by_focus([there]) == [far]


def test_whiskers_are_drawn_where_they_can_be_seen() -> None:
    values = [
        SimpleNamespace(value=value, low=value - half, high=value + half)
        for value, half in ((100, 10), (100, 1), (500, 10))
    ]
    made = blocks.arms(values, edge=200, seen=5, colour="#000000")
    assert made["array"] == made["arrayminus"] == [10, 0, 0]
