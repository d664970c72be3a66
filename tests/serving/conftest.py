"""The small application, hardened, for every test of what faces the network."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.serving import harden
from tests.tiny import tiny_app


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assets")
    (folder / "style.css").write_text("body { margin: 0 } /* quiet */\n" * 200)
    (folder / "picture.png").write_bytes(bytes(range(256)) * 8)
    return folder


@pytest.fixture(scope="module")
def client(assets: Path) -> FlaskClient:
    app = tiny_app(assets)
    harden(app, health=lambda: {"figures": 583, "data_version": "2023-07"})
    return app.server.test_client()
