import pytest

from analysis.pipeline import Table
from analysis.selection import Canvas
from tests import boxes
from tests.charts import NARROW, WIDE, figure, traces

YEARS = {"period": "2022", "base": "2021", "pair": "KAZ-AZE", "statistics": "KAZ"}


def test_contributions_stack_up_to_the_growth_written_at_their_end(mini_table: Table) -> None:
    made = figure(mini_table, "contribution", **YEARS)
    drawn = {trace["name"]: trace["x"] for trace in traces(made, "bar")}
    assert {name: [round(x, 1) for x in xs] for name, xs in drawn.items()} == {
        "Exports": [26.2],
        "Imports": [13.2],
    }
    assert sum(x for xs in drawn.values() for x in xs) == pytest.approx(39.4727, abs=1e-3)
    assert made["layout"]["barmode"] == "relative"
    assert any("+39.5%" in box.text for box in boxes.plot_boxes(made))


@pytest.mark.parametrize("canvas", [WIDE, NARROW, Canvas(760, 640)], ids=["wide", "narrow", "mid"])
@pytest.mark.parametrize("years", [("2020", "2019"), ("2016", "2015"), ("2017", "2016")])
def test_totals_are_on_the_sheet_for_rises_and_falls(
    table: Table, canvas: Canvas, years: tuple[str, str]
) -> None:
    made = figure(table, "contribution", canvas, pair="AZE-KAZ", period=years[0], base=years[1])
    assert boxes.outside(made) == []
    low, high = made["layout"]["xaxis"]["range"]
    for trace in traces(made, "bar"):
        assert all(low <= x <= high for x in trace["x"])
    assert low <= 0 <= high


def test_several_pairs_have_a_row_each(table: Table) -> None:
    made = figure(
        table,
        "contribution",
        pair="AZE-KAZ",
        period="2020",
        base="2019",
        statistics="reconciled",
        against=(("AZE", "KOR"),),
    )
    assert len(made["layout"]["yaxis"]["tickvals"]) == 2
    assert all(len(trace["x"]) == 2 for trace in traces(made, "bar"))


@pytest.mark.parametrize("canvas", [WIDE, NARROW, Canvas(760, 640)], ids=["wide", "narrow", "mid"])
def test_a_share_is_a_bar_from_zero_and_says_what_it_implies(table: Table, canvas: Canvas) -> None:
    made = figure(table, "share", canvas, pair="KOR-AZE")
    (trace,) = traces(made, "bar")
    assert trace["x"] == sorted(trace["x"], reverse=True)
    assert made["layout"]["xaxis"]["range"][0] == 0
    assert 74.61 in trace["x"]
    said = " ".join(box.text for box in boxes.plot_boxes(made)).replace(" | ", " ")
    assert "74.61%" in said
    assert ("428.08" in said) == (canvas.width > 400)
    assert any("428.08" in text for text in trace["hovertext"])
    assert boxes.outside(made) == []
    assert boxes.collisions(boxes.plot_boxes(made)) == []
