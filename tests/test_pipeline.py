import copy
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import pipeline, words
from analysis.formulas import NotComparable, Reason
from analysis.periods import parse
from analysis.pipeline import MEASURES, VIEWS, Table
from analysis.reconcile import CONFLICT, DEDUCED, FIGURES, Findings, reconcile
from analysis.results import COLUMNS
from analysis.schema import CURRENCIES, FLOWS, DataError
from analysis.selection import Canvas, Selection
from tests import tables
from tests.charts import fitted, selections, words_of

CANVASES = [Canvas(w, 640, theme) for w in (360, 1200) for theme in ("light", "dark")]
KAZ = Selection(pair=("KAZ", "AZE"))


def test_the_data_and_the_small_table_load_without_a_problem(
    table: Table, mini_table: Table
) -> None:
    assert (table.problems, mini_table.problems) == ((), ())
    assert len(mini_table.observations) == 45
    assert len(table.observations) + len(table.left_out) >= 583
    assert table.version != mini_table.version


def test_a_bad_row_is_counted_in_the_figure_and_the_good_ones_are_shown(folder: Path) -> None:
    broken = tables.added(
        folder,
        {"period": "sometime", "value": "1"},
        {"period": "2021", "value": "about 3"},
        source_id="customs",
    )
    assert [(p.file, p.column) for p in broken.problems] == [
        ("trade.csv", "period"),
        ("trade.csv", "value"),
    ]
    assert len(broken.observations) == 45
    assert "2 rows" in pipeline.caption(broken, KAZ).note
    assert any("2 rows" in text for text in words_of(pipeline.figure(broken, KAZ)))
    assert "2 rows" in pipeline.describe(broken, KAZ)


def test_a_bad_exchange_rate_is_a_problem_and_never_a_rate(folder: Path) -> None:
    rates = folder / "exchange_rates.csv"
    rates.write_text(rates.read_text().replace("AZN,2021,1.7", "AZN,2021,0"))
    loaded = pipeline.load(folder)
    assert [(p.file, p.column, p.found) for p in loaded.problems] == [
        ("exchange_rates.csv", "rate", "0")
    ]
    assert ("AZN", "2021") not in loaded.rates
    assert ("AZN", "2020") in loaded.rates


def test_an_unknown_name_stops_it_and_no_figure_is_an_error(folder: Path) -> None:
    with pytest.raises(DataError, match="Atlantis"):
        tables.added(folder, {"period": "2021", "value": "1", "partner": "Atlantis"})
    with pytest.raises(DataError, match="no figure"):
        tables.table(folder, {"period": "sometime", "value": "1"})


def test_check_finds_everything_wrong_in_one_look(folder: Path) -> None:
    assert pipeline.check(folder) == ([], [])
    with pytest.raises(DataError):
        tables.added(
            folder,
            {"period": "2021", "value": "1", "partner": "Atlantis"},
            {"period": "sometime", "value": "1"},
        )
    (folder / "exchange_rates.csv").write_text("currency,time_period,rate,source\nAZN,2021,-1,a\n")
    stops, problems = pipeline.check(folder)
    assert len(stops) == 1
    assert [(p.file, p.column) for p in problems] == [
        ("trade.csv", "partner"),
        ("trade.csv", "period"),
        ("exchange_rates.csv", "rate"),
    ]


def test_everything_wrong_with_a_row_is_said_and_the_row_counted_once(folder: Path) -> None:
    bad = {"source_id": "nowhere", "period": "sometime", "value": "many"}
    found = tables.added(folder, bad)
    assert [p.column for p in found.problems] == ["source_id", "period", "value"]
    assert found.unread == 1


def test_the_version_is_of_the_files_and_of_nothing_else(folder: Path, tmp_path: Path) -> None:
    first = pipeline.version(folder)
    assert pipeline.version(Path(shutil.copytree(folder, tmp_path / "copy"))) == first
    with (folder / "left_out.csv").open("a") as file:
        file.write("customs,1,ship,a,b\n")
    assert pipeline.version(folder) != first


