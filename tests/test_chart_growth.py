from pathlib import Path

import pytest

from analysis import pipeline, words
from analysis.chart.growth import FAR
from analysis.pipeline import Table
from analysis.selection import Canvas, Selection
from tests import boxes, tables
from tests.boxes import Figure
from tests.charts import NARROW, WIDE, figure, points, traces, words_of

MIDDLE = Canvas(760, 640)


def line_of(made: Figure, label: str) -> float:
    """The line on which a period is drawn."""
    axis = made["layout"]["yaxis"]
    return dict(zip(axis["ticktext"], axis["tickvals"], strict=True))[label]


def written(made: Figure, label: str) -> str:
    """The words at the right of a period's line."""
    line = line_of(made, label)
    notes = made["layout"]["annotations"]
    return " ".join(
        boxes.plain(n["text"]) for n in notes if n.get("yref") == "y" and n["y"] == line
    )


@pytest.mark.parametrize("canvas", [WIDE, NARROW], ids=["wide", "narrow"])
def test_recomputed_and_published_rates_share_the_line_of_their_period(
    mini_table: Table, canvas: Canvas
) -> None:
    made = figure(mini_table, "growth", canvas, pair="KAZ-AZE")
    line = line_of(made, "Jan–May 2023")
    found = {}
    for trace in traces(made, "scatter"):
        for period, x, y in zip(trace["customdata"], trace["x"], trace["y"], strict=True):
            if period == "2023-01-01/P5M":
                found[trace["name"]] = (x, y)
    assert found == {
        "Recomputed": (pytest.approx(49.9077, abs=1e-4), line),
        "Published": (50, line),
    }
    assert "+49.9%" in written(made, "Jan–May 2023")


def test_the_verdict_is_said_in_words_beside_the_rates(table: Table) -> None:
    made = figure(table, "growth", WIDE, pair="KAZ-AZE")
    assert "+50%" in written(made, "Jan–May 2023")
    assert "agree" in written(made, "Jan–May 2023")
    rows = pipeline.data(table, Selection(view="growth", pair=("KAZ", "AZE")))
    wrong = rows[rows["verdict"].eq("differs")]
    alone = set(wrong["label"]) - set(rows.loc[rows["verdict"].eq("agrees"), "label"])
    assert alone
    assert all("differs" in written(made, label) for label in alone)


def test_full_years_come_first_and_the_newest_on_top(table: Table) -> None:
    made = figure(table, "growth")
    labels = made["layout"]["yaxis"]["ticktext"]
    years = [label for label in labels if label.isdigit()]
    assert labels[: len(years)] == years == sorted(years, reverse=True)
    low, high = made["layout"]["yaxis"]["range"]
    assert low > high


def test_both_readings_of_times_are_drawn_and_joined(mini_table: Table) -> None:
    made = figure(mini_table, "growth", pair="AZE-KOR", flow="exports")
    drawn = [x for t in traces(made, "scatter") if t["name"] == "Published" for x in t["x"]]
    assert drawn == [252, 352]
    joined = [(s["x0"], s["x1"]) for s in made["layout"]["shapes"] if s.get("x1") == 352]
    assert joined == [(252, 352)]
    assert "3.52 times" in " ".join(box.text for box in boxes.plot_boxes(made))


def test_a_rate_nobody_can_check_says_the_base_it_implies(mini_table: Table) -> None:
    russia = figure(mini_table, "growth", pair="KOR-RUS", flow="exports")
    assert "$7.14 billion" in written(russia, "2019")
    world = figure(mini_table, "growth", pair="KOR-WLD", flow="exports")
    assert "$605 billion" in written(world, "2019")


def test_whiskers_are_the_interval_of_the_rate(mini_table: Table) -> None:
    made = figure(mini_table, "growth", pair="KAZ-AZE")
    ends = []
    for trace in traces(made, "scatter"):
        arms = trace["error_x"]
        drawn = zip(trace["x"], arms["arrayminus"], arms["array"], strict=True)
        ends += [(round(x - below, 2), round(x + above, 2)) for x, below, above in drawn]
    assert (49.83, 49.98) in ends
    assert (49.5, 50.5) in ends
    assert (205.0, 215.0) in ends


def test_a_rate_off_the_scale_points_outwards_and_keeps_its_words(folder: Path) -> None:
    leap = tables.table(
        folder, {"period": "2020", "value": "1.0"}, {"period": "2021", "value": "90.0"}
    )
    made = figure(leap, "growth", pair="KAZ-AZE")
    (trace,) = traces(made, "scatter")
    assert (trace["x"], trace["marker"]["symbol"]) == ([FAR], ["triangle-right"])
    assert (trace["error_x"]["array"], trace["error_x"]["arrayminus"]) == ([0], [0])
    assert words.percent(8900) in written(made, "2021")


