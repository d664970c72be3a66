"""Addresses: what is printed is read back, what is not understood is named, nothing is endless."""

from dataclasses import fields, replace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.periods import Period
from analysis.pipeline import MEASURES, VIEWS, measure
from analysis.schema import ANY, CURRENCIES, FLOWS, RECONCILED, UNSAID
from analysis.selection import Selection
from dashboard import ids, url
from dashboard.callbacks import CONTROLS

CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
PAIRS = st.tuples(CODES, CODES).filter(lambda pair: pair[0] != pair[1])
YEARS = st.just(0) | st.integers(1900, 2099)
TIMES = st.just("") | st.builds(
    lambda year, month, months: Period.of(year, month, months).sdmx(),
    st.integers(1900, 2099),
    st.integers(1, 12),
    st.integers(1, 600),
)
RATIOS = st.integers(0, 200).map(lambda hundredths: hundredths / 100)
PRODUCTS = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1)
SELECTIONS = st.builds(
    Selection,
    view=st.sampled_from(VIEWS),
    measure=st.sampled_from(["", *MEASURES]),
    pair=PAIRS,
    against=st.lists(PAIRS, max_size=url.MOST_PAIRS).map(tuple),
    flow=st.sampled_from(FLOWS),
    product=PRODUCTS.map(lambda text: text[:80]),
    statistics=st.sampled_from([ANY, UNSAID, RECONCILED]) | CODES,
    since=YEARS,
    until=YEARS,
    period=TIMES,
    base=TIMES,
    currency=st.sampled_from(CURRENCIES),
    band=st.tuples(RATIOS, RATIOS).map(lambda ends: (min(ends), max(ends))),
    estimate=st.booleans(),
    deduced=st.booleans(),
    focus=TIMES,
    conflict=st.from_regex(r"(?:[0-9a-f]{8})?", fullmatch=True),
)
KAZ = Selection(
    pair=("AZE", "KAZ"),
    period="2023",
    base="2022",
    focus="2021",
    conflict="0a1b2c3d",
    product="land vehicles",
)


def spelled(selection: Selection) -> Selection:
    """The same selection with its view's own measure left unsaid, as addresses have it."""
    plain = replace(selection, measure="")
    return plain if selection.measure == measure(plain) else selection


@given(SELECTIONS)
def test_what_is_printed_is_read_back(selection: Selection) -> None:
    read, said = url.parse(url.path(selection), url.search(selection))
    assert (read, said) == (spelled(selection), [])
    assert url.address(read) == url.address(selection)


@given(SELECTIONS)
def test_an_address_is_plain_ascii_and_bounded(selection: Selection) -> None:
    address = url.address(selection)
    assert address.isascii()
    assert not set(address) & set(' "<>\\^`{|}')
    assert len(url.search(selection)) < url.LONGEST


def test_the_opening_page_is_azerbaijan_and_kazakhstan() -> None:
    assert url.parse("/", "") == (Selection(), [])
    assert url.address(Selection()) == "/turnover?pair=AZE-KAZ"


def test_defaults_are_not_printed() -> None:
    chosen = Selection(view="compare", pair=("KAZ", "AZE"), period="2023-01-01/P5M")
    assert url.address(chosen) == "/compare?pair=KAZ-AZE&period=2023-01-01/P5M"


JUNK = [
    ("pair", "AZE"),
    ("pair", "AZE-AZE"),
    ("pair", "aze-kaz"),
    ("pair", "<script>alert(1)</script>"),
    ("against", "AZE-KOR,x"),
    ("measure", "growthh"),
    ("flow", "Exports"),
    ("product", "\n"),
    ("product", "x" * 81),
    ("statistics", "Kazakhstan"),
    ("since", "twelve"),
    ("since", "20២3"),
    ("until", "1e3"),
    ("until", "-2020"),
    ("period", "2023-13"),
    ("period", "2023-00"),
    ("period", "2023-Q5"),
    ("period", "2023-01-01/P0M"),
    ("base", "last year"),
    ("focus", "2023-01-01/P13"),
    ("conflict", "0A1B2C3D"),
    ("conflict", "0a1b2c3"),
    ("currency", "GBP"),
    ("band", "1.2-1.0"),
    ("band", "nan-inf"),
    ("estimate", "yes"),
    ("deduced", "true"),
    ("language", "xx"),
]


@pytest.mark.parametrize(("name", "text"), JUNK)
def test_junk_falls_back_to_the_default_and_is_named(name: str, text: str) -> None:
    selection, said = url.parse("/growth", f"?{name}={quote(text)}")
    assert selection == Selection(view="growth")
    assert len(said) == 1
    assert text[:60] in said[0]


def test_an_unknown_view_is_named_and_the_rest_is_kept() -> None:
    selection, said = url.parse("/nonsense", "?pair=AZE-KOR")
    assert selection == Selection(pair=("AZE", "KOR"))
    assert ["nonsense" in sentence for sentence in said] == [True]


def test_names_that_are_not_ours_are_said_or_left_to_those_who_add_them() -> None:
    selection, said = url.parse(
        "/", "?utm_source=letter&fbclid=x&view=compare&flows=exports&width=9"
    )
    assert selection == Selection()
    assert ["view" in said[0], "flows" in said[1], "width" in said[2]] == [True] * 3
    assert url.parse("/", "?width=900", also=("width",)) == (Selection(), [])


def test_a_period_is_kept_in_one_spelling() -> None:
    assert url.parse("/compare", "?period=2023-01-01/P12M")[0].period == "2023"
    assert url.parse("/compare", "?period=2023-04-01/P3M")[0].period == "2023-Q2"


