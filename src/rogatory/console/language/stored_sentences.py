# SPDX-License-Identifier: Apache-2.0
"""What a node kept of problems and calls in English, in the reader's language where it is a sentence of ours.

What is none, such as a reason that an officer gave or a sentence of another version, is shown as it was
written, and its language is marked.
"""

from collections.abc import Callable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rogatory.console.language import field_words, reason_words, words
from rogatory.node.texts.phrases import read_phrase
from rogatory.node.texts.sentences import read_reasons, read_sentence
from rogatory.wire.words import PROBLEM, in_words


def told(text: str) -> str | None:
    """The sentence, or the reasons, in the reader's language; None where they are not known."""
    reasons = read_reasons(text)
    if reasons:
        return " ".join(f"{reason_words.what(one)} {reason_words.remedy(one)}" for one in reasons)
    sentence = read_sentence(text)
    if sentence is None:
        return None
    fields = {name: _field(name, str(value)) for name, value in sentence.fields.items()}
    return words.said(sentence.template).format(**fields)


def shown(text: str) -> SafeString | str:
    """For a page: as `told`, where what is not ours is marked; or as it was written."""
    if not text:
        return ""
    reasons = read_reasons(text)
    if reasons:
        both = (
            (reason_words.marked(said, one),)
            for one in reasons
            for said in (one.code.what, one.code.remedy)
        )
        return format_html_join(" ", "{}", both)
    sentence = read_sentence(text)
    if sentence is None:
        return format_html('<bdi lang="en">{}</bdi>', text)
    fields = {
        name: _shown_again(name, str(value)) if name in _AGAIN else _field(name, str(value))
        for name, value in sentence.fields.items()
    }
    said = words.said(sentence.template)
    return format_html(said, **fields) if fields else said


def _field(name: str, value: str) -> str:
    if name in _AGAIN:
        return told(value) or _phrase(name, value) or value
    tell = _TELLS.get(name)
    return tell(value) if tell else field_words.told(name, value)


def _shown_again(name: str, value: str) -> SafeString | str:
    return _phrase(name, value) or shown(value)


def _phrase(name: str, value: str) -> str | None:
    """What is wrong, where it is a phrase of ours; a reason is an officer's, and never one."""
    phrase = read_phrase(value) if name == PROBLEM else None
    return None if phrase is None else str(in_words(phrase, words.said))


_AGAIN = frozenset({"problem", "reason"})
"""Fields in which a sentence of ours may stand itself."""


_TELLS: Mapping[str, Callable[[str], str]] = {
    "way": words.said,
}
"""What a sentence of the log says after a colon or by itself, and so without quotation marks."""
