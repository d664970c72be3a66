from pathlib import Path

import pytest

from analysis import words
from analysis.pipeline import Table
from analysis.selection import Canvas
from tests import boxes, tables
from tests.boxes import Box, Figure
from tests.charts import NARROW, WIDE, figure, traces, words_of

MAY = {"period": "2023-01-01/P5M", "base": "2022-01-01/P5M", "pair": "KAZ-AZE"}
CANVASES = pytest.mark.parametrize(
    "canvas", [WIDE, NARROW, Canvas(760, 640)], ids=["wide", "narrow", "middle"]
)


def bar_boxes(made: Figure) -> list[Box]:
    """The boxes of the bars and of the values that stand on them."""
    layout, found = made["layout"], []
    for trace in traces(made, "bar"):
        half = trace["width"] / 2
        for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
            left, right = (boxes.across(layout, x + d, "x") for d in (-half, half))
            top, bottom = (boxes.down(layout, v, "y") for v in (y, 0))
            size = trace["textfont"]["size"]
            wide = boxes.width(text, size)
            middle = (left + right) / 2
            found.append(Box(left, top, right, bottom, "bar"))
            found.append(
                Box(middle - wide / 2, top - size * 1.3, middle + wide / 2, top, boxes.plain(text))
            )
    return found


def test_two_bars_from_zero_and_the_answer_over_them(table: Table) -> None:
    made = figure(table, "compare", **MAY)
    assert [(t["name"], t["y"]) for t in traces(made, "bar")] == [
        ("Jan–May 2022", [162.5]),
        ("Jan–May 2023", [243.6]),
    ]
    assert made["layout"]["yaxis"]["range"][0] == 0
    said = " ".join(box.text for box in boxes.plot_boxes(made))
    for text in ("+49.9%", "49.83", "49.98%", "$81.1 million", "1.50 times", "+50%", "agrees"):
        assert text in said


def test_whiskers_are_the_interval_of_each_value(table: Table) -> None:
    for trace in traces(figure(table, "compare", **MAY), "bar"):
        assert trace["error_y"]["array"] == [pytest.approx(0.05)]
        assert trace["error_y"]["arrayminus"] == [pytest.approx(0.05)]


def test_flows_stand_side_by_side_with_what_each_adds(mini_table: Table) -> None:
    made = figure(
        mini_table, "compare", pair="KAZ-AZE", statistics="KAZ", period="2022", base="2021"
    )
    new = traces(made, "bar")[1]
    assert new["y"] == [pytest.approx(v) for v in (463.387441, 375.014634, 88.372807)]
    said = " ".join(box.text for box in boxes.plot_boxes(made))
    for text in ("+39.5%", "+30.3%", "+99.2%", "26.2 points", "13.2 points"):
        assert text in said
    assert made["layout"]["barmode"] != "stack"


def test_the_older_period_is_paler_in_the_same_colour(mini_table: Table) -> None:
    made = figure(mini_table, "compare", pair="KAZ-AZE", period="2022", base="2021")
    old, new = (t["marker"] for t in traces(made, "bar"))
    assert old["line"]["color"] == new["line"]["color"]
    assert all(a != b for a, b in zip(old["color"], new["color"], strict=True))


def test_several_pairs_are_compared_in_the_flow_chosen(table: Table) -> None:
    made = figure(
        table, "compare", pair="KAZ-AZE", period="2020", base="2019", against=(("KOR", "AZE"),)
    )
    assert all(len(trace["y"]) == 2 for trace in traces(made, "bar"))
    said = " ".join(box.text for box in boxes.plot_boxes(made))
    assert "Kazakhstan" in said and "Korea" in said


def test_a_refusal_is_a_sentence_and_no_bar(table: Table) -> None:
    made = figure(table, "compare", pair="KOR-AZE", period="2021", base="2021-01-01/P9M")
    assert traces(made, "bar") == []
    said = " ".join(box.text for box in boxes.plot_boxes(made)).replace(" | ", " ")
    assert "12 months" in said and "9 months" in said


@CANVASES
@pytest.mark.parametrize("pair", ["KAZ-AZE", "AZE-KOR"])
def test_words_lie_over_no_bar_and_no_value(table: Table, canvas: Canvas, pair: str) -> None:
    chosen = [{}, {"period": "2020", "base": "2019"}, {"period": "2016", "base": "2010"}]
    chosen += [{"statistics": "reconciled"}, {"flow": "exports", "statistics": pair[:3]}]
    chosen += [{"period": "2020", "base": "2019", "against": (("KOR", "AZE"),)}]
    if pair == "KAZ-AZE":
        chosen += [MAY]
    for one in chosen:
        made = figure(table, "compare", canvas, **{"pair": pair} | one)
        assert boxes.outside(made) == []
        assert boxes.collisions(boxes.boxes(made)) == []
        found = bar_boxes(made)
        hidden = [(a.text, b.text) for a in boxes.plot_boxes(made) for b in found if a.meets(b, 1)]
        assert hidden == [], one


def test_text_from_the_data_is_text(folder: Path) -> None:
    bad = "<b>x</b> & <a href='javascript:1'>y</a>"
    given = tables.table(
        folder,
        {"period": "2020", "value": "10.5", "note": bad},
        {"period": "2021", "value": "20.5", "note": bad},
        {"period": "2021", "measure": "growth", "value": "95.2", "unit": "percent", "note": bad},
        {"period": "2021", "measure": "share", "value": "5", "unit": "percent of total"}
        | {"product": bad, "note": bad},
        publisher=bad,
    )
    for measure in ("compare", "contribution", "mirror", "share"):
        for chosen in ({}, {"product": bad}):
            for text in words_of(figure(given, measure, pair="KAZ-AZE", **chosen)):
                assert "<a" not in text and "<b>x" not in text


def test_values_are_said_in_the_scale_of_the_axis(mini_table: Table) -> None:
    made = figure(mini_table, "compare", pair="KAZ-AZE", period="2022", base="2021")
    for trace in traces(made, "bar"):
        assert [boxes.plain(t) for t in trace["text"]] == [words.plain(y, 4) for y in trace["y"]]