@given(st.text(max_size=200), st.text(max_size=400))
def test_no_address_is_an_error(path: str, search: str) -> None:
    selection, said = url.parse(path, search)
    assert selection.view in VIEWS
    assert all(isinstance(sentence, str) for sentence in said)


@pytest.mark.parametrize(
    "query",
    ["?pair=" + "A" * 100_000, "?" + "&" * 100_000, "?flow=exports" * 10_000, "?" + "%" * 100_000],
)
def test_a_very_long_query_is_cut_and_what_is_said_stays_short(query: str) -> None:
    selection, said = url.parse("/" + "v" * 100_000, query)
    assert selection.pair == Selection().pair
    assert len(said) < url.LONGEST
    assert all(len(sentence) < 200 for sentence in said)


def test_no_more_pairs_than_a_chart_can_hold() -> None:
    pairs = ",".join(f"AZE-{letter * 3}" for letter in "BCDEFGHIJK")
    assert len(url.parse("/compare", f"?against={pairs}")[0].against) == url.MOST_PAIRS


CHANGES = [
    (ids.PAIR, "KOR-AZE", {"pair": ("KOR", "AZE")}),
    (ids.FLOW, "exports", {"flow": "exports"}),
    (ids.STATISTICS, "KAZ", {"statistics": "KAZ"}),
    (ids.PRODUCT, "total", {"product": "total"}),
    (ids.SINCE, "2019", {"since": 2019}),
    (ids.UNTIL, "2023", {"until": 2023}),
    (ids.UNTIL, None, {"until": 0}),
    (ids.CURRENCY, "KZT", {"currency": "KZT"}),
    (ids.MEASURE, "mirror", {"measure": "mirror"}),
    (ids.PERIOD, "2023-01-01/P5M", {"period": "2023-01-01/P5M"}),
    (ids.BASE, "2022-01-01/P5M", {"base": "2022-01-01/P5M"}),
    (ids.AGAINST, ["AZE-KOR", "KOR-WLD"], {"against": (("AZE", "KOR"), ("KOR", "WLD"))}),
    (ids.AGAINST, [], {"against": ()}),
    (ids.AGAINST, None, {"against": ()}),
    (ids.ESTIMATE, True, {"estimate": True}),
    (ids.DEDUCED, True, {"deduced": True}),
    (ids.BAND, [1, 1.25], {"band": (1.0, 1.25)}),
    (ids.SWAP, 3, {"pair": ("KAZ", "AZE")}),
    ("focus", "2022", {"focus": "2022", "conflict": ""}),
    ("focus", "", {"focus": "", "conflict": ""}),
]


@pytest.mark.parametrize(("control", "value", "expected"), CHANGES)
def test_every_control_changes_its_own_part(control: str, value: Any, expected: dict) -> None:
    changed = url.changed(KAZ, control, value)
    assert {name: getattr(changed, name) for name in expected} == expected
    assert url.parse(url.path(changed), url.search(changed)) == (changed, [])


def test_every_control_is_tried_above() -> None:
    assert {control for control, _, _ in CHANGES} == {*CONTROLS, "focus"}


@pytest.mark.parametrize(
    ("control", "value", "cleared"),
    [
        (ids.PAIR, "KOR-AZE", {"period", "base", "focus", "conflict", "product", "pair"}),
        (ids.FLOW, "exports", {"flow", "focus", "conflict"}),
        (ids.PRODUCT, "total", {"product", "focus", "conflict"}),
        (ids.PERIOD, "2021", {"period", "base"}),
        (ids.CURRENCY, "EUR", {"currency"}),
    ],
)
def test_only_what_no_longer_fits_falls_back(control: str, value: str, cleared: set[str]) -> None:
    changed = url.changed(KAZ, control, value)
    names = [field.name for field in fields(Selection)]
    assert {name for name in names if getattr(changed, name) != getattr(KAZ, name)} == cleared


BAD = [None, "", "nonsense", 7, -1.5, True, [1], ["AZE-"], [[]], {}, {"a": 1}, "A" * 99, "2023-99"]
STAYS_ON_EMPTY = {ids.SINCE, ids.UNTIL, ids.PERIOD, ids.BASE, ids.AGAINST, ids.MEASURE, "focus"}


@pytest.mark.parametrize("value", BAD, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize("control", [*CONTROLS, "focus", "nonsense", "view", ""])
def test_what_a_control_does_not_offer_is_a_value_error(control: str, value: Any) -> None:
    always_good = control in (ids.SWAP, ids.ESTIMATE, ids.DEDUCED)
    emptied = control in STAYS_ON_EMPTY and not value
    a_word = control == ids.PRODUCT and value and len(str(value)) <= 80
    if always_good or emptied or a_word:
        changed = url.changed(KAZ, control, value)
        assert url.parse(url.path(changed), url.search(changed))[1] == []
    else:
        with pytest.raises(ValueError):
            url.changed(KAZ, control, value)


@given(
    SELECTIONS,
    st.sampled_from([*CONTROLS, "focus"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=90),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=4,
    ),
)
def test_whatever_a_control_says_gives_a_selection_or_a_value_error(
    selection: Selection, control: str, value: Any
) -> None:
    try:
        changed = url.changed(selection, control, value)
    except ValueError:
        return
    assert url.parse(url.path(changed), url.search(changed)) == (spelled(changed), [])


def test_swapping_twice_is_nothing() -> None:
    twice = url.changed(url.changed(KAZ, ids.SWAP, 1), ids.SWAP, 2)
    assert twice == replace(KAZ)
