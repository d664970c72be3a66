"""Measure this dashboard beside the same two charts in a naive Dash app, Vizro and Streamlit.

Every application runs in fresh processes, in turn, several rounds; the table gives medians and
the ratios to naive Dash in the same run. Times of different machines or runs do not compare.
"""

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

import probes
import psutil
from probes import App

HERE = Path(__file__).parent
PYTHON = sys.executable
PARTNERS = (("partner", "Korea"), ("partner", "Kazakhstan"))
LABELLED = (("Partner", "Korea"), ("Partner", "Kazakhstan"))
NAIVE = "naive Dash"
CLIENTS, SECONDS = 10, 5.0


def gunicorn(module: str) -> tuple[str, ...]:
    """Return the command that serves a peer with one worker of four threads."""
    server = f"{PYTHON} -m gunicorn --no-control-socket --workers 1 --threads 4 -k gthread"
    return (*server.split(), "-b", "127.0.0.1:{port}", "--chdir", str(HERE / "peers"), module)


def streamlit(script: str) -> tuple[str, ...]:
    """Return the command that serves a Streamlit script without its watcher and statistics."""
    options = "--server.headless true --server.address 127.0.0.1 --server.fileWatcherType none"
    run = [PYTHON, "-m", "streamlit", "run", str(HERE / "peers" / script), *options.split()]
    return (*run, "--browser.gatherUsageStats", "false", "--server.port", "{port}")


APPS = (
    App(
        "Trade Turnover",
        (PYTHON, *"-m dashboard serve --port {port} --workers 1".split()),
        (("flow", "exports"), ("flow", "imports"), ("flow", "turnover")),
        address="/turnover?pair=AZE-KAZ",
        charts="#chart .js-plotly-plot",
        count=1,
    ),
    App(NAIVE, gunicorn("naive_dash:server"), PARTNERS),
    App("Vizro", gunicorn("vizro_app:server"), PARTNERS),
    App("Streamlit", streamlit("streamlit_app.py"), LABELLED, streamlit=True),
)
COLUMNS = {
    "page_ms": "page cold, ms",
    "page_kb": "kB a page",
    "requests": "requests",
    "click_ms": "click p50, ms",
    "click_p95": "click p95, ms",
    "repeated_ms": "server repeated, ms",
    "new_ms": "server new, ms",
    "per_second": f"requests/s, {CLIENTS} clients",
    "cpu_ms": "CPU ms/request",
    "rss_mb": "memory, MB",
}
Samples = dict[str, list[float]]


def measure(app: App, samples: Samples, loads: int, choices: int) -> None:
    """Add one round of one application: the page in a browser, then a fresh server under load."""
    with probes.served(app) as (port, _), probes.chromium() as browser:
        for last in [False] * (loads - 1) + [True]:
            page, values = probes.cold_page(browser, app, port)
            for key, value in values.items():
                samples[key].append(value)
            if last:
                times, messages = probes.clicks(page, app, choices)
                samples["click_ms"] += times
            page.context.close()
    with probes.served(app) as (port, process):
        for key, values in probes.latencies(app, port, messages).items():
            samples[key] += values
        load = probes.throughput(app, port, messages, process, CLIENTS, SECONDS)
        for key, value in load.items():
            samples[key].append(value)


def medians(samples: Samples) -> dict[str, float]:
    """Return one number a column; the 95th percentile of the clicks beside their median."""
    middle = {key: statistics.median(values) for key, values in samples.items()}
    return middle | {"click_p95": statistics.quantiles(samples["click_ms"], n=20)[-1]}


def images() -> dict[str, Samples]:
    """Draw the same image repeatedly with this project's renderer and with plotly's own call."""
    command = [PYTHON, str(HERE / "images.py")]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def row(name: str, numbers: list[str]) -> str:
    """Return one line of a Markdown table."""
    return f"| {name} | " + " | ".join(numbers) + " |"


def table(heads: list[str], rows: list[str]) -> list[str]:
    """Return a Markdown table, its first column the names."""
    return [row("", heads), "|---|" + "---:|" * len(heads), *rows, ""]


def number(value: float) -> str:
    """Print three significant digits, whole numbers from a hundred on."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def report(results: dict[str, dict[str, float]], pictures: dict[str, Samples], notes: str) -> str:
    """Return the page of results: the numbers, their ratios to naive Dash, the images."""
    lines = ["# Measured side by side", "", notes, ""]
    lines += table(
        list(COLUMNS.values()),
        [row(app, [number(found[key]) for key in COLUMNS]) for app, found in results.items()],
    )
    if base := results.get(NAIVE):
        lines += ["Ratio to naive Dash, times better (below 1: worse):", ""]
        gain = {key: (lambda a, b: a / b) for key in COLUMNS} | {"per_second": lambda a, b: b / a}
        lines += table(
            list(COLUMNS.values()),
            [
                row(app, [number(gain[key](base[key], found[key])) + "x" for key in COLUMNS])
                for app, found in results.items()
            ],
        )
    if pictures:
        lines += ["PNG 1600x900, one after another in one warm process:", ""]
        rows = []
        for name, found in pictures.items():
            middle = statistics.median(found)
            rows.append(row(name, [number(middle), number(1000 * len(found) / sum(found))]))
        lines += table(["median, ms", "images/s"], rows)
    return "\n".join(lines)


def machine(rounds: int, loads: int, choices: int) -> str:
    """Say when, on what, with which versions and how often."""
    packages = ("dash", "plotly", "pandas", "vizro", "streamlit", "kaleido", "playwright")
    memory = psutil.virtual_memory().total / 2**30
    busy = os.getloadavg()[2]
    return (
        f"{datetime.date.today()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"load average {busy:.1f}; Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in packages)
        + f". {rounds} rounds in turn, each in fresh processes: {loads} pages with an empty "
        f"cache, {choices} clicks, then {CLIENTS} clients for {SECONDS:.0f} s against one worker "
        "of four threads. Medians; the client shares the machine, so high rates are lower bounds."
    )


def main() -> None:
    """Run the comparison, print it and write results.md beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--loads", type=int, default=3, help="cold pages a round")
    parser.add_argument("--clicks", type=int, default=20, help="choices a round")
    parser.add_argument("--only", nargs="*", choices=[app.name for app in APPS])
    parser.add_argument("--no-images", action="store_true")
    asked = parser.parse_args()
    found: dict[str, Samples] = defaultdict(lambda: defaultdict(list))
    apps = [app for app in APPS if not asked.only or app.name in asked.only]
    for turn in range(asked.rounds):
        for app in apps:
            print(f"round {turn + 1} of {asked.rounds}: {app.name}", file=sys.stderr)
            measure(app, found[app.name], asked.loads, asked.clicks)
    results = {app.name: medians(found[app.name]) for app in apps}
    pictures = {} if asked.no_images else images()
    page = report(results, pictures, machine(asked.rounds, asked.loads, asked.clicks))
    print(page)
    (HERE / "results.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
