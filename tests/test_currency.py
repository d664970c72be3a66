import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import currency
from analysis.periods import Period, parse
from tests.answers import cases

RATES = {
    ("AZN", "2020"): 1.7,
    ("AZN", "2021"): 1.7,
    ("KZT", "2023"): 450.0,
    ("KZT", "2023-01"): 10.0,
    ("KZT", "2023-02"): 20.0,
    ("EUR", "2021"): 0.85,
}


def levels(*rows: tuple[str, float, str]) -> pd.DataFrame:
    """Levels from a period, a value and a currency, each known to a half unit."""
    spans = [parse(period) for period, _, _ in rows]
    return pd.DataFrame(
        {
            "start": [span.start for span in spans],
            "months": [span.months for span in spans],
            "obs_value": [value for _, value, _ in rows],
            "obs_low": [value - 0.5 for _, value, _ in rows],
            "obs_high": [value + 0.5 for _, value, _ in rows],
            "unit_measure": [unit for _, _, unit in rows],
        }
    )


@pytest.mark.parametrize("given", cases("currency/average"))
def test_the_rate_of_a_flow_is_the_average_of_its_own_period(given: dict) -> None:
    found = currency.average(RATES, given["currency"], parse(given["time_period"]))
    assert found == (float(given["rate"]) if given["rate"] else None)


def test_months_are_converted_before_they_are_added() -> None:
    """100 at 10 and 300 at 20 are 25 dollars: weighted by trade 16, and not 15 as a plain mean."""
    months = levels(("2023-01", 100, "KZT"), ("2023-02", 300, "KZT"))
    converted = currency.convert(months, RATES, "USD")["obs_value"]
    assert converted.sum() == 25
    assert 400 / converted.sum() == 16
    together = currency.convert(levels(("2023-01-01/P2M", 400, "KZT")), RATES, "USD")
    assert together["obs_value"].item() == pytest.approx(25 * 1.066667, abs=1e-5)


@given(st.lists(st.tuples(st.integers(1, 12), st.floats(1, 1e9)), min_size=1, max_size=40))
def test_converting_months_and_adding_them_can_be_done_in_either_order(
    trade: list[tuple[int, float]],
) -> None:
    rates = {("KZT", f"2023-{month:02d}"): 400.0 + 7 * month for month in range(1, 13)}
    frame = levels(*((f"2023-{month:02d}", value, "KZT") for month, value in trade))
    one_by_one = currency.convert(frame, rates, "USD")["obs_value"].sum()
    added = frame.groupby(["start", "months", "unit_measure"], as_index=False).sum()
    assert currency.convert(added, rates, "USD")["obs_value"].sum() == pytest.approx(one_by_one)


def test_what_has_no_rate_is_left_out_and_never_zero() -> None:
    frame = levels(("2021", 100, "AZN"), ("1999", 100, "AZN"), ("2023-Q1", 100, "KZT"))
    converted = currency.convert(frame, RATES, "USD")
    assert converted["start"].tolist() == [Period.of(2021).start]
    assert converted["obs_value"].gt(0).all()


def test_bounds_and_the_published_currency_travel_along() -> None:
    converted = currency.convert(levels(("2021", 170, "AZN"), ("2021", 9, "USD")), RATES, "USD")
    assert converted["obs_low"].tolist() == pytest.approx([169.5 / 1.7, 8.5])
    assert converted["obs_high"].tolist() == pytest.approx([170.5 / 1.7, 9.5])
    assert converted["unit_measure"].tolist() == ["AZN", "USD"]
    assert converted["converted"].tolist() == [True, False]


@given(st.floats(1, 1e12), st.sampled_from(["AZN", "EUR", "USD"]), st.sampled_from(["AZN", "EUR"]))
def test_there_and_back_is_the_same_amount(value: float, source: str, target: str) -> None:
    there = currency.convert(levels(("2021", value, source)), RATES, target)
    back = currency.convert(there.assign(unit_measure=target), RATES, source)
    assert back["obs_value"].item() == pytest.approx(value)
    assert back["obs_high"].item() - back["obs_low"].item() == pytest.approx(1, rel=1e-3)


def test_the_levels_given_stay_as_they_are() -> None:
    frame = levels(("2021", 170, "AZN"))
    before = frame.copy()
    currency.convert(frame, RATES, "EUR")
    pd.testing.assert_frame_equal(frame, before)
