# SPDX-License-Identifier: Apache-2.0
"""A node's records of failures and alerts, in the reader's language."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from rogatory.console.language import reason_words
from rogatory.console.language.languages import sentence_gap
from rogatory.wire.words import Statement


def statement_text(statement: Statement) -> str:
    """Return the sentences of a statement as text."""
    return sentence_gap().join(map(reason_words.text, statement.reasons))


def shown(statement: Statement) -> SafeString:
    """Return the sentences of a statement for a page, where others' words are marked with their language."""
    sentences = ((reason_words.marked_text(one),) for one in statement.reasons)
    return format_html_join(sentence_gap(), "{}", sentences)
