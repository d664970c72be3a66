"""New rows stand at the end of a file, in the file's own manner."""

from pathlib import Path

import pytest
from accepting import figure, source
from hypothesis import given
from hypothesis import strategies as st

from analysis.append import appended
from analysis.read import parse
from analysis.schema import FIGURE_COLUMNS, SOURCE_COLUMNS

HEADER = ",".join(SOURCE_COLUMNS)
ROW = "a,press,Daily,2021,en,"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_row_is_written_as_the_file_is(mark: str, end: str, last: bool, separator: str) -> None:
    old = (mark + end.join([HEADER, ROW, ""]).removesuffix("" if last else end)).replace(
        ",", separator
    )
    row = "new,press,“Baku”,2022-06-01,en,".replace(",", separator)
    grown = appended(old.encode(), [source(publisher="“Baku”")])
    assert grown.content.decode() == old + (row + end if last else end + row)
    assert grown.lines == (3,)


def test_a_file_that_quotes_every_cell_goes_on_quoting() -> None:
    old = '"source_id","kind"\n"a","press"\n'
    assert appended(old.encode(), [source()]).content.decode() == old + '"new","press"\n'


def test_columns_of_another_order_and_the_persons_own_are_kept() -> None:
    old = "checked by; kind ;source_id\nme;press;a\n"
    assert appended(old.encode(), [source()]).content.decode() == old + ";press;new\n"


def test_nothing_to_append_changes_nothing() -> None:
    assert appended(b"source_id", []).content == b"source_id"


def test_a_formula_stays_the_text_that_was_published() -> None:
    old = (HEADER + "\n").encode()
    new = appended(old, [source(publisher='=HYPERLINK("http://x")')]).content
    frame, problems = parse(new.decode(), "sources.csv")
    assert (frame["publisher"].tolist(), problems) == (['=HYPERLINK("http://x")'], [])


def test_each_row_knows_its_line() -> None:
    old = f'{HEADER}\n"a",press,"Daily\nBaku",2021,en,'
    rows = [source("b", publisher="two\r\nlines"), source("c"), source("d")]
    assert appended(old.encode(), rows).lines == (4, 6, 7)


CELL = st.text(st.characters(exclude_categories=["C", "Z"])) | st.sampled_from(
    ['"', '""', "a\nb", "a\r\nb", "a\rb", ";,\t;", "'", "=1+1", " x "]
)


@given(
    st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1, max_size=3),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([",", ";"]),
)
def test_what_is_appended_is_read_again(rows: list[list[str]], end: str, separator: str) -> None:
    new = [
        dict(zip(SOURCE_COLUMNS, row, strict=True))
        | {"source_id": f"{n}", "kind": "press", "published": "2021", "publisher": f"P {row[2]}"}
        | {"url": f"https://example.org/{row[5]}"}
        for n, row in enumerate(rows)
    ]
    old = (HEADER.replace(",", separator) + end).encode()
    frame, problems = parse(appended(old, new).content.decode(), "sources.csv")
    assert problems == []
    expected = [[row[column].strip() for column in SOURCE_COLUMNS] for row in new]
    assert frame[[*SOURCE_COLUMNS]].to_numpy().tolist() == expected


def test_the_lines_are_those_that_the_reader_names(mini_folder: Path) -> None:
    old = (mini_folder / "trade.csv").read_bytes()
    grown = appended(old, [figure(1, note="two\nlines"), figure(2), figure(3)])
    frame, _ = parse(grown.content.decode(), "trade.csv")
    assert tuple(frame["line"].tail(3)) == grown.lines
    assert frame[[*FIGURE_COLUMNS]].iloc[-3].to_dict() == figure(1, note="two\nlines")
