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
from analysis.periods import Period
from analysis.pipeline import Table
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
            {"data_version": table.version, "rows": terminal.records(found[list(FIGURE_COLUMNS)])}
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
            | {"rows": terminal.records(pipeline.data(table, selection))}
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
