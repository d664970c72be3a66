"""The desk: documents in, proposals out, and a person who accepts them. Only with --edit."""

from __future__ import annotations

from dashboard.desk.layout import section
from dashboard.desk.routes import HOSTS, LARGER, connect

__all__ = ["HOSTS", "LARGER", "OWN", "VIEWS", "connect", "section"]

VIEWS = ("add",)
OWN = ("desk.js", "desk.css")
"""Assets that a dashboard without the desk leaves out."""
