"""`./run check`: verdicts, conflicts and deduced values of the data, or of a draft by its path."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from analysis import pipeline
from analysis.periods import parse
from analysis.reconcile import CONFLICT, DEDUCED, FIGURES, VERDICTS, Findings
from analysis.schema import FIGURE_COLUMNS
from dashboard import __main__ as program
from dashboard import commands
from dashboard.options import Format
from tests.tables import ROW, SOURCE

AGREED = (
    {"period": "January-May 2022", "value": "162.5"},
    {"period": "January-May 2023", "value": "243.6"},
    {"period": "January-May 2023", "measure": "growth", "value": "50", "unit": "percent"},
)
PARTS_THAT_DO_NOT_ADD = (
    {"period": "2021", "value": "15.3"},
    {"period": "2021", "flow": "exports", "value": "5.9"},
    {"period": "2021", "flow": "imports", "value": "9.1"},
)


def draft(path: Path, *rows: dict[str, str], separator: str = ",") -> Path:
    """A table with these figures alone; cells not given are as in ROW."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIGURE_COLUMNS, delimiter=separator)
        writer.writeheader()
        writer.writerows(ROW | {"figure_id": f"figure-{n}"} | row for n, row in enumerate(rows))
    return path


def sources(path: Path, *rows: dict[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*SOURCE, "url"])
        writer.writeheader()
        writer.writerows(rows)


def check(*typed: object) -> Result:
    return CliRunner().invoke(program.app, ["check", *map(str, typed)], prog_name="./run")


def answer(*typed: object, code: int = 0) -> dict[str, Any]:
    """What is printed as JSON; NaN and infinities are not JSON."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} in JSON")

    result = check(*typed, "--format", "json")
    assert result.exit_code == code, result.stderr
    return json.loads(result.stdout, parse_constant=refuse)


def verdicts(found: dict[str, Any]) -> dict[str, str]:
    return {figure["figure_id"]: figure["verdict"] for figure in found["figures"]}


def refusal(*typed: object, code: int = 1) -> str:
    """The words of an error, in one line, when nothing else is printed."""
    result = check(*typed)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert "Traceback" not in result.stderr
    return " ".join(result.stderr.split())


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of drafts that has nothing but them."""
    (tmp_path / "drafts").mkdir()
    return tmp_path / "drafts"


def test_figures_that_bear_each_other_out_agree(place: Path, mini_folder: Path) -> None:
    path = draft(place / "new.csv", *AGREED)
    found = answer(path, "--data", mini_folder, "--strict")
    assert set(found) == {"figures", "conflicts", "deduced"}
    assert verdicts(found) == dict.fromkeys(("figure-0", "figure-1", "figure-2"), "agrees")
    assert found["conflicts"] == []
    for figure in found["figures"]:
        assert tuple(figure) == FIGURES
        assert (figure["series"], figure["hint"]) == ("KAZ", "")
        assert figure["reason"].endswith(".")


def test_figures_that_cannot_all_hold_are_a_conflict(place: Path, mini_folder: Path) -> None:
    path = draft(place / "new.csv", *PARTS_THAT_DO_NOT_ADD)
    found = answer(path, "--data", mini_folder)
    (conflict,) = found["conflicts"]
    assert set(conflict) == {"figures", "doubted", "sets", "edit", "sentence"}
    assert sorted(conflict["figures"]) == ["figure-0", "figure-1", "figure-2"]
    doubted = {key for keys in conflict["sets"] for key in keys}
    assert set(conflict["doubted"]) == doubted <= set(conflict["figures"])
    assert doubted == {key for key, verdict in verdicts(found).items() if verdict == "conflicts"}
    assert conflict["edit"] == "turnover" and "$15.3 million" in conflict["sentence"]


