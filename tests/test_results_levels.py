import csv
import math
from pathlib import Path

import pytest

from analysis import pipeline
from analysis.compare import period
from analysis.formulas import NotComparable
from analysis.periods import Period, parse
from analysis.pipeline import Table
from analysis.results import COLUMNS, Result
from analysis.results.levels import full_year_estimate, years
from analysis.selection import Selection
from tests import tables
from tests.answers import cases, same
from tests.conftest import SPECIMENS


def of(table: Table, pair: str, **chosen: object) -> Result:
    first, second = pair.split("-")
    return pipeline.result(table, Selection(pair=(first, second), **chosen))  # type: ignore[arg-type]


@pytest.fixture
def american(folder: Path) -> Table:
    """US goods trade: the whole of 2006, and its and 2007's first months as customs gave them."""
    with (SPECIMENS / "us_goods_trade_2006_2007.csv").open(encoding="utf-8") as file:
        months = list(csv.DictReader(file))[:12]
    rows = []
    for flow in ("exports", "imports"):
        for year, length in [(2006, 12), *((y, n) for y in (2006, 2007) for n in (2, 6, 9))]:
            total = sum(int(month[f"{flow}_{year}"]) for month in months[:length])
            wording = str(year) if length == 12 else f"first {length} months of {year}"
            rows.append({"flow": flow, "period": wording, "value": str(total)})
    named = {"reporter": "United States", "partner": "World", "statistics_of": "USA"}
    return tables.table(folder, *(row | named for row in rows))


def levels(table: Table, flow: str) -> dict[Period, list]:
    return dict(pipeline.subject(table, Selection(pair=("USA", "WLD"))).at(flow))


@pytest.mark.parametrize("given", cases("results_levels/full_year"))
def test_a_year_is_estimated_by_the_share_of_the_same_months(given: dict, american: Table) -> None:
    known = levels(american, given["flow"])
    part = known[Period.of(2007, 1, int(given["months"]))][0]
    estimate, used = full_year_estimate(known, part)
    assert same(estimate.value / 1e6, given["estimate_in_millions"])
    assert [p.label() for p in used] == ["2006"]
    assert estimate.low < estimate.value < estimate.high
    true = {"exports": 1148199, "imports": 1956962}[given["flow"]]
    assert same((estimate.value / 1e6 / true - 1) * 100, given["error_percent"])


def test_two_months_say_too_little_of_a_year(american: Table) -> None:
    known = levels(american, "exports")
    with pytest.raises(NotComparable, match="three months"):
        full_year_estimate(known, known[Period.of(2007, 1, 2)][0])


def test_no_estimate_without_an_earlier_full_year(american: Table) -> None:
    known = levels(american, "exports")
    with pytest.raises(NotComparable, match="earlier year"):
        full_year_estimate(known, known[Period.of(2006, 1, 9)][0])


def test_an_estimate_is_drawn_apart_from_the_longest_part_and_never_a_growth_base(
    american: Table,
) -> None:
    plain, asked = (of(american, "USA-WLD", flow="exports", estimate=e) for e in (False, True))
    drawn = asked.rows[asked.rows["role"].eq("estimate")]
    assert drawn["time_period"].tolist() == ["2007"]
    assert same(drawn["value"].item() / 1e6, "1141035")
    assert "Jan–Sep 2007" in drawn["note"].item()
    assert not plain.rows["role"].eq("estimate").any()
    assert asked.rows["role"].value_counts()["standing"] == len(plain.rows)
    for name, view in (("growth", "growth"), ("compare", "compare"), ("index", "growth")):
        with_, without = (
            of(american, "USA-WLD", flow="exports", view=view, measure=name, estimate=e)
            for e in (True, False)
        )
        assert with_.rows["value"].tolist() == without.rows["value"].tolist()
        assert "2007" not in set(with_.rows["time_period"])


def test_an_estimate_asked_where_nothing_is_known_is_a_refusal(mini_table: Table) -> None:
    found = of(mini_table, "KOR-RUS", flow="balance", estimate=True)
    assert found.rows.empty
    assert found.refused.endswith(".")


@pytest.mark.parametrize("given", cases("results_levels/turnover"))
def test_a_level_has_its_role(given: dict, mini_table: Table) -> None:
    rows = of(mini_table, "KAZ-AZE").rows
    row = rows[
        rows["role"].eq(given["role"])
        & rows["flow"].eq(given["flow"])
        & rows["time_period"].eq(given["time_period"])
        & rows["statistics_of"].eq(given["statistics_of"])
    ].iloc[0]
    assert same(row["value"] / 1e6, given["value_in_millions"])
    assert row["note"] == given["note"]
    assert row["low"] <= row["value"] <= row["high"]


def test_every_period_has_one_standing_level_and_its_parts_add_up(table: Table) -> None:
    for pair, _ in pipeline.pairs(table):
        rows = of(table, "-".join(pair)).rows
        standing = rows[rows["role"].eq("standing")].set_index("time_period")
        assert standing.index.is_unique
        for (time_period, whose), parts in rows[rows["role"].eq("part")].groupby(
            ["time_period", "statistics_of"]
        ):
            whole = standing.loc[time_period]
            assert whole["statistics_of"] == whose
            assert sorted(parts["flow"]) == ["exports", "imports"]
            low, high = parts["low"].sum(), parts["high"].sum()
            assert low <= whole["high"] and whole["low"] <= high


