"""The page of method: it says what the code does, in numbers that the code gave."""

import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from analysis import intervals, reconcile, words
from analysis.intervals import HEDGES
from analysis.pipeline import VIEWS, examples
from analysis.pipeline.method import Example, Grid, sections
from analysis.reconcile import CONFIRMS, EDITS, HINTS, NARROW, NEAR, REVISED, VERDICTS
from analysis.reconcile.statements import DATED, OFFICIAL, PRESS
from analysis.selection import Selection
from dashboard import method


def said() -> str:
    """All words of the page, one line a part."""
    lines = []
    for section in sections():
        for part in section.parts:
            rows = [part.head, *part.rows] if isinstance(part, Grid) else []
            lines += [" | ".join(row) for row in rows]
            lines += [*part.printed, part.finding] if isinstance(part, Example) else []
            lines += [part] if isinstance(part, str) else []
    return "\n".join(lines)


def grid(anchor: str) -> dict[str, tuple[str, ...]]:
    """The table of a section, by the first cell of its rows."""
    [section] = [s for s in sections() if s.anchor == anchor]
    [found] = [part for part in section.parts if isinstance(part, Grid)]
    return {row[0]: row[1:] for row in found.rows}


@pytest.mark.parametrize(
    ("anchor", "meanings"),
    [("numbers", HEDGES), ("verdicts", VERDICTS), ("edit-rules", EDITS), ("hints", HINTS)],
)
def test_every_name_of_the_code_is_explained_in_its_words(
    anchor: str, meanings: dict[str, str]
) -> None:
    found = grid(anchor)
    assert list(found) == list(meanings)
    for name, meaning in meanings.items():
        assert found[name][0].rstrip(".").lower() == meaning.lower()


@pytest.mark.parametrize(
    ("printed", "means"),
    [
        ("“7.6” is 7.55 to 7.65", ("7.6", "exact")),
        ("“7” is 6.5 to 7.5", ("7", "exact")),
        ("“about 168” is 167 to 169", ("168", "about")),
        ("“over 300” is 300 to 400", ("300", "over")),
        ("“under 36” is 35 to 36", ("36", "under")),
    ],
)
def test_widths_are_those_that_the_code_reads(printed: str, means: tuple[str, str]) -> None:
    assert printed in said()
    found = intervals.read(*means)
    assert printed.endswith(f" {found.low:g} to {found.high:g}")


def test_the_constants_are_those_of_the_code() -> None:
    text = said()
    for share in (CONFIRMS, NARROW, NEAR, REVISED):
        assert words.published_percent(share * 100, signed=False) in text
    trust = grid("error-localisation")
    assert trust["official"] == (f"{OFFICIAL:g}",)
    assert trust["in the press or in a document"] == (f"{PRESS:g}",)
    assert trust["dated"] == (f"{DATED:g} more",)
    assert f"{Selection.band[0]:.2f} to {Selection.band[1]:.2f}" in text


def test_examples_are_found_by_the_program_itself() -> None:
    rate, total, slip, base = map(
        examples.checked, (examples.RATE, examples.SUM, examples.SLIP, examples.BASE)
    )
    assert set(rate.figures["verdict"]) == {reconcile.AGREES}
    assert set(total.figures["verdict"]) == {reconcile.CONFLICTS}
    assert total.conflicts["edit"].tolist() == ["turnover"]
    assert "about $6.245 million" in slip.figures["hint"].iloc[-1]
    assert words.money(base.deduced["obs_value"].item()) == "$104.3 million"
    for found in (total.conflicts["sentence"], slip.figures["hint"], base.deduced["derivation"]):
        assert found.iloc[-1] in said()


def test_examples_say_whose_statistics_their_figures_are() -> None:
    """A reader who types them in as they stand gets the same verdicts."""
    for section in sections():
        for part in section.parts:
            for line in part.printed if isinstance(part, Example) else ():
                assert line.endswith("from Azerbaijan’s statistics")


def test_the_arithmetic_of_the_oracles_is_on_the_page() -> None:
    text = said()
    for number in ("+49.9%", "+49.83 to +49.98%", "49.5 to 50.5%", "+252%", "+352%", "+0.10"):
        assert number in text


class Text(HTMLParser):
    """The words of a page and the anchors in it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" else []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def read() -> Text:
    text = Text()
    text.feed(method.page())
    return text


def test_everything_said_is_on_the_page(read: Text) -> None:
    shown = {word.strip() for word in read.words}
    for line in said().splitlines():
        assert set(line.split(" | ")) <= shown, line


def test_links_lead_to_views_and_to_sections_that_exist(read: Text) -> None:
    assert len(read.ids) == len(set(read.ids))
    here = {link[1:] for link in read.links if link.startswith("#")}
    assert here == {section.anchor for section in sections()} | {"main"}
    assert here <= set(read.ids)
    assert {f"/{view}" for view in VIEWS} <= set(read.links)


def test_text_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = "<b>1</b> & DARK"
    section = sections()[0]._replace(
        title=bad, parts=(bad, Grid((bad,), ((bad, bad),)), Example((bad,), bad))
    )
    monkeypatch.setattr(method, "sections", lambda: (section,))
    page = method.page()
    assert "<b>" not in page
    assert page.count("&lt;b&gt;1&lt;/b&gt; &amp; DARK") == 8


def test_it_is_served_with_the_policy_and_needs_no_script(client: FlaskClient) -> None:
    response = client.get("/method")
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    page = response.text
    assert re.findall(r"<script[^>]*>(.*?)</script>", page) == [""]
    for address in re.findall(r'(?:src|href)="([^"#]+)"', page):
        assert address.startswith("/") and not address.startswith("//")
        assert client.get(unescape(address)).status_code == 200
    assert client.get("/method/").status_code == 404
    assert client.post("/method").status_code in (403, 405)


def test_dark_without_a_script_has_the_colours_of_the_style_sheet() -> None:
    page = method.page()
    block = re.search(
        r"prefers-color-scheme: dark\) \{ html:not\(\[[\w-]+\]\) (\{.*?\})", page, re.S
    )
    style = (method.ASSETS / "style.css").read_text(encoding="utf-8")
    assert block and block[1] in style
    assert "--paper" in block[1] and "--ink" in block[1]


def test_what_only_this_page_uses_is_not_loaded_by_the_dashboard(client: FlaskClient) -> None:
    page = client.get("/").text
    for name in method.OWN:
        assert name not in page
        assert client.get(f"/assets/{name}").status_code == 200


def test_the_dashboard_leads_to_it(client: FlaskClient) -> None:
    layout = json.dumps(client.get("/_dash-layout").json)
    assert '"href": "/method"' in layout
