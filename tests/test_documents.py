"""Documents of every kind become text, and a hostile one is refused with a sentence."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from analysis import documents
from analysis.documents import Document, DocumentRefused, guard, read_document, read_guarded
from analysis.documents.pdf import unwrapped

ROOT = Path(__file__).parents[1]
SENTENCE = "Trade between Norway and Chile reached $12.5 million in 2023."
ARTICLE = f"""<!doctype html>
<html lang="nb-NO"><head><meta charset="utf-8"><title>Trade grows | Daily Example</title>
<meta property="og:site_name" content="Daily Example">
<meta property="article:published_time" content="2024-02-14T09:00:00+01:00">
<link rel="canonical" href="https://example.org/2024/trade"><script>x = "9 million"</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/b">7 million readers</a></li></ul></nav>
<article><h1>Trade grows</h1><p>{SENTENCE}</p>
<p>That is 50 percent more than <b>a year</b> earlier, when it was $8.3 million, officials of both
countries said at a meeting that was held in the capital on Monday.</p>
<table><tr><td>2022</td><td>8.3</td></tr><tr><td>2023</td><td>12.5</td></tr></table></article>
<footer>Copyright. 500 million pages</footer></body></html>"""
LANGUAGES = {
    "ru": "Товарооборот Казахстана и Азербайджана за январь-май составил 243,6 млн долларов.",
    "de": "Der Außenhandel mit Südkorea wuchs um 12,5 Prozent auf 33 Milliarden – über Vorjahr.",
    "tr": "Türkiye ile Azerbaycan arasındaki ticaret hacmi geçen yıl 7,5 milyar doları aştı.",
    "ko": "한국과 아제르바이잔의 교역액은 2021년 1억 5750만 달러를 기록했다고 밝혔다.",
}


def pdf(content: bytes, filters: bytes = b"", kids: bytes = b"3 0 R") -> bytes:
    """A PDF of one page, written by hand."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count 1 >>" % kids,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(places)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + table + trailer


