# SPDX-License-Identifier: Apache-2.0
"""Reasons in the reader's language: what is wrong, who must do what, and what article it rests on."""

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from rogatory.console.language import field_words
from rogatory.console.language.words import translated
from rogatory.errors import Reason, TranslatableText
from rogatory.wire.words import (
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


def marked(sentence: str, reason: Reason) -> SafeString:
    """Return one of a reason's two sentences for a page, where text that we do not translate is
    marked as English.
    """
    return mark_safe(_sentence(sentence, reason, lambda text: escape(translated(text)), _escaped))  # noqa: S308 - each part is


_RESTS_ON = re.compile(
    r"articles? (?P<article>[^;()]*(?:\([^;()]*\)[^;()]*)*); certainty: (?P<certainty>[a-z]+)"
)


def rests_on(reason: Reason) -> tuple[str | None, str | None]:
    """Return the article that a reason rests on, and how well it is known: from its fields, or else
    from its English sentence, which has both in one form.
    """
    article, certainty = reason.fields.get("article"), reason.fields.get("certainty")
    if article is not None and certainty is not None:
        return str(article), str(certainty)
    citation = _RESTS_ON.search(reason.code.what.format(**reason.fields))
    return (citation["article"], citation["certainty"]) if citation else (None, None)


def _sentence(sentence: str, reason: Reason, say: Say, show: Show) -> str:
    fields = {name: _field(name, value, say, show) for name, value in reason.fields.items()}
    return say(sentence).format(**fields)


def _field(name: str, value: str | int, say: Say, show: Show) -> str | int:
    if isinstance(value, Statement | ReasonsInTurn):
        return " ".join(
            _sentence(sentence, reason, say, show)
            for reason in value.reasons
            for sentence in (reason.code.what, reason.code.remedy)
            if sentence
        )
    if isinstance(value, TranslatableText):
        return in_words(value, say, show)
    return show(field_words.field_text(name, value) if isinstance(value, str) else value)


def _escaped(value: str | int) -> str:
    if isinstance(value, OwnWords):
        return format_html('<bdi lang="{}">{}</bdi>', value.language, value)
    is_theirs = isinstance(value, Theirs)
    return format_html('<bdi lang="en">{}</bdi>', value) if is_theirs else escape(value)