@pytest.mark.parametrize("canvas", [WIDE, NARROW, MIDDLE], ids=["wide", "narrow", "middle"])
@pytest.mark.parametrize("pair", ["AZE-KAZ", "AZE-KOR"])
@pytest.mark.parametrize("flow", ["turnover", "exports", "imports"])
def test_words_at_the_right_stay_on_the_sheet_and_off_the_dots(
    table: Table, canvas: Canvas, pair: str, flow: str
) -> None:
    made = figure(table, "growth", canvas, pair=pair, flow=flow)
    assert boxes.outside(made) == []
    layout = made["layout"]
    beside = [b for b in boxes.plot_boxes(made)]
    for trace in traces(made, "scatter"):
        for x, y in zip(trace["x"], trace["y"], strict=True):
            across, down = boxes.across(layout, x, "x"), boxes.down(layout, y, "y")
            dot = boxes.Box(across - 5, down - 5, across + 5, down + 5, "dot")
            assert not [b.text for b in beside if b.meets(dot)]
    assert boxes.collisions(boxes.boxes(made)) == []


def test_lines_keep_their_distance_on_the_height_asked_for(table: Table) -> None:
    for width in (360, 760, 1200):
        selection = Selection(view="growth")
        tall = pipeline.height(table, selection, width)
        layout = pipeline.figure(table, selection, Canvas(width, tall))["layout"]
        lines = [boxes.down(layout, y, "y") for y in layout["yaxis"]["tickvals"]]
        assert min(b - a for a, b in zip(lines, lines[1:], strict=False)) >= 17


def test_the_narrow_sheet_shows_no_less_than_the_dots(table: Table) -> None:
    narrow, wide = (sorted(points(figure(table, "growth", c), "scatter")) for c in (NARROW, WIDE))
    assert narrow == wide


def test_text_of_publishers_is_text(folder: Path) -> None:
    bad = "<b>x</b> & <a href='javascript:1'>y</a>"
    given = tables.table(
        folder,
        {"period": "2020", "value": "10.5", "note": bad},
        {"period": "2021", "value": "20.5", "note": bad},
        {"period": "2021", "measure": "growth", "value": "95.2", "unit": "percent", "note": bad},
        publisher=bad,
    )
    for measure in ("growth", "cagr", "index"):
        for text in words_of(figure(given, measure, pair="KAZ-AZE")):
            assert "<a" not in text and "<b>x" not in text


def test_one_colour_an_economy(mini_table: Table, table: Table) -> None:
    colours = set()
    for given in (mini_table, table):
        for trace in traces(figure(given, "growth", pair="KAZ-AZE", statistics="KAZ"), "scatter"):
            if trace["name"] == "Recomputed":
                colours.add(trace["marker"]["color"])
    assert len(colours) == 1


@pytest.fixture
def implied(folder: Path) -> Table:
    """Imports of 2021 follow from turnover and exports, and so their growth from 2020."""
    rows = [
        {"flow": "turnover", "period": "2021", "value": "100.0"},
        {"flow": "exports", "period": "2021", "value": "60.0"},
        {"flow": "imports", "period": "2020", "value": "20.0"},
        {"flow": "imports", "period": "2021", "measure": "growth", "unit": "percent"}
        | {"value": "80", "statistics_of": ""},
        {"flow": "imports", "period": "2022", "value": "30.0"},
    ]
    return tables.table(folder, *rows)


@pytest.mark.parametrize("canvas", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_deduced_rate_is_hollow_and_named(implied: Table, canvas: Canvas) -> None:
    made = figure(implied, "growth", canvas, pair="KAZ-AZE", flow="imports", deduced=True)
    [trace] = [t for t in traces(made, "scatter") if t["name"] == "Deduced"]
    assert trace["marker"]["color"] == made["layout"]["paper_bgcolor"]
    assert trace["marker"]["line"]["width"] > 0
    assert trace["x"] == [pytest.approx(100), pytest.approx(-25)]
    arms = trace["error_x"]["arrayminus"][0], trace["error_x"]["array"][0]
    assert arms == (pytest.approx(1, abs=0.01), pytest.approx(1, abs=0.01))
    assert "deduced +100.0%" in written(made, "2021")
    assert "Deduced: Kazakhstan" in {box.text for box in boxes.sheet_boxes(made)}
    assert "2021 is deduced" in boxes.plain(trace["hovertext"][0])
    assert boxes.collisions(boxes.boxes(made)) == [] and boxes.outside(made) == []
    [note] = [n for n in made["layout"]["annotations"] if "deduced +100" in n["text"]]
    assert "<b>" not in note["text"]


def test_no_rate_in_print_is_checked_against_a_deduced_one(implied: Table) -> None:
    chosen = Selection(view="growth", pair=("KAZ", "AZE"), flow="imports", deduced=True)
    rows = pipeline.data(implied, chosen).set_index("role")
    assert rows.loc["published", "verdict"] == "cannot be checked"
    assert (
        pipeline.result(implied, chosen).title == "Kazakhstan–Azerbaijan imports: published growth"
    )
