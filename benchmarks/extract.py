"""Measure how well and how fast the reader of documents finds trade figures in labelled passages.

Beside it, on the same passages, what libraries give when they are joined naively: amounts by
quantulum3, months by dateparser, areas by the names of country_converter; the nearest date, the
first two countries of the sentence, turnover unless the words export or import stand in it.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import logging
import os
import platform
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import sections  # noqa: E402  the folder above comes first

from analysis.extract import extract  # noqa: E402
from tests.extract.labelled import (  # noqa: E402
    PASSAGES,
    Passage,
    Score,
    Statement,
    passages,
    read,
    statement,
)
from tests.extract.pumps import PUMPS, pumped  # noqa: E402

Reader = Callable[[Passage], list[Statement]]
KINDS = ("missed", "false", "wrong period", "wrong areas or direction", "wrong flow")
KINDS += ("wrong measure", "several of these")
SIZES = (1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000)
MANY = 10_000
FLOWS = (("exports", "export"), ("imports", "import"))


def ours(passage: Passage) -> list[Statement]:
    """Read a passage with this project's reader."""
    found = extract(passage.text, passage.published, passage.language).figures
    return [read(figure) for figure in found]


FIRST_YEAR = 1950
"""dateparser takes some amounts for earlier years."""


@cache
def _countries() -> list[tuple[re.Pattern[str], str]]:
    table = pd.read_csv(files("country_converter") / "country_data.tsv", sep="\t")
    rows = table[["regex", "ISO3"]].itertuples(index=False)
    return [(re.compile(rf"\b(?:{regex})", re.IGNORECASE), code) for regex, code in rows]


def _named(sentence: str) -> list[str]:
    """Return the first two countries of a sentence, as country_converter finds names."""
    hits = [
        (found.start(), code) for regex, code in _countries() if (found := regex.search(sentence))
    ]
    return list(dict.fromkeys(code for _, code in sorted(hits)))[:2]


def _unit(name: str) -> str:
    codes = {"dollar": "USD", "euro": "EUR", "pound sterling": "GBP", "yen": "JPY"}
    return "percent" if name == "percentage" else codes.get(name, "")


def _dates(sentence: str, passage: Passage) -> list[tuple[int, str]]:
    """Return the years and months that dateparser finds in a sentence, and where."""
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    settings: dict[str, object] = {"PREFER_DATES_FROM": "past"}
    if passage.published:
        base = (passage.published + "-01-01")[:10]
        settings["RELATIVE_BASE"] = datetime.datetime.fromisoformat(base)
    languages = [passage.language]
    one = DateDataParser(languages=languages, settings=settings)
    found = search_dates(sentence, languages=languages, settings=settings) or []
    forms = {
        words: "%Y" if one.get_date_data(words).period == "year" else "%Y-%m" for words, _ in found
    }
    return [
        (sentence.find(words), date.strftime(forms[words]))
        for words, date in found
        if date.year >= FIRST_YEAR
    ]


def naive(passage: Passage) -> list[Statement]:
    """Read a passage with the libraries alone."""
    from quantulum3 import parser

    found: list[Statement] = []
    for sentence in re.split(r"(?<=[.!?])\s+", passage.text):
        quantities = [(q, unit) for q in parser.parse(sentence) if (unit := _unit(q.unit.name))]
        if not quantities:
            continue
        areas, dates = [*_named(sentence), "", ""][:2], _dates(sentence, passage)
        flow = next((flow for flow, word in FLOWS if word in sentence.lower()), "turnover")
        for quantity, unit in quantities:
            at = quantity.span[0]
            near = min(dates, key=lambda one: abs(one[0] - at), default=None)
            months = near[1] if near else ""
            measure = "growth" if unit == "percent" else "level"
            one = statement(measure, flow, tuple(areas), months, float(quantity.value), unit)
            found.append(one)
    return found


def scored(reader: Reader, every: Iterable[Passage]) -> dict[str, Score]:
    """Score a reader by language."""
    found: dict[str, Score] = {}
    for passage in every:
        found.setdefault(passage.language, Score()).add(passage, reader(passage))
    return found


def together(scores: Iterable[Score]) -> Score:
    """Add scores up."""
    whole = Score()
    for score in scores:
        for name, count in vars(score).items():
            setattr(whole, name, getattr(whole, name) + count)
    return whole


def _table(heads: str, lines: Iterable[Iterable[str]]) -> list[str]:
    names = heads.split("|")
    head = ["| " + " | ".join(names) + " |", "|---" + "|---:" * (len(names) - 1) + "|"]
    return [*head, *("| " + " | ".join(line) + " |" for line in lines), ""]


def quality_table(scores: dict[str, Score], others: dict[str, Score]) -> list[str]:
    """Return the table of what is right, by language, beside the libraries joined naively."""
    lines = []
    for name, score, other in [
        *((language, scores[language], others[language]) for language in scores),
        ("all", together(scores.values()), together(others.values())),
    ]:
        shares = (score.precision, score.recall, score.strict, score.amount)
        lines.append(
            [name, f"{score.passages:,}", f"{score.wanted:,}"]
            + [f"{share:.3f}" for share in shares]
            + [f"{score.false_on_negatives} in {score.negatives}"]
            + [f"{other.strict:.3f}", f"{other.amount:.3f}"]
            + [f"{other.false_on_negatives} in {other.negatives}"]
        )
    heads = "language|passages|figures|precision|recall|strict F1|amount F1|false on negatives"
    heads += "|naive: strict F1|naive: amount F1|naive: false on negatives"
    return _table(heads, lines)


