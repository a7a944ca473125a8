# SPDX-License-Identifier: Apache-2.0
"""The act of a custody event in the report's language."""

from collections.abc import Mapping

from rogatory.custody.events.act_codes import known_act
from rogatory.custody.events.act_fields import ActField, FieldType
from rogatory.custody.events.act_text import act_text
from rogatory.custody.events.event import Event
from rogatory.custody.events.values import UNDETERMINED, ActValue
from rogatory.node.court.report.subject import Report
from rogatory.node.printing.figures import moment
from rogatory.node.printing.shown_text import PrintableText
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_


def described_act(report: Report, event: Event) -> str:
    """Return what was done, by the event's code and fields; empty for version 1."""

    def show(field: ActField, value: ActValue) -> str:
        if isinstance(value, tuple):
            return report.listed(_shown(report, field, one) for one in value)
        return _shown(report, field, value)

    def fill(sentence: str, fields: Mapping[str, str]) -> str:
        return report.words.filled(report.words(sentence), fields)

    found = act_text(event, fill, show)
    return PrintableText(found) if known_act(event) else found


def words_text(report: Report, event: Event) -> str:
    """Return the words of who acted, with their language where it was stated; of version 1 its reason."""
    if event.words is None:
        return event.reason or ""
    text = event.words.text
    if event.words.language == UNDETERMINED:
        return text
    language = report.language_name(event.words.language)
    return report.say(N_("{words} ({language})"), words=text, language=language)


def _shown(report: Report, field: ActField, value: ActValue) -> str:
    if field.type is FieldType.MOMENT:
        return moment(parse_moment(str(value)))
    if field.type is FieldType.STATE:
        return report.state_name(str(value))
    if field.name == "kind" and value in KINDS:
        return report.say(KINDS[str(value)].title)
    return str(value)
