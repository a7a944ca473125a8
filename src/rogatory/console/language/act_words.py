# SPDX-License-Identifier: Apache-2.0
"""The act of a custody event in the reader's language, and an officer's words as they were written."""

from collections.abc import Callable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rogatory.console.language import field_words, words
from rogatory.console.language.languages import listed, sentence_gap
from rogatory.console.language.names import authority_called, state_called
from rogatory.custody.events.act_codes import known_act
from rogatory.custody.events.act_fields import ActField, FieldType
from rogatory.custody.events.act_text import raw_act
from rogatory.custody.events.event import Event
from rogatory.custody.events.values import UNDETERMINED, ActValue
from rogatory.requests.kinds.registry import KINDS


def shown(event: Event) -> SafeString | str:
    """Return an event's act and words for a page; an act of an unknown code, and version 1, as it is."""
    if event.act is None:
        return _as_written(event.reason or "", UNDETERMINED)
    listed_code = known_act(event)
    if listed_code is None:
        act = format_html("<code>{}</code>", raw_act(event.act))
    else:
        fields = {one.name: _field(one, event.act.fields[one.name]) for one in listed_code.fields}
        sentences = (
            (
                format_html(words.translated(sentence), **fields)
                if fields
                else words.translated(sentence),
            )
            for sentence in listed_code.shown(event.act.fields)
        )
        act = format_html_join(sentence_gap(), "{}", sentences)
    if event.words is None:
        return act
    written = _as_written(event.words.text, event.words.language)
    return format_html("{}{}{}", act, sentence_gap(), written)


def _as_written(text: str, language: str) -> SafeString:
    return format_html('<bdi lang="{}">{}</bdi>', language, text)


def _field(field: ActField, value: ActValue) -> SafeString | str:
    if isinstance(value, tuple):
        several = listed(f"{{{number}}}" for number in range(len(value)))
        return format_html(several, *(_one(field, one) for one in value))
    return _one(field, value)


def _one(field: ActField, value: ActValue) -> SafeString | str:
    if field.type is FieldType.TEXT:
        return _as_written(str(value), UNDETERMINED)
    if field.name in {"kind", "kinds"}:
        return words.translated(KINDS[str(value)].title) if value in KINDS else str(value)
    if field.type is FieldType.WORD:
        return field_words.field_text(field.name, str(value))
    show = _SHOWS.get(field.type)
    return show(str(value)) if show else str(value)


_SHOWS: Mapping[FieldType, Callable[[str], str]] = {
    FieldType.AUTHORITY: authority_called,
    FieldType.MOMENT: field_words.moment,
    FieldType.STATE: state_called,
}
