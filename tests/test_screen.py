"""A screen is plain data, made once, for every selection that an address can name."""

import json
import math
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from analysis import pipeline
from analysis.pipeline import MEASURES, VIEWS, Table
from analysis.schema import CURRENCIES, FLOWS
from analysis.selection import Canvas, Selection
from dashboard import ids, url
from dashboard.screen import exports, screen

PAIRS = [("AZE", "KAZ"), ("AZE", "KOR"), ("KOR", "RUS"), ("KOR", "WLD")]
SCREENS = [
    (view, name)
    for view in VIEWS
    for name in ([n for n, m in MEASURES.items() if m.view == view] or [""])
]
SHEET = Canvas(1200, 0)
PLAIN = (str, int, float, bool, type(None))


def parts(node: Any) -> Iterator[Any]:
    """Every value inside, the keys of dictionaries included."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    yield node
    if isinstance(node, dict):
        yield from node
    for child in inner:
        yield from parts(child)


def words_of(found: dict[str, Any]) -> str:
    """Everything that a screen writes."""
    return " ".join(part for part in parts(found) if isinstance(part, str))


def test_every_pair_of_the_data_is_tried_below(table: Table, mini_table: Table) -> None:
    assert {pair for pair, _ in (*pipeline.pairs(table), *pipeline.pairs(mini_table))} == set(PAIRS)


@pytest.mark.parametrize(("view", "measure"), SCREENS)
@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("data", ["table", "mini_table"])
def test_every_screen_shows_a_figure_or_says_why_not(
    data: str, pair: tuple[str, str], view: str, measure: str, request: pytest.FixtureRequest
) -> None:
    used: Table = request.getfixturevalue(data)
    for flow in FLOWS:
        selection = Selection(view=view, measure=measure, pair=pair, flow=flow)
        found = screen(used, selection, SHEET)
        result = pipeline.result(used, selection)
        assert all(
            isinstance(part, PLAIN) for part in parts(found) if not isinstance(part, dict | list)
        )
        assert not any(isinstance(p, float) and not math.isfinite(p) for p in parts(found))
        figure = found["figure"]
        assert figure["layout"]["meta"]["title"]
        if result.refused:
            assert result.refused in words_of(found["refusal"]) or view == "figures"
            assert len(result.refused) > 20
        else:
            assert figure["data"] or words_of(figure["layout"]["annotations"])
        assert found["alt"]
        assert found["pair"] == "-".join(pair)


def test_every_product_has_a_screen_for_every_measure(table: Table) -> None:
    for pair in PAIRS:
        for product in pipeline.options(table, pair, "turnover", "total")["products"]:
            for name, measure in MEASURES.items():
                selection = Selection(measure.view, name, pair, product=product)
                assert screen(table, selection, SHEET)["product"] == product


def any_selection(table: Table, chance: random.Random) -> Selection:
    """Any choice that an address can make of what the data have."""
    pairs = [pair for pair, _ in pipeline.pairs(table)]
    pair = chance.choice(pairs)[:: chance.choice([1, -1])]
    flow = chance.choice(FLOWS)
    offered = pipeline.options(table, pair, flow, "total")
    times = [*offered["periods"], "", "1900", "2098-12", "1999-07-01/P400M"]
    return Selection(
        *chance.choice(SCREENS),
        pair=pair,
        against=tuple(chance.sample([p for p in pairs if p != pair], chance.randrange(3))),
        flow=flow,
        product=chance.choice(["total", chance.choice(offered["products"])]),
        statistics=chance.choice(offered["statistics"]),
        since=chance.choice([0, 1900, 2015, 2022, 2099]),
        until=chance.choice([0, 1900, 2015, 2022, 2099]),
        period=chance.choice(times),
        base=chance.choice(times),
        currency=chance.choice(CURRENCIES),
        band=chance.choice([(1.0, 1.2), (0.0, 2.0), (1.1, 1.1)]),
        estimate=chance.random() < 0.5,
        deduced=chance.random() < 0.5,
        focus=chance.choice(times),
    )


@pytest.mark.parametrize("data", ["table", "mini_table"])
def test_whatever_is_chosen_gives_a_screen(data: str, request: pytest.FixtureRequest) -> None:
    used: Table = request.getfixturevalue(data)
    chance = random.Random(data)
    for _ in range(60):
        selection, _ = pipeline.settle(used, any_selection(used, chance))
        for width in (320, 1200):
            found = screen(used, selection, Canvas(width, 0))
            assert found["figure"]["layout"]["meta"]["title"], selection
            assert found["alt"], selection
            assert "nan" not in found["alt"].split(), selection


def test_conflicts_are_listed_with_the_sources_and_nowhere_else(table: Table) -> None:
    for view in VIEWS:
        found = screen(table, Selection(view=view), SHEET)["conflicts"]
        assert bool(found) is (view == "sources")
    shown = words_of(screen(table, Selection(view="sources"), SHEET)["conflicts"])
    for conflict in pipeline.conflicts(table, Selection(view="sources")):
        assert conflict.sentence in shown and conflict.rule in shown


def test_a_screen_is_made_once(mini_table: Table) -> None:
    selection = Selection(view="growth")
    first = screen(mini_table, selection, SHEET)
    assert screen(mini_table, replace(selection), Canvas(1200, 0)) is first
    assert screen(mini_table, selection, Canvas(400, 0)) is not first


def test_a_screen_survives_being_sent(mini_table: Table) -> None:
    found = screen(mini_table, Selection(), SHEET)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_every_control_offers_what_it_shows(table: Table) -> None:
    for pair in (*PAIRS, *[pair[::-1] for pair in PAIRS]):
        views = [screen(table, Selection(view=v, pair=pair), SHEET) for v in ("growth", "compare")]
        found = views[0] | views[1]
        chosen = {
            "pair_data": [found["pair"]],
            "statistics_data": [found["statistics"]],
            "product_data": [found["product"]],
            "years_data": [found["since"], found["until"]],
            "measure_data": [found["measure"]],
            "period_data": [found["period"], found["base"]],
            "against_data": found["against"],
        }
        for name, values in chosen.items():
            offered = [option["value"] for option in found[name]]
            assert set(values) <= {*offered, ""}, (pair, name)
            assert len(set(offered)) == len(offered), (pair, name)
            assert all(option["label"] for option in found[name])


def test_every_choice_that_is_offered_is_understood(table: Table) -> None:
    views = [screen(table, Selection(view=view), SHEET) for view in ("growth", "compare")]
    found = views[0] | views[1]
    names = {
        ids.PAIR: "pair_data",
        ids.STATISTICS: "statistics_data",
        ids.PRODUCT: "product_data",
        ids.SINCE: "years_data",
        ids.PERIOD: "period_data",
        ids.MEASURE: "measure_data",
    }
    for control, name in names.items():
        for option in found[name]:
            changed = url.changed(Selection(view="compare"), control, option["value"])
            assert pipeline.settle(table, changed) == (changed, [])


@pytest.mark.parametrize("currency", CURRENCIES)
def test_another_currency_is_another_figure(table: Table, currency: str) -> None:
    found = screen(table, Selection(currency=currency), SHEET)
    assert found["figure"]["data"]
    assert found["currency"] == currency


def test_the_place_is_as_high_as_the_figure(table: Table) -> None:
    for width in (320, 1200):
        found = screen(table, Selection(), Canvas(width, 0))
        layout = found["figure"]["layout"]
        assert found["height"] == f"{layout['height']}px"
        assert "width" not in layout


def test_every_file_has_an_address_of_the_same_selection() -> None:
    selection = Selection(
        view="compare", pair=("KAZ", "AZE"), period="2023-01-01/P5M", band=(1.0, 1.3)
    )
    found = exports(selection)
    assert set(found) == set(ids.FORMATS)
    for form, address in found.items():
        parsed = urlsplit(address)
        assert parsed.path == f"/chart/compare.{form}"
        assert url.parse("/compare", parsed.query) == (selection, [])
        assert dict(parse_qsl(parsed.query))["pair"] == "KAZ-AZE"


def test_published_and_recomputed_growth_meet_on_the_screen(table: Table) -> None:
    chosen = Selection(view="compare", period="2023-01-01/P5M", base="2022-01-01/P5M")
    said = words_of(screen(table, chosen, SHEET))
    for expected in ("+49.9%", "+50%", "agrees"):
        assert expected in said


def test_a_refused_comparison_says_why_and_offers_another(table: Table) -> None:
    chosen = Selection(view="compare", pair=("AZE", "KOR"), period="2021-01-01/P9M", base="2021")
    found = screen(table, chosen, SHEET)
    links = [p["href"] for p in parts(found["refusal"]) if isinstance(p, dict) and "href" in p]
    assert len(links) == 1
    split = urlsplit(links[0])
    offered, said = url.parse(split.path, split.query)
    assert said == []
    assert not pipeline.result(table, offered).refused
