"""The months a text speaks of, absolute and relative to its publication."""

from __future__ import annotations

from analysis.extract.months import counted, ending_month, month, named_month, numbered, part
from analysis.extract.page import Page
from analysis.extract.spans import (
    BY,
    DASHES,
    DAY,
    EARLIER,
    FISCAL,
    LATER,
    MONTH_EARLIER,
    NOW,
    OPEN,
    PLAIN,
    SAME,
    SINCE,
    YEAR,
    YEARS,
    Dated,
    is_day,
    past_small_words,
    past_through,
    phrase_at,
    solar_year,
    year_at,
    year_before,
    year_token,
)
from analysis.extract.vocabulary import Mark


def dated(page: Page) -> list[Dated]:
    """Return the mentions of months in a text, in order."""
    found: list[Dated] = []
    n = 0
    while n < len(page.tokens):
        one = _mention(page, n) if _begins(page, n) else None
        if one is not None and one.how != DAY:
            if found and (found[-1].end > one.first or _refines(page, found[-1], one)):
                found.pop()
            if (
                one.how == FISCAL
                and found
                and found[-1].how == PLAIN
                and one.first - found[-1].end <= 1
            ):
                found.pop()
            else:
                found.append(one)
        n = one.end if one else n + 1
    return found


def _begins(page: Page, n: int) -> bool:
    """Whether a mention of months can begin at a token: a number, a known word, or q and h."""
    token = page.tokens[n]
    short = token.word and len(token.text) == 1
    return n in page.at or token.number or short or token.lower in page.setting("same_words")


def _of_fiscal(before: Dated, one: Dated) -> bool:
    """Whether a part of a business year is named, whose months nothing says."""
    return one.how == FISCAL and before.how == PLAIN and one.first - before.end <= 1


def _refines(page: Page, before: Dated, one: Dated) -> bool:
    """Whether months name what a count before them counted: ten months from April to January."""
    leads = page.before(one.first)
    follows = leads is not None and leads.name in {"from", "between"} and leads.first == before.end
    return before.how == PLAIN and one.how == YEAR and one.said and follows


def _mention(page: Page, n: int) -> Dated | None:
    readers = (_date, _same_again, _fiscal, month, numbered, part, counted, _relative, _plain_year)
    for read in readers:
        if found := read(page, n):
            return _deadline(page, _until(page, found))
    return None


def _until(page: Page, found: Dated) -> Dated:
    """Begin in January where months are said to be reached: until October."""
    before, after = page.before(found.first), phrase_at(page, found.end, "period", "until")
    led = before is not None and before.kind == "period" and before.name == "until"
    if after and found.how == YEAR and not found.said:
        return found._replace(how=BY, end=after.end)
    if not found.said or found.how == SAME or not (led or after):
        return found
    end = after.end if after else found.end
    return found._replace(end=end, month=1, months=found.month + found.months - 1)


def _deadline(page: Page, found: Dated) -> Dated:
    """Note what stands before: by 2030 is a deadline, since 2020 a start."""
    before = page.before(found.first)
    if found.how in {YEAR, PLAIN} and before is not None and before.kind == "period":
        if before.name == SINCE or (before.name == BY and found.how == YEAR):
            return found._replace(how=before.name, first=before.first)
    led = before is not None and before.kind == "role" and not found.said
    if led and found.how == YEAR and _since_then(page, found.first):
        return found._replace(how=SINCE)
    if led and found.how == YEAR and page.tokens[found.first - 1].lower in page.setting("since"):
        return found._replace(how=SINCE)
    if led and found.how == YEAR and page.tokens[found.first - 1].lower in page.setting("deadline"):
        return found._replace(how=BY)
    after = phrase_at(page, found.end, "period", "since", "until")
    cased = page.vocabulary.settings.get("cases") and not found.said
    if cased and found.how == YEAR and after is not None:
        how = SINCE if after.name == "since" else BY
        return found._replace(how=how, end=after.end)
    return found


