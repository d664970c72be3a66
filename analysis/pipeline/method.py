"""How figures are read and checked, said with the program's own constants and results.

Refuses to state a number by itself: each is a constant that the code uses, or comes out of it.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from analysis import formulas, intervals, words
from analysis.intervals import HEDGES, Estimate
from analysis.pipeline import examples
from analysis.reconcile import CONFIRMS, EDITS, HINTS, NARROW, NEAR, REVISED, VERDICTS
from analysis.reconcile.localise import CLAUSES
from analysis.reconcile.seams import SEAM
from analysis.reconcile.statements import DATED, EXACT, OFFICIAL, PRESS
from analysis.selection import Selection


class Grid(NamedTuple):
    """A table: its heading and its rows, the first cell of each naming the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Example(NamedTuple):
    """Figures in print, and what the program says of them."""

    printed: tuple[str, ...]
    finding: str


class Section(NamedTuple):
    """A part of the page: its name in addresses, its title, and what stands in it."""

    anchor: str
    title: str
    parts: tuple[str | Grid | Example, ...]


@cache
def sections() -> tuple[Section, ...]:
    """Return the whole page, worked examples calculated."""
    return (
        _numbers(),
        _verdicts(),
        _edits(),
        _errors(),
        _hints(),
        _deduced(),
        _mirror(),
    )


def _numbers() -> Section:
    printed = {"exact": ("7.6", "7"), "about": ("168",), "over": ("300",), "under": ("36",)}
    old, new = intervals.read("162.5"), intervals.read("243.6")
    growth = formulas.percent_change(new, old)
    to, by = (words.percent(e.value, digits=0) for e in intervals.times("3.52"))
    return Section(
        "numbers",
        "What a printed number can mean",
        (
            "A number in print stands for everything that rounds to it. Each figure is kept as the "
            "interval that its digits allow, and every sum, difference, ratio and growth rate "
            "carries the interval that its parts allow. Nothing is assumed about where inside it "
            "the truth lies.",
            Grid(
                ("Wording", "How it is read", "Example"),
                tuple(
                    (hedge, _sentence(HEDGES[hedge]), "; ".join(_means(t, hedge) for t in texts))
                    for hedge, texts in printed.items()
                ),
            ),
            "How wide “about”, “over” and “under” are read is a choice of this project.",
            f"From 162.5 to 243.6 is {words.percent(growth.value)}, and the digits allow "
            f"{words.percent_range(growth)}. A published “50%” means {_span('50')}%: the intervals "
            "meet, so the two agree.",
            f"“3.52 times” is read both ways, {to} (to 3.52 times as much) and {by} (by 3.52 "
            "times), until another figure decides.",
        ),
    )


def _verdicts() -> Section:
    reason = examples.checked(examples.RATE).figures["reason"].iloc[-1]
    return Section(
        "verdicts",
        "Verdicts",
        (
            "Each figure is set beside what all other figures allow it to be. One number is one "
            "witness, however many outlets print it and hedge it, and a source’s other "
            "words for the same thing are none.",
            _grid("Verdict", VERDICTS),
            "Others confirm a figure only where what they allow is narrow: within "
            f"{_percent(CONFIRMS)} of its middle, or no wider than the figure’s own digits.",
            _example(examples.RATE, f"The verdict on the rate: {reason}"),
        ),
    )


def _edits() -> Section:
    return Section(
        "edit-rules",
        "Edit rules",
        (
            "These rules, and no others, tie figures together inside one country’s statistics. "
            "A figure whose source does not say whose statistics it is may belong to either "
            "reporter’s; a source’s figures on a pair belong to one of the two together.",
            _grid("Rule", EDITS),
            "Statistics are revised: what was published before an official figure of the same "
            "months, official or not, may differ from it by up to "
            f"{_percent(REVISED)} without being wrong; the later figure stands.",
            "A rate or share is of levels in the currency in which its source gives them, else its "
            "series in the same months. Where that leaves several, it is not checked.",
            "A seam is named, but no figure is doubted for it: what is left may grow up to "
            f"{SEAM:g} times faster or slower.",
        ),
    )


