# SPDX-License-Identifier: Apache-2.0
"""The doctor's findings in the reader's language: amounts, moments and names by its own rules."""

from datetime import datetime
from typing import Any, Literal, cast

from rogatory.bootstrap.doctor.finding import (
    Duration,
    Finding,
    Size,
    Value,
    fields_as_json,
)
from rogatory.console.language import field_words, reason_words, statement_words, words
from rogatory.console.language.languages import (
    listed,
    reader_language,
    written_moment,
    written_number,
    written_size,
    written_span,
)
from rogatory.console.language.reason_documents import DOCUMENT_WORDS
from rogatory.errors import Code, Reason
from rogatory.wire.words import FilledText, Statement


def what(finding: Finding) -> str:
    return _sentence(finding, finding.kind.what)


def remedy(finding: Finding) -> str:
    return _sentence(finding, finding.kind.remedy)


def finding_document(finding: Finding) -> dict[str, Any]:
    """Return a finding for a script: as the page words it, and the fields as they are."""
    return {
        "code": finding.kind.id,
        "level": finding.level.value,
        "what": what(finding),
        "remedy": remedy(finding),
        "fields": fields_as_json(finding.fields, DOCUMENT_WORDS),
    }


def _sentence(finding: Finding, source: str) -> str:
    if isinstance(finding.kind, Code):
        given = {
            name: _apart(value) if isinstance(value, str) else value
            for name, value in finding.fields.items()
        }
        reason = Reason(finding.kind, cast("dict[str, str | int]", given))
        return (
            reason_words.what(reason)
            if source is finding.kind.what
            else reason_words.remedy(reason)
        )
    fields = {name: _field(name, value) for name, value in finding.fields.items()}
    return words.translated(source).format(**fields)


def _field(name: str, value: Value) -> str:
    if isinstance(value, tuple):
        return listed(_field(name, one) for one in value)
    if isinstance(value, Statement):
        return statement_words.statement_text(value)
    if isinstance(value, FilledText):
        fields = {name: _field(name, one) for name, one in value.fields.items()}
        return words.translated(value.template).format(**fields)
    if isinstance(value, str):
        return _apart(field_words.field_text(name, value))
    return _amount(value)


def _apart(text: str) -> str:
    """Isolate a path or a name in Arabic: otherwise its marks would appear at its wrong end (UAX
    9).
    """
    is_apart = reader_language() == "ar" and text.isascii() and "/" in text
    return f"\u2066{text}\u2069" if is_apart else text


def _amount(value: int | Size | Duration | datetime) -> str:
    if isinstance(value, datetime):
        return f"{written_moment(value)} UTC"
    if isinstance(value, Size):
        return written_size(value)
    if isinstance(value, Duration):
        amount, unit = value.in_unit
        return written_span(amount, cast("Literal['second', 'minute', 'hour']", unit))
    return written_number(value)
