from pathlib import Path

import pytest

from analysis import pipeline
from analysis.chart import claims as chart
from analysis.chart.palette import economy
from analysis.chart.sheet import Caption
from analysis.pipeline import Table
from analysis.results import claims
from analysis.selection import Canvas, Selection
from tests import boxes, tables
from tests.boxes import Figure
from tests.charts import NARROW, WIDE, traces, words_of
from tests.findings import by_hand

RATE = {"period": "2022", "measure": "growth", "value": "50", "unit": "percent"}


def drawn(
    table: Table, canvas: Canvas = WIDE, doubted: tuple[str, ...] = (), **chosen: object
) -> Figure:
    selection = Selection(**{"view": "sources", "pair": ("KAZ", "AZE")} | chosen)  # type: ignore[arg-type]
    found = by_hand(table, dict.fromkeys(doubted, "It cannot hold."))
    rows = claims.claims(pipeline.subject(table, selection), selection, found).rows
    tall = max(canvas.height, chart.height(rows, canvas.width))
    sheet = Canvas(canvas.width, tall, canvas.theme)
    return chart.claims(rows, Caption("Title", "Subtitle"), sheet)


def rates(made: Figure, name: str) -> dict[str, list[float]]:
    """The rates drawn under a name by period, in percent."""
    found: dict[str, list[float]] = {}
    for trace in traces(made, "scatter"):
        if trace["name"] == name:
            for period, x in zip(trace["customdata"], trace["x"], strict=True):
                found.setdefault(period, []).append(round((2**x - 1) * 100, 1))
    return found


def beside(made: Figure, period: str) -> str:
    """The words at the right of a period's first row."""
    places = [
        y
        for trace in traces(made, "scatter")
        for at, y in zip(trace.get("customdata", ()), trace["y"], strict=False)
        if at == period
    ]
    (trace,) = (trace for trace in traces(made, "scatter") if trace.get("mode") == "text")
    said = dict(zip(trace["y"], trace["text"], strict=True))[min(places)]
    return boxes.plain(said.replace("<br>", " | "))


@pytest.mark.parametrize("canvas", [WIDE, NARROW], ids=["wide", "narrow"])
def test_published_and_recomputed_rates_share_a_row_and_are_joined(
    mini_table: Table, canvas: Canvas
) -> None:
    made = drawn(mini_table, canvas)
    assert rates(made, "Published")["2023-01-01/P5M"] == [50]
    assert rates(made, "Recomputed")["2023-01-01/P5M"] == [49.9]
    joined = next(t for t in traces(made, "scatter") if t["line"]["dash"] == "solid")
    ends = [round((2**x - 1) * 100, 1) for x in joined["x"] if x is not None]
    assert ends == [50, 49.9, 14.2, 14.3]
    assert len({y for y in joined["y"] if y is not None}) == 2


def test_both_readings_of_times_are_drawn_and_joined_by_dots(mini_table: Table) -> None:
    made = drawn(mini_table, pair=("AZE", "KOR"), flow="exports")
    assert rates(made, "Published")[""] == [252, 352]
    dotted = next(t for t in traces(made, "scatter") if t.get("line", {}).get("dash") == "dot")
    assert [x is None for x in dotted["x"]] == [False, False, True]
    assert "3.52 times · consistent · not recomputed" in beside(made, "")


def test_words_say_the_verdict_the_rate_recomputed_and_the_base_implied(mini_table: Table) -> None:
    assert beside(drawn(mini_table), "2023-01-01/P5M") == (
        "+50% · consistent · recomputed +49.9% · meets it | "
        "implies $162.4 million for Jan–May 2022 · Kazinform"
    )
    assert beside(drawn(mini_table, NARROW), "2023-01-01/P5M") == (
        "+50% · consistent | recomputed +49.9% · meets it | implies $162.4 million"
    )
    wrong = drawn(mini_table, flow="exports")
    assert "recomputed +21.7% · misses it" in beside(wrong, "2023")


