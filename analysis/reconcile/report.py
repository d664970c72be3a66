"""What was found about a component as rows for people and files: verdicts, conflicts, deduced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from analysis.compare import Row
from analysis.reconcile import rules, sentences
from analysis.reconcile.deduce import Deduced
from analysis.reconcile.deduce import deduced as deduce
from analysis.reconcile.derivations import derivation
from analysis.reconcile.edits import EARLIER
from analysis.reconcile.hints import Hint
from analysis.reconcile.seams import seams
from analysis.reconcile.settled import Implied, Settled
from analysis.reconcile.statements import Quantity
from analysis.reconcile.unconfirmed import unconfirmed
from analysis.reconcile.verdicts import AGREES, CONFLICTS, UNCHECKED, Verdict, verdict


class Judged(NamedTuple):
    """A figure's verdict, the reason, whose statistics it is (empty: as said), and a hint."""

    verdict: str
    reason: str
    series: str = ""
    hint: str = ""


def unusable(why: str) -> Judged:
    """Return the verdict of a figure that states nothing about a cell."""
    return Judged(UNCHECKED, _sentence(why))


def figures(settled: Settled, guesses: Mapping[int, Hint]) -> dict[str, Judged]:
    """Return the verdict of every figure of a component."""
    found: dict[str, Judged] = {}
    for n, statement in settled.said.items():
        hint = _sentence(_guess(settled, n, guesses))
        for alone in (False, True):
            keys = [row.figure_id for row in statement.rows if settled.alone(row, n) == alone]
            if keys:
                given = verdict(settled, n, alone)
                judged = Judged(given.verdict, _reason(settled, n, given), given.series, hint)
                found |= dict.fromkeys(keys, judged)
    return found


def conflicts(settled: Settled, guesses: Mapping[int, Hint]) -> Iterator[dict[str, Any]]:
    """Yield one conflict for each statement of the first minimum set, with what ties with it."""
    for n, core in settled.cores.items():
        tied = [n, *sorted(settled.ties[n])]
        tied.sort(key=lambda m: m not in guesses)
        yield {
            "figures": tuple(f for m in sorted(core) for f in settled.said[m].figures),
            "doubted": tuple(f for m in tied for f in settled.said[m].figures),
            "sets": tuple(settled.said[m].figures for m in tied),
            "edit": rules.edit([settled.said[m] for m in core], settled.split(n)),
            "sentence": _conflict(settled, n, tied[0], guesses),
        } | _place(settled.said[tied[0]].rows[0])


def unlike(settled: Settled) -> Iterator[dict[str, Any]]:
    """Yield one conflict between statistics, doubting nobody, for each pair that hardly joins."""
    told = set()
    for found in seams(settled):
        spans = settled.said[found.short].quantity.period, settled.said[found.long].quantity.period
        if spans in told:
            continue
        told.add(spans)
        short, long = settled.said[found.short], settled.said[found.long]
        row = long.rows[0]
        yield {
            "figures": short.figures + long.figures,
            "doubted": (),
            "sets": (),
            "edit": "seam",
            "sentence": _sentence(sentences.seam(short, long, found)),
        } | _place(row)


def _place(row: Row) -> dict[str, str]:
    names = ("ref_area", "counterpart_area", "flow", "product", "time_period")
    return {name: getattr(row, name) for name in names}


def deduced(settled: Settled) -> Iterator[dict[str, Any]]:
    """Yield the values that a component implies, each with its derivation."""
    for one in deduce(settled):
        rests_on = [settled.said[n] for n in sorted(one.implied.rests_on)]
        yield _seen(one) | {
            "product": one.quantity.product,
            "time_period": one.quantity.period.sdmx(),
            "start": one.quantity.period.start,
            "months": one.quantity.period.months,
            "obs_value": one.implied.middle,
            "obs_low": one.implied.low,
            "obs_high": one.implied.high,
            "unit_measure": one.quantity.currency,
            "statistics_of": one.series.rstrip(EARLIER),
            "obs_status": "I",
            "derivation": derivation(
                one.quantity, one.implied, rests_on, one.series.rstrip(EARLIER)
            ),
            "figures": tuple(f for statement in rests_on for f in statement.figures),
        }


