"""What a person types at the command line to a `Selection`; what is not known is named with it.

Refuses to guess: an unknown word ends the command with the nearest known ones and the whole list.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import typer

from analysis import names, pipeline, words
from analysis.periods import Period, PeriodError, parse
from analysis.pipeline import Table
from analysis.schema import ANY, CURRENCIES, FLOWS, TOTAL
from analysis.selection import Selection
from dashboard import terminal

SHOWN = 40
HERE = ("127.0.0.1", "localhost")
"""Names of this machine that no other machine reaches."""
_DASHES = re.compile("[-‐‑‒–—−]")


def selection(
    table: Table,
    view: str,
    pair: str,
    flow: str,
    product: str,
    statistics: str,
    currency: str,
    since: int,
    until: int,
    **more: Any,
) -> Selection:
    """Return the selection that the common options name.

    Raises
    ------
    typer.BadParameter
        When a value is not in the data; the text lists what is, the nearest first.
    """
    areas, direction = known_pair(table, pair), known_flow(flow)
    choices = pipeline.options(table, areas, direction, TOTAL)
    years(since, until)
    return Selection(
        view=view,
        pair=areas,
        flow=direction,
        product=one_of(product, choices["products"], "--product"),
        statistics=known_statistics(statistics, choices["statistics"]),
        currency=one_of(currency, CURRENCIES, "--currency"),
        since=since,
        until=until,
        **more,
    )


def known_pair(table: Table, text: str, option: str = "--pair") -> tuple[str, str]:
    """Read a pair of codes or names, “AZE-KAZ” or “Azerbaijan–Kazakhstan”, that has figures."""
    known = {frozenset(pair): pair for pair, _ in pipeline.pairs(table)}
    meant = _pairs(text)
    for found in meant:
        if frozenset(found) in known:
            return found
    near = [pair for pair in known.values() if any(set(pair) & set(found) for found in meant)]
    listed = ["-".join(pair) for pair in near] or _alike(text, known.values())
    every = [f"{'-'.join(pair)} ({words.pair(pair)})" for pair in known.values()]
    raise typer.BadParameter(_unknown(text, listed, every), param_hint=option)


def _alike(text: str, known: Iterable[tuple[str, str]]) -> list[str]:
    spellings = {}
    for pair in known:
        for one in (pair, pair[::-1]):
            spellings[words.pair(one)] = spellings["-".join(one)] = "-".join(pair)
    return list(dict.fromkeys(spellings[name] for name in _nearest(text, spellings)))


def _pairs(text: str) -> list[tuple[str, str]]:
    """Return the pairs a text can mean: a name may have a dash of its own."""
    found = []
    for dash in _DASHES.finditer(text):
        one, other = _area(text[: dash.start()]), _area(text[dash.end() :])
        if one and other and one != other:
            found.append((one, other))
    return found


def _area(text: str) -> str:
    if text.strip().upper() == "WLD":
        return "WLD"
    found = names.area(text.strip())
    return found.code if found else ""


def draft(path: Path, folder: Path) -> Table:
    """Return a table by its path, and say which of its sources and rows are not known."""
    table = pipeline.draft(path, folder)
    if table.unsourced:
        listed = words.listing(table.unsourced, SHOWN)
        terminal.error(f"In no sources.csv, so taken for undated press: {listed}.")
    if table.problems:
        terminal.error(f"Rows that could not be read, so are not checked: {table.unread}.")
    for problem in table.problems:
        terminal.error(str(problem))
    return table


def figures(
    table: Table, pair: str, flow: str, product: str, statistics: str, since: int, until: int
) -> pd.DataFrame:
    """Return the observations that the options leave; an empty option leaves all.

    Raises
    ------
    typer.BadParameter
        When a value is not in the data.
    """
    years(since, until)
    frame = pipeline.checked(table)
    if pair:
        frame = pipeline.figures(table, Selection(pair=known_pair(table, pair)))
    known = {name: sorted(frame[name].unique()) for name in ("product", "statistics_of")}
    wanted = {
        "flow": flow and known_flow(flow),
        "product": product and one_of(product, known["product"], "--product"),
        "statistics_of": known_statistics(statistics, [ANY, *known["statistics_of"]]),
    }
    for column, value in wanted.items():
        if value and value != ANY:
            frame = frame[frame[column].eq(value)]
    year = frame["start"].floordiv(12)
    return frame[year.ge(since) & year.le(until or 9999)]


def periods_and_pairs(
    table: Table, period: str, base: str, against: Sequence[str]
) -> dict[str, Any]:
    """Return the periods and the other pairs of a comparison, as a `Selection` holds them."""
    new, old = known_period(period, "--period"), known_period(base, "--base")
    return {
        "period": new.sdmx() if new else "",
        "base": old.sdmx() if old else "",
        "against": tuple(known_pair(table, pair, "--against") for pair in against),
    }


def target(path: Path, formats: Sequence[str]) -> str:
    """Return the format that a file's ending names, when the file can be put there."""
    suffix = path.suffix.lower().lstrip(".")
    if suffix not in formats:
        endings = words.listing((f".{name}" for name in formats), last=" or ")
        raise typer.BadParameter(f"“{path}” does not end in {endings}.", param_hint="--to")
    if path.is_dir():
        raise typer.BadParameter(f"“{path}” is a folder; name a file.", param_hint="--to")
    if not path.parent.is_dir():
        raise typer.BadParameter(
            f"There is no folder “{path.parent}”; make it first, or name another.",
            param_hint="--to",
        )
    return suffix


def known_flow(text: str) -> str:
    """Read a flow, in the words of `names.csv` too: “commodity turnover”, “export”."""
    found = names.flow(text.strip())
    return found.code if found else one_of(text, FLOWS, "--flow")


def known_statistics(text: str, known: Sequence[str]) -> str:
    """Read whose statistics: a code, a country's name, or one of the words."""
    code = _area(text)
    return code if code in known else one_of(text, known, "--statistics")


def known_period(text: str, option: str) -> Period | None:
    """Read a period as sources word it or as SDMX prints it; nothing for an empty text."""
    try:
        return parse(text) if text else None
    except PeriodError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def only_here(host: str, workers: int) -> None:
    """Refuse to let other machines, or several processes, change the data."""
    if host not in HERE:
        raise typer.BadParameter(
            f"“{host}” lets other machines in, and with --edit whoever is in can change the data; "
            f"use one of {', '.join(HERE)}.",
            param_hint="--host",
        )
    if workers > 1:
        raise typer.BadParameter(
            "With --edit one process answers, so that the person sees what was just added; "
            "leave out --workers.",
            param_hint="--workers",
        )


def years(since: int, until: int) -> None:
    """Refuse years that end before they begin."""
    if since and until and since > until:
        raise typer.BadParameter(f"{since} is after --until {until}.", param_hint="--since")


def one_of(text: str, known: Sequence[str], option: str) -> str:
    """Return the known word that `text` is, whatever its capitals."""
    found = [name for name in known if name.casefold() == text.strip().casefold()]
    if not found:
        raise typer.BadParameter(_unknown(text, _nearest(text, known), known), param_hint=option)
    return found[0]


def _nearest(text: str, known: Iterable[str]) -> list[str]:
    spelled = {name.casefold(): name for name in known}
    return [spelled[name] for name in difflib.get_close_matches(text.casefold(), spelled)]


def _unknown(text: str, near: Sequence[str], known: Sequence[str]) -> str:
    meant = f" Nearest: {', '.join(near)}." if near else ""
    return f"“{text[:80]}” is not known.{meant} Known: {words.listing(known, SHOWN)}."
