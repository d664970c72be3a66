"""What several test modules share: the same random cases every run, the data, the dashboard."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import settings

from analysis import pipeline
from analysis.normalise import normalise
from analysis.pipeline import Table
from analysis.read import read_folder
from dashboard.app import create

SPECIMENS = Path(__file__).parent / "specimens"
DATA = Path(__file__).parents[1] / "data"

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


@pytest.fixture(scope="session")
def mini_table(mini_folder: Path) -> Table:
    return pipeline.load(mini_folder)


@pytest.fixture(scope="session")
def table() -> Table:
    """The published figures that the program comes with."""
    return pipeline.load(DATA)


@pytest.fixture(scope="session")
def app() -> Dash:
    """The whole dashboard on those figures."""
    return create(DATA)


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()


@pytest.fixture
def folder(mini_folder: Path, tmp_path: Path) -> Path:
    """A copy of the small table's files, to be changed."""
    return Path(shutil.copytree(mini_folder, tmp_path / "data"))
