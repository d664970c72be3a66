"""What a visitor can never make the server do: read its errors, run a script, send it nonsense."""

import base64
import hashlib
import json
import logging
from collections.abc import Collection, Mapping
from html import escape
from html.parser import HTMLParser
from types import MappingProxyType

import dash
from dash.exceptions import DependencyException
from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    InternalServerError,
    LengthRequired,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
    SecurityError,
    UnsupportedMediaType,
    default_exceptions,
)

from dashboard import callback_bodies

MAX_BODY_BYTES = 1024 * 1024
SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript"}
VERSIONS = ("python_version", "dash_version", "dash_version_url", "ddk_version", "plotly_version")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
}
SENTENCES = {
    400: "The request could not be understood.",
    403: "Requests from other sites are refused.",
    404: "There is nothing at this address.",
    405: "This address does not answer that method.",
    411: "The request must say its length.",
    413: "The request is too large.",
    415: "The request must be JSON.",
    500: "The server could not answer this request; the reason is in its log.",
}
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{sentence}</title></head>
<body><h1>{sentence}</h1><p><a href="{start}">Open the dashboard</a></p></body></html>"""
log = logging.getLogger(__name__)


def protect(
    app: dash.Dash,
    hosts: Collection[str] = (),
    pages: Collection[str] = ("/",),
    larger: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Close what Dash leaves open. Call it when layout and callbacks exist.

    hosts: names the server answers to, `.example.org` with its subdomains; empty is any.
    pages: paths that show the dashboard; every other unknown path is a 404.
    larger: endpoints that take a larger body than the others, and how many bytes.
    """
    server = app.server
    server.debug = False
    server.json = callback_bodies.StrictJSON(server)
    server.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, PROPAGATE_EXCEPTIONS=False)
    if hosts:
        server.config["TRUSTED_HOSTS"] = list(hosts)
    _switch_off_development(app)
    _hide_versions(app)
    _close_routes(app, pages)
    _answer_errors(server, app.config.requests_pathname_prefix)
    server.before_request(lambda: _refuse(app, larger))
    policy = content_security_policy(inline_scripts(_index(app)))
    server.after_request(lambda response: _add_headers(response, policy))


def _switch_off_development(app: dash.Dash) -> None:
    """Dash reads DASH_DEBUG, DASH_UI and the like; what is said here wins over them."""
    app.enable_dev_tools(
        debug=False,
        dev_tools_ui=False,
        dev_tools_props_check=False,
        dev_tools_serve_dev_bundles=False,
        dev_tools_hot_reload=False,
        dev_tools_silence_routes_logging=False,
        dev_tools_disable_version_check=True,
        dev_tools_prune_errors=False,
        dev_tools_validate_callbacks=False,
    )


def _hide_versions(app: dash.Dash) -> None:
    interpolate = app.interpolate_index

    def interpolate_index(**parts: str) -> str:
        opening, _, rest = parts["config"].partition(">")
        settings, _, _ = rest.rpartition("</script>")
        kept = {key: value for key, value in json.loads(settings).items() if key not in VERSIONS}
        return interpolate(**parts | {"config": f"{opening}>{_json_in_html(kept)}</script>"})

    app.interpolate_index = interpolate_index


def _json_in_html(value: object) -> str:
    return json.dumps(value).replace("<", "\\u003c")


def _close_routes(app: dash.Dash, pages: Collection[str]) -> None:
    """Shut the reload address (it lists packages), MCP (it runs callbacks) and unknown pages."""
    prefix = app.config.routes_pathname_prefix
    views = app.server.view_functions
    for rule in app.server.url_map.iter_rules():
        name = rule.rule.removeprefix(prefix)
        if name == "_reload-hash" or name.partition("/")[0] == app._mcp_path:
            views[rule.endpoint] = _nothing_here
    any_page = views[f"{prefix}<path:path>"]

    def known_page(path: str) -> ResponseReturnValue:
        return any_page(path) if f"/{path.rstrip('/')}" in pages else _nothing_here()

    views[f"{prefix}<path:path>"] = known_page


def _nothing_here(**_: str) -> ResponseReturnValue:
    raise NotFound


def _refuse(app: dash.Dash, larger: Mapping[str, int]) -> None:
    """Stop a request before Dash sees it; in this order, the first reason wins."""
    if request.method not in {"GET", "HEAD", "POST"}:
        raise MethodNotAllowed(valid_methods=["GET", "HEAD", "POST"])
    if "Transfer-Encoding" in request.headers:
        raise LengthRequired
    _limit(larger.get(request.endpoint or "", MAX_BODY_BYTES))
    if request.method != "POST":
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        raise Forbidden
    if request.endpoint == f"{app.config.routes_pathname_prefix}_dash-update-component":
        try:
            callback_bodies.check(request.get_json(), app.callback_map)
        except (callback_bodies.BodyError, UnsupportedMediaType) as error:
            raise BadRequest(str(error)) from error


def _limit(most: int) -> None:
    request.max_content_length = most
    if (request.content_length or 0) > most:
        size = f"{most // 2**20} MiB" if most > MAX_BODY_BYTES else f"{most // 1024} KiB"
        raise RequestEntityTooLarge(f"The request is larger than {size}.")


def _answer_errors(server: Flask, start: str) -> None:
    def answer(error: Exception) -> ResponseReturnValue:
        if isinstance(error, HTTPException) and error.response is not None:
            return error.response
        return _error_response(_as_http(error), start)

    server.register_error_handler(Exception, answer)


def _as_http(error: Exception) -> HTTPException:
    if isinstance(error, SecurityError):
        return BadRequest("This server does not answer to that host name.")
    if isinstance(error, HTTPException):
        return error
    if isinstance(error, DependencyException):
        return NotFound()
    log.error("%s %r failed", request.method, request.path, exc_info=error)
    return InternalServerError()


def _error_response(error: HTTPException, start: str) -> ResponseReturnValue:
    code = error.code or 500
    standard = getattr(default_exceptions.get(code), "description", None)
    given = error.description if error.description != standard else None
    sentence = given or SENTENCES.get(code, error.name)
    headers = [pair for pair in error.get_headers() if pair[0] != "Content-Type"]
    if request.method != "POST" and request.accept_mimetypes.accept_html:
        page = PAGE.format(sentence=escape(sentence), start=escape(start))
        return Response(page, code, headers, mimetype="text/html")
    return jsonify(error=sentence), code, headers


def _index(app: dash.Dash) -> str:
    with app.server.test_request_context(app.config.routes_pathname_prefix):
        return app.index()


class _InlineScripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside = (
            tag == "script" and "src" not in given and (given.get("type") or "") in SCRIPT_TYPES
        )
        if self._inside:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def inline_scripts(html: str) -> list[str]:
    """Find the scripts written inside a page, as a browser would hash them."""
    parser = _InlineScripts()
    parser.feed(html)
    parser.close()
    return parser.texts


def content_security_policy(scripts: Collection[str]) -> str:
    """Everything from this server only, and of scripts in the page only these."""
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    hashes = (f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    directives: Mapping[str, str] = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *dict.fromkeys(hashes)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def _add_headers(response: Response, policy: str) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", policy)
    if request.is_secure:
        response.headers.setdefault(
            "Strict-Transport-Security", "max-age=31536000; includeSubDomains"
        )
    return response
