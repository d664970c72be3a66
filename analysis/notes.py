"""What a reader of a selection must not miss, in plain sentences, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from analysis import compare, words
from analysis.claims import DIFFERS, Claim
from analysis.compare import Row, estimate
from analysis.periods import Period
from analysis.results.growth import published
from analysis.results.levels import years
from analysis.results.periods import chosen as compared_periods
from analysis.schema import ANY, RECONCILED, UNSAID
from analysis.selection import Selection
from analysis.subject import Subject

CONTESTED_SHOWN = 3
RECENT = 6


class Note(NamedTuple):
    """A sentence with its headline and small print; `focus` is the period of its figures."""

    headline: str
    sentence: str
    detail: str = ""
    focus: str = ""
    measure: str = ""


def notes(subject: Subject, selection: Selection) -> list[Note]:
    """Return the notes for a selection, what is contested first.

    The view of sources lists conflicts itself, and how far apart two statistics are.
    """
    found = [*_said_of_latest(subject, selection)]
    if selection.view != "sources":
        found += [*_contested(subject, selection), *between_reporters(subject, selection)]
    found += [*_missing(subject, selection)]
    if selection.view != "sources":
        found += [*_rates(subject, selection)]
    return found + [*_unsaid(subject, selection), *_undrawn(subject, selection)]


def _said_of_latest(subject: Subject, selection: Selection) -> Iterator[Note]:
    """Pass on what the table itself says of the newest full year's figure."""
    levels = subject.at(selection.flow)
    full = [p for p in levels if p.is_year and _in_view(subject, selection)(p)]
    if full and levels[max(full)][0].note and not levels[max(full)][0].computed:
        row = levels[max(full)][0]
        yield Note(f"{max(full).label()}.", f"{row.note}.", _whose(row), max(full).sdmx())


def _in_view(subject: Subject, selection: Selection) -> Callable[[Period], bool]:
    """Return whether a period is on the screen: one of two compared, or in the years shown."""
    if selection.view == "compare":
        two = compared_periods(subject, selection) or ()
        return lambda p: p in two
    first, last = years(subject, selection)
    return lambda p: first <= p.year <= last


def _shown(subject: Subject, selection: Selection) -> list[tuple[Period, list[Row]]]:
    seen = _in_view(subject, selection)
    return [(p, list(rows)) for p, rows in subject.every_at(selection.flow).items() if seen(p)]


def _contested(subject: Subject, selection: Selection) -> Iterator[Note]:
    """Name the periods whose figures do not meet, widest apart first."""
    wide = []
    for p, rows in _shown(subject, selection):
        apart = _apart(rows)
        if _conflict(apart):
            values = sorted(row.obs_value for row in apart)
            wide.append((values[-1] / max(values[0], 1.0), p, _farthest(apart)))
    for ratio, p, apart in sorted(wide, key=lambda w: -w[0])[:CONTESTED_SHOWN]:
        if ratio > 1.05:
            said = [f"{_said(r, subject)} ({_whose(r)})" for r in apart[:3]]
            publishers = len({row.publisher for row in apart})
            yield Note(
                f"{p.label()} is contested.",
                f"{words.listing(said)} are in print.",
                f"{publishers} publishers, up to {ratio:,.1f} times apart",
                p.sdmx(),
            )


def _apart(rows: list[Row]) -> list[Row]:
    """Return one figure of each group whose intervals do not meet, best ranked first."""
    kept: list[Row] = []
    for row in (r for r in rows if r.statistics_of != RECONCILED):
        if not any(estimate(row).meets(estimate(other)) for other in kept):
            kept.append(row)
    return kept


def _conflict(apart: list[Row]) -> bool:
    """Whether figures that do not meet cannot be put down to two reporters' own statistics."""
    known = [row.statistics_of for row in apart]
    return len(apart) > 1 and (UNSAID in known or len(set(known)) < len(known))


def _farthest(apart: list[Row]) -> list[Row]:
    """Return the standing figure, then the others from the farthest to the nearest."""
    first, *others = apart
    return [first, *sorted(others, key=lambda r: -abs(r.obs_value - first.obs_value))]


def _said(row: Row, subject: Subject) -> str:
    amount = words.money(row.obs_value, subject.currency)
    return f"{row.value_text} {row.unit_text}, about {amount}" if row.converted else amount


def _whose(row: Row) -> str:
    return (
        row.publisher if row.statistics_of == UNSAID else words.statistics_short(row.statistics_of)
    )


