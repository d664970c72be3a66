"""The letters of a chart travel inside the file that leaves."""

import re
from pathlib import Path

import pytest

from analysis import typeface
from dashboard.files import FONTS

SCRIPTS = [
    ("Trade 2024", ["inter-latin"]),
    ("Azərbaycan", ["inter-latin-ext", "inter-latin"]),
    ("Қазақстан", ["inter-cyrillic-ext", "inter-cyrillic"]),
    ("한국", []),
    ("", []),
]


def files(rules: str) -> list[str]:
    """Name the font files that are inside, by their size."""
    folder = FONTS.parent / "fonts"
    sizes = {len(path.read_bytes()): path.stem for path in folder.glob("*.woff2")}
    bodies = re.findall(r"base64,([A-Za-z0-9+/=]+)", rules)
    return [sizes[len(body) // 4 * 3 - body.count("=")] for body in bodies]


@pytest.mark.parametrize(("text", "expected"), SCRIPTS)
def test_only_the_scripts_of_a_text_are_inside(text: str, expected: list[str]) -> None:
    rules = typeface.faces(FONTS, text)
    assert sorted(files(rules)) == sorted(expected)
    assert rules.count("@font-face") == len(expected)
    assert 'url("fonts/' not in rules


def test_a_picture_gets_the_letters_of_its_words_and_not_of_its_tags() -> None:
    svg = '<svg data-name="Қ"><text>Azərbaycan</text></svg>'.encode()
    found = typeface.in_svg(svg, FONTS).decode()
    assert found.startswith('<svg data-name="Қ"><style>@font-face')
    assert found.endswith("</style><text>Azərbaycan</text></svg>")
    assert sorted(files(found)) == ["inter-latin", "inter-latin-ext"]


def test_a_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    sheet = tmp_path / "fonts.css"
    sheet.write_text('@font-face { src: url("gone.woff2"); unicode-range: U+0041; }')
    with pytest.raises(OSError, match="gone"):
        typeface.faces(sheet, "A")
