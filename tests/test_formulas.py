import csv
import math
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import formulas
from analysis.formulas import NotComparable, Reason
from analysis.intervals import Estimate, read
from tests.answers import all_same, cases, same
from tests.test_intervals import POSITIVE, contains, holds, wider

US_TRADE = Path(__file__).parent / "specimens" / "us_goods_trade_2006_2007.csv"
"""US goods trade, Census basis, not seasonally adjusted, million dollars; public domain."""
POINTS = ("value", "low", "high")
FACTORS = st.floats(1e-3, 1e3)


def exact(value: float) -> Estimate:
    return Estimate(value, value, value)


def total(estimates: list[Estimate]) -> Estimate:
    sum_ = estimates[0]
    for estimate in estimates[1:]:
        sum_ = sum_.plus(estimate)
    return sum_


def months(column: str) -> tuple[list[Estimate], Estimate]:
    """The twelve months of a column, and the year as published."""
    with US_TRADE.open(encoding="utf-8", newline="") as file:
        numbers = [read(row[column]) for row in csv.DictReader(file)]
    return numbers[:12], numbers[12]


@pytest.mark.parametrize("row", cases("formulas/percent_change"))
def test_percent_change_and_whether_a_claim_agrees(row: dict) -> None:
    found = formulas.percent_change(read(row["new"]), read(row["old"]))
    assert all_same(found, [row["growth"], row["low"], row["high"]])
    assert ("agrees" if found.meets(read(row["claimed"])) else "differs") == row["verdict"]


def test_growth_on_a_base_known_only_from_the_change() -> None:
    """O5: 405.2 is 34.5 more than a year before; a wider base gives a wider interval."""
    base = read("405.2").minus(read("34.5"))
    found = formulas.percent_change(read("405.2"), base)
    assert all_same(found, ["9.31", "9.26", "9.35"])
    assert found.meets(read("9.3"))


@pytest.mark.parametrize("row", cases("formulas/midpoint_change"))
def test_midpoint_change(row: dict) -> None:
    new, old = exact(float(row["new"])), exact(float(row["old"]))
    assert same(formulas.midpoint_change(new, old), row["change"])


@pytest.mark.parametrize("row", cases("formulas/annual_growth"))
def test_annual_growth(row: dict) -> None:
    found = formulas.annual_growth(read(row["new"]), read(row["old"]), int(row["years"]))
    assert all_same(found, [row["growth"], row["low"], row["high"]])


@pytest.mark.parametrize("row", cases("formulas/contribution"))
def test_contribution(row: dict) -> None:
    arguments = (read(row[column]) for column in ("part_new", "part_old", "total_old"))
    assert all_same(formulas.contribution(*arguments), [row["points"], row["low"], row["high"]])


@pytest.mark.parametrize("row", cases("formulas/index"))
def test_index(row: dict) -> None:
    found = formulas.index(read(row["value"]), read(row["base"]))
    assert all_same(found, [row["index"], row["low"], row["high"]])


@pytest.mark.parametrize("row", cases("formulas/share"))
def test_share(row: dict) -> None:
    found = formulas.share(read(row["part"]), read(row["total"]))
    assert all_same(found, [row["share"], row["low"], row["high"]])


@pytest.mark.parametrize("row", cases("formulas/implied_total"))
def test_implied_total(row: dict) -> None:
    found = formulas.implied_total(read(row["part"]), read(row["share"]))
    assert all_same(found, [row["total"], row["low"], row["high"]])


@pytest.mark.parametrize("row", cases("formulas/implied_base"))
def test_implied_base(row: dict) -> None:
    found = formulas.implied_base(read(row["level"]), read(row["growth"]))
    assert all_same(found, [row["base"], row["low"], row["high"]])


@pytest.mark.parametrize("row", cases("formulas/asymmetry"))
def test_asymmetry(row: dict) -> None:
    exports, imports = exact(float(row["exports"])), exact(float(row["mirror_imports"]))
    found = formulas.asymmetry(exports, imports.scale(1 / float(row["divide_imports_by"])))
    assert same(found, row["index"])


@pytest.mark.parametrize("row", cases("formulas/full_year"))
def test_full_year(row: dict) -> None:
    shares = [read(share) for share in row["shares"].split()]
    found = formulas.full_year(read(row["part"]), shares)
    assert all_same(found, [row["year"], row["low"], row["high"]])


