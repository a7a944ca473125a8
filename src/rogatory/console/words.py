# SPDX-License-Identifier: Apache-2.0
"""English sources of the domain in the reader's language: what a code is called, what a reason says."""

import re
from collections.abc import Callable, Mapping

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from rogatory.console import codes
from rogatory.console.cited import cited
from rogatory.console.field_names import told_place
from rogatory.console.languages import listed
from rogatory.console.permission_words import PERMISSIONS
from rogatory.errors import Reason, Told
from rogatory.node.matters.matter import STAGE_TITLES
from rogatory.node.translations.fields import CAPACITIES
from rogatory.requests.labels import VALUES
from rogatory.wire.words import Say, Show, Theirs, as_it_is, in_words


def said(source: str) -> str:
    """An English source of the domain in the reader's language, with the fields that it has. The empty
    one has no translation.
    """
    if isinstance(source, Told):
        return str(in_words(source, said))
    return gettext(source) if source else ""


def called(kind: Mapping[str, str], code: str) -> str:
    """What a code is called; an unknown one is shown as it is."""
    return said(kind[code]) if code in kind else code


def what(reason: Reason) -> str:
    return _told(reason.code.what, reason, said, as_it_is)


_CERTAINTY = re.compile(r"(?<=certainty: )(seen|parallel|memory|practice)\b")


def _known_by_name(sentence: str) -> str:
    """Sentences that are written for one article name its certainty by the code; only the English ones
    still do when they come here.
    """
    return _CERTAINTY.sub(lambda found: codes.BADGES[found[1]], sentence)


def remedy(reason: Reason) -> str:
    return _told(reason.code.remedy, reason, said, as_it_is)


def marked(sentence: str, reason: Reason) -> SafeString:
    """One of a reason's two sentences for a page, where what is not ours to tell is marked as English."""
    return mark_safe(_told(sentence, reason, lambda text: escape(said(text)), _escaped))  # noqa: S308 - each part is


_RESTS_ON = re.compile(
    r"articles? (?P<article>[^;()]*(?:\([^;()]*\)[^;()]*)*); certainty: (?P<certainty>[a-z]+)"
)


def rests_on(reason: Reason) -> tuple[str | None, str | None]:
    """The article that a reason rests on, and how well it is known: from its fields, or else from
    its English sentence, which tells both in one form.
    """
    article, certainty = reason.fields.get("article"), reason.fields.get("certainty")
    if article is not None and certainty is not None:
        return str(article), str(certainty)
    said_so = _RESTS_ON.search(reason.code.what.format(**reason.fields))
    return (said_so["article"], said_so["certainty"]) if said_so else (None, None)


def _told(sentence: str, reason: Reason, say: Say, show: Show) -> str:
    fields = {name: _field(name, value, say, show) for name, value in reason.fields.items()}
    return _known_by_name(say(sentence).format(**fields))


def _field(name: str, value: str | int, say: Say, show: Show) -> str | int:
    if isinstance(value, Told):
        return in_words(value, say, show)
    tell = _TELLS.get(name)
    return show(tell(value) if tell and isinstance(value, str) else value)


def _escaped(value: str | int) -> str:
    is_theirs = isinstance(value, Theirs)
    return format_html('<bdi lang="en">{}</bdi>', value) if is_theirs else escape(value)


def _of(kind: Mapping[str, str]) -> Callable[[str], str]:
    return lambda code: called(kind, code)


_KNOWN: Mapping[str, str] = {
    **{one.value: title for one, title in STAGE_TITLES.items()},
    **VALUES,
    **CAPACITIES,
}
"""What an officer can choose from where he chose something else: stages, categories of data, who translates."""

_TELLS: Mapping[str, Callable[[str], str]] = {
    "label": said,
    "problem": said,
    "question": said,
    "instrument": said,
    "certainty": _of(codes.BADGES),
    "status": _of({**codes.PARTY, **codes.STATUSES}),
    "roles": lambda roles: listed(called(codes.ROLES, role) for role in roles.split(", ")),
    "article": cited,
    "field": told_place,
    "known": lambda known: listed(called(_KNOWN, one) for one in known.split(", ")),
    "permission": _of(PERMISSIONS),
}
"""How a field of a reason is told, by its name: words of ours where they are known, or a code's name.
Any other field is data. A `Told` tells itself.
"""
