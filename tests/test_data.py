"""The shipped files: read as plain CSV, so that this check depends on no code of the project."""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data"
EXPECTED = Path(__file__).parent / "expected" / "data" / "documents.csv"

COLUMNS = {
    "trade": (
        "figure_id,source_id,reporter,partner,flow,product,period,measure,value,unit,"
        "base_period,qualifier,status,statistics_of,authority,note"
    ),
    "sources": "source_id,kind,publisher,published,language,url",
    "left_out": "source_id,number,unit,about,reason",
    "exchange_rates": "currency,time_period,rate,source",
}
REQUIRED = {
    "trade": (
        "figure_id,source_id,reporter,partner,flow,product,measure,value,unit,qualifier,status"
    ),
    "sources": "source_id,kind,publisher,language",
    "left_out": "source_id,number,unit,about,reason",
    "exchange_rates": "currency,time_period,rate,source",
}
KINDS = ["document", "press", "official", "reconciled"]
VOCABULARIES = [
    ("trade", "flow", {"turnover", "exports", "imports", "balance"}),
    ("trade", "measure", {"level", "growth", "share"}),
    ("trade", "qualifier", {"exact", "about", "over", "under"}),
    ("trade", "status", {"actual", "target", "forecast"}),
    ("trade", "statistics_of", {"", "AZE", "KAZ", "KOR"}),
    ("sources", "kind", set(KINDS)),
    ("exchange_rates", "currency", {"AZN", "EUR", "KRW", "KZT"}),
]
MONTH = "(January|February|March|April|May|June|July|August|September|October|November|December)"
PERIOD = rf"|\d{{4}}|{MONTH}-{MONTH} \d{{4}}|first nine months of \d{{4}}"
PATTERNS = [
    ("trade", "period", PERIOD),
    ("trade", "base_period", PERIOD),
    ("trade", "value", r"-?\d+(\.\d+)?"),
    ("trade", "unit", r"(thousand|million|billion) [A-Z]{3}|times|percent|percent of total"),
    ("sources", "source_id", r"[a-z0-9-]+"),
    ("sources", "published", r"|\d{4}(-\d{2}(-\d{2})?)?"),
    ("sources", "language", r"[a-z]{2}"),
    ("sources", "url", r"|https?://[^\s/]+\.[^\s]+"),
    ("left_out", "number", r"\d+(\.\d+)?"),
    ("exchange_rates", "time_period", r"\d{4}(-(0[1-9]|1[0-2]))?"),
]
UNITS_OF_MEASURE = {
    "level": r"(thousand|million|billion) [A-Z]{3}",
    "growth": "times|percent",
    "share": "percent of total",
}
QUOTATION = re.compile(r'"([^"]*)"|“([^”]*)”|«([^»]*)»|(?<!\w)\'([^\']*)\'(?!\w)')
FILES = sorted(COLUMNS)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


TABLES = {name: read(DATA / f"{name}.csv") for name in FILES}
TRADE, SOURCES, LEFT_OUT, RATES = (
    TABLES[name] for name in ("trade", "sources", "left_out", "exchange_rates")
)
DOCUMENTS = read(EXPECTED)


def repeated(keys: list) -> list:
    return [key for key, count in Counter(keys).items() if count > 1]


@pytest.mark.parametrize("name", FILES)
def test_columns_are_those_of_the_design(name: str) -> None:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    assert rows[0] == COLUMNS[name].split(",")
    assert [number for number, row in enumerate(rows, 1) if len(row) != len(rows[0])] == []


@pytest.mark.parametrize("name", FILES)
def test_plain_utf8_text(name: str) -> None:
    text = (DATA / f"{name}.csv").read_bytes().decode("utf-8")
    assert text.endswith("\n")
    # Control and direction characters, byte order mark, replacement character.
    unwanted = r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff\ufffd]"
    assert re.findall(unwanted, text) == []


@pytest.mark.parametrize("name", FILES)
def test_no_cell_starts_or_ends_with_a_space(name: str) -> None:
    cells = [cell for row in TABLES[name] for cell in row.values()]
    assert [cell for cell in cells if cell != cell.strip() or "\n" in cell] == []


@pytest.mark.parametrize("name", FILES)
def test_required_cells_are_filled(name: str) -> None:
    required = REQUIRED[name].split(",")
    assert [row for row in TABLES[name] if not all(row[column] for column in required)] == []
    assert TABLES[name]


@pytest.mark.parametrize(("name", "column", "allowed"), VOCABULARIES)
def test_vocabulary(name: str, column: str, allowed: set[str]) -> None:
    assert {row[column] for row in TABLES[name]} - allowed == set()


@pytest.mark.parametrize(("name", "column", "pattern"), PATTERNS)
def test_form_of_cells(name: str, column: str, pattern: str) -> None:
    cells = {row[column] for row in TABLES[name]}
    assert {cell for cell in cells if not re.fullmatch(pattern, cell)} == set()


def test_keys_are_unique() -> None:
    assert repeated([row["figure_id"] for row in TRADE]) == []
    assert repeated([row["source_id"] for row in SOURCES]) == []
    assert repeated([(row["currency"], row["time_period"]) for row in RATES]) == []


