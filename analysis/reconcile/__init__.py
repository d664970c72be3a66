"""Every figure gets a verdict: what agrees, what conflicts, what must be wrong, what follows.

Edit rules, error localisation (Fellegi and Holt) and deductive imputation on figures with
intervals: frame in, frames out.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.reconcile.component import components
from analysis.reconcile.edits import Ledger
from analysis.reconcile.localise import minimum
from analysis.reconcile.statements import statements, voices

AGREES, CONSISTENT, CONFLICTS = "agrees", "consistent", "conflicts"
UNCHECKED = "cannot be checked"
VERDICTS = {
    AGREES: "another independent figure confirms it within what the digits allow",
    CONSISTENT: "nothing contradicts it, and nothing is close enough to confirm it",
    CONFLICTS: "it cannot hold together with figures that are trusted more, or as much",
    UNCHECKED: "no other figure bears on it, or it gives no period, or it is no fact",
}

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
    ledger = Ledger(said, voices(said))
    verdict = {figure: (UNCHECKED, why) for figure, why in unchecked.items()}
    conflicts = []
    for component in components(ledger):
        doubted = minimum(component)[0]
        for n, statement in component.said.items():
            for figure in statement.figures:
                verdict[figure] = (CONFLICTS if n in doubted else CONSISTENT, "to be written")
        for n in sorted(doubted):
            core = component.shrink({*component.said} - doubted | {n}, sorted(component.said))
            first = ledger.said[n].rows[0]
            conflicts.append(
                {
                    "figures": tuple(f for m in sorted(core) for f in ledger.said[m].figures),
                    "doubted": ledger.said[n].figures,
                    "sets": (ledger.said[n].figures,),
                    "edit": "to be written",
                    "sentence": f"{first.publisher} gives {first.value_text} {first.unit_text}; "
                    "to be written.",
                    "ref_area": first.ref_area,
                    "counterpart_area": first.counterpart_area,
                    "flow": first.flow,
                    "product": first.product,
                    "time_period": first.time_period,
                }
            )
    rows = [
        (figure, *verdict[figure], whose, "")
        for figure, whose in zip(
            observations["figure_id"], observations["statistics_of"], strict=True
        )
    ]
    return Findings(
        pd.DataFrame(rows, columns=[*FIGURES]),
        pd.DataFrame(conflicts, columns=[*CONFLICT]),
        pd.DataFrame([], columns=[*DEDUCED]),
    )
