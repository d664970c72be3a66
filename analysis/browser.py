"""The browser that draws: which program, with which fonts and what it may reach.

Refuses to know what is drawn. Only figures built by this program may come here: Kaleido's browser
may read files; it reaches no network.

Fonts: Inter 4.1 travels with the program (`fonts/Inter.ttf`: Latin and Cyrillic with their
extensions, weights 400 to 700, cut from the npm package inter-ui 4.1.1) and is shown to the browser
as an installed font through Fontconfig. A font-face rule in the page would not do: plotly.js makes
PNG and PDF from an SVG loaded as a picture, which sees installed fonts only; and Chromium shows
blanks for an installed WOFF2 file. So Azerbaijani, Kazakh and Russian need nothing but a browser.
Korean comes from the system (Debian's fonts-nanum or fonts-noto-cjk). An SVG names the fonts and
is set in those of whoever shows it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import threading
from collections.abc import Coroutine, Mapping, MutableMapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from choreographer.browsers import Chromium
from kaleido import Kaleido, PageGenerator

logger = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"
START_SECONDS = 20.0
CLEAR_SECONDS = 5.0
PRODUCT = "Trade Turnover"
"""The title a PDF carries."""
OTHER_NAMES = ("chromium-headless-shell", "chrome-headless-shell", "headless_shell")
"""Programs that Kaleido can drive but does not look for; it knows Chrome, Chromium and Edge."""
NO_BROWSER = (
    "No browser was found to draw the picture: on Debian or Ubuntu run “apt-get install chromium”, "
    "or name a Chromium or Chrome program in BROWSER_PATH."
)


class BrowserNotFound(RuntimeError):
    """No browser is installed; the text is one sentence that says what to do."""


def find_browser() -> Path:
    """Return the program that draws: BROWSER_PATH, else an installed Chrome, Chromium or Edge.

    Raises BrowserNotFound where there is none.
    """
    found = Chromium.find_browser(skip_local=False)
    found = found or next(filter(None, map(shutil.which, OTHER_NAMES)), None)
    if not found:
        raise BrowserNotFound(NO_BROWSER)
    if not Path(found).is_file():
        raise BrowserNotFound(f"{found} is not a program. {NO_BROWSER}")
    return Path(found)


class _Chromium(Chromium):
    """Chromium that sees the program's fonts and no network."""

    def pre_open(self) -> None:
        super().pre_open()
        self._fonts = Path(self.tmp_dir.path) / "fonts.conf"
        self._fonts.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
            f"<dir>{escape(str(FONTS))}</dir></fontconfig>",
            encoding="utf-8",
        )

    def get_env(self) -> MutableMapping[str, str]:
        return {**super().get_env(), "FONTCONFIG_FILE": str(self._fonts)}

    def get_cli(self) -> Sequence[str]:
        return [
            *super().get_cli(),
            "--disable-background-networking",
            "--no-proxy-server",
            "--host-resolver-rules=MAP * ~NOTFOUND",
        ]


def _note(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what a dying browser leaves behind; the caller has its own error already."""
    logger.debug("%s: %r", context.get("message"), context.get("exception"))


class Browser:
    """One running browser with its own event loop and thread; every call gets its own answer."""

    def __init__(self, path: Path, plotlyjs: Path, tabs: int, sandbox: bool) -> None:
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(_note)
        self._lock = threading.Lock()
        self._cleared: Future[None] | None = None
        self._thread = threading.Thread(target=self._run, name="images", daemon=True)
        self._thread.start()
        self._kaleido: Any = None
        try:
            self._submit(self._open(path, plotlyjs, tabs, sandbox)).result(START_SECONDS)
        except BaseException:
            self.kill()
            raise

    def draw(self, figure: Mapping[str, Any], options: dict[str, Any], timeout: float) -> bytes:
        """Return the picture of `figure` within `timeout` seconds, or raise what went wrong."""
        picture: Future[bytes] = self._submit(self._kaleido.calc_fig(figure, opts=options))
        content = picture.result(timeout)
        if not content:
            raise RuntimeError("the browser returned an empty picture")
        return content

    def close(self) -> None:
        """End the browser in good order, or kill it when that takes too long."""
        with suppress(TimeoutError, CancelledError):
            self._clear_up().result(CLEAR_SECONDS)
        self.kill()

    def kill(self) -> None:
        """Kill the browser with all its processes; its own thread clears up after it."""
        process = getattr(self._kaleido, "subprocess", None)
        if process is not None and process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        self._clear_up()

    def _run(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    def _submit(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        with self._lock:
            if self._cleared is None:
                return asyncio.run_coroutine_threadsafe(work, self._loop)
        work.close()
        raise RuntimeError("the browser has been ended")

    def _clear_up(self) -> Future[None]:
        with self._lock:
            if self._cleared is None:
                self._cleared = asyncio.run_coroutine_threadsafe(self._clear(), self._loop)
                self._cleared.add_done_callback(lambda _: self._stop())
            return self._cleared

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _open(self, path: Path, plotlyjs: Path, tabs: int, sandbox: bool) -> None:
        page = PageGenerator(plotly=plotlyjs.as_uri(), mathjax=False)
        page.header = page.header.replace("Kaleido-fier", PRODUCT)
        self._kaleido = Kaleido(
            path=path,
            n=tabs,
            timeout=None,
            page_generator=page,
            browser_cls=_Chromium,
            enable_sandbox=sandbox,
        )
        await self._kaleido.open()

    async def _clear(self) -> None:
        if self._kaleido is not None:
            with suppress(Exception):
                await asyncio.wait_for(self._kaleido.close(), CLEAR_SECONDS)
        pending = asyncio.all_tasks() - {asyncio.current_task()}
        for task in pending:
            task.cancel()
        if pending:
            await asyncio.wait(pending, timeout=CLEAR_SECONDS)
