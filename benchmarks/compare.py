"""Measure this dashboard beside the same two charts in naive Dash, Vizro and Streamlit.

Every application runs in fresh processes, in turn, several rounds. Compare within one table
only: the ratios hold on other machines, the times do not.
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
import sections
from probes import App

HERE = Path(__file__).parent
PEERS = HERE / "peers"
NAIVE = "naive Dash"
PARTNERS = (("partner", "Korea"), ("partner", "Kazakhstan"))
GUNICORN = (
    f"-m gunicorn --no-control-socket --workers 1 --threads 4 --chdir {PEERS} "
    "--bind 127.0.0.1:{port}"
)
STREAMLIT = (
    f"-m streamlit run {PEERS / 'streamlit_app.py'} --server.headless true "
    "--server.fileWatcherType none --browser.gatherUsageStats false "
    "--server.address 127.0.0.1 --server.port {port}"
)
CLIENTS, SECONDS = 10, 5.0
COLUMNS = {
    "page_ms": "page cold, ms",
    "page_kb": "kB a page",
    "requests": "requests",
    "click_ms": "click to chart p50, ms",
    "click_p95": "p95, ms",
    "repeated_ms": "server, repeated, ms",
    "new_ms": "server, new, ms",
    "per_second": f"requests a second, {CLIENTS} clients",
    "cpu_ms": "CPU ms a request",
    "rss_mb": "memory, MB",
}
Samples = dict[str, list[float]]


def python(arguments: str) -> tuple[str, ...]:
    """Return a command of this interpreter."""
    return (sys.executable, *arguments.split(" "))


APPS = (
    App(
        "Trade Turnover",
        python("-m dashboard serve --port {port} --workers 1"),
        (("flow", "exports"), ("flow", "imports"), ("flow", "turnover")),
        address="/turnover?pair=AZE-KAZ",
        count=1,
    ),
    App(NAIVE, python(f"{GUNICORN} naive_dash:server"), PARTNERS),
    App("Vizro", python(f"{GUNICORN} vizro_app:server"), PARTNERS),
    App(
        "Streamlit",
        python(STREAMLIT),
        tuple((control.title(), value) for control, value in PARTNERS),
        streamlit=True,
    ),
)


def measure(app: App, samples: Samples, loads: int, choices: int) -> None:
    """Add one round of one application: the page in a browser, then a fresh server under load."""
    with probes.served(app) as (port, _), probes.chromium() as browser:
        for _load in range(loads):
            page, found = probes.cold_page(browser, app, port)
            add(samples, found)
        times, messages = probes.clicks(page, app, choices)
        samples["click_ms"] += times
    with probes.served(app) as (port, server):
        for key, values in probes.latencies(app, port, messages).items():
            samples[key] += values
        add(samples, probes.throughput(app, port, messages, server, CLIENTS, SECONDS))


def add(samples: Samples, found: dict[str, float]) -> None:
    """Append each value to its samples."""
    for key, value in found.items():
        samples[key].append(value)


def medians(samples: Samples) -> dict[str, float]:
    """Return one number a column."""
    middle = {key: statistics.median(values) for key, values in samples.items()}
    return middle | {"click_p95": statistics.quantiles(samples["click_ms"], n=20)[-1]}


def images() -> dict[str, dict[str, float]]:
    """Draw the same image repeatedly with this project's renderer and with plotly's own call."""
    command = python(str(HERE / "images.py"))
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=probes.ROOT).stdout
    return json.loads(answer)


def table(columns: dict[str, str], results: dict[str, dict[str, float]], base: str) -> list[str]:
    """Return a Markdown table: each number and, in brackets, how many times better than base."""
    heads, more_is_better = ["", *columns.values()], {"per_second", "images"}
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * len(columns)]
    for name, found in results.items():
        cells = [name]
        for key in columns:
            ratio = results[base][key] / found[key] if base in results else 1
            gain = 1 / ratio if key in more_is_better else ratio
            cells.append(f"{number(found[key])} ({number(gain)}x)")
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def number(value: float) -> str:
    """Print two or three significant digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 10 else f"{value:.1f}"


def circumstances(rounds: int, loads: int, choices: int) -> str:
    """Say when, on what, with which versions and how often was measured."""
    packages = ("dash", "plotly", "pandas", "vizro", "streamlit", "kaleido", "playwright")
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    return (
        f"{datetime.date.today()}; {os.cpu_count()} cores, "
        f"{psutil.virtual_memory().total / 2**30:.0f} GiB, load average {os.getloadavg()[2]:.1f}; "
        f"Python {platform.python_version()}, {versions}.\n\n"
        f"Medians of {rounds} rounds in turn, each with fresh processes: {loads} pages with an "
        f"empty cache, {choices} choices a quarter of a second apart, then the recorded chart "
        f"request replayed by one client and by {CLIENTS} for {SECONDS:.0f} s against one worker "
        "of four threads (Streamlit: its one process). In brackets: times better than "
        f"{NAIVE}, below 1 worse. The clients share the machine, so high rates are lower bounds.\n"
    )


def main() -> None:
    """Run the comparison and print it; a whole one also goes into results.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--loads", type=int, default=3, help="cold pages a round")
    parser.add_argument("--clicks", type=int, default=20, help="choices a round")
    parser.add_argument("--only", nargs="+", help="names of applications; no images, no results.md")
    asked = parser.parse_args()
    apps = [app for app in APPS if not asked.only or app.name in asked.only]
    samples: dict[str, Samples] = {app.name: defaultdict(list) for app in apps}
    for turn in range(asked.rounds):
        for app in apps:
            print(f"round {turn + 1} of {asked.rounds}: {app.name}", file=sys.stderr)
            measure(app, samples[app.name], asked.loads, asked.clicks)
    results = {name: medians(found) for name, found in samples.items()}
    page = ["# Measured side by side", ""]
    page += [circumstances(asked.rounds, asked.loads, asked.clicks)]
    page += table(COLUMNS, results, NAIVE)
    if not asked.only:
        heads = {"image_ms": "PNG 1600x900, warm, ms", "images": "PNG a second"}
        page += table(heads, images(), "fig.to_image")
        sections.write(page)
    print("\n".join(page))


if __name__ == "__main__":
    main()
