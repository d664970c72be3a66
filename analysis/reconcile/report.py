"""What was found about a component as rows for people and files: verdicts, conflicts, deduced."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from analysis.compare import Row
from analysis.reconcile import contested, rules, sentences
from analysis.reconcile.deduce import Deduced
from analysis.reconcile.deduce import deduced as deduce
from analysis.reconcile.derivations import derivation
from analysis.reconcile.hints import Hint
from analysis.reconcile.quantities import Quantity
from analysis.reconcile.releases import EARLIER
from analysis.reconcile.seams import Seam
from analysis.reconcile.settled import Implied, Settled
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


def figures(
    settled: Settled, guesses: Mapping[int, Hint], unlike: Collection[Seam]
) -> dict[str, Judged]:
    """Return the verdict of every figure of a component."""
    found: dict[str, Judged] = {}
    for n, statement in settled.said.items():
        hint = _sentence(_guess(settled, n, guesses))
        for alone in (False, True):
            keys = [row.figure_id for row in statement.rows if settled.alone(row, n) == alone]
            if keys:
                given = verdict(settled, n, alone)
                reason = _reason(settled, n, given, unlike)
                judged = Judged(given.verdict, reason, given.series, hint)
                found |= dict.fromkeys(keys, judged)
    return found


def conflicts(settled: Settled, guesses: Mapping[int, Hint]) -> Iterator[dict[str, Any]]:
    """Yield one conflict for each witness of the first minimum set, with what ties with it."""
    doubt = settled.doubt
    for n, core in doubt.cores.items():
        tied = [n, *sorted(doubt.ties[n])]
        tied.sort(key=lambda m: m not in guesses)
        sets = doubt.together(n) or doubt.alternatives[n]
        yield {
            "figures": _keys(settled, sorted(core.union(tied))),
            "doubted": _keys(settled, tied),
            "sets": tuple(_keys(settled, sorted(one)) for one in sorted(sets, key=_led(tied[0]))),
            "edit": rules.edit([settled.said[m] for m in core], settled.split(n)),
            "sentence": _conflict(settled, n, tied[0], guesses),
        } | _place(settled.said[tied[0]].rows[0])


def _led(lead: int) -> Callable[[Collection[int]], bool]:
    return lambda one: lead not in one


def _keys(settled: Settled, statements: Iterable[int]) -> tuple[str, ...]:
    return tuple(figure for n in statements for figure in settled.said[n].figures)


def unlike(settled: Settled, found: Iterable[Seam]) -> Iterator[dict[str, Any]]:
    """Yield one conflict between statistics, doubting nobody, for the months that hardly join."""
    by_months: dict[tuple[object, ...], list[Seam]] = {}
    for seam in found:
        whole = settled.said[seam.long].quantity
        by_months.setdefault((whole.pair, whole.period), []).append(seam)
    for same in by_months.values():
        seam = min(same, key=lambda seam: seam.rest.months)
        short, long = settled.said[seam.short], settled.said[seam.long]
        yield {
            "figures": _keys(settled, sorted({n for seam in same for n in seam[:2]})),
            "doubted": (),
            "sets": (),
            "edit": "seam",
            "sentence": _sentence(contested.seam(short, long, seam)),
        } | _place(long.rows[0])


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


def _reason(settled: Settled, n: int, given: Verdict, unlike: Collection[Seam]) -> str:
    if given.verdict == CONFLICTS:
        known = [m for m, others in settled.doubt.ties.items() if n == m or n in others]
        return _against(settled, known[0], n) if known else _otherwise(settled, n)
    apart = [seam.long if seam.short == n else seam.short for seam in unlike if n in seam[:2]]
    free = sentences.uncontested(bool(apart), any(n in c for c in settled.doubt.cores.values()))
    reason = _supported(settled, n, given, free)
    fits = f"{contested.fits(settled.said[n], given.series)} " if given.forced else ""
    joins = contested.hardly(settled.said[m] for m in apart) if apart else ""
    return f"{fits}{reason}{joins}"


def _supported(settled: Settled, n: int, given: Verdict, free: str) -> str:
    """Say what confirms a statement or leaves it room; `free` is how far nothing is against it."""
    statement, implied = settled.said[n], given.implied
    if given.verdict == UNCHECKED:
        return unconfirmed(settled, n, free)
    others = [settled.said[m] for m in sorted(implied.rests_on)] if implied else []
    if given.barred:
        series, barred = given.barred
        against = [settled.said[m] for m in sorted(barred.rests_on)]
        return sentences.barred(statement, series, against, barred, free)
    if implied and given.verdict == AGREES:
        return sentences.agrees(statement, others, implied)
    if revised := [settled.said[m] for m in sorted(settled.said) if _revises(settled, m, n)]:
        return f"Revised since: {sentences.listed(revised)}."
    return sentences.bounded(statement, others, implied, free) if implied else f"{free}."


def _revises(settled: Settled, later: int, n: int) -> bool:
    """Whether a later official figure is on what an earlier one of the same statistics is on."""
    own, other = settled.said[n], settled.said[later]
    same = (own.measure, own.quantity, own.base) == (other.measure, other.quantity, other.base)
    official = own.official and other.official and own.series == other.series
    return same and official and other.first > own.first > ""


def _conflict(settled: Settled, known: int, lead: int, guesses: Mapping[int, Hint]) -> str:
    said = _against(settled, known, lead)
    guess = _guess(settled, lead, guesses)
    return f"{said[:-1]}; {guess}." if guess else said


def _against(settled: Settled, known: int, n: int) -> str:
    """Say what contradicts a suspect: the core of the doubted statement it ties with."""
    doubt, statement = settled.doubt, settled.said[n]
    same = doubt.witnesses[known] if n in doubt.witnesses[known] else {n}
    others = [settled.said[m] for m in sorted(_shown(settled, n, doubt.cores[known]) - same)]
    implied = None if settled.split(known) else _allowed(settled, n, known)
    tied = [settled.said[m] for m in sorted((doubt.ties[known] | {known}) - same)]
    whole = [[settled.said[m] for m in sorted(one)] for one in doubt.together(known)]
    said = contested.conflict(statement, others, implied, tied, whole)
    return _sentence(said if doubt.proven else f"{said}; {contested.UNPROVEN}")


def _otherwise(settled: Settled, n: int) -> str:
    """Say what contradicts a suspect of another minimum set that ties with none of the first."""
    rest = settled.doubt.without(n)
    core = settled.component.shrink(rest | {n}, sorted(rest))
    others = [settled.said[m] for m in sorted(core - {n})]
    return _sentence(contested.conflict(settled.said[n], others, None, others, ()))


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
    core = settled.doubt.cores[known]
    given = dict.fromkeys((c for m in core for c in settled.voices(m)), 0) | settled.read_first
    terms: dict[Quantity, float] = {statement.quantity: 1.0}
    series = settled.ledger.vintage(n, statement.series[0])
    return settled.implied(terms, series, {n}, statement.base, given, core)


def _guess(settled: Settled, n: int, guesses: Mapping[int, Hint]) -> str:
    if n not in guesses:
        return ""
    return contested.hint(settled.said[n], guesses[n], settled.ledger.said)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
