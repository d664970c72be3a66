"""What kind of figure an amount is: level, growth or share; its sign, hedge and status.

Refuses a change in money, which is neither level nor rate.
"""

from __future__ import annotations

from typing import NamedTuple

from analysis.extract.amounts import Amount
from analysis.extract.page import Page
from analysis.extract.vocabulary import Mark

_REACH = 3
"""How many tokens after a rate the word for rise or fall may stand."""


class Sort(NamedTuple):
    """Measure (empty if none), whether it falls, whether it is a change in money, and its colour."""

    measure: str
    down: bool
    change: bool
    qualifier: str
    status: str


def sort(
    page: Page,
    amount: Amount,
    first: int,
    end: int,
    before: int,
    after: int,
    begins: int,
    inside: bool,
) -> Sort:
    """Sort an amount by the words of its phrase (first to end) and what stands before it."""
    hedge, status = _hedge(page, amount), _status(page, amount, first, end, begins, after)
    if amount.unit in {"percent", "times"}:
        moved = _moved(page, amount, first, end, before, after)
        shared = _shared(page, amount, first, end, after)
        sign = _sign(page, amount)
        told = shared and (moved is None or _stands(page, amount) or _nearer(shared, moved, amount))
        if amount.unit == "percent" and told and not sign:
            return Sort("share", False, False, hedge, status)
        if moved is None and not sign and amount.unit == "percent":
            moved = _earlier(page, amount, begins, first)
        if moved is None and not sign and _risen(page, amount):
            return Sort("growth", False, False, hedge, status)
        if moved is None and not sign and amount.unit == "percent" and status == "actual":
            return Sort("share" if inside else "", False, False, hedge, status)
        down = sign == "-" or (not sign and moved is not None and moved.name == "down")
        return Sort("growth", down, False, hedge, status)
    if _change(page, amount, end, before, after):
        return Sort("", False, True, hedge, status)
    return Sort("level", False, False, hedge, status)


def _hedge(page: Page, amount: Amount) -> str:
    for n in (amount.first, amount.first - 1, amount.first - 2):
        mark = page.before(n)
        if mark is not None and mark.kind == "hedge":
            return mark.name
    return "about" if amount.ranged else "exact"


def _sign(page: Page, amount: Amount) -> str:
    """Return + or - where one is printed right before a rate."""
    n = amount.first - 1
    if n < 0 or page.tokens[n].text not in {"+", "-", "−", "–"}:
        return ""
    loose = n == 0 or page.tokens[n - 1].end < page.tokens[n].start
    opened = n > 0 and page.tokens[n - 1].text in {"(", ",", ";"}
    if not (loose or opened) or page.tokens[n].end != page.tokens[amount.first].start:
        return ""
    return "+" if page.tokens[n].text == "+" else "-"


def _moved(
    page: Page, amount: Amount, first: int, end: int, before: int, after: int
) -> Mark | None:
    """Return the word for rise or fall that a rate belongs to."""
    behind = _behind(page, amount, min(end, after, amount.end + _REACH))
    ahead = page.within(first, amount.first, "change")
    if behind and not (ahead and ahead[-1].first >= before and not _than(page, behind[0])):
        return behind[0]
    if ahead:
        return ahead[-1]
    return behind[0] if behind else None


def _behind(page: Page, amount: Amount, end: int) -> list[Mark]:
    """Return the words for rise or fall right after a rate; “more than” after it is one."""
    turned = {"over": "up", "under": "down"}
    found = page.within(amount.end, end, "change", "hedge")
    return [
        m if m.kind == "change" else m._replace(name=turned[m.name])
        for m in found
        if m.kind == "change" or (m.name in turned and _than(page, m))
    ]


def _than(page: Page, mark: Mark) -> bool:
    """Whether a word compares: more than, above, below, less."""
    return page.tokens[mark.first].lower in page.vocabulary.settings.get("comparing", ())


