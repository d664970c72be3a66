"""The first answers of a selection: latest year, latest part year, a checked rate, the target."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analysis import compare, formulas, words
from analysis.claims import AGREES, UNCHECKED, Claim
from analysis.compare import Comparison, Row, estimate
from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.results.growth import published
from analysis.results.levels import years
from analysis.schema import UNSAID
from analysis.selection import Selection
from analysis.subject import Subject


class Card(NamedTuple):
    """A label, the answer, what it rests on, its tone (`good`, `bad` or none), and its period."""

    label: str
    value: str
    detail: str
    tone: str = ""
    focus: str = ""


def cards(subject: Subject, selection: Selection) -> list[Card]:
    """Return the cards that have an answer; an empty selection has none."""
    growth = {compare.period(c.new): c for c in subject.growth(selection.flow)}
    found = [
        _latest(subject, selection, growth, full=True),
        _latest(subject, selection, growth, full=False),
        _checked(subject, selection),
        _target(subject, selection),
    ]
    return [card for card in found if card]


def compared(rows: pd.DataFrame, flow: str, currency: str) -> list[Card]:
    """Return the cards of a comparison: percent, money, times, and the published rate beside."""
    own = rows[rows["flow"].eq(flow) & rows["pair"].eq(rows["pair"].iloc[0])]
    by_role = {row.role: row for row in own.itertuples()}
    if "growth" not in by_role:
        return []
    growth, old, new = by_role["growth"], by_role["old"], by_role["new"]
    span = words.percent_range(Estimate(growth.value, growth.low, growth.high))
    allowed = f"rounding allows {span}" if " to " in span else "exact to the digits shown"
    change = words.signed_money(by_role["change"].value, currency)
    between = f"{old.said} to {new.said}"
    found = [
        Card(f"Change · {new.label} on {old.label}", words.percent(growth.value), allowed),
        Card("In money", change, between),
        Card("Times as much", words.times(by_role["times"].value), f"{new.label} over {old.label}"),
    ]
    published_rates = [row for row in own.itertuples() if row.role == "published"]
    if published_rates:
        said = next((r for r in published_rates if r.verdict == AGREES), published_rates[0])
        tone = {"agrees": "good", "differs": "bad"}.get(said.verdict, "")
        found.append(Card("Published", said.text, f"{said.publisher} · {said.verdict}", tone))
    return found


def _latest(
    subject: Subject, selection: Selection, growth: dict[Period, Comparison], full: bool
) -> Card | None:
    levels = subject.at(selection.flow)
    first, until = years(subject, selection)
    wanted = [p for p in levels if p.is_year == full and first <= p.year <= until]
    if not wanted:
        return None
    last = max(wanted, key=lambda p: (p.end, p.months))
    row, change = levels[last][0], growth.get(last)
    if change:
        detail = f"{words.percent(change.growth.value)} on {compare.period(change.old).label()}"
    else:
        claims = subject.claims(selection.flow)
        said = next(
            (c for c in claims if c.period == last and c.row.source_id == row.source_id), None
        )
        detail = _without_growth(row, last)
        if said:
            detail += f"; source says {published(said)}"
    name = "Latest full year" if full else "Latest part year"
    return Card(
        f"{name} · {last.label()}",
        words.money(row.obs_value, subject.currency),
        f"{detail} · {words.statistics_short(row.statistics_of)}"
        if row.statistics_of in subject.pair
        else f"{detail} · {row.publisher}",
        focus=last.sdmx(),
    )


def _without_growth(row: Row, last: Period) -> str:
    if row.flow == "balance":
        return "a balance has no growth in percent"
    whose = "" if row.statistics_of == UNSAID else f" in {words.statistics(row.statistics_of)}"
    return f"no {last.shift(-1).label()}{whose} to compare with"


def _checked(subject: Subject, selection: Selection) -> Card | None:
    """Show the newest published rate that can be checked: its own source's figures come first."""
    claims = subject.claims(selection.flow)
    first, last = years(subject, selection)
    checked = [
        c for c in claims if c.verdict != UNCHECKED and c.period and first <= c.period.year <= last
    ]
    if not checked:
        return None
    best = max(checked, key=_weight)
    assert best.recomputed is not None and best.period is not None
    return Card(
        f"Published growth · {best.period.label()}",
        published(best),
        f"{best.row.publisher} · recomputed {words.percent(best.recomputed.growth.value)}"
        f"{_from(best)} · {best.verdict}",
        "good" if best.verdict == AGREES else "bad",
        best.period.sdmx(),
    )


def _from(claim: Claim) -> str:
    assert claim.recomputed is not None
    new = claim.recomputed.new
    if new.source_id == claim.row.source_id:
        return " from its own levels"
    return f" from {words.statistics(new.statistics_of)}"


def _weight(claim: Claim) -> tuple[int, bool]:
    assert claim.recomputed is not None and claim.period is not None
    return claim.period.end, claim.recomputed.new.source_id == claim.row.source_id


def _target(subject: Subject, selection: Selection) -> Card | None:
    targets = [t for t in subject.targets(selection.flow) if t.status == "target"]
    first, until = years(subject, selection)
    full = [p for p in subject.at(selection.flow) if p.is_year and first <= p.year <= until]
    if not targets or not full:
        return None
    counts: dict[float, int] = {}
    for target in targets:
        counts[target.obs_value] = counts.get(target.obs_value, 0) + 1
    value = max(counts, key=lambda v: counts[v])
    chosen = next(t for t in targets if t.obs_value == value)
    last = max(full)
    reached = formulas.share(
        estimate(subject.at(selection.flow)[last][0]),
        estimate(chosen)._replace(low=value, high=value),
    )
    return Card(
        f"Target · {words.money(value, subject.currency)}",
        words.percent(reached.value, signed=False, digits=0),
        f"of it reached in {last.label()} · "
        + (f"for {chosen.time_period}" if chosen.months else "no date set"),
    )
