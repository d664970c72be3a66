import pandas as pd
import pytest

from analysis import claims
from analysis.claims import AGREES, DIFFERS, UNCHECKED
from analysis.intervals import Estimate
from analysis.periods import parse
from tests.answers import cases, same
from tests.test_compare import between, by_period, levels, rates, row


def test_kazakhstan_and_azerbaijan_in_five_months_of_2023(mini: pd.DataFrame) -> None:
    """49.9 percent, about 49.8 to 50.0, agrees with the published 50 percent."""
    found = between(mini, "AZE-KAZ", "turnover", "January-May 2023", "January-May 2022")
    assert [round(bound, 1) for bound in found.growth] == [49.9, 49.8, 50.0]
    published = rates(mini, "AZE-KAZ", "turnover")
    [claim] = claims.claims(
        published[published["figure_id"].eq("kazinform-2023-07-29-3")],
        levels(mini, "AZE-KAZ", "turnover"),
    )
    assert (claim.readings[0].value, claim.verdict) == (50.0, AGREES)
    assert claim.recomputed is not None
    assert claim.recomputed.growth == found.growth
    assert found.caveats == ("The source does not say whose statistics these are.",)


def test_3_52_times_keeps_both_readings(mini: pd.DataFrame) -> None:
    given = rates(mini, "AZE-KOR", "exports")
    [claim] = claims.claims(given, levels(mini, "AZE-KOR", "exports"))
    assert [reading.value for reading in claim.readings] == [252.0, 352.0]
    assert (claim.verdict, claim.reading, claim.period) == (UNCHECKED, None, None)


@pytest.mark.parametrize("given", cases("claims/claims"))
def test_published_rate_beside_the_recomputed_one(mini: pd.DataFrame, given: dict) -> None:
    found = claims.claims(
        rates(mini, given["pair"], given["flow"]), levels(mini, given["pair"], given["flow"])
    )
    [claim] = [c for c in found if c.row.figure_id == given["figure_id"]]
    assert claim.verdict == given["verdict"]
    assert same(claim.readings[0].value, given["claimed"])
    assert (claim.recomputed is None) == (given["recomputed"] == "")
    if claim.recomputed:
        assert same(claim.recomputed.growth.value, given["recomputed"])
    assert (claim.implied is None) == (given["implied_base_in_millions"] == "")
    if claim.implied:
        assert same(claim.implied.value / 1e6, given["implied_base_in_millions"])


def test_every_published_rate_has_its_claim(mini: pd.DataFrame) -> None:
    given = rates(mini, "KAZ-AZE", "turnover")
    found = claims.claims(given, levels(mini, "KAZ-AZE", "turnover"))
    assert [claim.row.figure_id for claim in found] == list(given["figure_id"])


@pytest.mark.parametrize(
    ("new", "verdict", "reading"), [("310", AGREES, 0), ("410", AGREES, 1), ("350", DIFFERS, None)]
)
def test_a_level_decides_which_reading_of_times_is_meant(
    new: str, verdict: str, reading: int | None
) -> None:
    """“3.1 times” on 100: to 310 or by 310."""
    to, by = Estimate(210.0, 205.0, 215.0), Estimate(310.0, 305.0, 315.0)
    given = vars(row()) | {"base_start": parse("2021").start, "base_months": 12}
    given |= dict(zip(("obs_value", "obs_low", "obs_high"), to, strict=True))
    given |= dict(zip(("alt_value", "alt_low", "alt_high"), by, strict=True))
    found = by_period(row(new), row("100", period="2021"))
    [claim] = claims.claims(pd.DataFrame([given]), found)
    assert (claim.verdict, claim.reading, claim.base_said) == (verdict, reading, True)


def test_a_rate_is_not_recomputed_from_the_other_reporter_s_statistics() -> None:
    given = vars(row("50")) | dict.fromkeys(("alt_value", "alt_low", "alt_high"), float("nan"))
    given |= {"base_start": 0, "base_months": 0, "source_id": "b", "statistics_of": "AZE"}
    found = by_period(row("150"), row("100", period="2021"))
    [claim] = claims.claims(pd.DataFrame([given]), found)
    assert (claim.verdict, claim.base, claim.base_said) == (UNCHECKED, parse("2021"), False)


def test_a_fall_by_all_of_it_implies_no_base() -> None:
    given = vars(row("-100")) | dict.fromkeys(("alt_value", "alt_low", "alt_high"), float("nan"))
    given |= {"base_start": 0, "base_months": 0}
    [claim] = claims.claims(pd.DataFrame([given]), by_period(row("5")))
    assert (claim.verdict, claim.implied) == (UNCHECKED, None)
