# SPDX-License-Identifier: Apache-2.0
"""The verification sheet on paper: every line by its name in six languages, and no official wording of ours."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rogatory.bootstrap.settings.page_words import page_words
from rogatory.errors import Refused
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.verification_sheet import (
    INSTRUCTIONS,
    MOST_PRINTED,
    SheetPlace,
    sheet_document,
    written_sheet,
)
from rogatory.node.printing.blanks import FillIn
from rogatory.node.printing.languages import LANGUAGES
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.rows import written
from rogatory.treaty.verification.sheet import lines_to_read

LAW = packaged_law("world")
LINES = lines_to_read(LAW)
PLACE = SheetPlace(LAW, datetime(2026, 11, 30, 9, tzinfo=UTC))

A_WORD = re.compile(r"[a-z]{4,}")
KEPT = re.compile(
    r"[a-z0-9]+(?:[-_][a-z0-9]+)+|REF|Harare|scheme|Malabo|Directive|Regulation|treaty"
)
"""Identifiers, and how instruments are referred to."""


def entries(document):
    return [
        one for section in document.sections for one in section.blocks if isinstance(one, FillIn)
    ]


def the_document(language, lines=LINES):
    return sheet_document(lines, PLACE, words_in(language), page_words(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_in_the_sheet_by_its_name_and_version_and_every_place_is_empty(language):
    found = entries(the_document(language))
    assert [one.code.split() for one in found] == [
        [line.id, line.version]
        for instrument in dict.fromkeys(one.instrument for one in LINES)
        for line in LINES
        if line.instrument == instrument
    ]
    assert [one.number for one in found] == [str(at) for at in range(1, len(LINES) + 1)]
    labels = {blank.label for one in found for row in one.blanks for blank in row}
    assert len(labels) == 4


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_headings_instructions_and_names_of_lines_are_in_the_language(language):
    ours, english = the_document(language), the_document("en")
    assert ours.title != english.title
    for mine, theirs in zip(entries(ours), entries(english), strict=True):
        assert mine.title != theirs.title or mine.title in {"Articles", "Questions", "Instruments"}
        assert set(mine.choices).isdisjoint(theirs.choices)
    words = words_in(language)
    assert [one for one in INSTRUCTIONS if not words.knows(one)] == []


@pytest.mark.parametrize("language", ["ar", "ru", "zh"])
def test_what_a_line_says_is_in_the_language_but_for_identifiers(language):
    left = {
        word
        for one in entries(the_document(language))
        for fact in one.facts
        for word in A_WORD.findall(KEPT.sub("", f"{fact.label} {fact.value}"))
    }
    assert left == set()


def test_a_provision_is_printed_with_its_subject_and_not_by_its_id_alone():
    by_name = {one.code.split()[0]: one for one in entries(the_document("en"))}
    subjects = {
        "provisions/hold#always": "Shortest period for which data are preserved",
        "provisions/path_withheld#always": "Refusal to disclose a path",
        "instruments/un-cybercrime#excluded_offences": "An offence that a State excludes by a "
        "reservation is none of the instrument between the two States.",
    }
    for name, subject in subjects.items():
        assert subject in {fact.value for fact in by_name[name].facts}
    assert all(
        len(one.facts) > 1 for name, one in by_name.items() if name.startswith("provisions/")
    )


def test_a_day_keeps_its_order_in_a_text_from_right_to_left():
    instructions = the_document("ar").sections[0].blocks[1].items
    assert any("\u20682026-11-24\u2069" in one for one in instructions)


def test_what_a_lawyer_wrote_into_the_law_runs_nothing_and_reorders_nothing():
    row = written(next(one for one in LAW.limits if one.id == "conference"))
    row = {**row, "rule": "<script>alert(1)</script>"}
    law = corrected(LAW, [Correction("n", "limits", row, "x", "y", "memory", date(2026, 11, 1), None)])  # fmt: skip
    lines = [one for one in lines_to_read(law) if one.id == "limits/conference"]
    page = written_sheet(lines, SheetPlace(law, PLACE.at), "en", str, pdf=False).html.decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_pdf_is_the_same_bytes_each_time(language):
    lines = lines_to_read(LAW, "eio-2014-41")
    made = [
        written_sheet(lines, PLACE, language, page_words(language), pdf=True).pdf for _ in range(2)
    ]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF-")


def test_more_lines_than_a_document_has_are_refused_before_any_is_laid_out():
    many = [replace(LINES[0], key=str(at)) for at in range(MOST_PRINTED + 1)]
    with pytest.raises(Refused) as caught:
        written_sheet(many, PLACE, "en", str, pdf=True)
    assert caught.value.codes == ("sheet-long",)


def test_a_line_of_many_pages_is_printed_whole():
    """A statement that is higher than a page breaks between pages, and its places to write in follow."""
    long = "A sentence of the law. " * 400
    line = replace(LINES[0], entries=(("title", long), ("note", long)))
    made = written_sheet([line], PLACE, "en", str, pdf=True)
    pages = int(re.search(rb"/Type/Pages/Count (\d+)", made.pdf)[1])
    assert pages > 4
