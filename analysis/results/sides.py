"""Both reporters side by side for the same trade, and published shares of a total."""

from __future__ import annotations

from typing import Any

from analysis import compare, formulas, words
from analysis.compare import Row, estimate
from analysis.intervals import Estimate
from analysis.results import Result, mark, table
from analysis.results.levels import years
from analysis.selection import Selection
from analysis.subject import Subject


def mirror(subject: Subject, selection: Selection) -> Result:
    """Give what each side reports for one flow in each year, and how far apart they are."""
    flow = "exports" if selection.flow == "balance" else selection.flow
    exporter = subject.pair[1] if flow == "imports" else subject.pair[0]
    shown = years(subject, selection)
    rows = []
    for p, found in sorted(subject.every_at(flow).items()):
        if not (p.is_year and shown[0] <= p.year <= shown[1]):
            continue
        sides = compare.both_sides(found, subject.pair)
        rows += [mark(r, "side", selection.currency) for r in sides]
        if len(sides) == 2 and sum(r.obs_value for r in sides) > 0:
            x, m = sides if exporter == subject.pair[0] else sides[::-1]
            note = _mirror_note(estimate(x), estimate(m), flow, selection.band)
            gap = formulas.asymmetry(estimate(x), estimate(m))
            rows.append(
                mark(m, "gap", "index", Estimate(gap, gap, gap), note=note, statistics_of="")
            )
    gaps = [row for row in rows if row["role"] == "gap"]
    names = [words.area(code) for code in subject.pair]
    return Result(
        rows=table(rows),
        title=_mirror_title(names, gaps),
        subtitle=f"{words.flow(flow, subject.pair)}, {{unit}}, as each side reports it",
        note=_mirror_words(flow, selection.band),
        refused="" if gaps else "Both sides must report the same year; here they do not.",
        extra={
            "exporter": exporter,
            "band": (1.0, 1.0) if flow == "turnover" else selection.band,
        },
    )


def _mirror_words(flow: str, band: tuple[float, float]) -> str:
    said = "Importers count freight and insurance (CIF), exporters do not (FOB)"
    if flow == "turnover":
        return (
            f"{said}; turnover mixes both, so choose exports or imports to see what that explains."
        )
    return (
        f"{said}: a ratio of {band[0]:.2f} to {band[1]:.2f} is taken as explained by that. "
        "Nothing is averaged between the two."
    )


def _mirror_note(x: Estimate, m: Estimate, flow: str, band: tuple[float, float]) -> str:
    gap = f"asymmetry {formulas.asymmetry(x, m):+.2f}".replace("-", "−")
    if flow == "turnover" or x.value <= 0:
        return gap
    explained = band[0] <= m.value / x.value <= band[1]
    return gap + (", within the CIF/FOB band" if explained else ", beyond the CIF/FOB band")


def _mirror_title(names: list[str], gaps: list[dict[str, Any]]) -> str:
    between = f"{names[0]} and {names[1]}"
    if not gaps:
        return f"{between}: no year that both report"
    worst = max(gaps, key=lambda row: abs(row["value"]))
    return f"{between} report different trade: furthest apart in {worst['label']}"


def share(subject: Subject, selection: Selection) -> Result:
    """Give the published shares of a total, and the total that each implies."""
    figures = subject.whole
    wanted = figures["measure"].eq("share") & figures["months"].gt(0)
    rows = [_share_mark(row, figures) for row in figures[wanted].itertuples(index=False)]
    return Result(
        rows=table(rows),
        title=f"{words.pair(subject.pair)}: published shares of trade",
        subtitle="Percent of the total that the source names",
        note="Where the same source gives the part’s value, the total it implies is shown.",
        refused="" if rows else f"No published share for {words.pair(subject.pair)}.",
    )


def _share_mark(row: Row, figures: Any) -> dict[str, Any]:
    same = (
        figures["measure"].eq("level")
        & figures["source_id"].eq(row.source_id)
        & figures["product"].eq(row.product)
        & figures["flow"].eq(row.flow)
        & figures["start"].eq(row.start)
        & figures["months"].eq(row.months)
        & figures["status"].eq("actual")
    )
    part = next(figures[same].itertuples(index=False), None)
    note = row.note
    if part is not None:
        total = formulas.implied_total(estimate(part), estimate(row))
        printed = f"{part.value_text} {part.unit_text}"
        note = (
            f"{printed} implies a total of about {words.money(total.value, part.unit_measure, 5)}"
        )
    return mark(row, "share", "percent", note=note)
