"""Where periods stand: years apart from part years, the same months together, nothing crowded."""

from itertools import groupby

import pytest

from analysis import words
from analysis.chart.panels import MOST_LINES, Panels, arrange, height
from analysis.chart.sheet import NARROW, margins
from analysis.periods import Period, parse

YEARS = [str(year) for year in range(2012, 2024)]
FEW = ["2022-01-01/P5M", "2023-01-01/P5M", "2022-S1"]
MANY = [
    Period.of(year, month, months).sdmx()
    for month, months in (
        (1, 4),
        (1, 5),
        (1, 7),
        (1, 8),
        (1, 10),
        (5, 8),
        (7, 1),
        (8, 1),
        (9, 2),
        (11, 2),
        (4, 7),
    )
    for year in (2020, 2021, 2023)
]
WIDTHS = [320, 390, 560, 760, 1040, 1560]


def lines(panels: Panels) -> list[list[tuple[float, Period]]]:
    """The lines of part years."""
    return [line for name, line in panels.found.items() if name != "x" and line]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("periods", [YEARS, FEW, MANY, [*YEARS, *FEW], [*YEARS, *MANY], ["2020"]])
def test_every_period_has_one_place_of_its_own(periods: list[str], width: int) -> None:
    panels = arrange(periods, width)
    assert set(panels.slots) == set(periods)
    assert len(set(panels.slots.values())) == len(periods)
    for text, slot in panels.slots.items():
        assert (slot.axis == "x") == parse(text).is_year
        assert (slot.x, parse(text)) in panels.found[slot.axis]


def test_few_part_years_stand_beside_the_years_on_a_wide_sheet_and_under_them_on_a_narrow() -> None:
    assert not arrange([*YEARS, *FEW], 1040).stacked
    assert arrange([*YEARS, *FEW], 390).stacked
    assert not arrange(YEARS, 390).stacked


@pytest.mark.parametrize("width", WIDTHS)
def test_the_same_months_stay_together(width: int) -> None:
    placed = lines(arrange([*YEARS, *MANY], width))
    seasons = [p.season for line in placed for _, p in line]
    assert len(list(groupby(seasons))) == len(set(seasons))
    for line in placed:
        gaps = [b - a for (a, _), (b, _) in zip(line, line[1:], strict=False)]
        assert min(gaps, default=1) >= 0.999


@pytest.mark.parametrize("width", WIDTHS)
def test_names_of_months_do_not_meet(width: int) -> None:
    panels = arrange([*YEARS, *MANY], width)
    placed = lines(panels)
    assert 1 <= len(placed) <= MOST_LINES
    room = width - sum(margins(width))
    for line in placed:
        unit = room / (line[-1][0] - line[0][0] + 1.5)
        assert unit >= 10
        if panels.stacked and width >= NARROW:
            middles: dict[str, list[float]] = {}
            for x, p in line:
                middles.setdefault(p.season_label(), []).append(x * unit)
            names = [(sum(xs) / len(xs), words.pixels(name, 11)) for name, xs in middles.items()]
            for (a, one), (b, other) in zip(names, names[2:], strict=False):
                assert b - a > (one + other) / 2


def test_room_for_values_is_kept_where_it_is_asked_for() -> None:
    assert not arrange([*YEARS, *MANY[:15]], 1040).stacked
    assert arrange([*YEARS, *MANY[:15]], 1040, 40).stacked


def test_more_lines_want_a_taller_sheet() -> None:
    tall = [height(arrange([*YEARS, *part], 390), 390) for part in ([], FEW, MANY)]
    assert tall == sorted(tall) and tall[0] < tall[2]
