import pytest

from analysis.chart.beside import Text, write
from analysis.chart.sheet import Caption, Sheet, sheet
from analysis.selection import Canvas
from tests import boxes

LONG = "Bureau of National Statistics of Kazakhstan"
CHOICES: list[Text] = [
    [[("$463.39 million", "bold"), ("in doubt", "bad"), (LONG, "muted")]],
    [[("$463.39 million", "bold"), (LONG, "")]],
]


def written(width: int, choices: list[Text], faint: bool = False, theme: str = "light") -> Sheet:
    page = sheet(Canvas(width, 400, theme), Caption("A title", ""), [])
    write(page, {10.0: choices}, 0.5, {10.0} if faint else ())
    return page


def text(page: Sheet) -> str:
    return boxes.plain(page.data[0]["text"][0])


def test_the_first_text_that_fits_is_written() -> None:
    assert text(written(1200, CHOICES)) == f"$463.39 million · in doubt · {LONG}"
    assert text(written(860, CHOICES)) == f"$463.39 million · {LONG}"


@pytest.mark.parametrize("width", [320, 400, 500])
def test_what_never_fits_is_cut_at_the_end_of_its_line(width: int) -> None:
    page = written(
        width, [*CHOICES, [[("$463.39 million", "bold")], [("Kazakhstan", ""), (LONG, "")]]]
    )
    first, second = page.data[0]["text"][0].split("<br>")
    assert boxes.plain(first) == "$463.39 million"
    assert second.startswith("Kazakhstan · Bur") and second.endswith("…")
    room = page.width * 0.5 + page.layout["margin"]["r"]
    assert boxes.width(second, 12) <= room


def test_tones_are_colours_and_bold_but_out_of_focus_none_stands_out() -> None:
    page = written(1200, CHOICES, theme="dark")
    (said,) = page.data[0]["text"]
    assert "<b>$463.39 million</b>" in said
    assert f"<b><span style='color:{page.colours['bad']}'>in doubt</span></b>" in said
    assert f"<span style='color:{page.colours['muted']}'>{LONG}</span>" in said
    far = written(1200, CHOICES, faint=True, theme="dark")
    assert "span" not in far.data[0]["text"][0]
    assert far.data[0]["textfont"]["color"] != page.data[0]["textfont"]["color"]


def test_text_of_publishers_is_text() -> None:
    (said,) = written(1200, [[[("<i>x</i>", "bold")]]]).data[0]["text"]
    assert said == "<b>&lt;i&gt;x&lt;/i&gt;</b>"
