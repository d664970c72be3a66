"""Which of the months in a sentence are an amount's own, and which only its base."""

from __future__ import annotations

import pytest

from analysis.extract import extract


@pytest.mark.parametrize(
    ("text", "months"),
    [
        (
            "Malta's trade with Cyprus grew in January-May 2023 from $2 million to $3 million "
            "compared to the same period in 2022.",
            ["2022-01-01/P5M", "2023-01-01/P5M"],
        ),
        (
            "In 2023 Malta's exports to Cyprus left a surplus of $4 million, which in 2021 had "
            "been $3 million.",
            ["2023", "2021"],
        ),
        (
            "Malta's surplus with Cyprus narrowed from $6 million in March 2023 to $3 million in "
            "April 2023.",
            ["2023-03", "2023-04"],
        ),
        (
            "Malta's exports to Cyprus were $7 million in August 2023, against $8 million a month "
            "earlier.",
            ["2023-08", "2023-07"],
        ),
        (
            "In the four quarters to the end of Q3 2023 Malta's exports to Cyprus were $7 million.",
            ["2022-10-01/P12M"],
        ),
        ("Up to July Malta's exports to Cyprus were $7 million.", ["2023-01-01/P7M"]),
        (
            "From July to October of the present fiscal year Malta's trade with Cyprus was "
            "$7 million.",
            ["2023-07-01/P4M"],
        ),
        (
            "Malta's exports to Cyprus are forecast to grow 6% in the first quarter.",
            ["2024-Q1"],
        ),
    ],
)
def test_the_months_of_each_amount(text: str, months: list[str]) -> None:
    found = extract(text, "2023-12-11", "en").figures
    assert [one.time_period for one in found] == months
