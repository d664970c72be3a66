"""The desk: documents in, proposals out, and a person who accepts them. Only with --edit."""

from __future__ import annotations

from flask import Flask, abort

from dashboard.desk.layout import section
from dashboard.desk.routes import HOSTS, LARGER, connect

__all__ = ["HOSTS", "LARGER", "OWN", "VIEWS", "connect", "section", "withhold"]

VIEWS = ("add",)
OWN = ("desk.js", "desk.css")
"""Assets that a dashboard without the desk leaves out."""


def withhold(server: Flask) -> None:
    """Answer that the desk's assets are not there."""
    for name in OWN:
        server.add_url_rule(f"/assets/{name}", f"without {name}", abort, defaults={"code": 404})
