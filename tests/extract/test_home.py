"""The country whose trade a text tells stands out by its words, or none is chosen."""

from __future__ import annotations

import pytest

from analysis.extract.home import home
from tests.answers import cases
from tests.extract.reading import page


@pytest.mark.parametrize("row", cases("extract/homes"))
def test_the_country_that_a_text_tells_of(row: dict[str, str]) -> None:
    assert home(page(row["text"], row["language"])) == row["home"]