def test_doubling_is_as_far_from_nothing_as_halving(folder: Path) -> None:
    made = drawn(tables.table(folder, RATE | {"value": "100"}, RATE | {"value": "-50"}))
    (trace,) = (t for t in traces(made, "scatter") if t["name"] == "Published")
    assert trace["x"] == [1, -1]
    axis = made["layout"]["xaxis"]
    named = dict(zip(axis["ticktext"], axis["tickvals"], strict=True))
    assert (named["0%"], named["+100%"], named["−50%"]) == (0, 1, -1)


def test_named_rates_keep_their_distance(table: Table) -> None:
    for canvas in (WIDE, NARROW):
        made = drawn(table, canvas)
        axis = made["layout"]["xaxis"]
        across = sorted(boxes.across(made["layout"], x, "x") for x in axis["tickvals"])
        assert len(across) >= 2
        assert min(b - a for a, b in zip(across, across[1:], strict=False)) >= 45


def test_a_rate_off_the_scale_points_outwards_and_keeps_its_words(folder: Path) -> None:
    made = drawn(tables.table(folder, RATE | {"value": "5000"}))
    (trace,) = (t for t in traces(made, "scatter") if t["name"] == "Published")
    assert trace["marker"]["symbol"] == ["triangle-right"]
    assert round((2 ** trace["x"][0] - 1) * 100) == chart.FAR
    assert "+5,000%" in beside(made, "2022")


def test_a_rate_in_doubt_is_crossed_out_and_named(mini_table: Table) -> None:
    made = drawn(mini_table, doubted=("trend-2024-03-05-2",))
    (crosses,) = (t for t in traces(made, "scatter") if t["name"] == "In doubt")
    assert len(crosses["x"]) == 1
    assert beside(made, "2023").startswith("+14.2% · conflicts · recomputed +14.3% · meets it")
    assert "2023 | 1 conflict" in [box.text for box in boxes.plot_boxes(made)]


def test_recomputed_rates_have_the_colour_of_whose_statistics_they_are(mini_table: Table) -> None:
    made = drawn(mini_table)
    colours = {
        period: trace["marker"]["color"]
        for trace in traces(made, "scatter")
        if trace["name"] == "Recomputed"
        for period in trace["customdata"]
    }
    assert colours == {
        "2023": economy("KAZ", "light"),
        "2023-01-01/P5M": economy("unsaid", "light"),
    }


def test_a_focused_period_stands_out(mini_table: Table) -> None:
    made = drawn(mini_table, focus="2023")
    strength = {
        (trace["name"], period): trace["opacity"]
        for trace in traces(made, "scatter")
        for period in trace.get("customdata", ())
    }
    assert strength["Published", "2023"] == strength["Recomputed", "2023"] == 1
    assert strength["Published", "2022-S1"] == strength["Recomputed", "2023-01-01/P5M"] == 0.3


@pytest.mark.parametrize("canvas", [WIDE, NARROW, Canvas(760, 640)], ids=["wide", "narrow", "mid"])
@pytest.mark.parametrize("pair", [("AZE", "KAZ"), ("AZE", "KOR")], ids="-".join)
def test_nothing_lies_over_anything_or_runs_off_the_sheet(
    table: Table, canvas: Canvas, pair: tuple[str, str]
) -> None:
    doubted = tuple(table.observations["figure_id"][::3])
    made = drawn(table, canvas, doubted, pair=pair, since=1990)
    assert boxes.outside(made) == []
    assert boxes.collisions(boxes.boxes(made)) == []
    layout, texts = made["layout"], boxes.plot_boxes(made)
    for name in ("Published", "Recomputed"):
        for trace in (t for t in traces(made, "scatter") if t["name"] == name):
            for x, y in zip(trace["x"], trace["y"], strict=True):
                across, down = boxes.across(layout, x, "x"), boxes.down(layout, y, "y")
                assert layout["margin"]["l"] <= across - 4
                dot = boxes.Box(across - 6, down - 6, across + 6, down + 6, "dot")
                assert not [box.text for box in texts if box.meets(dot)]


def test_text_of_publishers_is_text(folder: Path) -> None:
    bad = "<b>x</b> & <a href='javascript:1'>y</a>"
    for text in words_of(drawn(tables.table(folder, RATE, publisher=bad))):
        assert "<a" not in text and "<b>x" not in text
