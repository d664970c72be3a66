import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.read import FILES, MAX_BYTES, MAX_CELL, read, read_folder
from analysis.schema import FIGURE_COLUMNS, SOURCE_COLUMNS, DataError, Problem

GOOD = {
    "figure_id": "a-1",
    "source_id": "a",
    "reporter": "Kazakhstan",
    "partner": "Azerbaijan",
    "flow": "turnover",
    "product": "total",
    "period": "2022",
    "measure": "level",
    "value": "463.4",
    "unit": "million USD",
    "qualifier": "exact",
    "status": "actual",
}
HEADER = ",".join(FIGURE_COLUMNS)


def row(**changes: str) -> str:
    cells = GOOD | changes
    return ",".join(cells.get(column, "") for column in FIGURE_COLUMNS)


def figures(folder: Path, text: str | bytes) -> tuple[pd.DataFrame, list[Problem]]:
    path = folder / "trade.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, "trade.csv")


def refusal(folder: Path, text: str | bytes) -> DataError:
    with pytest.raises(DataError) as refused:
        figures(folder, text)
    return refused.value


def place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.file, problem.line, problem.column, problem.found


@pytest.fixture
def folder(mini_folder: Path, tmp_path: Path) -> Path:
    """A copy of the small table that a test may spoil."""
    return shutil.copytree(mini_folder, tmp_path / "data")


def test_whole_folder(mini_folder: Path) -> None:
    tables, problems = read_folder(mini_folder)
    assert problems == []
    assert {name: len(table) for name, table in tables.items()} == {
        "trade.csv": 45,
        "sources.csv": 14,
        "left_out.csv": 3,
        "exchange_rates.csv": 21,
    }
    for name, table in tables.items():
        assert list(table) == [*FILES[name], "line"]
        assert set(table.dtypes.astype(str)[:-1]) == {"str"}


def test_every_row_keeps_its_line(mini_folder: Path) -> None:
    table, _ = read(mini_folder / "trade.csv", "trade.csv")
    lines = (mini_folder / "trade.csv").read_text(encoding="utf-8").splitlines()
    for found in table.itertuples():
        assert lines[found.line - 1].startswith(found.figure_id + ",")


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{HEADER}\n{row()}\n",
        f"{HEADER}\r\n{row()}\r\n",
        f"{HEADER}\r{row()}\r",
        f"{HEADER}\n{row()}",
        f"{HEADER}\n\n{row()}\n\n",
        f"{HEADER}\n{',' * 15}\n{row()}\n",
        f"{HEADER}\n{row()}\n".replace(",", ";"),
        f"\ufeff{HEADER}\n{row()}\n".replace(",", ";"),
        f"{HEADER},,\n{row()},,\n",
        f"{HEADER},line,seen by\n{row()},7,me\n",
        f"{HEADER.replace(',', ' , ')}\n{row().replace(',', ' , ')}\n",
        f'"{HEADER}"\n"{row()}"\n'.replace(",", '","'),
    ],
    ids=[
        "byte order mark",
        "Windows lines",
        "old Macintosh lines",
        "no last line end",
        "blank lines",
        "empty row",
        "semicolons",
        "semicolons and byte order mark",
        "empty columns of a spreadsheet",
        "columns of one's own",
        "spaces around cells",
        "everything quoted",
    ],
)
def test_what_spreadsheets_write_is_read_alike(tmp_path: Path, text: str) -> None:
    table, problems = figures(tmp_path, text)
    assert problems == []
    assert table[list(GOOD)].to_dict("records") == [GOOD]


def test_text_that_looks_like_something_else_stays_text(tmp_path: Path) -> None:
    changes = {
        "reporter": "NA",
        "product": "0101",
        "value": "007.60",
        "period": "2021-09",
        "note": "null",
    }
    table, problems = figures(tmp_path, f"{HEADER}\n{row(**changes)}\n")
    assert problems == []
    assert table.loc[0, list(changes)].to_dict() == changes
    assert table.loc[0, "base_period"] == ""


def test_quoted_separators_quotes_and_line_ends(tmp_path: Path) -> None:
    quoted = row(note='"two\nlines, one ""word"""')
    table, problems = figures(tmp_path, "\n".join([HEADER, quoted, row(figure_id="a-2")]))
    assert problems == []
    assert list(table["note"]) == ['two\nlines, one "word"', ""]
    assert list(table["line"]) == [2, 4]


@pytest.mark.parametrize("space", ["\t", "\u00a0", "\u2009", "\u202f", "\u3000"])
def test_every_kind_of_space_may_stand_in_a_cell(tmp_path: Path, space: str) -> None:
    table, problems = figures(tmp_path, f"{HEADER}\n{row(value=f'1{space}234')}\n")
    assert (problems, list(table["value"])) == ([], [f"1{space}234"])


