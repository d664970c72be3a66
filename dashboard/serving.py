"""The dashboard as a server that can face visitors."""

import errno
import gc
import socket
import struct
from collections.abc import Callable, Collection, Mapping
from html.parser import HTMLParser
from types import MappingProxyType

import dash
from flask import jsonify
from flask.typing import ResponseReturnValue
from gunicorn.app.base import BaseApplication

from dashboard import hardening, slow_clients, transfer

STOP_SECONDS = 3
REQUEST_SECONDS = 60
SILENCE_SECONDS = 5
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def harden(
    app: dash.Dash,
    health: Callable[[], Mapping[str, object]] = dict,
    hosts: Collection[str] = (),
    pages: Collection[str] = ("/",),
    larger: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Make a finished Dash app fit to serve. Call it once, after layout, callbacks and routes.

    health: facts for /health, such as the number of figures and the data version.
    hosts: names the server answers to, `.example.org` with its subdomains; empty is any.
    pages: paths that show the dashboard; every other unknown path is a 404.
    larger: endpoints that take a larger body than the others, and how many bytes.
    """
    app.server.add_url_rule("/health", "health", lambda: _healthy(health))
    transfer.lighten(app)
    hardening.protect(app, hosts, pages, larger)


def serve(app: dash.Dash, host: str, port: int, workers: int, threads: int = 8) -> None:
    """Serve a hardened app until SIGTERM or SIGINT, then exit with 0; port 0 picks a free one.

    Workers are forked from this process, so what must not be shared (a browser, a thread)
    has to start with the first request. Raises SystemExit with a sentence when it cannot listen.
    """
    listener = _listen(host, port)
    warm(app)
    _Gunicorn(app, listener, workers, threads).run()


def warm(app: dash.Dash) -> None:
    """Ask for the page and its files once: Dash 4.4.1 loses first requests that arrive together."""
    trusted = app.server.config.get("TRUSTED_HOSTS") or ["localhost"]
    base = f"http://{trusted[0].lstrip('.')}"
    with app.server.test_client() as client:
        page = client.get(app.config.routes_pathname_prefix, base_url=base)
        for address in _files(page.text):
            client.get(address, base_url=base, headers={"Accept-Encoding": "br"})


def _make_ready(app: dash.Dash) -> None:
    """Warm a worker, then spare what lives as long as it does from every later clean-up."""
    warm(app)
    gc.collect()
    gc.freeze()


def _healthy(health: Callable[[], Mapping[str, object]]) -> ResponseReturnValue:
    return jsonify({"status": "ok", **health()}), 200, {"Cache-Control": "no-store"}


class _Files(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get({"script": "src", "link": "href"}.get(tag, ""))
        if address and address.startswith("/"):
            self.addresses.append(address)


def _files(page: str) -> list[str]:
    parser = _Files()
    parser.feed(page)
    return parser.addresses


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address[:2], family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        raise SystemExit(_cannot_listen(error, host, port)) from error
    # Connections inherit this: a client silent in mid-request frees its thread.
    silence = struct.pack("ll", SILENCE_SECONDS, 0)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, silence)
    return listener


def _cannot_listen(error: Exception, host: str, port: int) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is already in use: stop the program that holds it, "
            "or choose another with --port (0 picks a free one)."
        )
    if number == errno.EACCES:
        return f"Port {port} needs administrator rights: choose one above 1023 with --port."
    return f"Cannot listen on {host}, port {port} ({error}): check --host and --port."


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = EVERYWHERE.get(host, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


class _Gunicorn(BaseApplication):
    def __init__(self, app: dash.Dash, listener: socket.socket, workers: int, threads: int) -> None:
        self._app = app
        self._line = f"{app.title} is ready at {_address(listener)} (Ctrl+C stops it)"
        self._settings = {
            "bind": f"fd://{listener.detach()}",
            "workers": workers,
            "worker_class": slow_clients.PatientWorker,
            "threads": threads,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": STOP_SECONDS,
            "keepalive": 30,
            "limit_request_line": 4094,
            "limit_request_fields": 64,
            "control_socket_disable": True,
            "loglevel": "warning",
            "when_ready": lambda _: print(self._line, flush=True),
            "post_worker_init": lambda _: _make_ready(app),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., object]:
        return self._app.server
