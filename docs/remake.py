"""Remake the pictures of the README from the running program: `./test` once, then this.

.venv/bin/python -m docs.remake
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

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
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


def main() -> None:
    """Start the program on a free port, take every picture, stop it."""
    command = [sys.executable, "-m", "dashboard", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent) as server:
        assert server.stdout is not None
        address = re.search(r"http://\S+?(?=/ )", server.stdout.readline())
        assert address, "the server did not say its address"
        with sync_playwright() as tools:
            browser = tools.chromium.launch(executable_path=find_browser(), args=FLAGS)
            for screen in SCREENS:
                take(browser, address[0], *screen)
            browser.close()
        server.terminate()
    export = ["export", "compare", "--pair", "KAZ-AZE", "--period", "Jan-May 2023"]
    export += ["--base", "Jan-May 2022", "--to", str(HERE / "exported.png"), "--scale", "1"]
    subprocess.run([sys.executable, "-m", "dashboard", *export], check=True, cwd=HERE.parent)


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
