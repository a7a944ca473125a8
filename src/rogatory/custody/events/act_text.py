# SPDX-License-Identifier: Apache-2.0
"""A custody event's act in sentences: those of its code, or the code as it is where nobody knows it."""

from collections.abc import Callable, Mapping

from rogatory.custody.events.act_codes import known_act
from rogatory.custody.events.act_fields import ActField
from rogatory.custody.events.event import Event
from rogatory.custody.events.values import ActValue, CustodyAct
from rogatory.wire import canonical

type ShowField = Callable[[ActField, ActValue], str]
"""Shows the value of a field in a reader's language."""


type Fill = Callable[[str, Mapping[str, str]], str]
"""Says a sentence of the list in a reader's language, with its fields as they are shown."""


def act_text(event: Event, fill: Fill, show: ShowField) -> str:
    """Return what was done, in a reader's language; empty for version 1, which has a reason instead.

    An act that is not understood (`known_act`) is shown raw: its code, and its fields as JSON.
    """
    if event.act is None:
        return ""
    listed = known_act(event)
    if listed is None:
        return raw_act(event.act)
    fields = event.act.fields
    shown = {one.name: show(one, fields[one.name]) for one in listed.fields}
    return " ".join(fill(sentence, shown) for sentence in listed.shown(fields))


def raw_act(act: CustodyAct) -> str:
    """Return an act as it is in the event: its code, and its fields if there are any."""
    if not act.fields:
        return act.code
    return f"{act.code} {canonical.encode(dict(act.fields)).decode()}"


def plain_value(_field: ActField, value: ActValue) -> str:
    """Show a value as the normative English does: as it is, several parted by a comma."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)


def _in_english(sentence: str, fields: Mapping[str, str]) -> str:
    return sentence.format(**fields)


def normative_text(event: Event) -> str:
    """Return the whole event in English: the act, then an officer's words; or the reason of version 1."""
    text = event.words.text if event.words else event.reason or ""
    return " ".join(filter(None, (act_text(event, _in_english, plain_value), text)))
