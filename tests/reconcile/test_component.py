"""Whether figures can all hold, with the reason when they cannot."""

from analysis.reconcile.component import Component, Components
from analysis.reconcile.edits import Ledger
from analysis.reconcile.statements import statements, voices
from tests.figures import observed

UNSAID = {"statistics_of": ""}


def split(*rows: dict[str, str]) -> list[Component]:
    said, _ = statements(observed(*rows))
    return list(Components(Ledger(said, voices(said))))


def figures(component: Component, found: frozenset[int] | None) -> set[str]:
    return {figure for n in found or () for figure in component.said[n].figures}


def test_figures_that_share_no_cell_and_no_choice_are_apart() -> None:
    rows = [{"value": "1", "period": year} for year in ("2020", "2022")]
    assert [len(part.said) for part in split(*rows)] == [1, 1]
    assert [len(part.said) for part in split(*(row | UNSAID for row in rows))] == [2]
    rate = {"value": "5", "measure": "growth", "unit": "percent", "base_period": "2020"}
    assert [len(part.said) for part in split(*rows, rate | {"period": "2022"})] == [3]


def test_figures_that_can_all_hold_are_not_refuted() -> None:
    [part] = split({"value": "100"}, {"value": "60", "flow": "exports"})
    assert part.refute(part.said) is None


def test_what_cannot_hold_is_shrunk_to_what_contradicts_itself() -> None:
    [part] = split(
        {"value": "100"},
        {"value": "70", "flow": "exports"},
        {"value": "50", "flow": "imports"},
        {"value": "40", "flow": "imports", "product": "wheat"},
    )
    refuted = part.refute(part.said)
    assert refuted is not None
    assert figures(part, part.shrink(refuted, part.said)) == {"figure-0", "figure-1", "figure-2"}


def test_two_values_of_two_sources_have_two_series_and_three_have_not() -> None:
    rows = [{"value": f"{n}00", "source_id": f"outlet-{n}"} | UNSAID for n in (1, 2, 3)]
    [two] = split(*rows[:2])
    assert two.refute(two.said) is None
    [three] = split(*rows)
    assert figures(three, three.refute(three.said)) == {"figure-0", "figure-1", "figure-2"}


def test_choices_can_be_fixed_beforehand() -> None:
    [part] = split(
        {"value": "100", "source_id": "kaz"}, {"value": "200", "source_id": "unsaid"} | UNSAID
    )
    assert part.refute(part.said) is None
    [choice] = part.choices
    aze, kaz = (part.refute(part.said, {choice: option}) for option in (0, 1))
    assert aze is None
    assert figures(part, kaz) == {"figure-0", "figure-1"}


def test_either_reading_of_times_may_hold() -> None:
    rate = {"value": "3.5", "measure": "growth", "unit": "times"}
    for now in ("350", "450"):
        [part] = split({"value": "100", "period": "2022"}, {"value": now}, rate)
        assert part.refute(part.said) is None
    [part] = split({"value": "100", "period": "2022"}, {"value": "400"}, rate)
    assert part.refute(part.said) == frozenset(part.said)
