"""Every published growth rate beside the one recomputed from levels, with the base it implies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from analysis import words
from analysis.claims import AGREES, DIFFERS, UNCHECKED, Claim
from analysis.periods import Period
from analysis.reconcile import AGREES as JUDGED
from analysis.reconcile import RANGE, Findings
from analysis.results import Result, mark, table
from analysis.results.conflicts import Checked, checked
from analysis.results.growth import claim_note, published
from analysis.results.levels import YEARS_SHOWN, of_product, years
from analysis.results.sources import NAMED, count, outlets, what
from analysis.schema import ANY
from analysis.selection import Selection
from analysis.subject import Subject

MEETS = {AGREES: "meets", DIFFERS: "misses"}
"""What a recomputed rate does to a published one; a verdict is on all figures, not on levels."""


def claims(subject: Subject, selection: Selection, found: Findings) -> Result:
    """Give the published rates of a flow, equal ones beside the same levels as one."""
    known = checked(subject, selection, found)
    groups = _groups(subject, selection)
    rows = [row for group in groups for row in _rows(group, selection.currency, known)]
    return Result(
        rows=table(rows),
        title=_title(subject, selection, groups),
        subtitle=f"{words.flow(selection.flow, subject.pair)}{of_product(subject)}, growth "
        f"published and recomputed, percent, {words.statistics(subject.statistics)}",
        note="The verdict is that of all figures checked against each other (Figures, ./run "
        "check). Recomputed is from levels alone: the source’s own, else of the statistics it "
        "names, else a reporter’s, never between two; it meets a rate when rounding intervals "
        "meet. “n times” is shown in both readings, doubling as far from 0% as halving.",
        refused="" if rows else _nothing(subject, selection),
    )


def _groups(subject: Subject, selection: Selection) -> list[list[Claim]]:
    """Put rates together that say the same and stand beside the same levels."""
    first, last = _years(subject, selection)
    found: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in subject.claims(selection.flow):
        chosen = subject.statistics in (ANY, claim.row.statistics_of)
        if chosen and (claim.period is None or first <= claim.period.year <= last):
            whose = claim.row.statistics_of
            key = (claim.period, claim.base, published(claim), whose, *_levels(claim))
            found.setdefault(key, []).append(claim)
    return sorted(found.values(), key=_order)


def _years(subject: Subject, selection: Selection) -> tuple[int, int]:
    """Return the years shown: those of levels, and what only rates in print are about."""
    first, last = years(subject, selection)
    rates = [claim.period.year for claim in subject.claims(selection.flow) if claim.period]
    last = selection.until or max([last, *rates])
    return selection.since or first or last - YEARS_SHOWN + 1, last


def _order(group: Sequence[Claim]) -> tuple[Period, float]:
    return group[0].period or Period(0, 0), -group[0].readings[0].value


def _levels(claim: Claim) -> list[str]:
    """Return the figures that a rate is recomputed from."""
    beside = claim.recomputed
    return [beside.new.figure_ids, beside.old.figure_ids] if beside else []


def _rows(group: Sequence[Claim], currency: str, known: Checked) -> Iterator[dict[str, Any]]:
    """Yield a row a reading, each with the recomputed rate and the implied base."""
    first, keys = group[0], [claim.row.figure_id for claim in group]
    shared = {
        **known.columns(keys, first.row.time_period),
        **_beside(group),
        "publisher": ", ".join(outlets(claim.row for claim in group)),
        "figure_ids": ", ".join([*keys, *_levels(first)]),
        "credits": tuple((c.row.kind, c.row.publisher, c.row.published) for c in group),
        "verdict": first.verdict,
        "meets": _meets(first, known),
        "text": published(first) + _base(first),
        "note": claim_note(first, currency),
    }
    several = len(first.readings) > 1
    for n, reading in enumerate(first.readings):
        said = f"published {shared['text']}"
        said += f" read as {words.percent(reading.value)}" if several else ""
        own = {"reading": n if several else -1, "told": said if n else _told(said, first, shared)}
        yield mark(first.row, "published", "percent", reading) | shared | own


def _meets(claim: Claim, known: Checked) -> str:
    """Say whether the rate recomputed meets a claim; of the ends of a range, which agrees, one."""
    ranged = claim.verdict == DIFFERS and RANGE in claim.row.note.lower()
    agrees = known.figures[claim.row.figure_id][0] == JUDGED
    return "in its range meets" if ranged and agrees else MEETS.get(claim.verdict, "")


def _told(rate: str, claim: Claim, row: dict[str, Any]) -> str:
    """Say a rate with what stands beside it: published +50% (Kazinform), +49.9% recomputed …."""
    outlets_said = words.listing(row["publisher"].split(", "), NAMED)
    said = [f"{rate} ({outlets_said}), verdict {row['judged']}"]
    if claim.recomputed:
        rate = words.percent(claim.recomputed.growth.value)
        whose = words.statistics(claim.recomputed.new.statistics_of)
        said.append(f"{rate} recomputed from {whose} {row['meets']} it")
    if row["implied_base"] is not None:
        when = f" for {row['base_label']}" if row["base_label"] else ""
        said.append(f"which implies about {words.money(row['implied_base'])}{when}")
    return ", ".join(said)


def _base(claim: Claim) -> str:
    """Name the base of a rate that is not on the same months a year earlier."""
    if claim.base is None or (claim.period and claim.base == claim.period.shift(-1)):
        return ""
    return f" on {claim.base.label()}"


def _beside(group: Sequence[Claim]) -> dict[str, Any]:
    """Return the rate recomputed, whose statistics it is, and the base implied by any source."""
    claim, nothing = group[0], (None, None, None)
    beside = claim.recomputed
    growth = beside.growth if beside else nothing
    bases = [one.implied for one in group if one.implied]
    lows, highs = [base.low for base in bases], [base.high for base in bases]
    implied = (bases[0].value, min(lows), max(highs)) if bases else nothing
    return {
        "recomputed": growth[0],
        "recomputed_low": growth[1],
        "recomputed_high": growth[2],
        "recomputed_of": beside.new.statistics_of if beside else "",
        "implied_base": implied[0],
        "implied_low": implied[1],
        "implied_high": implied[2],
        "base_period": claim.base.sdmx() if claim.base else "",
        "base_label": claim.base.label() if claim.base else "",
    }


def _title(subject: Subject, selection: Selection, groups: Sequence[Sequence[Claim]]) -> str:
    about = f"{words.pair(subject.pair)} {what(selection.flow)}"
    if not groups:
        return f"{about}: no growth rate"
    checkable = [group[0] for group in groups if group[0].verdict != UNCHECKED]
    agreeing = sum(claim.verdict == AGREES for claim in checkable)
    said = f"{about}: {count(len(groups), 'published growth rate')}"
    if not checkable:
        return f"{said}, none can be recomputed"
    if len(checkable) == 1:
        return f"{said}, the one recomputed {'meets' if agreeing else 'misses'} it"
    return f"{said}, recomputed growth meets {agreeing} of {len(checkable)}"


def _nothing(subject: Subject, selection: Selection) -> str:
    about = f"{selection.flow} of {words.pair(subject.pair)}{of_product(subject)}"
    return (
        f"No published growth rate on the {about} in these years. Choose other years, another flow "
        "or “All” under whose statistics."
    )
