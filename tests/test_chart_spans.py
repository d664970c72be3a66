from pathlib import Path

import pytest

from analysis import words
from analysis.pipeline import Table
from tests import boxes, tables
from tests.charts import NARROW, WIDE, figure, points, traces


def test_average_growth_is_a_bar_a_span_from_zero_with_its_value(mini_table: Table) -> None:
    made = figure(mini_table, "cagr", pair="KAZ-AZE", statistics="KAZ")
    (trace,) = traces(made, "bar")
    assert [round(x, 1) for x in trace["x"]] == [14.2, 26.2, 69.3, 32.2]
    assert "base" not in trace
    low, high = made["layout"]["xaxis"]["range"]
    assert low <= 0 < max(trace["x"]) < high
    said = " ".join(box.text for box in boxes.plot_boxes(made))
    assert all(words.percent(x) in said for x in trace["x"])


def test_an_index_breaks_where_a_year_is_missing(folder: Path) -> None:
    gap = tables.table(
        folder,
        *(
            {"period": y, "value": v}
            for y, v in (("2018", "50.0"), ("2019", "60.0"), ("2021", "80.0"))
        ),
    )
    made = figure(gap, "index", pair="KAZ-AZE")
    (trace,) = traces(made, "scatter")
    assert trace["x"] == [2018, 2019, 2020, 2021]
    assert trace["y"] == [100, pytest.approx(120), None, pytest.approx(160)]
    assert trace["connectgaps"] is False


def test_the_base_is_a_line_at_one_hundred(mini_table: Table) -> None:
    made = figure(mini_table, "index", pair="KAZ-AZE", statistics="KAZ", base="2021")
    assert [
        (s["y0"], s["y1"]) for s in made["layout"]["shapes"] if "y0" in s and s["y0"] == 100
    ] == [(100, 100)]
    assert dict((x, y) for _, x, y in points(made, "scatter"))[2021] == 100
    assert made["layout"]["yaxis"]["range"][0] == 0


@pytest.mark.parametrize("canvas", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("measure", ["cagr", "index"])
def test_words_are_on_the_sheet_and_apart(table: Table, measure: str, canvas) -> None:
    for pair in ("AZE-KAZ", "AZE-KOR"):
        for flow in ("turnover", "exports"):
            made = figure(table, measure, canvas, pair=pair, flow=flow)
            assert boxes.outside(made) == []
            assert boxes.collisions(boxes.plot_boxes(made)) == []
