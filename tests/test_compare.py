from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import cells, claims, compare, formulas
from analysis.compare import Comparison, Levels
from analysis.formulas import NotComparable, Reason
from analysis.intervals import Estimate, read
from analysis.periods import Period, parse
from tests.answers import all_same, cases, same
from tests.test_cells import cell, pair_of
from tests.test_cells import levels as levels_of

MINI_PAIRS = ["KAZ-AZE", "AZE-KAZ", "KOR-AZE", "KOR-RUS", "KOR-WLD"]
FLOWS = ["turnover", "exports", "imports", "balance"]


def levels(mini: pd.DataFrame, pair: str, flow: str, product: str = "total") -> Levels:
    found = levels_of(mini, pair)
    return compare.by_period(found[found["flow"].eq(flow) & found["product"].eq(product)])


def rates(mini: pd.DataFrame, pair: str, flow: str) -> pd.DataFrame:
    seen = cells.seen_from(mini, pair_of(pair))
    return seen[seen["measure"].eq("growth") & seen["flow"].eq(flow)]


def between(mini: pd.DataFrame, pair: str, flow: str, new: str, old: str) -> Comparison:
    return compare.between(levels(mini, pair, flow), parse(new), parse(old))


def row(value: str = "100", **changes) -> SimpleNamespace:
    """A level as `itertuples` gives it, with the attributes that comparison reads."""
    number = read(value)
    period = parse(changes.pop("period", "2022"))
    pair = pair_of(changes.pop("pair", changes.pop("exporter", "KAZ-AZE")))
    return SimpleNamespace(
        **{
            "source_id": "a",
            "ref_area": pair[0],
            "counterpart_area": pair[1],
            "flow": "exports",
            "product": "total",
            "start": period.start,
            "months": period.months,
            "unit_measure": "USD",
            "statistics_of": "KAZ",
            "series": "KAZ",
            "status": "actual",
            "qualifier": "exact",
            "obs_value": number.value,
            "obs_low": number.low,
            "obs_high": number.high,
        }
        | changes
    )


def by_period(*rows: SimpleNamespace) -> Levels:
    found: dict[Period, list] = {}
    for level in rows:
        found.setdefault(Period(level.start, level.months), []).append(level)
    return found


def refusal(call, *arguments) -> NotComparable:
    with pytest.raises(NotComparable) as refused:
        call(*arguments)
    return refused.value


@pytest.mark.parametrize("given", cases("compare/refusals"))
def test_like_for_like_or_a_typed_reason(given: dict) -> None:
    new, old = (row(**{given["column"]: given[side]}) for side in ("new", "old"))
    refused = refusal(compare.like_for_like, new, old)
    assert refused.reason is Reason[given["reason"]]
    assert str(refused).endswith(".")
    assert len(str(refused).split()) > 4


def test_every_column_of_the_refusals_is_fine_when_equal() -> None:
    assert compare.like_for_like(row(period="2022"), row(period="2021")) == ()


def test_turnover_reads_the_same_from_both_sides() -> None:
    new, old = row(pair="AZE-KAZ", flow="turnover"), row(flow="turnover", period="2021")
    assert compare.like_for_like(new, old) == ()


@pytest.mark.parametrize("given", cases("compare/growth"))
def test_growth(mini: pd.DataFrame, given: dict) -> None:
    found = between(mini, *(given[c] for c in ("pair", "flow", "new", "old")))
    assert all_same(found.growth, [given["growth"], given["low"], given["high"]])
    assert same(found.change.value / 1e6, given["change_in_millions"])
    assert same(found.times.value * 100 - 100, given["growth"])
    assert found.years == int(given["years"])


def test_korea_and_azerbaijan_in_nine_months_of_2021(mini: pd.DataFrame) -> None:
    found = levels(mini, "KOR-AZE", "turnover")
    nine, year = parse("first nine months of 2021"), parse("2021")
    assert nine.sdmx() == "2021-01-01/P9M"
    assert (found[nine][0].obs_value, found[year][0].obs_value) == (157.5e6, 227.6e6)
    refused = refusal(compare.between, found, nine, year)
    assert refused.reason is Reason.PERIOD
    assert "Jan–Sep 2021 covers 9 months and 2021 12 months" in str(refused)
    offered = compare.nearest(found, nine, year)
    assert offered == (parse("2020"), parse("2019"))
    assert same(compare.between(found, *offered).growth.value, "17.769")


