from pathlib import Path

import pytest

from analysis import pipeline
from analysis.periods import parse
from analysis.pipeline import Table
from analysis.results import Result
from analysis.selection import Selection
from tests import tables
from tests.answers import cases, same


def of(table: Table, pair: str, measure: str = "growth", **chosen: object) -> Result:
    first, second = pair.split("-")
    selection = Selection(view="growth", measure=measure, pair=(first, second), **chosen)  # type: ignore[arg-type]
    return pipeline.result(table, selection)


@pytest.mark.parametrize("given", cases("results_growth/published"))
def test_a_published_rate_stands_beside_the_levels(given: dict, mini_table: Table) -> None:
    rows = of(mini_table, given["pair"], flow=given["flow"]).rows
    said = rows[
        rows["role"].eq("published")
        & rows["time_period"].eq(given["time_period"])
        & rows["text"].eq(given["text"])
    ]
    readings = given["readings"].split(";")
    assert len(said) == len(readings)
    assert all(map(same, said["value"], readings))
    assert set(said["verdict"]) == {given["verdict"]}
    if given["implied_base_in_millions"]:
        implied = said["implied_base"].iloc[0] / 1e6
        assert same(implied, given["implied_base_in_millions"])
        assert said["implied_low"].iloc[0] / 1e6 < implied < said["implied_high"].iloc[0] / 1e6
    else:
        assert said["implied_base"].isna().all()


def test_the_note_counts_the_published_rates_that_agree(mini_table: Table) -> None:
    several, one = of(mini_table, "KAZ-AZE").note, of(mini_table, "KAZ-AZE", flow="exports").note
    assert several.endswith("Of 2 different published rates that can be checked, 2 agree.")
    assert one.endswith("The one published rate that can be checked does not agree.")


def test_both_readings_of_times_are_numbered_and_a_plain_rate_is_not(mini_table: Table) -> None:
    rows = of(mini_table, "AZE-KOR", flow="exports").rows
    assert rows.loc[rows["role"].eq("published"), "reading"].tolist() == [0, 1]
    plain = of(mini_table, "AZE-KOR", flow="imports").rows
    assert plain.loc[plain["role"].eq("published"), "reading"].tolist() == [-1]


def test_january_to_may_rose_by_half_within_rounding(mini_table: Table) -> None:
    rows = of(mini_table, "KAZ-AZE").rows
    months = rows[rows["time_period"].eq("2023-01-01/P5M")].set_index("role")
    recomputed, published = months.loc["recomputed"], months.loc["published"]
    assert same(recomputed["value"], "49.9")
    assert (same(recomputed["low"], "49.8"), same(recomputed["high"], "50.0")) == (True, True)
    assert published["low"] <= recomputed["high"] and recomputed["low"] <= published["high"]
    assert recomputed["base_period"] == published["base_period"] == "2022-01-01/P5M"


@pytest.mark.parametrize("currency", ["USD", "KZT", "EUR"])
def test_a_rate_in_print_is_checked_in_dollars_whatever_is_shown(
    table: Table, currency: str
) -> None:
    for flow in ("turnover", "exports", "imports"):
        shown = of(table, "KAZ-AZE", flow=flow, currency=currency).rows
        dollars = of(table, "KAZ-AZE", flow=flow).rows
        columns = ["time_period", "text", "verdict", "implied_base"]
        published = [rows[rows["role"].eq("published")][columns] for rows in (shown, dollars)]
        assert published[0].astype("str").to_numpy().tolist() == (
            published[1].astype("str").to_numpy().tolist()
        )


def test_growth_in_another_currency_moves_with_the_rate(mini_table: Table) -> None:
    rows = of(mini_table, "KAZ-AZE", statistics="KAZ", currency="KZT").rows
    own = rows[rows["role"].eq("recomputed") & rows["time_period"].eq("2022")]["value"].item()
    dollars = 463387441 / 332242481
    assert own == pytest.approx((dollars * 460.165 / 425.9075 - 1) * 100)


