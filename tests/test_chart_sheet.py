import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import pipeline
from analysis.chart.sheet import Caption, empty, safe, sheet, ticks
from analysis.pipeline import Table
from analysis.selection import Canvas
from tests import boxes
from tests.charts import NARROW, WIDE, figure, fitted, selections, words_of

LONG = "Azerbaijan–Kazakhstan exports of mineral fuels, oils and products of their distillation "
FORMS = "solid hatched pale hollow circle diamond gem square dot cross whisker dash line".split()
KEY = [(form, "exports", f"What a {form} mark means here") for form in FORMS]


def caption(title: str = LONG, subtitle: str = LONG, source: str = LONG * 2) -> Caption:
    return Caption(title, subtitle, source, "A note.", "Trade Turnover · data 12345678")


@pytest.mark.parametrize("width", [320, 360, 559, 560, 800, 1200, 2400])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_title_key_and_footer_stay_inside_and_apart_at_any_width(width: int, theme: str) -> None:
    page = sheet(Canvas(width, 900, theme), caption(), KEY)
    made = page.figure()
    assert boxes.outside(made) == []
    assert boxes.collisions(boxes.boxes(made)) == []
    margin = made["layout"]["margin"]
    top, bottom = margin["t"], made["layout"]["height"] - margin["b"]
    assert all(b.bottom <= top or b.top >= bottom for b in boxes.boxes(made))
    assert page.width == width - margin["l"] - margin["r"]


def test_the_words_of_a_caption_are_all_inside_the_figure() -> None:
    made = sheet(Canvas(360, 900), caption(), []).figure()
    said = " ".join(box.text for box in boxes.boxes(made)).split()
    for text in (LONG, "Source:", "A note.", "data 12345678"):
        assert set(text.split()) <= set(said)
    assert made["layout"]["meta"]["title"] == LONG


def test_a_key_has_a_swatch_for_every_form_beside_its_words() -> None:
    made = sheet(Canvas(1200, 700), caption(), KEY).figure()
    layout = made["layout"]
    for shape in layout["shapes"]:
        assert (shape["xsizemode"], shape["ysizemode"]) == ("pixel", "pixel")
    texts = {box.text for box in boxes.boxes(made)}
    assert {text for _, _, text in KEY} <= texts
    one_by_one = [sheet(Canvas(), caption(), [entry]).layout["shapes"] for entry in KEY]
    drawn = [repr([{**s, "line": None} for s in shapes]) for shapes in one_by_one]
    assert all(one_by_one)
    assert len(set(drawn)) >= len(FORMS) - 2


def test_no_text_becomes_markup() -> None:
    bad = "<b>bold</b> & <a href='javascript:alert(1)'>here</a>"
    made = sheet(WIDE, Caption(bad, bad, bad, bad, bad), [("solid", "ink", bad)]).figure()
    texts = [note["text"] for note in made["layout"]["annotations"]]
    assert len(texts) >= 4
    for text in texts:
        assert "<a" not in text and "<b>bold" not in text
        assert "&lt;" in text or "&amp;" in text or "<" not in text
    assert safe("a & b < c") == "a &amp; b &lt; c"


def test_an_empty_sheet_says_what_to_do_in_the_middle() -> None:
    for canvas in (WIDE, NARROW):
        made = empty(caption(), canvas, "No figure here. Choose another flow, product or pair.")
        assert boxes.outside(made) == []
        assert any("Choose" in box.text for box in boxes.plot_boxes(made))
        assert not any(len(trace["x"]) for trace in made["data"])


@given(st.floats(-1e4, 0), st.floats(0.01, 1e6), st.integers(3, 8))
def test_ticks_are_round_and_reach_both_ends(low: float, high: float, wanted: int) -> None:
    values = ticks(low, high, wanted)
    steps = {round(b - a, 6) for a, b in zip(values, values[1:], strict=False)}
    assert values[0] <= low
    assert 1 <= len(values) <= 2 * wanted + 3
    assert values[-1] <= high * 1.001 + 1e-9
    assert all(step == pytest.approx(min(steps), rel=1e-4) for step in steps)
    if low < 0 < high:
        assert 0 in values


def test_nothing_in_any_chart_lies_over_other_words_or_off_the_sheet(table: Table) -> None:
    for n, selection in enumerate(selections(table)):
        canvas = fitted(table, selection, (WIDE, NARROW, Canvas(760, 640))[n % 3])
        made = pipeline.figure(table, selection, canvas)
        assert boxes.outside(made) == [], selection
        assert boxes.collisions(boxes.boxes(made)) == [], selection


@pytest.mark.parametrize("canvas", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("measure", pipeline.MEASURES)
def test_the_charts_on_opening_have_nothing_over_anything(
    table: Table, measure: str, canvas: Canvas
) -> None:
    for pair in ("AZE-KAZ", "AZE-KOR"):
        made = figure(table, measure, canvas, pair=pair)
        assert boxes.outside(made) == []
        assert boxes.collisions(boxes.boxes(made)) == []


def test_colours_are_of_the_theme_and_words_are_the_same(table: Table) -> None:
    for measure in pipeline.MEASURES:
        light, dark = (
            figure(table, measure, Canvas(1200, 640, theme)) for theme in ("light", "dark")
        )
        assert light["layout"]["paper_bgcolor"] != dark["layout"]["paper_bgcolor"]
        bare = [[boxes.plain(t) for t in words_of(made)] for made in (light, dark)]
        assert bare[0] == bare[1]
