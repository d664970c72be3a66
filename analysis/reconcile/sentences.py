"""Statements and conflicts as a person says them. Refuses to judge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from analysis import words
from analysis.compare import Row
from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.reconcile.edits import REVISED
from analysis.reconcile.hints import CHANGE, COPIED, OTHER, PERIOD, READING, SCALE, Hint
from analysis.reconcile.rules import EDITS
from analysis.reconcile.seams import Seam
from analysis.reconcile.settled import Implied
from analysis.reconcile.statements import Quantity, Statement
from analysis.schema import TOTAL

SHOWN = 4
"""How many figures a sentence names before it counts the rest."""
NAMED = 6
"""How many of the figures that conflict a sentence names; beyond, it says where all of them are."""
OUTLETS = 2
"""How many outlets of one statement are named."""
FAR = 10
"""A bound this many times off is not worth saying."""
WIDE = 0.5
"""What contradicting figures give is said when it lies within this share of its middle."""


def value(statement: Statement) -> str:
    """Return what was printed: $61.4 million, +50%, 3.1 times, 74.61%, +7% to +9%."""
    ends = {row.obs_value: row for row in statement.rows}
    printed = (_printed(ends[end], statement.measure) for end in (min(ends), max(ends)))
    return " to ".join(dict.fromkeys(printed))


def _printed(row: Row, measure: str) -> str:
    hedge = "" if row.qualifier == "exact" else f"{row.qualifier} "
    if measure == "level":
        return hedge + words.money(row.obs_value, row.unit_measure)
    if row.unit_text == "times":
        return f"{hedge}{row.value_text} times"
    return hedge + words.published_percent(row.obs_value, measure == "growth")


def subject(quantity: Quantity) -> str:
    """Return what a quantity is, turnover unsaid: “Kazakhstan’s exports of wheat”."""
    goods = "" if quantity.product == TOTAL else quantity.product
    if len(quantity.flows) == 1:
        whose = words.possessive(words.area(quantity.flows[0][1]))
        return f"{whose} exports" + (f" of {goods}" if goods else "")
    if quantity.flows[1][0] < 0:
        return f"{words.possessive(words.area(quantity.flows[0][1]))} balance"
    return f"turnover in {goods}" if goods else ""


def said(statement: Statement) -> str:
    """Return a statement in words, without its source."""
    about = subject(statement.quantity)
    when = statement.quantity.period.label()
    if statement.measure == "growth":
        assert statement.base is not None
        base = statement.base.period.label()
        return " ".join(
            filter(
                None, [value(statement), f"in {about}" if about else "", "for", when, "on", base]
            )
        )
    if statement.measure == "share":
        return f"a share of {value(statement)} for {about or 'turnover'} in {when}"
    return " ".join(filter(None, [value(statement), f"of {about}" if about else "", "for", when]))


def sourced(statement: Statement) -> str:
    """Return a statement in words with who published it."""
    return f"{said(statement)} ({publishers(statement)})"


def publishers(statement: Statement) -> str:
    """Return the outlets that printed a statement."""
    return words.listing((row.publisher for row in statement.rows), OUTLETS)


def listed(
    statements: Iterable[Statement], limit: int = SHOWN, near: Collection[Period] = ()
) -> str:
    """Return statements in words, the best trusted first, official exports and imports as a sum.

    Those on the periods of `near` come before all others.
    """
    return words.listing(_phrases(statements, near), limit)


def _phrases(statements: Iterable[Statement], near: Collection[Period] = ()) -> list[str]:
    def order(s: Statement) -> tuple[bool, bool, float, tuple[str, ...]]:
        far = not any(quantity.period in near for quantity in s.quantities)
        return far, s.measure != "level", -s.weight, s.figures

    left = sorted(statements, key=order)
    named = []
    for one in list(left):
        pair = [s for s in left if _pair(one, s)] if one in left else []
        if len(pair) == 2:
            left = [s for s in left if s not in pair]
            total = words.money(sum(s.rows[0].obs_value for s in pair), one.quantity.currency)
            when, whose = one.quantity.period.label(), words.statistics(one.series[0])
            named.append(f"{total} for {when} from {whose} (exports + imports)")
    return [*named, *(sourced(s) for s in left)]


def _pair(one: Statement, other: Statement) -> bool:
    """Whether two official levels are one flow of one trade in one series, or its other flow."""
    return (
        one.official
        and other.official
        and one.measure == other.measure == "level"
        and len(one.quantity.flows) == len(other.quantity.flows) == 1
        and (one.series, one.quantity.pair) == (other.series, other.quantity.pair)
        and one.quantity._replace(flows=other.quantity.flows) == other.quantity
    )


def agrees(statement: Statement, others: Sequence[Statement], implied: Implied) -> str:
    """Say what confirms a statement."""
    alike = len(others) == 1 and others[0].measure == statement.measure
    give = "gives" if len(others) == 1 else "together give"
    together = "" if alike else f", which {give} {_range(statement, implied)}"
    return f"Agrees with {listed(others)}{together}."


def bounded(statement: Statement, others: Sequence[Statement], implied: Implied) -> str:
    """Say what other figures leave room for when they confirm nothing."""
    value = statement.readings[0].value
    if not others or (value > 0 and implied.low < value / FAR and implied.high > value * FAR):
        return "Nothing contradicts it."
    low, high = (_one(statement, bound) for bound in (implied.low, implied.high))
    room = f"between {low} and {high}"
    if implied.high == float("inf"):
        room = f"at least {low}"
    elif implied.low <= _least(statement.quantity):
        room = f"at most {high}"
    return f"Nothing contradicts it; by {listed(others)} it is {room}."


def barred(statement: Statement, series: str, others: Sequence[Statement], implied: Implied) -> str:
    """Say which statistics a figure is not exactly from, and what those give."""
    if not others:
        return "Nothing contradicts it."
    return (
        f"Nothing contradicts it, but {words.statistics(series)} give "
        f"{_range(statement, implied)} ({listed(others)}): it is rounded, revised or another’s."
    )


def _least(quantity: Quantity) -> float:
    """Return the least that a quantity can be; only a balance can be negative."""
    return -float("inf") if quantity.flows[-1][0] < 0 else 0.0


def _one(statement: Statement, bound: float) -> str:
    if abs(bound) == float("inf"):
        return "any amount"
    if statement.measure == "level":
        return words.money(bound, statement.quantity.currency)
    if statement.measure == "share":
        return words.percent(bound * 100, signed=False)
    return words.percent((bound - 1) * 100)


def _range(statement: Statement, implied: Implied) -> str:
    bounds = Estimate(implied.middle, implied.low, implied.high)
    if statement.measure == "level":
        return words.money_range(bounds, statement.quantity.currency)
    if statement.measure == "share":
        return words.percent_range(bounds.scale(100)).replace("+", "")
    if statement.rows[0].unit_text == "times":
        low, high = (words.plain(bound) for bound in (implied.low, implied.high))
        return f"{low} to {high} times" if low != high else f"{low} times"
    return words.percent_range(bounds.minus(Estimate(1, 1, 1)).scale(100))


def conflict(
    statement: Statement,
    others: Sequence[Statement],
    implied: Implied | None,
    tied: Sequence[Statement],
) -> str:
    """Say what a statement conflicts with, and what that allows instead."""
    said_so = f"{publishers(statement)} {_gives(statement)} {said(statement)}"
    if not others:
        why = "a part is not more than its total"
        return f"{said_so}; {why if statement.measure == 'share' else EDITS['sign']}"
    against = listed(others, NAMED, [quantity.period for quantity in statement.quantities])
    stand = "stand" if len(_phrases(others)) > 1 else "stands"
    parts = [said_so, f"{against} {stand} against it"]
    if implied is not None and len(others) > 1 and implied.narrow(WIDE):
        parts[1] += f", which together give {_range(statement, implied)}"
    if len(tied) == len(others):
        parts.append("any one of them may be wrong")
    elif tied:
        parts.append(f"{listed(tied, NAMED)} may be wrong instead")
    if _revision(statement, others, implied):
        parts.append("statistics revised in between would explain so small a gap")
    if _hides(statement, others):
        parts.append("all figures are listed with the conflict")
    return "; ".join(parts)


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
    return outlets > OUTLETS or len(_phrases(others)) > NAMED


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
    allowed = f"about {_one(statement, found.implied.middle)}"
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
    amount = words.money(found.reading.value, statement.quantity.currency)
    return f"{amount} instead of {value(statement)}"


def fits(statement: Statement, series: str) -> str:
    """Say whose statistics a figure must be when its source does not."""
    others = [area for area in statement.series if area != series]
    not_those = "".join(f", not {words.possessive(words.area(area))}" for area in others)
    return f"Fits {words.statistics(series)}{not_those}."


def seam(short: Statement, long: Statement, found: Seam) -> str:
    """Say why two sources' running totals can hardly be of one country's statistics."""
    assert short.base is not None
    earlier = found.rest.shift(-1).label()
    now, before = (Estimate(i.middle, i.low, i.high) for i in (found.now, found.before))
    currency = short.quantity.currency
    most = words.money(now.high, currency)
    return (
        f"{sourced(short)} and {sourced(long)} hardly join in one country’s statistics: "
        f"{found.rest.label()} would be at most {most}, after "
        f"{words.money_range(before, currency)} in {earlier}; they may be from two, or one is wrong"
    )
