"""Remake the pictures of the README from the running program: `./test` once, then this.

.venv/bin/python -m docs.remake
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from analysis.browser import find_browser

HERE = Path(__file__).parent
COMPARE = "/compare?pair=KAZ-AZE&period=2023-01-01/P5M&base=2022-01-01/P5M"
SCREENS = (
    ("turnover.png", "/turnover?pair=AZE-KAZ", 1440, 1180, "light"),
    ("compare-dark.png", COMPARE, 1440, 1060, "dark"),
    ("growth.png", "/growth?pair=AZE-KAZ&since=2018", 1440, 1100, "light"),
    ("sources.png", "/sources?pair=AZE-KAZ&since=2018", 1440, 1500, "light"),
    ("phone.png", COMPARE, 390, 1100, "light"),
)
ARTICLE = HERE / "article.txt"
"""Written for the picture of the desk; its source is filled in beside it."""
SOURCE = {"Publisher": "Caspian Trade Letter", "Published": "2023-08-04"}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


@contextmanager
def running(*options: str) -> Iterator[str]:
    """Start the program on a free port, give its address, stop it."""
    command = [sys.executable, "-m", "dashboard", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent) as server:
        assert server.stdout is not None
        address = re.search(r"http://\S+?(?=/ )", server.stdout.readline())
        assert address, "the server did not say its address"
        yield address[0]
        server.terminate()


def main() -> None:
    """Take every picture."""
    with running() as address, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for screen in SCREENS:
            take(browser, address, *screen)
        browser.close()
    desk()
    export = ["export", "compare", "--pair", "KAZ-AZE", "--period", "Jan-May 2023"]
    export += ["--base", "Jan-May 2022", "--to", str(HERE / "exported.png"), "--scale", "1"]
    subprocess.run([sys.executable, "-m", "dashboard", *export], check=True, cwd=HERE.parent)


def desk() -> None:
    """Take the picture of a document that was read, by a program that may change the data."""
    with (
        TemporaryDirectory() as folder,
        running(
            "--edit", "--data", str(copytree(HERE.parent / "data", Path(folder) / "data"))
        ) as address,
        sync_playwright() as tools,
    ):
        browser = tools.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 1080}, color_scheme="light")
        page.goto(f"{address}/add")
        for label, text in SOURCE.items():
            page.get_by_label(label).fill(text)
        page.get_by_label("Text", exact=True).fill(ARTICLE.read_text(encoding="utf-8").strip())
        page.get_by_role("button", name="Read", exact=True).click()
        page.locator("#desk-reasons li").first.wait_for()
        page.locator("#desk-marked mark").first.hover()
        page.wait_for_timeout(600)
        page.screenshot(path=HERE / "add.png", full_page=True)
        browser.close()


def take(
    browser: Browser, base: str, name: str, path: str, wide: int, high: int, scheme: str
) -> None:
    """Take one picture when its chart is drawn."""
    page = browser.new_page(viewport={"width": wide, "height": high}, color_scheme=scheme)
    page.goto(base + path)
    page.locator("#chart .annotation").first.wait_for()
    page.wait_for_timeout(600)
    page.screenshot(path=HERE / name)
    page.close()


if __name__ == "__main__":
    main()
