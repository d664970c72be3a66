from pathlib import Path
from typing import Any

import pytest

from analysis import pipeline
from analysis.chart import sources as chart
from analysis.chart.palette import economy
from analysis.chart.sheet import Caption
from analysis.pipeline import Table
from analysis.results import sources
from analysis.results.conflicts import conflicts
from analysis.selection import Canvas, Selection
from tests import boxes, tables
from tests.boxes import Figure
from tests.charts import NARROW, WIDE, traces, words_of
from tests.findings import by_hand

MILLION = (10**6, "million")
MIDDLE = Canvas(760, 640)


def drawn(
    table: Table, canvas: Canvas = WIDE, doubted: tuple[str, ...] = (), **chosen: object
) -> Figure:
    """The chart of a selection of Kazakhstan and Azerbaijan, with figures in doubt by hand."""
    selection = Selection(**{"view": "sources", "pair": ("KAZ", "AZE")} | chosen)  # type: ignore[arg-type]
    found = by_hand(table, dict.fromkeys(doubted, "It cannot hold."))
    rows = sources.figures(pipeline.subject(table, selection), selection, found).rows
    tall = max(canvas.height, chart.height(rows, canvas.width))
    sheet = Canvas(canvas.width, tall, canvas.theme)
    return chart.sources(rows, Caption("Title", "Subtitle"), sheet, MILLION)


def points(made: Figure) -> dict[str, dict[str, Any]]:
    """Every figure drawn, by the number and the outlet in its hover."""
    found = {}
    for trace in traces(made, "scatter"):
        if "customdata" not in trace:
            continue
        for n, said in enumerate(trace["hovertext"]):
            number, _, outlet = boxes.plain(said.replace("<br>", "|")).split("|")[1:4]
            found[f"{number} {outlet.split(',')[0]}"] = {
                "x": trace["x"][n],
                "y": trace["y"][n],
                "fill": trace["marker"]["color"][n],
                "edge": trace["marker"]["line"]["color"],
                "symbol": trace["marker"]["symbol"][n],
                "period": trace["customdata"][n],
                "opacity": trace["opacity"],
                "hover": said,
                "arms": (trace["error_x"]["arrayminus"][n], trace["error_x"]["array"][n]),
            }
    return found


def beside(made: Figure, y: float) -> str:
    """The words at the right of a row."""
    (trace,) = (trace for trace in traces(made, "scatter") if trace.get("mode") == "text")
    return boxes.plain(dict(zip(trace["y"], trace["text"], strict=True))[y].replace("<br>", " | "))


def test_colour_says_whose_shape_says_who_and_hollow_what_is_hedged(mini_table: Table) -> None:
    found = points(drawn(mini_table))
    official = found["$173.29 million (sum) Bureau of National Statistics of Kazakhstan"]
    press, third = found["$229.6 million Azernews"], found["$185.83 million (sum) CEPII BACI"]
    assert [p["symbol"] for p in (official, press, third)] == ["circle", "diamond", "square"]
    assert official["fill"] == official["edge"] == economy("KAZ", "light")
    assert press["fill"] == economy("AZE", "light")
    assert (third["fill"], third["edge"]) == ("#FFFFFF", economy("reconciled", "light"))
    assert found["$61.4 million Azernews"]["fill"] == economy("unsaid", "light")


def test_every_figure_has_its_own_row_in_its_period(mini_table: Table) -> None:
    found = points(drawn(mini_table))
    assert len({p["y"] for p in found.values()}) == len(found) == 14
    low, high = (
        found["$61.4 million Azernews"],
        found["$332.24 million (sum) Bureau of National Statistics of Kazakhstan"],
    )
    assert (low["period"], low["x"]) == ("2021", pytest.approx(61.4))
    assert low["y"] < high["y"], "the smallest first"


def test_words_beside_a_row_say_the_figure_whose_it_is_and_who_says_it(mini_table: Table) -> None:
    made = drawn(mini_table, doubted=("azernews-2022-05-23-1",))
    found = points(made)
    assert beside(made, found["$61.4 million Azernews"]["y"]) == (
        "$61.4 million · in doubt · Not stated · Azernews"
    )
    assert beside(made, found["$529.4 million Trend"]["y"]) == "$529.4 million · Kazakhstan · Trend"
    narrow = drawn(mini_table, NARROW)
    assert beside(narrow, points(narrow)["$529.4 million Trend"]["y"]) == (
        "$529.4 million | Kazakhstan · Trend"
    )


def test_what_is_in_doubt_is_crossed_out_and_its_period_says_how_many(mini_table: Table) -> None:
    made = drawn(mini_table, doubted=("azernews-2022-05-23-1",))
    (crosses,) = (t for t in traces(made, "scatter") if t.get("name") == "In doubt")
    point = points(made)["$61.4 million Azernews"]
    assert (crosses["x"], crosses["y"]) == ([point["x"]], [point["y"]])
    assert crosses["marker"]["symbol"] == "x-thin"
    said = [box.text for box in boxes.plot_boxes(made)]
    assert "2021 | 1 conflict" in said
    assert not [text for text in said if "conflict" in text and "2021" not in text]
    assert "Conflicts" in point["hover"] and "Why azernews-2022-05-23-1." in point["hover"]
    assert not [t for t in drawn(mini_table)["data"] if t.get("name") == "In doubt"]


