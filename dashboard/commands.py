"""What each command of the command line prints: the pipeline's answer in the format asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import typer

from analysis import export, pipeline, words
from analysis.formulas import NotComparable
from analysis.images import Renderer
from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.pipeline import Table
from analysis.reconcile import CONFLICTS, EDITS, VERDICTS, Findings
from analysis.results import Result
from analysis.schema import Problem
from analysis.selection import Canvas, Selection
from dashboard import answers, files, terminal
from dashboard.options import FiguresFormat, Format

NOT_COMPARABLE = 3


FIGURE_COLUMNS = (
    *export.SDMX_COLUMNS,
    "status",
    "reporter_text",
    "partner_text",
    "flow_text",
    "period_text",
    "value_text",
    "unit_text",
    "base_period_text",
    "kind",
    "publisher",
    "published",
    "authority",
    "url",
    "note",
)


def figures(table: Table, found: pd.DataFrame, format: FiguresFormat) -> None:
    """Print observations, as published and as normalised."""
    if format is FiguresFormat.SDMX:
        terminal.write(export.sdmx_csv(found))
        undated = int(found["time_period"].eq("").sum())
        if undated:
            terminal.error(f"Left out, as SDMX needs a period: {undated} figures that give none.")
    elif format is FiguresFormat.CSV:
        terminal.csv(found[list(FIGURE_COLUMNS)])
    elif format is FiguresFormat.JSON:
        terminal.json(
            {"data_version": table.version, "rows": export.records(found[list(FIGURE_COLUMNS)])}
        )
    else:
        terminal.table(_as_published(found))


def _as_published(found: pd.DataFrame) -> pd.DataFrame:
    hedge = found["qualifier"].replace("exact", "") + " "
    status = (" (" + found["status"] + ")").replace(" (actual)", "")
    return pd.DataFrame(
        {
            "pair": found["ref_area"] + "-" + found["counterpart_area"],
            "flow": found["flow"],
            "product": found["product"],
            "period": found["time_period"],
            "published": hedge.str.lstrip()
            + found["value_text"]
            + " "
            + found["unit_text"]
            + status,
            "statistics": found["statistics_of"].map(words.statistics_short),
            "verdict": found["verdict"],
            "publisher": found["publisher"] + " " + found["published"],
            "figure": found["figure_id"],
        }
    )


def rows(table: Table, selection: Selection, format: Format) -> None:
    """Print what the selection's measure gives, or why it is refused."""
    found = pipeline.result(table, selection)
    caption = pipeline.caption(table, selection)
    if found.refused:
        refuse(table, selection, found, format)
    if format is Format.CSV:
        terminal.csv(pipeline.data(table, selection))
    elif format is Format.JSON:
        terminal.json(
            answers.chosen(table, selection)
            | {"measure": pipeline.measure(selection)}
            | {"title": caption.title, "subtitle": caption.subtitle}
            | {"note": caption.note, "source": caption.source}
            | {"rows": export.records(pipeline.data(table, selection))}
        )
    else:
        terminal.line(caption.title, "bold")
        terminal.line(caption.subtitle)
        terminal.write("\n")
        terminal.table(terminal.readable(found.rows))
        terminal.write("\n")
        terminal.line(caption.note)
        terminal.line(f"Source: {caption.source}")


def two_periods(
    table: Table, selection: Selection, new: Period, base: Period, format: Format
) -> None:
    """Print the growth between two periods beside the published rates, or why it is refused."""
    selection = replace(
        selection, view="compare", measure="compare", period=new.sdmx(), base=base.sdmx()
    )
    try:
        comparison = pipeline.growth_between(table, selection, new, base)
    except NotComparable:
        refuse(table, selection, pipeline.result(table, selection), format)
    if format is not Format.JSON:
        rows(table, selection, format)
        return
    terminal.json(answers.comparison(table, selection, comparison))


def refuse(table: Table, selection: Selection, found: Result, format: Format) -> NoReturn:
    """Say why a comparison is refused and which one is allowed, and end with NOT_COMPARABLE."""
    answer = answers.refusal(table, selection, found)
    terminal.error(found.refused)
    for rate in answer["published"]:
        terminal.error(f"{rate['publisher']} says {rate['text']}. {rate['note']}".strip())
    if found.offer:
        new, base = (p.sdmx() for p in found.offer)
        terminal.error(f"Nearest allowed: {pipeline.offer(found)} (--period {new} --base {base}).")
    if format is Format.JSON:
        terminal.json(answer)
    raise typer.Exit(NOT_COMPARABLE)


