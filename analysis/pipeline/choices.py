"""What the data offer to choose from, and what a selection falls back to where they do not."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from analysis import words
from analysis.periods import Period
from analysis.pipeline.measures import CACHED, MEASURES, findings, subject
from analysis.pipeline.table import Table
from analysis.results import conflicts as contradictions
from analysis.results import levels
from analysis.results import periods as two
from analysis.schema import ANY, RECONCILED, TOTAL, UNSAID, WORLD
from analysis.selection import Selection


@lru_cache(8)
def pairs(table: Table) -> tuple[tuple[tuple[str, str], int], ...]:
    """Return every pair in the data with its number of figures, most figures first."""
    areas = table.observations[["ref_area", "counterpart_area"]]
    counts: dict[tuple[str, str], int] = {}
    for one, other in areas.itertuples(index=False):
        first, second = sorted((one, other), key=lambda code: (code == WORLD, code))
        counts[first, second] = counts.get((first, second), 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@lru_cache(CACHED)
def options(table: Table, pair: tuple[str, str], flow: str, product: str) -> dict[str, list[str]]:
    """Return what can be chosen for a pair: products, whose statistics, years and periods."""
    own = subject(table, Selection(pair=pair, product=product))
    present = set(own.every["statistics_of"])
    known = sorted(own.every_at(flow), key=lambda p: (p.end, p.months), reverse=True)
    products = own.whole["product"].value_counts().index.tolist()
    return {
        "products": sorted(products, key=lambda name: name != TOTAL),
        "statistics": [ANY, *[c for c in (*pair, UNSAID, RECONCILED) if c in present]],
        "years": [str(y) for y in sorted({p.year for p in known})],
        "periods": [p.sdmx() for p in known],
    }


def settle(table: Table, selection: Selection) -> tuple[Selection, list[str]]:
    """Replace what the data do not have by defaults; return a sentence for each replacement."""
    said = []
    known = {frozenset(pair) for pair, _ in pairs(table)}
    if frozenset(selection.pair) not in known:
        first = pairs(table)[0][0]
        said.append(
            f"No figures on {'–'.join(selection.pair)}; showing {words.pair(first)} instead."
        )
        selection = replace(selection, pair=first, product=TOTAL, statistics=ANY)
    lost = [pair for pair in selection.against if frozenset(pair) not in known]
    if lost:
        said.append(f"No figures on {words.listing('–'.join(p) for p in lost)}; left out.")
        selection = replace(selection, against=tuple(p for p in selection.against if p not in lost))
    choice = options(table, selection.pair, selection.flow, selection.product)
    if selection.product not in choice["products"]:
        said.append(f"No figures on “{selection.product[:60]}”; showing total trade.")
        selection = replace(selection, product=TOTAL)
        choice = options(table, selection.pair, selection.flow, TOTAL)
    if selection.statistics not in choice["statistics"]:
        whose = words.statistics(selection.statistics)
        said.append(f"No figure here is from {whose}; showing all published figures.")
        selection = replace(selection, statistics=ANY)
    own = [name for name, known in MEASURES.items() if known.view == selection.view]
    if selection.measure and own and selection.measure not in own:
        said.append(f"The measure “{selection.measure}” is not in this view; left out.")
        selection = replace(selection, measure="")
    if selection.conflict and not conflict(table, selection):
        said.append("The conflict chosen is not among these figures any more; left out.")
        selection = replace(selection, conflict="")
    if selection.until and selection.since > selection.until:
        said.append(f"{selection.since} to {selection.until} is no span of years; left out.")
        selection = replace(selection, since=0, until=0)
    return selection, said


@lru_cache(CACHED)
def conflicts(table: Table, selection: Selection) -> tuple[contradictions.Conflict, ...]:
    """Return the conflicts on the selection's pair, product and flow, shown years first."""
    own, found = subject(table, selection), findings(table)
    return tuple(contradictions.conflicts(own, selection, found))


def conflict(table: Table, selection: Selection) -> contradictions.Conflict | None:
    """Return the conflict that a selection has chosen, if there still is one."""
    listed = conflicts(table, replace(selection, conflict="")) if selection.conflict else ()
    return next((one for one in listed if one.key == selection.conflict), None)


def periods_compared(table: Table, selection: Selection) -> tuple[Period, Period] | None:
    """Return the two periods that the compare measure takes for a selection."""
    return two.chosen(subject(table, selection), selection)


def years(table: Table, selection: Selection) -> tuple[int, int]:
    """Return the first and last calendar year that a selection shows."""
    return levels.years(subject(table, selection), selection)
