"""Conflicts, seams and hints as a person says them. Refuses to judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis import words
from analysis.intervals import Estimate
from analysis.reconcile.edits import REVISED
from analysis.reconcile.hints import CHANGE, COPIED, OTHER, PERIOD, READING, SCALE, Hint
from analysis.reconcile.rules import EDITS
from analysis.reconcile.seams import Seam
from analysis.reconcile.sentences import (
    OUTLETS,
    SHOWN,
    amount,
    listed,
    phrases,
    publishers,
    ranged,
    said,
    sourced,
    value,
)
from analysis.reconcile.settled import Implied
from analysis.reconcile.statements import Statement

NAMED = 6
"""How many of the figures that conflict a sentence names; beyond, it says where all of them are."""
WIDE = 0.5
"""What contradicting figures give is said when it lies within this share of its middle."""
UNPROVEN = "so many figures contradict each other here that fewer might be wrong: not all was tried"


def conflict(
    statement: Statement,
    others: Sequence[Statement],
    implied: Implied | None,
    tied: Sequence[Statement],
    whole: Sequence[Sequence[Statement]],
) -> str:
    """Say what a statement conflicts with, and what that allows instead.

    tied: what may be wrong in its place; whole: sets that are wrong together, if others conflict
    so that not each may be chosen.
    """
    said_so = f"{publishers(statement)} {_gives(statement)} {said(statement)}"
    if not others:
        why = "a part is not more than its total"
        return f"{said_so}; {why if statement.measure == 'share' else EDITS['sign']}"
    against = listed(others, NAMED, [quantity.period for quantity in statement.quantities])
    stand = "stand" if len(phrases(others)) > 1 else "stands"
    parts = [said_so, f"{against} {stand} against it"]
    if implied is not None and len(others) > 1 and implied.narrow(WIDE):
        parts[1] += f", which together give {ranged(statement, implied)}"
    if whole:
        parts.append(_wholes(whole))
    elif len(tied) == len(others):
        parts.append("any one of them may be wrong")
    elif tied:
        parts.append(f"{listed(tied, NAMED)} may be wrong instead")
    if _revision(statement, others, implied):
        parts.append("statistics revised in between would explain so small a gap")
    if _hides(statement, others):
        parts.append("all figures are listed with the conflict")
    return "; ".join(parts)


def _wholes(whole: Sequence[Sequence[Statement]]) -> str:
    """Say which statements are wrong together, with those of other conflicts."""
    sets = [words.listing((sourced(s) for s in one), NAMED) for one in whole[:SHOWN]]
    more = [f"{len(whole) - SHOWN} more such sets"] if len(whole) > SHOWN else []
    return f"with other conflicts, wrong are {'; or '.join([*sets, *more])}"


def _revision(statement: Statement, others: Sequence[Statement], implied: Implied | None) -> bool:
    """Whether one other figure in print is as near as a later edition of one table may be."""
    reading = statement.readings[0]
    return (
        len(others) == 1
        and not (statement.official or others[0].official)
        and not statement.sources & others[0].sources
        and implied is not None
        and implied.meets(reading.low, reading.high, REVISED)
    )


def _hides(statement: Statement, others: Sequence[Statement]) -> bool:
    """Whether a sentence leaves a figure of a conflict unnamed."""
    outlets = max(len({row.publisher for row in one.rows}) for one in (statement, *others))
    return outlets > OUTLETS or len(phrases(others)) > NAMED


def _gives(statement: Statement) -> str:
    return "gives" if len({row.publisher for row in statement.rows}) == 1 else "give"


def hint(statement: Statement, found: Hint, others: Sequence[Statement]) -> str:
    """Say what a doubted figure fits instead, and what implies that."""
    period = found.quantity.period.label()
    if found.kind == COPIED:
        other = others[found.copied]
        return f"it is the figure that {publishers(other)} {_gives(other)} for {period}"
    assert found.implied is not None
    basis = words.listing((sourced(others[n]) for n in sorted(found.implied.rests_on)), SHOWN)
    allowed = f"about {amount(statement, found.implied.middle)}"
    implies = f"which {basis} {'implies' if len(found.implied.rests_on) == 1 else 'imply'}"
    return {
        SCALE: f"it fits {_scaled(statement, found)}, {implies} at {allowed}",
        CHANGE: f"it fits as the change on a year earlier, not as the level: {basis} allow "
        f"a change of {allowed}",
        OTHER: f"it fits {words.statistics(found.series)}, {implies} at {allowed}",
        READING: f"it fits when read as “to {value(statement).lstrip('+')}”, {implies}",
        PERIOD: f"it fits {period}, {implies} at {allowed}",
    }[found.kind]


def _scaled(statement: Statement, found: Hint) -> str:
    scaled = words.money(found.reading.value, statement.quantity.currency)
    return f"{scaled} instead of {value(statement)}"


def fits(statement: Statement, series: str) -> str:
    """Say whose statistics a figure must be when its source does not."""
    others = [area for area in statement.series if area != series]
    not_those = "".join(f", not {words.possessive(words.area(area))}" for area in others)
    return f"Fits {words.statistics(series)}{not_those}."


def seam(short: Statement, long: Statement, found: Seam) -> str:
    """Say why two sources' running totals can hardly be of one country's statistics."""
    earlier = found.rest.shift(-1).label()
    before = Estimate(found.before.middle, found.before.low, found.before.high)
    currency = short.quantity.currency
    end = f"at least {words.money(found.now.low, currency)}"
    if not found.faster:
        end = f"at most {words.money(found.now.high, currency)}"
    one = {*short.series, *long.series} == {*short.series} == {*long.series}
    why = (
        "one is wrong"
        if one and len(short.series) == 1
        else "they may be from two, or one is wrong"
    )
    return (
        f"{sourced(short)} and {sourced(long)} hardly join in one country’s statistics: "
        f"{found.rest.label()} would be {end}, after "
        f"{words.money_range(before, currency)} in {earlier}; {why}"
    )


def hardly(others: Iterable[Statement]) -> str:
    """Say with what a statement hardly joins."""
    return f" It hardly joins in one country’s statistics with {listed(others)}."