def test_every_selection_is_a_whole_figure_that_plotly_accepts_or_a_sentence(table: Table) -> None:
    """Every measure, pair, flow and statistics, with currencies, sizes and themes in turn."""
    drawn = 0
    for n, selection in enumerate(selections(table)):
        canvas = fitted(table, selection, CANVASES[n % 4])
        made = pipeline.figure(table, selection, canvas)
        json.dumps(made, allow_nan=False)
        if n % 4 == n // 4 % 4:
            go.Figure(made)
        found, text = pipeline.result(table, selection), pipeline.caption(table, selection)
        said = " ".join(note["text"] for note in made["layout"]["annotations"])
        assert made["layout"]["meta"]["title"] == text.title
        assert table.version in said
        assert (made["layout"]["width"], made["layout"]["height"]) == (canvas.width, canvas.height)
        if found.refused:
            assert found.refused.endswith(".")
            assert not any(len(trace["x"]) for trace in made["data"])
            continue
        drawn += 1
        assert text.subtitle and "{" not in text.subtitle
        assert text.source and "Source:" in said
        assert any(len(trace["x"]) for trace in made["data"])
    assert drawn > 150


@pytest.mark.parametrize("currency", CURRENCIES)
def test_the_currency_chosen_is_the_unit_everywhere(table: Table, currency: str) -> None:
    selection = replace(KAZ, currency=currency)
    rows = pipeline.data(table, selection)
    assert set(rows["unit"]) == {currency}
    name = words.CURRENCY_NAMES[currency]
    assert name in pipeline.caption(table, selection).subtitle
    assert name in pipeline.describe(table, selection)
    assert rows["said"].iloc[0] == words.money(rows["value"].iloc[0], currency)


def test_a_figure_is_made_once_for_a_selection(table: Table) -> None:
    first = pipeline.figure(table, KAZ, Canvas())
    again = pipeline.figure(table, Selection(pair=("KAZ", "AZE")), Canvas())
    assert again is first
    assert pipeline.figure(table, replace(KAZ, focus="2022"), Canvas()) is not first
    assert pipeline.figure(table, KAZ, Canvas(theme="dark")) is not first
    assert pipeline.figure(table, KAZ, Canvas(), "example.org") is not first


def test_what_uses_a_figure_leaves_it_as_it_is(table: Table) -> None:
    made = pipeline.figure(table, KAZ, Canvas())
    before = copy.deepcopy(made)
    go.Figure(made).update_layout(title="another")
    pipeline.figure(table, replace(KAZ, focus="2022"), Canvas())
    pipeline.describe(table, KAZ), pipeline.data(table, KAZ), pipeline.headline(table, KAZ)
    assert made == before


def test_rows_handed_out_do_not_reach_back_into_the_result(table: Table) -> None:
    value = pipeline.result(table, KAZ).rows["value"].iloc[0]
    rows, figures = pipeline.data(table, KAZ), pipeline.figures(table, KAZ)
    rows.loc[0, "value"] = figures.loc[0, "obs_value"] = -1000.0
    assert pipeline.result(table, KAZ).rows["value"].iloc[0] == value
    assert table.observations["obs_value"].gt(-1000).all()


def test_changed_data_make_a_new_figure(folder: Path) -> None:
    before = pipeline.load(folder)
    made = pipeline.figure(before, KAZ)
    trade = folder / "trade.csv"
    trade.write_text(trade.read_text(encoding="utf-8").replace("529.4", "629.4"), encoding="utf-8")
    after = pipeline.load(folder)
    assert after.version != before.version
    assert pipeline.figure(after, KAZ) != made
    assert "629.4" in pipeline.describe(after, KAZ)
    assert pipeline.figure(before, KAZ) is made


@pytest.mark.parametrize("name", MEASURES)
def test_the_words_say_the_numbers_of_the_rows(table: Table, name: str) -> None:
    view = MEASURES[name].view
    for selection in (
        Selection(view=view, measure=name, flow="turnover"),
        Selection(view=view, measure=name, flow="exports", statistics="KAZ"),
        Selection(view=view, measure=name, pair=("KOR", "AZE"), flow="imports"),
    ):
        text = pipeline.describe(table, selection)
        found = pipeline.result(table, selection)
        assert found.title in text
        if found.refused:
            assert found.refused in text
            continue
        rows = found.rows[~found.rows["role"].isin(["part", "gap", "change", "times"])]
        for row in rows.itertuples():
            assert f"{row.label}: " in text
            said = row.text if row.role == "published" else pipeline.amount(row).lstrip("+")
            assert said in text or row.role == "share"
            assert row.reading < 0 or f"{row.text} read as {pipeline.amount(row)}" in text
        assert pipeline.caption(table, selection).source in text


