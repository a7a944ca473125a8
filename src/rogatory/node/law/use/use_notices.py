# SPDX-License-Identifier: Apache-2.0
"""Notices that material is disclosed in favour of an accused: what each of them releases.

A notice releases the items that it names, of the package that it is about, for its proceedings, and
nothing else. It needs no answer: neither a consultation that is open nor a consent that was declined
holds back what favours an accused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Phrase, Refused
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.transcript import ThreadState
from rogatory.wire.canonical import Json
from rogatory.wire.empty_words import says_something
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import P_


@dataclass(frozen=True, slots=True)
class UseNotice:
    """One notice about a package. `message` is its digest; `items` are paths without `data/`; `reason` is why
    it came after the disclosure, in the words of its State. `problem` is why it releases nothing, where
    it does not.
    """

    state: str
    message: str
    proceedings: str
    items: tuple[str, ...]
    is_late: bool
    reason: str
    language: str
    problem: Phrase | None = None

    def is_for(self, proceedings: str) -> bool:
        return is_same(proceedings, self.proceedings)


def use_notices(
    threads: Sequence[ThreadState],
    package: str,
    provider: str | None = None,
    own: str | None = None,
) -> tuple[UseNotice, ...]:
    """Return the notices about a package in the threads in which it was given: by a provider, or by
    whomever; and by one State, or by whichever received it.

    A notice of a thread in which the package was not given, or with the seal of another package, is
    not about it.
    """
    found = []
    for thread in threads:
        standing = thread.standing
        given = {one.seal: one.package for one in standing.deliveries}
        is_theirs = provider in {None, standing.providing} and own in {None, standing.receiving}
        if not is_theirs or package not in given.values():
            continue
        for digest in standing.exculpatory:
            message = thread.entry(digest).envelope
            seal = message.body.get("seal")
            if seal is None or given.get(str(seal)) == package:
                is_clear = seal is not None or len({*given.values()}) == 1
                found.append(_notice(message, is_clear=is_clear))
    return tuple(found)


def is_same(one: str, other: object) -> bool:
    """Decide whether two texts name one proceeding: the same words, whatever the space and case."""
    return isinstance(other, str) and one.casefold().split() == other.casefold().split()


def notice_problem(body: Mapping[str, Json], issued: datetime, *, is_clear: bool) -> Phrase | None:
    """Return why a notice of that moment releases nothing, where it does not; it `is_clear` which package it
    is about.
    """
    if not any(_items(body)):
        return P_("it names no item of the package")
    if not is_clear:
        return P_("it does not say about which of several packages it is")
    if _is_late(body, issued) and not says_something(_text(body.get("reason"))):
        return P_("it came after the disclosure and gives no reason for that")
    return None


def _notice(message: Envelope, *, is_clear: bool) -> UseNotice:
    body = message.body
    return UseNotice(
        message.sender.state,
        message.digest,
        _text(body.get("proceedings")),
        tuple(dict.fromkeys(_items(body))),
        _is_late(body, message.issued),
        _text(body.get("reason")),
        message.language,
        notice_problem(body, message.issued, is_clear=is_clear),
    )


def _is_late(body: Mapping[str, Json], issued: datetime) -> bool:
    """Decide whether the disclosure was before the notice, by what it says or by the day that it gives."""
    if body.get("prior_notice") is not True:
        return True
    try:
        return parse_moment(_text(body.get("disclosed_at"))) < issued
    except Refused:
        return True


def _items(body: Mapping[str, Json]) -> Iterator[str]:
    stated = body.get("disclosed_items")
    for one in stated if isinstance(stated, list) else ():
        if isinstance(one, str):
            yield one.removeprefix(DATA_FOLDER)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
