"""Rows of a reading: read back by the project's own reader they say what the reading said."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis import names
from analysis.extract.figure import Figure, LeftOut, Reading
from analysis.extract.rows import Origin, Rows, rows, source_id
from analysis.normalise import normalise
from analysis.read import read
from analysis.schema import FIGURE_COLUMNS, LEFT_OUT_COLUMNS, SOURCE_COLUMNS, Problem
from tests import readings

EXPECTED = Path(__file__).parents[1] / "expected" / "rows"
PLACE = ("start", "end")
LEVEL = replace(
    readings.LEVEL,
    value=243.6e6,
    authority="Ministry of Trade",
    value_text="243.6",
    unit_text="million USD",
    start=40,
    end=60,
    ends=80,
)
GROWTH = replace(
    LEVEL,
    measure="growth",
    flow="exports",
    counterpart_area="WLD",
    time_period="2021-S1",
    base_period="2020-S1",
    value=-10.3,
    unit="percent",
    qualifier="about",
    value_text="-10.3",
    unit_text="percent",
)
TIMES = replace(GROWTH, value=3.1, unit="times", value_text="3.1", unit_text="times")
SHARE = replace(
    LEVEL,
    measure="share",
    flow="imports",
    time_period="2021-09",
    value=74.61,
    unit="percent",
    value_text="74.61",
    unit_text="percent of total",
    product="land vehicles",
)
DOUBLED = replace(TIMES, value=2.0, value_text="doubled")
TARGET = replace(LEVEL, time_period="", status="target", value=1e6, value_text="1")
EMPTY = replace(LEVEL, ref_area="", counterpart_area="", flow="", reason="no pair is named")
ORIGIN = Origin("Daily Example", "2023-07-29", "https://example.org/1")


def reading(*figures: Figure) -> Reading:
    return Reading(
        "en", figures, (LeftOut("3", "million tons", "oil carried", "freight", 90, 103),)
    )


def read_back(found: Rows, folder: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """Write the rows as the files they are for, and read those as the program does."""
    for name, table in (("trade.csv", found.figures), ("sources.csv", [found.source])):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(table[0]))
            writer.writeheader()
            writer.writerows(table)
    figures, wrong = read(folder / "trade.csv", "trade.csv")
    sources, also = read(folder / "sources.csv", "sources.csv")
    observations, problems, _ = normalise(figures, sources)
    return observations, [*wrong, *also, *problems]


def test_rows_have_the_columns_of_the_files() -> None:
    found = rows(reading(LEVEL, EMPTY), ORIGIN)
    assert all(tuple(row) == (*FIGURE_COLUMNS, *PLACE) for row in found.figures)
    assert tuple(found.source) == SOURCE_COLUMNS
    assert all(tuple(row) == (*LEFT_OUT_COLUMNS, *PLACE) for row in found.left_out)


def test_a_row_says_what_the_figure_says() -> None:
    with (EXPECTED / "figures.csv").open(encoding="utf-8", newline="") as file:
        wanted = list(csv.DictReader(file))
    found = rows(reading(LEVEL, GROWTH, EMPTY), ORIGIN)
    assert [{key: row[key] for key in wanted[0]} for row in found.figures] == wanted
    assert {row["source_id"] for row in found.figures} == {"daily-example-2023-07-29"}
    assert found.figures[0]["authority"] == "Ministry of Trade"
    assert (found.figures[0]["start"], found.figures[0]["end"]) == (40, 60)
    assert found.left_out == [
        {
            "source_id": "daily-example-2023-07-29",
            "number": "3",
            "unit": "million tons",
            "about": "oil carried",
            "reason": "freight",
            "start": 90,
            "end": 103,
        }
    ]


def test_complete_rows_read_back_as_the_figures_they_come_from(tmp_path: Path) -> None:
    figures = (LEVEL, GROWTH, TIMES, SHARE, TARGET)
    observations, problems = read_back(rows(reading(*figures), ORIGIN), tmp_path)
    assert problems == []
    for row, figure in zip(observations.to_dict("records"), figures, strict=True):
        same = ("ref_area", "counterpart_area", "flow", "time_period", "base_period", "measure")
        assert [row[key] for key in same] == [getattr(figure, key) for key in same]
        assert (row["qualifier"], row["status"]) == (figure.qualifier, figure.status)
        change = (figure.value - 1) * 100 if figure.unit == "times" else figure.value
        assert row["obs_value"] == pytest.approx(change)
        assert (row["publisher"], row["published"]) == ("Daily Example", "2023-07-29")
        assert row["url"] == "https://example.org/1"


def test_a_number_in_words_is_written_in_digits() -> None:
    doubled, printed = rows(reading(DOUBLED, TIMES), ORIGIN).figures
    assert (doubled["value"], doubled["unit"]) == ("2", "times")
    assert printed["value"] == "3.1"


def test_every_area_is_written_as_a_name_that_reads_back(tmp_path: Path) -> None:
    every = names._countries().data["ISO3"]
    figures = [replace(LEVEL, ref_area=code, counterpart_area="WLD") for code in every]
    for row, code in zip(rows(reading(*figures), ORIGIN).figures, every, strict=True):
        known = names.area(row["reporter"])
        assert known is not None and known.code == code, row["reporter"]


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (Origin("Kazakhstan Today (kt.kz)", "2024-08-08"), "kazakhstan-today-2024-08-08"),
        (Origin("Xalq Qəzeti", "2024"), "xalq-qazeti-2024"),
        (Origin("Türkiye’nin Sesi"), "turkiye-nin-sesi-undated"),
        (Origin("Вестник", "2023-12", "https://www.vestnik.example/1"), "vestnik-example-2023-12"),
        (Origin("한겨레", "2023", "", "scan 7"), "scan-7-2023"),
        (Origin(name="../../x"), "x-undated"),
        (Origin(), "document-undated"),
    ],
)
def test_a_source_is_keyed_by_publisher_and_date(origin: Origin, expected: str) -> None:
    assert source_id(origin) == expected


def test_a_taken_key_gets_the_next_letter() -> None:
    taken: list[str] = []
    for _ in range(28):
        taken.append(source_id(Origin("Trend", "2020"), taken))
    assert taken[:3] == ["trend-2020", "trend-2020-b", "trend-2020-c"]
    assert taken[25:] == ["trend-2020-z", "trend-2020-aa", "trend-2020-ab"]


def test_text_of_a_document_is_one_printable_line_that_the_reader_takes(tmp_path: Path) -> None:
    long = "a\nb\t\x1b[31m\u200b" + "x" * 5000
    figure = replace(LEVEL, authority=long, product="land\nvehicles", reason=long)
    found = rows(reading(figure), replace(ORIGIN, publisher="Two\nlines"))
    observations, problems = read_back(found, tmp_path)
    assert problems == []
    assert observations["product"].tolist() == ["land vehicles"]
    assert observations["publisher"].tolist() == ["Two lines"]
