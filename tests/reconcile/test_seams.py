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


@pytest.mark.parametrize("changes", [{"source_id": "two"}, {"statistics_of": "KAZ"}])
def test_one_source_or_the_same_statistics_said_is_arithmetic_alone(changes: dict) -> None:
    assert joins("65.6", "162.0", **changes) == []
