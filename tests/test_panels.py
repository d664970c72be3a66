"""Text from the data is shown as text: never markup, never a script, never a link elsewhere."""

import csv
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from dash.development.base_component import Component

from analysis import pipeline
from analysis.pipeline import MEASURES, Table
from analysis.results.conflicts import Conflict
from analysis.schema import NothingRead
from analysis.selection import Canvas, Selection
from dashboard import panels, tables
from dashboard.app import create
from dashboard.screen import screen
from tests import tables as small

MARKUP = (
    '<img src=x onerror="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)">x</a>'
)
ADDRESSES = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//elsewhere.example/x",
    " https:alert(1)",
    "/\\elsewhere.example",
]
SHOWN = {"A", "Button", "Details", "Div", "H2", "Li", "Link", "P", "Span", "Strong", "Summary"}
SHOWN |= {"Table", "Tbody", "Td", "Th", "Thead", "Tr", "Ul", "AgGrid", "Clipboard"}
"""Components that show their children as text. Markdown and raw HTML are not among them."""


def rewrite(path: Path, column: str, text: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {column: text.format(row[column])} for row in rows)


@pytest.fixture
def hostile_folder(folder: Path) -> Path:
    """The small table with markup in every text that is not a name, number or code."""
    for name, columns in {
        "trade.csv": ("authority", "note"),
        "sources.csv": ("publisher", "url"),
        "left_out.csv": ("about", "reason"),
        "exchange_rates.csv": ("source",),
    }.items():
        for column in columns:
            text = "https://example.org/?" + MARKUP if column == "url" else "{} " + MARKUP
            rewrite(folder / name, column, text)
    rewrite(folder / "trade.csv", "figure_id", "{} <b>bold</b>")
    rows = (folder / "trade.csv").read_text(encoding="utf-8")
    product = rows.replace("land vehicles", '"' + MARKUP.replace('"', '""') + '"')
    (folder / "trade.csv").write_text(product, encoding="utf-8")
    return folder


@pytest.fixture
def hostile(hostile_folder: Path) -> Table:
    table = pipeline.load(hostile_folder)
    assert table.problems == ()
    return table


def components(node: Any) -> Iterator[Component]:
    if isinstance(node, list | tuple):
        for child in node:
            yield from components(child)
    elif isinstance(node, Component):
        yield node
        yield from components(getattr(node, "children", None))


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for child in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from texts(child)


def selections(table: Table) -> Iterator[Selection]:
    for pair, _ in pipeline.pairs(table):
        products = pipeline.options(table, pair, "turnover", "total")["products"]
        for product in products:
            for name, measure in MEASURES.items():
                yield Selection(measure.view, name, pair, product=product, focus="2023")
        yield Selection("figures", "", pair)
        yield Selection("figures", "", pair, focus="2023")


def shown(table: Table, selection: Selection) -> list[Any]:
    """All that the panels make for a selection."""
    return [
        panels.nav(selection),
        panels.sentence(table, selection),
        panels.refusal(pipeline.result(table, selection), selection),
        panels.cards(pipeline.headline(table, selection), selection),
        panels.notes(pipeline.what_to_know(table, selection), selection),
        panels.conflicts(
            pipeline.conflicts(table, selection),
            pipeline.two_statistics(table, selection),
            selection,
        ),
        panels.files(selection),
        panels.description(table, selection),
        tables.evidence(table, selection),
        tables.drawn(table, selection),
        tables.grid(table, selection),
    ]


def test_the_specimen_reaches_the_screen(hostile: Table) -> None:
    said = json.dumps(
        [
            list(texts(c.to_plotly_json()["props"].get("children")))
            for s in selections(hostile)
            for c in components(shown(hostile, s))
        ]
    )
    assert "onerror" in said


def test_panels_are_made_of_what_shows_text_as_text(hostile: Table) -> None:
    for selection in selections(hostile):
        for component in components(shown(hostile, selection)):
            assert component._type in SHOWN
            named = set(component.to_plotly_json()["props"])
            assert not {name for name in named if "dangerous" in name.lower()}


