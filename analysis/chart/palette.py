"""Colours by theme, flow and economy: the same entity has the same colour in every chart."""

from __future__ import annotations

from analysis.schema import RECONCILED, UNSAID

THEMES = {
    "light": {
        "paper": "#FFFFFF",
        "ink": "#17202E",
        "muted": "#5B6675",
        "grid": "#E7EAEE",
        "line": "#8A94A3",
        "exports": "#0B5F7E",
        "imports": "#8FC7DA",
        "turnover": "#3E8CA8",
        "balance": "#3E8CA8",
        "stand_in": "#8B95A5",
        "mark": "#4B5563",
        "good": "#15703F",
        "bad": "#A93226",
    },
    "dark": {
        "paper": "#161B22",
        "ink": "#E8ECF1",
        "muted": "#A3AEBC",
        "grid": "#2B333D",
        "line": "#6B7684",
        "exports": "#2F9DC4",
        "imports": "#A9DCEC",
        "turnover": "#5FB3CF",
        "balance": "#5FB3CF",
        "stand_in": "#7C8796",
        "mark": "#C3CBD6",
        "good": "#5FC48A",
        "bad": "#F0938A",
    },
}
ECONOMIES = {
    "AZE": ("#B3246B", "#F08CBD"),
    "KAZ": ("#A8690A", "#E8B45A"),
    "KOR": ("#5546A8", "#A99CF0"),
    "RUS": ("#4A7310", "#A3CB63"),
    UNSAID: ("#5B6675", "#A3AEBC"),
    RECONCILED: ("#7A5C46", "#C9AD98"),
}
_OTHERS = (("#1F6F54", "#74C7A8"), ("#8C3B2E", "#E29C90"), ("#2C5AA0", "#8DB4EC"))


def economy(code: str, theme: str) -> str:
    """Return the colour of an economy or of a kind of statistics, the same in every chart."""
    light, dark = ECONOMIES.get(code) or _OTHERS[sum(map(ord, code)) % len(_OTHERS)]
    return dark if theme == "dark" else light


def blend(colour: str, paper: str, share: float) -> str:
    """Return a colour laid over the paper at a share of its strength, as #RRGGBB."""
    pairs = zip(*([int(c[n : n + 2], 16) for n in (1, 3, 5)] for c in (colour, paper)), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)
