"""The README holds: its commands run, its measures are those of the program, its files exist."""

import importlib
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.pipeline import MEASURES, Table, findings
from dashboard.__main__ import app
from dashboard.routes import TYPES

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for line in TEXT.splitlines() if line.startswith("./run ")]


def test_there_are_commands() -> None:
    assert len(COMMANDS) >= 7


@pytest.mark.parametrize("command", COMMANDS)
def test_command_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shlex.split(command)[1:]
    if words[0] == "serve":
        words = ["serve", "--help"]
    monkeypatch.chdir(tmp_path)
    words = [str(ROOT / "data") if word == "data" else word for word in words]
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 0, found.output
    assert "--to" not in words or (tmp_path / words[words.index("--to") + 1]).stat().st_size > 5000


def test_serve_has_the_options_named() -> None:
    [serve] = [command for command in COMMANDS if command.startswith("./run serve")]
    shown = CliRunner().invoke(app, ["serve", "--help"], env={"COLUMNS": "200"}).output
    for option in re.findall(r"--\w+", serve):
        assert option in shown


def test_measures_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| (\w+) \| (\w+) \| (.+) \|$", TEXT, re.M)
    told = {name: view.lower() for name, view, _ in rows if name != "measure"}
    assert told == {name: measure.view for name, measure in MEASURES.items()}


def test_conflicts_are_counted_and_told_as_the_program_finds_them(table: Table) -> None:
    found = findings(table).conflicts
    assert f"Of the {len(found)} conflicts" in TEXT
    doubted = {key for keys in found["doubted"] for key in keys}
    assert {
        "azernews-2022-05-23-1",
        "menafn-azernews-2024-09-04-6",
        "baq-kz-2025-10-20-1",
        "azernews-2019-10-1",
        "azernews-2019-10-2",
    } <= doubted
    assert set(found.loc[found["edit"].eq("seam"), "time_period"]) >= {"2018-01-01/P9M"}


def test_what_stands_against_a_figure_is_what_the_program_says(table: Table) -> None:
    """Every amount in the second column is in the sentences on the figure in the first."""
    said = " ".join(findings(table).conflicts["sentence"])
    rows = re.findall(r"^\| (.+) \| (.*\$.*) \| (.+) \|$", TEXT, re.M)
    assert len(rows) == 5
    for figure, against, _ in rows:
        about = next(s for s in findings(table).conflicts["sentence"] if _about(figure, s))
        for amount in re.findall(r"\$[\d.]+ (?:to \$[\d.]+ )?million", against):
            assert amount in (about if "exports" not in figure else said), (figure, amount)


def _about(figure: str, sentence: str) -> bool:
    """Whether a sentence begins with the outlet of a row, and has its first amount."""
    outlet, amount = figure.split(":")[0].split(",")[0], re.search(r"\$\d+", figure)
    first = sentence.split(";")[0]
    return (outlet in first and amount[0] in first) if amount else "+65.6%" in first


def test_formats_are_those_of_the_program() -> None:
    told = re.search(r"the formats ([\w, -]+) and (\w+) gives", TEXT)
    assert told and {*told[1].split(", "), told[2]} == set(TYPES)


def test_pictures_and_files_exist() -> None:
    for path in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / path).is_file(), path
    tree = TEXT.split("```\ndata/ ", 1)[1].split("```", 1)[0]
    for package in ("analysis", "dashboard"):
        known = {p.stem for p in (ROOT / package).iterdir() if p.suffix == ".py" or p.is_dir()}
        missing = (
            known - {"__init__", "__pycache__", "assets", "fonts"} - set(re.findall(r"\w+", tree))
        )
        assert missing == set(), f"{package}: not in the map of the README"


def test_the_command_that_remakes_the_pictures_finds_what_it_needs() -> None:
    [module] = re.findall(r"`\.venv/bin/python -m ([\w.]+)`", TEXT)
    made = importlib.import_module(module)
    assert {name for name, *_ in made.SCREENS} | {"add.png", "exported.png"} == {
        path.name for path in (ROOT / "docs").glob("*.png")
    }
    assert all(f"docs/{name}" in TEXT for name in ("turnover.png", "add.png", "exported.png"))
