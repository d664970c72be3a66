"""A file to the text it holds: plain text, HTML or PDF, with what it says about itself.

Refuses to open addresses and to believe a file's name over its content.
"""

from __future__ import annotations

from analysis.documents.document import (
    MAX_BYTES,
    MAX_CHARACTERS,
    SUFFIXES,
    Document,
    DocumentRefused,
)
from analysis.documents.guard import read_guarded
from analysis.documents.kinds import read_document

__all__ = [
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "SUFFIXES",
    "Document",
    "DocumentRefused",
    "read_document",
    "read_guarded",
]
