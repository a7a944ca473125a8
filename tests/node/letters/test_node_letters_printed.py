# SPDX-License-Identifier: Apache-2.0
"""A letter: what it says in each language, what it leaves as written, and that it stays the same."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import takewhile

import pytest

from casts.node import letters as cast
from casts.node.letters import AT, answer, bodies, party, values
from rogatory.errors import Refused
from rogatory.exercises import case
from rogatory.exercises.cast import STATES
from rogatory.node.letters import catalogues, dates
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.titles import title_of
from rogatory.node.letters.values import LetterBasis, LetterRole, Wordings
from rogatory.node.letters.write import letter_document, letter_of_values
from rogatory.node.printing.blocks import Box, FactTable, Paragraph, Point, Signing
from rogatory.node.printing.catalogue_words import TRANSLATED
from rogatory.node.printing.languages import LANGUAGES
from rogatory.requests.contents import labels
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.spoken_digest import spoken


def texts(document):
    """All texts of a letter, as one."""
    head = document.letterhead
    found = [document.title, document.subtitle, head.state, head.authority, head.warning]
    found += [*head.details, *head.addressee]
    found += [part for row in head.references for part in row[:2]]
    for section in document.sections:
        found.append(section.title)
        for block in section.blocks:
            if isinstance(block, Point):
                found += [block.title, block.reference]
                for entry in block.entries:
                    found += [entry.label, *(t for one in entry.wordings for t in one)]
            elif isinstance(block, FactTable):
                found += [part for row in block.rows for part in row[:2]]
            elif isinstance(block, Box):
                found += [block.text, block.code]
            elif isinstance(block, Paragraph):
                found.append(block.text)
            elif isinstance(block, Signing):
                found += block.labels
    return "\n".join(found)


def body_of(document):
    """The sections before the first annex."""
    return tuple(takewhile(lambda section: not section.is_annex, document.sections))


def points(document):
    """The numbered paragraphs of the letter itself."""
    return [
        block
        for section in body_of(document)
        for block in section.blocks
        if isinstance(block, Point)
    ]


def rows(document):
    return [
        row
        for section in document.sections
        for block in section.blocks
        if isinstance(block, FactTable)
        for row in block.rows
    ]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_of_letters_is_translated(language):
    assert catalogues.CATALOGUES.problems(language) == []
    assert not catalogues.CATALOGUES.is_stale(language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_prints_in_every_language_with_all_that_its_body_says(kind, language):
    body = bodies.one_of_each()[kind]
    page_text = texts(letter_document(values(kind, body), language))
    assert words_in(language)(title_of(kind)) in page_text
    for text in _written(body):
        assert text in page_text


def _written(value):
    """Every text in a body with a blank in it: what people write."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in _written(one)]
    return [value] if isinstance(value, str) and " " in value else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_names_states_and_authorities_in_its_language(language):
    head = letter_document(values(), language).letterhead
    assert head.state == STATES["XA"].names[language]
    assert head.addressee[:2] == (
        cast.CONTACT_POINT.names[language],
        STATES["XB"].names[language],
    )


def test_paragraphs_are_numbered_and_an_annex_cites_the_article_of_each():
    document = letter_document(values(), "en")
    body = points(document)
    assert [one.number for one in body] == [str(n + 1) for n in range(len(body))]
    assert {one.reference for one in body} == {""}
    cited = {row.label: row.value for row in rows(document)}
    assert cited["2. Facts"] == "article 42, paragraph 3 (b)"
    assert cited["9. Confidentiality"] == "article 42, paragraph 3 (g)"
    assert not any("Urgency" in label for label in cited if label[0].isdigit())


@pytest.mark.law_line(1)
@pytest.mark.parametrize("instrument", ["ets-185", "untoc", "comity", "arab-it-2010"])
def test_the_convention_is_not_cited_where_the_letter_rests_on_another_instrument(instrument):
    body = case.preservation(AT, instrument)
    document = letter_document(values(body=body, basis=LetterBasis(instrument, ("1",))), "en")
    assert "United Nations Convention against Cybercrime" not in texts(document)
    assert "article 42" not in texts(document)
    is_budapest = instrument == "ets-185"
    assert ("article 29, paragraph 2 (b)" in texts(document)) == is_budapest


