"""A running server, a browser, and a page that fails its test on any fault of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from analysis.browser import find_browser

ROOT = Path(__file__).parents[2]
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
expect.set_options(timeout=15_000)


@pytest.fixture(scope="package")
def server() -> Iterator[str]:
    """The address of a dashboard that runs as a program of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "serve", "--port", "0", "--workers", "1"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    try:
        said = next(line for line in process.stdout if "http://" in line)
        found = re.search(r"http://[\d.]+:\d+", said)
        assert found, said
        yield found[0]
    finally:
        process.terminate()
        process.stdout.close()
        assert process.wait(15) == 0, "a stop that is asked for is no failure"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = os.environ.get("BROWSER_PATH") or str(find_browser())
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield browser
        browser.close()


class Visit:
    """A page of the dashboard, and everything that went wrong on it (`faults`)."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.server, self.faults = server, []
        self.page: Page = context.new_page()
        self._watch(self.page)

    def _watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", self._ask)
        page.on("requestfailed", lambda request: self._lose(request))

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def _ask(self, request: Any) -> None:
        here = request.url.startswith((self.server + "/", "data:", "blob:" + self.server))
        if not here:
            self.faults.append(f"elsewhere: {request.url}")

    def _lose(self, request: Any) -> None:
        self.faults.append(f"failed: {request.url} {request.failure}")

    def open(self, address: str = "/") -> Page:
        """Go to an address and wait until the screen is filled."""
        self.page.goto(self.server + address)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the screen says what it shows."""
        expect(self.page.locator("#nav .active")).to_have_count(1)
        expect(self.page.locator("body.asking")).to_have_count(0)

    def chart(self, text: str | re.Pattern[str]) -> None:
        """Wait until the chart drawn on the screen holds a text, and its words say the same."""
        expect(self.page.locator("#chart svg.main-svg").filter(has_text=text).first).to_be_visible()
        self.settle()

    @property
    def address(self) -> str:
        """The path and query that the page shows."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}"


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open browser profiles that are closed after the test."""
    opened: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        opened.append(browser.new_context(**WIDE | options))
        return opened[-1]

    yield new
    for context in opened:
        context.close()


@pytest.fixture(scope="package")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile that several visits share, with what it keeps of the page's files."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], **WIDE)
    yield context
    context.close()


@pytest.fixture
def visit(server: str, profile: BrowserContext) -> Iterator[Visit]:
    """A visit on a wide screen in light; a fault that the test did not expect fails it."""
    visit = Visit(profile, server)
    yield visit
    visit.page.close()
    assert visit.faults == []


@pytest.fixture(scope="package")
def telephone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    yield context
    context.close()


@pytest.fixture
def phone(server: str, telephone: BrowserContext) -> Iterator[Visit]:
    """A visit on a telephone, 390 pixels wide."""
    visit = Visit(telephone, server)
    yield visit
    visit.page.close()
    assert visit.faults == []
