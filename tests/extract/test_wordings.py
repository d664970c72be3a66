"""What German, Korean and others do otherwise: compounds, split verbs, myriads, no spaces."""

from __future__ import annotations

import pytest

from analysis.extract import Figure, extract
from tests.answers import cases


@pytest.mark.parametrize("row", cases("extract/wordings"))
def test_a_sentence_is_read_in_its_language(row: dict[str, str]) -> None:
    figures = extract(row["text"], row["published"], row["language"]).figures
    assert [_told(figure) for figure in figures] == row["figures"].split("; ")


def _told(figure: Figure) -> str:
    areas, months = f"{figure.ref_area}-{figure.counterpart_area}", figure.time_period or "undated"
    number = f"{figure.value:.15g} {figure.unit} {figure.qualifier}"
    return f"{figure.measure} {figure.flow} {areas} {months} {number}"
