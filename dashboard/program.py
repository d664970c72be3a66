"""What every command of the command line has in common: how it is set up and how it ends.

Stands apart from the commands so that those that draw nothing start quickly.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from analysis.schema import DataError

DATA, NOT_DRAWN, FAULT = 1, 4, 70
REPOSITORY_DATA = Path(__file__).parents[1] / "data"

EXIT_CODES = """

\b
Exit codes:
  0   fine
  1   the data have something wrong (check-data lists it); with --strict, figures conflict
      or rows could not be read; with extract, a document could not be read
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
            print(sentence, file=sys.stderr)
            raise typer.Exit(code) from None


def _ending(error: Exception) -> tuple[int, str]:
    from analysis.images import ImageRefused, ImageUnavailable

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


def example(typed: str) -> str:
    """Return the end of a command's help: an example and the exit codes."""
    return f"\b\nExample:\n  ./run {typed}{EXIT_CODES}"


def program() -> typer.Typer:
    """Return the command line without its commands."""
    return typer.Typer(
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


def start(app: typer.Typer, typed: Sequence[str]) -> None:
    """Run the command line on what was typed; it answers in UTF-8 on every system."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    app(typed, prog_name="./run")
