"""What leaves as text or a workbook reads back as the same numbers, and runs nowhere."""

from __future__ import annotations

import csv
import io
import re
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import sync_playwright

from analysis import export
from analysis.browser import find_browser

PLOTLYJS = Path(__file__).parents[1] / "dashboard/assets/plotly-basic.min.js"
FONTS = PLOTLYJS.with_name("fonts.css")
HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\tx",
    "\r=x",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("http://x")',
)
HARMLESS = ("−10.3%", "land vehicles", "-5.2", "+50", "a=b", "2021-01-01/P9M", "Әзербайжан", "한국")

OBSERVATIONS = pd.DataFrame(
    {
        "ref_area": ["KAZ", "KAZ"],
        "counterpart_area": ["AZE", "AZE"],
        "flow": ["turnover", "turnover"],
        "product": ["total", 'land, "vehicles"'],
        "time_period": ["2023-01-01/P5M", "2021-S1"],
        "measure": ["level", "growth"],
        "unit_measure": ["USD", "PERCENT"],
        "obs_value": [243_600_000.0, 0.1 + 0.2],
        "obs_low": [243_550_000.0, np.nan],
        "obs_high": [243_650_000.0, np.nan],
        "base_period": ["", "2020-S1"],
        "obs_status": ["A", "F"],
        "qualifier": ["exact", "about"],
        "statistics_of": ["KAZ", "unsaid"],
        "valuation": ["UNKNOWN", "UNKNOWN"],
        "source_id": ["kazinform-2023-07-29", "report-2021-08-01"],
        "figure_id": ["kazinform-2023-07-29-2", "report-2021-08-01-1"],
        "verdict": ["agrees", "conflicts"],
        "reason": ["Agrees with +50%, which allows 49.9%.", 'Two figures, one "cell".'],
        "series": ["KAZ", "AZE"],
        "hint": ["", "It fits Jan–Jun 2021."],
    }
)
DIMENSIONS = ("ref_area", "counterpart_area", "flow", "product", "time_period", "measure")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def book(frame: pd.DataFrame, about: dict[str, str] | None = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(export.xlsx(frame, about or {"Source": "a source"})))


def test_csv_reads_back_as_the_same_frame() -> None:
    back = pd.read_csv(io.StringIO(export.csv_text(OBSERVATIONS)))
    expected = OBSERVATIONS.replace("", np.nan)
    pd.testing.assert_frame_equal(back, expected, check_dtype=False)


def test_csv_keeps_numbers_numbers_and_missing_nothing() -> None:
    frame = pd.DataFrame({"change": [-5.5, None], "count": [-3, 4]})
    assert export.csv_text(frame) == "change,count\r\n-5.5,-3\r\n,4\r\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_is_text_in_csv_and_workbook(text: str) -> None:
    frame = pd.DataFrame({text: [text]})
    assert next(csv.reader(io.StringIO(export.csv_text(frame), newline=""))) == [f"'{text}"]
    assert rows(export.csv_text(frame)) == [{f"'{text}": f"'{text}"}]
    workbook = book(frame, {text: text})
    for sheet, place in (("Figures", "A1"), ("Figures", "A2"), ("About", "A1"), ("About", "B1")):
        cell = workbook[sheet][place]
        assert (cell.data_type, cell.value[0], cell.hyperlink) == ("s", "'", None)


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text: str) -> None:
    frame = pd.DataFrame({"text": [text]})
    assert rows(export.csv_text(frame)) == [{"text": text}]
    assert book(frame)["Figures"]["A2"].value == text


def test_export_leaves_the_frame_as_it_was() -> None:
    frame = pd.DataFrame({"=name": ["=1+1"], "obs_value": [1.5]})
    before = frame.copy(deep=True)
    export.csv_text(frame)
    export.xlsx(frame, {})
    pd.testing.assert_frame_equal(frame, before)


def test_a_workbook_has_typed_cells_a_frozen_heading_and_sensible_widths() -> None:
    frame = pd.DataFrame(
        {
            "obs_value": [243_600_000.0, np.nan],
            "year": [2021, 2023],
            "growth": [-0.5, np.inf],
            "official": [True, False],
            "published": [datetime(2023, 7, 29), pd.NaT],
            "product": ["total", "land vehicles and everything that belongs to them" * 9],
        }
    )
    sheet = book(frame)["Figures"]
    assert [cell.value for cell in sheet[1]] == list(frame)
    expected = [243_600_000, 2021, -0.5, True, datetime(2023, 7, 29), "total"]
    assert [cell.value for cell in sheet[2]] == expected
    assert [cell.data_type for cell in sheet[2]] == ["n", "n", "n", "b", "d", "s"]
    assert [cell.value for cell in sheet[3]][:5] == [None, 2023, "inf", False, None]
    assert [sheet["A2"].number_format, sheet["B2"].number_format] == ["#,##0", "General"]
    assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold
    assert 10 < sheet.column_dimensions["A"].width < sheet.column_dimensions["F"].width < 60


def test_a_workbook_says_what_it_is_about() -> None:
    about = {"Title": "Turnover, Kazakhstan–Azerbaijan", "Unit": "dollars"}
    workbook = book(OBSERVATIONS, about)
    assert workbook.sheetnames == ["Figures", "About"]
    assert dict(workbook["About"].values) == about


def test_a_workbook_of_no_rows_still_opens() -> None:
    assert [cell.value for cell in book(OBSERVATIONS.head(0))["Figures"][1]] == list(OBSERVATIONS)


