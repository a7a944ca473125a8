# SPDX-License-Identifier: Apache-2.0
"""A letter as printed pages, which poppler reads: where a page ends, what stays together, which way numbers run."""

import html
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest

from casts.node.letters import AT, bodies, body_lines, values
from rogatory.node.letters import dates
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.values import LetterParty, LetterRole
from rogatory.node.letters.write import letter_document
from rogatory.node.printing.blocks import DocumentSection, LabelledText, Point, Wording
from rogatory.node.printing.html import to_html
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.printing.pdf import to_pdf
from rogatory.node.printing.shown_text import isolated
from rogatory.requests.envelope import Attachment
from rogatory.wire.digests import sha256
from rogatory.wire.spoken_digest import spoken

pytestmark = [
    pytest.mark.judge,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here"),
]

_WORD = re.compile(
    r'<page width="[\d.]+" height="(?P<height>[\d.]+)">'
    r'|<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)
A4 = 841.8
"""Points from the top of a page to its bottom."""


class PrintedWord(NamedTuple):
    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float


def read(document, folder, *options):
    """The text of a document's PDF, as poppler reads it."""
    made = folder / "letter.pdf"
    made.write_bytes(to_pdf(document, AT).data)
    return subprocess.run(
        ["pdftotext", *options, made, "-"], capture_output=True, text=True, check=True
    ).stdout


def printed_words(document, folder):
    """The words of a document's PDF with their places."""
    found, page = [], 0
    for match in _WORD.finditer(read(document, folder, "-bbox")):
        if match["height"]:
            page += 1
        else:
            left, top, right, bottom, text = match.groups()[1:]
            text = re.sub("[\u2066-\u2069\u202a-\u202e]", "", html.unescape(text))
            found.append(PrintedWord(text, page, *map(float, (left, top, right, bottom))))
    return found


def pages(document, folder):
    """The lines of each page, without its footer."""
    text = read(document, folder, "-layout")
    whole = [[line for line in page.split("\n") if line.strip()] for page in text.split("\f")]
    return [page[:-1] for page in whole if page]


def with_points(language, entries):
    """A letter with these entries as its paragraphs."""
    letter = letter_document(values(), language)
    points = [Point(str(n), f"Paragraph {n}", "", tuple(one)) for n, one in enumerate(entries, 1)]
    return replace(letter, sections=(DocumentSection("", tuple(points)), letter.sections[-1]))


def enclosures(count):
    return tuple(
        Attachment(
            name=f"Begin{n} of an order of the district court, as a certified copy, End{n}.pdf",
            media_type="application/pdf",
            size=1000 + n,
            sha256=sha256(str(n).encode()),
        )
        for n in range(1, count + 1)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_of_an_item_is_beside_its_text(language, tmp_path):
    document = letter_document(values(), language)
    label = "\N{FULLWIDTH LEFT PARENTHESIS}1\N{FULLWIDTH RIGHT PARENTHESIS}"
    label = label if language == "zh" else "(1)"
    assert f'item"><div class=label>{label}</div>' in to_html(document).decode()
    if language == "ar":
        return  # poppler puts words of both directions together
    words = printed_words(document, tmp_path)
    number = next(one for one in words if label in one.text)
    line = [one for one in words if one.page == number.page and abs(one.top - number.top) < 6]
    gap = min(
        max(one.left - number.right, number.left - one.right) for one in line if one != number
    )
    assert label != number.text or gap < 24


@pytest.mark.parametrize("manner", [LetterRole.DRAFT, LetterRole.UNFINISHED, LetterRole.TRANSCRIPT])
def test_what_nobody_signs_runs_over_as_many_pages_as_it_needs(manner, tmp_path):
    body = bodies.preservation(facts="\n".join(f"Line{n} of the facts." for n in range(150)))
    document = letter_document(values(body=body, manner=manner, signed=None), "en")
    words = [one for one in printed_words(document, tmp_path) if one.text.startswith("Line")]
    assert [one.text for one in words] == [f"Line{n}" for n in range(150)]
    assert all(one.bottom < A4 - 50 for one in words)
    assert {one.page for one in words} == {1, 2, 3}


def test_a_mark_and_an_introduction_are_on_the_page_of_their_text(tmp_path):
    entries = [
        [
            LabelledText("", (Wording("The reason is the following:"),)),
            LabelledText("", (Wording("Text. " * (n % 5 * 20 + 1), "en", "MARK"),), 1),
        ]
        for n in range(100)
    ]
    found = pages(with_points("fr", entries), tmp_path)[:-1]
    assert len(found) > 8
    assert not [page[0] for page in found if "MARK" in page[0]]
    assert not [page[-1] for page in found if "following:" in page[-1]]


def test_a_heading_among_particulars_is_on_the_page_of_what_it_heads(tmp_path):
    rows = [
        row
        for n in range(1, 121)
        for row in (
            LabelledText(f"HEADING {n}", (Wording(""),)),
            *[LabelledText("address", (Wording(f"{n}@mail.example"),), 1)] * (n % 4 + 1),
        )
    ]
    found = pages(with_points("en", [rows]), tmp_path)[:-1]
    assert len(found) > 5
    assert not [page[-1] for page in found if "HEADING" in page[-1]]


def test_enclosures_are_listed_below_the_signature_and_no_name_is_on_two_pages(tmp_path):
    document = letter_document(values(attachments=enclosures(45)), "en")
    words = printed_words(document, tmp_path)
    signed = next(one for one in words if one.text == "electronically;")
    for n in range(1, 46):
        begin, end = (
            [one for one in words if re.match(rf"{text}{n}\b", one.text)]
            for text in ("Begin", "End")
        )
        assert [one.page for one in begin] == [one.page for one in end]
        (listed, *_), (listed_end, *_) = begin, end
        assert (listed.page, listed.top) > (signed.page, signed.top)
        assert listed.top == listed_end.top
        assert all(one.bottom < A4 - 50 for one in (*begin, *end))
    assert len({one.page for one in words if re.match(r"Begin\d", one.text)}) > 3


def test_the_name_of_an_enclosure_is_no_markup_and_keeps_its_direction(tmp_path):
    hostile = replace(enclosures(1)[0], name="#eval(1) <b>\u202ename.pdf")
    document = letter_document(values(attachments=(hostile,)), "ar")
    assert "\\u{202e}" in read(document, tmp_path)
    assert "<b>" not in to_html(document).decode()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru"])
def test_a_date_is_on_one_line(language, tmp_path):
    first = bodies.DATA[0]
    data = [
        first
        | {"period": {"from": f"2026-10-{n:02}T00:00:00Z", "until": f"2026-11-{n:02}T00:00:00Z"}}
        for n in range(1, 31)
    ]
    letter = letter_document(values(body=bodies.preservation(data=data)), language)
    text = read(letter, tmp_path, "-layout")
    for n in range(1, 31):
        assert dates.day(date(2026, 11, n), words_in(language)) in text


def test_numbers_and_an_address_run_from_left_to_right_in_arabic(tmp_path):
    away = LetterParty({"en": "Ministry"}, "XT", {"en": "Thalassia"}, "", ("12 Harbour Street",))
    given = values(addressee=away, body=bodies.preservation())
    document = letter_document(given, "ar")
    words = printed_words(document, tmp_path)
    prefix, line = (next(one for one in words if text in one.text) for text in ("999", "5550100"))
    assert "+999" in prefix.text
    assert prefix == line or prefix.left < line.left
    first, street = (next(one for one in words if one.text == text) for text in ("12", "Harbour"))
    assert first.top == street.top
    assert first.left < street.left
    groups = [
        next(one for one in words if one.text == text)
        for text in spoken(given.signed.digest).split()
    ]
    assert [one.left for one in groups] == sorted(one.left for one in groups)


@pytest.mark.parametrize(
    ("text", "is_isolated"),
    [
        ("+999 1 5550100", True),
        ("+999", True),
        ("12 (3)", True),
        ("XA-7", True),
        ("2026", False),
        ("2026-11-24", False),
        ("03:05", False),
        ("192.0.2.17", False),
        ("\u0627\u0644\u0645\u0627\u062f\u0629 42 1", False),
        ("\N{EN DASH}", False),
    ],
)
def test_figures_are_isolated_in_arabic_where_they_would_be_put_in_another_order(text, is_isolated):
    assert (isolated(text, right_to_left=True) != text) == is_isolated
    assert isolated(text, right_to_left=False) == (
        text if "\u0627" not in text else f"\u2068{text}\u2069"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drill_is_called_as_the_glossary_calls_it(language):
    """An exercise is a trainer's case: a contact point is not to take a drill for one."""
    lines = body_lines(letter_document(values("drill", bodies.one_of_each()["drill"]), language))
    words = {
        "en": "drill", "fr": "exercice d’alerte", "es": "simulacro", "ru": "учебная тревога",
        "ar": "تمرين", "zh": "演练",
    }  # fmt: skip
    assert words[language] in lines[0].lower()