def _since_then(page: Page, n: int) -> bool:
    """Whether “since” stands shortly before a year: since the agreement of 2005."""
    ahead = page.within(max(n - _SINCE_REACH, 0), n, "period", "boundary", "unit")
    return bool(ahead) and ahead[-1].name == "since"


def _date(page: Page, n: int) -> Dated | None:
    """Pass over a day, with its year: September 22, 2019 says nothing of months of trade."""
    mark = named_month(page, n)
    if mark is None or not is_day(page, mark.end):
        return None
    comma = page.tokens[mark.end + 1].text == "," if mark.end + 1 < len(page.tokens) else False
    end = mark.end + 1 + comma
    dated_too = year_token(page, end) is not None
    return Dated(n, end + 1 if dated_too else mark.end + 1, 1, 1, None, DAY)


def _same_again(page: Page, n: int) -> Dated | None:
    """Read the same nine months of 2021, the corresponding half of last year."""
    if page.tokens[n].lower not in page.setting("same_words") or n + 1 >= len(page.tokens):
        return None
    half = phrase_at(page, n + 1, "period", "half", "quarter", "months")
    found = counted(page, n + 1) or part(page, n + 1) or month(page, n + 1)
    if half is not None and found is None:
        year, end, named = year_at(page, past_small_words(page, half.end))
        found = Dated(n, end if named else half.end, 1, 12, year)
    return found._replace(first=n, how=EARLIER, said=False) if found else None


def _fiscal(page: Page, n: int) -> Dated | None:
    """Read fiscal 2020/21, FY22, the year to June 2022, the Iranian year."""
    mark = phrase_at(page, n, "period", "fiscal", "fy", "iranian", "year")
    if mark is None:
        return None
    if mark.name == "iranian":
        year = page.year - 1 if page.year and page.month >= 4 else None
        return Dated(n, mark.end, 4, 12, year, YEAR)
    if mark.name == "year" and not _ended(page, mark.end):
        return None
    if last := ending_month(page, mark.end) or _ended(page, mark.end):
        year, end, _ = year_at(page, last.end)
        begun = int(last.name) % 12 + 1
        return Dated(n, end, begun, 12, year - (begun > 1) if year else None, YEAR)
    short = page.tokens[mark.end].text if mark.end < len(page.tokens) else ""
    if mark.name == "fy" and short.isdecimal() and len(short) == 2:
        return Dated(n, mark.end + 1, 1, 12, 1999 + int(short), FISCAL)
    year = year_token(page, mark.end)
    if year is None:
        return Dated(n, mark.end, 1, 12, page.year - 1 if page.year else None, FISCAL)
    end = mark.end + 1
    if end + 1 < len(page.tokens) and page.tokens[end].text in {"/", "-", "–"}:
        return Dated(n, end + 2, 1, 12, year, FISCAL)
    return Dated(n, end, 1, 12, year - 1, FISCAL)


def _ended(page: Page, n: int) -> Mark | None:
    """Return the month in “ended March 2019”, “that ended in June 2023”."""
    passed, start = page.setting("fiscal_small"), n
    while n < len(page.tokens) and page.tokens[n].lower in passed:
        n += 1
    if n >= len(page.tokens) or page.tokens[n].lower not in page.setting("fiscal_ends"):
        return None
    n += 1
    while n < len(page.tokens) and (page.tokens[n].lower in passed or is_day(page, n)):
        n += 1
    return named_month(page, n) if n - start <= _FISCAL_REACH else None


_SINCE_REACH = 5
"""“Since” stands no more tokens before the year of what it names."""
_FISCAL_REACH = 6
"""The month that ends a business year stands no more tokens after it."""
_YEARS_OFF = {"last_year": -1, "next_year": 1}
_UNSAID = {"several_years": YEARS, "same": SAME, "now": NOW, "this_year": OPEN, "this_fiscal": OPEN}


