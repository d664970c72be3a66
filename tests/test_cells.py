import pandas as pd
import pytest

from analysis import cells
from analysis.periods import parse
from tests.answers import cases


def pair_of(text: str) -> tuple[str, str]:
    first, second = text.split("-")
    return first, second


def levels(mini: pd.DataFrame, pair: str) -> pd.DataFrame:
    return cells.levels(cells.seen_from(mini, pair_of(pair)))


def cell(found: pd.DataFrame, flow: str, period: str, product: str = "total") -> pd.DataFrame:
    wanted = parse(period)
    same = found["flow"].eq(flow) & found["product"].eq(product)
    return found[same & found["start"].eq(wanted.start) & found["months"].eq(wanted.months)]


def level(**changes) -> dict:
    """A level of Kazakhstan's exports to Azerbaijan, as `seen_from` hands it on."""
    return {
        "figure_id": "a-1",
        "source_id": "a",
        "ref_area": "KAZ",
        "counterpart_area": "AZE",
        "flow": "exports",
        "product": "total",
        "start": 2022 * 12,
        "months": 12,
        "measure": "level",
        "status": "actual",
        "statistics_of": "KAZ",
        "unit_measure": "USD",
        "obs_value": 100.0,
        "obs_low": 99.5,
        "obs_high": 100.5,
        "obs_status": "A",
        "qualifier": "exact",
        "kind": "press",
        "publisher": "A",
        "published": "2023-01-01",
        "valuation": "UNKNOWN",
    } | changes


