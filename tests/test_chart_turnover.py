from pathlib import Path
from typing import Any

import pytest

from analysis import pipeline
from analysis.periods import parse
from analysis.pipeline import Table
from analysis.selection import Canvas, Selection
from tests import boxes, tables
from tests.boxes import Box, Figure
from tests.charts import NARROW, WIDE, figure, points, traces, words_of

BAD = "<b>Trend</b> & <a href='javascript:alert(1)'>x</a>"


def bars(made: Figure) -> dict[str, float]:
    """The height of the stack at each period, in the unit of the axis."""
    found: dict[str, float] = {}
    for period, _, y in points(made, "bar"):
        found[period] = found.get(period, 0) + y
    return found


def of_bars(made: Figure, attribute: str) -> dict[str, list[Any]]:
    """An attribute of the marker of each period's bars."""
    found: dict[str, list[Any]] = {}
    for trace in traces(made, "bar"):
        marker = trace.get("marker", {})
        value = marker["pattern"]["shape"] if attribute == "shape" else marker[attribute]
        for period, one in zip(trace["customdata"], value, strict=True):
            found.setdefault(period, []).append(one)
    return found


def whiskers(made: Figure) -> dict[float, tuple[float, float]]:
    """Arms down and up of each whisker, by the value it stands on."""
    found = {}
    for trace in traces(made, "scatter"):
        if bounds := trace.get("error_y"):
            arms = zip(bounds["arrayminus"], bounds["array"], strict=True)
            found |= dict(zip(trace["y"], arms, strict=True))
    return found


def marks(made: Figure) -> list[Box]:
    """The boxes of the hollow marks for other figures in print."""
    found = []
    for trace in traces(made, "scatter"):
        if "error_y" in trace or trace["mode"] == "text":
            continue
        for x, y in zip(trace["x"], trace["y"], strict=True):
            left = boxes.across(made["layout"], x, trace["xaxis"])
            top = boxes.down(made["layout"], y, trace["yaxis"])
            found.append(Box(left - 4, top - 4, left + 4, top + 4, f"mark at {y}"))
    return found


def values_written(made: Figure) -> list[Box]:
    """The boxes of the values written at the bars."""
    pairs = zip(boxes.boxes(made), boxes.notes(made), strict=True)
    return [b for b, n in pairs if n.get("xref") in ("x", "x2") and n.get("yref", "")[0] == "y"]


