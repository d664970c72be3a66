"""Small programs whose answers are worked out by hand."""

import pytest

from analysis.reconcile.solver import Choice, Program

AT_LEAST_2, AT_MOST_3, SUM_AT_MOST_10, AT_MOST_1 = 0, 1, 2, 3
ROWS = [
    {0: 2.0, 1: -1.0},
    {1: 1.0, 0: -3.0},
    {1: 1.0, 2: 1.0, 0: -10.0},
    {1: 1.0, 0: -1.0},
]
"""2 ≤ x, x ≤ 3, x + y ≤ 10, x ≤ 1; column 0 is 1, column 1 is x, column 2 is y."""
INFINITY = float("inf")


def program(*on: int) -> Program:
    made = Program(3, ROWS)
    made.switch(on)
    return made


def test_bounds_of_a_column_and_the_rows_that_hold_it() -> None:
    low, high, rests_on = program(AT_LEAST_2, AT_MOST_3, SUM_AT_MOST_10).bounds({1: 1.0})
    assert (low, high) == pytest.approx((2, 3))
    assert rests_on == {AT_LEAST_2, AT_MOST_3}


def test_bounds_of_a_sum() -> None:
    """Y is at most 10 − 2 = 8, and no less than nothing."""
    found = program(AT_LEAST_2, AT_MOST_3, SUM_AT_MOST_10).bounds({2: 1.0})
    assert (found.low, found.high) == pytest.approx((0, 8))
    assert found.rests_on == {AT_LEAST_2, SUM_AT_MOST_10}
    found = program(AT_LEAST_2, SUM_AT_MOST_10).bounds({1: 1.0, 2: -1.0})
    assert (found.low, found.high) == pytest.approx((2 - 8, 10))


def test_what_nothing_bounds_is_without_limit() -> None:
    assert program(AT_LEAST_2).bounds({2: 1.0}) == (0.0, INFINITY, frozenset())
    assert program().bounds({1: -1.0})[:2] == (-INFINITY, 0.0)


def test_bounds_of_a_ratio() -> None:
    """Of x between 2 and 3 and y between 4 and 6, y / x lies between 4/3 and 6/2."""
    made = Program(3, [*ROWS[:2], {0: 4.0, 2: -1.0}, {2: 1.0, 0: -6.0}])
    made.switch(range(4))
    low, high, rests_on = made.bounds({2: 1.0}, over={1: 1.0})
    assert (low, high) == pytest.approx((4 / 3, 3))
    assert rests_on == {0, 1, 2, 3}
    assert made.bounds({1: 1.0})[:2] == pytest.approx((2, 3)), "a ratio leaves nothing behind"


def test_a_ratio_to_what_may_be_nothing_has_no_upper_bound() -> None:
    assert program(AT_LEAST_2, AT_MOST_3).bounds({1: 1.0}, over={2: 1.0})[:2] == (0.0, INFINITY)


def test_a_contradiction_is_what_cannot_hold_and_no_more() -> None:
    assert program(*range(4)).contradiction() == {AT_LEAST_2, AT_MOST_1}
    assert program(AT_LEAST_2, AT_MOST_3, SUM_AT_MOST_10).contradiction() == frozenset()


def test_rows_are_switched_off_again() -> None:
    made = program(*range(4))
    assert made.contradiction()
    made.switch({AT_MOST_1})
    assert made.contradiction() == frozenset()
    assert made.bounds({1: 1.0})[:2] == pytest.approx((0, 1))
    made.switch({AT_LEAST_2, AT_MOST_1})
    assert made.contradiction() == {AT_LEAST_2, AT_MOST_1}


def cover(*sets: set[str]) -> Choice:
    """One of each set must be taken; b costs more than a and c alone, less than both."""
    made = Choice({"a": 2, "b": 3, "c": 2, "free": 0})
    for members in sets:
        made.ask(sorted(members))
    return made


def test_the_cheapest_choice() -> None:
    assert cover().solve() is not None and not {"a", "b", "c"} & (cover().solve() or set())
    assert "a" in (cover({"a", "b"}).solve() or ())
    taken = cover({"a", "b"}, {"b", "c"}).solve()
    assert taken is not None and taken - {"free"} == {"b"}


def test_a_choice_refused_gives_way_to_the_next_cheapest() -> None:
    made = cover({"a", "b"}, {"b", "c"})
    made.ask(left=["b"])
    assert (made.solve() or set()) - {"free"} == {"a", "c"}
    made.ask(left=["a", "c"])
    assert made.solve() is None
