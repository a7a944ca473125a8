# SPDX-License-Identifier: Apache-2.0
"""Words of the domain in the reader's language: sources, codes, reasons, lists."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from rogatory.console.language import (
    act_words,
    codes,
    evidence_names,
    field_words,
    languages,
    law_names,
    reason_words,
    statement_words,
    words,
)
from rogatory.console.language.permission_words import PERMISSIONS
from rogatory.console.language.work_words import EXPIRIES, JOBS
from rogatory.console.templatetags.names import language_name
from rogatory.custody.events.event import Event
from rogatory.errors import Reason
from rogatory.node.case_files.case_file import STAGE_TITLES
from rogatory.node.case_files.orders import PRESENCE_TITLES, REPLY_TITLES
from rogatory.node.served_orders.order_titles import ACCOUNT_TITLES, AUTHORISER_TITLES
from rogatory.node.served_orders.standing import ORDER_STAGE_TITLES
from rogatory.requests.contents.labels import VALUES
from rogatory.treaty.tables.row_names import CERTAINTY_NAMES
from rogatory.wire.words import UNDETERMINED, FilledText, OwnWords, Statement

register = template.Library()

_KINDS: Mapping[str, Mapping[str, str]] = {
    "urgency": codes.URGENCIES,
    "status": codes.STATUSES,
    "shown": codes.SHOWN,
    "backlog": codes.BACKLOGS,
    "packages": evidence_names.PACKAGES_SHOWN,
    "package_direction": evidence_names.PACKAGE_DIRECTIONS,
    "journal": evidence_names.JOURNALS,
    "check": evidence_names.CHECKS,
    "direction": codes.DIRECTIONS,
    "order": codes.ORDERS,
    "level": codes.LEVELS,
    "finding": codes.FINDINGS,
    "starts": codes.STARTS,
    "outcome": codes.OUTCOMES,
    "delivery": codes.DELIVERIES,
    "channel": codes.CHANNELS,
    "card-channel": codes.CARD_CHANNELS,
    "verdict": evidence_names.VERDICTS,
    "role": codes.ROLES,
    "permission": PERMISSIONS,
    "certainty": CERTAINTY_NAMES,
    "said": codes.ITEM_STATES,
    "party": law_names.PARTY,
    "answer": law_names.ANSWERS,
    "decided": law_names.DECIDED,
    "part": codes.PARTS,
    "element": law_names.ELEMENTS,
    "similar": codes.SIMILAR,
    "stance": codes.STANCES,
    "call_back": codes.CALL_BACKS,
    "drill": codes.DRILLS,
    "stage": {one.value: title for one, title in STAGE_TITLES.items()},
    "presence": {one.value: title for one, title in PRESENCE_TITLES.items()},
    "order_stage": {one.value: title for one, title in ORDER_STAGE_TITLES.items()},
    "authoriser": {one.value: title for one, title in AUTHORISER_TITLES.items()},
    "account": {one.value: title for one, title in ACCOUNT_TITLES.items()},
    "reply": {one.value: title for one, title in REPLY_TITLES.items()},
    "category": VALUES,
    "term": VALUES,
    "voice": law_names.VOICES,
    "reservation_effect": law_names.RESERVATION_EFFECTS,
    "reservation_status": law_names.RESERVATION_STATUSES,
    "reservation_moment": law_names.RESERVATION_MOMENTS,
    "matter": law_names.STATED_SUBJECTS,
    "grounds": law_names.GROUND_LISTS,
    "total": law_names.TOTALS,
    "duty": codes.DUTY_SOURCES,
    "roster_edit": codes.ROSTER_EDITS,
    "rung": codes.RUNGS,
    "means": codes.MEANS,
    "passkey": codes.PASSKEYS,
    "proof": codes.PROOFS,
    "factor": codes.FACTORS,
    "leave": law_names.LEAVES,
    "search": evidence_names.SEARCHES,
    "item": evidence_names.ITEMS,
    "fact": evidence_names.FACTS,
    "job": JOBS,
    "expiry": EXPIRIES,
}


@register.filter
def translated(source: str) -> str:
    """Return an English source of the domain, in the reader's language."""
    return words.translated(source if isinstance(source, FilledText) else str(source))


@register.filter
def called(code: str, kind: str) -> str:
    return words.called(_KINDS[kind], str(code))


@register.filter
def each_called(codes: Iterable[str], kind: str) -> list[str]:
    """Return the names of several codes, such as those of the columns of a table."""
    return [called(one, kind) for one in codes]


@register.filter
def ground_name(ground: str) -> str:
    """Return the ground that a decision rests on, by its name."""
    return field_words.ground_name(ground)


@register.filter
def what(reason: Reason) -> SafeString:
    return reason_words.marked(reason.code.what, reason)


@register.filter
def remedy(reason: Reason) -> SafeString:
    return reason_words.marked(reason.code.remedy, reason)


@register.filter
def by_remedy(reasons: Sequence[Reason]) -> Sequence[tuple[SafeString, Sequence[Reason]]]:
    """Return reasons by what must be done, each remedy once and in the order of its first reason."""
    found: dict[SafeString, list[Reason]] = {}
    for reason in reasons:
        found.setdefault(remedy(reason), []).append(reason)
    return list(found.items())


@register.filter
def coded(text: str) -> SafeString:
    """Show a text of ours, with commands in it as code."""
    return reason_words.with_code(text)


@register.filter
def yes_no(value: bool) -> str:  # noqa: FBT001 - filters are called by position
    return gettext("yes") if value else gettext("no")


@register.simple_tag
def comma() -> str:
    """Return the separator of two values in the reader's language."""
    return languages.comma()


@register.simple_tag
def semicolon() -> str:
    """Return the separator of two clauses in the reader's language."""
    return languages.semicolon()


@register.simple_tag
def open_bracket() -> str:
    """Return the opening bracket of the reader's language, with the space that is before it."""
    return languages.brackets()[0]


@register.simple_tag
def close_bracket() -> str:
    """Return the closing bracket of the reader's language."""
    return languages.brackets()[1]


@register.simple_tag
def sentence_gap() -> str:
    """Return what is between two sentences in the reader's language."""
    return languages.sentence_gap()


@register.simple_tag
def colon() -> str:
    """Return the separator of a name and what it names in the reader's language."""
    return languages.colon()


@register.filter
def listed(values: Iterable[Any]) -> str:
    """Return several values as the reader's language lists them."""
    return languages.listed(values)


@register.filter
def act(event: Event) -> SafeString | str:
    """Show what a custody event says was done, with the words of who acted."""
    return act_words.shown(event)


@register.simple_tag
def own_words(text: str | None) -> SafeString | str:
    """Show what a person wrote, and in which language where it is not the reader's."""
    if not text:
        return ""
    language = text.language if isinstance(text, OwnWords) else UNDETERMINED
    shown = format_html('<bdi lang="{}">{}</bdi>', language, text)
    if language in {UNDETERMINED, languages.reader_language()}:
        return shown
    beside = language_name(language).join(languages.brackets())
    return format_html('{}<span class="faint">{}</span>', shown, beside)


@register.filter
def statement_text(statement: Statement | None) -> SafeString | str:
    """Show what the node wrote down of a failure or an alert."""
    return statement_words.shown(statement) if statement else ""