def save(
    table: Table, selection: Selection, canvas: Canvas, path: Path, format: str, scale: float
) -> None:
    """Write the selection's chart to a file, or say why it is refused."""
    found = pipeline.result(table, selection)
    if found.refused:
        refuse(table, selection, found, Format.TABLE)
    renderer = Renderer(files.PLOTLYJS)
    try:
        files.write(path, files.content(table, selection, canvas, format, renderer, scale))
    finally:
        renderer.close()
    terminal.line(f"{path}: {found.title}")


def verdicts(table: Table, found: Findings, format: Format) -> None:
    """Print what checking the figures against each other finds."""
    if format is Format.JSON:
        terminal.json(answers.findings(found))
    elif format is Format.CSV:
        terminal.csv(found.figures)
    else:
        _print_conflicts(found)
        _print_verdicts(table, found)
        _print_deduced(found)


def _print_conflicts(found: Findings) -> None:
    terminal.line(_counted(found.conflicts, "conflict"), "bold")
    for number, conflict in enumerate(found.conflicts.itertuples(), 1):
        doubted = "; or ".join(words.listing(keys) for keys in conflict.sets) or "none of the two"
        terminal.line(f"{number}. {conflict.sentence}")
        terminal.line(f"  Edit rule: {EDITS[conflict.edit]}. To doubt: {doubted}.")
        terminal.line(f"  Figures: {words.listing(conflict.figures)}.")


def _print_verdicts(table: Table, found: Findings) -> None:
    given = found.figures["verdict"].value_counts()
    terminal.write("\n")
    terminal.line(_counted(found.figures, "figure"), "bold")
    terminal.line(", ".join(f"{verdict} {given.get(verdict, 0)}" for verdict in VERDICTS))
    every = pipeline.checked(table)
    wrong = every[
        every["verdict"].eq(CONFLICTS) & every["figure_id"].isin(found.figures["figure_id"])
    ]
    if wrong.empty:
        return
    shown = _as_published(wrong)[["figure", "pair", "flow", "period", "published"]]
    terminal.write("\n")
    terminal.table(shown.assign(reason=_numbered(wrong, found.conflicts)))


def _numbered(wrong: pd.DataFrame, conflicts: pd.DataFrame) -> list[str]:
    """Name the conflicts as they are counted above; a figure in none of them says its reason."""
    told = []
    for row in wrong.itertuples():
        numbers = [
            str(n) for n, keys in enumerate(conflicts["doubted"], 1) if row.figure_id in keys
        ]
        told.append(f"conflict {', '.join(numbers)}" if numbers else row.reason)
    return told


def _print_deduced(found: Findings) -> None:
    terminal.write("\n")
    terminal.line(_counted(found.deduced, "deduced value"), "bold")
    if len(found.deduced):
        terminal.table(pd.DataFrame([_as_deduced(row) for row in found.deduced.itertuples()]))


def _counted(rows: pd.DataFrame, what: str) -> str:
    return f"{len(rows) or 'No'} {what}{'' if len(rows) == 1 else 's'}"


def _as_deduced(row: Any) -> dict[str, str]:
    bounds = Estimate(row.obs_value, row.obs_low, row.obs_high)
    return {
        "pair": f"{row.ref_area}-{row.counterpart_area}",
        "flow": row.flow,
        "product": row.product,
        "period": row.time_period,
        "value": words.money(row.obs_value, row.unit_measure),
        "interval": words.money_range(bounds, row.unit_measure),
        "statistics": words.statistics_short(row.statistics_of),
        "derivation": row.derivation,
    }


def check(folder: Path, format: Format) -> bool:
    """Print what the data hold and everything wrong with them; return whether nothing is."""
    stops, problems = pipeline.check(folder)
    counts: dict[str, Any] = {"folder": str(folder)}
    if not stops:
        table = pipeline.load(folder)
        counts |= {
            "data_version": table.version,
            "figures": len(table.observations),
            "sources": len(table.sources),
            "pairs": {"-".join(pair): number for pair, number in pipeline.pairs(table)},
            "left_out": len(table.left_out),
            "exchange_rates": len(table.rates),
        }
    listed = [vars(problem) for problem in problems]
    if format is Format.JSON:
        terminal.json(counts | {"stopped": stops, "problems": listed})
    elif format is Format.CSV:
        terminal.csv(pd.DataFrame(listed, columns=[*Problem.__dataclass_fields__]))
    else:
        _print_counts(counts)
        for text in [*stops, *map(str, problems)]:
            terminal.line(text)
        found = len(problems) or len(stops)
        terminal.line("Nothing wrong was found." if not found else f"{found} to correct.")
    return not (stops or problems)


def _print_counts(counts: dict[str, Any]) -> None:
    for name, value in counts.items():
        if isinstance(value, dict):
            value = f"{len(value)}: " + ", ".join(f"{pair} {n}" for pair, n in value.items())
        terminal.line(f"{name.replace('_', ' ').capitalize()}: {value}")
