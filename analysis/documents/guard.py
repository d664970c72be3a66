"""A document of a stranger, read in a child process that memory and time limits hold."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.documents import encodings
from analysis.documents.document import (
    ACCEPTED,
    Document,
    DocumentRefused,
    checked,
    refusal,
)
from analysis.documents.kinds import TEXT, kind, read_document

MEMORY_BYTES = 2**30
CPU_SECONDS = 10
WALL_SECONDS = 20.0
_ROOT = Path(__file__).parents[2]
_LONGEST_NAME = 200


def read_guarded(data: bytes, name: str) -> Document:
    """Read a document so that a hostile one can only be refused.

    Text in UTF-8 is taken as it is; all that needs a parser goes to a child process.

    Raises
    ------
    DocumentRefused
        In a sentence: the file, what was found, what is expected, the next step.
    """
    try:
        text = encodings.utf8(data) if kind(data, name) == TEXT else None
        return checked(Document(text)) if text is not None else _in_child(data, name)
    except DocumentRefused as error:
        raise DocumentRefused(f"{_shown(name)}: {error}") from None


def _shown(name: str) -> str:
    printable = "".join(c if c.isprintable() else "�" for c in name)
    return printable if len(printable) <= _LONGEST_NAME else printable[: _LONGEST_NAME - 1] + "…"


def _in_child(data: bytes, name: str) -> Document:
    try:
        child = subprocess.run(
            [sys.executable, "-B", "-m", "analysis.documents"],
            input=json.dumps(name).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PYTHONUTF8": "1"},
            timeout=WALL_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_much("time") from None
    if child.returncode:
        raise _too_much("time or memory")
    answer = json.loads(child.stdout)
    if "refused" in answer:
        raise DocumentRefused(answer["refused"])
    return Document(**answer)


def _too_much(what: str) -> DocumentRefused:
    return refusal(
        f"a file that takes too much {what} to read",
        f"one that needs at most {CPU_SECONDS} seconds and {MEMORY_BYTES // 2**30} GiB",
        "Paste its text instead.",
    )


def answer(data: bytes, name: str) -> dict[str, Any]:
    """Return what the child says: the document's fields, or why it is refused."""
    try:
        return asdict(read_document(data, name))
    except DocumentRefused as error:
        return {"refused": str(error)}
    except (MemoryError, RecursionError):
        return {"refused": str(_too_much("memory"))}
    except Exception as error:  # whatever a parser meets in a broken file
        return {"refused": str(_broken(data, name, error))}


def _broken(data: bytes, name: str, error: Exception) -> DocumentRefused:
    found = f"a damaged {kind(data, name)} file ({type(error).__name__})"
    return refusal(found, ACCEPTED, "Paste its text instead.")
