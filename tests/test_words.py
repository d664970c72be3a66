import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import words
from analysis.intervals import Estimate
from tests import boxes
from tests.answers import cases

PUBLISHED = [
    "Source: World Bank WITS (UN Comtrade) (November 2017), Kazinform (21 October 2025)",
    "Note: Hatched: part of a year, never compared with a full one.",
    "Azerbaijan–Kazakhstan trade: $533.4 million in 2024, down 4.2%",
    "MENAFN / Azernews (4 September 2024), AzVision (23 November 2018) and 1 more.",
    "Ministry of Trade, Industry, and Energy of Korea",
    "Milli Məclis, Dövlət Gömrük Komitəsi; Қазақстан Республикасы",
]


@pytest.mark.parametrize("given", cases("words/money"))
def test_money_is_said_with_its_scale_and_currency(given: dict) -> None:
    assert words.money(float(given["value"]), given["currency"]) == given["said"]


@pytest.mark.parametrize("given", cases("words/percent"))
def test_a_percentage_has_a_sign_unless_it_is_nothing(given: dict) -> None:
    said = words.percent(float(given["value"]), given["signed"] == "yes", int(given["digits"]))
    assert said == given["said"]


@pytest.mark.parametrize("given", cases("words/published_percent"))
def test_a_published_percentage_keeps_its_own_digits(given: dict) -> None:
    assert words.published_percent(float(given["value"])) == given["said"]


@pytest.mark.parametrize("given", cases("words/ranges"))
def test_a_range_tells_its_ends_apart(given: dict) -> None:
    estimate = Estimate(*(float(given[name]) for name in ("value", "low", "high")))
    say = {"percent": words.percent_range, "money": words.money_range}[given["kind"]]
    assert say(estimate) == given["said"]


@pytest.mark.parametrize("given", cases("words/dates"))
def test_a_date_is_as_precise_as_it_is_printed(given: dict) -> None:
    assert words.date(given["printed"]) == given["said"]


@pytest.mark.parametrize("given", cases("words/listing"))
def test_a_list_reads_as_a_sentence(given: dict) -> None:
    items = filter(None, given["items"].split(";"))
    assert words.listing(items, int(given["limit"])) == given["said"]


@pytest.mark.parametrize("given", cases("words/scale"))
def test_an_axis_has_the_scale_that_leaves_small_numbers(given: dict) -> None:
    assert words.scale(float(given["largest"])) == (int(given["scale"] or 1), given["name"])


def test_a_change_in_money_always_has_a_sign() -> None:
    assert words.signed_money(81.1e6) == "+$81.1 million"
    assert words.signed_money(-81.1e6) == "−$81.1 million"


@given(st.floats(1, 1e14), st.sampled_from(sorted(words.CURRENCY_NAMES)))
def test_money_as_said_is_the_amount_to_four_digits(value: float, currency: str) -> None:
    number, *rest = words.money(value, currency).lstrip("$€₩").replace(",", "").split()
    scales = {name: step for step, name in words.SCALE_NAMES}
    said = float(number) * next((scales[word] for word in rest if word in scales), 1)
    assert said == pytest.approx(value, rel=0.0005)
    assert words.money(-value, currency) == "−" + words.money(value, currency)


@given(st.floats(-1e6, 1e6).filter(lambda v: abs(v) > 0.06))
def test_a_percentage_as_said_is_the_number(value: float) -> None:
    said = words.percent(value).replace("−", "-").replace(",", "").removesuffix("%")
    assert float(said) == pytest.approx(value, abs=0.51 if abs(value) >= 1000 else 0.051)


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.floats(60, 1200))
def test_no_letter_is_lost_and_no_line_is_wider_than_its_room(text: str, room: float) -> None:
    lines = words.wrap(text, room, 13)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(words.pixels(line, 13) <= room for line in lines)


@given(st.lists(st.sampled_from(" ".join(PUBLISHED).split()), min_size=1), st.floats(250, 1200))
def test_words_stay_whole_where_a_line_can_hold_them(found: list[str], room: float) -> None:
    assert " ".join(words.wrap(" ".join(found), room, 12)).split() == found


@pytest.mark.parametrize("text", PUBLISHED)
def test_a_line_is_measured_a_little_wider_than_it_is_drawn(text: str) -> None:
    drawn = boxes.width(text, 12)
    assert drawn * 0.99 <= words.pixels(text, 12) <= drawn * 1.15


def test_areas_in_titles_and_genitives() -> None:
    assert words.pair(("AZE", "KAZ")) == "Azerbaijan–Kazakhstan"
    assert words.pair(("KOR", "WLD")) == "Korea–World"
    assert [words.possessive(name) for name in ("Korea", "the Netherlands")] == [
        "Korea’s",
        "the Netherlands’",
    ]


def test_whose_statistics_is_never_a_code() -> None:
    for code in ("KAZ", "unsaid", "reconciled", "any"):
        for say in (words.statistics, words.statistics_short):
            assert say(code)
            assert say(code) != code


def test_each_flow_names_both_countries_or_neither() -> None:
    for flow in ("exports", "imports"):
        said = words.flow(flow, ("KOR", "AZE"))
        assert "Korea" in said and "Azerbaijan" in said
    assert words.flow("exports", ("KOR", "AZE")) != words.flow("exports", ("AZE", "KOR"))
    assert "exports − imports" in words.flow("balance", ("KOR", "AZE"))
