# SPDX-License-Identifier: Apache-2.0
"""The report in six languages: every fixed text translated, and made again byte for byte."""

import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from casts.court.bundle_case import AT, bundled
from rogatory.errors import Refused
from rogatory.node.court.report import catalogues
from rogatory.node.court.report.languages import words_in
from rogatory.node.court.report.made_with import parse_made_with
from rogatory.node.court.report.remake import remake_reports
from rogatory.node.court.report.write import RequestedReports
from rogatory.node.court.verify import verify_bundle
from rogatory.node.printing.languages import LANGUAGES
from rogatory.wire.words import N_, FilledText, TextsInTurn


@pytest.fixture(scope="module")
def polyglot(case, tmp_path_factory):
    """A bundle with a report in each language."""
    place = tmp_path_factory.mktemp("polyglot") / "bundle"
    bundled(case, place, reports=RequestedReports(LANGUAGES))
    return place


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_every_fixed_text_is_translated_with_its_placeholders(language):
    assert catalogues.CATALOGUES.problems(language) == []
    assert not catalogues.CATALOGUES.is_stale(language)


def test_what_is_shown_is_found_and_not_listed():
    found = catalogues.sources()
    for text in (
        "Report on electronic evidence",  # the report's own
        "The seal is stamped with a time",  # a check's name
        "the timestamp is pending",  # a remark of a check in another package
        "{count} events",  # a remark with a number
        "The package was opened",  # an act of custody
        "Request for assistance in accessing stored data",  # a kind of message
    ):
        assert text in found, text


def test_a_catalogue_that_lost_a_text_or_a_placeholder_is_reported(tmp_path):
    for file in catalogues.LOCALE.iterdir():
        shutil.copy(file, tmp_path)
    changed = replace(catalogues.CATALOGUES, locale=tmp_path)
    spanish = tmp_path / "es.po"
    text = spanish.read_text().replace('"El paquete está firmado"', '""')
    spanish.write_text(text.replace("correspondencia {thread}", "correspondencia {threat}"))
    assert set(changed.problems("es")) >= {
        "not translated: The package is signed",
        "other placeholders: correspondencia {threat}",
    }
    assert changed.is_stale("es")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["1 file", "2 files", "21 files"]),
        ("fr", ["1 fichier", "2 fichiers", "21 fichiers"]),
        ("ru", ["1 файл", "2 файла", "21 файл"]),
        ("ar", ["ملف واحد", "ملفان", "21 ملفًا"]),
        ("zh", ["1个文件", "2个文件", "21个文件"]),
    ],
)
def test_numbers_go_with_their_words(language, expected):
    words = words_in(language)
    assert [
        words.rendered(FilledText("{count} files", count=count)) for count in (1, 2, 21)
    ] == expected


def test_a_remark_is_rendered_with_the_sentences_inside_it():
    inner = FilledText(N_("{count} events"), count=3)
    outer = FilledText(
        N_("{events}; those of {names} could not be judged: the certificates are not known"),
        events=inner,
        names="xm/police",
    )
    text = words_in("fr").rendered(TextsInTurn.of([outer, "xb/central-authority"]))
    assert text.startswith(
        "3 actes\xa0; ceux des autorités suivantes n’ont pu être jugés\xa0: xm/police"
    )
    assert text.endswith("xb/central-authority")


@pytest.mark.judge
def test_each_language_comes_out_of_the_bundle_byte_for_byte(polyglot):
    made = remake_reports(polyglot, RequestedReports(LANGUAGES))
    assert len(made.same) == 2 * len(LANGUAGES)
    assert all(made.same.values()), made.same
    assert made.differences == []
    known = parse_made_with((polyglot / "report.json").read_bytes())
    assert known == made.reports.made
    assert known.languages == LANGUAGES


@pytest.mark.judge
def test_such_a_bundle_holds(polyglot):
    assert verify_bundle(polyglot, trusted=None, now=AT).outcome == "holds"


def test_a_bundle_that_does_not_hold_gets_no_report(bundle):
    (bundle / "bag" / "data" / "mail-0.eml").write_bytes(b"another mail")
    with pytest.raises(Refused) as refused:
        remake_reports(bundle, RequestedReports(("en",), pdf=False))
    assert "mail-0.eml" in str(refused.value)