@pytest.mark.parametrize("flow", ["exports", "imports"])
@pytest.mark.parametrize("year", [2006, 2007])
def test_months_add_up_to_the_published_year(flow: str, year: int) -> None:
    """The source says that details may not add: twelve half-units are the tolerance, not zero."""
    parts, whole = months(f"{flow}_{year}")
    assert contains(total(parts), whole)
    assert total(parts).value - whole.value == (0 if year == 2006 else -1)


@pytest.mark.parametrize(("flow", "growth"), [("exports", "11.2156"), ("imports", "3.8297")])
def test_same_months_of_two_years(flow: str, growth: str) -> None:
    new, old = (total(months(f"{flow}_{year}")[0][:9]) for year in (2007, 2006))
    assert same(formulas.percent_change(new, old).value, growth)


@pytest.mark.parametrize(
    ("flow", "share", "year"),
    [("exports", "73.7274", "1141035"), ("imports", "74.6341", "1924938")],
)
def test_year_estimated_from_nine_months_comes_nearer_than_twelve_ninths(
    flow: str, share: str, year: str
) -> None:
    earlier, whole = months(f"{flow}_2006")
    part = total(months(f"{flow}_2007")[0][:9])
    known = formulas.share(total(earlier[:9]), whole)
    found = formulas.full_year(part, [known])
    truth = months(f"{flow}_2007")[1].value
    assert same(known.value, share)
    assert same(found.value, year)
    assert abs(found.value - truth) < abs(part.value * 12 / 9 - truth)


def test_turnover_grew_by_what_its_parts_add() -> None:
    """O1: 7.8216 percent = 4.2443 + 3.5773 points."""
    (x1, m1), (x0, m0) = (
        [months(f"{flow}_{year}")[1] for flow in ("exports", "imports")] for year in (2007, 2006)
    )
    growth = formulas.percent_change(x1.plus(m1), x0.plus(m0))
    parts = [formulas.contribution(a, b, x0.plus(m0)) for a, b in ((x1, x0), (m1, m0))]
    assert same(growth.value, "7.8216")
    assert [round(part.value, 4) for part in parts] == [4.2443, 3.5773]


ZERO_BASES = [exact(0.0), read("0"), Estimate(0.3, 0.0, 0.8), exact(-1.0)]


@pytest.mark.parametrize("base", ZERO_BASES, ids=["zero", "printed 0", "may be zero", "negative"])
@pytest.mark.parametrize(
    "formula",
    [
        formulas.ratio,
        formulas.percent_change,
        formulas.index,
        formulas.share,
        formulas.implied_total,
        lambda new, base: formulas.annual_growth(new, base, 2),
        lambda new, base: formulas.contribution(new, new, base),
        lambda new, base: formulas.full_year(new, [exact(50.0), base]),
        lambda new, base: formulas.implied_base(new, base.minus(exact(1.0)).scale(100)),
    ],
    ids=[
        "ratio",
        "percent_change",
        "index",
        "share",
        "implied_total",
        "annual_growth",
        "contribution",
        "full_year",
        "implied_base",
    ],
)
def test_a_base_that_can_be_zero_is_refused_and_never_gives_infinity(formula, base) -> None:
    with pytest.raises(NotComparable) as refused:
        formula(read("5"), base)
    assert refused.value.reason is Reason.BASE


def test_no_rate_between_two_zeros() -> None:
    for formula in (formulas.midpoint_change, formulas.asymmetry):
        with pytest.raises(NotComparable) as refused:
            formula(exact(0.0), exact(0.0))
        assert refused.value.reason is Reason.BASE


@pytest.mark.parametrize("years", [0, -1])
def test_no_annual_rate_under_a_year(years: int) -> None:
    with pytest.raises(NotComparable) as refused:
        formulas.annual_growth(read("5"), read("4"), years)
    assert refused.value.reason is Reason.SPAN


def test_no_annual_rate_of_what_can_be_negative() -> None:
    with pytest.raises(NotComparable) as refused:
        formulas.annual_growth(read("0"), read("4"), 2)
    assert refused.value.reason is Reason.SIGN