@pytest.mark.parametrize("column", ["measure", "qualifier", "status"])
def test_word_outside_the_vocabulary(tmp_path: Path, column: str) -> None:
    table, problems = figures(tmp_path, "\n".join([HEADER, row(**{column: "Roughly"})]))
    assert len(table) == 0
    assert [place(p) for p in problems] == [("trade.csv", 2, column, "Roughly")]
    assert problems[0].expected.startswith("one of ")


@pytest.mark.parametrize("cells", [15, 17])
def test_ragged_row(tmp_path: Path, cells: int) -> None:
    ragged = ",".join([*row().split(","), "more"][:cells])
    table, problems = figures(tmp_path, f"{HEADER}\n{row()}\n{ragged}\n")
    assert len(table) == 1
    assert [str(p) for p in problems] == [
        f"trade.csv, line 3, row: found “{cells} cells”; expected 16 cells"
    ]


def test_key_used_twice(tmp_path: Path) -> None:
    table, problems = figures(tmp_path, f"{HEADER}\n{row()}\n{row(value='1')}\n")
    assert list(table["value"]) == ["463.4"]
    assert [place(p) for p in problems] == [("trade.csv", 3, "figure_id", "a-1")]


def test_no_key(tmp_path: Path) -> None:
    table, problems = figures(tmp_path, f"{HEADER}\n{row(figure_id=' ')}\n")
    assert len(table) == 0
    assert [place(p) for p in problems] == [("trade.csv", 2, "figure_id", "")]


@pytest.mark.parametrize(
    "character", ["\x01", "\x1b", "\x7f", "\x85", "\u200b", "\u202e", "\ufeff"]
)
def test_control_and_invisible_characters(tmp_path: Path, character: str) -> None:
    table, problems = figures(tmp_path, f"{HEADER}\n{row(note=f'a{character}b')}\n")
    assert len(table) == 0
    assert [place(p)[:3] for p in problems] == [("trade.csv", 2, "note")]
    assert problems[0].expected == "at most 2000 characters, none of them control or invisible"


def test_an_error_shows_control_characters_as_text() -> None:
    assert str(Problem("trade.csv", 2, "note", "\x1b[2J\u202e", "text")) == (
        r"trade.csv, line 2, note: found “\x1b[2J\u202e”; expected text"
    )


@pytest.mark.parametrize(("length", "kept"), [(MAX_CELL, 1), (MAX_CELL + 1, 0), (100_000, 0)])
def test_very_long_cell(tmp_path: Path, length: int, kept: int) -> None:
    table, problems = figures(tmp_path, f"{HEADER}\n{row(note='n' * length)}\n")
    assert len(table) == kept
    assert [place(p)[:3] for p in problems] == [("trade.csv", 2, "note")] * (1 - kept)
    assert all(len(str(p)) < 250 for p in problems)


def test_all_bad_rows_are_listed_at_once_and_the_good_ones_kept(tmp_path: Path) -> None:
    rows = [row(figure_id=f"a-{n}") for n in range(20)]
    rows[3] = row(figure_id="a-3", measure="amount", status="true")
    rows[7] = "only one cell"
    rows[12] = row(figure_id="a-2")
    rows[19] = row(figure_id="a-19", note="\x02")
    table, problems = figures(tmp_path, "\n".join([HEADER, *rows]))
    assert len(table) == 16
    assert [place(p)[1:3] for p in problems] == [
        (5, "measure"),
        (5, "status"),
        (9, "row"),
        (21, "note"),
        (14, "figure_id"),
    ]


def test_bad_kind_of_source(folder: Path) -> None:
    path = folder / "sources.csv"
    path.write_text(f"{','.join(SOURCE_COLUMNS)}\na,blog,Someone,2021,en,\n", encoding="utf-8")
    table, problems = read(path, "sources.csv")
    assert len(table) == 0
    assert [place(p) for p in problems] == [("sources.csv", 2, "kind", "blog")]


def test_figures_of_unknown_sources(folder: Path) -> None:
    with (folder / "trade.csv").open("a", encoding="utf-8") as file:
        file.write(row(source_id="nowhere") + "\n")
    tables, problems = read_folder(folder)
    assert len(tables["trade.csv"]) == 46, "what else is wrong with it is said too"
    assert [place(p) for p in problems] == [("trade.csv", 47, "source_id", "nowhere")]
    assert problems[0].expected == "a source_id that is in sources.csv"


