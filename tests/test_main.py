"""The command line answers as the screen does, in sentences and with exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from analysis import export, pipeline
from analysis.images import ImageUnavailable
from analysis.selection import Canvas, Selection
from dashboard import __main__ as program
from dashboard import files

ROOT = Path(__file__).parents[1]
COMMANDS = ("serve", "figures", "growth", "compare", "export", "check", "check-data", "extract")
JAN_MAY = ("--period", "Jan-May 2023", "--base", "Jan-May 2022")


@pytest.fixture(scope="module")
def published() -> pipeline.Table:
    return pipeline.load(ROOT / "data")


def run(*typed: str, **environment: str) -> Result:
    return CliRunner().invoke(program.app, typed, env=environment, prog_name="./run")


def answer(*typed: str, code: int = 0) -> dict[str, Any]:
    """What a command prints as JSON; NaN and infinities are not JSON."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} in JSON")

    result = run(*typed, "--format", "json")
    assert result.exit_code == code, result.stderr
    return json.loads(result.stdout, parse_constant=refuse)


def sentence(result: Result) -> str:
    """The words of an error, in one line."""
    assert "Traceback" not in result.stderr
    return " ".join(result.stderr.split())


def program_run(*typed: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program as a person starts it, on a system whose own encoding is ASCII."""
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *typed],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )


def edited(folder: Path, place: Path, **changes: tuple[str, str]) -> Path:
    """A copy of a data folder in which texts of a file are replaced by others."""
    shutil.copytree(folder, place)
    for name, (old, new) in changes.items():
        path = place / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return place


def test_growth_of_two_periods_stands_beside_the_published_rate() -> None:
    found = answer("growth", "--pair", "AZE-KAZ", *JAN_MAY)
    growth = found["growth"]
    assert [round(growth[part], 2) for part in ("value", "low", "high")] == [49.91, 49.83, 49.98]
    assert growth["unit"] == "percent"
    (rate,) = found["published"]
    assert (rate["text"], rate["verdict"], rate["publisher"]) == ("+50%", "agrees", "Kazinform")
    assert [level["time_period"] for level in found["levels"]] == [
        "2023-01-01/P5M",
        "2022-01-01/P5M",
    ]
    assert [level["figures"] for level in found["levels"]] == [
        {"kazinform-2023-07-29-2": "243.6 million USD"},
        {"kazinform-2023-07-29-1": "162.5 million USD"},
    ]
    assert {level["source_id"] for level in found["levels"]} == {"kazinform-2023-07-29"}
    assert found["caveats"] == ["The source does not say whose statistics these are."]


def test_a_level_made_of_two_figures_names_both() -> None:
    found = answer("growth", "--statistics", "Kazakhstan", "--period", "2022")
    assert found["base"]["time_period"] == "2021"
    new, _ = found["levels"]
    assert new["computed"] and len(new["figures"]) == 2
    assert round(found["growth"]["value"], 1) == 39.5


@pytest.mark.parametrize(
    "pair", ["aze-kaz", "Azerbaijan-Kazakhstan", "Azerbaijan – Kazakhstan", "Azerbaijan–KAZ"]
)
def test_a_pair_is_read_as_people_write_it(pair: str) -> None:
    assert answer("growth", "--pair", pair, *JAN_MAY)["pair"] == "AZE-KAZ"


def test_a_pair_is_seen_from_its_first_country() -> None:
    exports = answer("compare", "--pair", "KAZ-AZE", "--flow", "exports", "--period", "2022")
    imports = answer("compare", "--pair", "AZE-KAZ", "--flow", "imports", "--period", "2022")
    values = [[row["value"] for row in found["rows"]] for found in (exports, imports)]
    assert values[0] == values[1] != []


def test_unlike_periods_are_refused_with_reason_and_offer() -> None:
    typed = ("--pair", "AZE-KOR", "--period", "first nine months of 2021", "--base", "2021")
    for command in ("growth", "compare"):
        found = answer(command, *typed, code=3)
        assert found["refused"] == "different months"
        assert "9 months" in found["sentence"] and "12 months" in found["sentence"]
        offer = [found["offer"][name]["time_period"] for name in ("period", "base")]
        allowed = answer("growth", "--pair", "AZE-KOR", "--period", offer[0], "--base", offer[1])
        assert allowed["growth"]["low"] <= allowed["growth"]["value"]
        plain = run(command, *typed)
        assert (plain.exit_code, plain.stdout) == (3, "")
        assert found["sentence"] in sentence(plain)
        assert f"--period {offer[0]} --base {offer[1]}" in sentence(plain)


def test_a_published_rate_implies_its_base_where_nothing_can_be_recomputed() -> None:
    typed = ("growth", "--pair", "KOR-RUS", "--flow", "exports")
    (row,) = answer(*typed)["rows"]
    assert round(row["implied_base"] / 1e9, 2) == 7.14
    assert (row["value"], row["verdict"]) == (6.5, "cannot be checked")
    refused = answer(*typed, "--period", "2019", code=3)
    assert refused["refused"] == "no figure"
    assert round(refused["published"][0]["implied_base"]["value"] / 1e9, 2) == 7.14


def test_a_balance_has_no_growth() -> None:
    assert answer("growth", "--flow", "balance", code=3)["refused"] == "can change sign"


def test_growth_of_every_period_is_what_the_chart_draws(published: pipeline.Table) -> None:
    expected = pipeline.data(published, Selection(view="growth", since=2019))
    found = pd.DataFrame(answer("growth", "--since", "2019")["rows"])
    assert len(found) == len(expected) > 10
    assert found["value"].tolist() == expected["value"].tolist()
    assert found["figure_ids"].tolist() == expected["figure_ids"].tolist()
    printed = run("growth", "--since", "2019", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(printed.stdout)))
    assert [float(row["value"]) for row in rows] == expected["value"].tolist()


def test_compare_adds_contributions_and_says_which_pair_is_missing() -> None:
    typed = ("--statistics", "KAZ", "--period", "2022", "--base", "2021", "--against", "AZE-KOR")
    rows = pd.DataFrame(answer("compare", *typed)["rows"])
    added = rows[rows["role"].eq("contribution")].set_index("flow")["value"].round(1)
    assert added.to_dict() == {"exports": 13.2, "imports": 26.2}
    assert "Azerbaijan–Korea is not shown" in run("compare", *typed).stdout


def test_a_table_is_lines_of_columns_without_colour_in_a_pipe() -> None:
    result = run("growth", *JAN_MAY)
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Azerbaijan–Kazakhstan turnover rose 49.9%")
    assert any(re.search(r"growth +Jan–May 2023 +Jan–May 2022 +\+49\.9% ", line) for line in lines)
    assert any(re.search(r"\+50% .* agrees ", line) for line in lines)
    assert "Source: Kazinform (29 July 2023)." in lines
    assert "\x1b" not in result.stdout


def window(width: int, *typed: str) -> str:
    """What a command prints in a terminal of that many characters."""
    shown = run(*typed, FORCE_COLOR="1", NO_COLOR="1", COLUMNS=str(width), TERM="xterm").stdout
    assert max(map(len, (text := re.sub(r"\x1b\[\d*m", "", shown)).splitlines())) <= width
    return text


def test_names_break_before_numbers_do_and_nothing_is_cut_off() -> None:
    typed = ("figures", "--pair", "KOR-RUS")
    assert re.search(r"KOR-RUS +exports .* 2019 +about 7\.6 billion USD ", window(110, *typed))
    letters = "".join(window(40, *typed).split())
    plain = "".join(run(*typed).stdout.split())
    assert sorted(letters) == sorted(plain)


@pytest.mark.parametrize("colour", ["", "1"])
def test_text_from_the_data_is_not_markup(mini_folder: Path, tmp_path: Path, colour: str) -> None:
    hostile = "[bold red]Kazinform[/bold red] [/] :smile:"
    folder = edited(mini_folder, tmp_path / "d", sources=("Kazinform", hostile))
    typed = ("growth", *JAN_MAY, "--data", str(folder))
    result = run(*typed, FORCE_COLOR=colour, COLUMNS="300", TERM="xterm")
    assert result.exit_code == 0
    assert hostile in result.stdout
    assert ("\x1b" in result.stdout) == bool(colour)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("growth", "--pair", "AZE-KAS"), ["“AZE-KAS”", "Nearest: AZE-KAZ", "KOR-RUS (Korea–Rus"]),
        (("growth", "--pair", "Azerbaijan-France"), ["not known", "Nearest: AZE-KAZ"]),
        (("growth", "--pair", "[red]-AZE"), ["“[red]-AZE”"]),
        (("growth", "--pair", "AZE-AZE"), ["not known"]),
        (("growth", "--flow", "exprots"), ["Nearest: exports", "turnover, exports, imports and"]),
        (("growth", "--statistics", "KOR"), ["any, AZE, KAZ, unsaid"]),
        (("growth", "--product", "vodca"), ["Nearest: vodka", "total"]),
        (("growth", "--currency", "GBP"), ["USD, EUR, AZN, KZT and KRW"]),
        (("growth", "--period", "lately"), ["found “lately”", "“first nine months of 2021”"]),
        (("growth", "--base", "2021"), ["needs a --period"]),
        (("growth", "--period", "2022", "--since", "2020"), ["leave out --period"]),
        (("growth", "--since", "2020", "--until", "2010"), ["2020 is after --until 2010"]),
        (("growth", "--since", "soon"), ["--since"]),
        (("compare", "--against", "AZE-XXX"), ["--against", "Known: AZE-KAZ"]),
        (("figures", "--product", "vodca"), ["Nearest: vodka"]),
        (("export", "grwth", "--to", "x.png"), ["Nearest: growth", "turnover, mirror, share"]),
        (("export", "growth", "--to", "chart"), ["does not end in .png, .svg"]),
        (("export", "growth", "--to", "nowhere/chart.png"), ["no folder “nowhere”"]),
        (("export", "growth", "--to", "x.png", "--theme", "pink"), ["light and dark"]),
        (("draw",), ["No such command"]),
    ],
)
def test_what_is_not_known_is_named_with_what_is(typed: tuple[str, ...], words: list[str]) -> None:
    result = run(*typed)
    assert (result.exit_code, result.stdout) == (2, "")
    for part in words:
        assert part in sentence(result)


def test_figures_are_chosen_by_every_option() -> None:
    every = answer("figures", "--pair", "KAZ-AZE")["rows"]
    chosen = answer(
        *("figures", "--pair", "KAZ-AZE", "--flow", "commodity turnover", "--product", "TOTAL"),
        *("--statistics", "unsaid", "--since", "2022", "--until", "2023"),
    )["rows"]
    assert 0 < len(chosen) < len(every)
    assert {(row["flow"], row["product"], row["statistics_of"]) for row in chosen} == {
        ("turnover", "total", "unsaid")
    }
    assert {row["time_period"][:4] for row in chosen} == {"2022", "2023"}
    assert "kazinform-2023-07-29-2" in {row["figure_id"] for row in chosen}
    table = run("figures", "--pair", "KAZ-AZE", "--since", "2023").stdout
    assert re.search(
        r"2023-01-01/P5M +243\.6 million USD .* agrees .*kazinform-2023-07-29-2", table
    )
    (rate,) = [row for row in chosen if row["figure_id"] == "kazinform-2023-07-29-3"]
    assert (rate["verdict"], rate["series"], rate["hint"]) == ("agrees", "unsaid", "")
    assert "$162.5 million" in rate["reason"]


def test_a_picture_has_the_size_asked_for(tmp_path: Path) -> None:
    place = tmp_path / "growth.png"
    size = ("--width", "900", "--height", "700", "--scale", "1")
    result = run("export", "growth", *size, "--to", str(place))
    assert result.exit_code == 0, result.stderr
    with Image.open(place) as picture:
        assert picture.size == (900, 700)
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 20
    vector = tmp_path / "growth.SVG"
    assert run("export", "growth", *size, "--to", str(vector)).exit_code == 0
    assert vector.read_text(encoding="utf-8").startswith("<svg")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["growth.SVG", "growth.png"]


def test_files_hold_the_figure_and_its_rows(tmp_path: Path, published: pipeline.Table) -> None:
    selection = Selection(
        view="compare", measure="compare", period="2023-01-01/P5M", base="2022-01-01/P5M"
    )
    for suffix in ("html", "csv", "xlsx", "json", "txt"):
        result = run("export", "compare", *JAN_MAY, "--to", str(tmp_path / f"c.{suffix}"))
        assert result.exit_code == 0, result.stderr
    expected = pipeline.data(published, selection)
    rows = pd.read_csv(tmp_path / "c.csv", encoding="utf-8-sig", keep_default_na=False)
    assert rows["value"].tolist() == expected["value"].tolist()
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    assert book["Figures"].max_row == len(expected) + 1
    assert rows["check"].tolist() == expected["check"].tolist()
    drawn = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    height = pipeline.height(published, selection, 1200)
    figure = files.content(published, selection, Canvas(1200, height), "json", None)
    assert drawn == json.loads(figure) and drawn["data"]
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "rose 49.9% in Jan–May 2023" in page and "http-equiv" in page
    assert "49.9%" in (tmp_path / "c.txt").read_text(encoding="utf-8")


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "growth.csv"
    place.write_text("mine", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full)
        failed = run("export", "growth", "--to", str(place))
    assert failed.exit_code == 4
    assert "No space left on device" in sentence(failed)
    assert place.read_text(encoding="utf-8") == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["growth.csv"]
    assert run("export", "growth", "--to", str(place)).exit_code == 0
    assert place.read_text(encoding="utf-8-sig").startswith("role,")


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "growth.png").mkdir()
    result = run("export", "growth", "--to", str(tmp_path / "growth.png"))
    assert result.exit_code == 2
    assert "is a folder" in sentence(result)


def test_a_picture_that_cannot_be_drawn_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "growth.png"
    refused = run("export", "growth", "--to", str(place), "--scale", "100")
    assert refused.exit_code == 4 and "at most 8000" in sentence(refused)

    def nowhere(*_: object) -> bytes:
        raise ImageUnavailable("No browser was found.")

    monkeypatch.setattr("analysis.images.Renderer.image", nowhere)
    missing = run("export", "growth", "--to", str(place))
    assert (missing.exit_code, sentence(missing)) == (4, "No browser was found.")
    assert not place.exists()


def test_a_refused_comparison_leaves_no_file(tmp_path: Path) -> None:
    place = tmp_path / "compare.png"
    typed = ("--pair", "AZE-KOR", "--period", "2021-01-01/P9M", "--base", "2021")
    result = run("export", "compare", *typed, "--to", str(place))
    assert result.exit_code == 3 and "9 months" in sentence(result)
    assert not place.exists()


def test_sound_data_are_counted(mini_folder: Path) -> None:
    found = answer("check-data", "--data", str(mini_folder))
    lines = (mini_folder / "trade.csv").read_text(encoding="utf-8").splitlines()
    assert found["figures"] == sum(found["pairs"].values()) == len(lines) - 1
    assert (found["stopped"], found["problems"]) == ([], [])
    assert "Nothing wrong was found." in run("check-data", "--data", str(mini_folder)).stdout


def test_all_that_is_wrong_is_listed_at_once(mini_folder: Path, tmp_path: Path) -> None:
    folder = edited(
        mini_folder,
        tmp_path / "d",
        trade=("162.5,million USD", "162.5,million doubloons"),
        sources=("kazinform-2023-07-29,document", "kazinform-2023-07-29,rumour"),
        exchange_rates=("AZN,2019,1.7", "AZN,2019,none"),
    )
    trade = folder / "trade.csv"
    text = trade.read_text(encoding="utf-8")
    text = text.replace("Korea,turnover,total,first nine", "Atlantis,turnover,total,first nine")
    trade.write_text(text.replace("total,January-May 2023", "total,lately"), encoding="utf-8")
    found = answer("check-data", "--data", str(folder), code=1)
    places = {(p["file"], p["column"], p["found"]) for p in found["problems"]}
    assert places >= {
        ("trade.csv", "partner", "Atlantis"),
        ("sources.csv", "kind", "rumour"),
        ("exchange_rates.csv", "rate", "none"),
        ("trade.csv", "source_id", "kazinform-2023-07-29"),
    }
    assert "Atlantis" in found["stopped"][0]
    printed = run("check-data", "--data", str(folder))
    assert printed.exit_code == 1
    assert "trade.csv, line 2, partner: found “Atlantis”; expected" in printed.stdout
    rows = csv.DictReader(
        io.StringIO(run("check-data", "--data", str(folder), "--format", "csv").stdout)
    )
    assert {(row["file"], row["column"], row["found"]) for row in rows} == places


def test_bad_units_and_periods_are_listed_beside_unknown_names(
    mini_folder: Path, tmp_path: Path
) -> None:
    folder = edited(mini_folder, tmp_path / "d", trade=("162.5,million USD", "162.5,million pesos"))
    trade = folder / "trade.csv"
    text = trade.read_text(encoding="utf-8").replace("Korea,turnover", "Atlantis,turnover", 1)
    trade.write_text(text.replace("total,January-May 2023", "total,lately"), encoding="utf-8")
    found = {p["found"] for p in answer("check-data", "--data", str(folder), code=1)["problems"]}
    assert found >= {"Atlantis", "million pesos", "lately"}


def test_rows_that_cannot_be_read_are_said_and_the_answer_stays_clean(
    mini_folder: Path, tmp_path: Path
) -> None:
    folder = edited(mini_folder, tmp_path / "d", trade=("157.5,million USD", "157.5,million pesos"))
    assert answer("growth", *JAN_MAY, "--data", str(folder))["unreadable_rows"] == 1
    result = run("growth", *JAN_MAY, "--data", str(folder), "--format", "json")
    assert "could not be read, so are not in the answer: 1;" in sentence(result)


@pytest.mark.parametrize("command", ["figures", "growth", "compare", "check", "check-data"])
def test_missing_data_are_a_sentence(command: str, tmp_path: Path) -> None:
    result = run(command, "--data", str(tmp_path))
    assert result.exit_code == 1
    assert f"trade.csv was not found in {tmp_path}" in result.output
    assert "Traceback" not in result.output


def test_a_fault_of_the_program_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Path) -> None:
        raise KeyError("obs_value")

    monkeypatch.setattr(pipeline, "load", broken)
    result = run("growth")
    assert result.exit_code == 70
    assert "KeyError at test_main.py:" in sentence(result)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example:\n    ./run {command}" in result.stdout
    assert "3   not comparable" in result.stdout


def test_the_program_lists_its_commands_and_measures() -> None:
    listed = run("--help").stdout
    assert all(re.search(rf"^  {command} ", listed, re.MULTILINE) for command in COMMANDS)
    explained = run("export", "--help").stdout
    assert all(name in explained for name in pipeline.MEASURES)


@pytest.mark.parametrize(
    ("typed", "started"),
    [
        ([], (ROOT / "data", "127.0.0.1", 8050, 1, False)),
        (["--edit"], (ROOT / "data", "127.0.0.1", 8050, 1, True)),
        (["--port", "9000", "--workers", "2"], (ROOT / "data", "127.0.0.1", 9000, 2, False)),
        (["serve", "--data", "d", "--host", "0.0.0.0"], (Path("d"), "0.0.0.0", 8050, 1, False)),
    ],
)
def test_without_a_command_the_dashboard_starts(
    typed: list[str], started: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[Any, ...]] = []
    server = types.SimpleNamespace(serve=lambda *given: calls.append(given))
    monkeypatch.setitem(sys.modules, "dashboard.app", server)
    monkeypatch.setattr(sys, "argv", ["dashboard", *typed])
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert (ended.value.code, calls) == (0, [started])


def test_the_program_answers_in_utf8_and_its_figures_read_back(published: pipeline.Table) -> None:
    result = program_run("figures", "--format", "sdmx-csv")
    observations = published.observations[published.observations["time_period"].ne("")]
    undated = len(published.observations) - len(observations)
    assert result.returncode == 0
    assert f": {undated} figures" in result.stderr.decode()
    rows = list(csv.DictReader(io.StringIO(result.stdout.decode("utf-8"), newline="")))
    assert list(rows[0]) == [
        *map(str.upper, export.SDMX_HEAD),
        *map(str.upper, export.SDMX_COLUMNS),
    ]
    assert [row["FIGURE_ID"] for row in rows] == observations["figure_id"].tolist()
    assert [float(row["OBS_VALUE"]) for row in rows] == observations["obs_value"].tolist()
    nine = next(row for row in rows if row["FIGURE_ID"] == "azernews-2021-11-22-1")
    assert (nine["TIME_PERIOD"], nine["OBS_VALUE"]) == ("2021-01-01/P9M", "157500000")


def test_the_program_says_the_same_outside_a_test() -> None:
    result = program_run("growth", *JAN_MAY)
    assert (result.returncode, result.stderr) == (0, b"")
    assert "Azerbaijan–Kazakhstan turnover rose 49.9% in Jan–May 2023" in result.stdout.decode()


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "dashboard", "figures", "--format", "json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.read(1) == b"{"
        process.stdout.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (0, b"")
