"""Growth year on year beside published rates, average annual growth, and the index."""

from __future__ import annotations

from typing import Any

from analysis import compare, formulas, words
from analysis.claims import AGREES, DIFFERS, Claim, against
from analysis.compare import Comparison, estimate, period
from analysis.formulas import NotComparable, Reason
from analysis.periods import Period, PeriodError, parse
from analysis.results import Result, mark, table
from analysis.results.levels import years
from analysis.selection import Selection
from analysis.subject import Subject

_SIGN = "A balance can change sign, so its growth in percent is refused."


def growth(subject: Subject, selection: Selection) -> Result:
    """Give like-for-like growth of every period beside every published rate for it."""
    first, last = years(subject, selection)
    claims = [
        claim
        for claim in subject.claims(selection.flow)
        if claim.period is None or first <= claim.period.year <= last
    ]
    if selection.flow == "balance":
        return _refused(subject, _SIGN, Reason.SIGN)
    rows = []
    drawn: dict[tuple[Period | None, Period | None], Comparison] = {}
    drawn |= {(period(c.new), period(c.old)): c for c in subject.growth(selection.flow)}
    for comparison in drawn.values():
        if first <= period(comparison.new).year <= last:
            rows.append(growth_mark(comparison, "recomputed"))
    for claim in claims:
        shown = drawn.get((claim.period, claim.base))
        verdict = against(claim, shown and subject.in_dollars(shown))
        rows += claim_marks(claim, subject.currency, verdict)
    return Result(
        rows=table(rows),
        title=_title(subject, selection, rows),
        subtitle=f"{words.flow(selection.flow, subject.pair)}, change on the same months a year "
        f"earlier, percent, {words.statistics(subject.statistics)}",
        note="Recomputed only inside one series. A published rate agrees when its rounding "
        "interval meets the recomputed one; “n times” is shown in both readings." + _tally(claims),
        refused="" if rows else "No two periods here are like for like, and no rate is in print.",
    )


def growth_mark(comparison: Comparison, role: str, **more: Any) -> dict[str, Any]:
    """Return a comparison as a row: growth in percent with its interval and both figures."""
    new, old = comparison.new, comparison.old
    return mark(new, role, "percent", comparison.growth) | {
        "base_period": old.time_period,
        "base_publisher": old.publisher,
        "base_published": old.published,
        "figure_ids": f"{new.figure_ids} / {old.figure_ids}",
        "note": " ".join(comparison.caveats),
        **more,
    }


def claim_marks(claim: Claim, currency: str, verdict: str) -> list[dict[str, Any]]:
    """Return a published rate as rows, one a reading, with verdict and implied base."""
    found = []
    for n, reading in enumerate(claim.readings):
        row = mark(claim.row, "published", "percent", reading) | {
            "base_period": claim.base.sdmx() if claim.base else "",
            "verdict": verdict,
            "reading": n if len(claim.readings) > 1 else -1,
            "text": published(claim),
            "note": claim_note(claim, currency),
        }
        row["implied_base"], row["implied_low"], row["implied_high"] = claim.implied or (None,) * 3
        found.append(row)
    return found


def published(claim: Claim) -> str:
    """Return a published rate in the words of its source: +50%, 3.52 times."""
    row = claim.row
    hedge = {"over": "over ", "under": "under ", "about": "about "}.get(row.qualifier, "")
    if row.unit_text == "times":
        return f"{hedge}{row.value_text} times"
    return hedge + words.published_percent(row.obs_value)


def claim_note(claim: Claim, currency: str = "USD") -> str:
    """Say in a sentence how a published rate stands beside the levels in dollars.

    `currency` is the one shown: where it is another, the sentence says that dollars were compared.
    """
    said = []
    dollars = "" if currency == "USD" else " in dollars"
    if len(claim.readings) > 1:
        low, high = (words.percent(r.value, digits=0) for r in claim.readings)
        said.append(f"“{claim.row.value_text} times” means {low} or {high}.")
    if claim.recomputed is not None and claim.verdict in (AGREES, DIFFERS):
        found = words.percent(claim.recomputed.growth.value)
        whose = words.statistics(claim.recomputed.new.statistics_of)
        meets = "meets" if claim.verdict == AGREES else "misses"
        said.append(f"Growth recomputed{dollars} from {whose}, {found}, {meets} it.")
    if claim.period and not claim.base_said:
        said.append("The source names no base; read as the same months a year earlier.")
    if claim.implied:
        base = words.money(claim.implied.value)
        when = f" for {claim.base.label()}" if claim.base else ""
        said.append(f"With the published level it implies about {base}{when}.")
    return " ".join(said)


