"""The command line: `python -m dashboard COMMAND`, the same pipeline as the screen."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from analysis import pipeline
from analysis.images import ImageRefused, ImageUnavailable
from analysis.schema import DataError
from analysis.selection import Canvas
from dashboard import arguments, commands, files, terminal
from dashboard.options import (
    Against,
    AnyPair,
    Base,
    Currency,
    Data,
    Draft,
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

DATA, NOT_DRAWN, FAULT = 1, 4, 70
REPOSITORY_DATA = Path(__file__).parents[1] / "data"

EXIT_CODES = """

\b
Exit codes:
  0   fine
  1   the data have something wrong (check-data lists it); with --strict, figures conflict
      or rows could not be read
  2   the command was not understood
  3   not comparable, or nothing to show
  4   a picture or a file could not be made
  70  a fault of the program itself"""


class Program(TyperGroup):
    """Ends every command with a sentence and an exit code, never with a stack trace."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command named on the command line."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except BrokenPipeError:
            # Whoever read our answer has enough; what is still buffered goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except Exception as error:
            code, sentence = _ending(error)
            terminal.error(sentence)
            raise typer.Exit(code) from None


def _ending(error: Exception) -> tuple[int, str]:
    if isinstance(error, DataError):
        return DATA, str(error)
    if isinstance(error, ImageUnavailable | ImageRefused):
        return NOT_DRAWN, str(error)
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return NOT_DRAWN, f"{place}{error.strerror or error}."
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return FAULT, (
        f"A fault of the program: {type(error).__name__} at {place}: {error}. "
        "Please report this line and the command that led to it."
    )


def _example(typed: str) -> str:
    return f"\b\nExample:\n  ./run {typed}{EXIT_CODES}"


app = typer.Typer(
    cls=Program,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    epilog=EXIT_CODES,
    help="Published trade figures between two countries, compared only like with like. "
    "Without a command the dashboard starts.",
)


@app.command(epilog=_example("serve --port 8060"))
def serve(
    data: Data = REPOSITORY_DATA,
    host: Annotated[str, typer.Option(help="0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 picks a free one.")] = 8050,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
) -> None:
    """Start the dashboard and print its address."""
    from dashboard.app import serve as start

    start(data, host, port, workers)


@app.command(epilog=_example("figures --pair AZE-KOR --since 2021 --format sdmx-csv"))
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


@app.command(epilog=_example('growth --pair AZE-KAZ --period "Jan-May 2023" --base "Jan-May 2022"'))
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


@app.command(epilog=_example("compare --pair AZE-KAZ --against AZE-KOR --period 2022 --base 2021"))
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


@app.command(epilog=_example("export growth --pair AZE-KAZ --to growth.png --width 1200 --scale 2"))
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


@app.command(epilog=_example("check new-figures.csv --pair AZE-KAZ --strict"))
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
    table = arguments.draft(draft, data) if draft else _load(data)
    found = pipeline.findings(table)
    if pair:
        found = pipeline.findings_on(table, arguments.known_pair(table, pair))
    commands.verdicts(table, found, format)
    if strict and (len(found.conflicts) or table.problems):
        raise typer.Exit(DATA)


@app.command("check-data", epilog=_example("check-data --data my-folder"))
def check_data(data: Data = REPOSITORY_DATA, format: Printed = Format.TABLE) -> None:
    """Read all data, count it, and list everything wrong with its place.

    check-data asks whether the files can be read, check whether the figures can all be true.
    """
    if not commands.check(data, format):
        raise typer.Exit(DATA)


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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    typed = sys.argv[1:]
    if not typed or (typed[0].startswith("-") and typed[0] not in ("--help", "-h")):
        typed = ["serve", *typed]
    app(typed, prog_name="./run")


if __name__ == "__main__":
    main()
