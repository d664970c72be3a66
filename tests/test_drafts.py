"""A document becomes rows with their places, and rows get keys that the data do not have."""

import pytest

from analysis.documents import Document
from analysis.pipeline import Table, drafts
from analysis.pipeline.drafts import of_document, of_table, sourced
from analysis.schema import FIGURE_COLUMNS, SOURCE_COLUMNS, DataError
from tests import readings

GIVEN = dict.fromkeys(SOURCE_COLUMNS[1:], "")
HEADER = ",".join(FIGURE_COLUMNS)


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "extract", readings.read)


def test_rows_are_worded_as_a_person_writes() -> None:
    draft = of_document(Document(readings.TEXT), GIVEN)
    first = draft.rows[0]
    assert (first["reporter"], first["partner"]) == ("Kazakhstan", "Azerbaijan")
    assert (first["period"], first["value"], first["unit"]) == (
        "Jan–May 2023", "243.6", "million USD",
    )  # fmt: skip
    assert draft.rows[2]["reporter"] == ""
    assert draft.rows[2]["note"] == "the text does not say between whom"
    assert draft.said == "3 figures found. 1 other number left out."


def test_the_pieces_are_the_text_and_each_figure_has_its_own() -> None:
    draft = of_document(Document(readings.TEXT), GIVEN)
    assert "".join(piece.text for piece in draft.pieces) == readings.TEXT
    marked = {piece.rows: piece.text for piece in draft.pieces if piece.rows}
    assert marked == {
        (0,): "243.6 million US dollars",
        (1,): "131.7 million US dollars",
        (2,): "12 million US dollars",
    }
    assert [(p.text, p.why) for p in draft.pieces if p.why] == [("1 million tons", "freight")]


def test_what_is_given_holds_before_what_the_document_says() -> None:
    document = Document(
        readings.TEXT, published="2023-08-01", publisher="A", url="https://a.example"
    )
    source = of_document(document, GIVEN | {"publisher": "B", "kind": "official"}).source
    assert source == {
        "kind": "official",
        "publisher": "B",
        "published": "2023-08-01",
        "language": "en",
        "url": "https://a.example",
    }


def test_a_text_without_figures_says_so() -> None:
    draft = of_document(Document("Nothing was traded."), GIVEN)
    assert (draft.rows, draft.said) == ([], "No trade figure was found in this text.")


def test_what_is_beyond_the_rows_is_said_and_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST", 1)
    draft = of_document(Document(readings.TEXT), GIVEN)
    assert len(draft.rows) == 1
    assert draft.said.startswith("3 figures found. Only the first 1 have rows: the other 2 are")
    assert draft.said.endswith("1 other number left out.")
    left = {piece.text: piece.why for piece in draft.pieces if piece.why}
    assert list(left) == ["131.7 million US dollars", "12 million US dollars", "1 million tons"]
    assert "beyond the first" in left["12 million US dollars"]


def test_a_row_is_known_again_by_its_place() -> None:
    first, second = (of_document(Document(readings.TEXT), GIVEN) for _ in range(2))
    places = [row["place"] for row in first.rows]
    assert places == [row["place"] for row in second.rows]
    assert len(set(places)) == 3


def test_a_date_that_is_none_dates_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(drafts, "extract", lambda *said: asked.append(said) or readings.read(*said))
    draft = of_document(Document(readings.TEXT), GIVEN | {"published": "yesterday"})
    assert asked == [(readings.TEXT, "", "")]
    assert draft.source["published"] == "yesterday"


def test_a_text_that_is_no_article_is_refused() -> None:
    with pytest.raises(DataError, match="200,001 characters; at most 200,000"):
        of_document(Document("x" * 200_001), GIVEN)


def test_a_table_is_taken_as_it_stands() -> None:
    lines = [HEADER, "k,s,Ruritania,Azerbaijan,turnover", "," * 15]
    draft = of_table("\ufeff".encode() + "\n".join(lines).encode(), "new.csv", GIVEN)
    assert [row["reporter"] for row in draft.rows] == ["Ruritania"]
    assert draft.rows[0]["note"] == ""
    assert draft.pieces[0].text == "k · s · Ruritania · Azerbaijan · turnover\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"one,two\n", "new.csv needs the columns"),
        (HEADER.encode() + b"\n\xff", "new.csv is not UTF-8"),
        (HEADER.encode() + b"\nk" * 501, "501 rows; at most 500"),
        (b"\0", "new.csv is not a CSV file"),
    ],
)
def test_a_table_that_is_none_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        of_table(content, "new.csv", GIVEN)


def test_a_new_source_gets_a_key_and_its_rows_get_theirs(mini_table: Table) -> None:
    given = GIVEN | {"publisher": "The Paper", "published": "2023-08-01"}
    figures, sources = sourced(mini_table, [{"value": "1"}, {"value": "2"}], given)
    assert [row["figure_id"] for row in figures] == [
        "the-paper-2023-08-01-1",
        "the-paper-2023-08-01-2",
    ]
    assert sources == [given | {"source_id": "the-paper-2023-08-01"}]


def test_a_known_source_is_used_again(mini_table: Table) -> None:
    given = GIVEN | {"publisher": "kazinform", "published": "2023-07-29"}
    figures, sources = sourced(mini_table, [{"value": "1"}], given)
    assert figures[0]["source_id"] == "kazinform-2023-07-29"
    assert figures[0]["figure_id"] not in set(mini_table.observations["figure_id"])
    assert sources == []


def test_a_row_of_a_known_source_keeps_it(mini_table: Table) -> None:
    rows = [{"source_id": "yonhap-2020-02-05"}, {"source_id": "nobody"}]
    figures, sources = sourced(mini_table, rows, GIVEN | {"publisher": "The Paper"})
    assert [row["source_id"] for row in figures] == ["yonhap-2020-02-05", sources[0]["source_id"]]
