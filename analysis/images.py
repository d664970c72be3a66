"""A figure as a PNG, SVG or PDF picture, drawn by one warm browser a process (Kaleido).

Refuses to build a figure, and to draw one that takes anything from outside itself.

Fonts, network and processes are `browser.py`.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kaleido.errors import JavascriptError, KaleidoError

from analysis.browser import Browser, BrowserNotFound, find_browser

FORMATS = ("png", "svg", "pdf")
SMALLEST_SIDE = 200
LARGEST_SIDE = 8000
"""Pixels a side after scaling; Chromium returns an empty picture above 16384."""
MOST_WAITING = 16
REST_SECONDS = 30.0
"""How long a browser that would not start is left alone before the next try."""
BUSY = "Many pictures are being drawn at this moment: try again in a few seconds."

Figure = Mapping[str, Any]


class ImageUnavailable(RuntimeError):
    """No picture can be drawn here or now; the text is one sentence that says what to do."""


class ImageRefused(ValueError):
    """A picture that is not drawn: a format, a size or a figure outside what is allowed."""


class Renderer:
    """Draws figures for many threads at once, with a browser started at the first picture.

    `plotlyjs` is the plotly.js file the browser loads, `tabs` how many figures are drawn side by
    side, `timeout` the seconds one may take. A browser that dies or hangs, at
    its start or later, is replaced once.
    """

    _browser: Browser | None
    _rest: tuple[float, str] | None

    def __init__(self, plotlyjs: Path, tabs: int = 2, timeout: float = 20.0) -> None:
        self._plotlyjs = plotlyjs.resolve(strict=True)
        self._tabs = tabs
        self._timeout = timeout
        self._inherited: list[Browser] = []
        self._prepare()
        os.register_at_fork(after_in_child=self._forget)

    def image(
        self, figure: Figure, format: str, width: float, height: float, scale: float = 1.0
    ) -> bytes:
        """Return `figure` as a picture of `width` by `height` pixels times `scale`.

        `format` is one of FORMATS. Raises ImageRefused for what is not allowed and
        ImageUnavailable where there is no browser, it fails twice, or too many wait.
        """
        check_request(format, width, height, scale)
        check_self_contained(figure)
        options = {"format": format, "width": width, "height": height, "scale": scale}
        with self._turn():
            return self._draw(figure, options)

    def close(self) -> None:
        """End the browser, if one runs; a later picture starts a new one."""
        with self._lock:
            browser, self._browser = self._browser, None
        if browser is not None:
            browser.close()

    def _prepare(self) -> None:
        self._lock = threading.Lock()
        self._queue = threading.Semaphore(self._tabs + MOST_WAITING)
        self._turns = threading.Semaphore(self._tabs)
        self._browser = None
        self._rest = None

    def _forget(self) -> None:
        """In a forked process: leave the parent's browser, and its locks, to the parent."""
        if self._browser is not None:
            self._inherited.append(self._browser)
        self._prepare()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._queue.acquire(blocking=False):
            raise ImageUnavailable(BUSY)
        try:
            if not self._turns.acquire(timeout=self._timeout):
                raise ImageUnavailable(BUSY)
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._queue.release()

    def _draw(self, figure: Figure, options: dict[str, Any]) -> bytes:
        failure: Exception | None = None
        for _ in range(2):
            browser = self._running()
            try:
                return browser.draw(figure, options, self._timeout)
            except (KaleidoError, JavascriptError) as error:
                raise ImageRefused(f"plotly.js could not draw this figure: {error}") from error
            except Exception as error:
                failure = error
                self._discard(browser)
        raise ImageUnavailable(
            f"The browser failed twice at this picture ({failure!r}): try a smaller size."
        ) from failure

    def _running(self) -> Browser:
        with self._lock:
            if self._browser is None:
                self._browser = self._start()
            return self._browser

    def _start(self) -> Browser:
        if self._rest and time.monotonic() < self._rest[0]:
            raise ImageUnavailable(self._rest[1])
        try:
            path = find_browser()
        except BrowserNotFound as error:
            raise ImageUnavailable(str(error)) from error
        failure: Exception | None = None
        sandboxes = (True, False) if os.geteuid() else (False,)
        for sandbox in sandboxes * 2:
            try:
                browser = Browser(path, self._plotlyjs, self._tabs, sandbox)
                atexit.unregister(self.close)
                atexit.register(self.close)
                return browser
            except Exception as error:
                failure = error
        sentence = f"The browser {path} did not start: name another in BROWSER_PATH."
        self._rest = (time.monotonic() + REST_SECONDS, sentence)
        raise ImageUnavailable(sentence) from failure

    def _discard(self, browser: Browser) -> None:
        with self._lock:
            if self._browser is browser:
                self._browser = None
        browser.kill()


def check_request(format: str, width: float, height: float, scale: float) -> None:
    """Refuse a picture of another format than FORMATS or of a size out of bounds."""
    if format not in FORMATS:
        raise ImageRefused(f"Pictures come as {', '.join(FORMATS)}; found “{format}”.")
    for name, side in (("width", width), ("height", height)):
        if not (side >= SMALLEST_SIDE and 0 < scale and side * scale <= LARGEST_SIDE):
            raise ImageRefused(
                f"A picture's {name} is at least {SMALLEST_SIDE} pixels and, times a positive "
                f"scale, at most {LARGEST_SIDE}; found {side} at scale {scale}."
            )


def check_self_contained(figure: Figure) -> None:
    """Refuse a figure that would make the browser read a file or an address."""
    parts: list[object] = [figure]
    while parts:
        part = parts.pop()
        if isinstance(part, Mapping):
            if part.get("images"):
                raise ImageRefused("A figure with pictures in it (images) is not drawn.")
            source = part.get("source")
            if isinstance(source, str) and source.strip().lower().startswith(("file:", "http")):
                raise ImageRefused(f"A figure that loads “{source[:80]}” is not drawn.")
            parts.extend(part.values())
        elif isinstance(part, list | tuple):
            parts.extend(item for item in part if isinstance(item, Mapping | list | tuple))