def _errors() -> Section:
    best = PRESS + DATED + EXACT
    sentence = examples.checked(examples.SUM).conflicts["sentence"].iloc[0]
    return Section(
        "error-localisation",
        "Which figure is wrong: error localisation",
        (
            "Where figures cannot all hold, the program finds the fewest that must be set aside "
            "for the rest to hold (Fellegi and Holt, 1976), exactly: each contradiction "
            "is a clause, and the cheapest way to satisfy all clauses is taken (weighted MaxSAT). "
            "An official figure is doubted only where official figures contradict each other. "
            "Among sets of equal size the least trusted is doubted, and where several tie, all are "
            "named. Where so many figures contradict each other that more than "
            f"{CLAUSES:,} clauses would have to be solved, the best set found is taken: without it "
            "the rest holds, but it is said that a smaller one was not excluded.",
            Grid(
                ("A figure that is", "Trust"),
                (
                    ("official", f"{OFFICIAL:g}"),
                    ("in the press or in a document", f"{PRESS:g}"),
                    ("dated", f"{DATED:g} more"),
                    ("exact, not “about”, “over” or “under”", f"{EXACT:g} more"),
                ),
            ),
            f"So of two figures in the press that exclude each other the undated, hedged one "
            f"({PRESS:g}) is doubted, not the dated, exact one ({best:g}).",
            _example(examples.SUM, f"The finding: {sentence}"),
        ),
    )


def _hints() -> Section:
    hint = examples.checked(examples.SLIP).figures["hint"].iloc[-1]
    return Section(
        "hints",
        "Hints",
        (
            "For a figure in doubt the slips that are common in print are tried. A hint is given "
            "only when the figure, read in that way, fits what the figures that hold allow, and "
            f"that is narrow (within {_percent(CONFIRMS)} of its middle), or when it repeats the "
            "digits of another year. A figure that agrees never gets one.",
            _grid("Hint", HINTS),
            "A figure that does not say whose statistics it is may miss the other reading by "
            f"{_percent(NEAR)}.",
            _example(examples.SLIP, f"The hint: {hint}"),
        ),
    )


def _deduced() -> Section:
    row = next(examples.checked(examples.BASE).deduced.itertuples())
    value = words.money(row.obs_value)
    allowed = words.money_range(Estimate(row.obs_value, row.obs_low, row.obs_high))
    return Section(
        "deduced",
        "Deduced values",
        (
            "Where nobody published a value, the figures that hold may still leave it little room: "
            "the base of a growth rate, the months between two running totals, the imports that "
            "turnover and exports leave. Such a value is shown when its bounds lie within "
            f"{_percent(NARROW)} of their middle, with its interval, its derivation and the "
            "figures it rests on. It comes from one country’s statistics, or from one source that "
            "does not say whose it uses. None is deduced from figures for which later official "
            "ones of the country give something else.",
            _example(
                examples.BASE,
                f"Deduced for {row.time_period}: {value} ({allowed}), because {row.derivation}.",
            ),
            "In charts it is hollow with a dotted outline, in files its role is “deduced” and its "
            "observation status I (imputed). It is never in a title, never estimated from, and no "
            "published rate is checked against it.",
        ),
    )


def _mirror() -> Section:
    low, high = Selection.band
    exports, imports = intervals.read("100"), intervals.read("110")
    gap, ratio = formulas.asymmetry(exports, imports), imports.value / exports.value
    inside = "inside" if low <= ratio <= high else "outside"
    return Section(
        "two-reporters",
        "What two countries report for the same trade",
        (
            "Importers count freight and insurance (CIF), exporters do not (FOB), so the two never "
            "match. They stand side by side, and that they differ is no contradiction. A ratio of "
            f"imports to the partner’s exports from {low:.2f} to {high:.2f} is taken as explained; "
            "under Turnover, Both sides, the band can be set.",
            "The asymmetry index is their difference over their mean, from −2 to 2. Exports of 100 "
            f"against imports of 110 give {gap:+.2f}, and a ratio of {ratio:.2f}, {inside} the "
            "band.",
        ),
    )


def _example(printed: tuple[examples.Printed, ...], finding: str) -> Example:
    return Example(tuple(figure.said for figure in printed), finding)


def _means(text: str, hedge: str) -> str:
    said = text if hedge == "exact" else f"{hedge} {text}"
    return f"“{said}” is {_span(text, hedge)}"


def _span(text: str, hedge: str = "exact") -> str:
    found = intervals.read(text, hedge)
    return f"{found.low:,g} to {found.high:,g}"


def _percent(share: float) -> str:
    return words.published_percent(share * 100, signed=False)


def _grid(name: str, meanings: dict[str, str]) -> Grid:
    rows = tuple((name, _sentence(meaning)) for name, meaning in meanings.items())
    return Grid((name, "What it means"), rows)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
