"""The date that heads a text; who is credited is in the test of the assembly."""

from __future__ import annotations

import pytest

from analysis.extract.credit import dateline
from tests.extract.reading import page


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("23 May 2022 / Trade of Georgia grew.", "2022-05-23"),
        ("May 23, 2022. Trade of Georgia grew.", "2022-05-23"),
        ("TBILISI, 2022-05-23 - Trade of Georgia grew.", "2022-05-23"),
        ("Trade of Georgia grew in May 2022.", ""),
        ("2022-13-40 Trade of Georgia grew.", ""),
        ("word " * 50 + "23 May 2022", ""),
        ("", ""),
    ],
)
def test_a_date_heads_a_text(text: str, date: str) -> None:
    assert dateline(page(text)) == date
