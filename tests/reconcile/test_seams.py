"""Running totals of two sources that one country's statistics can hardly both hold."""

import pytest

from analysis.reconcile import reconcile
from tests.figures import observed

EIGHT, NINE = "January-August 2023", "January-September 2023"


def joins(grown: str, total: str = "169", **changes: str) -> list[str]:
    """Eight months of 160 at +100% (a base of 80), and nine months at another rate."""
    unsaid = {"source_id": "one", "statistics_of": ""} | changes
    rate = {"measure": "growth", "unit": "percent"}
    found = reconcile(
        observed(
            {"value": "160.0", "period": EIGHT} | unsaid,
            {"value": "100.0", "period": EIGHT} | rate | unsaid,
            {"value": total, "period": NINE, "source_id": "two"},
            {"value": grown, "period": NINE, "source_id": "two"} | rate,
        )
    )
    assert set(found.conflicts["edit"]) <= {"seam"}
    assert not any(found.conflicts["doubted"])
    return [*found.conflicts["sentence"]]


def test_a_month_that_all_but_vanishes_is_named() -> None:
    """162 at +65.6% is 97.8 before: September falls from 17.7 at least to 2.1 at most."""
    [sentence] = joins("65.6", "162.0")
    assert (
        "Sep 2023 would be at most $2.1 million, after $17.721 to $17.931 million in Sep 2022"
        in sentence
    )


def test_a_month_that_grows_as_the_others_do_is_not() -> None:
    """180 at +100% is 90 before: September goes from 10 to 20."""
    assert joins("100.0", "180.0") == []


def test_sources_that_must_be_of_two_countries_need_not_join() -> None:
    """What Kazakhstan's statistics say of the eight months cannot be the first source's."""
    unsaid = {"source_id": "one", "statistics_of": ""}
    rate = {"measure": "growth", "unit": "percent"}
    found = reconcile(
        observed(
            {"value": "160.0", "period": EIGHT} | unsaid,
            {"value": "100.0", "period": EIGHT} | rate | unsaid,
            {"value": "90", "period": EIGHT, "source_id": "three"},
            {"value": "162.0", "period": NINE, "source_id": "two"},
            {"value": "65.6", "period": NINE, "source_id": "two"} | rate,
        )
    )
    assert found.conflicts.empty


def test_one_source_is_arithmetic_alone() -> None:
    assert joins("65.6", "162.0", source_id="two") == []


@pytest.mark.parametrize(
    ("whose", "why"), [("", "they may be from two, or one is wrong."), ("KAZ", "one is wrong.")]
)
def test_stating_whose_statistics_makes_no_seam_vanish(whose: str, why: str) -> None:
    [sentence] = joins("65.6", "162.0", statistics_of=whose)
    assert sentence.endswith(f"; {why}")


def test_months_that_grow_far_faster_are_named_with_the_least_they_would_be() -> None:
    """100 is half of 200; 800 doubled from 400: 200 became 700, as 200 became 100."""
    half, three_quarters = "January-June 2021", "January-September 2021"
    rate = {"measure": "growth", "unit": "percent"}
    found = reconcile(
        observed(
            {"value": "100", "period": half, "source_id": "one"},
            {"value": "-70", "period": half, "source_id": "one"} | rate,
            {"value": "800", "period": three_quarters, "source_id": "two"},
            {"value": "100", "period": three_quarters, "source_id": "two"} | rate,
        )
    )
    [seam] = found.conflicts.itertuples()
    assert "Jul–Sep 2021 would be at least $699 million" in seam.sentence


def test_what_hardly_joins_is_not_said_to_be_contradicted_by_nothing() -> None:
    """Each of the two says with which it hardly joins, whatever its verdict."""
    rate = {"measure": "growth", "unit": "percent"}
    found = reconcile(
        observed(
            {"value": "160.0", "period": EIGHT, "source_id": "one"},
            {"value": "100.0", "period": EIGHT, "source_id": "one"} | rate,
            {"value": "162.0", "period": NINE, "source_id": "two"},
            {"value": "65.6", "period": NINE, "source_id": "two"} | rate,
        )
    )
    [seam] = found.conflicts.itertuples()
    reasons = found.figures.set_index("figure_id").loc[list(seam.figures), "reason"]
    assert not reasons.str.contains("Nothing contradicts").any()
    assert reasons.str.contains("It hardly joins in one country’s statistics with").all()
