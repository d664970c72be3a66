"""Areas stand otherwise in a ranking, after purchases and beside who serves whom."""

from __future__ import annotations

import pytest

from analysis.extract import extract
from tests.extract.reading import PUBLISHED


@pytest.mark.parametrize(
    ("language", "text", "trades"),
    [
        (
            "en",
            "Malta's exports were $9 million in 2022. The main destination was Cyprus with "
            "$2 million; Greece was the second in exports with $1 million.",
            ["MLT-WLD", "MLT-CYP", "MLT-GRC"],
        ),
        (
            "en",
            "Imports of Malta came to $9 million in 2022. Greece held the first place in imports "
            "with $5 million.",
            ["MLT-WLD", "MLT-GRC"],
        ),
        ("es", "Las compras de Perú a Bolivia sumaron 5 millones de dólares en 2022.", ["PER-BOL"]),
        (
            "en",
            "Malta's exports to Cyprus made $2 million in 2022. Deliveries from the neighbouring "
            "country were $3 million.",
            ["MLT-CYP", "CYP-MLT"],
        ),
    ],
)
def test_areas_stand_as_the_sentence_has_them(language: str, text: str, trades: list[str]) -> None:
    found = extract(text, PUBLISHED, language).figures
    assert [f"{one.ref_area}-{one.counterpart_area}" for one in found] == trades
