"""Statements and conflicts as a person says them. Refuses to judge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from analysis import words
from analysis.compare import Row
from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.reconcile.quantities import Quantity
from analysis.reconcile.settled import Implied
from analysis.reconcile.statements import Statement
from analysis.schema import TOTAL

SHOWN = 4
"""How many figures a sentence names before it counts the rest."""
OUTLETS = 2
"""How many outlets of one statement are named."""
FAR = 10
"""A bound this many times off is not worth saying."""
UNCONTESTED = "Nothing contradicts it"


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
    return words.listing(phrases(statements, near), limit)


def phrases(statements: Iterable[Statement], near: Collection[Period] = ()) -> list[str]:
    """Return statements in words, in the order in which they are `listed`."""

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
    together = "" if alike else f", which {give} {ranged(statement, implied)}"
    return f"Agrees with {listed(others)}{together}."


def uncontested(apart: bool, doubted: bool) -> str:
    """Say how far nothing is against a statement that is not doubted.

    apart: whether it hardly joins with another; doubted: whether what contradicts it is in doubt.
    """
    if doubted:
        return "Only figures in doubt contradict it"
    return "No arithmetic contradicts it" if apart else UNCONTESTED


def bounded(statement: Statement, others: Sequence[Statement], implied: Implied, free: str) -> str:
    """Say what other figures leave room for when they confirm nothing."""
    value = statement.readings[0].value
    if not others or (value > 0 and implied.low < value / FAR and implied.high > value * FAR):
        return f"{free}."
    low, high = (amount(statement, bound) for bound in (implied.low, implied.high))
    room = f"between {low} and {high}"
    if implied.high == float("inf"):
        room = f"at least {low}"
    elif implied.low <= _least(statement.quantity):
        room = f"at most {high}"
    return f"{free}; by {listed(others)} it is {room}."


def barred(
    statement: Statement, series: str, others: Sequence[Statement], implied: Implied, free: str
) -> str:
    """Say which statistics a figure is not exactly from, and what those give."""
    if not others:
        return f"{free}."
    return (
        f"{free}, but {words.statistics(series)} give "
        f"{ranged(statement, implied)} ({listed(others)}): it is rounded, revised or another’s."
    )


def _least(quantity: Quantity) -> float:
    """Return the least that a quantity can be; only a balance can be negative."""
    return -float("inf") if quantity.flows[-1][0] < 0 else 0.0


def amount(statement: Statement, bound: float) -> str:
    """Return a bound as a statement of its kind would print it."""
    if abs(bound) == float("inf"):
        return "any amount"
    if statement.measure == "level":
        return words.money(bound, statement.quantity.currency)
    if statement.measure == "share":
        return words.percent(bound * 100, signed=False)
    return words.percent((bound - 1) * 100)


def ranged(statement: Statement, implied: Implied) -> str:
    """Return bounds as a statement of its kind would print them."""
    bounds = Estimate(implied.middle, implied.low, implied.high)
    if statement.measure == "level":
        return words.money_range(bounds, statement.quantity.currency)
    if statement.measure == "share":
        return words.percent_range(bounds.scale(100)).replace("+", "")
    if statement.rows[0].unit_text == "times":
        low, high = (words.plain(bound) for bound in (implied.low, implied.high))
        return f"{low} to {high} times" if low != high else f"{low} times"
    return words.percent_range(bounds.minus(Estimate(1, 1, 1)).scale(100))
