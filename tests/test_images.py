"""Pictures: each caller gets its own, of the right size, with every letter, or a sentence."""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from plotly.offline import get_plotlyjs_version

from analysis import browser, images
from analysis.images import ImageRefused, ImageUnavailable, Renderer

ROOT = Path(__file__).parents[1]
PLOTLYJS = ROOT / "dashboard/assets/plotly-basic.min.js"
FONTS = 'Inter, "Noto Sans", "Noto Sans CJK KR", "DejaVu Sans", sans-serif'
LETTERS = "ƏəĞğİıŞşÖöÜüÇçӘәҒғҚқҢңӨөҰұҮүҺһІіЖЩЫЭЯ한국대−–×·≈…≥→€₼₸₩"
TOFU = "\ue000\uf8ff"


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    renderer = Renderer(PLOTLYJS)
    yield renderer
    renderer.close()


def bars(colour: str = "#ffffff") -> dict[str, Any]:
    """Everything a chart of this program uses: hatched bars, whiskers, a line, a note."""
    periods = ["Jan–May 2022", "the year 2022"]
    return {
        "data": [
            {
                "type": "bar",
                "x": periods,
                "y": [1, 2],
                "marker": {"color": "#1864ab", "pattern": {"shape": ["/", ""]}},
                "error_y": {"type": "data", "array": [0.1, 0.2]},
            },
            {"type": "scatter", "x": periods, "y": [1.5, 1], "line": {"dash": "dash"}},
        ],
        "layout": {
            "paper_bgcolor": colour,
            "font": {"family": FONTS},
            "annotations": [{"text": "a note", "x": 0, "y": 2, "showarrow": False}],
            "showlegend": False,
        },
    }


def grid(letters: str) -> dict[str, Any]:
    """Each letter alone in a cell 40 pixels wide."""
    notes = [
        {"text": letter, "x": 40 * place + 20, "y": 100, "xref": "x", "yref": "y"}
        | {"showarrow": False, "font": {"size": 24, "color": "black"}}
        for place, letter in enumerate(letters)
    ]
    bare = {"visible": False, "fixedrange": True}
    return {
        "data": [{"type": "scatter", "x": [], "y": []}],
        "layout": {
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "font": {"family": FONTS},
            "paper_bgcolor": "white",
            "plot_bgcolor": "white",
            "xaxis": bare | {"range": [0, 40 * len(letters)]},
            "yaxis": bare | {"range": [0, 200]},
            "annotations": notes,
        },
    }


def picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def browser_process(renderer: Renderer) -> int:
    return renderer._browser._kaleido.subprocess.pid


def test_the_bundle_is_the_plotlyjs_of_the_installed_plotly() -> None:
    assert f"plotly.js (basic - minified) v{get_plotlyjs_version()}\n" in PLOTLYJS.read_text()[:200]


def test_a_png_has_the_size_asked_for_and_the_chart_in_it(renderer: Renderer) -> None:
    drawn = picture(renderer.image(bars(), "png", 800, 450, 2))
    assert drawn.size == (1600, 900)
    colours = dict((colour, count) for count, colour in drawn.getcolors(2**24))
    assert colours[(0x18, 0x64, 0xAB)] > 0.1 * 1600 * 900
    whole, hatched = drawn.crop((1100, 400, 1300, 700)), drawn.crop((350, 550, 550, 700))
    assert len(whole.getcolors(2**16)) < len(hatched.getcolors(2**16))


def test_an_svg_is_text_with_the_letters_and_fonts_in_it(renderer: Renderer) -> None:
    root = ElementTree.fromstring(renderer.image(grid(LETTERS), "svg", 1600, 200))
    assert (root.tag, root.get("width")) == ("{http://www.w3.org/2000/svg}svg", "1600")
    words = [part for part in root.iter() if part.tag.endswith("}text")]
    assert set(LETTERS) <= set("".join(word.text or "" for word in words))
    assert all("Inter" in word.get("style", "") for word in words)


def test_a_pdf_is_one_page_of_the_size_with_its_fonts_inside(renderer: Renderer) -> None:
    content = renderer.image(grid(LETTERS), "pdf", 1600, 400)
    assert content.startswith(b"%PDF-") and b"(Trade Turnover)" in content
    assert re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", content) == [(b"1200", b"300")]
    fonts = b" ".join(re.findall(rb"/FontName /\w{6}\+(\S+)", content))
    assert b"Inter" in fonts and len(content) > 20_000


def test_every_letter_is_drawn_and_none_is_the_box_of_a_missing_one(renderer: Renderer) -> None:
    letters = LETTERS + TOFU
    drawn = picture(renderer.image(grid(letters), "png", 40 * len(letters), 200))
    cells = [drawn.crop((40 * n, 60, 40 * n + 40, 140)) for n in range(len(letters))]
    *glyphs, box, same_box = [cell.tobytes() for cell in cells]
    assert box == same_box and len(set(box)) > 1
    blank = Image.new("RGB", (40, 80), "white").tobytes()
    assert [letter for letter, glyph in zip(LETTERS, glyphs, strict=True) if glyph == box] == []
    assert [letter for letter, glyph in zip(LETTERS, glyphs, strict=True) if glyph == blank] == []


