"""What kind of figure an amount is: level, growth or share; its sign, hedge and status.

Refuses a change in money, which is neither level nor rate.
"""

from __future__ import annotations

from typing import NamedTuple

from analysis.extract.amount import Amount
from analysis.extract.page import Page
from analysis.extract.place import Place
from analysis.extract.vocabulary import Mark

_REACH = 3
"""How many tokens after a rate the word for rise or fall may stand."""


_SHARED = 8
"""The word for a share stands no more tokens before it."""


class Sort(NamedTuple):
    """Measure (empty if none), whether it falls, whether it is a change in money, and so on."""

    measure: str
    down: bool
    change: bool
    qualifier: str
    status: str


def sort(page: Page, place: Place) -> Sort:
    """Sort an amount by the words of its phrase and what stands before it."""
    amount = place.amount
    hedge, status = _hedge(page, amount), _status(page, place)
    if amount.unit not in {"percent", "times"}:
        change = _change(page, place)
        return Sort("" if change else "level", False, change, hedge, status)
    measure, down = _rate(page, place, status)
    return Sort(measure, down, False, hedge, status)


def _rate(page: Page, place: Place, status: str) -> tuple[str, bool]:
    """Return whether a rate is growth or a share (neither when no word says), and if it falls."""
    amount, moved, shared = place.amount, _moved(page, place), _shared(page, place)
    sign = _sign(page, amount)
    if sign:
        return "growth", sign == "-"
    if amount.unit == "times":
        return "growth", moved is not None and moved.name == "down"
    stands = moved is None or _stands(page, amount)
    last = bool(page.vocabulary.settings.get("verb_last"))
    if shared is not None and (stands or _nearer(shared, moved, amount, last)):
        return "share", False
    if stands and _leads_to_share(page, place):
        return "share", False
    moved = moved or _earlier(page, place)
    if moved is not None or _risen(page, amount) or status != "actual":
        return "growth", moved is not None and moved.name == "down"
    begun = page.tokens[place.first].lower in page.setting("starts_share")
    whole = begun or page.within(place.first, place.phrase.first, "share")
    shared_out = place.phrase.inside or whole or _priced_after(page, amount)
    return ("share" if shared_out else ""), False


def _priced_after(page: Page, amount: Amount) -> bool:
    """Whether brackets say in money what a percentage is: with 15.8% ($ 1 billion)."""
    n = amount.end
    mark = page.at.get(n + 1)
    opened = n < len(page.tokens) and page.tokens[n].text == "("
    return opened and mark is not None and mark.kind == "unit" and mark.name.isupper()


def _hedge(page: Page, amount: Amount) -> str:
    for n in (amount.first, amount.first - 1, amount.first - 2):
        mark = page.before(n)
        if mark is not None and mark.kind == "hedge":
            return mark.name
    after = page.at.get(amount.end)
    cased = page.vocabulary.settings.get("cases") and amount.ends(page, "from")
    if after is not None and (after.kind == "beyond" or (cased and after.kind == "hedge")):
        return after.name
    return "about" if amount.ranged else "exact"


def _sign(page: Page, amount: Amount) -> str:
    """Return + or - where one is printed right before a rate."""
    n = amount.first - 1
    if n >= 0 and page.tokens[n].lower in page.setting("plus"):
        return "+"
    if n >= 0 and page.tokens[n].lower in page.setting("minus"):
        return "-"
    if n < 0 or page.tokens[n].text not in {"+", "-", "−", "–"}:
        return ""
    loose = n == 0 or page.tokens[n - 1].end < page.tokens[n].start
    opened = n > 0 and page.tokens[n - 1].text in {"(", ",", ";"}
    if not (loose or opened) or page.tokens[n].end != page.tokens[amount.first].start:
        return ""
    return "+" if page.tokens[n].text == "+" else "-"


def _moved(page: Page, place: Place) -> Mark | None:
    """Return the word for rise or fall that a rate belongs to."""
    amount, near = place.amount, place.phrase
    behind = _behind(page, amount, min(near.end, place.after, amount.end + _REACH))
    ahead = page.within(near.first, amount.first, "change")
    if behind and not (ahead and ahead[-1].first >= place.before and not _than(page, behind[0])):
        return behind[0]
    if ahead or behind:
        return ahead[-1] if ahead else behind[0]
    return _finally(page, place)


def _finally(page: Page, place: Place) -> Mark | None:
    """Return the next word for rise or fall in languages whose verb ends the sentence."""
    if not page.vocabulary.settings.get("verb_last"):
        return None
    found = page.within(place.amount.end, place.end, "change")
    return found[0] if found else None


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
    return page.tokens[mark.first].lower in page.setting("comparing")


def _risen(page: Page, amount: Amount) -> bool:
    """Whether “by” stands before a rate: raised by 19 percent."""
    n = amount.first
    while (mark := page.before(n)) is not None and mark.kind == "hedge":
        n = mark.first
    return n > 0 and page.tokens[n - 1].lower in page.setting("by")


def _earlier(page: Page, place: Place) -> Mark | None:
    found = page.within(place.first, place.phrase.first, "change")
    return found[-1] if found else None