def test_the_key_names_only_what_is_drawn(mini_table: Table) -> None:
    def key(**chosen: object) -> set[str]:
        return {box.text for box in boxes.sheet_boxes(drawn(mini_table, **chosen))}  # type: ignore[arg-type]

    every = key(doubted=("azernews-2022-05-23-1",))
    assert {"Kazakhstan", "Azerbaijan", "Not stated", "Reconciled", "In doubt"} <= every
    assert {"Official", "Press", "Reconciled estimate"} <= every
    own = key(statistics="AZE")
    assert {"Azerbaijan", "Press"} <= own
    assert not {"Kazakhstan", "Official", "In doubt", "About, over, under"} & own


def test_whiskers_are_what_the_printed_digits_can_mean(folder: Path) -> None:
    hedged = tables.table(
        folder,
        {"period": "2022", "value": "500", "qualifier": "about"},
        {"period": "2022", "value": "500.0"},
    )
    made = drawn(hedged)
    found = points(made)
    assert found["about $500 million Customs"]["arms"] == (100, 100)
    assert found["$500 million Customs"]["arms"] == (0, 0)
    assert "What the printed digits can mean" in words_of(made)


def test_a_figure_in_doubt_far_off_the_scale_points_outwards(folder: Path) -> None:
    slip = tables.table(
        folder, {"period": "2022", "value": "150"}, {"period": "2022", "value": "150000"}
    )
    far = points(drawn(slip, doubted=("figure-1",)))["$150 billion Customs"]
    assert (far["symbol"], far["arms"]) == ("triangle-right", (0, 0))
    assert far["x"] < 200
    assert points(drawn(slip))["$150 billion Customs"]["x"] == 150000


def test_a_focused_period_stands_out(mini_table: Table) -> None:
    made = drawn(mini_table, doubted=("azernews-2022-05-23-1",), focus="2022")
    strength = {p["period"]: p["opacity"] for p in points(made).values()}
    assert strength.pop("2022") == 1
    assert set(strength.values()) == {0.3}
    (crosses,) = (t for t in traces(made, "scatter") if t.get("name") == "In doubt")
    assert crosses["opacity"] == 0.3


def test_the_figures_of_a_chosen_conflict_stand_out_whatever_their_periods(
    mini_table: Table,
) -> None:
    selection = Selection("sources", pair=("KAZ", "AZE"))
    subject = pipeline.subject(mini_table, selection)
    found = by_hand(mini_table, {"azernews-2022-05-23-1": "It cannot hold."})
    (conflict,) = conflicts(subject, selection, found)
    made = drawn(
        mini_table, doubted=("azernews-2022-05-23-1",), focus="2021", conflict=conflict.key
    )
    strong = [said for said, point in points(made).items() if point["opacity"] == 1]
    assert strong == ["$61.4 million Azernews"]


@pytest.mark.parametrize("canvas", [WIDE, NARROW, MIDDLE], ids=["wide", "narrow", "middle"])
@pytest.mark.parametrize("flow", ["turnover", "exports", "balance"])
def test_nothing_lies_over_anything_or_runs_off_the_sheet(
    table: Table, canvas: Canvas, flow: str
) -> None:
    doubted = tuple(table.observations["figure_id"][::3])
    made = drawn(table, canvas, doubted, flow=flow)
    assert boxes.outside(made) == []
    assert boxes.collisions(boxes.boxes(made)) == []
    layout = made["layout"]
    texts = boxes.plot_boxes(made)
    for point in points(made).values():
        across, down = boxes.across(layout, point["x"], "x"), boxes.down(layout, point["y"], "y")
        assert layout["margin"]["l"] <= across - 4
        dot = boxes.Box(across - 5, down - 5, across + 5, down + 5, "dot")
        assert not [box.text for box in texts if box.meets(dot)]


def test_the_sheet_is_as_long_as_its_rows_take(table: Table) -> None:
    selection = Selection(view="sources")
    busy, few = selection, Selection(view="sources", since=2022, until=2022)
    assert pipeline.height(table, busy, 1200) > pipeline.height(table, few, 1200) >= 420
    for width in (360, 1200):
        made = pipeline.figure(table, busy, Canvas(width, pipeline.height(table, busy, width)))
        (trace,) = (t for t in traces(made, "scatter") if t.get("mode") == "text")
        rows = sorted(boxes.down(made["layout"], y, "y") for y in trace["y"])
        least = 18 if width == 1200 else 34
        assert min(b - a for a, b in zip(rows, rows[1:], strict=False)) >= least


def test_text_of_publishers_is_text(folder: Path) -> None:
    bad = "<b>x</b> & <a href='javascript:1'>y</a>"
    given = tables.table(folder, {"period": "2020", "value": "10.5"}, publisher=bad)
    for text in words_of(drawn(given)):
        assert "<a" not in text and "<b>x" not in text