def test_recomputed_growth_is_never_between_two_reporters(table: Table) -> None:
    for pair, _ in pipeline.pairs(table):
        for statistics in pipeline.options(table, pair, "turnover", "total")["statistics"]:
            rows = of(table, "-".join(pair), statistics=statistics).rows
            own = rows[rows["role"].eq("recomputed")]
            assert own["time_period"].is_unique
            if statistics != "any":
                assert set(own["statistics_of"]) <= {statistics}
            for row in own.itertuples():
                assert parse(row.time_period).shift(-1) == parse(row.base_period)
                assert row.low <= row.value <= row.high


def test_a_target_or_forecast_never_enters_growth(mini_table: Table) -> None:
    rows = of(mini_table, "KAZ-AZE").rows
    recomputed = rows[rows["role"].eq("recomputed")].set_index("time_period")["value"]
    assert same(recomputed["2022"], "39.5")
    assert same(recomputed["2023"], "14.2")


def test_growth_of_a_balance_is_refused(mini_table: Table) -> None:
    for measure in ("growth", "cagr", "index"):
        found = of(mini_table, "KAZ-AZE", measure, flow="balance")
        assert found.rows.empty
        assert found.refused.endswith(".")


def test_from_zero_there_is_no_rate(folder: Path) -> None:
    zero = tables.table(
        folder, {"period": "2020", "value": "0"}, {"period": "2021", "value": "5.1"}
    )
    for measure in ("growth", "cagr", "index"):
        found = of(zero, "KAZ-AZE", measure)
        assert found.rows.empty
        assert found.refused.endswith(".")


@pytest.mark.parametrize("given", cases("results_growth/cagr"))
def test_average_annual_growth(given: dict, mini_table: Table) -> None:
    rows = of(mini_table, "KAZ-AZE", "cagr", statistics="KAZ").rows
    row = rows[rows["base_period"].eq(given["base"])].iloc[0]
    assert same(row["value"], given["percent_a_year"])
    assert row["unit"] == "percent a year"
    assert given["years"] in row["note"]
    assert ((1 + row["value"] / 100) ** int(given["years"])) == pytest.approx(
        529.4e6
        / {"2022": 463387441, "2021": 332242481, "2020": 109157790, "2019": 173294919}[
            given["base"]
        ]
    )


def test_average_annual_growth_never_ends_in_a_part_year(mini_table: Table) -> None:
    rows = of(mini_table, "KAZ-AZE", "cagr").rows
    assert set(rows["time_period"]) == {"2023"}
    part = of(mini_table, "KAZ-AZE", "cagr", period="2023-01-01/P5M").rows
    assert {parse(t).months for t in [*part["time_period"], *part["base_period"]]} == {5}


@pytest.mark.parametrize("given", cases("results_growth/index"))
def test_index(given: dict, mini_table: Table) -> None:
    found = of(mini_table, "KAZ-AZE", "index", statistics="KAZ", base=given["base"])
    rows = found.rows.set_index("time_period")
    assert same(rows.loc[given["time_period"], "value"], given["index"])
    assert rows.loc[given["base"], "value"] == 100
    assert given["base"] in found.subtitle


def test_another_base_never_changes_growth(mini_table: Table) -> None:
    one, other = (
        of(mini_table, "KAZ-AZE", "index", statistics="KAZ", base=base).rows["value"]
        for base in ("2019", "2022")
    )
    assert (one / one.shift()).dropna().tolist() == pytest.approx(
        (other / other.shift()).dropna().tolist()
    )


def test_an_index_leaves_out_what_is_not_its_series(table: Table) -> None:
    found = of(table, "AZE-KOR", "index").rows
    assert found["statistics_of"].nunique() == 1
    assert found["time_period"].is_unique


def test_a_base_that_is_nowhere_falls_back_to_the_first_year(mini_table: Table) -> None:
    for base in ("1999", "nonsense", ""):
        found = of(mini_table, "KAZ-AZE", "index", statistics="KAZ", base=base)
        assert found.extra["base"] == parse("2019")


def test_the_title_says_the_latest_growth_that_is_drawn(mini_table: Table) -> None:
    found = of(mini_table, "KAZ-AZE")
    assert "14.2%" in found.title and "2023" in found.title
    fell = of(mini_table, "KAZ-AZE", until=2020, statistics="KAZ")
    assert "37.0%" in fell.title and "rose" not in fell.title