def _relative(page: Page, n: int) -> Dated | None:
    """Read last year, this year, a year earlier, the same period."""
    if mark := phrase_at(page, n, "compare", "base"):
        return _base(page, n, mark)
    if mark := phrase_at(page, n, "compare", "month_before"):
        return Dated(n, mark.end, 1, 1, None, MONTH_EARLIER, False)
    if mark := phrase_at(page, n, "compare", "later"):
        return Dated(n, mark.end, 1, 12, None, LATER, False)
    if ago := _ago(page, n):
        return ago
    if mark := _several_years(page, n):
        return Dated(n, mark.end, 1, 12, None, YEARS, False)
    mark = phrase_at(page, n, "period")
    if mark is None:
        return None
    if mark.name in _UNSAID:
        return Dated(n, mark.end, 1, 12, None, _UNSAID[mark.name], False)
    if mark.name in _YEARS_OFF:
        year = page.year + _YEARS_OFF[mark.name] if page.year else None
        return Dated(n, mark.end, 1, 12, year, YEAR, False)
    if mark.name == "last_month":
        start = page.year * 12 + page.month - 2 if page.year else 0
        return Dated(n, mark.end, start % 12 + 1, 1, start // 12 or None, YEAR)
    return Dated(n, mark.end, 1, 12, page.year, YEAR, False) if mark.name == "whole" else None


def _base(page: Page, n: int, mark: Mark) -> Dated:
    """Read a year earlier, with the year named after or before it."""
    year, end, named = year_at(page, past_small_words(page, mark.end))
    if named:
        return Dated(n, end, 1, 12, year, EARLIER, False)
    owned = n > 0 and page.tail(n - 1) in page.setting("year_of")
    year, first = year_before(page, n) if owned else (None, n)
    return Dated(first, mark.end, 1, 12, year, EARLIER, False)


def _ago(page: Page, n: int) -> Dated | None:
    """Read four years ago."""
    number, token = phrase_at(page, n, "number"), page.tokens[n]
    said = number.name if number is not None else token.text
    mark = phrase_at(page, number.end if number is not None else n + 1, "compare", "ago")
    if mark is None or not said.isdecimal() or page.year is None or int(said) > 99:
        return None
    return Dated(n, mark.end, 1, 12, page.year - int(said), YEAR, False)


def _several_years(page: Page, n: int) -> Mark | None:
    """Return the word for years in “over ten years”, which names no months."""
    number = phrase_at(page, n, "number")
    text = page.tokens[n].text
    end = number.end if number is not None else n + (text.isdecimal() and len(text) <= 2)
    mark = phrase_at(page, end, "period", "year") if end > n else None
    led = n > 0 and page.tokens[n - 1].lower in page.setting("year_spans")
    return mark if led else None


def _plain_year(page: Page, n: int) -> Dated | None:
    if solar := solar_year(page, n):
        return Dated(n, n + 1, 4, 12, solar, YEAR)
    year = year_token(page, n)
    if year is None:
        return None
    if n and page.tokens[n - 1].text in {"/"}:
        return None
    end = n + 1
    between = n and page.tokens[n - 1].lower in page.setting("side_by_side")
    if between and end + 1 < len(page.tokens) and past_through(page, end):
        last = year_token(page, end + 1)
        if last is not None and last > year:
            return Dated(n, end + 2, 1, 12, last, YEAR, False, year)
    if end + 1 < len(page.tokens) and page.tokens[end].text in {*DASHES, "/"}:
        short = page.tokens[end + 1].text
        if short.isdecimal() and len(short) == 2 and int(short) == (year + 1) % 100:
            return Dated(n, end + 2, 1, 12, year, FISCAL)
        last = year_token(page, end + 1)
        if last is not None and last > year:
            return Dated(n, end + 2, 1, 12 * (last - year + 1), year, YEAR, False)
    while (mark := phrase_at(page, end, "period", "year")) is not None:
        end = mark.end
    return Dated(n, end, 1, 12, year, YEAR, False)