def _title(subject: Subject, selection: Selection, rows: list[dict[str, Any]]) -> str:
    pair, what = words.pair(subject.pair), selection.flow
    found = [row for row in rows if row["role"] == "recomputed"]
    if not found:
        return f"{pair} {what}: published growth" if rows else f"{pair} {what}: no growth rate"
    full = [row for row in found if parse(row["time_period"]).is_year] or found
    last = max(full, key=lambda row: parse(row["time_period"]).end)
    return f"{pair} {what} {moved(last['value'])} in {last['label']}"


def moved(percent: float) -> str:
    """Return a change in words: rose 49.9%, fell 4.2%, stood still."""
    if abs(percent) < 0.05:
        return "stood still"
    return f"{'rose' if percent > 0 else 'fell'} {words.percent(abs(percent), signed=False)}"


def _tally(claims: list[Claim]) -> str:
    checked = {
        (c.period, published(c)): c.verdict for c in claims if c.verdict in (AGREES, DIFFERS)
    }
    if not checked:
        return ""
    agreeing = sum(verdict == AGREES for verdict in checked.values())
    if len(checked) == 1:
        said = "agrees" if agreeing else "does not agree"
        return f" The one published rate that can be checked {said}."
    return f" Of {len(checked)} different published rates that can be checked, {agreeing} agree."


def _refused(subject: Subject, sentence: str, reason: Reason = Reason.MISSING) -> Result:
    title = f"{words.pair(subject.pair)}: no growth rate"
    return Result(table([]), title, "", refused=sentence, reason=reason)


def cagr(subject: Subject, selection: Selection) -> Result:
    """Give average annual growth from each earlier year to the latest, in one series."""
    levels = subject.at(selection.flow)
    last = _chosen(selection.period, levels) or _latest(levels)
    comparisons = compare.annual_rates(levels, last) if last else []
    first = years(subject, selection)[0]
    rows = [_annual_mark(c) for c in comparisons if period(c.old).year >= first]
    pair, what = words.pair(subject.pair), selection.flow
    if not rows:
        return _refused(
            subject, "An average annual rate needs the same months of two years in one series."
        )
    longest = rows[-1]
    return Result(
        rows=table(rows),
        title=f"{pair} {what}: {words.percent(longest['value'])} a year on average, "
        f"{longest['base_label']} to {longest['label']}",
        subtitle=f"Compound annual growth to {last.label() if last else ''} from each earlier "
        f"year, percent a year, {words.statistics(rows[0]['statistics_of'])}",
        note="Uses only the first and the last year of each span, so it depends on both.",
    )


def _annual_mark(comparison: Comparison) -> dict[str, Any]:
    annual = comparison.annual or comparison.growth
    return growth_mark(comparison, "annual") | {
        "value": annual.value,
        "low": annual.low,
        "high": annual.high,
        "unit": "percent a year",
        "base_label": period(comparison.old).label(),
        "note": f"{comparison.years} years" if comparison.years > 1 else "1 year",
    }


def index(subject: Subject, selection: Selection) -> Result:
    """Give each year as an index of the base year = 100, inside one series."""
    levels = subject.at(selection.flow)
    first, last = years(subject, selection)
    full = [p for p in levels if p.is_year and first <= p.year <= last]
    chosen = _chosen(selection.base, levels)
    base = chosen if chosen in full else min(full, default=None)
    if base is None or selection.flow == "balance":
        return _refused(subject, "An index needs full years of exports, imports or turnover.")
    origin = levels[base][0]
    rows = []
    for p in sorted(full):
        row = next((r for r in levels[p] if r.series == origin.series), None)
        if row is None:
            continue
        try:
            value = formulas.index(estimate(row), estimate(origin))
        except NotComparable as error:
            return _refused(subject, str(error), error.reason)
        rows.append(mark(row, "index", "index", value) | {"base_period": base.sdmx()})
    peak = max(rows, key=lambda row: row["value"])
    tall = peak["value"] > 100
    above = f", {words.plain(peak['value'] / 100)} times {base.label()}" if tall else ""
    return Result(
        rows=table(rows),
        title=f"{words.pair(subject.pair)} {selection.flow}: highest in {peak['label']}{above}",
        subtitle=f"Index, {base.label()} = 100, {words.statistics(origin.statistics_of)}",
        note="A gap is a year without a figure in this series; nothing is filled in.",
        extra={"base": base},
    )


def _chosen(text: str, levels: compare.Levels) -> Period | None:
    try:
        chosen = parse(text) if text else None
    except PeriodError:
        return None
    return chosen if chosen in levels else None


def _latest(levels: compare.Levels) -> Period | None:
    return max((p for p in levels if p.is_year), key=lambda p: p.end, default=None)
