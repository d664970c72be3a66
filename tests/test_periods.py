import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.periods import ACCEPTED, MONTHS, Period, PeriodError, parse
from tests.answers import cases

FIRST, LAST = 1900 * 12, 2100 * 12
"""The centuries whose years `parse` reads."""


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.integers(FIRST, LAST - 1))
    return Period(start, draw(st.integers(1, min(1200, LAST - start))))


WORDS = st.text() | st.lists(
    st.sampled_from(
        "2021 1999 january may sept. first nine three 13 months quarters quarter half of in to "
        "until since the beginning start end - – , / q3 h1 p9m 2021-q3 2021-01-01/p9m".split()
    ),
    max_size=8,
).map(" ".join)


@pytest.mark.parametrize("row", cases("periods/wordings"))
def test_wording(row: dict) -> None:
    period = parse(row["wording"])
    assert (period.sdmx(), period.label()) == (row["time_period"], row["label"])


@pytest.mark.parametrize("row", cases("periods/refused"))
def test_refused_wording(row: dict) -> None:
    with pytest.raises(PeriodError) as refusal:
        parse(row["wording"])
    assert f"found “{row['wording']}”" in str(refusal.value)
    assert ACCEPTED in str(refusal.value)


def test_every_form_that_the_error_offers_is_read() -> None:
    offered = [text.split("”")[0] for text in ACCEPTED.split("“")[1:]]
    assert len(offered) == 15
    assert all(parse(text).months >= 1 for text in offered)


@pytest.mark.parametrize("name", MONTHS)
def test_months_are_read_in_full_and_cut_short(name: str) -> None:
    expected = Period.of(2021, MONTHS.index(name) + 1, 1)
    assert parse(f"{name} 2021") == parse(f"{name[:3]}. 2021") == expected


@given(periods())
def test_reading_the_printed_time_period_gives_the_period(period: Period) -> None:
    assert parse(period.sdmx()) == period


@given(periods())
def test_reading_the_label_gives_the_period(period: Period) -> None:
    assert parse(period.label()) == period


@given(WORDS)
def test_any_text_is_a_period_or_an_error_that_explains(text: str) -> None:
    try:
        period = parse(text)
    except PeriodError as error:
        assert "expected a period such as" in str(error)
    else:
        assert parse(period.sdmx()) == period


@pytest.mark.parametrize("text", ["2021" * 50_000, "january-" * 50_000, " " * 200_000 + "x"])
def test_a_very_long_text_is_refused_in_a_short_error(text: str) -> None:
    with pytest.raises(PeriodError) as refusal:
        parse(text)
    assert len(str(refusal.value)) < 600


@pytest.mark.parametrize(
    ("year", "month", "months"),
    [(2021, 0, 1), (2021, 13, 1), (2021, 1, 0), (2021, 1, 1201), (0, 1, 1)],
)
def test_what_is_not_a_span_of_months_is_refused(year: int, month: int, months: int) -> None:
    with pytest.raises(PeriodError, match="expected a month from 1 to 12"):
        Period.of(year, month, months)


@given(periods(), st.integers(-50, 50))
def test_shifting_by_years_keeps_the_months(period: Period, years: int) -> None:
    shifted = period.shift(years)
    assert shifted.season == period.season
    assert shifted.year - period.year == years
    assert shifted.shift(-years) == period


@given(periods(), periods())
def test_spans_overlap_when_they_share_a_month(one: Period, other: Period) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


def test_neighbours_do_not_overlap() -> None:
    first, second = parse("H1 2021"), parse("H2 2021")
    assert not first.overlaps(second) and not second.overlaps(first)
    assert first.overlaps(parse("June 2021")) and parse("2021").overlaps(first)


def test_nine_months_are_not_the_same_season_as_the_year() -> None:
    nine, year = parse("first nine months of 2021"), parse("2021")
    assert nine.season != year.season
    assert nine.season == parse("January-September 2007").season
    assert (year.is_year, nine.is_year, parse("July 2020-June 2021").is_year) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("wording", "label"),
    [
        ("January-May 2023", "Jan–May"),
        ("September 2021", "Sep"),
        ("2021", "full year"),
        ("October 2021-March 2022", "Oct–Mar"),
    ],
)
def test_season_label(wording: str, label: str) -> None:
    assert parse(wording).season_label() == label