def test_kazakhstan_s_own_statistics_of_2022(mini: pd.DataFrame) -> None:
    """Exports +30.3, imports +99.2, turnover +39.5 percent = 26.2 + 13.2 points."""
    turnover = between(mini, "KAZ-AZE", "turnover", "2022", "2021")
    parts = {flow: levels(mini, "KAZ-AZE", flow) for flow in ("exports", "imports")}
    added = compare.contributions(turnover, parts)
    assert [(flow, round(points.value, 1)) for flow, _, _, points in added] == [
        ("exports", 26.2),
        ("imports", 13.2),
    ]
    assert sum(points.value for *_, points in added) == pytest.approx(turnover.growth.value)
    assert turnover.new.statistics_of == turnover.old.statistics_of == "KAZ"


def test_land_vehicles_imply_the_whole(mini: pd.DataFrame) -> None:
    found = mini.set_index("figure_id")
    numbers = ["obs_value", "obs_low", "obs_high"]
    part, share = (Estimate(*found.loc[f"wikipedia-2024-12-24-{n}", numbers]) for n in (3, 4))
    assert same(formulas.implied_total(part, share).value / 1e6, "428.08")


def test_a_missing_figure_is_named(mini: pd.DataFrame) -> None:
    found = levels(mini, "KAZ-AZE", "turnover")
    refused = refusal(compare.between, found, parse("2022"), parse("1995"))
    assert refused.reason is Reason.MISSING
    assert "1995" in str(refused)


def test_a_balance_has_no_growth(mini: pd.DataFrame) -> None:
    found = levels(mini, "KAZ-AZE", "balance")
    refused = refusal(compare.between, found, parse("2022"), parse("2021"))
    assert refused.reason is Reason.SIGN
    assert compare.nearest(found, parse("2022"), parse("2021")) is None
    assert compare.year_on_year(found) == []


@pytest.mark.parametrize("base", ["0", "0.0"])
def test_no_growth_from_zero(base: str) -> None:
    found = by_period(row("5"), row(base, period="2021", obs_low=0.0))
    assert refusal(compare.between, found, parse("2022"), parse("2021")).reason is Reason.BASE


def test_two_reporters_are_never_chained() -> None:
    found = by_period(row(), row(period="2021", statistics_of="AZE", series="AZE"))
    refused = refusal(compare.between, found, parse("2022"), parse("2021"))
    assert refused.reason is Reason.STATISTICS
    assert compare.nearest(found, parse("2022"), parse("2021")) is None


def test_a_lower_ranked_series_is_taken_when_only_it_has_both() -> None:
    mirror = {"statistics_of": "AZE", "series": "AZE"}
    found = by_period(row("1"), row("150", **mirror), row("100", period="2021", **mirror))
    assert compare.between(found, parse("2022"), parse("2021")).growth.value == pytest.approx(50)


def test_one_source_is_sought_before_two_that_do_not_say_whose() -> None:
    first, second = (
        {"statistics_of": "unsaid", "series": f"unsaid {source}", "source_id": source}
        for source in "ab"
    )
    found = by_period(row("1", **first), row("150", **second), row(period="2021", **second))
    comparison = compare.between(found, parse("2022"), parse("2021"))
    assert (comparison.new.source_id, comparison.growth.value) == ("b", pytest.approx(50))
    found = by_period(row("1"), row("150", **first), row(period="2021", **second))
    [caveat] = compare.between(found, parse("2022"), parse("2021")).caveats
    assert "they are two sources" in caveat


def test_one_currency_is_sought_before_two_are_refused() -> None:
    tenge = {"unit_measure": "KZT"}
    found = by_period(row("1"), row("150", **tenge), row("100", period="2021", **tenge))
    assert compare.between(found, parse("2022"), parse("2021")).growth.value == pytest.approx(50)
    found = by_period(row("1"), row("100", period="2021", **tenge))
    refused = refusal(compare.between, found, parse("2022"), parse("2021"))
    assert refused.reason is Reason.CURRENCY


def test_what_a_reader_must_be_told() -> None:
    unsaid = {"statistics_of": "unsaid", "series": "unsaid a"}
    other = {"statistics_of": "unsaid", "series": "unsaid b", "source_id": "b"}
    hedged = compare.like_for_like(row(qualifier="about"), row(period="2021"))
    assert [said[:33] for said in hedged] == ["One of the figures is hedged in p"]
    same_source = compare.like_for_like(row(**unsaid), row(period="2021", **unsaid))
    assert same_source == ("The source does not say whose statistics these are.",)
    [two_sources] = compare.like_for_like(row(**unsaid), row(period="2021", **other))
    assert "they are two sources" in two_sources


def test_contributions_need_parts_of_the_same_source(mini: pd.DataFrame) -> None:
    """The press gives a turnover of 2023 without its parts."""
    turnover = between(mini, "KAZ-AZE", "turnover", "2023", "2022")
    parts = {flow: levels(mini, "KAZ-AZE", flow) for flow in ("exports", "imports")}
    assert compare.contributions(turnover, parts) == ()