def test_every_link_stays_here_or_goes_to_a_web_page(hostile: Table, table: Table) -> None:
    for used in (hostile, table):
        for selection in (s for s in selections(used) if used is hostile or s.product == "total"):
            for component in components(shown(used, selection)):
                address = getattr(component, "href", None)
                if address is None:
                    continue
                here = address.startswith("/") and not address.startswith(("//", "/\\"))
                assert here or urlsplit(address).scheme in ("http", "https"), address
                assert here or (component.target, component.rel) == (
                    "_blank",
                    "noopener noreferrer",
                )


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_no_web_page_is_refused(folder: Path, address: str) -> None:
    rewrite(folder / "sources.csv", "url", address)
    with pytest.raises(NothingRead, match="sources.csv, line 2, url: found") as refused:
        pipeline.load(folder)
    assert "expected a web address" in str(refused.value)


def test_a_source_with_an_address_is_a_link(mini_table: Table) -> None:
    made = components(tables.evidence(mini_table, Selection(focus="2023")))
    assert "https://en.trend.az/casia/kazakhstan/3870385.html" in {
        getattr(component, "href", "") for component in made
    }


def test_figures_show_text_from_data_escaped(hostile: Table) -> None:
    seen = False
    for selection in selections(hostile):
        figure = screen(hostile, selection, Canvas(1200, 0))["figure"]
        for text in texts(figure):
            seen |= "&lt;img" in text
            assert "<img" not in text
            assert "<script" not in text
            assert "<a " not in text
    assert seen


