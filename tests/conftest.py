"""What several test modules share: the same random cases every run, and the small table."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from analysis.normalise import normalise
from analysis.read import read_folder

SPECIMENS = Path(__file__).parent / "specimens"

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=100)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def mini_folder() -> Path:
    return SPECIMENS / "mini"


@pytest.fixture(scope="session")
def mini(mini_folder: Path) -> pd.DataFrame:
    """Observations of the small hand-written table."""
    tables, problems = read_folder(mini_folder)
    assert problems == []
    observations, problems, left_out = normalise(tables["trade.csv"], tables["sources.csv"])
    assert (problems, len(left_out)) == ([], 0)
    return observations
