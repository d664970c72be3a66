"""The figures that cannot all hold, as a reader of one selection meets them.

Refuses to judge: what conflicts was found when all figures were checked against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

from analysis.periods import Period, parse
from analysis.reconcile import AGREES, CONFLICTS, CONSISTENT, EDITS, UNCHECKED, Findings
from analysis.results.levels import years
from analysis.selection import Selection
from analysis.subject import Subject

WORST_FIRST = (CONFLICTS, UNCHECKED, CONSISTENT, AGREES)
DOUBT = "in doubt"


class Conflict(NamedTuple):
    """Figures that cannot all hold: their period, a sentence, the edit rule, and if it is shown.

    `key` names it in an address as long as it is between the same `figures`.
    """

    label: str
    sentence: str
    rule: str
    focus: str
    shown: bool
    key: str
    figures: tuple[str, ...]


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
        between = _key(row.figures, row.doubted), row.figures
        conflict = Conflict(label, row.sentence, rule, row.time_period, shown, *between)
        listed.append(((not shown, -span.end, -span.months), conflict))
    return [conflict for _, conflict in sorted(listed)]


def _key(figures: Iterable[str], doubted: Iterable[str]) -> str:
    named = "\n".join([*sorted(figures), "", *sorted(doubted)])
    return blake2b(named.encode(), digest_size=4).hexdigest()


@dataclass(frozen=True)
class Checked:
    """What is known of each figure (verdict, reason, hint) and how many conflicts a period has.

    In focus are the figures of the `chosen` conflict, or else those of the period of the `focus`.
    """

    figures: Mapping[str, tuple[str, str, str]]
    counts: Mapping[str, int]
    focus: str
    chosen: frozenset[str]

    def doubts(self, keys: Iterable[str]) -> set[str]:
        """Return those of some figures that are in doubt."""
        return {key for key in keys if self.figures[key][0] == CONFLICTS}

    def columns(self, keys: Iterable[str], time_period: str) -> dict[str, Any]:
        """Return what a row that rests on some figures must say: the worst verdict on them."""
        own = list(keys)
        known = [self.figures[key] for key in own]
        here = self.focus in ("", time_period)
        verdict, reason, hint = min(known, key=lambda said: WORST_FIRST.index(said[0]))
        return {
            "judged": verdict,
            "doubted": verdict == CONFLICTS,
            "reason": " ".join(filter(None, [reason, hint])),
            "conflicts": self.counts.get(time_period, 0),
            "near": not self.chosen.isdisjoint(own) if self.chosen else here,
        }


def checked(subject: Subject, selection: Selection, found: Findings) -> Checked:
    """Return what was found on single figures, and the conflicts of each period of the flow."""
    names = ("figure_id", "verdict", "reason", "hint")
    listed = conflicts(subject, selection, found)
    chosen = (one.figures for one in listed if one.key == selection.conflict)
    columns = zip(*(found.figures[name] for name in names), strict=True)
    return Checked(
        {key: (verdict, reason, hint) for key, verdict, reason, hint in columns},
        Counter(conflict.focus for conflict in listed),
        selection.focus,
        frozenset(next(chosen, ())),
    )
