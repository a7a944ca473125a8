# SPDX-License-Identifier: Apache-2.0
"""A letter's files: the same document as HTML and as PDF/A, the same bytes from the same values."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rogatory.node.letters.document import document_of
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.values import LetterValues
from rogatory.node.printing.blocks import Document, MissingText, with_texts
from rogatory.node.printing.html import to_html
from rogatory.node.printing.pdf_process import print_apart
from rogatory.node.printing.shown_text import shown_text

if TYPE_CHECKING:
    from rogatory.node.printing.fonts import FontFile


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """`pdf` is None where none was asked for; `fonts` are those beside typst's own."""

    language: str
    html: bytes
    pdf: bytes | None
    fonts: tuple["FontFile", ...] = ()


def letter_of_values(
    values: LetterValues,
    language: str,
    *,
    pdf: bool = True,
    places: tuple[Path, ...] | None = None,
) -> WrittenLetter:
    """Return the letter in a language of `LANGUAGES`; fonts are looked for in `places`.

    Raises:
        Refused: this machine has no font for the language, or the PDF cannot be printed.
    """
    return printed(letter_document(values, language), values.at, pdf=pdf, places=places)


def printed(
    document: Document, at: datetime, *, pdf: bool, places: tuple[Path, ...] | None
) -> WrittenLetter:
    """Return a document as files; `at` is the moment that is recorded in the PDF."""
    if not pdf:
        return WrittenLetter(document.language, to_html(document), None)
    # First what may be refused: who is turned away has cost no page.
    made = print_apart(document, at, places)
    return WrittenLetter(document.language, to_html(document), made.data, made.fonts)


def letter_document(values: LetterValues, language: str) -> Document:
    """Return the letter before it is set, every text of it printable."""
    document = document_of(values, words_in(language))
    return printable(document)


def printable(document: Document) -> Document:
    """Return the document with every text of it printable."""
    return with_texts(
        document, lambda text: text if isinstance(text, MissingText) else str(shown_text(text))
    )