def test_an_answer_without_a_basis_of_its_own_rests_on_what_the_thread_rests_on():
    text = texts(letter_document(answer(), "en"))
    assert "article 42, paragraph 8" in text
    assert "Your reference" in text
    assert case.CASE_NUMBER in text
    assert (
        "“Request for the expedited preservation of stored electronic data” of 24 November 2026"
        in text
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "English, not translated"),
        ("fr", "anglais, non traduit"),
        ("zh", "英文，未翻译"),
    ],
)
def test_what_people_wrote_stays_as_written_and_says_its_language(language, expected):
    marks = {
        wording.mark
        for one in points(letter_document(values(), language))
        for entry in one.entries
        for wording in entry.wordings
        if wording.text == case.FACTS
    }
    assert marks == ({expected} if language != "en" else {""})


def test_what_no_translation_changes_has_no_mark():
    wordings = [
        wording
        for one in points(letter_document(values(), "fr"))
        for entry in one.entries
        for wording in entry.wordings
    ]
    found = [one for one in wordings if case.CASE_NUMBER in one.text]
    assert len(found) == 1
    assert f"{case.CASE_NUMBER} [" not in found[0].text
    assert found[0].mark == ""


@pytest.mark.parametrize(
    ("proceedings", "is_marked"),
    [
        ("AR-2026-0417", False),
        ("B 12/2026", False),
        ("Case 12/2026", True),
        ("FRAUD", True),
        ("Proceeding against a second seller", True),
    ],
)
def test_a_file_number_needs_no_translation_and_has_no_mark(proceedings, is_marked):
    body = {**bodies.one_of_each()["exculpatory_notice"], "proceedings": proceedings}
    marks = {
        wording.mark
        for one in points(letter_document(values("exculpatory_notice", body), "fr"))
        for entry in one.entries
        for wording in entry.wordings
        if wording.text == proceedings
    }
    assert marks == ({"anglais, non traduit"} if is_marked else {""})


def test_what_is_not_translated_is_marked_once_at_its_place():
    """A long text below itself, a few words of a person within our sentence in brackets."""
    printed = texts(letter_document(values(), "fr"))
    assert printed.count(case.FACTS) == 1
    assert f"{case.OFFENCE['title']} [anglais, non traduit]" in printed
    assert f"{case.PROVIDER} [" not in printed


@pytest.mark.law_line(15)
def test_a_translation_is_beside_its_original_and_both_are_marked():
    french = Wordings(
        "fr", {"/facts": "Les faits."}, "sworn", "xa/contact-point", "xa-0001", AT, "ab" * 32
    )
    document = letter_document(values(translations=(french,)), "fr")
    facts = next(one for one in points(document) if one.title == "Faits")
    original, translated = facts.entries[0].wordings
    assert (original.text, original.mark) == (case.FACTS, "Original, anglais")
    assert (translated.text, translated.mark) == ("Les faits.", "Traduction, français")
    assert "traducteur assermenté" in texts(document)
    other = letter_document(values(translations=(french,)), "es")
    assert "Les faits." not in texts(other)