class Tags(HTMLParser):
    """The elements of a page, the attributes that run scripts, and where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert not (value or "").lower().startswith("javascript:")


def test_saved_pages_hold_no_markup_from_data(hostile_folder: Path, hostile: Table) -> None:
    client = create(hostile_folder).server.test_client()
    for name in ("turnover", "growth", "share"):
        for pair in ("AZE-KAZ", "KOR-AZE"):
            page = client.get(f"/chart/{name}.html?pair={pair}")
            assert page.status_code == 200
            tags = Tags()
            tags.feed(page.text)
            assert not {"img", "iframe", "object", "embed", "base", "form"} & set(tags.found)
            assert tags.found.count("script") == page.text.count("</script>")


def test_what_is_wrong_with_the_data_is_shown_as_text(folder: Path) -> None:
    rewrite(folder / "trade.csv", "value", MARKUP)
    good = "good-1,trend-2024-03-05,Azerbaijan,Kazakhstan,turnover,total,2023,level,5,million USD,"
    with (folder / "trade.csv").open("a", encoding="utf-8") as file:
        file.write(good + ",exact,actual,,,\n")
    table = pipeline.load(folder)
    made = list(components(panels.messages(["<b>said</b>"], table.problems, "<i>broken</i>")))
    assert {component._type for component in made} <= SHOWN
    listed = [c.children for c in made if c._type == "Li"]
    assert 0 < len(listed) <= 50
    assert all("<img" in line for line in listed)


def test_the_grid_has_every_figure_of_the_pair_once(table: Table) -> None:
    grid = tables.grid(table, Selection("figures"))[1]
    found = pipeline.figures(table, Selection("figures"))
    keys = [row["key"] for row in grid.rowData]
    assert len(keys) == len(set(keys)) == len(found)
    columns = {column["field"] for column in grid.columnDefs}
    assert columns <= set(grid.rowData[0])


def test_the_grid_and_the_evidence_say_what_conflicts_by_word_and_mark(folder: Path) -> None:
    table = small.table(
        folder,
        {"period": "2022", "value": "153"},
        {"period": "2022", "flow": "exports", "value": "5.9"},
        {"period": "2022", "flow": "imports", "value": "9.1"},
        kind="press",
    )
    grid = tables.grid(table, Selection("figures", focus="2022"))[1]
    found = pipeline.figures(table, Selection("figures")).set_index("figure_id")
    for row in grid.rowData:
        figure = found.loc[row["key"].split("|")[0]]
        assert (row["verdict"], row["reason"]) == (figure["verdict"], figure["reason"])
        assert row["hint"] == figure["hint"]
    columns = {column["field"]: column for column in grid.columnDefs}
    assert {"verdict", "reason", "series", "hint"} <= set(columns)
    assert "conflicts" in columns["verdict"]["cellClassRules"]["verdict-conflicts"]
    made = list(components(tables.evidence(table, Selection(focus="2022"))))
    heads = [c.children for c in made if c._type == "Th"]
    assert {"Verdict", "Reason"} <= set(heads)
    marked = [c.children for c in made if getattr(c, "className", "") == "verdict-conflicts"]
    assert marked and set(marked) == {"conflicts"}


def test_the_evidence_says_whose_statistics_a_figure_fits(folder: Path) -> None:
    rewrite(folder / "trade.csv", "statistics_of", "")
    table = pipeline.load(folder)
    fits = pipeline.checked(table).assign(series="KAZ", hint="It fits 2020.")
    row = next(fits.itertuples())
    said = tables._evidence_row(row, row.time_period)
    assert "Not stated; fits Kazakhstan" in said
    assert any("It fits 2020." in str(getattr(cell, "children", "")) for cell in said)


SOURCES = Selection("sources", "", ("KAZ", "AZE"))


def conflict(number: int, shown: bool = True, focus: str = "2022") -> Conflict:
    about = focus or "No period given", f"Sentence {number}.", "a rule", focus, shown
    return Conflict(*about, f"{number:08x}", ("figure",))


def links(made: Any) -> list[tuple[str, str]]:
    """The address of every link and all that is written in it."""
    found = [c for c in components(made) if c._type == "Link"]
    return [(c.href, str(c.children)) for c in found]


def test_each_conflict_is_a_sentence_with_its_rule_that_leads_to_its_figures() -> None:
    made = panels.conflicts([conflict(1), conflict(2, focus="")], None, SOURCES)
    (href, said), (undated, other) = links(made)
    assert href == "/sources?pair=KAZ-AZE&focus=2022&conflict=00000001"
    assert "Sentence 1." in said and "Rule: a rule" in said
    assert undated == "/sources?pair=KAZ-AZE&conflict=00000002"
    assert "Sentence 2." in other


def test_conflicts_beyond_the_first_and_of_other_years_are_folded_away() -> None:
    many = [conflict(n) for n in range(8)] + [conflict(8, shown=False, focus="1999")]
    made = panels.conflicts(many, None, SOURCES)
    folded = [c for c in made if c._type == "Details"]
    assert [c.children[0].children for c in folded] == [
        "3 more in the years shown",
        "1 in other years",
    ]
    assert [c.open for c in folded] == [False, False]
    assert made[0].children.startswith("9 conflicts on the turnover")


def test_the_chosen_conflict_alone_is_marked_and_unfolded() -> None:
    many = [conflict(n, focus="2023") for n in range(6)]
    made = panels.conflicts(many, None, Selection("sources", focus="2023", conflict="00000005"))
    marked = [c for c in components(made) if getattr(c, "className", "") == "note chosen"]
    assert ["Sentence 5." in str(c.children) for c in marked] == [True]
    assert [c.open for c in made if c._type == "Details"] == [True]


def test_no_conflict_is_said(mini_table: Table) -> None:
    (said,) = panels.conflicts([], None, Selection("sources", pair=("KOR", "RUS"), flow="exports"))
    assert (
        said.children
        == "No published figure on the exports of Korea–Russia contradicts the others."
    )


def test_two_reporters_apart_are_no_contradiction_and_lead_to_both_sides(mini_table: Table) -> None:
    apart = pipeline.two_statistics(mini_table, SOURCES)
    assert apart is not None
    made = panels.conflicts([], apart, SOURCES)
    assert "1.3 times" in str(made[-1].children)
    assert "never counted as a contradiction" in str(made[-1].children)
    assert [href for href, _ in links(made)] == ["/turnover?pair=KAZ-AZE&measure=mirror"]
    assert pipeline.two_statistics(mini_table, Selection(pair=("KOR", "RUS"))) is None


def test_the_grid_shows_one_period_when_it_is_chosen(table: Table) -> None:
    grid = tables.grid(table, Selection("figures", focus="2023-01-01/P5M"))[1]
    assert {row["period"] for row in grid.rowData} == {"Jan–May 2023"}
    assert "243.6 million USD" in {row["value"] for row in grid.rowData}


def test_every_card_and_note_leads_to_figures_that_exist(table: Table) -> None:
    for pair, _ in pipeline.pairs(table):
        selection = Selection(pair=pair)
        for item in (
            *pipeline.headline(table, selection),
            *pipeline.what_to_know(table, selection),
        ):
            if item.focus:
                focused = Selection(pair=pair, focus=item.focus)
                assert len(pipeline.evidence(table, focused)), item