@pytest.mark.parametrize("column", FIGURE_COLUMNS)
def test_missing_column(tmp_path: Path, column: str) -> None:
    refused = refusal(tmp_path, f"{HEADER.replace(column, 'other', 1)}\n{row()}\n")
    assert f"trade.csv, line 1, {column}: found “0 columns" in str(refused)
    assert HEADER.replace(",", ", ") in str(refused)


def test_column_given_twice(tmp_path: Path) -> None:
    refused = refusal(tmp_path, f"{HEADER},note\n{row()},\n")
    assert [place(p) for p in refused.problems] == [
        ("trade.csv", 1, "note", "2 columns of this name")
    ]


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "\ufeff\n\n"])
def test_empty_file(tmp_path: Path, text: str) -> None:
    refused = refusal(tmp_path, text)
    assert str(refused).startswith("trade.csv is empty; its first line names the columns figure_id")
    assert refused.problems == ()


def test_header_alone_is_a_table_without_figures(tmp_path: Path) -> None:
    table, problems = figures(tmp_path, HEADER + "\n")
    assert (len(table), problems) == (0, [])
    assert list(table) == [*FIGURE_COLUMNS, "line"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{HEADER}\n{row()}\n{row(note='café')}\n".encode("cp1252"), "byte 0xe9"),
        (f"{HEADER}\n{row()}\n".encode("utf-16"), "byte 0xff"),
        (f"{HEADER}\n{row()}\n".encode() + b"\xf0\x28\x8c\x28", "byte 0xf0"),
    ],
    ids=["Windows code page", "UTF-16", "broken sequence"],
)
def test_not_utf8(tmp_path: Path, text: bytes, found: str) -> None:
    refused = refusal(tmp_path, text)
    line = text[: text.index(bytes.fromhex(found[-2:]))].count(b"\n") + 1
    assert [place(p) for p in refused.problems] == [("trade.csv", line, "row", found)]
    assert "save it as “CSV UTF-8”" in str(refused)


def test_binary_zeros(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "\n".join([HEADER, row(), row(note="a\0b")]))
    assert [place(p) for p in refused.problems] == [("trade.csv", 3, "row", "a binary zero")]


def test_unclosed_quotation_mark_is_placed_where_its_row_begins(tmp_path: Path) -> None:
    rows = [row(), row(figure_id="a-2", note='"never closed'), row(figure_id="a-3"), row()]
    refused = refusal(tmp_path, "\n".join([HEADER, *rows]))
    assert [place(p)[:3] for p in refused.problems] == [("trade.csv", 3, "row")]
    assert "quotation marks in pairs" in str(refused)


def test_quotation_mark_inside_a_quoted_cell(tmp_path: Path) -> None:
    quoted = row(note='"a "word" more"')
    refused = refusal(tmp_path, f"{HEADER}\n{quoted}\n")
    assert [place(p)[:3] for p in refused.problems] == [("trade.csv", 2, "row")]


@pytest.mark.parametrize("name", FILES)
def test_missing_file_says_where_it_was_sought(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(DataError, match=f"{name} was not found in .*--data"):
        read_folder(folder)


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "trade.csv").mkdir()
    with pytest.raises(DataError, match="trade.csv cannot be read"):
        read(tmp_path / "trade.csv", "trade.csv")


def test_too_large_file_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "trade.csv").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(DataError, match="larger than 32 MiB"):
        read(tmp_path / "trade.csv", "trade.csv")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    try:
        table, problems = figures(folder, f"{HEADER}\n{row()}\n".encode() + tail)
    except DataError as refused:
        assert str(refused).startswith("trade.csv ")
        return
    assert len(table) >= 1
    assert all(problem.line >= 3 for problem in problems)


@pytest.mark.parametrize(
    ("name", "old", "new", "column"),
    [
        ("sources.csv", "2023-07-29", "2023-02-30", "published"),
        ("sources.csv", "2023-07-29", "29/07/2023", "published"),
        ("sources.csv", "http", "javascript:http", "url"),
        ("sources.csv", "https://", "not a url ", "url"),
        ("exchange_rates.csv", "KZT,", "ZZZ,", "currency"),
        ("exchange_rates.csv", ",2022,", ",lately,", "time_period"),
    ],
)
def test_a_date_or_rate_that_cannot_be_used_is_said(
    folder: Path, name: str, old: str, new: str, column: str
) -> None:
    path = folder / name
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if old in line and n)
    before, _, after = lines[place].rpartition(old)
    lines[place] = before + new + after
    path.write_text("".join(lines), encoding="utf-8")
    _, problems = read_folder(folder)
    assert (name, place + 1, column) in {(p.file, p.line, p.column) for p in problems}
