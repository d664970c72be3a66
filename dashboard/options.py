"""The options that commands share, each with the sentence that explains it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class FiguresFormat(StrEnum):
    """How figures are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    SDMX = "sdmx-csv"


Data = Annotated[
    Path, typer.Option("--data", help="Folder of the data files.", show_default="the program's own")
]
Pair = Annotated[
    str,
    typer.Option(
        help="Two countries by code or name, “AZE-KAZ” or “Azerbaijan-Kazakhstan”; "
        "exports and imports are the first one's."
    ),
]
AnyPair = Annotated[str, typer.Option(help="Two countries, “AZE-KAZ”; else every pair.")]
Draft = Annotated[
    Path | None,
    typer.Argument(
        metavar="TABLE",
        help="A table in the form of trade.csv, or a folder with one, in place of the data; "
        "its sources.csv lies beside it, else in the data.",
    ),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict", help="End with exit code 1 when figures conflict or rows could not be read."
    ),
]
Flow = Annotated[str, typer.Option(help="turnover, exports, imports or balance.")]
Product = Annotated[str, typer.Option(help="total, or a product that a source names.")]
Statistics = Annotated[
    str, typer.Option(help="Whose: any, a country of the pair, unsaid or reconciled.")
]
Currency = Annotated[str, typer.Option(help="USD, EUR, AZN, KZT or KRW, at period averages.")]
Since = Annotated[int, typer.Option(min=0, max=2100, help="First year; 0 for the latest twelve.")]
Until = Annotated[int, typer.Option(min=0, max=2100, help="Last year; 0 for no end.")]
Period = Annotated[str, typer.Option(help="“Jan-May 2023”, “first half of 2021”, 2021-Q3, 2021…")]
Base = Annotated[
    str, typer.Option(help="What --period is compared with; else the same months a year earlier.")
]
Against = Annotated[list[str], typer.Option(help="Another pair beside it; may be repeated.")]
Printed = Annotated[Format, typer.Option(help="How the answer is printed.")]
Edit = Annotated[
    bool,
    typer.Option(
        "--edit", help="Let whoever uses this machine add figures to the data; for one person."
    ),
]
