# SPDX-License-Identifier: Apache-2.0
"""Reasons in the reader's language: what is wrong and who must do what."""

import re
from collections.abc import Callable

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from rogatory.console.language import field_words
from rogatory.console.language.citations import full_citation
from rogatory.console.language.languages import sentence_gap, with_beside
from rogatory.console.language.words import translated
from rogatory.errors import NO_ARTICLE, Reason, TranslatableText, fill
from rogatory.wire.words import (
    FilledText,
    OwnWords,
    ReasonsInTurn,
    Say,
    Show,
    Statement,
    Theirs,
    as_it_is,
    in_words,
)


def what(reason: Reason) -> str:
    return _sentence(reason.code.what, reason, translated, as_it_is)


def remedy(reason: Reason) -> str:
    return _sentence(reason.code.remedy, reason, translated, as_it_is)


def text(reason: Reason) -> str:
    """Return both sentences of a reason, and the provision it rests on where the law has one."""
    return _cited(f"{what(reason)}{sentence_gap()}{remedy(reason)}".rstrip(), reason)


def marked_text(reason: Reason) -> SafeString:
    """Return a reason as `text` does, for a page, as `marked` does."""
    sentences = [one for one in (reason.code.what, reason.code.remedy) if one]
    both = format_html_join(sentence_gap(), "{}", ((marked(one, reason),) for one in sentences))
    return mark_safe(_cited(both, reason, escape))  # noqa: S308 - the sentences are, and citations are ours


def _cited(sentences: str, reason: Reason, show: Callable[[str], str] = str) -> str:
    basis = reason.basis
    if basis is None or basis.article == NO_ARTICLE:
        return sentences
    return with_beside(sentences, show(full_citation(basis.article)))


def marked(sentence: str, reason: Reason) -> SafeString:
    """Return one of a reason's two sentences for a page, where text that we do not translate is
    marked as English, and what is typed or named as it is written is set as code.
    """
    return mark_safe(_sentence(sentence, reason, _with_code, _escaped))  # noqa: S308 - each part is


_CODE = re.compile(r"`([^`]+)`")


def with_code(text: str) -> SafeString:
    """Return a text of ours for a page, where what is typed or named as it is written is set as code."""
    return mark_safe(_CODE.sub(r"<code>\1</code>", escape(text)))  # noqa: S308 - it is escaped


def _with_code(text: str) -> str:
    return with_code(translated(text))


def _sentence(sentence: str, reason: Reason, say: Say, show: Show) -> str:
    fields = {name: _field(name, value, say, show) for name, value in reason.fields.items()}
    return fill(say(sentence), fields)


def _field(name: str, value: str | int, say: Say, show: Show) -> str | int:
    if isinstance(value, Statement | ReasonsInTurn):
        return sentence_gap().join(
            _sentence(sentence, reason, say, show)
            for reason in value.reasons
            for sentence in (reason.code.what, reason.code.remedy)
            if sentence
        )
    if type(value) is FilledText:
        fields = {name: _inner(name, one, say, show) for name, one in value.fields.items()}
        return fill(say(value.template), fields)
    if isinstance(value, TranslatableText):
        return in_words(value, say, show)
    return show(field_words.field_text(name, value) if isinstance(value, str) else value)


def _inner(name: str, value: str | int, say: Say, show: Show) -> str | int:
    """Return a field of a text that is a field itself: requests, authorities and moments as they are named here, and
    all else as it is. Its names have other meanings than those of reasons.
    """
    if isinstance(value, TranslatableText):
        return _field(name, value, say, show)
    if isinstance(value, str) and not isinstance(value, OwnWords | Theirs):
        return show(field_words.field_of_text(name, value))
    return show(value)


def _escaped(value: str | int) -> str:
    if isinstance(value, OwnWords):
        return format_html('<bdi lang="{}">{}</bdi>', value.language, value)
    is_theirs = isinstance(value, Theirs)
    return format_html('<bdi lang="en">{}</bdi>', value) if is_theirs else escape(value)