@pytest.mark.parametrize("canvas", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_bar_is_as_tall_as_the_figure_and_begins_at_zero(
    mini_table: Table, canvas: Canvas
) -> None:
    made = figure(mini_table, "turnover", canvas, pair="KAZ-AZE")
    assert {p: round(v, 1) for p, v in bars(made).items()} == {
        "2019": 173.3,
        "2020": 109.2,
        "2021": 332.2,
        "2022": 463.4,
        "2023": 529.4,
        "2022-01-01/P5M": 162.5,
        "2023-01-01/P5M": 243.6,
        "2022-S1": 194.1,
    }
    assert made["layout"]["barmode"] == "stack"
    for name in ("yaxis", "yaxis2"):
        low, high = made["layout"][name]["range"]
        assert low == 0
        assert high >= 529.4
        assert 0 in made["layout"][name]["tickvals"]
    assert not any("base" in trace for trace in traces(made, "bar"))


def test_both_panels_have_one_scale(table: Table) -> None:
    made = figure(table, "turnover")
    assert made["layout"]["yaxis"]["range"] == made["layout"]["yaxis2"]["range"]


def test_a_balance_goes_below_zero_and_zero_is_inside(mini_table: Table) -> None:
    made = figure(mini_table, "turnover", pair="AZE-KAZ", flow="balance")
    low, high = made["layout"]["yaxis"]["range"]
    assert low < -286 and high > 0
    assert all(v < 0 for v in bars(made).values())


def test_part_years_are_hatched_in_a_panel_of_their_own(table: Table) -> None:
    made = figure(table, "turnover")
    for trace in traces(made, "bar"):
        assert {parse(p).is_year for p in trace["customdata"]} == {trace["xaxis"] == "x"}
        assert trace["yaxis"] == trace["xaxis"].replace("x", "y")
    for period, shapes in of_bars(made, "shape").items():
        assert set(shapes) == ({""} if parse(period).is_year else {"/"})


def test_same_months_stand_together(table: Table) -> None:
    made = figure(table, "turnover")
    at = {p: x for p, x, _ in points(made, "bar") if not parse(p).is_year}
    order = [parse(p).season for p in sorted(at, key=at.__getitem__)]
    assert len(set(order)) == sum(a != b for a, b in zip(order, order[1:], strict=False)) + 1
    for one, other in zip(sorted(at.values()), sorted(at.values())[1:], strict=False):
        assert other - one >= 1


def test_a_missing_year_is_a_gap_and_not_a_zero(folder: Path) -> None:
    gap = tables.table(
        folder,
        *({"period": year, "value": "100.5"} for year in ("2018", "2019", "2022")),
    )
    made = figure(gap, "turnover", pair="KAZ-AZE")
    assert set(bars(made)) == {"2018", "2019", "2022"}
    assert all(y for _, _, y in points(made, "bar"))
    assert made["layout"]["xaxis"]["tickvals"] == [2018, 2019, 2020, 2021, 2022]


def test_targets_are_a_dashed_line_over_the_years_and_in_no_bar(mini_table: Table) -> None:
    made = figure(mini_table, "turnover", pair="KAZ-AZE")
    dashed = [s for s in made["layout"]["shapes"] if s["line"].get("dash") == "dash"]
    assert [(s["y0"], s["y1"], s["xref"]) for s in dashed] == [(1000, 1000, "x domain")]
    assert max(bars(made).values()) < 530
    assert any("$1 billion" in box.text for box in boxes.plot_boxes(made))
    assert not any("500" in text for text in words_of(made) if "orecast" in text)


def test_a_target_far_above_everything_does_not_flatten_the_chart(folder: Path) -> None:
    far = tables.added(
        folder,
        {"value": "90", "unit": "billion USD", "status": "target", "statistics_of": ""},
        kind="press",
    )
    made = figure(far, "turnover", pair="KAZ-AZE")
    assert made["layout"]["yaxis"]["range"][1] < 2000


def test_another_statistics_standing_in_looks_different(mini_table: Table) -> None:
    made = figure(mini_table, "turnover", pair="KAZ-AZE")
    fill = of_bars(made, "color")
    own, other = fill["2022-S1"][0], fill["2023-01-01/P5M"][0]
    assert own != other
    assert fill["2023"] == [own]
    chosen = figure(mini_table, "turnover", pair="KAZ-AZE", statistics="unsaid")
    assert of_bars(chosen, "color")["2023-01-01/P5M"] != [other]
    key = {box.text for box in boxes.sheet_boxes(made)}
    assert len(key - {box.text for box in boxes.sheet_boxes(chosen)}) >= 1


def test_exports_and_imports_are_stacked_in_two_colours(mini_table: Table) -> None:
    made = figure(mini_table, "turnover", pair="KAZ-AZE")
    drawn = {
        t["name"]: dict(zip(t["customdata"], t["y"], strict=True)) for t in traces(made, "bar")
    }
    assert drawn["Exports"]["2022"] == pytest.approx(375.014634)
    assert drawn["Imports"]["2022"] == pytest.approx(88.372807)
    assert "2023" not in drawn["Exports"]
    assert len({tuple(t["marker"]["color"]) for t in traces(made, "bar")}) >= 3
    assert [len(v) for p, v in sorted(of_bars(made, "color").items())].count(2) == 4


def test_whiskers_are_as_wide_as_the_digits_allow_and_only_where_seen(folder: Path) -> None:
    rough = tables.table(
        folder,
        {"period": "2020", "value": "1", "unit": "billion USD"},
        {"period": "2021", "value": "1.20000", "unit": "billion USD"},
        {"period": "2022", "value": "1.4", "unit": "billion USD", "qualifier": "over"},
    )
    made = figure(rough, "turnover", pair="KAZ-AZE")
    found = {round(v): tuple(round(a) for a in arms) for v, arms in whiskers(made).items()}
    assert found == {1000: (500, 500), 1400: (0, 100)}
    assert made["layout"]["yaxis"]["range"][1] > 1500


def test_an_estimate_is_hollow_and_apart(folder: Path) -> None:
    rows = [("first 6 months of 2021", "50"), ("2021", "100"), ("first 6 months of 2022", "60")]
    known = tables.table(folder, *({"period": p, "value": v} for p, v in rows))
    made = figure(known, "turnover", pair="KAZ-AZE", estimate=True)
    paper = made["layout"]["paper_bgcolor"]
    hollow = [t for t in traces(made, "bar") if set(t["marker"]["color"]) == {paper}]
    assert [(t["customdata"], t["y"]) for t in hollow] == [(["2022"], [pytest.approx(120)])]
    assert bars(figure(known, "turnover", pair="KAZ-AZE")).keys() == {
        "2021",
        "2021-S1",
        "2022-S1",
    }


def test_other_figures_are_marks_by_kind_and_never_bars(mini_table: Table) -> None:
    made = figure(mini_table, "turnover", pair="KAZ-AZE")
    found = {
        (period, round(y, 1)): symbol
        for trace in traces(made, "scatter")
        if "symbol" in trace.get("marker", {})
        for period, y, symbol in zip(
            trace["customdata"], trace["y"], trace["marker"]["symbol"], strict=True
        )
    }
    assert found["2019", 229.6] == "diamond"
    assert found["2019", 185.8] == "square"
    assert found["2021", 61.4] == "diamond"
    paper = made["layout"]["paper_bgcolor"]
    fills = [
        t["marker"]["color"] for t in traces(made, "scatter") if "symbol" in t.get("marker", {})
    ]
    assert set(fills) == {paper}, "hollow on any bar"


def test_marks_that_would_touch_are_one_and_lose_no_words(mini_table: Table) -> None:
    made = figure(mini_table, "turnover", pair="KAZ-AZE")
    hover = [
        text
        for trace in traces(made, "scatter")
        for period, text in zip(
            trace.get("customdata", ()), trace.get("hovertext", ()), strict=True
        )
        if period == "2022"
    ]
    assert len(hover) == 1
    assert "$463.3 million" in hover[0] and "$461.9 million" in hover[0]


@pytest.mark.parametrize("pair", ["AZE-KAZ", "AZE-KOR", "KAZ-AZE"])
@pytest.mark.parametrize(
    "canvas",
    [WIDE, NARROW, Canvas(760, 640), Canvas(1800, 900, "dark")],
    ids=["wide", "narrow", "middle", "large"],
)
@pytest.mark.parametrize("flow", ["turnover", "exports", "imports", "balance"])
def test_values_lie_over_no_other_value_and_over_no_mark(
    table: Table, pair: str, canvas: Canvas, flow: str
) -> None:
    made = figure(table, "turnover", canvas, pair=pair, flow=flow)
    written = values_written(made)
    assert boxes.collisions(written) == []
    hidden = [(v.text, m.text) for v in written for m in marks(made) if v.meets(m, 1)]
    assert hidden == []
    assert boxes.outside(made) == []


def test_values_are_written_where_there_is_room(table: Table) -> None:
    wide = [box.text for box in values_written(figure(table, "turnover"))]
    assert sum(text.replace(".", "").isdigit() for text in wide) >= 25
    assert any("+49.9%" in text and "244" in text for text in wide)


def test_what_is_in_focus_is_stronger(mini_table: Table) -> None:
    made = figure(mini_table, "turnover", pair="KAZ-AZE", focus="2022")
    strength = of_bars(made, "opacity")
    assert set(strength["2022"]) == {1.0}
    assert max(v for p, found in strength.items() if p != "2022" for v in found) < 0.5


def test_text_from_the_data_is_text(folder: Path) -> None:
    bad = tables.table(
        folder,
        {"period": "2021", "value": "10.5", "product": BAD, "note": BAD, "authority": BAD},
        {"period": "2021", "value": "19.5", "product": BAD, "note": BAD, "statistics_of": ""},
        {"value": "1", "unit": "billion USD", "status": "target", "product": BAD, "note": BAD},
        publisher=BAD,
    )
    for canvas in (WIDE, NARROW):
        made = figure(bad, "turnover", canvas, pair="KAZ-AZE", product=BAD)
        said = words_of(made)
        assert any("javascript:" in text for text in said)
        for text in said:
            assert "<a" not in text and "<b>Trend" not in text


def test_every_bar_and_mark_names_its_source_to_a_pointer(table: Table) -> None:
    made = figure(table, "turnover")
    rows = pipeline.data(table, Selection())
    publishers = {name for text in rows["publisher"] for name in text.split(", ")}
    for trace in made["data"]:
        for text in trace.get("hovertext", ()):
            assert any(boxes.plain(name) in boxes.plain(text) for name in publishers)


@pytest.fixture
def implied(folder: Path) -> Table:
    """A level and its growth rate, which imply the year before, and a part of that year."""
    rows = [
        {"period": "2022", "value": "180"},
        {"period": "2022", "measure": "growth", "unit": "percent", "value": "72.5"},
        {"period": "first 6 months of 2021", "value": "50"},
        {"period": "first 6 months of 2020", "value": "40"},
        {"period": "2020", "value": "90"},
    ]
    return tables.table(folder, *rows)


def deduced(made: Figure) -> list[dict[str, Any]]:
    """The hollow bars of deduced full years: here 2021 alone."""
    found = [t for t in traces(made, "bar") if t["name"] == "Deduced" and t["xaxis"] == "x"]
    assert [t["customdata"] for t in found] == [["2021"]]
    return found


def outlines(made: Figure) -> list[dict[str, Any]]:
    """The dotted outlines on the plot, those of the key left aside."""
    shapes = made["layout"]["shapes"]
    return [s for s in shapes if s["type"] == "rect" and s["xref"] != "paper"]


@pytest.mark.parametrize("canvas", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_deduced_value_is_hollow_with_a_dotted_outline(implied: Table, canvas: Canvas) -> None:
    made = figure(implied, "turnover", canvas, pair="KAZ-AZE", deduced=True)
    [trace] = deduced(made)
    assert trace["marker"]["color"] == [made["layout"]["paper_bgcolor"]]
    assert (trace["marker"]["line"]["width"], trace["marker"]["pattern"]["shape"]) == (0, [""])
    [outline] = [o for o in outlines(made) if o["xref"] == "x"]
    assert outline["line"]["dash"] == "dot"
    assert (outline["y0"], outline["y1"]) == (0, trace["y"][0])
    assert outline["x0"] < trace["x"][0] < outline["x1"]
    assert any("deduced" in box.text and "104" in box.text for box in values_written(made))
    assert "Deduced from other figures" in {box.text for box in boxes.sheet_boxes(made)}


def test_a_pointer_says_interval_and_derivation_of_a_deduced_value(implied: Table) -> None:
    made = figure(implied, "turnover", pair="KAZ-AZE", deduced=True)
    [trace] = deduced(made)
    said = boxes.plain(trace["hovertext"][0].replace("<br>", " "))
    for part in ("turnover, deduced", "$104.3 million", "figures allow $104.03 to $104.67 million"):
        assert part in said
    assert "Kazakhstan’s statistics" in said
    assert "$180 million for 2022 (Customs) is +72.5% on it" in said


def test_it_is_told_apart_from_an_estimate_and_takes_its_place(implied: Table) -> None:
    both = figure(implied, "turnover", pair="KAZ-AZE", deduced=True, estimate=True)
    assert len(deduced(both)) == 1
    assert not [t for t in traces(both, "bar") if t["name"] == "Estimate"]
    guess = figure(implied, "turnover", pair="KAZ-AZE", estimate=True)
    [trace] = [t for t in traces(guess, "bar") if t["name"] == "Estimate"]
    assert trace["marker"]["line"]["width"] > 0
    assert outlines(guess) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 560, 760, 1040, 1200, 1800])
