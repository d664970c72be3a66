"""Whose trade with whom, and which way goods go."""

from __future__ import annotations

import pytest

from analysis.extract import extract
from tests.answers import cases
from tests.extract.labelled import read
from tests.extract.reading import PUBLISHED, only

DIRECTION = ("flow", "ref_area", "counterpart_area")


@pytest.mark.parametrize("row", cases("extract/directions"))
def test_a_direction_is_read(row: dict[str, str]) -> None:
    found = read(only(row["text"], row["language"]))
    flow = row["flow"].replace("exports", "goods")
    assert found[1:4] == (flow, row["ref_area"], row["counterpart_area"])


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        (
            "Georgia's exports to Turkey, Armenia and Russia were $5 million, $6 million and "
            "$7 million respectively in 2022.",
            ["TUR", "ARM", "RUS"],
        ),
        (
            "In 2022 Georgia exported most to Turkey ($5 million), Armenia ($6 million) and "
            "Russia ($7 million).",
            ["TUR", "ARM", "RUS"],
        ),
    ],
)
def test_a_list_gives_each_partner_its_figure(text: str, partners: list[str]) -> None:
    found = extract(text, PUBLISHED, "en").figures
    assert [one.ref_area for one in found] == ["GEO"] * len(partners)
    assert [one.counterpart_area for one in found] == partners


def test_the_two_countries_are_those_named_before() -> None:
    text = "Georgia and Armenia met in May 2023. It was warm. Trade of the two countries was $5."
    assert {only(text).ref_area, only(text).counterpart_area} == {"ARM", "GEO"}


def test_a_partner_that_no_word_names_stays_empty_with_the_reason() -> None:
    found = only("Trade was $5 million in 2022.")
    assert (found.ref_area, found.counterpart_area) == ("", "")
    assert "countries" in found.reason
