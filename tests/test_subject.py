import pandas as pd
import pytest

from analysis import pipeline
from analysis.compare import period
from analysis.periods import parse
from analysis.pipeline import Table
from analysis.selection import Selection
from analysis.subject import Subject


def subject(table: Table, pair: str, **chosen: str) -> Subject:
    first, second = pair.split("-")
    return pipeline.subject(table, Selection(pair=(first, second), **chosen))


def values(subject: Subject, flow: str) -> dict[str, float]:
    return {p.sdmx(): rows[0].obs_value for p, rows in subject.at(flow).items()}


def test_the_same_pair_from_its_other_side(mini_table: Table) -> None:
    here, there = (subject(mini_table, pair) for pair in ("KAZ-AZE", "AZE-KAZ"))
    assert values(here, "turnover") == values(there, "turnover")
    assert values(here, "exports") == values(there, "imports")
    assert values(here, "balance") == {p: -v for p, v in values(there, "balance").items()}
    assert len(values(here, "balance")) == 4


def test_the_statistics_chosen_are_the_only_ones_at_hand(mini_table: Table) -> None:
    own = subject(mini_table, "KAZ-AZE", statistics="AZE")
    assert {row.statistics_of for rows in own.at("turnover").values() for row in rows} == {"AZE"}
    assert values(own, "turnover") == {"2019": 229.6e6}
    everyone = {r.statistics_of for rows in own.every_at("turnover").values() for r in rows}
    assert everyone == {"AZE", "KAZ", "unsaid", "reconciled"}


def test_who_leads_is_who_published_the_latest_official_year(mini_table: Table) -> None:
    assert subject(mini_table, "KAZ-AZE").lead == subject(mini_table, "AZE-KAZ").lead == "KAZ"


def test_targets_and_forecasts_are_no_levels(mini_table: Table) -> None:
    own = subject(mini_table, "KAZ-AZE")
    assert {row.status for row in own.targets("turnover")} == {"target", "forecast"}
    assert 1e9 not in values(own, "turnover").values()
    levels = [row for rows in own.every_at("turnover").values() for row in rows]
    assert {row.status for row in levels} == {"actual"}
    assert subject(mini_table, "KAZ-AZE", currency="KZT").targets("turnover") == []


def test_rates_are_growth_of_one_flow_in_print(mini_table: Table) -> None:
    rates = subject(mini_table, "KAZ-AZE").rates("turnover")
    assert set(rates["measure"]) == {"growth"}
    assert set(rates["flow"]) == {"turnover"}
    assert sorted(rates["value_text"]) == ["14.2", "3.1", "50"]


def test_a_product_is_apart_from_the_total(mini_table: Table) -> None:
    assert values(subject(mini_table, "KOR-AZE", product="land vehicles"), "exports") == {
        "2023": 319.39e6
    }
    assert "2023" not in values(subject(mini_table, "KOR-AZE"), "exports")


def test_a_currency_without_a_rate_is_counted_out(mini_table: Table) -> None:
    dollars, tenge = (subject(mini_table, "KAZ-AZE", currency=c) for c in ("USD", "KZT"))
    assert dollars.unconverted == 0
    assert tenge.unconverted == len(dollars.every) - len(tenge.every) > 0
    assert "2023-01-01/P5M" in values(tenge, "turnover")
    assert "2022-01-01/P5M" not in values(tenge, "turnover")
    expected = 463387441 * 460.165
    assert values(tenge, "turnover")["2022"] == pytest.approx(expected)


def test_periods_are_newest_first_and_a_year_before_its_parts(mini_table: Table) -> None:
    periods = subject(mini_table, "KAZ-AZE").periods("turnover")
    ends = [p.end for p in periods]
    assert ends == sorted(ends, reverse=True)
    assert periods[0] == parse("2023")


def test_growth_is_of_the_statistics_chosen(mini_table: Table) -> None:
    own = subject(mini_table, "KAZ-AZE", statistics="KAZ")
    assert [period(c.new).sdmx() for c in own.growth("turnover")] == [
        "2020",
        "2021",
        "2022",
        "2023",
    ]
    assert subject(mini_table, "KAZ-AZE", statistics="AZE").growth("turnover") == []


def test_claims_are_checked_against_every_level_whatever_is_chosen(mini_table: Table) -> None:
    for statistics in ("any", "AZE"):
        claims = subject(mini_table, "KAZ-AZE", statistics=statistics).claims("turnover")
        assert sorted(c.verdict for c in claims) == ["agrees", "agrees", "cannot be checked"]


def test_the_observations_stay_as_they_are(mini_table: Table) -> None:
    before = mini_table.observations.copy()
    own = subject(mini_table, "AZE-KAZ", currency="EUR")
    own.growth("turnover"), own.claims("exports"), own.parts()
    pd.testing.assert_frame_equal(mini_table.observations, before)
