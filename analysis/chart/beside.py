"""Words at the right of rows of marks: the first of several texts that there is room for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from analysis import words
from analysis.chart.palette import blend
from analysis.chart.sheet import Sheet, safe

SIZE = 12
"""Font size of the words."""
Line = Sequence[tuple[str, str]]
"""Parts of a line with their tones: none, `bold`, `muted`, or, bold as well, `good` and `bad`."""
Text = Sequence[Line]
_DOT = " · "


def write(
    page: Sheet, said: Mapping[float, Sequence[Text]], split: float, faint: Collection[float]
) -> None:
    """Write beside each row the first of its texts that fits; `faint` are rows out of focus."""
    room = page.width * (1 - split) + page.layout["margin"]["r"] - 8
    ink, paper = page.colours["ink"], page.colours["paper"]
    texts = {y: _fitting(choices, room) for y, choices in said.items()}
    page.data.append(
        {
            "type": "scatter",
            "mode": "text",
            "name": "Words",
            "x": [0] * len(texts),
            "y": list(texts),
            "text": [_said(page, text, y in faint) for y, text in texts.items()],
            "textposition": ["middle right"] * len(texts),
            "textfont": {
                "size": [SIZE] * len(texts),
                "color": [blend(ink, paper, 0.45) if y in faint else ink for y in texts],
            },
            "xaxis": "x2",
            "yaxis": "y",
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    )


def _fitting(choices: Sequence[Text], room: float) -> Text:
    """Return the first text whose lines fit, else the last with its lines cut."""

    def fits(line: Line) -> bool:
        return words.pixels(_DOT.join(part for part, _ in line), SIZE) <= room

    whole = (text for text in choices if all(map(fits, text)))
    return next(whole, [line if fits(line) else _cut(line, room) for line in choices[-1]])


def _cut(line: Line, room: float) -> Line:
    """Shorten the last part of a line until it fits."""
    *kept, (last, tone) = line
    before = words.pixels("".join(part + _DOT for part, _ in kept), SIZE)
    most = max(n for n in range(len(last)) if n == 0 or _ends(last, n, room - before))
    return [*kept, (last[:most].rstrip() + "…", tone)]


def _ends(text: str, length: int, room: float) -> bool:
    return words.pixels(text[:length] + "…", SIZE) <= room


def _said(page: Sheet, text: Text, faint: bool) -> str:
    return "<br>".join(_DOT.join(_part(page, *part, faint) for part in line) for line in text)


def _part(page: Sheet, text: str, tone: str, faint: bool) -> str:
    """Return a part of a line in the colour of its tone, which is bold unless it is muted."""
    said = safe(text)
    if tone in page.colours and not faint:
        said = f"<span style='color:{page.colours[tone]}'>{said}</span>"
    return said if tone in ("", "muted") else f"<b>{said}</b>"
