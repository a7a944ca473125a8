# SPDX-License-Identifier: Apache-2.0
"""English sources of the domain in the reader's language: what a code is called, what a reason says."""

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _n

from rogatory.console import codes
from rogatory.console.languages import listed
from rogatory.errors import Reason
from rogatory.wire.words import Said

PROBLEMS = (
    _n("it is of the wrong type"),
    _n("it is not one of the values that it may have"),
    _n("it has another value than the only one it may have"),
    _n("it is not written in the form that it must have"),
    _n("it is not a date or moment that exists"),
    _n("it is empty"),
    _n("it is too long"),
    _n("it has too many entries"),
    _n("it names something twice"),
    _n("the number is too small"),
    _n("the number is too large"),
    _n("it names a custodian and says that none is known"),
    _n("it is not the number of segments that the payload fills"),
    _n("it names the message that holds"),
)
"""What the check of a body says is wrong with a field (`requests.contents`)."""


def said(source: str) -> str:
    """An English source of the domain in the reader's language, with the fields that it has. The empty
    one has no translation.
    """
    if isinstance(source, Said):
        return source.in_words(said)
    return gettext(source) if source else ""


def called(kind: Mapping[str, str], code: str) -> str:
    """What a code is called; an unknown one is shown as it is."""
    return said(kind[code]) if code in kind else code


def what(reason: Reason) -> str:
    return said(reason.code.what).format(**_told(reason))


def remedy(reason: Reason) -> str:
    return said(reason.code.remedy).format(**_told(reason))


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


def _told(reason: Reason) -> Mapping[str, str | int]:
    return {name: _field(name, value) for name, value in reason.fields.items()}


def _field(name: str, value: str | int) -> str | int:
    tell = _TELLS.get(name)
    return tell(value) if tell and isinstance(value, str) else value


def _of(kind: Mapping[str, str]) -> Callable[[str], str]:
    return lambda code: called(kind, code)


_TELLS: Mapping[str, Callable[[str], str]] = {
    "label": said,
    "problem": said,
    "question": said,
    "instrument": said,
    "certainty": _of(codes.BADGES),
    "status": _of({**codes.PARTY, **codes.STATUSES}),
    "roles": lambda roles: listed(called(codes.ROLES, role) for role in roles.split(", ")),
}
"""How a field of a reason is told, by its name: words of ours where they are known, or a code's name.
Any other field is data.
"""
