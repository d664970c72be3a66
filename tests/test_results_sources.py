from pathlib import Path

import pytest

from analysis import pipeline
from analysis.pipeline import Table
from analysis.results import Result, sources
from analysis.selection import Selection
from tests import tables
from tests.answers import cases
from tests.findings import by_hand

NOTHING: dict[str, str] = {}


def of(table: Table, pair: str, doubted: dict[str, str] = NOTHING, **chosen: object) -> Result:
    first, second = pair.split("-")
    selection = Selection(view="sources", pair=(first, second), **chosen)  # type: ignore[arg-type]
    found = by_hand(table, doubted)
    return sources.figures(pipeline.subject(table, selection), selection, found)


@pytest.mark.parametrize("given", cases("results_sources/figures"))
def test_a_figure_is_there_with_whose_it_is_and_who_says_so(given: dict, mini_table: Table) -> None:
    rows = of(mini_table, given["pair"], flow=given["flow"]).rows
    found = rows[rows["time_period"].eq(given["time_period"]) & rows["said"].eq(given["said"])]
    (row,) = found.itertuples()
    assert (row.statistics_of, row.publisher) == (given["statistics_of"], given["publisher"])
    assert row.hedged is (given["hedged"] == "yes")
    assert row.low <= row.value <= row.high


def test_every_level_of_a_period_is_drawn_once(table: Table) -> None:
    for flow in ("turnover", "exports", "imports", "balance"):
        selection = Selection(view="sources", flow=flow)
        own = pipeline.subject(table, selection)
        first, last = pipeline.years(table, selection)
        levels = [r for p, rows in own.at(flow).items() if first <= p.year <= last for r in rows]
        drawn = [
            key
            for ids in of(table, "AZE-KAZ", flow=flow).rows["figure_ids"]
            for key in ids.split(", ")
        ]
        assert sorted(drawn) == sorted(row.figure_ids for row in levels)


def test_equal_values_are_one_only_in_the_same_statistics_with_the_same_hedge(folder: Path) -> None:
    same = {"period": "2022", "value": "460"}
    made = tables.table(
        folder,
        same,
        same,
        same | {"statistics_of": ""},
        same | {"qualifier": "over"},
        same | {"value": "460.0"},
    )
    rows = of(made, "KAZ-AZE").rows
    assert sorted(len(ids.split(", ")) for ids in rows["figure_ids"]) == [1, 1, 1, 2]
    assert set(rows["said"]) == {"$460 million", "over $460 million"}


def test_a_figure_in_doubt_is_named_and_counted(mini_table: Table) -> None:
    doubted = {"azernews-2022-05-23-1": "It cannot hold.", "bns-kz-2024-07-25-7": "Nor can this."}
    found = of(mini_table, "KAZ-AZE", doubted)
    rows = found.rows.set_index("said")
    assert rows.loc["$61.4 million", "doubted"] and rows.loc["$332.24 million (sum)", "doubted"]
    assert rows["doubted"].sum() == 2
    assert rows.loc["$61.4 million", "told"] == "$61.4 million (Not stated, Azernews, in doubt)"
    assert rows.loc["$61.4 million", "reason"] == "Why azernews-2022-05-23-1."
    assert rows.loc["$61.4 million", "conflicts"] == 1, "the other one is of exports"
    assert found.title.endswith("2 in doubt")
    assert of(mini_table, "KAZ-AZE").title.endswith("none in doubt")


def test_whose_years_and_product_narrow_what_is_drawn(mini_table: Table) -> None:
    rows = of(mini_table, "KAZ-AZE", statistics="KAZ", since=2021, until=2022).rows
    assert set(rows["statistics_of"]) == {"KAZ"}
    assert set(rows["time_period"]) == {"2021", "2022", "2022-S1"}
    cars = of(mini_table, "KOR-AZE", flow="exports", product="land vehicles").rows
    assert cars["said"].tolist() == ["$319.39 million"]


def test_a_foreign_amount_is_said_as_printed_and_moves_with_the_rate(mini_table: Table) -> None:
    found = of(mini_table, "KAZ-AZE", currency="KZT", since=2021, until=2021)
    row = found.rows.set_index("publisher").loc["Azernews"]
    assert row["said"].startswith("61.4 million USD, about ")
    assert row["short"] == row["said"].removeprefix("61.4 million USD, ")
    assert row["value"] == pytest.approx(61.4e6 * 425.9075)
    assert "exchange rate" in found.note


def test_what_is_not_drawn_is_counted(mini_table: Table) -> None:
    assert "Not drawn: 2 targets or forecasts." in of(mini_table, "KAZ-AZE").note
    assert "Not drawn" not in of(mini_table, "KAZ-AZE", statistics="KAZ").note


def test_nothing_to_draw_says_so(mini_table: Table) -> None:
    found = of(mini_table, "KOR-RUS", flow="imports")
    assert found.rows.empty
    assert found.refused.startswith("No published figure on the imports of Korea–Russia")
