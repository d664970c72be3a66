"""The typeface inside a file that leaves, so that it looks the same where it is not installed."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_RULE = re.compile(r"@font-face\s*\{([^}]*)\}")
_FILE = re.compile(r'url\("([^"]+)"\)')
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


class Face(NamedTuple):
    """One rule of a style sheet with its file inside, and the letters it is for."""

    rule: str
    letters: tuple[range, ...]


def faces(sheet: Path, text: str) -> str:
    """Return the @font-face rules of a style sheet that `text` needs, each with its file inside.

    `sheet` names its files relative to itself and says of each which letters it holds
    (unicode-range). Raises OSError when a file is missing.
    """
    codes = set(map(ord, text))
    return "\n".join(
        face.rule
        for face in _faces(sheet)
        if any(code in letters for letters in face.letters for code in codes)
    )


def in_svg(svg: bytes, sheet: Path) -> bytes:
    """Return a picture with the typeface of its words inside."""
    head, end, rest = svg.partition(b">")
    rules = faces(sheet, re.sub(r"<[^>]*>", "", svg.decode()))
    return b"".join([head, end, f"<style>{rules}</style>".encode(), rest])


@lru_cache(2)
def _faces(sheet: Path) -> list[Face]:
    found = []
    for match in _RULE.finditer(sheet.read_text(encoding="utf-8")):
        name = _FILE.findall(match[1])[0]
        body = base64.b64encode((sheet.parent / name).read_bytes()).decode()
        ends = [(int(low, 16), int(high or low, 16)) for low, high in _RANGE.findall(match[1])]
        rule = match[0].replace(name, f"data:font/woff2;base64,{body}")
        found.append(Face(rule, tuple(range(low, high + 1) for low, high in ends)))
    return found