def _shared(page: Page, place: Place) -> Mark | None:
    amount, near = place.amount, place.phrase
    closed = amount.end < len(page.tokens) and page.tokens[amount.end].text == ")"
    mark = page.at.get(amount.end + closed)
    whole = mark is not None and mark.kind == "world" and amount.unit == "percent"
    if mark is not None and (whole or (mark.kind, mark.name) == ("role", "of")):
        return mark
    if page.tail(amount.end - 1) in page.setting("share_endings"):
        return Mark("share", "share", amount.end - 1, amount.end)
    last = min(near.end, place.after, amount.end + _REACH)
    behind = page.within(amount.end, last, "share")
    ahead = page.within(near.first, amount.first, "share")
    return behind[0] if behind else (ahead[-1] if ahead else None)


def _stands(page: Page, amount: Amount) -> bool:
    """Whether a rate is where something stood or stands: from 0.1 percent to 1.24 percent."""
    word = page.tokens[amount.first - 1].lower if amount.first else ""
    return word in page.setting("standing") or amount.ends(page, "to", "from")


def _leads_to_share(page: Page, place: Place) -> bool:
    """Whether “to” a share follows: from 3.84 percent to 3.75 percent of imports."""
    following = place.own[place.own.index(place.amount) + 1 :][:1]
    of = page.at.get(following[0].end) if following else None
    near = bool(following) and following[0].first - place.amount.end <= _REACH
    return near and of is not None and (of.kind, of.name) == ("role", "of")


def _nearer(one: Mark, other: Mark | None, amount: Amount, last: bool) -> bool:
    """Whether a word is nearer than another; as near, in a language whose verbs come `last`."""
    if other is None:
        return True
    near, far = _gap(one, amount), _gap(other, amount)
    return near < far or (near == far and one.end == amount.first and last)


def _gap(mark: Mark, amount: Amount) -> int:
    return min(abs(mark.first - amount.end), abs(amount.first - mark.end))


def _change(page: Page, place: Place) -> bool:
    """Whether an amount of money is a change: up by $7.5 million, $4.2 billion less."""
    amount = place.amount
    if _either(page, amount, place.before, place.after) or _aside(page, amount, place.before):
        return True
    if place.phrase.inside and _sign(page, amount):
        return True
    n = amount.first
    while (mark := page.before(n)) is not None and mark.kind == "hedge":
        n = mark.first
    word = page.tokens[n - 1].lower if n else ""
    if word in page.setting("by"):
        return bool(page.within(place.phrase.first, n, "change")) or _leads_on(page, place)
    if amount.ends(page, "to", "from"):
        return False
    before = page.before(n)
    if before is not None and before.kind == "change":
        rates = {a.end for a in place.own if a.unit in {"percent", "times"}}
        return word not in page.setting("reaching") and before.first not in rates
    if word in page.setting("reaching_to"):
        return False
    if word in page.setting("of_change"):
        mark = page.before(n - 1)
        if mark is not None and mark.kind == "change":
            return True
    last = min(place.phrase.end, place.after, amount.end + 2)
    return bool(_behind(page, amount, last))


def _leads_on(page: Page, place: Place) -> bool:
    """Whether “to” another sum follows: deepened by $4.1 billion to $55.2 billion."""
    n = place.amount.end
    return page.tokens[n].lower in page.setting("reaching_to") if n + 1 == place.after else False


def _either(page: Page, amount: Amount, before: int, after: int) -> bool:
    """Whether “or” joins a sum to a rate that says the same: 5 percent or $226 million."""
    words = page.setting("either")
    n = amount.end
    if n < len(page.tokens) and page.tokens[n].lower in words and after <= n + 3:
        return after < len(page.tokens) and _rate_at(page, after) and not _of_it(page, after)
    n = amount.first - 1
    rate = n - (n > 0 and page.tokens[n - 1].text == ",")
    said = n > 0 and page.tokens[n].lower in words and before >= n - 1 and page.rated(rate)
    return said and not page.within(max(n - _SHARED, 0), n, "share")


def _aside(page: Page, amount: Amount, before: int) -> bool:
    """Whether brackets say in money what a rate before them says: by 2.8 percent ($1.5 billion)."""
    n = amount.first - 1
    change = page.before(n)
    named = change is not None and change.kind == "change"
    at = change.first if change is not None and named else n
    if n <= 0 or page.tokens[n].text != "(" or before != at or not page.rated(at):
        return False
    return bool(
        page.within(max(n - 6, 0), n, "change") or page.within(amount.end, amount.end + 3, "change")
    )


def _of_it(page: Page, n: int) -> bool:
    """Whether “of” follows the rate that begins at a token: it is a share, no growth."""
    unit = page.within(n, n + 3, "unit")[0]
    of = page.at.get(unit.end)
    return of is not None and of.kind == "role" and of.name == "of"


def _rate_at(page: Page, n: int) -> bool:
    return bool(page.within(n, n + 3, "unit")) and page.within(n, n + 3, "unit")[0].name in {
        "percent",
        "times",
    }


def _status(page: Page, place: Place) -> str:
    amount, near = place.amount, place.phrase
    own = page.within(near.first, min(near.end, place.after), "status")
    if own:
        return own[-1].name if own[-1].name == "target" else own[0].name
    if not page.within(near.first, amount.first, "topic", "change"):
        earlier = page.within(place.first, near.first, "status", "topic", "change")
        if earlier and earlier[-1].kind == "status":
            return earlier[-1].name
    return "actual"
