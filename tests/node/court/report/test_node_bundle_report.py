# SPDX-License-Identifier: Apache-2.0
"""The report: complete, harmless, and the same bytes each time."""

import re
import subprocess
from datetime import UTC, datetime

import pytest

from rogatory.node.printing.blocks import (
    Box,
    Document,
    DocumentSection,
    DocumentTable,
    Fact,
    FactTable,
    Paragraph,
)
from rogatory.node.printing.html import to_html
from rogatory.node.printing.pdf import to_pdf
from rogatory.node.printing.shown_text import LONGEST_WHOLE, isolated, shown_text, split_whole

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def document(*texts):
    blocks = (
        Box(texts[0], "3b96 ad0f"),
        *(Paragraph(text) for text in texts),
        FactTable(tuple(Fact(text, text, 1, "und") for text in texts)),
        DocumentTable(
            ("A", "B"), tuple((text, f"holds {text}") for text in texts), (1, 1), (0,), 1
        ),
    )
    return Document("en", "Report", "About", "Footer", (DocumentSection("One", blocks),))


def words_of(pdf, tmp_path):
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.judge
def test_the_pdf_says_what_a_judge_must_know(whole, tmp_path):
    text = re.sub(r"\s+", " ", words_of((whole / "report.en.pdf").read_bytes(), tmp_path))
    for wanted in (
        "compare this with one you have from elsewhere",
        "officer xb-0005 of xb/central-authority",
        "Order 12/2026 of the District Court of Arcadia",
        "Central authority for mutual legal assistance, Borealia",
        "Approved by officer xa-0004",
        "AR-2026-0417",
        "The package was opened",
        "Evidence was exported",
        "openssl cms -verify",
        "Conditions of use",
        "What no check here shows",
        "bag/inventory.jsonl",
    ):
        assert wanted in text, wanted


@pytest.mark.judge
def test_the_pdf_is_pdf_a_with_its_fonts_inside(whole):
    output = subprocess.run(
        ["pdffonts", whole / "report.en.pdf"], capture_output=True, text=True, check=True
    ).stdout
    rows = output.splitlines()[2:]
    assert rows
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows), output
    assert b"pdfaid:part>2" in (whole / "report.en.pdf").read_bytes()


def test_the_page_runs_nothing_and_fetches_nothing(whole):
    page = (whole / "report.en.html").read_text()
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "alert(1)" in page
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:|//)", page)
    assert "&lt;b&gt;Borealia Mail&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "text",
    [
        "#set page(width: 1pt) $x$ *bold* @ref \\u{0} `code` [content] //comment",
        "a\u202eb\u2066c\x07d\ue000e",
        "日本語 한국어 العربية हिन्दी \U0001f600 \U00012000",
        "word" * 200,
        "",
        "line\nbreak",
    ],
)
def test_any_text_is_printed_as_text(text, tmp_path):
    one = document(shown_text(text), "ordinary")
    pdf = to_pdf(one, AT).data
    assert pdf.startswith(b"%PDF")
    assert to_html(one)
    if text.startswith("#set"):
        assert "#set page" in words_of(pdf, tmp_path)


def test_what_no_font_has_is_printed_by_its_code(tmp_path):
    text = words_of(to_pdf(document("日本 is Japan"), AT, ()).data, tmp_path)
    assert "\\u{65e5}\\u{672c} is Japan" in text


def test_a_sign_that_no_font_has_is_printed_by_its_name_and_number(tmp_path):
    """A threat of violence may be one emoji: a reader must see which, and nothing may be lost."""
    threat = "Wait 😀🔪👍🏽🇫🇷"
    text = words_of(to_pdf(document(threat), AT, ()).data, tmp_path)
    assert "Wait [GRINNING FACE, U+1F600][HOCHO, U+1F52A][THUMBS UP SIGN, U+1F44D]" in " ".join(
        text.split()
    )
    for character in threat.removeprefix("Wait "):
        assert f"U+{ord(character):04X}" in text
    assert "\\u{1f" not in text


def test_a_moment_or_a_name_within_arabic_stays_on_one_line():
    """Broken at its hyphen, a date would be read with its halves exchanged."""
    moment = isolated("2026-11-24 21:10:56 UTC", right_to_left=True)
    long = isolated("x" * (LONGEST_WHOLE + 1), right_to_left=True)
    assert split_whole(f"من {moment} إلى {long}") == ["من ", moment, f" إلى {long}"]
    assert split_whole("nothing isolated") == ["nothing isolated"]


def test_what_is_unseen_or_reorders_is_shown():
    assert shown_text("invoice\u202efdp.exe") == "invoice\\u{202e}fdp.exe"
    assert shown_text("a\u200bb\x00") == "a\\u{200b}b\\u{0000}"
    assert shown_text("م\u200cی\nنو") == "م\u200cی\nنو"
