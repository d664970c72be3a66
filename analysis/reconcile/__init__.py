"""Every figure gets a verdict: what agrees, what conflicts, what must be wrong, what follows.

Edit rules, error localisation (Fellegi and Holt) and deductive imputation on figures with
intervals: frame in, frames out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.reconcile import report
from analysis.reconcile.component import Components
from analysis.reconcile.deduce import NARROW
from analysis.reconcile.edits import REVISED, Ledger
from analysis.reconcile.hints import HINTS, NEAR, hints
from analysis.reconcile.rules import EDITS
from analysis.reconcile.seams import seams
from analysis.reconcile.settled import Settled
from analysis.reconcile.statements import RANGE, statements, voices
from analysis.reconcile.verdicts import (
    AGREES,
    CONFIRMS,
    CONFLICTS,
    CONSISTENT,
    UNCHECKED,
    VERDICTS,
)

__all__ = [
    "AGREES",
    "CONFIRMS",
    "CONFLICT",
    "CONFLICTS",
    "CONSISTENT",
    "DEDUCED",
    "EDITS",
    "FIGURES",
    "HINTS",
    "NARROW",
    "NEAR",
    "RANGE",
    "REVISED",
    "UNCHECKED",
    "VERDICTS",
    "Findings",
    "reconcile",
]

FIGURES = ("figure_id", "verdict", "reason", "series", "hint")
CONFLICT = (
    "figures",
    "doubted",
    "sets",
    "edit",
    "sentence",
    "ref_area",
    "counterpart_area",
    "flow",
    "product",
    "time_period",
)
DEDUCED = (
    "ref_area",
    "counterpart_area",
    "flow",
    "product",
    "time_period",
    "start",
    "months",
    "obs_value",
    "obs_low",
    "obs_high",
    "unit_measure",
    "statistics_of",
    "obs_status",
    "derivation",
    "figures",
)


@dataclass(frozen=True)
class Findings:
    """What checking a table against itself gives.

    `figures` has one row for each observation, in their order (`FIGURES`): verdict, reason in a
    sentence, `series` (whose statistics it is or fits, `unsaid` where that is open), hint.
    `conflicts` (`CONFLICT`): keys of the figures that cannot all hold, of those doubted, the
    minimum sets, the edit rule broken and a sentence. `deduced` (`DEDUCED`): values that the
    consistent figures imply for cells that nobody published, in base units, obs_status I.
    """

    figures: pd.DataFrame
    conflicts: pd.DataFrame
    deduced: pd.DataFrame


def reconcile(observations: pd.DataFrame) -> Findings:
    """Check the figures against each other; `observations` as `normalise` returns them."""
    said, unchecked = statements(observations)
    judged = {figure: report.unusable(why) for figure, why in unchecked.items()}
    conflicts: list[dict[str, Any]] = []
    deduced: list[dict[str, Any]] = []
    components = Components(Ledger(said, voices(said)))
    for component in components:
        settled = Settled(component)
        guesses = hints(settled, components)
        unlike = [*seams(settled)]
        conflicts += [*report.conflicts(settled, guesses), *report.unlike(settled, unlike)]
        judged |= report.figures(settled, guesses, unlike)
        deduced += report.deduced(settled)
    return Findings(
        figures=_figures(observations, judged),
        conflicts=pd.DataFrame(conflicts, columns=[*CONFLICT]),
        deduced=pd.DataFrame(deduced, columns=[*DEDUCED]),
    )


def _figures(observations: pd.DataFrame, judged: dict[str, report.Judged]) -> pd.DataFrame:
    """Put verdicts in the order of the observations, with whose statistics the source says."""
    named = zip(observations["figure_id"], observations["statistics_of"], strict=True)
    rows = [
        (figure, one.verdict, one.reason, one.series or whose, one.hint)
        for figure, whose in named
        for one in [judged[figure]]
    ]
    return pd.DataFrame(rows, columns=[*FIGURES], dtype="str")
