# SPDX-License-Identifier: Apache-2.0
"""A message as a model form: the same numbers in every language, as JSON, HTML and PDF.

The page shows every field of the form, the empty ones too, how certain it is that the form has
it, and what of the message has no field in it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from rogatory.node.letters import dates
from rogatory.node.letters.document import footer_of, head_of
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.points import ValueFormatter, named
from rogatory.node.letters.references import DEGREES
from rogatory.node.letters.signature import check_section
from rogatory.node.letters.values import LetterValues
from rogatory.node.letters.write import WrittenLetter, printable, printed
from rogatory.node.printing.blocks import (
    UNKNOWN,
    Document,
    DocumentSection,
    Fact,
    FactTable,
    LabelledText,
    Paragraph,
    Point,
    Wording,
)
from rogatory.node.printing.languages import RIGHT_TO_LEFT, DocumentTexts
from rogatory.node.printing.shown_text import PrintableText, left_to_right
from rogatory.requests.contents.plain_words import BodyPart, body_parts
from rogatory.requests.forms.exporting import Filled, FormAnswer, export
from rogatory.requests.forms.form import NEW, HeadField, ModelField, ModelForm
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_

VERSION = 1

EMPTY = "–"

ADDED = N_("not a field of the form, added")
LEFT = N_("What the form has no field for")


def filled_form(form: ModelForm, values: LetterValues) -> Filled:
    """Return the form, filled in from a message; refuses a form that is for another kind."""
    return export(form, values.kind, values.body, _around(values))


def _around(values: LetterValues) -> Mapping[HeadField, str]:
    return {
        "date": format_moment(values.at),
        "status": NEW,
        "addressee": values.addressee.id or named(values.addressee.names, "en"),
        "related": ", ".join(values.related),
        "attachments": ", ".join(one.name for one in values.attachments),
    }


def form_json(filled: Filled, language: str) -> bytes:
    """Return the filled form for machines: values by number as the import reads them again, and the
    fields' labels in a language.
    """
    words = words_in(language)
    document = {
        "version": VERSION,
        "form": filled.form.id,
        "kind": filled.form.kind,
        "language": language,
        "fields": {one.number: one.value for one in filled.answers},
        "labels": {one.number: words(one.field.label) for one in filled.answers},
        "left": dict(filled.left),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def form_letter(
    filled: Filled,
    values: LetterValues,
    language: str,
    *,
    pdf: bool = True,
    places: tuple[Path, ...] | None = None,
) -> WrittenLetter:
    """Return the filled form as a page in a language of `LANGUAGES`.

    Raises:
        Refused: this machine has no font for the language, or the PDF cannot be printed.
    """
    document = printable(form_document(filled, values, words_in(language)))
    return printed(document, values.at, pdf=pdf, places=places)


def form_document(filled: Filled, values: LetterValues, words: DocumentTexts) -> Document:
    form = filled.form
    title = words(form.title)
    sections = [
        DocumentSection(words(N_("Contents")), tuple(_points(filled, values, words))),
        _left(filled, words),
        DocumentSection(
            words(N_("Notes")),
            (
                FactTable((Fact(words(N_("Source")), form.source, language="en"),)),
                Paragraph(words(CERTAINTY)),
            ),
        ),
        check_section(values, words),
    ]
    return Document(
        language=words.language,
        title=title,
        subtitle="",
        footer=footer_of(values, title, words),
        sections=tuple(one for one in sections if one is not None and one.blocks),
        right_to_left=words.language in RIGHT_TO_LEFT,
        letterhead=head_of(values, words),
    )


CERTAINTY = N_(
    "The numbers are those of the form and are the same in every language. Each number is "
    "followed by how certain it is that the form has the field; a number that begins with R is no field "
    "of the form, and was added so that nothing of the message is lost."
)


def _points(filled: Filled, values: LetterValues, words: DocumentTexts) -> Iterator[Point]:
    """Yield a point for each whole number of the form, in its order."""
    parts = {part.place: part for part in body_parts(values.kind, values.body)}
    formatter = ValueFormatter(values, words)
    answers = {
        top: list(group)
        for top, group in groupby(filled.answers, key=lambda one: _top(one.field.number))
    }
    for top, fields in groupby(filled.form.fields, key=lambda one: _top(one.number)):
        group = list(fields)
        entries = _entries(filled.form, group, answers.get(top, []), parts, formatter, words)
        yield Point(top, words(group[0].label), _certain(group[0], words), tuple(entries))


def _top(number: str) -> str:
    return number.partition(".")[0]


def _certain(field: ModelField, words: DocumentTexts) -> str:
    if field.number.startswith("R"):
        return words(ADDED)
    return words(DEGREES[field.certainty]) if field.certainty in DEGREES else ""


def _entries(
    form: ModelForm,
    fields: Sequence[ModelField],
    answers: Sequence[FormAnswer],
    parts: Mapping[str, BodyPart],
    formatter: ValueFormatter,
    words: DocumentTexts,
) -> Iterator[LabelledText]:
    """Yield what was answered, and each field that was not, in the form's order."""
    given = {one.field.number for one in answers}
    order = {field.number: place for place, field in enumerate(fields)}
    rows: list[tuple[int, LabelledText]] = [
        (order[one.field.number], _answered(one, fields[0], parts, formatter, words))
        for one in answers
    ]
    rows += [
        (
            order[one.number],
            LabelledText(_label(one.number, one, fields[0], words), (Wording(EMPTY),)),
        )
        for one in fields
        if one.number not in given and not form.is_heading(one)
    ]
    is_list = any(one.number in form.numbering(two) for one in fields[:1] for two in fields)
    if not is_list:
        rows.sort(key=lambda row: row[0])
    yield from (entry for _, entry in rows)


def _answered(
    answer: FormAnswer,
    top: ModelField,
    parts: Mapping[str, BodyPart],
    formatter: ValueFormatter,
    words: DocumentTexts,
) -> LabelledText:
    label = _label(answer.number, answer.field, top, words)
    part = parts.get(answer.place)
    if part is not None:
        return LabelledText(label, formatter.wordings(part))
    if answer.field.head == "date":
        return LabelledText(label, (Wording(dates.moment(formatter.values.at, words)),))
    if answer.field.head == "status":
        return LabelledText(label, (Wording(words(answer.value)),))
    return LabelledText(label, (Wording(answer.value, UNKNOWN),))


def _label(number: str, field: ModelField, top: ModelField, words: DocumentTexts) -> str:
    """Return empty for the point's own value: its title says what it is."""
    if number == top.number:
        return ""
    text = left_to_right(number) if words.language in RIGHT_TO_LEFT else number
    return PrintableText(f"{text} {words(field.label)}")


def _left(filled: Filled, words: DocumentTexts) -> DocumentSection | None:
    if not filled.left:
        return None
    rows = tuple(Fact(place, value, language=UNKNOWN) for place, value in filled.left.items())
    return DocumentSection(words(LEFT), (FactTable(rows),))
