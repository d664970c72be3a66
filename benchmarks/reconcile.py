"""Measure how well the check of a table against itself names what is false, and what it costs.

Beside it, as the naive alternative in the same run: every published rate set against the levels
(`analysis.claims`), and every two levels of one cell set against each other.
"""

import argparse
import datetime
import itertools
import json
import os
import platform
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import sections  # noqa: E402  the folder above comes first

from analysis import cells, claims, compare, names, pipeline  # noqa: E402
from analysis.reconcile import Findings, reconcile  # noqa: E402
from analysis.reconcile.component import Components  # noqa: E402
from analysis.reconcile.edits import Ledger  # noqa: E402
from analysis.reconcile.statements import statements, voices  # noqa: E402
from tests.simulated import Printed, corrupted, printed, together  # noqa: E402

OUTLETS = 12
"""Sources a world: about forty figures on three years of one pair, half of unsaid statistics."""


def naive(observations: pd.DataFrame) -> set[str]:
    """Return the rates that differ from the levels, and the levels that differ in one cell."""
    found: set[str] = set()
    pairs = observations[["ref_area", "counterpart_area"]].apply(lambda row: tuple(sorted(row)), 1)
    for pair, figures in observations.groupby(pairs):
        seen = cells.seen_from(figures, pair)
        levels = cells.levels(seen)
        for _, cell in levels.groupby(["flow", "product", "start", "months", "series"]):
            for one, other in itertools.combinations(cell.itertuples(index=False), 2):
                if not compare.estimate(one).meets(compare.estimate(other)):
                    found |= {one.figure_id, other.figure_id}
        for trade, rates in seen[seen["measure"].eq("growth")].groupby(["flow", "product"]):
            own = levels[(levels["flow"] + levels["product"]).eq("".join(trade))]
            for claim in claims.claims(rates, compare.by_period(own)):
                found |= {claim.row.figure_id} if claim.verdict == claims.DIFFERS else set()
    return found & {*observations["figure_id"]}


def contradicts(told: Printed) -> bool:
    """Whether the figures cannot all hold."""
    said, _ = statements(told.observations())
    parts = Components(Ledger(said, voices(said)))
    return any(part.refute(part.said) is not None for part in parts)


def shows(true: Printed, told: Printed, figure: str) -> bool:
    """Whether one false figure among true ones contradicts them."""
    rows = zip(true.figures, told.figures, strict=True)
    alone = [new if new["figure_id"] == figure else old for old, new in rows]
    return contradicts(replace(true, figures=alone))


def named(findings: Findings) -> tuple[set[str], set[str]]:
    """Return the figures of one minimum set, and those of all that tie with it."""
    sets = findings.conflicts.loc[findings.conflicts["edit"].ne("seam"), "sets"]
    first = {figure for tied in sets for figure in tied[0]}
    return first, {figure for tied in sets for figures in tied for figure in figures}


def naming(count: int, worlds: int) -> dict[str, float]:
    """Make `count` figures false in each world; return how well they are named."""
    seen: Counter[str] = Counter()
    for seed in range(worlds):
        true = printed(seed, OUTLETS)
        told = corrupted(true, count, seed)
        observations, wrong = told.observations(), {*told.wrong}
        findings = reconcile(observations)
        first, tied = named(findings)
        flagged = naive(observations)
        hinted = {*findings.figures.loc[findings.figures["hint"].ne(""), "figure_id"]}
        visible = {figure for figure in wrong if shows(true, told, figure)}
        conflicts = int(findings.conflicts["edit"].ne("seam").sum())
        seen += Counter(
            figures=len(observations),
            false=len(wrong),
            visible=len(visible),
            first=len(first),
            right=len(first & wrong),
            seen=len(tied & visible),
            tied=len(tied & wrong),
            hints=len(hinted & wrong),
            false_hints=len(hinted - wrong),
            more=int(conflicts > len(wrong)),
            flagged=len(flagged),
            flagged_right=len(flagged & wrong),
        )
    return {
        "false": seen["false"],
        "visible": seen["visible"] / seen["false"],
        "recall": seen["tied"] / seen["false"],
        "recall_visible": seen["seen"] / max(seen["visible"], 1),
        "precision": seen["right"] / max(seen["first"], 1),
        "naive_recall": seen["flagged_right"] / seen["false"],
        "naive_precision": seen["flagged_right"] / max(seen["flagged"], 1),
        "hints": seen["hints"],
        "false_hints": seen["false_hints"],
        "clean": seen["figures"] - seen["false"],
        "more": seen["more"],
    }


