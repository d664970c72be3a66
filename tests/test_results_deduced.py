"""Values that nobody published: where they stand, what they rest on, and what they never do."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import pipeline
from analysis.compare import Row
from analysis.periods import Period, parse
from analysis.pipeline import Table
from analysis.reconcile import DEDUCED
from analysis.results import COLUMNS, Result, deduced, levels
from analysis.results import growth as rates
from analysis.schema import UNSAID
from analysis.selection import Selection
from tests import tables
from tests.answers import cases, same

KAZ = Selection(pair=("KAZ", "AZE"), deduced=True)
CELL = {
    "ref_area": "KAZ",
    "counterpart_area": "AZE",
    "flow": "turnover",
    "product": "total",
    "unit_measure": "USD",
    "statistics_of": "KAZ",
    "obs_status": "I",
    "derivation": "A − B",
    "figures": ("figure-0",),
}
LEVELS = (
    {"period": "2020", "value": "20.0"},
    {"period": "2022", "value": "50.0"},
    {"period": "first 6 months of 2023", "value": "26.0"},
)


def implied(period: str, low: float, high: float, **more: Any) -> dict[str, Any]:
    """A row of what checking deduces, in millions."""
    p = parse(period)
    return {
        **CELL,
        "time_period": p.sdmx(),
        "start": p.start,
        "months": p.months,
        "obs_value": (low + high) / 2 * 1e6,
        "obs_low": low * 1e6,
        "obs_high": high * 1e6,
        **more,
    }


def seen(table: Table, selection: Selection, *found: dict[str, Any]) -> tuple[Row, ...]:
    frame = pd.DataFrame([*found], columns=[*DEDUCED])
    sourced = deduced.sourced(frame, table.observations)
    return deduced.seen(sourced, selection.pair, selection.product, selection.currency, table.rates)


def level_rows(table: Table, selection: Selection, *found: dict[str, Any]) -> Result:
    own = pipeline.subject(table, selection)
    result = levels.turnover(own, selection)
    return deduced.levels(result, own, selection, seen(table, selection, *found))


def growth_rows(table: Table, selection: Selection, *found: dict[str, Any]) -> Result:
    own = pipeline.subject(table, selection)
    result = rates.growth(own, selection)
    return deduced.growth(result, own, selection, seen(table, selection, *found))


def drawn(found: Result) -> pd.DataFrame:
    return found.rows[found.rows["role"].eq("deduced")].set_index("time_period")


@pytest.fixture
def known(folder: Path) -> Table:
    return tables.table(folder, *LEVELS)


def test_a_deduced_level_stands_only_where_none_is_in_print(known: Table) -> None:
    found = level_rows(known, KAZ, implied("2021", 39.9, 40.1), implied("2022", 60, 61))
    [row] = drawn(found).reset_index().to_dict("records")
    assert (row["time_period"], row["low"], row["high"]) == ("2021", 39.9e6, 40.1e6)
    assert row["note"] == "A − B"
    assert row["figure_ids"] == "figure-0"
    assert (row["kind"], row["publisher"]) == ("deduced", "Customs")
    assert row["allowed"] == "figures allow $39.9 to $40.1 million"
    assert set(COLUMNS) <= set(found.rows)


def test_title_and_other_rows_stay_as_they_are(known: Table) -> None:
    plain = levels.turnover(pipeline.subject(known, KAZ), KAZ)
    found = level_rows(known, KAZ, implied("2021", 39.9, 40.1), implied("2024", 99, 100))
    assert (found.title, found.subtitle) == (plain.title, plain.subtitle)
    kept = found.rows[found.rows["role"].ne("deduced")]
    assert kept[list(COLUMNS)].equals(plain.rows[list(COLUMNS)])


@pytest.mark.parametrize(
    ("flow", "said", "value"), [("exports", "imports", 40e6), ("balance", "balance", -40e6)]
)
def test_the_other_side_sees_the_flow_turned(
    known: Table, flow: str, said: str, value: float
) -> None:
    one = implied("2021", 39.9, 40.1, flow=flow)
    from_kazakhstan = replace(KAZ, flow=flow)
    from_azerbaijan = replace(KAZ, pair=("AZE", "KAZ"), flow=said)
    assert drawn(level_rows(known, from_kazakhstan, one))["value"].tolist() == [40e6]
    turned = drawn(level_rows(known, from_azerbaijan, one))
    assert turned["value"].tolist() == [value]
    assert turned["low"].item() < turned["high"].item()


def test_flow_product_and_statistics_are_those_chosen(known: Table) -> None:
    others = (
        implied("2021", 1, 1, flow="exports"),
        implied("2021", 2, 2, product="wheat"),
        implied("2021", 3, 3, statistics_of="AZE"),
    )
    assert drawn(level_rows(known, replace(KAZ, statistics="KAZ"), *others)).empty
    assert drawn(level_rows(known, KAZ, *others))["value"].tolist() == [3e6]


def test_the_leading_statistics_come_first_and_one_stands_for_a_period(known: Table) -> None:
    found = [
        implied("2021", n, n, statistics_of=whose)
        for n, whose in enumerate((UNSAID, "AZE", "KAZ"), 1)
    ]
    assert drawn(level_rows(known, KAZ, *found))["value"].tolist() == [3e6]


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        ({}, ["2012", "2021", "2025"]),
        ({"since": 2020}, ["2021", "2025"]),
        ({"until": 2022}, ["2011", "2012", "2021"]),
        ({"since": 2021, "until": 2021}, ["2021"]),
    ],
)
def test_years_are_those_chosen_or_the_latest(
    known: Table, years: dict[str, int], shown: list[str]
) -> None:
    found = [implied(year, 40, 41) for year in ("2010", "2011", "2012", "2021", "2025")]
    rows = drawn(level_rows(known, replace(KAZ, **years), *found))  # type: ignore[arg-type]
    assert sorted(rows.index) == shown


def test_a_deduced_level_takes_the_place_of_an_estimate(folder: Path) -> None:
    half = {"period": "first 6 months of 2022", "value": "25.0"}
    table = tables.table(folder, *LEVELS, half)
    chosen = replace(KAZ, estimate=True)
    plain = levels.turnover(pipeline.subject(table, chosen), chosen).rows
    assert plain.loc[plain["role"].eq("estimate"), "time_period"].tolist() == ["2023"]
    rows = level_rows(table, chosen, implied("2023", 51, 52)).rows
    assert rows.loc[rows["time_period"].eq("2023"), "role"].tolist() == ["deduced"]


def test_a_flow_that_nobody_published_has_its_deduced_values(known: Table) -> None:
    chosen = replace(KAZ, flow="imports")
    assert level_rows(known, chosen).refused
    found = level_rows(known, chosen, implied("2021", 39.9, 40.1, flow="imports"))
    assert not found.refused
    assert found.title == "Kazakhstan–Azerbaijan imports: deduced values only"
    assert drawn(found)["value"].tolist() == [40e6]


def test_where_nothing_follows_the_note_says_so(known: Table) -> None:
    for make in (level_rows, growth_rows):
        found = make(known, KAZ)
        assert drawn(found).empty
        assert found.note.rstrip().endswith(".") and "deduced" in found.note


@pytest.mark.parametrize("given", cases("results_deduced/growth"))
def test_growth_on_or_to_a_deduced_level(given: dict, folder: Path) -> None:
    table = tables.table(folder, *LEVELS)
    rows = drawn(growth_rows(table, KAZ, implied("2021", 39.9, 40.1)))
    row = rows.loc[given["time_period"]]
    assert row["base_period"] == given["base"]
    assert same(row["value"], given["percent"])
    assert same(row["low"], given["low"]) and same(row["high"], given["high"])
    ends = [float(given[name]) for name in ("new_low", "new_high", "old_low", "old_high")]
    assert row["low"] == pytest.approx((ends[0] / ends[3] - 1) * 100)
    assert row["high"] == pytest.approx((ends[1] / ends[2] - 1) * 100)
    assert "2021 is deduced: A − B" in row["note"]
    assert "figure-0" in row["figure_ids"].split(" / ")


def test_a_deduced_rate_gives_no_verdict_and_changes_none(folder: Path) -> None:
    rate = {"measure": "growth", "unit": "percent", "period": "2021", "value": "10"}
    table = tables.table(folder, *LEVELS, rate)
    plain = rates.growth(pipeline.subject(table, KAZ), KAZ).rows
    found = growth_rows(table, KAZ, implied("2021", 39.9, 40.1)).rows
    published = found["role"].eq("published")
    assert found.loc[published, "verdict"].tolist() == plain["verdict"].tolist()
    assert found.loc[found["role"].eq("deduced"), "verdict"].isna().all()


def test_a_rate_is_not_deduced_from_itself(folder: Path) -> None:
    rate = {"measure": "growth", "unit": "percent", "period": "2022", "value": "25"}
    table = tables.table(folder, *LEVELS, rate)
    found = implied("2021", 39.9, 40.1, figures=("figure-1", "figure-3"))
    assert list(drawn(growth_rows(table, KAZ, found)).index) == ["2021"]


def test_no_growth_is_deduced_beside_a_figure_in_doubt(known: Table) -> None:
    frame = pd.DataFrame([implied("2021", 39.9, 40.1)])
    free = deduced.sourced(frame, known.observations)
    own = pipeline.subject(known, KAZ)

    def periods(found: pd.DataFrame) -> set[str]:
        rows = deduced.seen(found, KAZ.pair, KAZ.product, KAZ.currency, known.rates)
        return set(drawn(deduced.growth(rates.growth(own, KAZ), own, KAZ, rows)).index)

    assert "2022" in periods(free)
    beside = own.at("turnover")[Period.of(2022)][0].figure_ids.split(", ")
    doubted = deduced.sourced(frame, known.observations, frozenset(beside))
    assert "2022" not in periods(doubted)


def test_growth_is_deduced_in_one_statistics_only(known: Table) -> None:
    assert drawn(growth_rows(known, KAZ, implied("2021", 39, 41, statistics_of="AZE"))).empty
    part = implied("first 6 months of 2022", 24, 26)
    assert list(drawn(growth_rows(known, KAZ, part)).index) == ["2023-S1"]


def test_who_does_not_say_whose_statistics_is_set_beside_his_own_figures_only(
    folder: Path,
) -> None:
    table = tables.table(folder, *({**row, "statistics_of": ""} for row in LEVELS), kind="press")
    own = implied("2021", 39, 41, statistics_of=UNSAID)
    assert list(drawn(growth_rows(table, KAZ, own)).index) == ["2021", "2022"]
    other = {"source_id": "other", "figure_id": "elsewhere", "period": "2019", "value": "1"}
    figures = [{"figure_id": f"f{n}"} | row for n, row in enumerate(LEVELS)]
    table = tables.write(
        folder,
        [tables.ROW | row | {"statistics_of": ""} for row in (*figures, other)],
        [tables.SOURCE | {"kind": "press"}, tables.SOURCE | {"source_id": "other"}],
    )
    assert drawn(growth_rows(table, KAZ, own | {"figures": ("elsewhere",)})).empty


def test_growth_that_can_be_recomputed_is_not_deduced(folder: Path) -> None:
    table = tables.table(folder, *LEVELS, {"period": "2021", "value": "40.0"})
    found = growth_rows(table, KAZ, implied("2021", 39.9, 40.1))
    assert drawn(found).empty


def test_growth_of_a_balance_stays_refused(known: Table) -> None:
    chosen = replace(KAZ, flow="balance")
    found = growth_rows(known, chosen, implied("2021", 5, 6, flow="balance"))
    assert found.refused and found.rows.empty


def test_another_currency_is_that_of_the_period_or_leaves_it_out(mini_table: Table) -> None:
    found = implied("2017", 100, 100, figures=("kazinform-2023-07-29-1",))
    also = implied("2022", 100, 100, figures=("kazinform-2023-07-29-1",), product="tea")
    chosen = replace(KAZ, currency="KZT", product="tea", since=2015)
    [row] = seen(mini_table, chosen, found | {"product": "tea"}, also)
    assert (row.time_period, row.obs_value) == ("2022", pytest.approx(100e6 * 460.165))


def test_who_published_what_it_rests_on_travels_along(mini_table: Table) -> None:
    keys = ("kazinform-2023-07-29-2", "trend-2024-03-05-2", "bns-kz-2024-07-25-3")
    frame = pd.DataFrame([implied("2016", 1, 2, figures=keys)], columns=[*DEDUCED])
    row = deduced.sourced(frame, mini_table.observations).iloc[0]
    assert [kind for kind, _, _ in row["credits"]] == ["document", "press", "official"]
    assert row["published"] == max(when for _, _, when in row["credits"])
    assert row["rates"] == {(parse("2023"), parse("2022"))}
    assert row["figure_ids"] == ", ".join(keys)


def test_as_observations_they_are_imputed(known: Table) -> None:
    rows = level_rows(known, KAZ, implied("2021", 39.9, 40.1)).rows
    [one] = deduced.observations(rows).to_dict("records")
    assert (one["obs_status"], one["measure"], one["unit_measure"]) == ("I", "level", "USD")
    assert (one["ref_area"], one["counterpart_area"]) == ("KAZ", "AZE")
    rates_too = deduced.observations(growth_rows(known, KAZ, implied("2021", 39.9, 40.1)).rows)
    assert set(rates_too["measure"]) == {"growth"}
    assert set(rates_too["unit_measure"]) == {"PERCENT"}
    assert rates_too["base_period"].ne("").all()


def test_nothing_is_changed_in_place(known: Table) -> None:
    own = pipeline.subject(known, KAZ)
    result = levels.turnover(own, KAZ)
    before = result.rows.copy()
    deduced.levels(result, own, KAZ, seen(known, KAZ, implied("2021", 39.9, 40.1)))
    assert result.rows.equals(before)


@pytest.fixture
def rate_alone(folder: Path) -> Table:
    """A level and its growth rate, which imply the year before; another year for company."""
    return tables.table(
        folder,
        {"period": "2022", "value": "180"},
        {"period": "2022", "measure": "growth", "unit": "percent", "value": "72.5"},
        {"period": "2019", "value": "90"},
    )


def test_the_switch_puts_them_into_every_answer(rate_alone: Table) -> None:
    off, on = (replace(KAZ, deduced=switch) for switch in (False, True))
    assert "deduced" not in set(pipeline.data(rate_alone, off)["role"])
    row = pipeline.data(rate_alone, on).set_index("role").loc["deduced"]
    assert same(row["value"] / 1e6, "104.3")
    assert row["figure_ids"] == "figure-0, figure-1"
    text = pipeline.describe(rate_alone, on)
    assert "2021: deduced $104.3 million (Kazakhstan, figures allow" in text
    assert row["note"] in text
    behind = pipeline.behind(rate_alone, on)
    assert behind.loc[behind["obs_status"].eq("I"), "time_period"].tolist() == ["2021"]
    assert pipeline.caption(rate_alone, on).source == pipeline.caption(rate_alone, off).source
    assert pipeline.headline(rate_alone, on) == pipeline.headline(rate_alone, off)


def test_evidence_of_a_deduced_value_is_what_it_rests_on(rate_alone: Table) -> None:
    focused = replace(KAZ, focus="2021")
    found = pipeline.evidence(rate_alone, focused)
    assert set(found["figure_id"]) == {"figure-0", "figure-1"}
    assert pipeline.evidence(rate_alone, replace(focused, deduced=False)).empty


def test_publishers_are_credited_with_the_date_of_their_own_figures(table: Table) -> None:
    chosen = Selection(pair=("KOR", "AZE"), flow="exports", deduced=True)
    assert "Wikipedia (24 December 2024)" in pipeline.caption(table, chosen).source
    off = pipeline.caption(table, replace(chosen, deduced=False)).source
    assert "Wikipedia" not in off
