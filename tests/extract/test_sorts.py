"""Levels, growth and shares, their signs, hedges and plans."""

from __future__ import annotations

import pytest

from tests.answers import cases
from tests.extract.reading import only

KEYS = ("measure", "unit", "qualifier", "status")


@pytest.mark.parametrize("row", cases("extract/sorts"))
def test_a_figure_is_sorted(row: dict[str, str]) -> None:
    found = only(row["text"])
    assert [getattr(found, key) for key in KEYS] == [row[key] for key in KEYS]
    assert found.value == float(row["value"])
