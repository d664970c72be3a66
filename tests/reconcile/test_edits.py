"""Rows of the linear program on tables small enough to write them down."""

import pytest

from analysis.periods import Period, parse
from analysis.reconcile.edits import EARLIER, EDIT, REVISED, Key, Ledger, bounded
from analysis.reconcile.statements import statements, voices
from tests.figures import observed

JANUARY = Period.of(2023).start
OFFICIAL = {"kind": "official", "published": "2024-07-25"}


def ledger(*rows: dict[str, str]) -> Ledger:
    said, _ = statements(observed(*rows))
    return Ledger(said, voices(said), slack=0.0)


def cell(there: str, back: str, start: int = 0, end: int = 12, **changes: str) -> Key:
    named = {"series": "KAZ", "product": "total", "currency": "USD"} | changes
    return Key(exporter=there, importer=back, start=JANUARY + start, end=JANUARY + end, **named)


def rows_of(made: Ledger, n: int) -> list[dict[int, float]]:
    return [c.row for c in made.constraints if c.statement == n]


def test_bounds_are_two_rows() -> None:
    """3·x ≤ y ≤ 5·x: 3x − y ≤ 0 and y − 5x ≤ 0."""
    down, up = bounded({2: 1.0}, 3.0, 5.0, {1: 1.0}, slack=0.0)
    assert (down, up) == ({1: 3.0, 2: -1.0}, {2: 1.0, 1: -5.0})


def test_bounds_are_widened_by_a_share_of_themselves() -> None:
    down, up = bounded({1: 1.0}, 100.0, 200.0, {0: 1.0}, slack=0.1)
    assert (down[0], up[0]) == pytest.approx((90, -220))
    down, _ = bounded({1: 1.0}, -100.0, 200.0, {0: 1.0}, slack=0.1)
    assert down[0] == pytest.approx(-110)


def test_turnover_and_exports_share_a_cell() -> None:
    made = ledger({"value": "100"}, {"value": "60", "flow": "exports"})
    there, back = cell("KAZ", "AZE"), cell("AZE", "KAZ")
    x, y = made.columns[there], made.columns[back]
    assert set(made.columns) == {there, back}
    assert rows_of(made, 0) == [{0: 99.5, x: -1.0, y: -1.0}, {x: 1.0, y: 1.0, 0: -100.5}]
    assert rows_of(made, 1) == [{0: 59.5, x: -1.0}, {x: 1.0, 0: -60.5}]


def test_a_span_is_cut_where_another_begins_or_ends() -> None:
    made = ledger(
        {"value": "60", "flow": "exports"},
        {"value": "20", "flow": "exports", "period": "January-June 2023"},
    )
    first, second = cell("KAZ", "AZE", 0, 6), cell("KAZ", "AZE", 6, 12)
    assert set(made.columns) == {first, second}
    year = rows_of(made, 0)[1]
    assert {k: year[made.columns[k]] for k in (first, second)} == {first: 1.0, second: 1.0}


def test_a_rate_bounds_two_cells() -> None:
    made = ledger({"value": "50", "measure": "growth", "unit": "percent", "flow": "exports"})
    now, base = made.columns[cell("KAZ", "AZE")], made.columns[cell("KAZ", "AZE", -12, 0)]
    down, up = rows_of(made, 0)
    assert down == pytest.approx({base: 1.495, now: -1.0})
    assert up == pytest.approx({now: 1.0, base: -1.505})


def test_each_reading_of_times_holds_under_its_option() -> None:
    made = ledger({"value": "3", "measure": "growth", "unit": "times", "flow": "exports"})
    [choice] = made.reading.values()
    assert [c.given for c in made.constraints] == [((choice, n),) for n in (0, 0, 1, 1)]


