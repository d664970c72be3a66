from pathlib import Path

import pytest

from analysis import pipeline
from analysis.periods import parse
from analysis.pipeline import Table
from analysis.results import Result
from analysis.selection import Selection
from tests import tables
from tests.answers import cases, same


def of(table: Table, pair: str, new: str = "", old: str = "", **chosen: object) -> Result:
    first, second = pair.split("-")
    selection = Selection(view="compare", pair=(first, second), period=new, base=old, **chosen)  # type: ignore[arg-type]
    return pipeline.result(table, selection)


def by_role(found: Result, flow: str = "turnover") -> dict:
    own = found.rows[found.rows["flow"].eq(flow)]
    return {row.role: row for row in own.itertuples()}


@pytest.mark.parametrize("given", cases("results_periods/kazakhstan"))
def test_one_reporters_years_flow_by_flow(given: dict, mini_table: Table) -> None:
    found = by_role(of(mini_table, "KAZ-AZE", "2022", "2021", statistics="KAZ"), given["flow"])
    assert same(found["old"].value / 1e6, given["old_in_millions"])
    assert same(found["new"].value / 1e6, given["new_in_millions"])
    assert same(found["growth"].value, given["growth"])
    assert same(found["times"].value, given["times"])
    assert found["change"].value == found["new"].value - found["old"].value
    if given["contribution"]:
        assert same(found["contribution"].value, given["contribution"])
        assert found["contribution"].unit == "points"


def test_contributions_add_up_to_the_growth_of_turnover(table: Table) -> None:
    checked = 0
    for pair, _ in pipeline.pairs(table):
        for year in range(2001, 2025):
            rows = of(table, "-".join(pair), str(year), str(year - 1)).rows
            parts = rows[rows["role"].eq("contribution")]
            if parts.empty:
                continue
            whole = rows[rows["role"].eq("growth") & rows["flow"].eq("turnover")].iloc[0]
            assert sorted(parts["flow"]) == ["exports", "imports"]
            assert parts["low"].sum() <= whole["high"] and whole["low"] <= parts["high"].sum()
            assert parts["value"].sum() == pytest.approx(whole["value"], abs=1e-3)
            checked += 1
    assert checked > 20


def test_january_to_may_beside_the_published_half(table: Table) -> None:
    found = by_role(of(table, "KAZ-AZE", "2023-01-01/P5M", "2022-01-01/P5M"))
    growth, published = found["growth"], found["published"]
    assert (found["old"].value, found["new"].value) == (162.5e6, 243.6e6)
    assert same(growth.value, "49.908")
    assert (same(growth.low, "49.831"), same(growth.high, "49.985")) == (True, True)
    assert found["change"].value == pytest.approx(81.1e6)
    assert same(found["times"].value, "1.499")
    assert (published.text, published.verdict) == ("+50%", "agrees")
    assert "annual" not in found


def test_nine_months_against_a_year_is_refused_with_reason_and_offer(table: Table) -> None:
    found = of(table, "KOR-AZE", "2021", "2021-01-01/P9M")
    assert found.rows.empty
    assert "12 months" in found.refused and "9 months" in found.refused
    assert found.offer is not None
    new, old = found.offer
    assert new.season == old.season == parse("2021").season
    assert not of(table, "KOR-AZE", new.sdmx(), old.sdmx()).refused
    levels = pipeline.subject(table, Selection(pair=("KOR", "AZE"))).at("turnover")
    assert levels[parse("first nine months of 2021")][0].obs_value == 157.5e6
    assert levels[parse("2021")][0].obs_value == 227.6e6


def test_a_year_nobody_published_is_refused_and_another_offered(mini_table: Table) -> None:
    found = of(mini_table, "KAZ-AZE", "2030", "2029")
    assert "2030" in found.refused
    assert found.offer is not None
    assert all(p in {parse(str(y)) for y in range(2019, 2024)} for p in found.offer)


