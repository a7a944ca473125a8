# SPDX-License-Identifier: Apache-2.0
"""Reasons in documents for scripts: in the reader's language, with codes and fields."""

from typing import Any

from rogatory.console.language import reason_words, statement_words, words
from rogatory.errors import DocumentWords, Reason
from rogatory.wire.words import Statement


def reason_document(reason: Reason) -> dict[str, Any]:
    """Return a reason in the reader's language, with the article that it rests on and how well that is
    known, where the code says so.
    """
    basis = reason.basis
    return {
        "code": reason.code.id,
        "what": reason_words.what(reason),
        "remedy": reason_words.remedy(reason),
        "article": basis.article if basis else None,
        "certainty": basis.certainty if basis else None,
        "fields": DOCUMENT_WORDS.fields(reason.fields),
    }


def _text(text: str) -> str:
    return (
        statement_words.statement_text(text)
        if isinstance(text, Statement)
        else words.translated(text)
    )


DOCUMENT_WORDS = DocumentWords(_text, reason_document)
"""The words of documents in the reader's language."""