@pytest.mark.parametrize(
    ("pair", "chosen"),
    [
        ("AZE-KAZ", {}),
        ("AZE-KAZ", {"statistics": "AZE"}),
        ("AZE-KOR", {"statistics": "KOR"}),
        ("AZE-KOR", {"flow": "imports", "statistics": "unsaid"}),
        ("AZE-KAZ", {"flow": "exports", "focus": "2017-01-01/P9M"}),
    ],
)
def test_with_deduced_values_nothing_lies_over_anything(
    table: Table, pair: str, chosen: dict[str, str], width: int, theme: str
) -> None:
    canvas = Canvas(width, 0, theme)
    made = figure(table, "turnover", canvas, pair=pair, deduced=True, **chosen)
    assert outlines(made)
    assert boxes.outside(made) == []
    assert boxes.collisions(boxes.boxes(made)) == []
    written = values_written(made)
    assert [(v.text, m.text) for v in written for m in marks(made) if v.meets(m, 1)] == []
    bars_taken = [_bar_box(made, o) for o in outlines(made)]
    named = [box for box in written if "deduced" in box.text]
    assert [(n.text, b.text) for n in named for b in bars_taken if n.meets(b, 1)] == []


def _bar_box(made: Figure, outline: dict[str, Any]) -> Box:
    left, right = (boxes.across(made["layout"], outline[n], outline["xref"]) for n in ("x0", "x1"))
    top, bottom = (boxes.down(made["layout"], outline[n], outline["yref"]) for n in ("y1", "y0"))
    return Box(left, top, right, bottom, "bar")
