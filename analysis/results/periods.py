"""Any two periods of one or more pairs: values, change, percent, times, contribution in points."""

from __future__ import annotations

from typing import Any

from analysis import compare, words
from analysis.claims import Claim, against
from analysis.compare import Comparison
from analysis.formulas import NotComparable, Reason
from analysis.periods import Period, PeriodError, parse
from analysis.results import Result, mark, table
from analysis.results.growth import claim_note, growth_mark, moved, published
from analysis.selection import Selection
from analysis.subject import Subject

FLOWS = ("turnover", "exports", "imports")


def chosen(subject: Subject, selection: Selection) -> tuple[Period, Period] | None:
    """Return the periods to compare: as chosen, else the latest that are like for like.

    A base that is not chosen is the same months a year earlier, or the nearest that is allowed.
    """
    levels = subject.at(selection.flow)
    new, old = (_read(text) for text in (selection.period, selection.base))
    if new and old:
        return new, old
    if new:
        near = compare.nearest(levels, new, new.shift(-1))
        return near if near and near[0] == new else (new, new.shift(-1))
    allowed = [compare.period(c.new) for c in subject.growth(selection.flow)]
    latest = max(allowed, key=lambda p: (p.end, p.months), default=None)
    return (latest, old or latest.shift(-1)) if latest else None


def _read(text: str) -> Period | None:
    try:
        return parse(text) if text else None
    except PeriodError:
        return None


def compared(subjects: list[Subject], selection: Selection) -> Result:
    """Compare two periods of each pair, flow by flow; the first pair decides title and refusal."""
    first = subjects[0]
    two = chosen(first, selection)
    if two is None:
        return _nothing(first, selection)
    rows, refusals = [], []
    for subject in subjects:
        try:
            rows += _pair_rows(subject, selection, two)
        except NotComparable as error:
            refusals.append((subject, error))
    lost = [error for subject, error in refusals if subject is first]
    others = [
        f"{words.pair(s.pair)} is not shown: {error}" for s, error in refusals if s is not first
    ]
    return Result(
        rows=table(rows),
        title=_title(first, selection, rows, two),
        subtitle=f"{_flow(rows, selection)}, {{unit}}, {_whose(rows, selection)}",
        note=" ".join([*_caveats(rows), *others]),
        refused=str(lost[0]) if lost else "",
        reason=lost[0].reason if lost else None,
        offer=compare.nearest(first.at(selection.flow), *two) if lost else None,
        extra={"new": two[0], "old": two[1]},
    )


def _nothing(subject: Subject, selection: Selection) -> Result:
    balance = selection.flow == "balance"
    said = (
        "A balance can change sign, so a percent change says nothing; choose exports or imports."
        if balance
        else "No two periods in this selection are like for like: "
        "try all statistics, another flow or another pair."
    )
    title = f"{words.pair(subject.pair)}: nothing to compare"
    reason = Reason.SIGN if balance else Reason.MISSING
    return Result(table([]), title, "", refused=said, reason=reason)


def _pair_rows(
    subject: Subject, selection: Selection, two: tuple[Period, Period]
) -> list[dict[str, Any]]:
    main = compare.between(subject.at(selection.flow), *two)
    rows = _comparison_rows(main, subject)
    if selection.flow == "turnover":
        for flow, new, old, added in compare.contributions(main, subject.parts()):
            part = compare.between({two[0]: [new], two[1]: [old]}, *two)
            rows += _comparison_rows(part, subject)
            rows.append(mark(new, "contribution", "points", added) | {"flow": flow})
    return rows


def _comparison_rows(comparison: Comparison, subject: Subject) -> list[dict[str, Any]]:
    new, old = comparison.new, comparison.old
    unit = subject.currency
    claims = [
        claim
        for claim in subject.claims(new.flow)
        if claim.period == compare.period(new) and claim.base == compare.period(old)
    ]
    rows = [
        mark(old, "old", unit),
        mark(new, "new", unit),
        mark(new, "change", unit, comparison.change) | {"base_period": old.time_period},
        growth_mark(comparison, "growth", caveats=comparison.caveats),
        mark(new, "times", "times", comparison.times) | {"base_period": old.time_period},
    ]
    if comparison.annual:
        rows.append(
            mark(new, "annual", "percent a year", comparison.annual)
            | {"base_period": old.time_period}
        )
    shown = subject.in_dollars(comparison)
    return rows + [_claim_row(claim, unit, against(claim, shown)) for claim in claims]


def _claim_row(claim: Claim, currency: str, verdict: str) -> dict[str, Any]:
    return mark(claim.row, "published", "percent", claim.readings[claim.reading or 0]) | {
        "text": published(claim),
        "verdict": verdict,
        "note": claim_note(claim, currency),
    }


def _title(
    subject: Subject,
    selection: Selection,
    rows: list[dict[str, Any]],
    two: tuple[Period, Period],
) -> str:
    pair, what = words.pair(subject.pair), selection.flow
    code = "-".join(subject.pair)
    main = [r for r in rows if r["role"] == "growth" and r["pair"] == code and r["flow"] == what]
    if not main:
        return f"{pair}: {two[0].label()} is not compared with {two[1].label()}"
    when = f"in {two[0].label()} against {two[1].label()}"
    others = [r for r in rows if r["role"] == "growth" and r["pair"] != code and r["flow"] == what]
    if others:
        said = (f"{_pair(r)} {words.percent(r['value'])}" for r in [*main, *others])
        return f"{what.capitalize()} {when}: {words.listing(said)}"
    return f"{pair} {what} {moved(main[0]['value'])} {when}"


def _pair(row: dict[str, Any]) -> str:
    first, second = row["pair"].split("-")
    return words.pair((first, second))


def _flow(rows: list[dict[str, Any]], selection: Selection) -> str:
    if len({row["pair"] for row in rows}) < 2 or selection.flow == "turnover":
        return words.flow(selection.flow, selection.pair)
    link = "to" if selection.flow == "exports" else "from"
    return f"{selection.flow.capitalize()} of the country named first {link} the other"


def _whose(rows: list[dict[str, Any]], selection: Selection) -> str:
    used = [row["statistics_of"] for row in rows if row["role"] == "new"] or [selection.statistics]
    if len(set(used)) > 1:
        return "each in the statistics named under it"
    return words.statistics(used[0])


def _caveats(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(c for row in rows for c in row.get("caveats", ())))
