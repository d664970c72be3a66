"""`./run extract`: documents and lines in, rows and figures out, whatever one of them holds."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from analysis import pipeline
from analysis.extract.figure import LeftOut, Reading
from analysis.schema import FIGURE_COLUMNS
from dashboard import extracted, extracting, lines
from dashboard.__main__ import app
from tests import readings

ROOT = Path(__file__).parents[1]
TEXT = "Trade between Norway and Chile reached $12.5 million in 2023."
FIGURE = replace(
    readings.LEVEL,
    ref_area="NOR",
    counterpart_area="CHL",
    time_period="2023",
    value=12.5e6,
    value_text="12.5",
    unit_text="million USD",
    start=39,
    end=52,
    ends=61,
)
LEFT = LeftOut("3", "million tons", "oil carried", "freight by weight", 60, 73)
KEYS = (
    "measure flow ref_area counterpart_area time_period base_period value unit qualifier status "
    "product authority start end"
).split()


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """A reader that finds one figure in a text about Norway; what it was asked."""
    asked: list[tuple[str, str, str]] = []

    def extract(text: str, published: str = "", language: str = "") -> Reading:
        asked.append((text, published, language))
        if "fault" in text:
            raise KeyError("period")
        found = (FIGURE,) if "Norway" in text else ()
        return Reading(language or "en", found, (LEFT,) if "tons" in text else ())

    monkeypatch.setattr(extracted, "extract", extract)
    monkeypatch.setattr(lines, "extract", extract)
    return asked


def run(*typed: str, given: str | bytes = "") -> Result:
    return CliRunner().invoke(app, ["extract", *typed], input=given, prog_name="./run")


def stream(*passages: object) -> list[dict[str, Any]]:
    """What the lines are answered with; text is a line as it is."""
    typed = [one if isinstance(one, str) else json.dumps(one) for one in passages]
    result = run("--jsonl", "-", given="\n".join(typed) + "\n")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def document(folder: Path, name: str = "a.txt", text: str = TEXT) -> str:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_figures_are_printed_as_a_table_with_what_was_left_out(tmp_path: Path) -> None:
    result = run(document(tmp_path, text=f"{TEXT} Of it 3 million tons."), "--publisher", "Trend")
    assert result.exit_code == 0, result.stderr
    heading, names, row, _, left, *rest = result.stdout.splitlines()
    assert heading.endswith("a.txt: 1 trade figure (Trend, en)")
    assert names.split()[:3] == ["reporter", "partner", "flow"]
    assert row.split()[:4] == ["Norway", "Chile", "turnover", "total"]
    assert "12.5 million USD" in row
    assert left == "Left out:"
    assert "oil carried" in rest[1] and "freight by weight" in rest[1]


def test_csv_is_a_draft_that_check_takes(tmp_path: Path) -> None:
    typed = ("--published", "2024-02-14", "--publisher", "Daily Example", "--format", "csv")
    result = run(document(tmp_path), *typed)
    [row] = csv.DictReader(io.StringIO(result.stdout))
    assert tuple(row) == (*FIGURE_COLUMNS, "start", "end")
    assert row["figure_id"] == "daily-example-2024-02-14-1"
    assert TEXT[int(row["start"]) : int(row["end"])] == "$12.5 million"
    (tmp_path / "draft.csv").write_text(result.stdout, encoding="utf-8")
    draft = pipeline.draft(tmp_path / "draft.csv", ROOT / "data")
    assert draft.problems == ()
    assert draft.observations["obs_value"].tolist() == [12.5e6]


def test_a_folder_gets_the_figures_and_their_sources_so_that_check_knows_the_date(
    tmp_path: Path,
) -> None:
    typed = ("--published", "2024-02-14T10:00:00Z", "--publisher", "Daily Example")
    to = tmp_path / "draft"
    result = run(document(tmp_path), document(tmp_path, "b.txt"), *typed, "--to", str(to))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"2 trade figures and 2 sources are in {to}.\n"
    draft = pipeline.draft(to, ROOT / "data")
    assert (draft.problems, draft.unsourced) == ((), [])
    assert set(draft.observations["published"]) == {"2024-02-14"}
    assert set(draft.observations["publisher"]) == {"Daily Example"}
    again = run(document(tmp_path), *typed, "--to", str(to))
    assert again.exit_code == 2
    assert "is there already" in again.stderr


def test_a_draft_whose_publisher_nobody_named_says_so(tmp_path: Path) -> None:
    result = run(document(tmp_path), "--to", str(tmp_path / "draft"))
    assert result.exit_code == 0
    assert "who published it is not known" in result.stderr


def test_json_has_figures_sources_and_what_was_left_out(
    tmp_path: Path, reader: list[tuple[str, str, str]]
) -> None:
    typed = ("--published", "2024-02", "--url", "https://example.org/1", "--language", "RU")
    result = run(document(tmp_path, text=f"{TEXT} tons"), *typed, "--format", "json")
    found = json.loads(result.stdout)
    assert list(found) == ["figures", "sources", "left_out"]
    assert found["sources"] == [
        {
            "source_id": "example-org-2024-02",
            "kind": "press",
            "publisher": "",
            "published": "2024-02",
            "language": "ru",
            "url": "https://example.org/1",
        }
    ]
    assert found["figures"][0]["start"] == 39
    assert found["left_out"][0]["reason"] == "freight by weight"
    assert reader == [(f"{TEXT} tons", "2024-02", "ru")]


def test_a_page_says_its_own_source_and_the_command_line_goes_before_it(
    tmp_path: Path, reader: list[tuple[str, str, str]]
) -> None:
    page = (
        '<html><head><meta property="og:site_name" content="Daily Example"><meta '
        'property="article:published_time" content="2024-02-14"></head>'
        f"<body><p>{TEXT}</p></body></html>"
    )
    place = document(tmp_path, "a.html", page)
    for typed, expected in (((), "daily-example-2024-02-14"), (("--published", "2023"), "2023")):
        found = json.loads(run(place, *typed, "--format", "json").stdout)
        assert found["sources"][0]["source_id"].endswith(expected)
    assert [published for _, published, _ in reader] == ["2024-02-14", "2023"]


def test_keys_of_sources_are_new_to_the_data_and_to_each_other(tmp_path: Path) -> None:
    first, second = document(tmp_path), document(tmp_path, "b.txt")
    typed = ("--publisher", "Kazinform", "--published", "2023-07-29", "--format", "json")
    found = json.loads(run(first, second, *typed).stdout)
    keys = [source["source_id"] for source in found["sources"]]
    assert keys == ["kazinform-2023-07-29-b", "kazinform-2023-07-29-c"]


def test_a_folder_is_read_with_all_below_it(tmp_path: Path) -> None:
    document(tmp_path)
    document(tmp_path / "more", "b.HTML", f"<html><body><p>{TEXT}</p></body></html>")
    document(tmp_path, "c.xlsx")
    found = json.loads(run(str(tmp_path), "--format", "json").stdout)
    assert [source["source_id"] for source in found["sources"]] == ["a-undated", "b-undated"]


def test_standard_input_is_a_document() -> None:
    found = json.loads(run("-", "--format", "json", given=TEXT).stdout)
    assert len(found["figures"]) == 1
    assert found["sources"][0]["source_id"] == "standard-input-undated"


def test_one_bad_document_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    bad = [
        document(tmp_path, "empty.txt", " "),
        document(tmp_path, "fault.txt", "fault"),
        str(tmp_path / "missing.txt"),
        str(tmp_path / "empty"),
    ]
    result = run(*bad, document(tmp_path), "--format", "csv")
    assert result.exit_code == 1
    assert len(list(csv.DictReader(io.StringIO(result.stdout)))) == 1
    said = result.stderr.splitlines()
    assert len(said) == 4
    for place, sentence, words in zip(
        bad, said, ("found no text", "KeyError", "No such file", "without documents"), strict=True
    ):
        assert sentence.startswith(f"{place}: ") and words in sentence
    assert "Reading" not in result.stderr


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ((), "Name documents"),
        (("a.txt", "--jsonl", "-"), "Name documents"),
        (("--jsonl", "-", "--language", "en"), "each line"),
        (("a.txt", "--published", "yesterday"), "2023-07-29"),
        (("a.txt", "--published", "2023-02-30"), "2023-02-30"),
        (("a.txt", "--language", "xx"), "one of ar, az, de, en, "),
        (("a.txt", "--url", "javascript:x"), "web address"),
        (("a.txt", "--format", "xml"), "--format"),
    ],
)
def test_what_is_not_understood_is_said(typed: tuple[str, ...], words: str) -> None:
    result = run(*typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_a_line_is_answered_with_the_figures_of_its_text(
    reader: list[tuple[str, str, str]],
) -> None:
    passage = {"id": "n-1", "text": TEXT, "published": "2024-02-14", "language": "en"}
    [found] = stream(passage)
    assert list(found) == ["id", "figures"]
    [figure] = found["figures"]
    assert list(figure) == KEYS
    assert (figure["value"], figure["unit"], figure["time_period"]) == (12.5e6, "USD", "2023")
    assert (figure["base_period"], figure["authority"]) == (None, None)
    assert reader == [(TEXT, "2024-02-14", "en")]


def test_what_is_missing_in_a_line_may_be_missing() -> None:
    assert stream({"text": TEXT, "published": None})[0]["id"] is None
    assert stream({"id": 7, "text": ""}) == [{"id": 7, "figures": []}]


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("nonsense", None, "not JSON"),
        ("[" * 100_000, None, "not JSON"),
        ('{"id": "a", "text": NaN}', "a", "not JSON"),
        ("[1]", None, "found list"),
        ('{"id": "a"}', "a", "no “text”"),
        ('{"id": "a", "text": 3}', "a", "found int for “text”"),
        ('{"id": "a", "text": "b", "language": []}', "a", "found list for “language”"),
        ('{"id": "a", "text": "b", "published": "May"}', "a", "found “May” for “published”"),
        ('{"id": "a", "text": "fault"}', "a", "a fault of the program: KeyError"),
        (json.dumps({"id": "a", "text": "x" * 1_000_001}), "a", "1,000,001 characters"),
        (json.dumps({"id": "a", "text": "x" * lines.LONGEST_LINE}), "a", "more than 8 MiB"),
    ],
    ids=range(11),
)
def test_a_line_that_is_wrong_is_answered_with_its_error(
    line: str, key: str | None, words: str
) -> None:
    before, wrong, after = stream({"id": 1, "text": TEXT}, line, {"id": 3, "text": TEXT})
    assert (before["id"], after["id"]) == (1, 3)
    assert len(before["figures"]) == len(after["figures"]) == 1
    assert (wrong["id"], wrong["figures"]) == (key, [])
    assert wrong["error"].startswith("line 2: ") and words in wrong["error"]


def test_lines_of_a_file_are_answered_and_empty_ones_passed_over(tmp_path: Path) -> None:
    place = document(tmp_path, "a.jsonl", f'\n{{"id": 1, "text": "{TEXT}"}}\n\n{{"id": 2')
    found = [json.loads(line) for line in run("--jsonl", place).stdout.splitlines()]
    assert [one["id"] for one in found] == [1, None]
    missing = run("--jsonl", str(tmp_path / "missing"))
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "No such file" in missing.stderr


def started(*typed: str) -> subprocess.Popen[bytes]:
    """The program as `./run extract` starts it."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "dashboard.extracting", "extract", *typed],
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_each_line_is_answered_at_once_and_memory_stays_flat() -> None:
    with started("--jsonl", "-") as process:
        assert process.stdin is not None and process.stdout is not None

        def ask(number: int) -> None:
            passage = {"id": number, "text": "Nothing is said of trade. " * 20}
            process.stdin.write(json.dumps(passage).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number

        def held() -> int:
            text = Path(f"/proc/{process.pid}/status").read_text()
            return int(text.split("VmRSS:")[1].split()[0])

        for number in range(100):
            ask(number)
        before = held()
        for number in range(1000):
            ask(number)
        assert held() < before + 4096
        process.stdin.close()
        assert process.wait(10) == 0


def test_the_stream_starts_without_what_draws_or_serves() -> None:
    code = (
        "import sys, runpy; sys.argv = ['x', 'extract', '--jsonl', '-']\n"
        "try: runpy.run_module('dashboard.extracting', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, input=b"", capture_output=True, check=True
    )
    loaded = set(found.stdout.decode().split())
    assert "typer" in loaded
    assert loaded & {"dash", "plotly", "flask", "kaleido", "trafilatura", "lxml", "pypdf"} == set()


def test_the_program_answers_in_utf8(tmp_path: Path) -> None:
    with started(document(tmp_path, "Баку.txt", "Сегодня"), "--format", "table") as process:
        out, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (0, b"")
    assert "Баку.txt: no trade figures" in out.decode()


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with started("--jsonl", "-") as process:
        assert process.stdin is not None and process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b'{"id": 1, "text": ""}\n')
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b'{"id": 2, "text": ""}\n' * 9)
        process.stdin.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (0, b"")


def test_one_document_is_named_while_it_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    assert list(extracting._shown(["a"])) == ["a"]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(extracting._shown(["long.txt"])) == ["long.txt"]
    assert capsys.readouterr().err == "Reading long.txt …\n"


def test_the_bar_is_for_people_only(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(extracting._shown(["a", "b"])) == ["a", "b"]
    assert "Reading" in capsys.readouterr().err