def test_forecasts_are_never_drawn_and_targets_never_stand(mini_table: Table) -> None:
    rows = of(mini_table, "KAZ-AZE").rows
    assert 500e6 not in rows["value"].tolist()
    assert set(rows.loc[rows["value"].ge(1e9), "role"]) == {"target"}


def test_a_missing_year_has_no_row(mini_table: Table) -> None:
    rows = of(mini_table, "AZE-KOR").rows
    assert set(rows["time_period"]) == {"2019", "2020", "2021", "2021-01-01/P9M"}
    assert rows["value"].gt(0).all()


def test_an_equal_figure_of_another_publisher_is_said_once(mini_table: Table) -> None:
    rows = of(mini_table, "AZE-KOR").rows
    of_2021 = rows[rows["time_period"].eq("2021")]
    assert of_2021["value"].tolist().count(227.6e6) == 1
    assert set(of_2021["role"]) == {"standing", "other"}


def test_years_shown_are_the_latest_twelve_or_those_chosen(table: Table) -> None:
    subject = pipeline.subject(table, Selection())
    first, last = years(subject, Selection())
    assert last - first == 11
    assert years(subject, Selection(since=2019, until=2021)) == (2019, 2021)
    assert years(subject, Selection(since=2021, until=2019)) == (2019, 2019)
    chosen = of(table, "AZE-KAZ", since=2019, until=2021).rows
    drawn = chosen[chosen["role"].ne("target")]["time_period"].map(parse)
    assert {p.year for p in drawn} == {2019, 2020, 2021}


def test_a_statistics_without_a_figure_is_refused_with_what_to_do(mini_table: Table) -> None:
    found = of(mini_table, "KAZ-AZE", flow="exports", statistics="AZE")
    assert found.rows[found.rows["role"].eq("standing")].empty
    assert "Choose" in found.refused


def test_a_published_share_implies_the_total(mini_table: Table) -> None:
    found = of(mini_table, "KOR-AZE", measure="share", flow="exports").rows
    assert found["value"].tolist() == [74.61]
    assert "428.08" in found["note"].item()
    assert of(mini_table, "KAZ-AZE", measure="share").refused


def test_both_sides_stand_beside_each_other_and_nothing_is_averaged(mini_table: Table) -> None:
    found = of(mini_table, "KAZ-AZE", measure="mirror")
    of_2019 = found.rows[found.rows["time_period"].eq("2019")].set_index("role")
    assert of_2019.loc["side", "value"].tolist() == [173294919.0, 229.6e6]
    asymmetry = (229.6e6 - 173294919) / ((229.6e6 + 173294919) / 2)
    assert of_2019.loc["gap", "value"] == pytest.approx(asymmetry)
    alone = found.rows[~found.rows["time_period"].eq("2019")]
    assert set(alone["role"]) == {"side"}


@pytest.mark.parametrize(("imports", "words"), [("110", "within"), ("150", "beyond")])
def test_the_band_the_user_sets_says_what_freight_explains(
    folder: Path, imports: str, words: str
) -> None:
    given = tables.table(
        folder,
        {"flow": "exports", "period": "2020", "value": "100"},
        {"reporter": "Azerbaijan", "partner": "Kazakhstan", "flow": "imports"}
        | {"period": "2020", "value": imports, "statistics_of": "AZE"},
    )
    found = of(given, "KAZ-AZE", flow="exports", measure="mirror", band=(1.0, 1.2))
    assert words in found.rows.loc[found.rows["role"].eq("gap"), "note"].item()
    wide = of(given, "KAZ-AZE", flow="exports", measure="mirror", band=(1.0, 1.6))
    assert "within" in wide.rows.loc[wide.rows["role"].eq("gap"), "note"].item()


@pytest.mark.parametrize("name", pipeline.MEASURES)
def test_every_row_has_the_same_columns_and_a_whole_number(table: Table, name: str) -> None:
    view = pipeline.MEASURES[name].view
    for flow in ("turnover", "exports"):
        rows = of(table, "AZE-KOR", view=view, measure=name, flow=flow).rows
        assert set(COLUMNS) <= set(rows)
        assert rows["value"].map(math.isfinite).all()
        assert (rows["low"].le(rows["value"]) & rows["value"].le(rows["high"])).all()
        assert rows["publisher"].ne("").all()
        assert rows["figure_ids"].ne("").all()


def test_growth_written_at_a_bar_is_the_growth_of_that_bar(mini_table: Table) -> None:
    comparisons = pipeline.subject(mini_table, Selection(pair=("KAZ", "AZE"))).growth("turnover")
    rows = of(mini_table, "KAZ-AZE").rows
    said = rows[rows["role"].eq("standing") & rows["note"].ne("")].set_index("time_period")["note"]
    found = {period(c.new).sdmx(): c.growth.value for c in comparisons}
    assert {t: float(note.replace("−", "-").rstrip("%")) for t, note in said.items()} == {
        t: round(value, 1) for t, value in found.items()
    }