def test_parts_that_do_not_add_up_have_no_contributions() -> None:
    turnover = {"flow": "turnover"}
    whole = by_period(row("300", **turnover), row("200", period="2021", **turnover))
    found = compare.between(whole, parse("2022"), parse("2021"))
    parts = {
        flow: by_period(row("100", flow=flow), row("100", flow=flow, period="2021"))
        for flow in ("exports", "imports")
    }
    assert compare.contributions(found, parts) == ()


def test_year_on_year_is_every_like_for_like_pair_of_neighbours(mini: pd.DataFrame) -> None:
    found = compare.year_on_year(levels(mini, "KAZ-AZE", "turnover"))
    spans = [(compare.period(c.new).label(), compare.period(c.old).label()) for c in found]
    assert spans == [
        ("2020", "2019"),
        ("2021", "2020"),
        ("2022", "2021"),
        ("2023", "2022"),
        ("Jan–May 2023", "Jan–May 2022"),
    ]
    assert all(c.new.series == c.old.series and c.years == 1 and c.annual is None for c in found)


def test_annual_rates_to_the_last_year(mini: pd.DataFrame) -> None:
    found = compare.annual_rates(levels(mini, "KAZ-AZE", "exports"), parse("2022"))
    assert [c.years for c in found] == [1, 2, 3]
    assert [c.annual is None for c in found] == [True, False, False]
    assert found[2].annual is not None
    assert same(found[2].annual.value, "34.8478")
    assert compare.annual_rates(levels(mini, "KAZ-AZE", "exports"), parse("1995")) == []


@pytest.mark.parametrize("pair", MINI_PAIRS)
@pytest.mark.parametrize("flow", FLOWS)
def test_every_pair_of_periods_is_compared_or_refused_with_a_reason(
    mini: pd.DataFrame, pair: str, flow: str
) -> None:
    found = levels(mini, pair, flow)
    for new in found:
        for old in found:
            try:
                comparison = compare.between(found, new, old)
            except NotComparable as refused:
                assert refused.reason in set(Reason)
                continue
            assert new.season == old.season
            assert comparison.growth.low <= comparison.growth.value <= comparison.growth.high
            assert abs(comparison.growth.high) < float("inf")


@pytest.mark.parametrize("pair", MINI_PAIRS)
@pytest.mark.parametrize("flow", FLOWS)
def test_what_is_offered_instead_is_allowed(mini: pd.DataFrame, pair: str, flow: str) -> None:
    found = levels(mini, pair, flow)
    asked = [*found, parse("January-April 2022"), parse("1995")]
    for new in asked:
        for old in asked:
            offered = compare.nearest(found, new, old)
            if offered:
                comparison = compare.between(found, *offered)
                assert comparison.new.series == comparison.old.series
                assert comparison.years >= 1


def test_the_offer_keeps_the_newer_period_when_it_can(mini: pd.DataFrame) -> None:
    found = levels(mini, "KAZ-AZE", "turnover")
    five = parse("January-May 2023")
    assert compare.nearest(found, five, parse("2022")) == (five, parse("January-May 2022"))
    assert compare.nearest(found, parse("2022"), parse("2018")) == (parse("2022"), parse("2019"))


def test_a_forecast_never_stands_for_a_level(mini: pd.DataFrame) -> None:
    every = cell(levels_of(mini, "KAZ-AZE"), "turnover", "2022")
    assert 500e6 not in set(every["obs_value"])


def test_growth_turned_round_undoes_itself(mini: pd.DataFrame) -> None:
    there = between(mini, "KAZ-AZE", "turnover", "2022", "2021")
    back = between(mini, "KAZ-AZE", "turnover", "2021", "2022")
    assert there.times.value * back.times.value == pytest.approx(1)
    assert there.change.value == -back.change.value
    assert (there.years, back.years, back.annual) == (1, -1, None)


def test_no_argument_is_changed(mini: pd.DataFrame) -> None:
    given = rates(mini, "KAZ-AZE", "turnover")
    found = levels_of(mini, "KAZ-AZE")
    before = given.copy(deep=True), found.copy(deep=True)
    turnover = compare.by_period(found[found["flow"].eq("turnover")])
    order = {period: list(rows) for period, rows in turnover.items()}
    claims.claims(given, turnover)
    compare.year_on_year(turnover)
    compare.nearest(turnover, parse("2022"), parse("2021"))
    pd.testing.assert_frame_equal(given, before[0])
    pd.testing.assert_frame_equal(found, before[1])
    assert turnover == order
