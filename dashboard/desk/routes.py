"""The desk's addresses and its wiring; each answers a page of this machine alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import ClientsideFunction, Dash, Input
from flask import Response, jsonify, request
from werkzeug.exceptions import BadRequest, Conflict, Forbidden

from analysis.documents import MAX_BYTES, DocumentRefused
from analysis.pipeline import Changed, finish_interrupted
from analysis.pipeline.drafts import MOST
from analysis.schema import FIGURE_COLUMNS, SOURCE_COLUMNS, DataError
from dashboard.desk import answers, ids
from dashboard.store import Store

HOSTS = ("localhost", "127.0.0.1")
"""Whoever calls this machine by another name is a page of somebody else."""
LARGER = {"desk_read": MAX_BYTES + 64 * 1024}
"""A document, and what is known of its source."""
LONGEST_CELL = 2000
SOURCE = SOURCE_COLUMNS[1:]


def connect(app: Dash, store: Store) -> None:
    """Add the desk's addresses and callbacks to an app that has its section."""
    finish_interrupted(store.folder)
    _addresses(app, store)
    fields = (ids.PUBLISHER, ids.PUBLISHED, ids.ADDRESS, ids.LANGUAGE, ids.KIND)
    _in_the_browser(app, "describe", *[Input(name, "value") for name in fields])
    for name in (ids.READ, ids.CHOOSE, ids.CHANGE, ids.ACCEPT, ids.UNDO):
        _in_the_browser(app, name.removeprefix("desk-"), Input(name, "n_clicks"))


def _in_the_browser(app: Dash, function: str, *wired: Input) -> None:
    app.clientside_callback(ClientsideFunction("desk", function), *wired)


def _refuse_other_sites() -> None:
    """Refuse what a page of another site sends, also by a browser that says only its origin."""
    origin = request.headers.get("Origin", request.host_url)
    if request.path.startswith("/desk/") and origin.partition("://")[2].rstrip("/") != request.host:
        raise Forbidden


def _addresses(app: Dash, store: Store) -> None:
    app.server.before_request(_refuse_other_sites)

    @app.server.post("/desk/read", endpoint="desk_read")
    def read() -> Response:
        file = request.files.get("document")
        if file is None:
            raise BadRequest("There is no document in the request.")
        with file.stream as stream:
            content, name = stream.read(), (file.filename or "document")[:200]
        given = _source(request.form.to_dict())
        try:
            return jsonify(answers.opened(store.table(), content, name, given))
        except (DocumentRefused, DataError) as error:
            raise BadRequest(str(error)) from None

    @app.server.post("/desk/check", endpoint="desk_check")
    def check() -> Response:
        rows, given = _posted()
        return jsonify(answers.checked(store.table(), rows, given))

    @app.server.post("/desk/accept", endpoint="desk_accept")
    def accept() -> Response:
        rows, given = _posted()
        keys, seen = _keys(_body().get("keys")), _text(_body(), "seen")
        return _changing(store, lambda: answers.accepted(store, rows, given, keys, seen))

    @app.server.post("/desk/last", endpoint="desk_last")
    def last() -> Response:
        return _changing(store, lambda: answers.last(store))

    @app.server.post("/desk/undo", endpoint="desk_undo")
    def undo() -> Response:
        version = _text(_body(), "version")
        return _changing(store, lambda: answers.undone(store, version))


def _changing(store: Store, change: Callable[[], dict[str, Any]]) -> Response:
    """Answer with what a change says, or with why nothing was changed.

    Raises
    ------
    Conflict, BadRequest
        When somebody else changed the data, which are then read anew; when the change is refused.
    """
    try:
        return jsonify(change())
    except Changed as error:
        store.renew()
        if store.broken:
            raise BadRequest(
                f"Another program has changed the data so that they cannot be read: "
                f"{store.broken} Nothing was added. Correct the files, then try again."
            ) from None
        raise Conflict(str(error)) from None
    except DataError as error:
        raise BadRequest(str(error)) from None


def _body() -> dict[str, Any]:
    body = request.get_json()
    if not isinstance(body, dict):
        raise BadRequest("The request is no object.")
    return body


def _posted() -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the rows of a request and the source they are given.

    Raises
    ------
    BadRequest
        When it is not what the desk sends.
    """
    body = _body()
    rows = body.get("rows")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST:
        raise BadRequest(f"rows has no list of 1 to {MOST} rows.")
    return [_cells(row, ("key", "verdict", *FIGURE_COLUMNS)) for row in rows], _source(
        body.get("source")
    )


def _keys(given: object) -> set[str]:
    if not isinstance(given, list) or not all(isinstance(key, str) for key in given):
        raise BadRequest("keys has no list of the rows' keys.")
    return set(given)


def _source(given: object) -> dict[str, str]:
    return _cells(given, SOURCE)


def _cells(given: object, names: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(given, dict):
        raise BadRequest("A row is no object.")
    return {name: _text(given, name) for name in names}


def _text(given: dict[str, Any], name: str) -> str:
    """Return a cell as one line; a missing one is empty."""
    value = given.get(name) or ""
    if not isinstance(value, str) or len(value) > LONGEST_CELL:
        raise BadRequest(f"{name} is no text of at most {LONGEST_CELL} characters.")
    return " ".join(value.split())
