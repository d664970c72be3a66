"""What several tests ask of findings."""

import pandas as pd

from analysis.reconcile import Findings


def contradictions(findings: Findings) -> pd.DataFrame:
    """Return the conflicts of arithmetic; a seam doubts nobody."""
    return findings.conflicts[findings.conflicts["edit"].ne("seam")]


def doubted(findings: Findings) -> set[str]:
    """Return the keys of all figures that are doubted, in whichever set of a tie."""
    return {figure for figures in findings.conflicts["doubted"] for figure in figures}
