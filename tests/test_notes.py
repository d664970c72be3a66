from dataclasses import replace
from pathlib import Path

from analysis import pipeline
from analysis.notes import Note
from analysis.periods import parse
from analysis.pipeline import Table
from analysis.selection import Selection
from tests import tables

KAZ = Selection(pair=("KAZ", "AZE"))
PRESS = {"statistics_of": ""}


def notes(table: Table, selection: Selection = KAZ) -> tuple[Note, ...]:
    return pipeline.what_to_know(table, selection)


def about(found: tuple[Note, ...], word: str) -> list[Note]:
    return [note for note in found if word in f"{note.headline} {note.sentence}".lower()]


def test_a_contested_year_comes_first_with_both_figures(mini_table: Table) -> None:
    first = notes(mini_table)[0]
    assert first.focus == "2021"
    assert "$332.2 million" in first.sentence and "$61.4 million" in first.sentence
    assert "5.4 times" in first.detail


def test_what_two_reporters_say_of_one_year_is_no_contest_but_a_gap(mini_table: Table) -> None:
    found = notes(mini_table)
    assert not [note for note in about(found, "contested") if note.focus == "2019"]
    (gap,) = [note for note in found if note.measure == "mirror"]
    assert "Kazakhstan" in gap.sentence and "Azerbaijan" in gap.sentence
    assert "1.3 times" in gap.sentence
    assert "2019" in gap.detail


def test_a_year_without_a_figure_is_named_as_a_gap(folder: Path) -> None:
    gap = tables.table(
        folder, *({"period": year, "value": "100.5"} for year in ("2018", "2020", "2021", "2023"))
    )
    (note,) = about(notes(gap), "gap")
    assert "2019" in note.sentence and "2022" in note.sentence
    assert not any(year in note.sentence for year in ("2018", "2020", "2021", "2023"))
    assert about(notes(gap, replace(KAZ, since=2020, until=2021)), "gap") == []


def test_a_rate_that_the_levels_contradict_is_said_with_both_numbers(folder: Path) -> None:
    wrong = tables.table(
        folder,
        {"period": "2020", "value": "100.0"},
        {"period": "2021", "value": "150.0"},
        {"period": "2021", "value": "70", "measure": "growth", "unit": "percent"},
    )
    (note,) = about(notes(wrong), "does not fit")
    assert "+70%" in note.sentence and "+50.0%" in note.sentence
    assert (note.focus, note.measure) == ("2021", "growth")
    right = tables.table(
        folder,
        {"period": "2020", "value": "100.0"},
        {"period": "2021", "value": "150.0"},
        {"period": "2021", "value": "50", "measure": "growth", "unit": "percent"},
    )
    assert about(notes(right), "does not fit") == []


def test_an_implied_base_is_said_beside_what_is_in_print_for_it(folder: Path) -> None:
    russia = Selection(view="growth", pair=("KOR", "RUS"), flow="exports")
    assert "$7.136 billion" in about(notes(pipeline.load(folder), russia), "implies")[0].sentence
    assert "no level" in about(notes(pipeline.load(folder), russia), "implies")[0].sentence
    beside = tables.table(
        folder,
        {"period": "2020", "value": "227.6"},
        {"period": "2021", "value": "180.0", **PRESS},
        {"period": "2021", "value": "72.5", "measure": "growth", "unit": "percent", **PRESS},
        kind="press",
    )
    (note,) = about(notes(beside), "implies")
    assert "$104.3 million" in note.sentence and "$227.6 million" in note.sentence
    assert "no level" not in note.sentence


def test_both_readings_of_times_without_a_period(mini_table: Table) -> None:
    (note,) = about(notes(mini_table, Selection(pair=("AZE", "KOR"), flow="exports")), "3.52 times")
    assert "252%" in note.sentence and "352%" in note.sentence


def test_figures_of_unsaid_statistics_are_counted(mini_table: Table) -> None:
    (note,) = about(notes(mini_table), "whose statistics")
    assert note.sentence.startswith("4 of 14 ")
    assert (
        about(notes(mini_table, Selection(pair=("KOR", "RUS"), flow="exports")), "whose st") == []
    )


def test_what_is_not_drawn_is_counted(folder: Path) -> None:
    undated = tables.table(
        folder,
        {"period": "2020", "value": "100.5"},
        {"value": "90.5"},
        {"value": "80.5"},
        {"value": "1", "status": "target"},
    )
    (note,) = about(notes(undated), "no period")
    assert note.sentence.startswith("2 ")


def test_every_currency_left_out_is_said(mini_table: Table) -> None:
    tenge = replace(KAZ, currency="KZT")
    (note,) = about(notes(mini_table, tenge), "exchange rate")
    assert str(pipeline.subject(mini_table, tenge).unconverted) in note.sentence
    assert about(notes(mini_table), "exchange rate") == []


def test_a_currency_that_has_no_rates_is_counted(folder: Path) -> None:
    roubles = tables.table(
        folder,
        {"period": "2020", "value": "100"},
        {"period": "2021", "value": "300", "unit": "billion RUB"},
    )
    assert set(roubles.observations["unit_measure"]) == {"USD", "RUB"}
    (note,) = about(notes(roubles), "exchange rate")
    assert note.sentence.startswith("1 figure has no exchange rate")


def test_notes_of_a_comparison_are_of_its_two_periods(mini_table: Table) -> None:
    months = replace(KAZ, view="compare", period="2023-01-01/P5M", base="2022-01-01/P5M")
    found = notes(mini_table, months)
    assert about(found, "contested") == []
    years = replace(KAZ, view="compare", period="2022", base="2021")
    assert [note.focus for note in about(notes(mini_table, years), "contested")] == ["2021"]


def test_every_note_is_a_sentence_and_points_to_figures_that_exist(table: Table) -> None:
    for pair, _ in pipeline.pairs(table):
        for flow in ("turnover", "exports", "imports", "balance"):
            selection = Selection(pair=pair, flow=flow)
            figures = pipeline.figures(table, selection)
            found = notes(table, selection)
            assert len({note.sentence for note in found}) == len(found)
            for note in found:
                assert note.headline[-1] in ".?"
                assert note.sentence.endswith(".")
                assert not note.focus or note.focus in set(figures["time_period"])
                assert not note.measure or note.measure in pipeline.MEASURES
                assert not note.focus or parse(note.focus)


def test_what_the_view_of_sources_lists_itself_is_no_note(mini_table: Table) -> None:
    own = notes(mini_table, replace(KAZ, view="sources"))
    assert own and set(own) < set(notes(mini_table))
    assert not [note for note in own if note.measure]
    assert about(own, "contested") == []
