"""The figures that cannot all hold, as a reader of one selection meets them.

Refuses to judge: what conflicts was found when all figures were checked against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from analysis.periods import Period, parse
from analysis.reconcile import AGREES, CONFLICTS, CONSISTENT, EDITS, UNCHECKED, Findings
from analysis.results.levels import years
from analysis.selection import Selection
from analysis.subject import Subject

WORST_FIRST = (CONFLICTS, UNCHECKED, CONSISTENT, AGREES)
DOUBT = "in doubt"


class Conflict(NamedTuple):
    """Figures that cannot all hold: their period, a sentence, the edit rule, and if it is shown."""

    label: str
    sentence: str
    rule: str
    focus: str
    shown: bool


def conflicts(subject: Subject, selection: Selection, found: Findings) -> list[Conflict]:
    """Return the conflicts about the flow, those of shown years first, newest first.

    A conflict is about the flow of the figures in doubt, or of all where it doubts none.
    """
    first, last = years(subject, selection)
    own = set(subject.figures.loc[subject.figures["flow"].eq(selection.flow), "figure_id"])
    listed = []
    for row in found.conflicts.itertuples(index=False):
        if own.isdisjoint(row.doubted or row.figures):
            continue
        span = parse(row.time_period) if row.time_period else Period(0, 0)
        label = span.label() if span.months else "No period given"
        shown = first <= span.year <= last
        rule = EDITS.get(row.edit, row.edit)
        conflict = Conflict(label, row.sentence, rule, row.time_period, shown)
        listed.append(((not shown, -span.end, -span.months), conflict))
    return [conflict for _, conflict in sorted(listed)]


@dataclass(frozen=True)
class Checked:
    """What is known of each figure (verdict, reason, hint) and how many conflicts a period has."""

    figures: Mapping[str, tuple[str, str, str]]
    counts: Mapping[str, int]

    def doubts(self, keys: Iterable[str]) -> set[str]:
        """Return those of some figures that are in doubt."""
        return {key for key in keys if self.figures[key][0] == CONFLICTS}

    def columns(self, keys: Iterable[str], time_period: str) -> dict[str, Any]:
        """Return what a row that rests on some figures must say: the worst verdict on them."""
        known = [self.figures[key] for key in keys]
        verdict, reason, hint = min(known, key=lambda said: WORST_FIRST.index(said[0]))
        return {
            "judged": verdict,
            "doubted": verdict == CONFLICTS,
            "reason": " ".join(filter(None, [reason, hint])),
            "conflicts": self.counts.get(time_period, 0),
        }


def checked(subject: Subject, selection: Selection, found: Findings) -> Checked:
    """Return what was found on single figures, and the conflicts of each period of the flow."""
    names = ("figure_id", "verdict", "reason", "hint")
    columns = zip(*(found.figures[name] for name in names), strict=True)
    return Checked(
        {key: (verdict, reason, hint) for key, verdict, reason, hint in columns},
        Counter(conflict.focus for conflict in conflicts(subject, selection, found)),
    )