def test_of_two_translations_the_newer_is_printed():
    made = [
        Wordings("fr", {"/facts": text}, "staff", "xa/contact-point", "xa-0001", at, "ab" * 32)
        for text, at in (("Nouveau.", AT), ("Ancien.", AT.replace(year=2025)))
    ]
    page_text = texts(letter_document(values(translations=tuple(made)), "fr"))
    assert "Nouveau." in page_text
    assert "Ancien." not in page_text


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "4 February 2026", "4 February 2026 at 03:05 UTC"),
        ("fr", "4 février 2026", "4 février 2026 à 03:05 UTC"),
        ("es", "4 de febrero de 2026", "4 de febrero de 2026 a las 03:05 UTC"),
        ("ru", "4 февраля 2026 года", "4 февраля 2026 года в 03:05 UTC"),
        ("zh", "2026年2月4日", "2026年2月4日 03:05（UTC）"),
        ("ar", "4 شباط/فبراير 2026", "4 شباط/فبراير 2026، الساعة 03:05 بالتوقيت العالمي المنسق"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(language, day, moment):
    at, words = datetime(2026, 2, 4, 3, 5, tzinfo=UTC), words_in(language)
    assert dates.day(at.date(), words) == day
    assert dates.moment(at, words) == moment


def test_the_first_of_a_month_has_its_ordinal_in_french():
    assert dates.day(date(2026, 10, 1), words_in("fr")) == "1er octobre 2026"
    assert dates.day(date(2026, 10, 1), words_in("es")) == "1 de octubre de 2026"
    assert dates.day(date(2026, 10, 11), words_in("fr")) == "11 octobre 2026"


def test_words_of_the_report_have_the_signs_of_french_print_in_a_letter():
    words = words_in("fr")
    for text in (*labels.FIELDS.values(), *labels.VALUES.values()):
        assert "'" not in words(text)
        assert re.search(r"[^\u00a0\u202f\d][:;!?»](?:\s|$)", words(text)) is None


def test_numbers_are_grouped_as_the_language_groups_them():
    assert dates.number(1_234_567, words_in("en")) == "1,234,567"
    assert dates.number(1_234_567, words_in("fr")) == "1\u00a0234\u00a0567"
    assert dates.number(2026, words_in("fr")) == "2026"


@pytest.mark.law_line(16)
def test_the_end_says_how_to_check_the_signature_by_eye_and_by_telephone():
    found = values()
    text = texts(letter_document(found, "en"))
    digest = found.signed.digest
    assert " ".join(digest[n : n + 4] for n in range(0, 64, 4)) in text
    assert spoken(digest) in text
    assert "ECDSA, ML-DSA-65" in text
    assert "xa-0002" in text


def test_a_draft_says_so_on_top_and_has_no_closing():
    document = letter_document(values(manner=LetterRole.DRAFT, signed=None), "en")
    assert document.letterhead.warning == "DRAFT, NOT SIGNED"
    text = texts(document)
    assert "assurances of its highest consideration" not in text
    assert "asked to approve" in text


def test_a_letter_on_paper_has_places_to_sign_and_none_to_check_a_signature():
    document = letter_document(values(manner=LetterRole.PAPER, signed=None), "en")
    assert any(isinstance(block, Signing) for one in document.sections for block in one.blocks)
    assert "openssl" not in texts(document)
    assert "it is not a signature" in texts(document)


def test_a_referral_names_who_asked_and_asks_for_execution_under_domestic_law():
    found = values(
        manner=LetterRole.REFERRAL,
        signed=None,
        sender=party("XB", cast.CENTRAL_AUTHORITY),
        addressee=replace(party("XB"), id="", names={"en": "Public Prosecutor of Borealia"}),
        origin=party("XA"),
        remarks=("Please act before the end of the month.",),
    )
    text = texts(letter_document(found, "en"))
    assert "Public Prosecutor of Borealia" in text
    assert "24/7 contact point, Arcadia" in text
    assert "under domestic law" in text
    assert "Please act before the end of the month." in text
    assert "compliments" not in text


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_same_values_give_the_same_bytes(language):
    first, second = (letter_of_values(values(), language) for _ in range(2))
    assert first.html == second.html
    assert first.pdf == second.pdf
    assert first.pdf.startswith(b"%PDF-")


def test_a_language_without_a_font_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        letter_of_values(values(), "zh", places=(tmp_path,))
    assert refused.value.codes == ("bundle-report-font",)
    assert letter_of_values(values(), "zh", places=(tmp_path,), pdf=False).pdf is None


@pytest.mark.judge
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here")
def test_the_pdf_can_be_read_by_others_and_counts_its_pages(tmp_path):
    made = tmp_path / "letter.pdf"
    made.write_bytes(letter_of_values(values(), "fr").pdf)
    output = subprocess.run(
        ["pdftotext", "-layout", made, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Demande de conservation rapide de données électroniques stockées" in " ".join(
        output.split()
    )
    assert re.search(r"1 ?/ ?\d", output)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_what_people_wrote_is_never_markup_and_runs_its_own_way():
    body = {**case.preservation(AT, "un-cybercrime"), "facts": "<script>alert(1)</script> \u202e"}
    page = letter_of_values(values(body=body), "ar", pdf=False).html.decode()
    tags = Tags()
    tags.feed(page)
    names = {name for name, _ in tags.found}
    assert "script" not in names
    assert ("html", {"lang": "ar", "dir": "rtl"}) in tags.found
    assert any(a.get("lang") == "en" and a.get("dir") == "ltr" for n, a in tags.found if n == "bdi")
    assert "\u202e" not in page
    assert "\\u{202e}" in page


def test_an_instrument_that_only_the_data_name_is_printed_by_their_title():
    body = case.preservation(AT, "xa-xb-2019")
    found = values(
        body=body,
        basis=LetterBasis("xa-xb-2019", ("3",)),
        instruments={"xa-xb-2019": "Treaty of 2019"},
    )
    assert "Treaty of 2019" in texts(letter_document(found, "fr"))
