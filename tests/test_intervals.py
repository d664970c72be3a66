import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.intervals import HEDGES, Estimate, NumberError, percent, read, times
from analysis.schema import QUALIFIERS
from tests.answers import all_same, cases

NUMBERS = st.floats(-1e12, 1e12).map(lambda v: round(v, 3))


@st.composite
def estimates(draw: st.DrawFn, lowest: float = -1e9) -> Estimate:
    low, value, high = sorted(draw(st.lists(st.floats(lowest, 1e9), min_size=3, max_size=3)))
    return Estimate(value, low, high)


POSITIVE = estimates(lowest=1e-3)


def wider(estimate: Estimate, by: float) -> Estimate:
    return Estimate(estimate.value, estimate.low - by, estimate.high + by)


def holds(estimate: Estimate) -> bool:
    """Whether the value is between the bounds, but for the last bit of a float."""
    slack = 1e-9 * max(1.0, abs(estimate.low), abs(estimate.high))
    return estimate.low - slack <= estimate.value <= estimate.high + slack


def contains(outer: Estimate, inner: Estimate) -> bool:
    slack = 1e-9 * max(1.0, abs(outer.low), abs(outer.high))
    return outer.low <= inner.low + slack and inner.high <= outer.high + slack


@pytest.mark.parametrize("row", cases("intervals/printed"))
def test_printed_number(row: dict) -> None:
    found = read(row["printed"], row["qualifier"])
    assert found == pytest.approx(
        [float(row[part]) for part in ("value", "low", "high")], abs=1e-12
    )


@pytest.mark.parametrize("row", cases("intervals/refused"))
def test_refused_number(row: dict) -> None:
    with pytest.raises(NumberError, match="a number such as|one of exact"):
        read(row["printed"], row["qualifier"])


@pytest.mark.parametrize("row", cases("intervals/times"))
def test_times_has_two_readings(row: dict) -> None:
    readings = times(row["printed"], row["qualifier"])
    expected = [
        float(row[f"{way}_{part}"]) for way in ("to", "by") for part in ("value", "low", "high")
    ]
    assert [*readings[0], *readings[1]] == pytest.approx(expected)


@pytest.mark.parametrize("row", cases("intervals/arithmetic"))
def test_arithmetic(row: dict) -> None:
    found = getattr(read(row["a"]), row["operation"])(read(row["b"]))
    assert all_same(found, [row[part] for part in ("value", "low", "high")])


def test_percent_reads_as_a_number() -> None:
    assert percent("-10.3") == read("-10.3")


def test_every_hedge_is_explained() -> None:
    assert set(HEDGES) == set(QUALIFIERS)


@given(st.text() | st.from_regex(r"[0-9][0-9.,  ]{0,12}", fullmatch=True))
def test_any_text_is_a_number_or_an_error(text: str) -> None:
    try:
        found = read(text)
    except NumberError:
        return
    assert found.low < found.value < found.high


@given(NUMBERS, st.integers(0, 3), st.sampled_from(QUALIFIERS))
def test_reading_a_printed_value_contains_it(value: float, digits: int, qualifier: str) -> None:
    found = read(f"{value:.{digits}f}")
    assert holds(Estimate(value, found.low, found.high))
    assert contains(found, Estimate(found.value, found.value, found.value))
    hedged = read(f"{value:.{digits}f}", qualifier)
    assert hedged.low <= hedged.value <= hedged.high


@given(NUMBERS, st.integers(0, 3))
def test_about_is_never_narrower_than_as_printed(value: float, digits: int) -> None:
    printed = f"{value:.{digits}f}"
    assert contains(read(printed, "about"), read(printed))


@given(NUMBERS, st.integers(0, 3))
def test_one_more_printed_zero_narrows(value: float, digits: int) -> None:
    printed = f"{value:.{digits}f}"
    more = printed + ("0" if "." in printed else ".0")
    assert contains(read(printed), read(more))


@given(st.integers(-(10**9), 10**9), st.sampled_from([3, 6, 9]))
def test_another_unit_gives_the_same_interval(number: int, power: int) -> None:
    there = read(str(number)).scale(10.0**power)
    assert there.scale(10.0**-power) == pytest.approx(read(str(number)))


@given(estimates(), st.floats(-1e3, 1e3))
def test_scaling_keeps_the_value_inside(estimate: Estimate, factor: float) -> None:
    assert holds(estimate.scale(factor))


@given(estimates(), estimates(), st.floats(0, 1e6))
def test_sums_and_differences_contain_their_value_and_widen(
    one: Estimate, other: Estimate, by: float
) -> None:
    for operation in (Estimate.plus, Estimate.minus):
        assert holds(operation(one, other))
        assert contains(operation(wider(one, by), wider(other, by)), operation(one, other))


@given(estimates(), POSITIVE, st.floats(0, 1e6))
def test_ratios_contain_their_value_and_widen(one: Estimate, other: Estimate, by: float) -> None:
    assume(other.low > by + 1e-6)
    assert holds(one.over(other))
    assert contains(wider(one, by).over(wider(other, by)), one.over(other))


@given(estimates(), estimates())
def test_a_difference_turned_round_changes_its_sign(one: Estimate, other: Estimate) -> None:
    assert one.minus(other) == pytest.approx(other.minus(one).scale(-1))


@pytest.mark.parametrize("low", [0.0, -0.5])
def test_no_ratio_to_what_may_be_zero(low: float) -> None:
    with pytest.raises(ZeroDivisionError, match="reaches zero"):
        read("5").over(Estimate(1.0, low, 2.0))


@given(estimates(), estimates())
def test_meeting_is_mutual_and_everything_meets_itself(one: Estimate, other: Estimate) -> None:
    assert one.meets(one)
    assert one.meets(other) == other.meets(one)


def test_intervals_that_touch_meet_and_others_do_not() -> None:
    assert read("7.5").meets(read("7.6"))
    assert not read("7.5").meets(read("7.7"))
