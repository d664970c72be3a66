"""Reads the source of both packages and holds the rules of the house."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    path.relative_to(ROOT).as_posix()
    for package in ("analysis", "dashboard")
    for path in (ROOT / package).rglob("*.py")
)

FOUNDATIONS = {"schema", "periods", "intervals", "formulas", "names", "words", "selection"}
"""What every step may import."""
STEPS = {
    "documents",
    "extract",
    "read",
    "append",
    "backups",
    "normalise",
    "cells",
    "claims",
    "compare",
    "currency",
    "chart",
    "export",
    "typeface",
    "images",
    "browser",
    "reconcile",
}
"""One job each; no step imports another, only `pipeline` knows their order."""
ANSWERS = {"subject", "results", "cards", "notes"}
"""What a selection means and what is said about it: the comparing steps put to use."""
ANSWERS_IMPORT = {"cells", "claims", "compare", "currency", "reconcile"}
BESIDE = {
    ("images", "browser"),
    ("claims", "compare"),
    ("export", "typeface"),
    ("reconcile", "compare"),
    ("append", "read"),
}
"""Steps that belong together: pictures are drawn in the one browser, claims are compared, pages
carry their typeface, verdicts read rows as comparisons do, rows are written as they are read."""

LONG_MODULES: set[str] = set()
LONG_FUNCTIONS: set[str] = set()
"""Known to be too long. What has become short enough must leave the list."""
MODULE_LINES, FUNCTION_LINES = 300, 40

SCREEN = {"dash", "dash_ag_grid", "dash_mantine_components", "flask", "werkzeug", "gunicorn"}
SLOW_FIGURES = ("plotly.express", "plotly.graph_objects", "plotly.graph_objs", "plotly.subplots")
UNSAFE = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "config", "base", "manager"}


@cache
def tree(source: str) -> ast.Module:
    return ast.parse((ROOT / source).read_text(encoding="utf-8"), source)


def dotted(source: str) -> str:
    return source.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {dotted(source): source for source in SOURCES}


@cache
def imports(source: str) -> frozenset[str]:
    """Every module that a file imports, anywhere in it, by its full name."""
    found = set()
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}, line {node.lineno}: import by the full name"
            name = node.module or ""
            for alias in node.names:
                full = f"{name}.{alias.name}"
                library = name == "plotly" or name.startswith("plotly.")
                found.add(full if full in MODULES or library else name)
    return frozenset(found)


def part(module: str) -> str:
    """Name of the part of `analysis` that a module belongs to: chart for analysis.chart.sheet."""
    return (module.split(".") + [""])[1]


def calls(source: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(source)) if isinstance(node, ast.Call))


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Names of a file's functions and their lines, the docstring not counted."""
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.lineno
            if ast.get_docstring(node):
                first = (node.body[0].end_lineno or first) + 1
            yield node.name, (node.end_lineno or first) - first + 1


def test_there_is_something_to_check() -> None:
    assert {"analysis/read.py", "analysis/compare.py"} <= set(SOURCES)
    assert not list((ROOT / "data").rglob("*.py"))


@pytest.mark.parametrize("source", SOURCES)
def test_data_flow_one_way(source: str) -> None:
    above = {"tests", "benchmarks"} | ({"dashboard"} if source.startswith("analysis/") else set())
    found = {name for name in imports(source) if name.split(".")[0] in above}
    assert found == set()


@pytest.mark.parametrize("source", [s for s in SOURCES if s.startswith("analysis/")])
def test_analysis_knows_no_screen_address_or_environment(source: str) -> None:
    assert {name for name in imports(source) if name.split(".")[0] in SCREEN} == set()
    names = {node.attr for node in ast.walk(tree(source)) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree(source)) if isinstance(node, ast.Name)}
    assert names & {"environ", "environb", "getenv", "getenvb", "argv"} == set()


def test_every_part_of_analysis_has_its_place() -> None:
    parts = {part(name) for name in MODULES if name.startswith("analysis.")}
    assert parts - FOUNDATIONS - STEPS - ANSWERS == {"pipeline"}


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("analysis.")])
def test_steps_stand_on_foundations_and_not_on_each_other(module: str) -> None:
    allowed = {
        **dict.fromkeys(FOUNDATIONS, FOUNDATIONS),
        **dict.fromkeys(STEPS, FOUNDATIONS),
        **dict.fromkeys(ANSWERS, FOUNDATIONS | ANSWERS | ANSWERS_IMPORT),
        "pipeline": FOUNDATIONS | STEPS | ANSWERS,
    }[part(module)]
    used = {part(name) for name in imports(MODULES[module]) if name.startswith("analysis.")}
    beside = {other for step, other in BESIDE if step == part(module)}
    assert used - allowed - beside - {part(module)} == set()


def test_nothing_imports_itself_through_others() -> None:
    uses = {name: {n for n in imports(source) if n in MODULES} for name, source in MODULES.items()}
    while free := {name for name, used in uses.items() if not used}:
        uses = {name: used - free for name, used in uses.items() if name not in free}
    assert uses == {}


@pytest.mark.parametrize("source", SOURCES)
def test_figures_are_plain_dictionaries(source: str) -> None:
    assert {name for name in imports(source) if name.startswith(SLOW_FIGURES)} == set()


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_that_runs_what_it_reads(source: str) -> None:
    assert {name for name in imports(source) if name.split(".")[0] in UNSAFE} == set()
    found = []
    for call in calls(source):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        shell = any(
            word.arg == "shell" and getattr(word.value, "value", True) for word in call.keywords
        )
        of_system = method in {"system", "popen", "query", "eval", "read_pickle", "to_pickle"}
        if shell or of_system or name in {"eval", "exec", "compile", "__import__"}:
            found.append(f"line {call.lineno}: {ast.unparse(call)[:60]}")
    assert found == []


@pytest.mark.parametrize("source", SOURCES)
def test_a_module_has_one_job_and_a_name_that_says_it(source: str) -> None:
    assert Path(source).stem not in VAGUE
    assert ast.get_docstring(tree(source)), "the first line says what the module is for"


def test_no_module_is_long_but_those_listed() -> None:
    lines = {
        source: len((ROOT / source).read_text(encoding="utf-8").splitlines()) for source in SOURCES
    }
    assert {source for source, count in lines.items() if count > MODULE_LINES} == LONG_MODULES


def test_no_function_is_long_but_those_listed() -> None:
    found = {
        f"{source}: {name}"
        for source in SOURCES
        for name, lines in functions(source)
        if lines > FUNCTION_LINES
    }
    assert found == LONG_FUNCTIONS


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_is_left_to_do_and_analysis_prints_nothing(source: str) -> None:
    marks = re.compile(r"#\s*(?:TODO|FIXME|XXX|HACK)\b")
    assert not marks.search((ROOT / source).read_text(encoding="utf-8"))
    printed = [c.lineno for c in calls(source) if getattr(c.func, "id", "") == "print"]
    assert printed == [] or source.startswith("dashboard/")