def test_strict_ends_with_one_only_when_figures_conflict_or_are_unread(
    place: Path, mini_folder: Path
) -> None:
    wrong = draft(place / "wrong.csv", *PARTS_THAT_DO_NOT_ADD)
    right = draft(place / "right.csv", *AGREED)
    unread = draft(place / "unread.csv", *AGREED, {"period": "lately"})
    for form in Format:
        typed = ("--data", mini_folder, "--format", form)
        assert check(wrong, *typed).exit_code == 0
        assert check(wrong, *typed, "--strict").exit_code == 1
        assert check(right, *typed, "--strict").exit_code == 0
        assert check(unread, *typed, "--strict").exit_code == 1
    assert answer(wrong, "--data", mini_folder, "--strict", code=1)["conflicts"]


def test_the_data_are_checked_when_no_table_is_named(mini_folder: Path) -> None:
    found = answer("--data", mini_folder)
    table = pipeline.load(mini_folder)
    assert [figure["figure_id"] for figure in found["figures"]] == list(
        table.observations["figure_id"]
    )
    assert set(verdicts(found).values()) <= set(VERDICTS)
    assert verdicts(found)["kazinform-2023-07-29-3"] == "agrees"
    known = set(verdicts(found))
    for value in found["deduced"]:
        assert set(value) == set(DEDUCED) - {"start", "months"}
        assert parse(value["time_period"]).sdmx() == value["time_period"]
        assert value["obs_low"] <= value["obs_value"] <= value["obs_high"]
        assert set(value["figures"]) <= known


def test_a_pair_is_chosen_from_either_side(mini_folder: Path) -> None:
    found = answer("--data", mini_folder, "--pair", "KAZ-AZE")
    assert found == answer("--data", mini_folder, "--pair", "Azerbaijan-Kazakhstan")
    every = answer("--data", mini_folder)
    own = pipeline.load(mini_folder).observations.set_index("figure_id")
    for figure in every["figures"]:
        areas = set(own.loc[figure["figure_id"], ["ref_area", "counterpart_area"]])
        assert (figure in found["figures"]) == (areas == {"KAZ", "AZE"})
    assert "Nearest: AZE-KAZ" in refusal("--data", mini_folder, "--pair", "AZE-KAS", code=2)