def printed(*lines: str) -> bytes:
    """What puts lines under each other on a page."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    return f"BT /F1 12 Tf 50 780 Td {shown}ET".encode()


def refused(data: bytes, name: str = "report.txt") -> str:
    """The sentence with which a document is refused."""
    with pytest.raises(DocumentRefused) as error:
        read_guarded(data, name)
    text = str(error.value)
    assert text.startswith(f"{name}: found ")
    assert "; expected " in text and text.endswith(".")
    return text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES)
def test_unicode_text_is_read_in_any_form(text: str, encoding: str) -> None:
    assert read_document(text.encode(encoding), "a.txt") == Document(text)


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("ru", "cp1251"), ("ru", "koi8_r"), ("de", "cp1252"), ("tr", "cp1254"), ("ko", "cp949")],
)
def test_older_encodings_are_recognised(language: str, encoding: str) -> None:
    text = LANGUAGES[language]
    assert read_document(text.encode(encoding), "a.txt").text == text


def test_a_page_is_read_in_the_encoding_it_declares() -> None:
    page = ARTICLE.replace("utf-8", "windows-1251").replace(SENTENCE, LANGUAGES["ru"])
    assert LANGUAGES["ru"] in read_document(page.encode("cp1251"), "a.html").text


def test_line_ends_are_one_character_and_control_characters_are_spaces() -> None:
    assert read_document(b"a\r\nb\rc\x07d" + b" e" * 30, "a.txt").text[:7] == "a\nb\nc d"


def test_a_page_gives_its_article_and_what_its_head_says() -> None:
    found = read_guarded(ARTICLE.encode(), "saved.html")
    assert found.text.split("\n\n") == [
        "Trade grows",
        SENTENCE,
        "That is 50 percent more than a year earlier, when it was $8.3 million, officials of both "
        "countries said at a meeting that was held in the capital on Monday.",
        "2022 8.3",
        "2023 12.5",
    ]
    assert found.title == "Trade grows"
    assert (found.published, found.language) == ("2024-02-14", "nb")
    assert (found.publisher, found.url) == ("Daily Example", "https://example.org/2024/trade")


def test_a_page_is_known_by_its_content_whatever_its_name() -> None:
    assert read_guarded(ARTICLE.encode(), "notes.txt").publisher == "Daily Example"
    assert read_guarded(pdf(printed(SENTENCE)), "table.csv").text == SENTENCE
    assert read_guarded(ARTICLE.encode("utf-16"), "notes").publisher == "Daily Example"
    assert read_guarded(b"1 < 2 <html> of text", "notes.txt").text == "1 < 2 <html> of text"


def test_a_page_without_an_article_gives_all_its_text() -> None:
    page = (
        "<html><head><title>T</title><style>p{}</style></head><body><script>8</script>"
        f"<span>{SENTENCE}</span><!-- 4 million --><div>3<br>2</div></body></html>"
    )
    found = read_document(page.encode(), "a.html")
    assert found.text == f"{SENTENCE}\n\n3\n2"
    assert (found.published, found.publisher, found.url) == ("", "", "")


def test_a_date_in_the_text_is_not_the_date_of_publication() -> None:
    page = f"<html><body><p>On 5 May 2019 it was said: {SENTENCE * 9}</p></body></html>"
    assert read_document(page.encode(), "a.html").published == ""


def test_only_a_web_address_is_an_address() -> None:
    for address in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://["):
        page = ARTICLE.replace("https://example.org/2024/trade", address)
        assert read_document(page.encode(), "a.html").url == ""


def test_a_page_opens_no_file(tmp_path: Path) -> None:
    (tmp_path / "marker").write_text("marked")
    page = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{(tmp_path / "marker").as_uri()}">] >'
        f"<html><body><p>&x; {SENTENCE}</p></body></html>"
    )
    found = read_document(page.encode(), "a.html").text
    assert "&x;" in found and "marked" not in found


def test_a_pdf_gives_paragraphs_of_its_printed_lines() -> None:
    lines = (
        "Trade between Norway and Chile reached 12.5 mil-",
        "lion dollars in 2023, the two ministries of trade",
        "said.",
        "Exports rose.",
    )
    content = zlib.compress(printed(*lines))
    found = read_guarded(pdf(content, b"/Filter /FlateDecode"), "report.pdf")
    assert found.text.split("\n\n") == [
        "Trade between Norway and Chile reached 12.5 million dollars in 2023, "
        "the two ministries of trade said.",
        "Exports rose.",
    ]


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (
            "DAILY EXAMPLE PRESS SERVICE   29 July 2023   example.org   page 1 of 2\n"
            "In January-May 2023, turnover between\nNorway and Chile rose by 50% – from\n"
            "8.3 to 12.5 million dollars.",
            [
                "DAILY EXAMPLE PRESS SERVICE 29 July 2023 example.org page 1 of 2",
                "In January-May 2023, turnover between Norway and Chile rose by 50% – from 8.3 to "
                "12.5 million dollars.",
            ],
        ),
        (
            "The ministers met in Oslo on Monday and spoke of trade between the two countries.\n"
            "They praised it.\nIn January-May 2023, turnover between\n"
            "Norway and Chile rose by 50% – from\n8.3 to 12.5 million dollars.",
            [
                "The ministers met in Oslo on Monday and spoke of trade between the two countries. "
                "They praised it.",
                "In January-May 2023, turnover between Norway and Chile rose by 50% – from 8.3 to "
                "12.5 million dollars.",
            ],
        ),
        ("Trade grows\nIn 2023 trade with Chile reached a new\nheight.", [
            "Trade grows", "In 2023 trade with Chile reached a new height."
        ]),
        ("Year  Exports\n2022  8.3\n2023  12.5", ["Year Exports", "2022 8.3", "2023 12.5"]),
        ("Trade of the two countries rose in:\n• grain\n• oil", [
            "Trade of the two countries rose in:", "• grain", "• oil"
        ]),
    ],
)  # fmt: skip
def test_lines_are_held_against_their_neighbours(lines: str, paragraphs: list[str]) -> None:
    assert unwrapped(lines).split("\n\n") == paragraphs


def test_a_sentence_goes_on_over_the_page() -> None:
    first, last = "Turnover between Norway and Chile rose in", "one year by 50%."
    writer = PdfWriter()
    for line in (first, last, "Exports rose."):
        writer.append(PdfReader(io.BytesIO(pdf(printed(line)))))
    content = io.BytesIO()
    writer.write(content)
    assert read_guarded(content.getvalue(), "a.pdf").text == f"{first} {last}\n\nExports rose."


def test_a_text_that_names_the_mark_of_a_pdf_is_a_text() -> None:
    text = f"A file begins with %PDF-1.4. {SENTENCE}"
    assert read_guarded(text.encode(), "a.txt").text == text
    marked = b"\xef\xbb\xbf\r\n" + pdf(printed(SENTENCE))
    assert read_guarded(marked, "a.txt").text == SENTENCE


def test_an_empty_line_ends_a_paragraph() -> None:
    assert unwrapped("one two\n\nthree four") == "one two\n\nthree four"
    assert unwrapped("") == ""


def test_a_pdf_of_pictures_is_refused() -> None:
    assert "without text" in refused(pdf(b"0 0 595 842 re f"), "scan.pdf")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_under_a_password_is_refused_and_one_that_only_forbids_printing_is_read(
    algorithm: str,
) -> None:
    for password, opens in (("secret", False), ("", True)):
        writer = PdfWriter(PdfReader(io.BytesIO(pdf(printed(SENTENCE)))))
        writer.encrypt(password, owner_password="owner", algorithm=algorithm)
        content = io.BytesIO()
        writer.write(content)
        if opens:
            assert read_guarded(content.getvalue(), "a.pdf").text == SENTENCE
        else:
            assert "under a password" in refused(content.getvalue(), "a.pdf")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "no text"),
        (b" \n\t", "no text"),
        (b"\xef\xbb\xbf", "no text"),
        (b"\0" * 5000, "data that is not text"),
        (bytes(range(256)) * 40, "data that is not text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(255, 0, -1)) * 9, "data that is not text"),
        (b"PK\x03\x04rest", "Word, Excel or ZIP"),
        (b"\xd0\xcf\x11\xe0rest", "old Word or Excel"),
        (b"{\\rtf1 x}", "rich text"),
        (b"\x1f\x8brest", "compressed"),
        (b"%PDF-1.4 nothing more", "a damaged PDF file"),
        (pdf(b"", kids=b"2 0 R"), "PDF"),
        (pdf(zlib.compress(b" " * 200_000_000), b"/Filter /FlateDecode"), "unpacks to far more"),
        (b"<html><body>" + b"<div>" * 500_000, "no text"),
        (b"a" * (documents.MAX_BYTES + 1), "more than 10 MiB; expected less"),
        (b"a" * (documents.MAX_CHARACTERS + 1), "1,000,001 characters"),
    ],
)
def test_what_is_no_document_is_refused_with_what_was_found(data: bytes, found: str) -> None:
    assert found in refused(data)


def test_a_name_is_text_of_one_line() -> None:
    with pytest.raises(DocumentRefused) as error:
        read_guarded(b"", "\x1b[31m\n" + "../" * 200)
    assert str(error.value).isprintable() and len(str(error.value)) < 400


def test_a_document_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "WALL_SECONDS", 0.01)
    assert "too much time" in refused(ARTICLE.encode())


def test_the_child_has_limits_of_memory_time_and_files() -> None:
    hungry = (
        "import resource, sys, io\n"
        "from analysis.documents import __main__ as child\n"
        "child.answer = lambda data, name: {'refused': ' '.join(str(resource.getrlimit(one)[0])"
        " for one in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE))}\n"
        "child.main()"
    )
    found = subprocess.run(
        [sys.executable, "-c", hungry], input=b'"a"\n', cwd=ROOT, capture_output=True, check=True
    )
    limits = f"{guard.MEMORY_BYTES} {guard.CPU_SECONDS} 0"
    assert found.stdout.decode() == f'{{"refused": "{limits}"}}'


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (MemoryError(), "too much memory"),
        (RecursionError(), "too much memory"),
        (KeyError("x"), "KeyError"),
    ],
)
def test_whatever_a_parser_meets_is_a_refusal(
    error: Exception, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parser(_: bytes, __: str) -> Document:
        raise error

    monkeypatch.setattr(guard, "read_document", parser)
    assert found in guard.answer(b"%PDF-", "a.pdf")["refused"]


def test_a_child_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_ROOT", Path("/"))
    assert "time or memory" in refused(ARTICLE.encode())
