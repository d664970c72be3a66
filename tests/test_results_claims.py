from pathlib import Path

import pytest

from analysis import pipeline
from analysis.pipeline import Table
from analysis.results import Result, claims
from analysis.selection import Selection
from tests import tables
from tests.answers import cases, same
from tests.findings import by_hand

RATE = {"period": "2022", "measure": "growth", "value": "50", "unit": "percent"}


def of(table: Table, pair: str, doubted: tuple[str, ...] = (), **chosen: object) -> Result:
    first, second = pair.split("-")
    selection = Selection(view="sources", pair=(first, second), **chosen)  # type: ignore[arg-type]
    found = by_hand(table, dict.fromkeys(doubted, "It cannot hold."))
    return claims.claims(pipeline.subject(table, selection), selection, found)


@pytest.mark.parametrize("given", cases("results_claims/told"))
def test_a_rate_is_told_with_what_stands_beside_it(given: dict, mini_table: Table) -> None:
    rows = of(mini_table, given["pair"], flow=given["flow"]).rows
    (row,) = rows[rows["time_period"].eq(given["time_period"])].itertuples()
    assert row.told == given["told"]
    if given["recomputed"]:
        assert same(row.recomputed, given["recomputed"])
        assert row.recomputed_low < row.recomputed < row.recomputed_high
    else:
        assert row.recomputed != row.recomputed
    if given["implied_base_in_millions"]:
        assert same(row.implied_base / 1e6, given["implied_base_in_millions"])
        assert row.implied_low < row.implied_base < row.implied_high
    else:
        assert row.implied_base != row.implied_base


def test_both_readings_of_times_are_rows_and_the_second_says_only_that(mini_table: Table) -> None:
    rows = of(mini_table, "AZE-KOR", flow="exports").rows
    assert rows["reading"].tolist() == [0, 1]
    assert rows["told"].tolist() == [
        "published 3.52 times read as +252.0% (Wikipedia), verdict consistent",
        "published 3.52 times read as +352.0%",
    ]
    assert rows["figure_ids"].nunique() == 1


def test_every_rate_of_the_flow_is_in_a_row(table: Table) -> None:
    for flow in ("turnover", "exports", "imports"):
        rows = of(table, "AZE-KAZ", flow=flow, since=1990).rows
        drawn = {key for ids in rows["figure_ids"] for key in ids.split(", ")}
        rates = pipeline.subject(table, Selection(flow=flow)).rates(flow)
        assert set(rates["figure_id"]) <= drawn


def test_rates_that_say_the_same_are_one_with_all_their_outlets(folder: Path) -> None:
    levels = ({"period": "2021", "value": "100.0"}, {"period": "2022", "value": "150.0"})
    made = tables.table(folder, *levels, RATE, RATE, RATE | {"value": "51"})
    rows = of(made, "KAZ-AZE").rows
    assert sorted(rows["text"]) == ["+50%", "+51%"]
    assert rows.set_index("text").loc["+50%", "figure_ids"].startswith("figure-2, figure-3")


def test_a_base_that_is_not_a_year_earlier_is_named(folder: Path) -> None:
    made = tables.table(folder, RATE | {"base_period": "2019"}, RATE | {"base_period": "2021"})
    assert sorted(of(made, "KAZ-AZE").rows["text"]) == ["+50%", "+50% on 2019"]


def test_a_rate_in_doubt_is_said_to_be(mini_table: Table) -> None:
    rows = of(mini_table, "KAZ-AZE", ("trend-2024-03-05-2",)).rows.set_index("time_period")
    assert rows.loc["2023", "doubted"] and not rows.loc["2023-01-01/P5M", "doubted"]
    assert ", verdict conflicts, " in rows.loc["2023", "told"]
    assert rows.loc["2023", "conflicts"] == 1


def test_the_verdict_is_that_of_all_figures_not_of_the_levels(table: Table) -> None:
    found = pipeline.findings(table)
    known = found.figures.set_index("figure_id")["verdict"]
    rows = pipeline.result(table, Selection(view="sources", measure="claims")).rows
    for row in rows[rows["reading"].isin([-1, 0])].itertuples():
        keys = [key for key in row.figure_ids.split(", ") if key in known]
        assert row.judged in {known[key] for key in keys}
        assert f"verdict {row.judged}" in row.told
        assert row.told.count("meets it") + row.told.count("misses it") == bool(row.meets)


def test_the_title_counts_rates_and_those_recomputed_growth_meets(mini_table: Table) -> None:
    assert of(mini_table, "KAZ-AZE").title.endswith(
        "3 published growth rates, recomputed growth meets 2 of 2"
    )
    assert of(mini_table, "KAZ-AZE", flow="exports").title.endswith(
        "1 published growth rate, the one recomputed misses it"
    )
    assert of(mini_table, "KOR-RUS", flow="exports").title.endswith("none can be recomputed")


def test_whose_statistics_and_years_narrow_the_rates(mini_table: Table) -> None:
    own = of(mini_table, "KAZ-AZE", statistics="KAZ").rows
    assert set(own["time_period"]) == {"2023", "2022-S1"}
    assert set(of(mini_table, "KAZ-AZE", until=2022).rows["time_period"]) == {"2022-S1"}


def test_no_rate_is_a_sentence_with_what_to_do(mini_table: Table) -> None:
    found = of(mini_table, "KAZ-AZE", flow="balance")
    assert found.rows.empty
    assert found.refused.startswith("No published growth rate on the balance")
    assert found.title.endswith("no growth rate")