def test_csv_is_a_row_a_figure_and_says_what_is_wrong_elsewhere(
    place: Path, mini_folder: Path
) -> None:
    bad = {"figure_id": "bad", "period": "lately", "value": "1"}
    path = draft(place / "new.csv", *PARTS_THAT_DO_NOT_ADD, bad)
    result = check(path, "--data", mini_folder, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    assert tuple(rows[0]) == FIGURES
    assert [row["figure_id"] for row in rows] == ["figure-0", "figure-1", "figure-2"]
    assert "conflicts" in {row["verdict"] for row in rows}
    assert "new.csv, line 5, period: found “lately”" in result.stderr
    assert "could not be read, so are not checked: 1." in result.stderr
    assert verdicts(answer(path, "--data", mini_folder)) == {
        row["figure_id"]: row["verdict"] for row in rows
    }


MADE = Findings(
    pd.DataFrame(
        [
            ("figure-0", "conflicts", "The parts give 15.", "KAZ", "It fits 2020."),
            ("figure-1", "consistent", "Nothing contradicts it.", "KAZ", ""),
            ("figure-2", "consistent", "Nothing contradicts it.", "KAZ", ""),
        ],
        columns=[*FIGURES],
    ),
    pd.DataFrame(
        [
            (
                ("figure-0", "figure-1", "figure-2"),
                ("figure-0", "figure-1"),
                (("figure-0",), ("figure-1",)),
                "turnover",
                "Customs gives $15.3 million; the parts give [red]15[/red].",
                *("KAZ", "AZE", "turnover", "total", "2021"),
            )
        ],
        columns=[*CONFLICT],
    ),
    pd.DataFrame(
        [
            (
                *("KAZ", "AZE", "turnover", "total", "2021-01-01/P9M", 24252, 9),
                *(15e6, 14.9e6, 15.1e6, "USD", "KAZ", "I", "5.9 + 9.1 = 15", ("figure-1",)),
            )
        ],
        columns=[*DEDUCED],
    ),
)


@pytest.fixture
def made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> pipeline.Table:
    """A table whose findings are MADE."""
    monkeypatch.setattr("analysis.pipeline.checks.findings", lambda table: MADE)
    return pipeline.draft(draft(folder / "new.csv", *PARTS_THAT_DO_NOT_ADD), folder)


def test_people_read_conflicts_then_verdicts_then_what_follows(
    made: pipeline.Table, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.verdicts(made, MADE, Format.TABLE)
    printed = capsys.readouterr().out
    expected = [
        "1 conflict\n",
        "1. Customs gives $15.3 million; the parts give [red]15[/red].\n",
        "Edit rule: turnover = exports + imports. To doubt: figure-0; or figure-1.\n",
        "Figures: figure-0, figure-1 and figure-2.\n",
        "3 figures\nagrees 0, consistent 2, conflicts 1, cannot be checked 0\n",
        "figure-0  KAZ-AZE  turnover  2021    15.3 million USD  conflict 1\n",
        "1 deduced value\n",
        "2021-01-01/P9M  $15 million  $14.9 to $15.1 million  Kazakhstan  5.9 + 9.1 = 15\n",
    ]
    places = [printed.find(text) for text in expected]
    assert -1 not in places and places == sorted(places), printed
    assert printed.count("figure-2") == 1, "a figure that fits is in no row of its own"


def test_deduced_values_are_plain_numbers_and_lists(
    made: pipeline.Table, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.verdicts(made, MADE, Format.JSON)
    found = json.loads(capsys.readouterr().out)
    (value,) = found["deduced"]
    assert (value["time_period"], value["obs_status"]) == ("2021-01-01/P9M", "I")
    assert (value["obs_value"], value["figures"]) == (15e6, ["figure-1"])
    assert found["conflicts"][0]["sets"] == [["figure-0"], ["figure-1"]]


def test_nothing_found_is_said(made: pipeline.Table, capsys: pytest.CaptureFixture[str]) -> None:
    sound = MADE.figures.assign(verdict="consistent")
    commands.verdicts(made, Findings(sound, MADE.conflicts[:0], MADE.deduced[:0]), Format.TABLE)
    printed = capsys.readouterr().out
    assert printed.startswith("No conflicts\n")
    assert "consistent 3, conflicts 0" in printed
    assert printed.endswith("No deduced values\n")


def test_a_source_that_is_nowhere_known_is_checked_and_said(place: Path, mini_folder: Path) -> None:
    unknown = [row | {"source_id": "gazette-2024"} for row in AGREED]
    path = draft(place / "new.csv", *unknown)
    result = check(path, "--data", mini_folder, "--format", "json")
    assert set(verdicts(json.loads(result.stdout)).values()) == {"agrees"}
    assert "In no sources.csv, so taken for undated press: gazette-2024." in result.stderr
    table = pipeline.draft(path, mini_folder)
    assert set(table.observations["publisher"]) == {"gazette-2024"}
    assert set(table.observations["kind"]) == {"press"}
    assert (table.problems, table.unsourced) == ((), ["gazette-2024"])


def test_sources_beside_a_draft_are_used_and_else_those_of_the_data(
    place: Path, mini_folder: Path
) -> None:
    known = {"source_id": "kazinform-2023-07-29"}
    path = draft(place / "new.csv", AGREED[0] | known, AGREED[1])
    table = pipeline.draft(path, mini_folder)
    assert list(table.observations["publisher"]) == ["Kazinform", "customs"]
    assert table.rates == pipeline.load(mini_folder).rates
    sources(place / "sources.csv", SOURCE)
    beside = pipeline.draft(path, mini_folder)
    assert list(beside.observations["publisher"]) == ["kazinform-2023-07-29", "Customs"]
    assert list(beside.observations["kind"]) == ["press", "official"]
    assert beside.version != table.version


def test_a_figure_that_names_no_source_is_checked(place: Path, mini_folder: Path) -> None:
    path = draft(place / "new.csv", AGREED[0] | {"source_id": ""})
    assert len(answer(path, "--data", mini_folder)["figures"]) == 1
    assert "undated press: source not given." in check(path, "--data", mini_folder).stderr


def test_a_folder_stands_for_the_table_in_it(mini_folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(mini_folder, tmp_path / "copy"))
    assert answer(copy) == answer(copy / "trade.csv") == answer("--data", mini_folder)
    (copy / "trade.csv").unlink()
    assert "trade.csv was not found" in refusal(copy)


def test_a_draft_is_read_as_the_data_are(place: Path, mini_folder: Path) -> None:
    comma = answer(draft(place / "comma.csv", *AGREED), "--data", mini_folder)
    path = draft(place / "semicolon.csv", *AGREED, separator=";")
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert answer(path, "--data", mini_folder) == comma


def test_a_table_that_cannot_be_read_is_a_sentence(place: Path, mini_folder: Path) -> None:
    data = ("--data", mini_folder)
    missing = refusal(place / "nowhere.csv", *data)
    assert "nowhere.csv was not found; name a table in the form of trade.csv" in missing
    binary = place / "figures.xlsx"
    binary.write_bytes(b"PK\x03\x04\xff\xfe")
    assert "figures.xlsx is not UTF-8 text" in refusal(binary, *data)
    binary.write_bytes(b"a,b\n\0\0\n")
    assert "figures.xlsx is not a CSV file" in refusal(binary, *data)
    header = place / "header.csv"
    header.write_text("figure_id,value\na,1\n", encoding="utf-8")
    said = refusal(header, *data)
    assert "header.csv needs the columns figure_id, source_id" in said
    assert "header.csv, line 1, source_id: found “0 columns of this name”; expected one" in said
    empty = draft(place / "empty.csv")
    assert "empty.csv has no figure that can be read." in refusal(empty, *data)
    nothing = place / "nothing.csv"
    nothing.write_text("", encoding="utf-8")
    assert refusal(nothing, *data).startswith("nothing.csv is empty; its first line names the")
    lost = refusal(draft(place / "new.csv", *AGREED), "--data", place)
    assert f"sources.csv was not found in {place}" in lost


def test_json_is_printed_also_where_no_row_can_be_read(place: Path, mini_folder: Path) -> None:
    """The error goes where errors go, and the answer is as empty as the table."""
    unread = draft(place / "unread.csv", {"period": "lately"})
    for path in (unread, draft(place / "empty.csv")):
        found = answer(path, "--data", mini_folder, code=1)
        assert found == {"figures": [], "conflicts": [], "deduced": []}
    assert "unread.csv, line 2, period: found “lately”" in refusal(unread, "--data", mini_folder)


def test_the_two_checks_say_how_they_differ() -> None:
    difference = "check-data asks whether the files can be read, check whether the figures can all"
    for command in ("check", "check-data"):
        shown = CliRunner().invoke(program.app, [command, "--help"], prog_name="./run").stdout
        assert difference in " ".join(shown.split())


def test_a_name_that_is_not_known_is_said_and_the_others_are_checked(
    place: Path, mini_folder: Path
) -> None:
    path = draft(place / "new.csv", *AGREED, AGREED[0] | {"partner": "Azerbajdshan"})
    result = check(path, "--data", mini_folder, "--format", "json")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["figures"]) == len(AGREED)
    said = " ".join(result.stderr.split())
    assert "new.csv, line 5, partner: found “Azerbajdshan”; expected a country's name" in said
    assert "analysis/names.csv (nearest: Azerbaijan)" in said
    assert check(path, "--data", mini_folder, "--strict").exit_code == 1
