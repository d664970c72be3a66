"""Expected answers: CSV files that a colleague can check in a spreadsheet."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

EXPECTED = Path(__file__).parent / "expected"


def cases(name: str) -> list:
    """One parameter per row of `expected/<name>.csv`, named by its line and first cell."""
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert rows, name
    return [
        pytest.param(row, id=f"line {line} {next(iter(row.values()))}")
        for line, row in enumerate(rows, 2)
    ]


def same(value: float, printed: str) -> bool:
    """Whether a number, rounded as the expected answer is printed, is that answer."""
    expected = Decimal(printed)
    half = Decimal(1).scaleb(int(expected.as_tuple().exponent)) / 2
    return abs(value - float(expected)) <= float(half) * (1 + 1e-6)


def all_same(values: tuple[float, ...], printed: list[str]) -> bool:
    """Whether each of several numbers is its expected answer."""
    return all(same(*pair) for pair in zip(values, printed, strict=True))