def test_four_callers_at_once_each_get_their_own_pictures(renderer: Renderer) -> None:
    def mine(place: int) -> tuple[int, int, int]:
        colour = (40 * (place // 5), 40 * (place % 5), 99)
        drawn = renderer.image(bars(f"rgb{colour}"), "png", 300, 200)
        return picture(drawn).getpixel((2, 2))

    with ThreadPoolExecutor(4) as callers:
        found = list(callers.map(mine, range(20)))
    assert found == [(40 * (place // 5), 40 * (place % 5), 99) for place in range(20)]


def test_a_browser_that_dies_or_hangs_is_replaced() -> None:
    renderer = Renderer(PLOTLYJS, tabs=1, timeout=5.0)
    try:
        renderer.image(bars(), "png", 300, 200)
        for trouble in (signal.SIGKILL, signal.SIGSTOP):
            before = browser_process(renderer)
            os.killpg(before, trouble)
            assert picture(renderer.image(bars(), "png", 300, 200)).size == (300, 200)
            assert browser_process(renderer) != before
    finally:
        renderer.close()


def test_a_forked_process_starts_its_own_browser() -> None:
    script = f"""
import os, sys
from pathlib import Path
from analysis.images import Renderer
figure = {bars()!r}
renderer = Renderer(Path({str(PLOTLYJS)!r}))
assert renderer.image(figure, "png", 300, 200)
child = os.fork()
if not child:
    drawn = renderer.image(figure, "png", 300, 200)
    renderer.close()
    os._exit(0 if drawn.startswith(b"\\x89PNG") else 1)
assert os.waitpid(child, 0)[1] == 0
assert renderer.image(figure, "png", 300, 200)
"""
    done = run([sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 0


def test_too_many_waiting_are_told_to_come_back(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer, "_queue", threading.Semaphore(0))
    with pytest.raises(ImageUnavailable, match="try again in a few seconds"):
        renderer.image(bars(), "png", 300, 200)


def test_without_a_browser_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(browser.Chromium, "find_browser", lambda **_: None)
    monkeypatch.setattr(browser.shutil, "which", lambda _: None)
    with pytest.raises(ImageUnavailable, match="apt-get install chromium.*BROWSER_PATH"):
        Renderer(PLOTLYJS).image(bars(), "png", 300, 200)


def test_a_wrong_browser_path_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    with pytest.raises(ImageUnavailable, match="/nowhere/chromium is not a program"):
        Renderer(PLOTLYJS).image(bars(), "png", 300, 200)


def test_a_name_kaleido_does_not_look_for_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shell = tmp_path / "chromium-headless-shell"
    shell.write_text("#!/bin/sh\n")
    shell.chmod(0o755)
    monkeypatch.setattr(browser.Chromium, "find_browser", lambda **_: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find_browser() == shell


def test_a_browser_that_hangs_at_its_start_is_replaced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hanging = tmp_path / "chromium"
    hanging.write_text("#!/bin/sh\nexec sleep 99\n")
    hanging.chmod(0o755)
    starts: list[Path] = []

    def first_hanging(path: Path, *rest: Any) -> browser.Browser:
        starts.append(path)
        if len(starts) > 1:
            return browser.Browser(path, *rest)
        with monkeypatch.context() as impatient:
            impatient.setattr(browser, "START_SECONDS", 1.0)
            return browser.Browser(hanging, *rest)

    monkeypatch.setattr(images, "Browser", first_hanging)
    renderer = Renderer(PLOTLYJS)
    try:
        assert picture(renderer.image(bars(), "png", 300, 200)).size == (300, 200)
        assert len(starts) == 2
    finally:
        renderer.close()


def test_a_program_that_is_no_browser_is_tried_and_then_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    renderer = Renderer(PLOTLYJS)
    monkeypatch.setattr(images, "find_browser", lambda: Path("/bin/true"))
    with pytest.raises(ImageUnavailable, match="/bin/true did not start"):
        renderer.image(bars(), "png", 300, 200)
    monkeypatch.setattr(images, "find_browser", lambda: pytest.fail("a second try"))
    with pytest.raises(ImageUnavailable, match="/bin/true did not start"):
        renderer.image(bars(), "png", 300, 200)


@pytest.mark.parametrize(
    ("format", "width", "height", "scale", "words"),
    [
        ("exe", 800, 450, 1, "png, svg, pdf; found “exe”"),
        ("png", 199, 450, 1, "width is at least 200"),
        ("png", 800, 4001, 2, "height.*at most 8000; found 4001 at scale 2"),
        ("png", 800, 450, 0, "positive"),
        ("png", float("nan"), 450, 1, "found nan"),
        ("png", 800, float("inf"), 1, "found inf"),
    ],
)
def test_a_picture_out_of_bounds_is_refused(
    renderer: Renderer, format: str, width: float, height: float, scale: float, words: str
) -> None:
    with pytest.raises(ImageRefused, match=words):
        renderer.image(bars(), format, width, height, scale)


@pytest.mark.parametrize(
    "outside",
    [
        {"layout": {"images": [{"source": "data:image/png;base64,"}]}},
        {"layout": {"template": {"layout": {"images": [{"x": 1}]}}}},
        {"data": [{"source": " FILE:///etc/passwd"}]},
        {"layout": {"map": {"layers": [{"source": "https://example.org/tiles"}]}}},
    ],
)
def test_a_figure_that_takes_from_outside_is_refused(
    renderer: Renderer, outside: dict[str, Any]
) -> None:
    with pytest.raises(ImageRefused, match="not drawn"):
        renderer.image(bars() | outside, "png", 300, 200)


def test_the_browser_reaches_no_network(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "check_self_contained", lambda figure: None)
    figure = bars()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        figure["layout"]["images"] = [
            {"source": f"http://{host}:{port}/x.png", "x": 0, "y": 1, "sizex": 1, "sizey": 1}
            for host in ("127.0.0.1", "localhost")
        ]
        assert renderer.image(figure, "png", 300, 200)
        listener.settimeout(0.5)
        with pytest.raises(TimeoutError):
            listener.accept()
