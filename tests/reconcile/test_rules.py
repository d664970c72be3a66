"""Which edit rule figures break."""

import pytest

from analysis.reconcile.rules import EDITS, edit
from analysis.reconcile.statements import Statement, statements
from tests.figures import observed

RATE = {"measure": "growth", "unit": "percent"}


def stated(*rows: dict[str, str]) -> list[Statement]:
    found, _ = statements(observed(*rows))
    return found


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([{"value": "1"}, {"value": "2"}], "one cell"),
        ([{"value": "1"}, {"value": "2", "flow": "exports"}], "turnover"),
        ([{"value": "1"}, {"value": "2", "flow": "balance"}], "balance"),
        ([{"value": "1"}, {"value": "2", "period": "January-June 2023"}], "spans"),
        ([{"value": "1"}, {"value": "2", "product": "wheat"}], "product"),
        ([{"value": "1"}, {"value": "5"} | RATE], "growth"),
        ([{"value": "1"}, {"value": "5", "measure": "share", "unit": "percent of total"}], "share"),
        ([{"value": "1"}], "sign"),
    ],
)
def test_which_rule_is_broken(rows: list[dict[str, str]], rule: str) -> None:
    assert edit(stated(*rows), split=False) == rule
    assert edit(stated(*rows), split=True) == "two series"
    assert rule in EDITS