def test_figure_id_belongs_to_its_source() -> None:
    wrong = [
        row["figure_id"]
        for row in TRADE
        if not re.fullmatch(re.escape(row["source_id"]) + r"-\d+", row["figure_id"])
    ]
    assert wrong == []


def test_every_source_is_known_and_used() -> None:
    known = {row["source_id"] for row in SOURCES}
    assert {row["source_id"] for row in TRADE} == known
    assert {row["source_id"] for row in LEFT_OUT} <= known


def test_sources_are_sorted_by_kind() -> None:
    order = [KINDS.index(row["kind"]) for row in SOURCES]
    assert order == sorted(order)


@pytest.mark.parametrize("place", range(len(DOCUMENTS)))
def test_document_figure(place: int) -> None:
    expected = DOCUMENTS[place]
    assert {column: TRADE[place][column] for column in expected} == expected


def test_documents_have_exactly_the_expected_figures() -> None:
    kinds = {row["source_id"]: row["kind"] for row in SOURCES}
    found = [row["figure_id"] for row in TRADE if kinds[row["source_id"]] == "document"]
    assert found == [row["figure_id"] for row in DOCUMENTS]
    assert len(found) == 15
    assert len({row["source_id"] for row in DOCUMENTS}) == 5


@pytest.mark.parametrize("measure", sorted(UNITS_OF_MEASURE))
def test_unit_fits_the_measure(measure: str) -> None:
    units = {row["unit"] for row in TRADE if row["measure"] == measure}
    assert {unit for unit in units if not re.fullmatch(UNITS_OF_MEASURE[measure], unit)} == set()


def test_only_growth_has_a_base_and_only_growth_is_negative() -> None:
    others = [row for row in TRADE if row["measure"] != "growth"]
    assert [row["figure_id"] for row in others if row["base_period"]] == []
    assert [row["figure_id"] for row in others if Decimal(row["value"]) < 0] == []


def test_growth_is_never_measured_against_its_own_period() -> None:
    assert [row for row in TRADE if row["period"] and row["period"] == row["base_period"]] == []


def test_nobody_trades_with_itself() -> None:
    assert [row["figure_id"] for row in TRADE if row["reporter"] == row["partner"]] == []


@pytest.mark.parametrize("column", ["note", "authority"])
def test_no_sentence_of_a_source_is_quoted(column: str) -> None:
    quoted = ["".join(parts) for row in TRADE for parts in QUOTATION.findall(row[column].strip())]
    assert [text for text in quoted if len(text.split()) > 8] == []


@pytest.mark.parametrize("column", ["note", "authority"])
def test_no_text_is_cut_short(column: str) -> None:
    cut = r"(?:[:;,(]|\b(?:and|of|the|by|for|to))$|\(\s*\)|\s[,;:)]|\s{2}"
    texts = {row[column] for row in TRADE}
    assert {text for text in texts if re.search(cut, text)} == set()
    assert {text for text in texts if text.count("(") != text.count(")")} == set()


def test_left_out_numbers_are_not_figures() -> None:
    figures = {(row["source_id"], row["value"], row["unit"]) for row in TRADE}
    left_out = [(row["source_id"], row["number"], row["unit"]) for row in LEFT_OUT]
    assert figures & set(left_out) == set()
    assert repeated(left_out) == []


def test_left_out_covers_every_document() -> None:
    documents = {row["source_id"] for row in SOURCES if row["kind"] == "document"}
    assert {row["source_id"] for row in LEFT_OUT} == documents


@pytest.mark.parametrize(
    ("currency", "low", "high"),
    [("AZN", "0.01", "2"), ("EUR", "0.6", "1.2"), ("KRW", "700", "1600"), ("KZT", "5", "600")],
)
def test_exchange_rates_are_positive_and_in_range(currency: str, low: str, high: str) -> None:
    rates = [Decimal(row["rate"]) for row in RATES if row["currency"] == currency]
    assert Decimal(low) < min(rates) <= max(rates) < Decimal(high)


@pytest.mark.parametrize("currency", ["AZN", "EUR", "KRW", "KZT"])
@pytest.mark.parametrize("length", [4, 7], ids=["annual", "monthly"])
def test_exchange_rates_have_no_gap(currency: str, length: int) -> None:
    periods = [row["time_period"] for row in RATES if row["currency"] == currency]
    periods = [period for period in periods if len(period) == length]
    steps = [int(p[:4]) if length == 4 else int(p[:4]) * 12 + int(p[5:]) for p in periods]
    assert steps == list(range(steps[0], steps[0] + len(steps)))
    assert steps[0] >= (1993 if length == 4 else 1993 * 12)


def test_sources_of_exchange_rates_say_what_they_are() -> None:
    said = {(row["currency"], len(row["time_period"])): row["source"] for row in RATES}
    assert "over-the-counter" in said["KZT", 7]
    assert "over-the-counter" not in said["KZT", 4]
    assert said["AZN", 7] == "official peg"
    peg = [row["rate"] for row in RATES if row["source"] == "official peg"]
    assert set(peg) == {"1.7000"}