def world(size: int) -> pd.DataFrame:
    """Return about so many figures on pairs that share nothing, one in a hundred false."""
    codes = pd.read_csv(files("country_converter") / "country_data.tsv", sep="\t")["ISO3"]
    known = [code for code in sorted(codes.dropna().unique()) if names.area(code)]
    pairs = list(itertools.combinations(known, 2))
    random.Random(0).shuffle(pairs)
    several, figures = [], 0
    for n, pair in enumerate(pairs):
        if figures >= size:
            break
        told = printed(n, OUTLETS, pair=pair, name=f"outlet-{n}", world=False)
        several.append(corrupted(told, 1, n) if n % 3 == 0 else told)
        figures += len(told.figures)
    return together(several).observations()


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of one piece of work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cost(observations: pd.DataFrame) -> dict[str, float]:
    """Return seconds of the check and of the naive one, peak memory in MB, and the parts."""
    said, _ = statements(observations)
    parts = sum(1 for _ in Components(Ledger(said, voices(said))))
    before = _peak()
    simple = timed(lambda: naive(observations))
    seconds = timed(lambda: reconcile(observations))
    counted = {"figures": len(observations), "components": parts, "seconds": seconds}
    return counted | {"naive": simple, "peak": _peak(), "grown": _peak() - before}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(size: int) -> dict[str, float]:
    """Measure the cost of one size in a process of its own; the shipped table for 0."""
    command = [sys.executable, __file__, "--cost", str(size)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def rows(heads: Iterable[str], lines: Iterable[Iterable[str]]) -> list[str]:
    """Return a Markdown table."""
    heads = [*heads]
    head = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    return [*head, *("| " + " | ".join(line) + " |" for line in lines), ""]


def naming_table(worlds: int) -> list[str]:
    """Return the table of how well false figures are named."""
    lines = []
    for count in range(1, 6):
        found = naming(count, worlds)
        print(count, found, file=sys.stderr)
        shares = ("visible", "recall", "recall_visible", "precision")
        shares += ("naive_recall", "naive_precision")
        lines.append(
            [str(count), f"{found['false']:.0f}", *(f"{found[name]:.0%}" for name in shares)]
            + [f"{found['hints']:.0f}", f"{found['false_hints']:.0f} of {found['clean']:,.0f}"]
            + [f"{found['more']:.0f}"]
        )
    heads = "false a world|false in all|that contradict|named|of those that contradict"
    heads += "|named ones that are false|naive: named|naive: that are false"
    heads += "|hints on false figures|hints on true figures|worlds that doubt more than are false"
    return rows(heads.split("|"), lines)


def cost_table(sizes: Iterable[int]) -> list[str]:
    """Return the table of what the check costs."""
    lines = []
    for size in (0, *sizes):
        found = apart(size)
        print(found, file=sys.stderr)
        each = 1e3 * found["seconds"] / found["components"]
        lines.append(
            [
                f"{'shipped: ' if size == 0 else ''}{found['figures']:,.0f}",
                f"{found['components']:,.0f}",
                f"{found['seconds']:,.2f}",
                f"{each:.2f}",
                f"{found['seconds'] / found['naive']:.1f}x",
                f"{found['peak']:,.0f}",
                f"{found['grown']:,.0f}",
            ]
        )
    heads = "figures|components|seconds|ms a component|times the naive check"
    return rows([*heads.split("|"), "peak memory, MB", "of it for checking"], lines)


def main() -> None:
    """Run both measurements, print them and put them into results.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=60)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--cost", type=int, help="print the cost of one size as JSON")
    asked = parser.parse_args()
    if asked.cost is not None:
        size = asked.cost
        shipped = size == 0
        table = pipeline.load(ROOT / "data").observations if shipped else world(size)
        print(json.dumps(cost(table)))
        return
    page = [
        "# Figures checked against each other",
        "",
        f"{datetime.date.today()}; {os.cpu_count()} cores; Python {platform.python_version()}, "
        f"pandas {version('pandas')}, highspy {version('highspy')}.",
        "",
        f"Worlds of {OUTLETS} sources, all of the press and equally trusted, printed from random "
        "true trade; then some figures are made false: a thousand times too much, two digits "
        f"swapped, or another period. {asked.worlds} worlds for each number. “That contradict” "
        "are the false figures that would contradict the true ones if they were alone; the others "
        "cannot be found by arithmetic. “Named” counts all figures of all minimum sets that tie, "
        "“named ones that are false” those of one minimum set. Naive: every rate against the "
        "levels, and every two levels of one cell against each other.",
        "",
        *naming_table(asked.worlds),
        "The shipped table, and simulated tables of pairs that share nothing, one figure in a "
        "hundred false; each in a process of its own.",
        "",
        *cost_table(asked.sizes),
    ]
    sections.write(page)
    print("\n".join(page))


if __name__ == "__main__":
    main()
