"""What the desk answers: a document read, rows judged, rows accepted, an acceptance undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from analysis import documents, pipeline
from analysis.pipeline import Changed, Table
from analysis.pipeline.drafts import Draft, of_document, of_table, sourced
from analysis.pipeline.proposals import KNOWN, PERHAPS, UNREADABLE, Proposal, propose
from analysis.reconcile import CONFLICTS
from analysis.schema import DataError, is_future
from analysis.selection import Selection
from dashboard import url
from dashboard.desk.grid import grid
from dashboard.store import Store

Cells = Mapping[str, str]
UNNAMED = "This document"
NOT_TICKED = (CONFLICTS, KNOWN, PERHAPS, UNREADABLE)
"""Verdicts after which a person has to decide first."""


def opened(table: Table, content: bytes, name: str, given: Cells) -> dict[str, Any]:
    """Return a document's text with its figures marked, and each figure with its verdict.

    Raises
    ------
    DocumentRefused, DataError
        When it cannot be read, with the reason in a sentence.
    """
    draft = _draft(content, name, given)
    found = _judged(table, draft.rows, draft.source)
    rows = [
        {**row, **_said(key, one), "ticked": one.verdict not in NOT_TICKED}
        for (key, row), one in zip(_keyed(draft.rows), found, strict=True)
    ]
    return {
        "text": draft.text,
        "pieces": [_piece(*piece) for piece in draft.pieces],
        "source": draft.source,
        "grid": [grid(rows).to_plotly_json()] if rows else [],
        "said": draft.said,
        "version": table.version,
    }


def _draft(content: bytes, name: str, given: Cells) -> Draft:
    if name.lower().endswith(".csv"):
        return of_table(content, name, given)
    return of_document(documents.read_guarded(content, name), given)


def _keyed(rows: Sequence[Cells]) -> list[tuple[str, Cells]]:
    return [(str(n), row) for n, row in enumerate(rows)]


def _piece(text: str, rows: Sequence[int], why: str) -> dict[str, Any]:
    if rows:
        return {"text": text, "rows": [str(n) for n in rows]}
    return {"text": text, "why": why} if why else {"text": text}


def _judged(table: Table, rows: Sequence[Cells], given: Cells) -> list[Proposal]:
    """Judge rows; who published them may still be missing."""
    named = {**given, "publisher": given["publisher"] or UNNAMED}
    return propose(table, *sourced(table, rows, named)) if rows else []


def _said(key: str, proposal: Proposal) -> dict[str, str]:
    return {"key": key, "verdict": proposal.verdict, "reason": proposal.reason}


def checked(table: Table, rows: Sequence[Cells], given: Cells) -> dict[str, Any]:
    """Return the verdict on each row as it now stands."""
    found = _judged(table, rows, given)
    said = [_said(row["key"], one) for row, one in zip(rows, found, strict=True)]
    return {"rows": said, "version": table.version}


def accepted(
    store: Store, rows: Sequence[Cells], given: Cells, keys: Collection[str], seen: str
) -> dict[str, Any]:
    """Add the rows with these keys to the data, if all is as the person saw it, and say so.

    `rows` are all that were judged together, each with the verdict seen.

    Raises
    ------
    Changed, DataError
        When the data or a verdict is another, or a row is wrong; nothing is added then.
    """
    if not given["publisher"]:
        raise DataError("Say first who published it: fill in Publisher.")
    if is_future(given["published"]):
        raise DataError(f"{given['published']} has not come yet: correct Published.")
    table = store.table()
    if table.version == seen:
        _same_verdicts(table, rows, given, keys)
    chosen = [row for row in rows if row["key"] in keys]
    done = pipeline.accept(store.folder, *sourced(table, chosen, given), seen)
    table = store.renew()
    return {
        "said": f"{_figures(done.figure_ids)} added to the data. The charts show them.",
        "version": table.version,
        "undo": done.version,
        "see": _see(table, done.figure_ids[0]),
    }


def _same_verdicts(
    table: Table, rows: Sequence[Cells], given: Cells, keys: Collection[str]
) -> None:
    """Refuse rows whose verdict is not the one that the person saw."""
    for row, now in zip(rows, _judged(table, rows, given), strict=True):
        if row["key"] in keys and row["verdict"] != now.verdict:
            raise Changed(
                f"{row['value']} {row['unit']}: the verdict shown was “{row['verdict']}” and is "
                f"“{now.verdict}” now. Nothing was changed. Look again, then accept."
            )


def _figures(keys: Sequence[str]) -> str:
    return "1 figure was" if len(keys) == 1 else f"{len(keys)} figures were"


def _see(table: Table, figure: str) -> str:
    """Return the address of the chart that a figure is on."""
    found = table.observations[table.observations["figure_id"].eq(figure)]
    if found.empty:
        return url.address(Selection())
    row = found.iloc[0]
    pair = (row["ref_area"], row["counterpart_area"])
    return url.address(Selection(pair=pair, flow=row["flow"], product=row["product"]))


def undone(store: Store, version: str) -> dict[str, Any]:
    """Take back the addition that led to a version, and say so.

    Raises
    ------
    Changed, DataError
        When the data changed since, or cannot be put back; nothing is changed then.
    """
    done = pipeline.undo(store.folder, version)
    table = store.renew()
    said = f"{_figures(done.figure_ids)} taken out again; the data are as before."
    return {"said": said, "version": table.version}


def last(store: Store) -> dict[str, Any]:
    """Return the version that can be undone, and say what its undoing takes out."""
    found = pipeline.undoable(store.folder)
    if not found:
        return {"undo": "", "said": ""}
    version, done = found
    said = f"{_figures(done.figure_ids)} added here last; Undo takes them out again."
    if len(done.figure_ids) == 1:
        said = said.replace("takes them", "takes it")
    return {"undo": version, "said": said}
