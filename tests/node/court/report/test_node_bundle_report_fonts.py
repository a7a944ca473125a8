# SPDX-License-Identifier: Apache-2.0
"""Fonts for other scripts: found by name, few of them, and never missed in silence."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from casts.court.bundle_case import bundled
from rogatory.errors import Refused
from rogatory.node.court.report.write import RequestedReports
from rogatory.node.printing.blocks import Document, DocumentSection, Paragraph
from rogatory.node.printing.fonts import folders, fonts_for
from rogatory.node.printing.pdf import need_fonts, to_pdf
from rogatory.node.workstation.journals.folders import bag_journal, journal_files

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def place_with(folder, *names):
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(name.encode())
    return folder


def names_of(fonts):
    return [one.path.name for one in fonts]


def test_one_script_takes_the_files_of_one_family(tmp_path):
    first = place_with(tmp_path / "a", "NotoSansArabic[wght].ttf", "NotoSansCJK-VF.otf.ttc")
    second = place_with(
        tmp_path / "b", "Amiri-Bold.ttf", "Amiri-Regular.ttf", "NotoSansCJK-Regular.ttc", "More.ttf"
    )
    found = fonts_for("\u0627\u4e2d", (first, second))
    assert names_of(found) == ["Amiri-Regular.ttf", "Amiri-Bold.ttf", "NotoSansCJK-VF.otf.ttc"]
    assert names_of(fonts_for("\u0627", (first,))) == ["NotoSansArabic[wght].ttf"]
    assert fonts_for("abc\u0416", (first, second)) == ()


def test_another_script_is_found_by_the_name_of_its_letters(tmp_path):
    place = place_with(tmp_path / "a", "NotoSansThai-Regular.ttf", "NotoSansHebrew[wght].ttf")
    assert names_of(fonts_for("\u0e01\u05d0", (place,))) == [
        "NotoSansHebrew[wght].ttf",
        "NotoSansThai-Regular.ttf",
    ]


def test_folders_that_are_not_there_are_left_out(tmp_path):
    assert folders([str(tmp_path), "/nonexistent"], packages=False) == (tmp_path,)


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_a_language_without_a_font_is_refused_by_name(language):
    with pytest.raises(Refused) as refused:
        need_fonts(language, ())
    assert refused.value.codes == ("bundle-report-font",)
    assert "fonts-noto-cjk" in str(refused.value)
    assert need_fonts("ru", ()) == ()


def test_an_export_without_fonts_is_refused_before_it_is_recorded(case, tmp_path):
    before = journal_files(bag_journal(case.bag.absolute()))
    with pytest.raises(Refused) as refused:
        bundled(case, tmp_path / "out", reports=RequestedReports(("en", "ar"), places=()))
    assert refused.value.codes == ("bundle-report-font",)
    assert journal_files(bag_journal(case.bag.absolute())) == before
    assert list(tmp_path.iterdir()) == []


def test_html_alone_needs_no_fonts(case, whole, tmp_path):
    bundled(case, tmp_path / "out", reports=RequestedReports(("ar", "zh"), pdf=False, places=()))
    found = sorted(path.name for path in (tmp_path / "out").glob("report.*"))
    assert found == ["report.ar.html", "report.json", "report.zh.html"]
    assert b'"typst":null' in (tmp_path / "out" / "report.json").read_bytes()


def document(text, language="en"):
    section = DocumentSection("One", (Paragraph(text),))
    return Document(language, "Report", "About", "Footer", (section,), language == "ar")


def test_without_fonts_the_latin_and_cyrillic_reports_are_printed():
    for language in ("en", "fr", "es", "ru"):
        printed = to_pdf(document("Электронные доказательства", language), AT, ())
        assert printed.data.startswith(b"%PDF")
        assert printed.fonts == ()


@pytest.mark.judge
def test_only_what_a_report_needs_is_loaded():
    places = folders()
    arabic = to_pdf(document("الأدلة", "ar"), AT, places)
    mixed = to_pdf(document("证据 in a title"), AT, places)
    assert len(arabic.fonts) <= 2
    assert len(mixed.fonts) <= 2
    assert all(isinstance(one.path, Path) and len(one.sha256) == 64 for one in mixed.fonts)
