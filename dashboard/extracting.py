"""`./run extract`: documents in, rows in the form of the data files out.

Imports what draws and what serves only where it prints tables: `--jsonl` starts quickly.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from analysis.documents import MAX_BYTES, SUFFIXES, Document, DocumentRefused, read_guarded
from analysis.schema import ADDRESSES, DATES, is_address, is_date, is_future
from dashboard import lines
from dashboard.options import Data, Format, Printed
from dashboard.program import DATA, REPOSITORY_DATA, example, program, start

EXAMPLE = example("extract article.html --publisher Trend --published 2023-06-14")
STANDARD = "-"

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE|FOLDER|-",
        help=f"Documents ({', '.join(SUFFIXES)}), folders of them, or - for standard input.",
        show_default=False,
    ),
]
To = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Write trade.csv and sources.csv there, side by side; refused where they are already.",
        show_default=False,
    ),
]
Lines = Annotated[
    str,
    typer.Option(
        metavar="FILE|-",
        help="Answer JSON objects with id, text, published and language, one a line.",
    ),
]


def extract(
    documents: Files = [],  # noqa: B006 (Typer reads the default and makes a new list)
    jsonl: Lines = "",
    published: Annotated[str, typer.Option(help="Date of publication, 2023-06-14.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it; else what the page says.")] = "",
    url: Annotated[str, typer.Option(help="Its web address; else what the page says.")] = "",
    language: Annotated[str, typer.Option(help="en, ru …; else as detected.")] = "",
    to: To = None,
    data: Data = REPOSITORY_DATA,
    format: Printed = Format.TABLE,
) -> None:
    """Read documents and print the trade figures they state, with what was left out and why.

    CSV is the figures in the form of trade.csv, with the characters at which each stands; JSON
    has their sources and what was left out too. With --to DRAFT both are written to a folder:
    check DRAFT then knows who published what, and when. Nothing is changed in the data.
    """
    if bool(jsonl) == bool(documents):
        raise typer.BadParameter("Name documents, or one file with --jsonl; - is standard input.")
    if jsonl:
        if published or publisher or url or language or to:
            raise typer.BadParameter("With --jsonl each line says this itself.")
        _answer(jsonl)
        return
    from dashboard import extracted

    _refuse_existing(to)
    known = Document("", "", _date(published), _code(language), publisher, _address(url))
    found = extracted.Batch(known, data)
    faults = []
    for place in _shown(list(_places(documents))):
        name = "standard input" if place == STANDARD else place
        try:
            found.add(read_guarded(_content(place), name), name)
        except Exception as error:  # one bad document does not end the command
            faults.append(_said(error, name))
    if to:
        found.save(to)
    else:
        found.print(format)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        raise typer.Exit(DATA)


def _answer(name: str) -> None:
    if name == STANDARD:
        lines.answer(sys.stdin.buffer, sys.stdout.buffer)
        return
    try:
        file = Path(name).open("rb")
    except OSError as error:
        print(_said(error, name), file=sys.stderr)
        raise typer.Exit(DATA) from None
    with file:
        lines.answer(file, sys.stdout.buffer)


def _shown(places: list[str]) -> Iterator[str]:
    """Yield the places, with a bar that moves where a person watches; one alone is named."""
    if not sys.stderr.isatty():
        yield from places
    elif len(places) == 1:
        print(f"Reading {places[0]} …", file=sys.stderr)
        yield from places
    else:
        with typer.progressbar(places, label="Reading", file=sys.stderr) as bar:
            yield from bar


def _places(documents: Iterable[str]) -> Iterator[str]:
    """Yield the files named, and those in the folders named."""
    for name in documents:
        folder = Path(name)
        if name == STANDARD or not folder.is_dir():
            yield name
            continue
        files = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
        found = sorted(str(path) for path in files if path.is_file())
        yield from found or [name]


def _content(place: str) -> bytes:
    """Return a document's bytes, one more than allowed at most."""
    if place == STANDARD:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    if Path(place).is_dir():
        raise DocumentRefused(
            f"{place}: found a folder without documents; expected {', '.join(SUFFIXES)} files. "
            "Name a file or another folder."
        )
    with Path(place).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _said(error: Exception, name: str) -> str:
    if isinstance(error, DocumentRefused):
        return str(error)
    if isinstance(error, OSError):
        return f"{name}: {error.strerror}; expected a file that can be read."
    return f"{name}: a fault of the program: {type(error).__name__}: {error}. Please report it."


def _refuse_existing(folder: Path | None) -> None:
    for name in ("trade.csv", "sources.csv"):
        if folder and (folder / name).exists():
            raise typer.BadParameter(
                f"{folder / name} is there already; name another folder.", param_hint="--to"
            )


def _date(text: str) -> str:
    found = lines.day(text)
    if not is_date(found):
        raise typer.BadParameter(f"“{text}” is not {DATES}.", param_hint="--published")
    if is_future(found):
        raise typer.BadParameter(f"{found} has not come yet.", param_hint="--published")
    return found


def _code(text: str) -> str:
    try:
        return lines.language(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"“{text}” is not a language that is read; expected {error}.", param_hint="--language"
        ) from None


def _address(text: str) -> str:
    if not is_address(text):
        raise typer.BadParameter(f"“{text}” is not {ADDRESSES}.", param_hint="--url")
    return text


app = program()
app.command(epilog=EXAMPLE)(extract)
app.callback()(lambda: None)


if __name__ == "__main__":
    start(app, sys.argv[1:])
