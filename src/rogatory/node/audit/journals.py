# SPDX-License-Identifier: Apache-2.0
"""The journals of a node read as one: custody log, accesses and work on case files, newest first.

A line shows who did what to which request, and when. It does not show what a request is about: an
auditor judges officers and needs no case for that.
"""

import heapq
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rogatory.custody.events.event import CustodyAction
from rogatory.errors import Refused
from rogatory.node.audit import refusals
from rogatory.node.context import Node
from rogatory.node.repositories.audit import AccessKind, AuditEntry, AuditFilter, Source
from rogatory.node.repositories.case_files import EntryKind
from rogatory.wire.words import N_

ROWS = 100
"""Lines on a page."""

AT_ONCE = 500
"""Lines of an export that are read at a time: it is streamed, however long."""

_PLACE = re.compile(r"([a-z]+)([0-9]{1,19})\Z")
_LETTERS = {source.value[0]: source for source in Source}

ACCESS_TITLES: Mapping[AccessKind, str] = {
    AccessKind.READ: N_("read"),
    AccessKind.DENIED: N_("was turned away"),
    AccessKind.ACTED: N_("acted on a page"),
    AccessKind.ADMINISTERED: N_("changed an account"),
    AccessKind.LOGGED_IN: N_("logged in"),
    AccessKind.LOGGED_OUT: N_("logged out"),
    AccessKind.LOGIN_FAILED: N_("a log-in failed"),
    AccessKind.SIGN_IN_CHANGED: N_("changed a way to log in"),
}

CASE_FILE_TITLES: Mapping[EntryKind, str] = {
    EntryKind.NUMBERED: N_("set the number of the case file"),
    EntryKind.ASSIGNED: N_("assigned the case file"),
    EntryKind.STAGED: N_("reported the progress of the work"),
    EntryKind.NOTED: N_("wrote a note"),
    EntryKind.REFERRED: N_("referred the case file"),
    EntryKind.LETTER_PRINTED: N_("printed a letter of referral"),
    EntryKind.RESULT_RECEIVED: N_("recorded a result"),
    EntryKind.REFERRAL_RECALLED: N_("recalled a referral"),
    EntryKind.ORDERED: N_("recorded a domestic order"),
    EntryKind.RENEWED: N_("recorded the renewal of an order"),
    EntryKind.ORDER_ENDED: N_("recorded the end of an order"),
    EntryKind.ORDER_SIGNED: N_("kept a signed order"),
    EntryKind.WITHDRAWAL_SIGNED: N_("kept the signed withdrawal of an order"),
    EntryKind.ORDER_SERVED: N_("recorded that an order was served"),
    EntryKind.PROVIDER_REPLIED: N_("recorded a provider's reply"),
    EntryKind.EXPORTED: N_("exported the record of the case file"),
    EntryKind.RESTRICTED: N_("restricted the request to named officers"),
    EntryKind.OPENED: N_("opened the request to all who read requests"),
    EntryKind.RESTRICTED_AS_FOLLOWING: N_(
        "restricted automatically: it follows from a restricted request"
    ),
}

ACTIONS: Mapping[Source, Mapping[str, str]] = {
    Source.CUSTODY: {one.value: one.title for one in CustodyAction},
    Source.ACCESS: {one.value: title for one, title in ACCESS_TITLES.items()},
    Source.CASE_FILE: {one.value: title for one, title in CASE_FILE_TITLES.items()},
}
"""The title of each journal's actions, as English sources."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An entry with what its action is called."""

    entry: AuditEntry
    title: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    lines: tuple[AuditLine, ...]
    before: str | None
    """Where the next page begins; None on the last."""


def audit_page(
    node: Node, wanted: AuditFilter, *, before: str | None = None, rows: int = ROWS
) -> AuditPage:
    """Return a page of the journals, the newest entries first, from a place that an earlier page
    named.
    """
    places = read_places(before)
    found = _merged(node, wanted, places, rows + 1)
    shown = found[:rows]
    if len(found) <= rows:
        return AuditPage(tuple(map(_line, shown)), None)
    return AuditPage(tuple(map(_line, shown)), write_places(_after(places, shown)))


def newest_places(node: Node) -> Mapping[Source, int]:
    """Return the places right after the newest entry of each journal; of an empty one the first."""
    found = {}
    for source in Source:
        last = node.store.audit_entries(source, AuditFilter(), 1)
        found[source] = last[0].number + 1 if last else 0
    return found


def audit_lines(
    node: Node, wanted: AuditFilter, places: Mapping[Source, int]
) -> Iterator[AuditLine]:
    """Yield all lines that a filter lets through before these places, read some at a time."""
    while found := _merged(node, wanted, places, AT_ONCE):
        yield from map(_line, found)
        places = _after(places, found)


def _merged(
    node: Node, wanted: AuditFilter, places: Mapping[Source, int], limit: int
) -> Sequence[AuditEntry]:
    sources = [wanted.source] if wanted.source else list(Source)
    journals = [
        node.store.audit_entries(source, wanted, limit, places.get(source)) for source in sources
    ]
    ordered = heapq.merge(*journals, key=lambda one: one.at, reverse=True)
    return [one for _, one in zip(range(limit), ordered, strict=False)]


def _after(places: Mapping[Source, int], shown: Sequence[AuditEntry]) -> Mapping[Source, int]:
    """Return where each journal goes on after these lines."""
    return {**places, **{one.source: one.number for one in shown}}


def write_places(places: Mapping[Source, int]) -> str:
    """Return places in the journals as an address carries them."""
    return "-".join(f"{source.value[0]}{number}" for source, number in sorted(places.items()))


def read_places(text: str | None) -> Mapping[Source, int]:
    """Return the places that an earlier page named; refuses what no page can have named."""
    places: dict[Source, int] = {}
    for part in text.split("-") if text else ():
        found = _PLACE.match(part)
        if found is None or found[1] not in _LETTERS or int(found[2]) >= 1 << 63:
            raise Refused(refusals.PLACE_UNREADABLE.because(found=ascii(text)[:80]))
        places[_LETTERS[found[1]]] = int(found[2])
    return places


def _line(entry: AuditEntry) -> AuditLine:
    return AuditLine(entry, ACTIONS[entry.source].get(entry.action, entry.action))
