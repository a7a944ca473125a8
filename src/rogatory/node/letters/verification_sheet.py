# SPDX-License-Identifier: Apache-2.0
"""The verification sheet for paper, in six languages: every line of the law that nobody has seen in its official
text, with places to write in. The official wording is the reader's to bring, so its place is empty.

What is written on it comes back in the table (CSV) of the same lines, each by its name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from rogatory.errors import Refused
from rogatory.node.letters import dates
from rogatory.node.letters import refusals as letter_refusals
from rogatory.node.letters.citations import cited
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.write import WrittenLetter, printable
from rogatory.node.printing.blanks import Blank, FillIn, KnownFact
from rogatory.node.printing.blocks import Document, DocumentSection, Fact, FactTable, Points
from rogatory.node.printing.html import to_html
from rogatory.node.printing.languages import RIGHT_TO_LEFT, DocumentTexts
from rogatory.node.printing.pdf_process import print_apart
from rogatory.node.printing.shown_text import left_to_right
from rogatory.requests.contents import labels
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.law import WORLD, Law, packaged_law
from rogatory.treaty.tables.readings import CONFIRMED, DIFFERS
from rogatory.treaty.tables.row_names import (
    CERTAINTY_NAMES,
    CODE_NAMES,
    FIELD_NAMES,
    SECTION_NAMES,
)
from rogatory.treaty.verification.lines import (
    ALWAYS,
    EXCLUDED_OFFENCES,
    LATER,
    RESERVATIONS,
    UNSETTLED,
    LawLine,
)
from rogatory.wire.canonical import Json
from rogatory.wire.words import N_, Say

MOST_PRINTED = 2_000
"""Lines of one document: a third of them is the Convention, and typst lays out all of a document at once."""

LONGEST_SHEET = 90.0
"""Seconds for the PDF of so many lines on a machine that does other work as well."""

INSTRUCTIONS: Sequence[str] = (
    N_(
        "Read each line beside the official text of its instrument. A translation of your own is not the official text."
    ),
    N_("Tick “confirmed” if the text says what the line says. Tick “differs” if it does not."),
    N_(
        "Copy the official wording that you read, with its article. Its place is empty, because nobody here has that text."
    ),
    N_("Write your name and the day on which you read the text."),
    N_(
        "Enter what you wrote in the table (CSV) of the same lines. Each line is found by its name, which is printed below it."
    ),
    N_(
        "In the table the verdict is confirmed or differs, and the day has the form {day}. Change no other column."
    ),
    N_(
        "One officer brings the table in, and a second officer accepts or declines it as a whole. Nothing counts before that."
    ),
    N_("A line that differs stays as it is until it is corrected."),
)

UNPRINTED = ("id", "certainty", "source", "cites")
"""Ends of the names of parts within an entry that nobody compares with the official text."""

A_DAY = "2026-11-24"
"""A day as the table has it."""

VERDICT_LABELS: Mapping[str, str] = {CONFIRMED: N_("confirmed"), DIFFERS: N_("differs")}


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """The law that a sheet is of, and when it was written."""

    law: Law
    at: datetime


def written_sheet(
    lines: Sequence[LawLine],
    of: SheetPlace,
    language: str,
    say: Say,
    *,
    pdf: bool,
    places: tuple[Path, ...] | None = None,
) -> WrittenLetter:
    """Return the sheet as a page, and as a PDF if one is wanted; `say` has the law's sentences in the language.

    Raises:
        Refused: it has more lines than one document; or as `print_apart` does.
    """
    if len(lines) > MOST_PRINTED:
        wanted = {"count": len(lines), "limit": MOST_PRINTED}
        raise Refused(letter_refusals.SHEET_LONG.because(wanted))
    document = printable(sheet_document(lines, of, words_in(language), say))
    if not pdf:
        return WrittenLetter(language, to_html(document), None)
    made = print_apart(document, of.at, places, longest=LONGEST_SHEET)
    return WrittenLetter(language, to_html(document), made.data, made.fonts)


def sheet_document(
    lines: Iterable[LawLine], of: SheetPlace, words: DocumentTexts, say: Say
) -> Document:
    """Return the sheet, instrument by instrument."""
    by_instrument: dict[str, list[LawLine]] = {}
    for line in lines:
        by_instrument.setdefault(line.instrument, []).append(line)
    names = {one.id: one.name for one in of.law.instruments}
    count = sum(map(len, by_instrument.values()))
    facts = (
        Fact(words(N_("As of")), dates.day(of.law.as_of, words)),
        Fact(words(N_("Digest of the law's data")), of.law.version),
        Fact(words(N_("Lines")), str(count)),
    )
    sections, number = list[DocumentSection](), 0
    for instrument, found in by_instrument.items():
        title = say(names.get(instrument, instrument))
        blocks = tuple(
            _entry(line, number + place, words, say) for place, line in enumerate(found, 1)
        )
        sections.append(DocumentSection(f"{title} ({len(found)})", blocks))
        number += len(found)
    return Document(
        language=words.language,
        title=words(N_("Verification sheet")),
        subtitle=words(N_("Lines of the law that nobody has read in the official text yet")),
        footer=words(N_("Verification sheet of the law {version}")).format(
            version=of.law.version[:16]
        ),
        sections=(
            DocumentSection(
                words(N_("How to fill in this sheet")),
                (FactTable(facts), Points(tuple(_instructions(words)))),
            ),
            *sections,
        ),
        right_to_left=words.language in RIGHT_TO_LEFT,
    )


def _instructions(words: DocumentTexts) -> Iterable[str]:
    """Yield each instruction; the form of a day keeps its order in a text from right to left."""
    for one in INSTRUCTIONS:
        yield words.filled(words(one), {"day": left_to_right(A_DAY)})


_PARTS: Mapping[str, str] = {
    LATER: FIELD_NAMES["later_article"],
    UNSETTLED: FIELD_NAMES["unsettled"],
    ALWAYS: FIELD_NAMES["always"],
    RESERVATIONS: FIELD_NAMES["reservations"],
    EXCLUDED_OFFENCES: FIELD_NAMES["excluded_offences"],
}


def line_title(line: LawLine, say: Say) -> str:
    """Return what a line is about: its section, and the kind of request or the part of the row."""
    section = say(SECTION_NAMES.get(line.section, line.section))
    if line.part is None:
        return section
    named = _PARTS.get(line.part) or (KINDS[line.part].title if line.part in KINDS else line.part)
    return f"{section} – {say(named)}"


def stated_entries(line: LawLine, say: Say, between: str) -> Iterable[tuple[str, str]]:
    """Yield what a line says, entry by entry: its name, and its value in words where it has them; `between`
    separates several.
    """
    if line.section == "provisions" and "provides" not in dict(line.entries):
        yield say(FIELD_NAMES["provides"]), say(_provided(line))
    for name, value in line.entries:
        if name not in {"id", "name"} or line.section == "instruments":
            yield say(_field_name(name)), _value(name, value, say, between)


def _provided(line: LawLine) -> str:
    """Return what a provision is about: the title of the message or the question of its id; another id,
    as of a treaty from a file, is said as it is.
    """
    name = line.key.rpartition("/")[2]
    return KINDS[name].title if name in KINDS else _questions().get(name, name)


@cache
def _questions() -> Mapping[str, str]:
    return {one.id: one.text for one in packaged_law(WORLD).questions}


def _entry(line: LawLine, number: int, words: DocumentTexts, say: Say) -> FillIn:
    facts = [KnownFact(*one) for one in stated_entries(line, say, words(N_("; ")))]
    certainty = say(CERTAINTY_NAMES.get(line.certainty, line.certainty))
    return FillIn(
        number=str(number),
        title=line_title(line, say),
        reference=_cited(line.article, words, say),
        facts=(*facts, KnownFact(say(FIELD_NAMES["certainty"]), certainty)),
        code=f"{line.id}  {line.version}",
        choices=tuple(map(words, VERDICT_LABELS.values())),
        blanks=(
            (Blank(words(N_("Official wording")), 3),),
            (
                Blank(words(N_("Reader")), 1),
                Blank(words(N_("Read on")), 1),
                Blank(words(N_("Remark")), 1),
            ),
        ),
    )


def _cited(article: str, words: DocumentTexts, say: Say) -> str:
    """Return the articles of a line as the language cites them; `40(21) by 42(6)` is one that another leads to."""
    if not article[:1].isdigit():  # none, or the number of a chapter, which is among the entries
        return ""
    one, by, other = article.partition(" by ")
    if by:
        named = {"one": _cited(one, words, say), "other": _cited(other, words, say)}
        return say("%(one)s by way of %(other)s") % named
    return words(N_("; ")).join(cited(one, words) for one in article.split(", "))


def _field_name(name: str) -> str:
    return FIELD_NAMES.get(name) or labels.FIELDS.get(name) or name


def _value(name: str, value: Json, say: Say, between: str) -> str:
    if isinstance(value, bool):
        return say(labels.YES if value else labels.NO)
    if isinstance(value, Mapping):
        parts = (one for one in value.items() if not one[0].endswith(UNPRINTED))
        return " – ".join(_value(part, one, say, between) for part, one in parts)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return between.join(_value(name, one, say, between) for one in value)
    return say(_called(name, value)) if isinstance(value, str) else str(value)


def _called(name: str, value: str) -> str:
    """Return the English text of a code; another text is one of the law, or is said as it is."""
    if name in CODE_NAMES:
        return CODE_NAMES[name].get(value) or CERTAINTY_NAMES.get(value, value)
    if name == "key":
        return labels.FIELDS.get(value, value)
    if value in KINDS:
        return KINDS[value].title
    return labels.VALUES.get(value, value)
