import pandas as pd
import pytest

from analysis.normalise import normalise
from analysis.read import read_folder
from analysis.schema import FIGURE_COLUMNS, DataError
from tests.answers import cases

GOOD = dict.fromkeys(FIGURE_COLUMNS, "") | {
    "figure_id": "a-1",
    "source_id": "a",
    "reporter": "Kazakhstan",
    "partner": "Azerbaijan",
    "flow": "commodity turnover",
    "product": "total",
    "period": "January-May 2023",
    "measure": "level",
    "value": "243.6",
    "unit": "million USD",
    "qualifier": "exact",
    "status": "actual",
}
SOURCE = {
    "source_id": "a",
    "kind": "press",
    "publisher": "Kazinform",
    "published": "2023-07-29",
    "language": "en",
    "url": "",
    "line": 2,
}


def raw(*changes: dict) -> pd.DataFrame:
    return pd.DataFrame(
        [GOOD | {"figure_id": f"a-{n}"} | change for n, change in enumerate(changes, 1)]
    ).assign(line=range(2, 2 + len(changes)))


def sources(**changes: str) -> pd.DataFrame:
    return pd.DataFrame([SOURCE | changes])


def one(change: dict, **source: str) -> pd.Series:
    observations, problems, left_out = normalise(raw(change), sources(**source))
    assert (len(observations), problems, len(left_out)) == (1, [], 0)
    return observations.iloc[0]


@pytest.mark.parametrize("row", cases("normalise/values"))
def test_value_and_unit(row: dict) -> None:
    given = {c: row[c] for c in ("measure", "flow", "value", "unit", "qualifier")}
    found = one(given)
    expected = [float(row[f"obs_{part}"]) for part in ("value", "low", "high")]
    assert list(found[["obs_value", "obs_low", "obs_high"]]) == pytest.approx(expected, rel=1e-12)
    assert found["unit_measure"] == row["unit_measure"]
    second = float(row["alt_value"] or "nan")
    assert found["alt_value"] == pytest.approx(second, nan_ok=True)


@pytest.mark.parametrize("row", cases("normalise/series"))
def test_whose_statistics_valuation_and_status(row: dict) -> None:
    given = {c: row[c] for c in ("flow", "qualifier", "status")} | {"statistics_of": row["said"]}
    found = one(given, kind=row["kind"])
    columns = ["statistics_of", "valuation", "obs_status"]
    assert found[columns].to_dict() == {column: row[column] for column in columns}


@pytest.mark.parametrize("row", cases("normalise/refused"))
def test_refused_cell(row: dict) -> None:
    observations, problems, _ = normalise(raw({}, {row["column"]: row["found"]}), sources())
    assert list(observations["figure_id"]) == ["a-1"]
    [problem] = problems
    place = (problem.file, problem.line, problem.column, problem.found)
    assert place == ("trade.csv", 3, row["column"], row["found"])
    assert row["expected"] in problem.expected


@pytest.mark.parametrize(
    ("measure", "unit"),
    [
        ("growth", "million USD"),
        ("growth", "percent of total"),
        ("share", "percent"),
        ("share", "times"),
    ],
)
def test_unit_of_another_measure(measure: str, unit: str) -> None:
    _, problems, _ = normalise(raw({"measure": measure, "unit": unit}), sources())
    assert [p.column for p in problems] == ["unit"]


def test_every_bad_cell_is_listed_at_once() -> None:
    bad = {"period": "nine months", "value": "much", "unit": "tons", "partner": "Kazakhstan"}
    observations, problems, _ = normalise(raw(bad, {}, {"value": ""}), sources())
    assert list(observations["figure_id"]) == ["a-2"]
    assert {(p.line, p.column) for p in problems} >= {
        (2, "period"),
        (2, "unit"),
        (2, "value"),
        (2, "partner"),
        (4, "value"),
    }


def test_periods_and_base_periods() -> None:
    found = one({"measure": "growth", "unit": "percent", "base_period": "January-May 2022"})
    assert (found["time_period"], found["base_period"]) == ("2023-01-01/P5M", "2022-01-01/P5M")
    assert (found["start"], found["months"]) == (2023 * 12, 5)
    assert (found["base_start"], found["base_months"]) == (2022 * 12, 5)


def test_a_figure_without_a_period_has_no_months() -> None:
    found = one({"period": ""})
    assert (found["time_period"], found["start"], found["months"]) == ("", 0, 0)


def test_what_was_published_stays_beside_it() -> None:
    found = one({"partner": "Republic of Azerbaijan", "value": "243.60"})
    assert (found["partner_text"], found["counterpart_area"]) == ("Republic of Azerbaijan", "AZE")
    assert (found["flow_text"], found["flow"]) == ("commodity turnover", "turnover")
    assert (found["value_text"], found["unit_text"]) == ("243.60", "million USD")
    assert found["period_text"] == "January-May 2023"
    assert (found["publisher"], found["published"]) == ("Kazinform", "2023-07-29")


def test_unknown_names_stop_everything_with_the_full_list() -> None:
    table = raw(
        {"reporter": "Atlantis"},
        {"partner": "Ruritania"},
        {"flow": "transit"},
        {"statistics_of": "Kazakhstan"},
        {"reporter": "Atlantis"},
    )
    with pytest.raises(DataError) as refused:
        normalise(table, sources())
    for name in (
        "“Atlantis” (reporter)",
        "“Ruritania” (partner)",
        "“transit” (flow)",
        "“Kazakhstan” (statistics_of)",
    ):
        assert str(refused.value).splitlines()[0].count(name) == 1
    assert [p.line for p in refused.value.problems] == [2, 3, 4, 5, 6]
    assert "add a line to analysis/names.csv" in str(refused.value)


def test_unknown_names_are_problems_of_their_rows_when_they_do_not_stop() -> None:
    table = raw({"reporter": "Kazahstn"}, {}, {"partner": "Xyzzy"})
    observations, problems, _ = normalise(table, sources(), stop=False)
    assert len(observations) == 1
    assert [(p.line, p.column, p.found) for p in problems] == [
        (2, "reporter", "Kazahstn"),
        (4, "partner", "Xyzzy"),
    ]
    assert problems[0].expected.endswith("in analysis/names.csv (nearest: Kazakhstan)")
    assert problems[1].expected.endswith("in analysis/names.csv")


def test_names_left_out_on_purpose_are_handed_back() -> None:
    observations, problems, left_out = normalise(raw({"partner": "EAEU"}, {}), sources())
    assert problems == []
    assert list(observations["figure_id"]) == ["a-2"]
    assert list(left_out["figure_id"]) == ["a-1"]


def test_no_figures_are_an_empty_table_with_every_column() -> None:
    full, _, _ = normalise(raw({}), sources())
    for table in (raw({}).iloc[:0], raw({"value": "much"})):
        empty, _, left_out = normalise(table, sources())
        assert (len(empty), len(left_out)) == (0, 0)
        assert list(empty) == list(full)


def test_does_not_change_its_arguments(mini_folder) -> None:
    tables, _ = read_folder(mini_folder)
    before = {name: table.copy(deep=True) for name, table in tables.items()}
    normalise(tables["trade.csv"], tables["sources.csv"])
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_order_and_number_of_figures_are_kept(mini_folder, mini: pd.DataFrame) -> None:
    tables, _ = read_folder(mini_folder)
    assert list(mini["figure_id"]) == list(tables["trade.csv"]["figure_id"])


def test_bounds_contain_the_value(mini: pd.DataFrame) -> None:
    assert (mini["obs_low"] <= mini["obs_value"]).all()
    assert (mini["obs_value"] <= mini["obs_high"]).all()