def test_more_rows_than_a_worksheet_holds_are_refused() -> None:
    frame = pd.DataFrame({"obs_value": np.zeros(export.MOST_ROWS + 1)})
    with pytest.raises(ValueError, match="holds 1048575 rows; found 1048576: use CSV"):
        export.xlsx(frame, {})


def test_sdmx_csv_has_the_fixed_columns_first_and_plain_digits() -> None:
    first, second = rows(export.sdmx_csv(OBSERVATIONS))
    assert list(first.items())[:3] == [
        ("STRUCTURE", "dataflow"),
        ("STRUCTURE_ID", "TRADE_TURNOVER:FIGURES(1.1)"),
        ("ACTION", "I"),
    ]
    assert (first["OBS_VALUE"], first["TIME_PERIOD"]) == ("243600000", "2023-01-01/P5M")
    assert (float(second["OBS_VALUE"]), second["OBS_LOW"]) == (0.1 + 0.2, "")


def structure() -> Any:
    """Return the data structure definition of FIGURES, in sdmx1's terms."""
    from sdmx.model import v30

    attributes = set(export.SDMX_COLUMNS) - {*DIMENSIONS, "figure_id", "obs_value"}
    figures = v30.DataStructureDefinition(id="FIGURES", version="1.0")
    for column in (*DIMENSIONS, "figure_id"):
        figures.dimensions.append(v30.Dimension(id=column.upper()))
    figures.measures.append(v30.Measure(id="OBS_VALUE"))
    for column in sorted(attributes):
        figures.attributes.append(v30.DataAttribute(id=column.upper()))
    return figures


def test_sdmx1_reads_the_observations_back() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sdmx.reader.csv import Reader

        content = io.BytesIO(export.sdmx_csv(OBSERVATIONS).encode())
        message = Reader().convert(content, structure=structure())
    (dataset,) = message.data
    back = [
        {name.lower(): str(value.value) for name, value in observation.key.values.items()}
        | {name.lower(): str(a.value) for name, a in observation.attached_attribute.items()}
        | {"obs_value": float(observation.value)}
        for observation in dataset.obs
    ]
    numeric = {"obs_low": float, "obs_high": float}
    found = pd.DataFrame(back)[list(export.SDMX_COLUMNS)].replace("", np.nan).astype(numeric)
    expected = OBSERVATIONS.replace("", np.nan)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_a_verdict_leaves_as_attributes_of_the_observation() -> None:
    first, second = rows(export.sdmx_csv(OBSERVATIONS))
    assert list(first)[-4:] == ["VERDICT", "REASON", "SERIES", "HINT"]
    assert (first["VERDICT"], first["SERIES"]) == ("agrees", "KAZ")
    assert (second["REASON"], second["HINT"]) == (
        'Two figures, one "cell".',
        "It fits Jan–Jun 2021.",
    )


def test_records_have_nothing_where_nothing_is_known() -> None:
    frame = pd.DataFrame({"value": [1.5, np.nan], "figures": [("a", "b"), ("c",)], "note": ["", 1]})
    assert export.records(frame) == [
        {"value": 1.5, "figures": ("a", "b"), "note": ""},
        {"value": None, "figures": ("c",), "note": 1},
    ]


def test_sdmx_csv_names_the_columns_it_misses() -> None:
    with pytest.raises(ValueError, match="needs the columns obs_low, figure_id"):
        export.sdmx_csv(OBSERVATIONS.drop(columns=["obs_low", "figure_id"]))


HOSTILE_WORDS = "</script><script>document.title='run'</script><!-- \u2028 & “x”"
FIGURE = {
    "data": [
        {"type": "bar", "x": ["Jan–May 2022", "the year 2022"], "y": [1.0, float("nan")]},
        {"type": "scatter", "x": ["Jan–May 2022"], "y": np.array([2.0]), "name": HOSTILE_WORDS},
    ],
    "layout": {"title": {"text": "Turnover"}, "showlegend": True},
}


def test_a_page_is_text_that_cannot_break_out() -> None:
    page = export.page(FIGURE, HOSTILE_WORDS, HOSTILE_WORDS, PLOTLYJS, FONTS)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page.count("</script>") == 3 and "<!--" not in page
    title = re.search("<title>(.*)</title>", page)
    assert title is not None and title[1].startswith("&lt;/script&gt;&lt;script&gt;")
    assert "default-src 'none'" in page and "unsafe-eval" not in page
    assert "'unsafe-inline'" not in re.search("script-src[^;]*", page)[0]


def test_a_page_draws_itself_with_no_request_and_no_complaint(tmp_path: Path) -> None:
    path = tmp_path / "chart.html"
    path.write_text(
        export.page(FIGURE, "Turnover", HOSTILE_WORDS, PLOTLYJS, FONTS), encoding="utf-8"
    )
    requests: list[str] = []
    complaints: list[str] = []
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=flags)
        screen = chromium.new_page()
        screen.on("request", lambda request: requests.append(request.url))
        screen.on("console", lambda message: complaints.append(message.text))
        screen.on("pageerror", lambda error: complaints.append(str(error)))
        screen.goto(path.as_uri())
        screen.wait_for_selector("#chart .bars path", state="attached")
        assert screen.title() == "Turnover"
        assert screen.inner_text("figcaption").startswith("</script><script>")
        assert screen.locator("[data-title*='Share']").count() == 0
        assert screen.evaluate("Plotly.version") in PLOTLYJS.read_text()[:200]
        chromium.close()
    assert requests == [path.as_uri()]
    assert complaints == []
