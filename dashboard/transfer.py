"""Fewer bytes on the wire: files compressed once and kept by browsers, answers compressed fast."""

import gzip
import hashlib
import posixpath
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import brotli
import dash
from dash.fingerprint import check_fingerprint
from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

ENCODINGS = ("br", "gzip")
SMALLEST = 512
MOST_FILES = 512
KEPT_ANSWERS = 256
YEAR = 365 * 24 * 60 * 60
TEN_MINUTES = 10 * 60
COMPRESSIBLE = {
    "application/geo+json",
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "image/svg+xml",
    "image/vnd.microsoft.icon",
    "image/x-icon",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
}

View = Callable[..., ResponseReturnValue]


@dataclass
class StoredFile:
    """A file that stays the same while the process lives, by encoding."""

    mimetype: str
    digest: str
    bodies: dict[str, bytes] = field(default_factory=dict)

    def body(self, encoding: str) -> bytes:
        """Compress on first use; an empty encoding is the file as it is."""
        if encoding not in self.bodies:
            self.bodies[encoding] = compress(self.bodies[""], encoding, thorough=True)
        return self.bodies[encoding]


def lighten(app: dash.Dash) -> None:
    """Make component scripts, assets and answers small, and let browsers keep the files."""
    prefix = app.config.routes_pathname_prefix
    suites = f"{prefix}_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"
    assets = f"{prefix.replace('/', '_').replace('.', '_')}dash_assets.static"
    for endpoint in (suites, assets):
        _keep_files(app.server, endpoint)
    app.server.after_request(_finish)


def compress(body: bytes, encoding: str, thorough: bool = False) -> bytes:
    """Thorough is for what is compressed once and sent often."""
    if encoding == "br":
        return brotli.compress(body, quality=9 if thorough else 4)
    return gzip.compress(body, compresslevel=9 if thorough else 4, mtime=0)


@lru_cache(KEPT_ANSWERS)
def _kept(body: bytes, encoding: str) -> bytes:
    """Compress an answer once, however often it is given."""
    return compress(body, encoding)


def _keep_files(server: Flask, endpoint: str) -> None:
    view: View = server.view_functions[endpoint]  # type: ignore[assignment]
    shelf: dict[str, StoredFile] = {}
    lock = threading.Lock()

    def kept(**place: str) -> ResponseReturnValue:
        name, versioned = _name(place)
        with lock:
            file = shelf.get(name) or _read(server, view, place)
            if len(shelf) < MOST_FILES:
                shelf[name] = file
            encoding = _encoding(file.mimetype, len(file.bodies[""]))
            body = file.body(encoding)
        return _file_response(file, body, encoding, versioned)

    server.view_functions[endpoint] = kept


def _name(place: dict[str, str]) -> tuple[str, bool]:
    """One name a file, whatever version its address carries, and whether it carries one."""
    if "filename" in place:
        return posixpath.normpath(place["filename"]), "m" in request.args
    path, versioned = check_fingerprint(place["fingerprinted_path"])
    return posixpath.normpath(f"{place['package_name']}/{path}"), versioned


def _read(server: Flask, view: View, place: dict[str, str]) -> StoredFile:
    with server.test_request_context():
        try:
            response = server.make_response(view(**place))
        except FileNotFoundError as error:
            raise NotFound from error
        response.direct_passthrough = False
        body = response.get_data()
        response.close()
    return StoredFile(response.mimetype or "", hashlib.sha256(body).hexdigest()[:32], {"": body})


def _encoding(mimetype: str | None, size: int) -> str:
    """Choose the encoding the browser prefers, or an empty text for none."""
    if mimetype not in COMPRESSIBLE or size < SMALLEST:
        return ""
    accepted = request.accept_encodings
    return max(
        (name for name in ENCODINGS if accepted[name] > 0),
        key=lambda name: (accepted[name], name == "br"),
        default="",
    )


def _file_response(file: StoredFile, body: bytes, encoding: str, versioned: bool) -> Response:
    response = Response(body, mimetype=file.mimetype)
    response.set_etag(f"{file.digest}{encoding}")
    response.cache_control.public = True
    response.cache_control.max_age = YEAR if versioned else TEN_MINUTES
    if versioned:
        response.cache_control.immutable = True
    _mark(response, encoding)
    response.make_conditional(request)
    return response


def _mark(response: Response, encoding: str) -> None:
    response.vary.add("Accept-Encoding")
    if encoding:
        response.content_encoding = encoding


def _finish(response: Response) -> Response:
    """Cache and compress an answer that was made for this request."""
    if not response.cache_control:
        response.headers["Cache-Control"] = "no-store" if request.method == "POST" else "no-cache"
    if response.direct_passthrough or response.is_streamed or response.status_code != 200:
        return response
    if response.content_encoding or response.cache_control.immutable:
        return response
    if request.method == "GET" and response.mimetype != "text/html":
        response.add_etag(weak=True)
        response.make_conditional(request)
    encoding = _encoding(response.mimetype, response.content_length or 0)
    if encoding and response.status_code == 200:
        response.set_data(_kept(response.get_data(), encoding))
        _mark(response, encoding)
    return response