def test_data_have_the_columns_of_a_result_and_the_verdicts_of_growth(table: Table) -> None:
    assert list(pipeline.data(table, KAZ)) == [*COLUMNS, "said", "check", "check_reason"]
    growth = pipeline.data(table, replace(KAZ, view="growth"))
    assert list(growth) == [
        *COLUMNS,
        "said",
        "verdict",
        "implied_base",
        "implied_low",
        "implied_high",
        "check",
        "check_reason",
    ]
    refused = pipeline.data(table, replace(KAZ, view="growth", flow="balance"))
    assert list(refused) == [*COLUMNS, "said", "check", "check_reason"]
    assert refused.empty


def found_by_hand(**verdicts: str) -> Findings:
    """Findings with these verdicts, one conflict between the first two, and two deduced values."""
    keys = [key.replace("_", "-") for key in verdicts]
    pairs = zip(keys, verdicts.values(), strict=True)
    rows = [(key, said, f"Why {key}.", "KAZ", "") for key, said in pairs]
    conflict = dict.fromkeys(CONFLICT, "") | {"figures": tuple(keys[:2]), "doubted": (keys[0],)}
    deduced = [
        dict.fromkeys(DEDUCED, "") | {"ref_area": area, "counterpart_area": "AZE"}
        for area in ("KAZ", "KOR")
    ]
    return Findings(
        pd.DataFrame(rows, columns=[*FIGURES]), pd.DataFrame([conflict]), pd.DataFrame(deduced)
    )


@pytest.fixture
def checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    """Five figures, the last on another pair, with verdicts made by hand."""
    found = found_by_hand(
        figure_0="conflicts",
        figure_1="cannot be checked",
        figure_2="consistent",
        figure_3="agrees",
        figure_4="agrees",
    )
    monkeypatch.setattr("analysis.pipeline.checks.findings", lambda table: found)
    return tables.table(
        folder,
        {"period": "2021", "flow": "exports", "value": "5.9"},
        {"period": "2021", "flow": "imports", "value": "9.1"},
        {"period": "2022", "value": "30"},
        {"period": "2023", "value": "60"},
        {"period": "2023", "value": "60", "reporter": "Korea", "statistics_of": "KOR"},
    )


def test_every_figure_has_its_verdict_beside_it(checked: Table) -> None:
    figures = pipeline.figures(checked, KAZ).set_index("figure_id")
    assert figures["verdict"].to_dict() == {
        "figure-0": "conflicts",
        "figure-1": "cannot be checked",
        "figure-2": "consistent",
        "figure-3": "agrees",
    }
    assert figures.loc["figure-2", ["reason", "series", "hint"]].tolist() == [
        "Why figure-2.",
        "KAZ",
        "",
    ]
    evidence = pipeline.evidence(checked, replace(KAZ, focus="2021", flow="imports"))
    assert evidence["verdict"].tolist() == ["cannot be checked", "conflicts"]
    assert len(pipeline.checked(checked)) == 5
    assert "verdict" not in checked.observations


def test_a_chosen_conflict_has_its_own_figures_as_evidence(table: Table) -> None:
    sources = replace(KAZ, view="sources")
    for one in pipeline.conflicts(table, sources)[:6]:
        chosen = replace(sources, focus=one.focus, conflict=one.key)
        assert pipeline.settle(table, chosen) == (chosen, [])
        assert pipeline.conflict(table, chosen) == one
        assert set(pipeline.evidence(table, chosen)["figure_id"]) == {*one.figures}


def test_a_conflict_that_is_no_more_is_left_out_and_said(table: Table) -> None:
    gone = replace(KAZ, view="sources", focus="2023", conflict="00000000")
    settled, said = pipeline.settle(table, gone)
    assert settled == replace(gone, conflict="")
    assert said == ["The conflict chosen is not among these figures any more; left out."]


def test_a_row_has_the_worst_verdict_of_the_figures_behind_it(checked: Table) -> None:
    rows = pipeline.data(checked, replace(KAZ, view="growth"))
    said = rows.set_index("figure_ids")[["check", "check_reason"]]
    assert said.loc["figure-2 / figure-0 + figure-1"].tolist() == [
        "conflicts",
        "figure-0: Why figure-0.",
    ]
    assert said.loc["figure-3 / figure-2"].tolist() == ["consistent", "figure-2: Why figure-2."]
    levels = pipeline.data(checked, KAZ).set_index("figure_ids")
    assert levels.loc["figure-2", ["check", "check_reason"]].tolist() == [
        "consistent",
        "Why figure-2.",
    ]
    assert set(levels.loc[levels.index.isin(["figure-1"]), "check"]) == {"cannot be checked"}