def test_a_figure_of_unsaid_statistics_has_rows_in_both_under_one_choice() -> None:
    made = ledger({"value": "100", "statistics_of": ""})
    assert [c.given for c in made.constraints] == [((0, n),) for n in (0, 0, 1, 1)]
    assert {key.series for key in made.columns} == {"AZE", "KAZ"}
    assert made.belongs == {0: [0]}


def test_a_product_is_not_more_than_its_total() -> None:
    made = ledger(
        {"value": "100", "flow": "exports"}, {"value": "5", "flow": "exports", "product": "wheat"}
    )
    [rule] = rows_of(made, EDIT)
    total, wheat = cell("KAZ", "AZE"), cell("KAZ", "AZE", product="wheat")
    assert rule == {made.columns[wheat]: 1.0, made.columns[total]: -1.0}


def test_what_was_printed_before_official_figures_may_be_revised() -> None:
    made = ledger(
        {"value": "100", "flow": "exports", "source_id": "office"} | OFFICIAL,
        {"value": "95", "flow": "exports", "published": "2024-01-01"},
        {"value": "101", "flow": "exports", "published": "2024-08-01", "source_id": "later"},
    )
    assert {key.series for key in made.columns} == {"KAZ", "KAZ" + EARLIER}
    texts = {made.said[n].rows[0].value_text: n for n in range(3)}
    assert made.vintage(texts["95"], "KAZ") == "KAZ" + EARLIER
    assert made.vintage(texts["101"], "KAZ") == "KAZ"
    bounds = [row[0] for row in rows_of(made, texts["100"])]
    revised = [99.5 * (1 - REVISED), -100.5 * (1 + REVISED)]
    assert bounds == pytest.approx([99.5, -100.5, *revised])


def test_a_later_release_revises_its_own_months_of_its_own_pair() -> None:
    before = {"published": "2024-01-01", "flow": "exports"}
    made = ledger(
        {"value": "100", "source_id": "office", "period": "2022", "flow": "exports"} | OFFICIAL,
        {"value": "95", "period": "2022"} | before,
        {"value": "94"} | before,
        {"value": "90", "period": "2022", "partner": "Georgia"} | before,
    )
    series = {statement.rows[0].value_text: cells(made, n) for n, statement in enumerate(made.said)}
    assert series == {"100": {"KAZ"}, "95": {"KAZ" + EARLIER}, "94": {"KAZ"}, "90": {"KAZ"}}


def cells(made: Ledger, n: int) -> set[str]:
    """The vintages of the cells that a statement bounds exactly."""
    name = {column: key.series for key, column in made.columns.items()}
    exact = made.coefficients(made.said[n].quantity, made.vintage(n, "KAZ"))
    return {name[column] for column in exact}


def test_each_later_release_is_a_vintage_of_its_own() -> None:
    """100 in 2023, 103 in 2024, 110 in 2025: 99 came before all three, 104 before the last."""
    office = {"kind": "official", "flow": "exports"}
    years = (("100", "2023"), ("103", "2024"), ("110", "2025"))
    made = ledger(
        *(
            {"value": v, "published": y, "source_id": y, "period": "2022"} | office
            for v, y in years
        ),
        {"value": "99", "published": "2022", "flow": "exports", "period": "2022"},
        {"value": "104", "published": "2024-06", "source_id": "b", "flow": "exports"}
        | {"period": "2022"},
    )
    marks = {
        statement.rows[0].value_text: len(made.vintage(n, "KAZ")) - 3
        for n, statement in enumerate(made.said)
    }
    assert marks == {"110": 0, "103": 1, "104": 1, "100": 2, "99": 3}


def test_known_are_the_months_that_begin_and_end_with_cells() -> None:
    made = ledger(
        {"value": "60", "flow": "exports"},
        {"value": "20", "flow": "exports", "period": "January-June 2023"},
    )
    quantity = made.said[0].quantity
    assert made.known(quantity.during(parse("second half of 2023")), "KAZ")
    assert not made.known(quantity.during(parse("January-May 2023")), "KAZ")
    assert not made.known(quantity, "AZE")