def test_figures_of_two_reporters_are_not_chained(folder: Path) -> None:
    mixed = tables.table(
        folder,
        {"period": "2020", "value": "100", "statistics_of": "AZE"},
        {"period": "2021", "value": "150", "statistics_of": "KAZ"},
    )
    found = of(mixed, "KAZ-AZE", "2021", "2020")
    assert "different statistics" in found.refused
    assert found.rows.empty
    assert found.offer is None


def test_without_a_choice_the_latest_pair_that_is_like_for_like(mini_table: Table) -> None:
    found = of(mini_table, "KAZ-AZE")
    assert (found.extra["new"], found.extra["old"]) == (parse("2023"), parse("2022"))
    by_period = of(mini_table, "KAZ-AZE", "2022")
    assert by_period.extra["old"] == parse("2021")
    unreadable = of(mini_table, "KAZ-AZE", "nonsense", "99")
    assert unreadable.extra["new"] == parse("2023")


def test_more_than_a_year_apart_has_an_annual_rate(mini_table: Table) -> None:
    found = by_role(of(mini_table, "KAZ-AZE", "2022", "2019", statistics="KAZ"))
    total = found["new"].value / found["old"].value
    assert (1 + found["annual"].value / 100) ** 3 == pytest.approx(total)


def test_several_pairs_stand_side_by_side(table: Table) -> None:
    found = of(table, "KAZ-AZE", "2020", "2019", against=(("KOR", "AZE"),))
    main = found.rows[found.rows["flow"].eq("turnover")]
    assert main.loc[main["role"].eq("growth"), "pair"].tolist() == ["KAZ-AZE", "KOR-AZE"]
    alone = of(table, "KOR-AZE", "2020", "2019")
    beside = main[main["pair"].eq("KOR-AZE")].set_index("role")["value"]
    assert beside["growth"] == by_role(alone)["growth"].value


def test_a_pair_that_cannot_be_compared_is_named_with_its_reason(mini_table: Table) -> None:
    found = of(mini_table, "KAZ-AZE", "2022", "2021", against=(("KOR", "AZE"),))
    assert not found.refused
    assert set(found.rows["pair"]) == {"KAZ-AZE"}
    assert "Korea–Azerbaijan" in found.note and "2022" in found.note


def test_the_statistics_of_one_pair_are_not_asked_of_another(table: Table) -> None:
    found = of(table, "KAZ-AZE", "2020", "2019", statistics="KAZ", against=(("AZE", "KOR"),))
    assert set(found.rows["pair"]) == {"KAZ-AZE", "AZE-KOR"}


def test_contributions_unknown_are_refused_with_what_to_do(mini_table: Table) -> None:
    months = of(mini_table, "KAZ-AZE", "2023-01-01/P5M", "2022-01-01/P5M", measure="contribution")
    assert "Choose" in months.refused
    years = of(mini_table, "KAZ-AZE", "2022", "2021", measure="contribution")
    assert not years.refused
    assert "contribution" in set(years.rows["role"])


def test_the_other_side_sees_the_same_growth(mini_table: Table) -> None:
    here, there = (of(mini_table, pair, "2022", "2021") for pair in ("KAZ-AZE", "AZE-KAZ"))
    assert by_role(here)["growth"].value == by_role(there)["growth"].value
    exports, imports = by_role(here, "exports"), by_role(there, "imports")
    assert exports["contribution"].value == imports["contribution"].value


def test_several_pairs_are_all_in_the_title_and_whose_is_said_of_each(table: Table) -> None:
    two = {"view": "compare", "period": "2014", "base": "2013", "against": (("KOR", "AZE"),)}
    found = pipeline.result(table, Selection(pair=("KAZ", "AZE"), **two))
    assert found.title == (
        "Turnover in 2014 against 2013: Kazakhstan–Azerbaijan −42.5% and Korea–Azerbaijan −13.7%"
    )
    assert found.subtitle.endswith("each in the statistics named under it")
    drawn = repr(pipeline.figure(table, Selection(pair=("KAZ", "AZE"), **two)))
    assert "<b>Korea–Azerbaijan</b><br>Korea’s statistics" in drawn
    exports = pipeline.result(table, Selection(pair=("KAZ", "AZE"), flow="exports", **two))
    assert exports.subtitle.startswith("Exports of the country named first to the other, ")