def between_reporters(subject: Subject, selection: Selection) -> Iterator[Note]:
    """Say how far the two reporters' statistics of the same years lie apart."""
    ratios = []
    for p, rows in subject.every_at(selection.flow).items():
        sides = compare.both_sides(rows, subject.pair)
        if p.is_year and len(sides) == 2 and min(s.obs_value for s in sides) > 0:
            values = sorted(s.obs_value for s in sides)
            ratios.append((p.year, values[1] / values[0]))
    ratios = sorted(ratios)[-RECENT:]
    if ratios and max(r for _, r in ratios) > 1.05:
        high = max(r for _, r in ratios)
        names = words.listing(words.possessive(words.area(code)) for code in subject.pair)
        yield Note(
            "Two statistics.",
            f"{names} figures for the same year differ by up to {high:.1f} times.",
            f"Years {ratios[0][0]}–{ratios[-1][0]}, as both report them",
            measure="mirror",
        )


def _missing(subject: Subject, selection: Selection) -> Iterator[Note]:
    if selection.view == "compare":
        return
    first, last = years(subject, selection)
    full = {p.year for p in subject.at(selection.flow) if p.is_year}
    gaps = [str(y) for y in range(first, last + 1) if y not in full and full and y < max(full)]
    if gaps:
        whose = "" if subject.statistics == ANY else f" in {words.statistics(subject.statistics)}"
        yield Note("Missing.", f"No figure for {words.listing(gaps, 6)}{whose}: a gap, not a zero.")


def _rates(subject: Subject, selection: Selection) -> Iterator[Note]:
    """Name the published growth rates that the levels contradict, and what rates imply."""
    seen = _in_view(subject, selection)
    claims = subject.claims(selection.flow)
    recent = [c for c in claims if c.period and seen(c.period)]
    recent.sort(key=lambda c: c.row.published, reverse=True)
    for claim in [c for c in recent if c.verdict == DIFFERS][:1]:
        yield _misfit(claim)
    for claim in [c for c in recent if c.implied and not c.recomputed][:1]:
        yield _implied(claim, subject)
    for claim in [c for c in claims if c.period is None and len(c.readings) > 1][:1]:
        low, high = (words.percent(r.value, digits=0) for r in claim.readings)
        yield Note(
            "Two readings.",
            f"“{claim.row.value_text} times” can mean {low} or {high}, and the source gives "
            "no period.",
            f"{claim.row.publisher}, {words.date(claim.row.published)}",
            measure="growth",
        )


def _misfit(claim: Claim) -> Note:
    assert claim.recomputed is not None and claim.period is not None
    found = words.percent(claim.recomputed.growth.value)
    whose = words.statistics(claim.recomputed.new.statistics_of)
    return Note(
        "A rate that does not fit.",
        f"{claim.row.publisher} gives {published(claim)} for {claim.period.label()}; "
        f"{whose} give {found}.",
        words.date(claim.row.published),
        claim.period.sdmx(),
        "growth",
    )


def _implied(claim: Claim, subject: Subject) -> Note:
    """Set the base that a rate implies beside the level in print for it, if there is one."""
    assert claim.period and claim.base and claim.implied
    printed = next(iter(subject.every_at(claim.row.flow).get(claim.base, ())), None)
    beside = "no level for it is in print"
    if printed is not None:
        level = words.money(printed.obs_value, subject.currency)
        beside = f"in print is {level} ({_whose(printed)})"
    return Note(
        "An implied base.",
        f"{published(claim)} for {claim.period.label()} implies about "
        f"{words.money(claim.implied.value)} for {claim.base.label()}; {beside}.",
        f"{claim.row.publisher}, {words.date(claim.row.published)}",
        claim.period.sdmx(),
        "growth",
    )


def _unsaid(subject: Subject, selection: Selection) -> Iterator[Note]:
    rows = [row for _, found in _shown(subject, selection) for row in found]
    unsaid = sum(row.statistics_of == UNSAID for row in rows)
    if unsaid:
        yield Note(
            "Whose statistics?",
            f"{unsaid} of {len(rows)} published levels shown here do not say whose statistics "
            "they are. They are not chained with any other.",
        )


def _undrawn(subject: Subject, selection: Selection) -> Iterator[Note]:
    facts = zip(*(subject.figures[name] for name in ("flow", "months", "status")), strict=True)
    undated = sum(fact == (selection.flow, 0, "actual") for fact in facts)
    if undated and selection.view not in ("growth", "sources"):
        said = (
            "1 figure gives no period. It is"
            if undated == 1
            else f"{undated} figures give no period. They are"
        )
        yield Note("Not drawn.", f"{said} listed under Figures.")
    if subject.unconverted:
        left = subject.unconverted
        said = (
            "1 figure has no exchange rate for its own period and is"
            if left == 1
            else f"{left} figures have no exchange rate for their own period and are"
        )
        yield Note("Not converted.", f"{said} left out of this currency.")
