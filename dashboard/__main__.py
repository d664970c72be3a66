"""The command line: `python -m dashboard COMMAND`, the same pipeline as the screen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from analysis import pipeline
from analysis.schema import NothingRead
from analysis.selection import Canvas
from dashboard import answers, arguments, commands, extracting, files, terminal
from dashboard.options import (
    Against,
    AnyPair,
    Base,
    Currency,
    Data,
    Draft,
    Edit,
    FiguresFormat,
    Flow,
    Format,
    Pair,
    Period,
    Printed,
    Product,
    Since,
    Statistics,
    Strict,
    Until,
)
from dashboard.program import DATA, REPOSITORY_DATA, example, program
from dashboard.program import start as start_program

app = program()


@app.command(epilog=example("serve --port 8060"))
def serve(
    data: Data = REPOSITORY_DATA,
    host: Annotated[str, typer.Option(help="0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 picks a free one.")] = 8050,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
    edit: Edit = False,
) -> None:
    """Start the dashboard and print its address.

    With --edit it has a view more, Add, where figures are taken from documents into the data.
    """
    if edit:
        arguments.only_here(host, workers)
    from dashboard.app import serve as start

    start(data, host, port, workers, edit)


@app.command(epilog=example("figures --pair AZE-KOR --since 2021 --format sdmx-csv"))
def figures(
    data: Data = REPOSITORY_DATA,
    pair: AnyPair = "",
    flow: Annotated[str, typer.Option(help="As the reporter sees it; else every flow.")] = "",
    product: Annotated[str, typer.Option(help="A product; else every product.")] = "",
    statistics: Statistics = "any",
    since: Annotated[int, typer.Option(min=0, max=2100, help="First year.")] = 0,
    until: Annotated[int, typer.Option(min=0, max=2100, help="Last year.")] = 0,
    format: Annotated[FiguresFormat, typer.Option(help="How figures are printed.")] = (
        FiguresFormat.TABLE
    ),
) -> None:
    """List the published figures with their sources, each as its source prints it."""
    table = _load(data)
    found = arguments.figures(table, pair, flow, product, statistics, since, until)
    commands.figures(table, found, format)


@app.command(epilog=example('growth --pair AZE-KAZ --period "Jan-May 2023" --base "Jan-May 2022"'))
def growth(
    data: Data = REPOSITORY_DATA,
    pair: Pair = "AZE-KAZ",
    flow: Flow = "turnover",
    product: Product = "total",
    statistics: Statistics = "any",
    currency: Currency = "USD",
    since: Since = 0,
    until: Until = 0,
    period: Period = "",
    base: Base = "",
    format: Printed = Format.TABLE,
) -> None:
    """Recompute growth like for like and set it beside the rates in print.

    With --period the two periods, else every period against the same months a year earlier.
    """
    table = _load(data)
    chosen = arguments.selection(
        table, "growth", pair, flow, product, statistics, currency, since, until
    )
    new, old = arguments.known_period(period, "--period"), arguments.known_period(base, "--base")
    if old and not new:
        raise typer.BadParameter("A --base needs a --period.", param_hint="--base")
    if new and (since or until):
        raise typer.BadParameter(
            "Years are for the table of every period; leave out --period.", param_hint="--since"
        )
    if new:
        commands.two_periods(table, chosen, new, old or new.shift(-1), format)
    else:
        commands.rows(table, chosen, format)


@app.command(epilog=example("compare --pair AZE-KAZ --against AZE-KOR --period 2022 --base 2021"))
def compare(
    data: Data = REPOSITORY_DATA,
    pair: Pair = "AZE-KAZ",
    against: Against = [],  # noqa: B006 (Typer reads the default and makes a new list)
    flow: Flow = "turnover",
    product: Product = "total",
    statistics: Statistics = "any",
    currency: Currency = "USD",
    period: Period = "",
    base: Base = "",
    format: Printed = Format.TABLE,
) -> None:
    """Set two like periods side by side: values, change, percent, times and contributions.

    Without --period the latest two that are like for like.
    """
    table = _load(data)
    more = arguments.periods_and_pairs(table, period, base, against)
    chosen = arguments.selection(
        table, "compare", pair, flow, product, statistics, currency, 0, 0, **more
    )
    commands.rows(table, chosen, format)


@app.command(epilog=example("export growth --pair AZE-KAZ --to growth.png --width 1200 --scale 2"))
def export(
    measure: Annotated[str, typer.Argument(help=f"One of {', '.join(pipeline.MEASURES)}.")],
    to: Annotated[
        Path, typer.Option(help=f"File; its ending is one of {', '.join(files.FORMATS)}")
    ],
    data: Data = REPOSITORY_DATA,
    pair: Pair = "AZE-KAZ",
    against: Against = [],  # noqa: B006
    flow: Flow = "turnover",
    product: Product = "total",
    statistics: Statistics = "any",
    currency: Currency = "USD",
    since: Since = 0,
    until: Until = 0,
    period: Period = "",
    base: Base = "",
    estimate: Annotated[bool, typer.Option(help="Estimate full years from their months.")] = False,
    width: Annotated[int, typer.Option(help="Pixels.")] = 1200,
    height: Annotated[int, typer.Option(help="Pixels; 0 for what reads well.")] = 0,
    scale: Annotated[float, typer.Option(help="Sharpness of a PNG: 2 doubles its pixels.")] = 2.0,
    theme: Annotated[str, typer.Option(help="light or dark.")] = "light",
) -> None:
    """Save a chart, or the rows behind it, as a file that explains itself."""
    name = arguments.one_of(measure, list(pipeline.MEASURES), "MEASURE")
    suffix = arguments.target(to, files.FORMATS)
    table = _load(data)
    more = arguments.periods_and_pairs(table, period, base, against) | {"estimate": estimate}
    view = pipeline.MEASURES[name].view
    chosen = arguments.selection(
        table, view, pair, flow, product, statistics, currency, since, until, measure=name, **more
    )
    shade = arguments.one_of(theme, ("light", "dark"), "--theme")
    canvas = Canvas(width, height or pipeline.height(table, chosen, width), shade)
    commands.save(table, chosen, canvas, to, suffix, scale)


@app.command(epilog=example("check new-figures.csv --pair AZE-KAZ --strict"))
def check(
    draft: Draft = None,
    data: Data = REPOSITORY_DATA,
    pair: AnyPair = "",
    format: Printed = Format.TABLE,
    strict: Strict = False,
) -> None:
    """Check the figures against each other: verdicts, conflicts, and values that follow.

    check-data asks whether the files can be read, check whether the figures can all be true.
    CSV is a row a figure; JSON has the conflicts and the deduced values too.
    """
    try:
        table = arguments.draft(draft, data) if draft else _load(data)
    except NothingRead:
        if format is Format.JSON:
            terminal.json(answers.NOTHING)
        raise
    found = pipeline.findings(table)
    if pair:
        found = pipeline.findings_on(table, arguments.known_pair(table, pair))
    commands.verdicts(table, found, format)
    if strict and (len(found.conflicts) or table.problems):
        raise typer.Exit(DATA)


@app.command("check-data", epilog=example("check-data --data my-folder"))
def check_data(data: Data = REPOSITORY_DATA, format: Printed = Format.TABLE) -> None:
    """Read all data, count it, and list everything wrong with its place.

    check-data asks whether the files can be read, check whether the figures can all be true.
    """
    if not commands.check(data, format):
        raise typer.Exit(DATA)


app.command(epilog=extracting.EXAMPLE)(extracting.extract)


def _load(folder: Path) -> pipeline.Table:
    table = pipeline.load(folder)
    if table.problems:
        terminal.error(
            "Rows of the data that could not be read, so are not in the answer: "
            f"{table.unread}; check-data lists them."
        )
    return table


def main() -> None:
    """Run the command line; no command, or only options, starts the dashboard."""
    typed = sys.argv[1:]
    if not typed or (typed[0].startswith("-") and typed[0] not in ("--help", "-h")):
        typed = ["serve", *typed]
    start_program(app, typed)


if __name__ == "__main__":
    main()
