"""What the end of a word, or a word after it, says in languages that do so without prepositions.

Refuses to know directions and months: it says how a word stands, others what that means.
"""

from __future__ import annotations

from analysis.extract.page import Page
from analysis.extract.vocabulary import Mark


def ending(page: Page, mark: Mark) -> str:
    """Return the role that a word's end, or beginning, gives in languages without prepositions."""
    first, last = page.tokens[mark.first].lower, page.tail(mark.end - 1)
    settings = page.vocabulary.settings
    if settings.get("particles") and mark.end < len(page.tokens):
        last = page.tokens[mark.end].lower
    for role, openings in settings.get("openings", {}).items():
        if first.startswith(tuple(openings)):
            return str(role)
    genitive = settings.get("name_genitive")
    if (
        genitive
        and last.endswith(genitive)
        and last.removesuffix(genitive) in page.vocabulary.names
    ):
        return "owner"
    if not settings.get("endings") or (page.setting("suffixes") and bare(page, mark)):
        return ""
    for role, endings in settings["endings"].items():
        if last.endswith(tuple(endings)):
            return str(role)
    return ""


def bare(page: Page, mark: Mark) -> bool:
    """Whether an area stands as the vocabulary spells it, without an ending."""
    node = page.vocabulary.tree
    for token in page.tokens[mark.first : mark.end]:
        node = node.get(token.lower, {})
    return "" in node and page.tail(mark.end - 1) == page.tokens[mark.end - 1].lower


def stays(page: Page, mark: Mark) -> bool:
    """Whether a word's end says where something is, not where it goes: в Казахстане."""
    return page.tail(mark.end - 1).endswith(tuple(page.setting("in_place"))) and not bare(
        page, mark
    )


def joined(page: Page, mark: Mark) -> bool:
    """Whether a word for “with” stands after an area."""
    after = page.tokens[mark.end].lower if mark.end < len(page.tokens) else ""
    return after in page.setting("with_after")


def shares(page: Page, mark: Mark, before: Mark | None) -> bool:
    """Whether a share is an area's: доля Турции, Türkiye'nin toplam ticaretteki payı."""
    after = page.at.get(mark.end)
    suffixed = bool(page.setting("suffixes"))
    if after is not None and after.kind == "area" and suffixed:
        after = page.at.get(after.end)
    while after is not None and after.kind in {"world", "topic"} and suffixed:
        after = page.at.get(after.end)
    return "share" in {one.kind for one in (before, after) if one is not None}


def led_by(page: Page, n: int) -> bool:
    """Whether the word at a token sets something against the months before it: 2017년의 1.8배."""
    start = n
    while n < len(page.tokens) and page.tokens[n].lower in page.setting("between"):
        n += 1
    mark = page.at.get(n)
    multiple = page.at.get(n + 1) if n > start and n < len(page.tokens) else None
    times = multiple is not None and multiple.name == "times" and page.tokens[n].number
    return times or (mark is not None and mark.kind == "versus")


def left_by(page: Page, n: int) -> bool:
    """Whether the end of the word before a token sets something against it: 2020-ci ildən."""
    endings = tuple(page.vocabulary.settings.get("endings", {}).get("from", ()))
    return page.tail(n - 1).endswith(endings)