def frame(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([level(figure_id=f"a-{n}") | row for n, row in enumerate(rows, 1)])


@pytest.mark.parametrize("row", cases("cells/standing"))
def test_which_figure_stands(mini: pd.DataFrame, row: dict) -> None:
    found = levels(mini, row["pair"])
    every = cell(found, row["flow"], row["period"])
    assert list(cell(cells.standing(found), row["flow"], row["period"])["figure_id"]) == [
        row["figure_id"]
    ]
    assert every["figure_id"].iloc[0] == row["figure_id"]
    assert len(every) == 1 + int(row["others"])


@pytest.mark.parametrize("row", cases("cells/turned"))
def test_flow_seen_from_either_side(mini: pd.DataFrame, row: dict) -> None:
    found = cells.seen_from(mini, pair_of(row["pair"])).set_index("figure_id").loc[row["figure_id"]]
    assert (found["ref_area"], found["counterpart_area"]) == pair_of(row["pair"])
    assert found["flow"] == row["flow"]
    numbers = ["obs_value", "obs_low", "obs_high"]
    assert list(found[numbers]) == [float(row[number]) for number in numbers]


@pytest.mark.parametrize("row", cases("cells/totals"))
def test_sum_and_difference_of_one_source(mini: pd.DataFrame, row: dict) -> None:
    every = cell(levels(mini, row["pair"]), row["flow"], row["period"])
    [found] = every[
        every["computed"] & every["statistics_of"].eq(row["statistics_of"])
    ].itertuples()
    expected = [float(row[number]) for number in ("obs_value", "obs_low", "obs_high")]
    assert [found.obs_value, found.obs_low, found.obs_high] == pytest.approx(expected, rel=1e-12)
    assert (found.valuation, found.obs_status) == (row["valuation"], "I")
    assert " + " in found.figure_ids


def test_a_published_balance_seen_from_the_other_side_changes_its_sign() -> None:
    given = frame({"flow": "balance", "obs_value": 5.0, "obs_low": 4.5, "obs_high": 5.25})
    turned = cells.seen_from(given, ("AZE", "KAZ"))
    numbers = ["obs_value", "obs_low", "obs_high"]
    assert turned[numbers].to_numpy().tolist() == [[-5.0, -5.25, -4.5]]
    back = cells.seen_from(turned, ("KAZ", "AZE"))
    assert back[numbers].to_numpy().tolist() == given[numbers].to_numpy().tolist()


def test_growth_of_a_balance_keeps_its_sign() -> None:
    given = frame({"flow": "balance", "measure": "growth", "obs_value": 5.0})
    assert list(cells.seen_from(given, ("AZE", "KAZ"))["obs_value"]) == [5.0]


def test_other_pairs_are_not_seen(mini: pd.DataFrame) -> None:
    found = cells.seen_from(mini, ("KAZ", "AZE"))
    assert 0 < len(found) < len(mini)
    assert set(zip(found["reporter_text"], found["partner_text"], strict=True)) == {
        ("Kazakhstan", "Azerbaijan"),
        ("Azerbaijan", "Kazakhstan"),
    }


def test_a_pair_without_figures_has_no_levels(mini: pd.DataFrame) -> None:
    found = levels(mini, "AZE-FRA")
    assert len(found) == len(cells.standing(found)) == 0
    assert {"series", "computed", "figure_ids"} <= set(found)


def test_targets_forecasts_rates_and_figures_without_a_period_are_no_levels(
    mini: pd.DataFrame,
) -> None:
    found = levels(mini, "KAZ-AZE")
    assert set(found["status"]) == {"actual"}
    assert set(found["measure"]) == {"level"}
    assert found["months"].gt(0).all()
    assert not found["figure_ids"].str.contains("azernews-2022-06-07-3").any()


def test_a_target_is_not_part_of_a_sum() -> None:
    found = cells.levels(frame({}, {"flow": "imports", "status": "target"}))
    assert not found["computed"].any()


@pytest.mark.parametrize(
    "change",
    [
        {"source_id": "b"},
        {"statistics_of": "AZE"},
        {"product": "wheat"},
        {"months": 9},
        {"start": 2021 * 12},
        {"unit_measure": "KZT"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_nothing_is_added_across(change: dict) -> None:
    found = cells.levels(frame({}, {"flow": "imports"} | change))
    assert not found["computed"].any()


def test_a_published_total_is_not_computed_again() -> None:
    found = cells.levels(frame({}, {"flow": "imports"}, {"flow": "turnover", "obs_value": 201.0}))
    turnover = found[found["flow"].eq("turnover")]
    assert list(turnover["computed"]) == [False]
    assert list(found[found["flow"].eq("balance")]["computed"]) == [True]


def test_a_hedge_of_a_part_hedges_the_sum() -> None:
    found = cells.levels(frame({}, {"flow": "imports", "qualifier": "about"}))
    assert set(found[found["computed"]]["qualifier"]) == {"about"}


def test_figures_that_do_not_say_whose_are_one_series_a_source() -> None:
    found = cells.levels(
        frame({"statistics_of": "unsaid"}, {"statistics_of": "unsaid", "source_id": "b"}, {})
    )
    assert set(found["series"]) == {"unsaid a", "unsaid b", "KAZ"}


LADDER = [
    ("kind", "press", "official"),
    ("kind", "reconciled", "press"),
    ("statistics_of", "AZE", "KAZ"),
    ("statistics_of", "unsaid", "AZE"),
    ("unit_measure", "KZT", "USD"),
    ("qualifier", "about", "exact"),
    ("obs_low", 90.0, 99.5),
    ("published", "2023-01-01", "2024-01-01"),
    ("figure_id", "a-9", "a-1"),
]


@pytest.mark.parametrize(("column", "worse", "better"), LADDER, ids=lambda value: str(value))
def test_each_rung_of_the_order(column: str, worse: object, better: object) -> None:
    """Kazakhstan leads: an older official year of its own makes it the home reporter."""
    own = {"kind": "official", "start": 2010 * 12, "figure_id": "a-0", "flow": "imports"}
    rows = [{"figure_id": "a-5", column: worse}, {"figure_id": "a-5", column: better}]
    for order in (rows, rows[::-1]):
        found = cells.rank(frame(own, *order))
        assert found[found["start"].eq(2022 * 12)][column].iloc[0] == better


def test_what_two_publishers_say_comes_before_what_one_says() -> None:
    lone = {"obs_value": 300.0, "obs_low": 299.9, "obs_high": 300.1, "publisher": "C"}
    agreeing = [{"publisher": "A"}, {"publisher": "B", "source_id": "b"}]
    found = cells.rank(frame(lone | {"published": "2025-01-01"}, *agreeing))
    assert found["obs_value"].iloc[0] == 100.0


def test_one_publisher_repeating_itself_is_one_witness() -> None:
    repeated = [{"published": "2023-01-01"}, {"published": "2023-01-02"}]
    later = {"obs_value": 300.0, "obs_low": 298.5, "obs_high": 301.5, "publisher": "B"}
    found = cells.rank(frame(*repeated, later | {"published": "2025-01-01"}))
    assert found["obs_value"].iloc[0] == 300.0


def test_home_is_the_reporter_with_the_latest_official_year(mini: pd.DataFrame) -> None:
    found = cells.seen_from(mini, ("AZE", "KAZ"))
    assert cells.home(found, ("AZE", "KAZ")) == "KAZ"
    assert cells.home(found.iloc[:0], ("AZE", "KAZ")) == "AZE"


def test_standing_can_be_one_a_series(mini: pd.DataFrame) -> None:
    found = levels(mini, "KAZ-AZE")
    every = cells.standing(found, by="series")
    assert not every.duplicated(["series", *cells.CELL]).any()
    turnover = cell(every, "turnover", "2019")
    assert set(turnover["series"]) == {"KAZ", "AZE", "reconciled"}


def test_no_argument_is_changed(mini: pd.DataFrame) -> None:
    before = mini.copy(deep=True)
    seen = cells.seen_from(mini, ("AZE", "KAZ"))
    seen_before = seen.copy(deep=True)
    found = cells.levels(seen)
    found_before = found.copy(deep=True)
    cells.rank(found)
    cells.standing(found)
    cells.home(found, ("AZE", "KAZ"))
    pd.testing.assert_frame_equal(mini, before)
    pd.testing.assert_frame_equal(seen, seen_before)
    pd.testing.assert_frame_equal(found, found_before)


def test_order_does_not_depend_on_the_order_of_the_file(mini: pd.DataFrame) -> None:
    expected = levels(mini, "KAZ-AZE")["figure_ids"]
    backwards = mini.iloc[::-1].reset_index(drop=True)
    assert list(levels(backwards, "KAZ-AZE")["figure_ids"]) == list(expected)