def _seen(one: Deduced) -> dict[str, str]:
    """Name a flow as the country whose statistics it is from does; turnover has no direction."""
    _, exporter, importer = one.quantity.flows[0]
    if len(one.quantity.flows) == 2:
        flow, ends = "turnover", one.quantity.pair
    elif one.series.rstrip(EARLIER) == importer:
        flow, ends = "imports", (importer, exporter)
    else:
        flow, ends = "exports", (exporter, importer)
    return {"ref_area": ends[0], "counterpart_area": ends[1], "flow": flow}


def _reason(settled: Settled, n: int, given: Verdict) -> str:
    if given.verdict == CONFLICTS:
        known = [m for m, others in settled.ties.items() if n == m or n in others]
        return _against(settled, known[0], n) if known else _otherwise(settled, n)
    statement, implied = settled.said[n], given.implied
    others = [settled.said[m] for m in sorted(implied.rests_on)] if implied else []
    reason = "Nothing contradicts it."
    if given.verdict == UNCHECKED:
        reason = unconfirmed(settled, n)
    elif implied and given.verdict == AGREES:
        reason = sentences.agrees(statement, others, implied)
    elif implied:
        reason = sentences.bounded(statement, others, implied)
    if given.barred:
        series, barred = given.barred
        against = [settled.said[m] for m in sorted(barred.rests_on)]
        reason = sentences.barred(statement, series, against, barred)
    return f"{sentences.fits(statement, given.series)} {reason}" if given.forced else reason


def _conflict(settled: Settled, known: int, lead: int, guesses: Mapping[int, Hint]) -> str:
    said = _against(settled, known, lead)
    guess = _guess(settled, lead, guesses)
    return f"{said[:-1]}; {guess}." if guess else said


def _against(settled: Settled, known: int, n: int) -> str:
    """Say what contradicts a suspect: the core of the doubted statement it ties with."""
    statement = settled.said[n]
    others = [settled.said[m] for m in sorted(_shown(settled, n, settled.cores[known]) - {n})]
    implied = None if settled.split(known) else _allowed(settled, n, known)
    tied = [settled.said[m] for m in sorted({known, *settled.ties[known]} - {n})]
    return _sentence(sentences.conflict(statement, others, implied, tied))


def _otherwise(settled: Settled, n: int) -> str:
    """Say what contradicts a suspect of another minimum set that ties with none of the first."""
    rest = settled.without(n)
    core = settled.component.shrink(rest | {n}, sorted(rest))
    others = [settled.said[m] for m in sorted(core - {n})]
    return _sentence(sentences.conflict(settled.said[n], others, None, others))


def _shown(settled: Settled, n: int, core: frozenset[int]) -> frozenset[int]:
    """Return a core, and with one official flow of a turnover also the other."""
    own = settled.said[n].quantity
    if len(own.flows) == 1:
        return core
    flows = {(m, settled.said[m].quantity) for m in core if settled.said[m].official}
    partners = {
        m
        for m in settled.rest - core
        for k, quantity in flows
        if settled.said[m].official
        and settled.said[m].series == settled.said[k].series
        and settled.said[m].measure == "level"
        and settled.said[m].quantity._replace(flows=quantity.flows) == quantity
    }
    return core | partners


def _allowed(settled: Settled, n: int, known: int) -> Implied | None:
    """Return what the figures that contradict a statement leave room for."""
    statement = settled.said[n]
    core = settled.cores[known]
    given = dict.fromkeys((c for m in core for c in settled.voices(m)), 0) | settled.read_first
    terms: dict[Quantity, float] = {statement.quantity: 1.0}
    series = settled.ledger.vintage(n, statement.series[0])
    return settled.implied(terms, series, {n}, statement.base, given, core)


def _guess(settled: Settled, n: int, guesses: Mapping[int, Hint]) -> str:
    if n not in guesses:
        return ""
    return sentences.hint(settled.said[n], guesses[n], settled.ledger.said)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
