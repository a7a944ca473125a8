# SPDX-License-Identifier: Apache-2.0
"""Words of the domain in the reader's language: sources, codes, reasons, lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from rogatory.console import languages, words
from rogatory.console import written_down as written
from rogatory.console.permission_words import PERMISSIONS
from rogatory.errors import Reason
from rogatory.node.matters.matter import STAGE_TITLES
from rogatory.node.matters.orders import STANDS_TITLES
from rogatory.requests.labels import VALUES
from rogatory.wire.words import Said

register = template.Library()

_KINDS: Mapping[str, Mapping[str, str]] = {
    "urgency": words.URGENCIES,
    "status": words.STATUSES,
    "shown": words.SHOWN,
    "backlog": words.BACKLOGS,
    "packages": words.PACKAGES_SHOWN,
    "package_direction": words.PACKAGE_DIRECTIONS,
    "journal": words.JOURNALS,
    "check": words.CHECKS,
    "direction": words.DIRECTIONS,
    "order": words.ORDERS,
    "level": words.LEVELS,
    "starts": words.STARTS,
    "outcome": words.OUTCOMES,
    "delivery": words.DELIVERIES,
    "channel": words.CHANNELS,
    "card-channel": words.CARD_CHANNELS,
    "weekday": words.WEEKDAYS,
    "verdict": words.VERDICTS,
    "role": words.ROLES,
    "permission": PERMISSIONS,
    "certainty": words.CERTAINTIES,
    "said": words.SAID,
    "party": words.PARTY,
    "answer": words.ANSWERS,
    "decided": words.DECIDED,
    "part": words.PARTS,
    "element": words.ELEMENTS,
    "similar": words.SIMILAR,
    "stance": words.STANCES,
    "call_back": words.CALL_BACKS,
    "drill": words.DRILLS,
    "stage": {one.value: said for one, said in STAGE_TITLES.items()},
    "stands": {one.value: said for one, said in STANDS_TITLES.items()},
    "category": VALUES,
    "voice": words.VOICES,
    "matter": words.MATTERS,
    "grounds": words.GROUND_LISTS,
    "total": words.TOTALS,
    "watch": words.WATCH_SOURCES,
    "rung": words.RUNGS,
    "means": words.MEANS,
    "passkey": words.PASSKEYS,
    "proof": words.PROOFS,
    "leave": words.LEAVES,
    "search": words.SEARCHES,
    "item": words.ITEMS,
}


@register.filter
def said(source: str) -> str:
    """An English source of the domain, in the reader's language."""
    return words.said(source if isinstance(source, Said) else str(source))


@register.filter
def called(code: str, kind: str) -> str:
    return words.called(_KINDS[kind], str(code))


@register.filter
def what(reason: Reason) -> str:
    return words.what(reason)


@register.filter
def remedy(reason: Reason) -> str:
    return words.remedy(reason)


@register.filter
def yes_no(value: bool) -> str:  # noqa: FBT001 - filters are called by position
    return gettext("yes") if value else gettext("no")


@register.simple_tag
def comma() -> str:
    """What stands between two values in the reader's language."""
    return languages.comma()


@register.filter
def listed(values: Iterable[Any]) -> str:
    """Several values as the reader's language lists them."""
    return languages.listed(values)


@register.filter
def written_down(text: str | None) -> SafeString | str:
    """What the node wrote down in English: in the reader's language where it is a sentence of ours."""
    return written.shown(text or "")
