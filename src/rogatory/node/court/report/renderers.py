# SPDX-License-Identifier: Apache-2.0
"""The released forms of the report, each by its number: what a number means never changes.

A change of a report's layout or words, in any language, is a new form: the one before stays here
with its catalogues, so that the page of an old bundle can be made again and compared.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from rogatory.node.court.report.document import document_of
from rogatory.node.court.report.languages import words_in
from rogatory.node.court.report.subject import Report
from rogatory.node.printing.blocks import Document, with_texts
from rogatory.node.printing.shown_text import shown_text

type Renderer = Callable[[Report, str], Document]
"""A report in a language."""


def document_in(report: Report, language: str) -> Document:
    """Return the report in a language, every text of it printable."""
    document = document_of(replace(report, words=words_in(language)))
    return with_texts(document, lambda text: str(shown_text(text)))


RENDERERS: Mapping[int, Renderer] = {1: document_in}

FORMAT = 1
"""The form that is written. It is not released yet, and frozen with the first release."""