def errors_table(scores: dict[str, Score]) -> list[str]:
    """Return the table of errors by kind, by language."""
    every = {**scores, "all": together(scores.values())}
    lines = [[name, *(str(score.errors[kind]) for kind in KINDS)] for name, score in every.items()]
    return _table("|".join(("language", *KINDS)), lines)


def timed(work: Callable[[], object]) -> float:
    """Return the processor seconds of one piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def rate(every: list[Passage], rounds: int) -> float:
    """Return passages a second, the best of several rounds."""
    best = min(timed(lambda: [ours(passage) for passage in every]) for _ in range(rounds))
    return len(every) / best


def naive_rate(every: list[Passage]) -> float:
    """Return passages a second of the libraries joined naively."""
    return len(every) / timed(lambda: [naive(passage) for passage in every])


def startup() -> tuple[float, float]:
    """Return the wall seconds of a fresh process to read one line, without and with the program."""
    line = "from analysis.extract import extract; extract('trade', '', 'en')"
    times = []
    for code in ("pass", line):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
        times.append(time.perf_counter() - start)
    return times[0], times[1]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory(every: list[Passage]) -> dict[str, float]:
    """Return peak memory in MB once every passage was read once, and after very many."""
    for passage in every:
        ours(passage)
    before = _peak()
    for passage in itertools.islice(itertools.cycle(every), MANY):
        ours(passage)
    return {"before": before, "after": _peak()}


def apart(path: Path) -> dict[str, float]:
    """Measure memory in a process of its own."""
    command = [sys.executable, __file__, str(path), "--memory"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def _texts(every: list[Passage]) -> Iterator[tuple[int, str, str]]:
    """Yield lengths and texts of them: passages in English one after the other, and one clause."""
    plain = "\n".join(one.text for one in every if one.language == "en") or every[0].text
    for size in SIZES:
        yield size, pumped(f"{plain}\n", size), pumped(PUMPS["clauses"], size)


def growth_table(every: list[Passage]) -> list[str]:
    """Return the table of time against length."""
    lines = []
    for size, plain, clauses in _texts(every):
        times = [
            1e3 * min(timed(lambda text=text: extract(text, "2023-06-14", "en")) for _ in range(3))
            for text in (plain, clauses)
        ]
        each = [f"{ms:.1f} ({1e3 * ms / size:.1f})" for ms in times]
        lines.append([f"{size:,}", *each])
    return _table("characters|passages, ms (a thousand)|one endless clause, ms (a thousand)", lines)


def worst() -> list[tuple[float, str]]:
    """Return ms for 2,000 characters of each pump string, the slowest first."""
    found = []
    for name, pump in PUMPS.items():
        text = pumped(pump, 2_000)
        ms = 1e3 * min(timed(lambda text=text: extract(text, "2023-06-14", "en")) for _ in range(3))
        found.append((ms, name))
    return sorted(found, reverse=True)


def page(path: Path, rounds: int) -> list[str]:
    """Measure everything; return the section of the page."""
    every = passages(path)
    scores, others = scored(ours, every), scored(naive, every)
    bare, whole = startup()
    used, slowest = apart(path), worst()
    others_name = "" if path == PASSAGES else f" ({path.name})"
    named = ", ".join(f"{name} (“{PUMPS[name].strip()}”) {ms:.0f}" for ms, name in slowest[:5])
    return [
        f"# Figures read from documents{others_name}",
        "",
        f"{datetime.date.today()}; {os.cpu_count()} cores; Python {platform.python_version()}, "
        f"quantulum3 {version('quantulum3')}, dateparser {version('dateparser')}, "
        f"country_converter {version('country_converter')}.",
        "",
        f"{len(every)} labelled passages of {path.name}. Strict: measure, direction, both areas, "
        "months, value and unit right; amount: measure, value and unit. Negatives are passages "
        "without a trade figure. Naive: amounts by quantulum3, the nearest date by dateparser, the "
        "first two countries of the sentence by country_converter's names, turnover unless the "
        "words export or import stand in the sentence, percentages as growth.",
        "",
        *quality_table(scores, others),
        "Errors by kind; a figure read is set beside the labelled one with its number.",
        "",
        *errors_table(scores),
        f"{rate(every, rounds):,.0f} passages a second on one core (naive "
        f"{naive_rate(every):,.1f}); {whole:.2f} s from start to the first answer, "
        f"{bare:.2f} s of them Python's own; peak memory {used['before']:.0f} MB after each "
        f"passage once, {used['after']:.0f} MB after {MANY:,} more.",
        "",
        *growth_table(every),
        f"The slowest of {len(PUMPS)} strings repeated to 2,000 characters, in ms: {named}.",
        "",
    ]


def main() -> None:
    """Run the measurements, print them and put them into results.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=PASSAGES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="print only, leave results.md as it is")
    parser.add_argument("--memory", action="store_true", help="print memory as JSON and end")
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    if asked.memory:
        print(json.dumps(memory(passages(asked.file))))
        return
    section = page(asked.file, asked.rounds)
    if not asked.keep:
        sections.write(section)
    print("\n".join(section))


if __name__ == "__main__":
    main()