def test_other_parts_are_named(polyglot):
    made = remake_reports(polyglot, RequestedReports(("zh",)))
    before = replace(made.before, program="9.9", typst="0.1", fonts={})
    differences = replace(made, before=before).differences
    assert differences[:2] == [
        "rogatory 9.9, here 0.1.0",
        f"typst 0.1, here {made.reports.made.typst}",
    ]
    assert differences[2].startswith("the font ")


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b'{"fonts":[],"languages":["en"],"pdf":true,"program":"1","typst":null,"version":1}',
        b'{"fonts":[],"languages":[1],"pdf":false,"program":"1","typst":null,"version":1}',
        b'{"fonts":[{}],"languages":["en"],"pdf":false,"program":"1","typst":null,"version":1}',
        b'{"fonts":[],"languages":["en"],"pdf":false,"program":"1","typst":null,"version":2}',
    ],
)
def test_another_report_json_is_refused(data):
    with pytest.raises(Refused):
        parse_made_with(data)


class _Texts(HTMLParser):
    """The texts of a page outside what others wrote, digests and commands."""

    def __init__(self):
        super().__init__()
        self.own, self._open = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in {"meta", "link", "br", "col", "line", "circle", "polygon"}:
            self._open.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data):
        foreign = any("lang" in a and t != "html" for t, a in self._open)
        quiet = any(t in {"style", "code", "pre"} for t, _ in self._open)
        if data.strip() and not foreign and not quiet:
            self.own.append(data.strip())


REASON = "Order 12/2026 of the District Court of Arcadia"
"""The exporting officer's own words, which stay in their language wherever they are shown."""


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_no_english_is_left_but_what_others_wrote(polyglot, language):
    parser = _Texts()
    parser.feed((polyglot / f"report.{language}.html").read_text())
    english = {text for text in catalogues.sources() if len(text) > 12 and "{" not in text}
    translations = {text: words_in(language)(text) for text in english}
    left = [text for text in parser.own if translations.get(text, text) != text]
    assert left == []
    joined = " ".join(parser.own)
    for words in ("The investigation named in the request", REASON):
        joined = joined.replace(words, "")
    found = re.search(r".{60}\b(the|of the|which|signed|officer)\b.{60}", joined)
    assert not found, found


def test_arabic_runs_from_right_to_left_and_digests_do_not(polyglot):
    page = (polyglot / "report.ar.html").read_text()
    assert '<html lang="ar" dir="rtl">' in page
    assert "direction: ltr; unicode-bidi: isolate" in page
    assert 'text-anchor="start" direction="rtl"' in page
    assert '<bdi lang="en">' in page


@pytest.mark.judge
@pytest.mark.parametrize(
    ("language", "wanted"),
    [("fr", "Qui a manié les preuves"), ("ru", "Кто имел дело"), ("zh", "证据经手情况")],
)
def test_the_pdf_speaks_the_language(polyglot, language, wanted):
    place = polyglot / f"report.{language}.pdf"
    done = subprocess.run(["pdftotext", "-layout", place, "-"], capture_output=True, check=True)
    assert wanted in done.stdout.decode()
    assert b"pdfaid:part>2" in place.read_bytes()


@pytest.mark.judge
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_pdf_is_in_the_margin(polyglot, language):
    """Digests are words without a place to break, and each font sets them as wide as it likes."""
    place = polyglot / f"report.{language}.pdf"
    done = subprocess.run(["pdftotext", "-bbox", place, "-"], capture_output=True, check=True)
    words = re.findall(r'xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)"', done.stdout.decode())
    assert len(words) > 500
    margin, width = 20 / 25.4 * 72, 210 / 25.4 * 72
    outside = [
        (x1, x2) for x1, x2 in words if float(x1) < margin - 1 or float(x2) > width - margin + 1
    ]
    assert outside == []


@pytest.mark.judge
def test_the_arabic_pdf_is_shaped_and_has_its_fonts_inside(polyglot):
    place = polyglot / "report.ar.pdf"
    output = subprocess.run(["pdffonts", place], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Amiri|NotoNaskhArabic|NotoSansArabic", output)
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in output.splitlines()[2:])
    text = subprocess.run(["pdftotext", place, "-"], capture_output=True, check=True).stdout
    assert "سلسلة" in text.decode() or "الأدلة" in text.decode()


@pytest.mark.judge
def test_no_language_writes_into_a_name_where_it_breaks_a_line(polyglot):
    """Spanish repeats the hyphen of a broken word: `xa/central-` and `-authority`."""
    place = polyglot / "report.es.pdf"
    done = subprocess.run(["pdftotext", place, "-"], capture_output=True, check=True)
    assert "central-" in done.stdout.decode()
    assert not re.search(r"-\s+-authority", done.stdout.decode())
