"""Bytes to text: Unicode by its marks, else what the file declares, else what fits best."""

from __future__ import annotations

import codecs
import re

from analysis.documents.document import ACCEPTED, DocumentRefused, refusal

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{3,40})""")
_DECLARED_WITHIN = 2048
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
"""What pages declare and what they are written in: the WHATWG encoding standard."""
_LEGACY = ["cp1251", "kz1048", "koi8_r", "cp1254", "cp1250", "cp949", "gb18030", "shift_jis"]
"""What an undeclared file is weighed against; cp1254, for Turkish, reads western Europe too."""
_SAMPLE = 2**16
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_MOST_STRANGE = 0.05
"""Persian has up to 3 invisible joiners in a hundred characters; a picture read as text has 10."""


def utf8(data: bytes) -> str | None:
    """Return data that is UTF-8 text as text; None for anything else."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else _clean(text)


def decode(data: bytes, declares: bool = False) -> str:
    """Return data as text; `declares` when the file can name its encoding, as HTML does.

    Raises
    ------
    DocumentRefused
        When the data are not text.
    """
    for encoding in _candidates(data, declares):
        try:
            return _clean(data.decode(encoding))
        except (UnicodeError, LookupError):
            continue
    return _clean(_detected(data))


def _candidates(data: bytes, declares: bool) -> list[str]:
    marked = [encoding for mark, encoding in _MARKS.items() if data.startswith(mark)]
    if marked:
        return marked
    if b"\0" in data[:_DECLARED_WITHIN]:
        zeros = data[:_DECLARED_WITHIN]
        return ["utf-16-le" if zeros[1::2].count(0) > zeros[::2].count(0) else "utf-16-be"]
    found = _DECLARED.search(data[:_DECLARED_WITHIN]) if declares else None
    return ["utf-8", *([_usual(found[1].decode("ascii"))] if found else [])]


def _usual(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return "utf-8"
    return _AS_BROWSERS_DO.get(name, name)


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(data[:_SAMPLE], cp_isolation=_LEGACY).best()
    if found is None:
        raise _not_text()
    return data.decode(found.encoding, errors="replace")


def _clean(text: str) -> str:
    """Return text with plain line ends and nothing that cannot be printed."""
    start = text[:_SAMPLE]
    if sum(not (c.isprintable() or c.isspace()) for c in start) > _MOST_STRANGE * len(start):
        raise _not_text()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return _CONTROL.sub(" ", text)


def _not_text() -> DocumentRefused:
    return refusal("data that is not text", ACCEPTED, "Save the document as one of these.")
