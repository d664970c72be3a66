"""Patterns become lines inside their bars, for files in which a pattern would be a picture."""

from typing import Any

import pytest

from analysis import pipeline
from analysis.chart.hatch import GAP, lined
from analysis.pipeline import Table
from analysis.selection import Canvas, Selection


@pytest.fixture
def figure(mini_table: Table) -> dict[str, Any]:
    return pipeline.figure(mini_table, Selection(pair=("KAZ", "AZE")), Canvas(1200, 640))


def lines(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace.get("mode") == "lines"]


def bars(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["type"] == "bar"]


def test_every_hatched_bar_gets_lines_and_no_pattern_is_left(figure: dict[str, Any]) -> None:
    hatched = [s for bar in bars(figure) for s in bar["marker"]["pattern"]["shape"] if s]
    made = lined(figure)
    assert len(lines(made)) == len(hatched) > 0
    assert all("pattern" not in bar["marker"] for bar in bars(made))
    assert [bar["y"] for bar in bars(made)] == [bar["y"] for bar in bars(figure)]
    assert made["layout"] == figure["layout"]


def test_a_figure_without_patterns_and_the_figure_given_stay_as_they_are(
    figure: dict[str, Any], mini_table: Table
) -> None:
    before = repr(figure)
    lined(figure)
    assert repr(figure) == before
    growth = pipeline.figure(mini_table, Selection(pair=("KAZ", "AZE"), view="growth"), Canvas())
    assert lined(growth) == {"data": growth["data"], "layout": growth["layout"]}


def stacked(*heights: float) -> dict[str, Any]:
    """Bars of these heights on one another, 100 pixels a unit across and 1 up."""
    marker = {"color": ["red"], "opacity": [1.0]}
    pattern = {"shape": ["/"], "fgcolor": ["red"], "bgcolor": "white"}
    axis = {"domain": [0, 1]}
    return {
        "data": [
            {"type": "bar", "x": [1], "y": [y], "width": 0.5, "xaxis": "x", "yaxis": "y"}
            | {"marker": marker | {"pattern": pattern}}
            for y in heights
        ],
        "layout": {
            "width": 240,
            "height": 430,
            "margin": {"l": 20, "r": 20, "t": 15, "b": 15},
            "xaxis": axis | {"range": [0, 2]},
            "yaxis": axis | {"range": [-200, 200]},
        },
    }


def test_lines_stay_inside_their_bar_and_a_gap_apart() -> None:
    first, second = lines(lined(stacked(60.0, 90.0)))
    for line, low, high in ((first, 0.0, 60.0), (second, 60.0, 150.0)):
        points = [(x, y) for x, y in zip(line["x"], line["y"], strict=True) if x is not None]
        assert all(0.75 - 1e-9 <= x <= 1.25 + 1e-9 for x, _ in points)
        assert all(low - 1e-9 <= y <= high + 1e-9 for _, y in points)
        rises = [y - 100 * x for x, y in points[::2]]
        assert [b - a for a, b in zip(rises, rises[1:], strict=False)] == pytest.approx(
            [GAP] * (len(rises) - 1)
        )
        assert len(rises) == pytest.approx((50 + high - low) / GAP, abs=1)


def test_bars_below_zero_stand_on_each_other_downwards_and_empty_ones_get_nothing() -> None:
    below, further, none = lines(lined(stacked(-40.0, -30.0, 0.0)))
    ends = [[y for y in line["y"] if y is not None] for line in (below, further)]
    assert (min(ends[0]), max(ends[0])) == pytest.approx((-40, 0), abs=GAP)
    assert (min(ends[1]), max(ends[1])) == pytest.approx((-70, -40), abs=GAP)
    assert none["x"] == []