def test_no_full_year_without_an_earlier_one() -> None:
    with pytest.raises(NotComparable) as refused:
        formulas.full_year(read("5"), [])
    assert refused.value.reason is Reason.MISSING


def test_every_reason_is_a_phrase() -> None:
    assert len({str(reason) for reason in Reason}) == len(Reason)
    assert all(str(reason).strip() and str(reason)[0].islower() for reason in Reason)


@given(POSITIVE, POSITIVE, FACTORS)
def test_growth_does_not_depend_on_the_unit(new: Estimate, old: Estimate, factor: float) -> None:
    there = formulas.percent_change(new.scale(factor), old.scale(factor))
    assert there == pytest.approx(formulas.percent_change(new, old), rel=1e-6, abs=1e-6)


@given(POSITIVE, POSITIVE, st.floats(0, 1e6))
def test_growth_contains_its_value_and_widens(new: Estimate, old: Estimate, by: float) -> None:
    assume(old.low > by + 1e-3)
    found = formulas.percent_change(new, old)
    assert holds(found)
    assert contains(formulas.percent_change(wider(new, by), wider(old, by)), found)


@given(POSITIVE, POSITIVE)
def test_midpoint_changes_its_sign_when_turned_round(new: Estimate, old: Estimate) -> None:
    there, back = formulas.midpoint_change(new, old), formulas.midpoint_change(old, new)
    assert there == pytest.approx(-back)
    assert -2 <= there <= 2


@given(POSITIVE, POSITIVE)
def test_asymmetry_changes_its_sign_when_turned_round(exports: Estimate, imports: Estimate) -> None:
    there = formulas.asymmetry(exports, imports)
    assert there == pytest.approx(-formulas.asymmetry(imports, exports))
    assert math.copysign(1, there) == math.copysign(1, imports.value - exports.value) or there == 0


PARTS = st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1, max_size=6)


@given(PARTS)
def test_contributions_add_up_to_the_growth(parts: list[tuple[Estimate, Estimate]]) -> None:
    new, old = total([a for a, _ in parts]), total([b for _, b in parts])
    added = total([formulas.contribution(a, b, old) for a, b in parts])
    growth = formulas.percent_change(new, old)
    assert added.value == pytest.approx(growth.value, rel=1e-6, abs=1e-6)
    assert holds(added)


@given(POSITIVE, POSITIVE, POSITIVE)
def test_another_base_of_the_index_leaves_growth_as_it_is(
    new: Estimate, old: Estimate, base: Estimate
) -> None:
    point = exact(base.value)
    rebased = formulas.percent_change(formulas.index(new, point), formulas.index(old, point))
    assert rebased == pytest.approx(formulas.percent_change(new, old), rel=1e-6, abs=1e-6)


@given(POSITIVE, POSITIVE, st.integers(1, 30))
def test_annual_growth_over_the_years_is_the_whole_growth(
    new: Estimate, old: Estimate, years: int
) -> None:
    found = formulas.annual_growth(new, old, years)
    assert holds(found)
    whole = (1 + found.value / 100) ** years
    assert whole == pytest.approx(new.value / old.value, rel=1e-6)


@given(POSITIVE, POSITIVE)
def test_the_base_implied_by_growth_is_the_base(new: Estimate, old: Estimate) -> None:
    growth = formulas.percent_change(new, old)
    assume(growth.low > -99.9)
    implied = formulas.implied_base(new, growth)
    assert implied.value == pytest.approx(old.value, rel=1e-6)
    assert contains(implied, old)


@given(POSITIVE, POSITIVE)
def test_the_total_implied_by_a_share_is_the_total(part: Estimate, whole: Estimate) -> None:
    known = formulas.share(part, whole)
    assume(known.low > 1e-6)
    implied = formulas.implied_total(part, known)
    assert implied.value == pytest.approx(whole.value, rel=1e-6)


@given(POSITIVE, st.lists(st.floats(1, 100).map(exact), min_size=1, max_size=5))
def test_a_full_year_lies_between_its_bounds(part: Estimate, shares: list[Estimate]) -> None:
    found = formulas.full_year(part, shares)
    assert holds(found)
    assert found.low >= part.low * (1 - 1e-9)


@given(POSITIVE)
def test_twelve_months_are_the_year(year: Estimate) -> None:
    assert formulas.full_year(year, [exact(100.0)]) == pytest.approx(year)
