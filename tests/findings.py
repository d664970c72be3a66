"""What checking finds, written by hand for one test: which figures are in doubt, and why."""

from collections.abc import Mapping

import pandas as pd

from analysis.pipeline import Table
from analysis.reconcile import CONFLICT, CONFLICTS, CONSISTENT, DEDUCED, FIGURES, Findings


def by_hand(table: Table, doubted: Mapping[str, str], edit: str = "growth") -> Findings:
    """Findings in which these figures conflict, each in a conflict of its own with a sentence."""
    known = table.observations
    figures = [
        (key, CONFLICTS if key in doubted else CONSISTENT, f"Why {key}.", whose, "")
        for key, whose in zip(known["figure_id"], known["statistics_of"], strict=True)
    ]
    conflicts = [
        {"figures": (key,), "doubted": (key,), "sets": ((key,),), "edit": edit}
        | {"sentence": doubted[key]}
        | {name: getattr(row, name) for name in CONFLICT[5:]}
        for key in doubted
        for row in known[known["figure_id"].eq(key)].itertuples()
    ]
    return Findings(
        pd.DataFrame(figures, columns=[*FIGURES]),
        pd.DataFrame(conflicts, columns=[*CONFLICT]),
        pd.DataFrame([], columns=[*DEDUCED]),
    )