def test_findings_on_a_pair_are_those_that_any_of_its_figures_is_in(checked: Table) -> None:
    for pair in (("KAZ", "AZE"), ("AZE", "KAZ")):
        found = pipeline.findings_on(checked, pair)
        assert found.figures["figure_id"].tolist() == [f"figure-{n}" for n in range(4)]
        assert len(found.conflicts) == 1
        assert found.deduced["ref_area"].tolist() == ["KAZ"]
    other = pipeline.findings_on(checked, ("AZE", "KOR"))
    assert other.figures["figure_id"].tolist() == ["figure-4"]
    assert other.conflicts.empty
    assert other.deduced["ref_area"].tolist() == ["KOR"]


def test_verdicts_are_computed_once_for_figures_and_before_their_first_reader(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "trade.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("243.6", "243.7"), encoding="utf-8")
    calls: list[int] = []

    def counted(observations: pd.DataFrame) -> Findings:
        calls.append(len(observations))
        return reconcile(observations)

    monkeypatch.setattr("analysis.pipeline.measures.reconcile", counted)
    loaded = pipeline.load(folder)
    pipeline.prepare(loaded)
    assert calls == [len(loaded.observations)]
    pipeline.figures(loaded, KAZ), pipeline.data(loaded, KAZ), pipeline.checked(loaded)
    pipeline.prepare(pipeline.load(folder))
    assert len(calls) == 1


def test_an_unknown_measure_is_the_first_of_its_view() -> None:
    assert [pipeline.measure(Selection(view=view, measure="?")) for view in VIEWS] == [
        "turnover",
        "growth",
        "compare",
        "sources",
        "turnover",
    ]
    for name, measure in MEASURES.items():
        assert pipeline.measure(Selection(view=measure.view, measure=name)) == name
        assert measure.view in VIEWS
        assert measure.meaning.endswith(".")


def test_pairs_and_choices_are_those_in_the_data(mini_table: Table) -> None:
    pairs = dict(pipeline.pairs(mini_table))
    assert set(pairs) == {("AZE", "KAZ"), ("AZE", "KOR"), ("KOR", "RUS"), ("KOR", "WLD")}
    assert sum(pairs.values()) == len(mini_table.observations)
    choice = pipeline.options(mini_table, ("AZE", "KAZ"), "turnover", "total")
    assert choice["statistics"] == ["any", "AZE", "KAZ", "unsaid", "reconciled"]
    assert choice["years"] == [str(year) for year in range(2019, 2024)]
    assert "2023-01-01/P5M" in choice["periods"]
    korean = pipeline.options(mini_table, ("AZE", "KOR"), "imports", "total")
    assert korean["products"] == ["total", "land vehicles"]


def test_what_the_data_do_not_have_is_replaced_and_said(mini_table: Table) -> None:
    asked = Selection(
        pair=("AZE", "FRA"), product="tea", statistics="FRA", against=(("FRA", "DEU"),)
    )
    settled, said = pipeline.settle(mini_table, asked)
    assert settled == Selection()
    assert len(said) == 2
    assert all(sentence.endswith(".") for sentence in said)
    settled, said = pipeline.settle(mini_table, replace(KAZ, product="tea", statistics="KOR"))
    assert (settled, len(said)) == (KAZ, 2)
    assert "tea" in said[0] and "Korea" in said[1]
    assert pipeline.settle(mini_table, KAZ) == (KAZ, [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    pair=st.tuples(*[st.sampled_from(["AZE", "KAZ", "KOR", "WLD", "RUS", "FRA", "?"])] * 2),
    flow=st.sampled_from(FLOWS),
    measure=st.sampled_from([*MEASURES, "?"]),
    statistics=st.sampled_from(["any", "AZE", "KAZ", "unsaid", "reconciled", "?"]),
    since=st.integers(0, 3000),
    until=st.integers(0, 3000),
    period=st.sampled_from(["", "2021", "2023-01-01/P5M", "nonsense", "2022-S1"]),
    base=st.sampled_from(["", "2019", "2022-01-01/P5M", "1999", "nonsense"]),
    estimate=st.booleans(),
    deduced=st.booleans(),
)
def test_whatever_is_asked_there_is_a_figure_or_a_sentence(
    mini_table: Table, measure: str, **chosen: object
) -> None:
    view = MEASURES[measure].view if measure in MEASURES else "turnover"
    asked = Selection(view=view, measure=measure, **chosen)  # type: ignore[arg-type]
    settled, said = pipeline.settle(mini_table, asked)
    assert pipeline.settle(mini_table, settled) == (settled, [])
    assert (settled == asked) == (not said)
    json.dumps(pipeline.figure(mini_table, settled), allow_nan=False)
    assert pipeline.describe(mini_table, settled)
    pipeline.headline(mini_table, settled), pipeline.what_to_know(mini_table, settled)


def test_the_source_line_has_the_official_publishers_first_and_the_newest_date() -> None:
    rows = pd.DataFrame(
        [
            ("standing", "press", "Paper", "2023-01-05"),
            ("standing", "official", "Office", "2022"),
            ("part", "press", "Paper", "2024-02-01"),
            ("other", "press", "Rumour", "2024-02-02"),
        ],
        columns=["role", "kind", "publisher", "published"],
    )
    assert pipeline.source_line(rows) == "Office (2022) and Paper (1 February 2024)."


def test_figures_evidence_and_what_is_behind(mini_table: Table) -> None:
    focused = replace(KAZ, focus="2022")
    everything = pipeline.figures(mini_table, focused)
    assert len(everything) == dict(pipeline.pairs(mini_table))["AZE", "KAZ"]
    evidence = pipeline.evidence(mini_table, focused)
    assert set(evidence["time_period"]) == {"2022"}
    assert evidence["flow"].iloc[0] == "turnover"
    behind = pipeline.behind(mini_table, KAZ)
    assert {"bns-kz-2024-07-25-9", "kazinform-2023-07-29-2"} <= set(behind["figure_id"])
    assert "azernews-2022-06-07-3" not in set(behind["figure_id"])


def test_two_periods_are_compared_or_refused_with_a_typed_reason(mini_table: Table) -> None:
    may = parse("January-May 2023"), parse("January-May 2022")
    found = pipeline.growth_between(mini_table, KAZ, *may)
    assert found.growth.value == pytest.approx(49.9077, abs=1e-4)
    assert [c.verdict for c in pipeline.published_between(mini_table, KAZ, *may)] == ["agrees"]
    korean = replace(KAZ, pair=("KOR", "AZE"))
    with pytest.raises(NotComparable) as refused:
        pipeline.growth_between(mini_table, korean, parse("2021"), parse("2021-01-01/P9M"))
    assert refused.value.reason is Reason.PERIOD


def test_text_of_a_refusal_names_the_comparison_that_is_allowed(table: Table) -> None:
    refused = replace(
        KAZ, view="compare", pair=("KOR", "AZE"), period="2021", base="2021-01-01/P9M"
    )
    offer = pipeline.offer(pipeline.result(table, refused))
    said = " ".join(words_of(pipeline.figure(table, refused))).replace("<br>", " ")
    assert offer and offer in said


def test_about_is_what_a_file_must_say(table: Table) -> None:
    about = pipeline.about(table, KAZ)
    assert about["Data"] == table.version
    assert "US dollars" in about["What"]
    assert all(about.values())


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"since": 2022, "until": 2019}, "2022 to 2019"),
        ({"view": "growth", "measure": "compare"}, "compare"),
    ],
)
def test_what_does_not_fit_together_is_left_out_and_said(
    table: Table, asked: dict[str, object], word: str
) -> None:
    settled, said = pipeline.settle(table, Selection(**asked))  # type: ignore[arg-type]
    assert (settled.since, settled.until, settled.measure) == (0, 0, "")
    assert [word in sentence for sentence in said] == [True]


def test_a_converted_figure_is_in_print_in_its_own_currency(table: Table) -> None:
    text = pipeline.describe(table, Selection())
    assert "also in print 417 million AZN, about $245.3 million" in text
    noted = [n.sentence for n in pipeline.what_to_know(table, Selection())]
    assert any("417 million AZN, about $245.3 million" in sentence for sentence in noted)


def test_the_title_and_cards_are_of_the_years_shown(table: Table) -> None:
    late = Selection(since=2025)
    assert "Jan–Oct 2025" in pipeline.result(table, late).title
    assert not any("2024" in card.label for card in pipeline.headline(table, late))
