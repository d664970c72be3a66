import pytest

from analysis.pipeline import Table
from tests import boxes
from tests.charts import NARROW, WIDE, figure, points, traces


def test_each_side_has_its_dots_and_its_colour(mini_table: Table) -> None:
    made = figure(mini_table, "mirror", pair="KAZ-AZE")
    drawn = {t["name"]: dict(zip(t["x"], t["y"], strict=True)) for t in traces(made, "scatter")}
    assert drawn["Azerbaijan"] == {2019: 229.6}
    assert set(drawn["Kazakhstan"]) == {2019, 2020, 2021, 2022, 2023}
    assert len({t["marker"]["color"] for t in traces(made, "scatter")}) == 2
    assert made["layout"]["yaxis"]["range"][0] == 0


def test_only_a_year_of_both_is_joined(mini_table: Table) -> None:
    made = figure(mini_table, "mirror", pair="KAZ-AZE")
    joined = [s for s in made["layout"]["shapes"] if s["type"] == "line" and s.get("xref") == "x"]
    assert [(s["x0"], round(s["y0"], 1), round(s["y1"], 1)) for s in joined] == [
        (2019, 173.3, 229.6)
    ]


def test_the_band_is_of_the_exporters_value(table: Table) -> None:
    made = figure(table, "mirror", pair="KAZ-AZE", flow="exports", band=(1.0, 1.5))
    dots = {t["name"]: dict(zip(t["x"], t["y"], strict=True)) for t in traces(made, "scatter")}
    own = {x: y for x, y in dots["Kazakhstan"].items() if x in dots["Azerbaijan"]}
    bands = [s for s in made["layout"]["shapes"] if s["type"] == "rect" and s.get("xref") == "x"]
    assert len(bands) == len(own)
    for band in bands:
        value = own[round((band["x0"] + band["x1"]) / 2)]
        assert (band["y0"], band["y1"]) == (pytest.approx(value), pytest.approx(1.5 * value))
    none = figure(table, "mirror", pair="KAZ-AZE", flow="exports", band=(1.0, 1.0))
    assert not [s for s in none["layout"]["shapes"] if s["type"] == "rect" and s.get("xref") == "x"]


def test_every_value_is_inside_the_axes(table: Table) -> None:
    for pair in ("AZE-KAZ", "AZE-KOR"):
        for canvas in (WIDE, NARROW):
            made = figure(table, "mirror", canvas, pair=pair)
            (left, right), (low, high) = (made["layout"][a]["range"] for a in ("xaxis", "yaxis"))
            for _, x, y in points(made, "scatter"):
                assert left < x < right and low <= y < high
            assert boxes.outside(made) == []
