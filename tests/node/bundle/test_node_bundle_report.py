# SPDX-License-Identifier: Apache-2.0
"""The report: complete, harmless, and the same bytes each time."""

import ast
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bundle_case import bundled

from rogatory.disk import Beneath
from rogatory.evidence.spool import Spools
from rogatory.node.bundle import names
from rogatory.node.bundle.contents_checks import ContentsChecks
from rogatory.node.bundle.hashing import hash_bag
from rogatory.node.bundle.listing import parse_head
from rogatory.node.bundle.reading import BundleFiles
from rogatory.node.bundle.report.blocks import Box, Document, Facts, Paragraph, Section, Table
from rogatory.node.bundle.report.french import FRENCH
from rogatory.node.bundle.report.html import to_html
from rogatory.node.bundle.report.languages import translator
from rogatory.node.bundle.report.pdf import to_pdf
from rogatory.node.bundle.report.shown_text import shown_text
from rogatory.node.bundle.report.subject import Report
from rogatory.node.bundle.report.write import report_files
from rogatory.node.bundle.stock_commands import SignedFile
from rogatory.node.bundle.verify import verify_bundle

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def document(*texts):
    blocks = (
        Box(texts[0], "3b96 ad0f"),
        *(Paragraph(text) for text in texts),
        Facts(tuple((text, text, 1) for text in texts)),
        Table(("A", "B"), tuple((text, f"holds {text}") for text in texts), (1, 1), (0,), 1),
    )
    return Document("en", "Report", "About", "Footer", (Section("One", blocks),))


def words_of(pdf, tmp_path):
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.judge
def test_the_pdf_says_what_a_judge_must_know(whole, tmp_path):
    text = re.sub(r"\s+", " ", words_of((whole / "report.pdf").read_bytes(), tmp_path))
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
    told = subprocess.run(
        ["pdffonts", whole / "report.pdf"], capture_output=True, text=True, check=True
    ).stdout
    rows = told.splitlines()[2:]
    assert rows
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows), told
    assert b"pdfaid:part>2" in (whole / "report.pdf").read_bytes()


def test_the_page_runs_nothing_and_fetches_nothing(whole):
    page = (whole / "report.html").read_text()
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "alert(1)" in page
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:|//)", page)
    assert "&lt;b&gt;Borealia Mail&lt;/b&gt;" in page


def test_both_are_the_same_bytes_each_time(whole):
    """The report of a bundle made again from what lies in it, at the same moment."""
    listing = parse_head((whole / "bundle.json").read_bytes())
    with Spools(None) as spools, Beneath(whole) as beneath, Beneath(whole / "bag") as inside:
        for _ in range(2):
            bag = hash_bag(whole / "bag", spools.new(), lambda done, total: None)
            files = BundleFiles(whole, beneath)
            contents = ContentsChecks(files, inside, bag, (), None, listing.exported)
            contents.run()
            algorithms = ("p256", "mldsa65")
            signed = SignedFile("bundle.json", listing.authority, listing.exported, algorithms)
            report = Report(
                contents,
                bag,
                listing.authority,
                listing.officer,
                listing.reason,
                listing.exported,
                signed,
            )
            for name, data in report_files(report).items():
                assert data == (whole / name).read_bytes(), name


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
    pdf = to_pdf(one, AT)
    assert pdf.startswith(b"%PDF")
    assert to_html(one)
    if text.startswith("#set"):
        assert "#set page" in words_of(pdf, tmp_path)


def test_what_no_font_has_is_printed_by_its_code(monkeypatch, tmp_path):
    monkeypatch.setattr("rogatory.node.bundle.report.pdf.NOTO", ())
    text = words_of(to_pdf(document("日本 is Japan"), AT), tmp_path)
    assert "\\u{65e5}\\u{672c} is Japan" in text


def test_what_is_unseen_or_reorders_is_shown():
    assert shown_text("invoice\u202efdp.exe") == "invoice\\u{202e}fdp.exe"
    assert shown_text("a\u200bb\x00") == "a\\u{200b}b\\u{0000}"
    assert shown_text("م\u200cی\nنو") == "م\u200cی\nنو"


def fixed_texts():
    """Every text that the report's modules, and the checks it tells of, mark for translation."""
    node = Path(names.__file__).parents[1]
    sources = [*(node / "bundle").rglob("*.py"), node / "workstation" / "journal_checks.py"]
    for path in sources:
        for found in ast.walk(ast.parse(path.read_text())):
            if isinstance(found, ast.Call) and getattr(found.func, "id", "") == "N_":
                yield ast.literal_eval(found.args[0])


def test_french_has_every_fixed_text_with_its_fields():
    say = translator("fr")
    assert not [text for text in fixed_texts() if text not in FRENCH]
    for text in fixed_texts():
        fields = [set(re.findall(r"\{(\w+)\}", each)) for each in (text, say(text))]
        assert fields[0] == fields[1], text


@pytest.mark.judge
def test_a_french_bundle_holds_as_well(case, tmp_path):
    bundled(case, tmp_path / "fr", language="fr", translate=translator("fr"))
    found = verify_bundle(tmp_path / "fr", trusted=None, now=AT)
    assert found.outcome == "holds"
    text = re.sub(r"\s+", " ", words_of((tmp_path / "fr" / "report.pdf").read_bytes(), tmp_path))
    assert "Qui a manié les preuves" in text
    assert "Borealie" in text or "Boréalie" in text
    assert '<html lang="fr">' in (tmp_path / "fr" / "report.html").read_text()