def _risen(page: Page, amount: Amount) -> bool:
    """Whether “by” stands before a rate: raised by 19 percent."""
    n = amount.first
    while (mark := page.before(n)) is not None and mark.kind == "hedge":
        n = mark.first
    return n > 0 and page.tokens[n - 1].lower in page.vocabulary.settings.get("by", ())


def _earlier(page: Page, amount: Amount, begins: int, first: int) -> Mark | None:
    found = page.within(begins, first, "change")
    return found[-1] if found else None


def _shared(page: Page, amount: Amount, first: int, end: int, after: int) -> Mark | None:
    closed = amount.end < len(page.tokens) and page.tokens[amount.end].text == ")"
    mark = page.at.get(amount.end + closed)
    if mark is not None and mark.kind == "role" and mark.name == "of":
        return mark
    behind = page.within(amount.end, min(end, after, amount.end + _REACH), "share")
    ahead = page.within(first, amount.first, "share")
    return behind[0] if behind else (ahead[-1] if ahead else None)


def _stands(page: Page, amount: Amount) -> bool:
    """Whether a rate is where something stood or stands: from 0.1 percent to 1.24 percent."""
    word = page.tokens[amount.first - 1].lower if amount.first else ""
    return word in page.vocabulary.settings.get("standing", ())


def _nearer(one: Mark, other: Mark, amount: Amount) -> bool:
    return _gap(one, amount) < _gap(other, amount)


def _gap(mark: Mark, amount: Amount) -> int:
    return min(abs(mark.first - amount.end), abs(amount.first - mark.end))


def _change(page: Page, amount: Amount, end: int, before: int, after: int) -> bool:
    """Whether an amount of money is a change: up by $7.5 million, $4.2 billion less."""
    if _either(page, amount, before, after) or _aside(page, amount, before):
        return True
    n = amount.first
    while (mark := page.before(n)) is not None and mark.kind == "hedge":
        n = mark.first
    word = page.tokens[n - 1].lower if n else ""
    if word in page.vocabulary.settings.get("by", ()):
        near = page.within(max(n - 4, 0), n, "change")
        return bool(near)
    before = page.before(n)
    if before is not None and before.kind == "change":
        return word not in page.vocabulary.settings.get("reaching", ())
    if word in page.vocabulary.settings.get("of_change", ()):
        mark = page.before(n - 1)
        if mark is not None and mark.kind == "change":
            return True
    return bool(page.within(amount.end, min(end, after, amount.end + 2), "change"))


def _either(page: Page, amount: Amount, before: int, after: int) -> bool:
    """Whether “or” joins a sum to a rate that says the same: 5 percent or $226 million."""
    words = page.vocabulary.settings.get("either", ())
    n = amount.end
    if n < len(page.tokens) and page.tokens[n].lower in words and after <= n + 3:
        return after < len(page.tokens) and _rate_at(page, after)
    n = amount.first - 1
    return n > 0 and page.tokens[n].lower in words and before >= n - 1 and _rate_ends(page, n)


def _aside(page: Page, amount: Amount, before: int) -> bool:
    """Whether brackets say in money what a rate before them says: by 2.85 percent ($1.5 billion)."""
    n = amount.first - 1
    if n <= 0 or page.tokens[n].text != "(" or before != n or not _rate_ends(page, n):
        return False
    return bool(page.within(max(n - 6, 0), n, "change"))


def _rate_at(page: Page, n: int) -> bool:
    return bool(page.within(n, n + 3, "unit")) and page.within(n, n + 3, "unit")[0].name in {
        "percent",
        "times",
    }


def _rate_ends(page: Page, n: int) -> bool:
    mark = page.before(n)
    return mark is not None and mark.kind == "unit" and mark.name in {"percent", "times"}


def _status(
    page: Page, amount: Amount, first: int, end: int, begins: int, after: int
) -> str:
    own = page.within(first, min(end, after), "status")
    if own:
        return own[-1].name if own[-1].name == "target" else own[0].name
    plain = page.within(first, amount.first, "topic", "change")
    if not plain:
        earlier = page.within(begins, first, "status", "topic", "change")
        if earlier and earlier[-1].kind == "status":
            return earlier[-1].name
    return "actual"
