# SPDX-License-Identifier: Apache-2.0
"""The packages that wait here for an authority's workstation, and the request for which evidence is
collected.

The line identifies the authority by its key, and not the person at the machine. So a request that
is restricted to named officers does not exist on the line: they take it at the node's own terminal,
where their numbers are asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Refused
from rogatory.node.audit.note import note_access
from rogatory.node.context import Node
from rogatory.node.messages.take_out_message import message_files
from rogatory.node.officers import refusals
from rogatory.node.packages.package_parties import takes_part
from rogatory.node.repositories.audit import AccessKind
from rogatory.node.repositories.listing import Order, ThreadFilter
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageFilter, PackageRecord
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.threads.transcript import envelope_of

MOST_LISTED = 200
"""Packages and requests of one answer: those that press most, on one page; an authority that has more
open looks at its console."""

_NOBODY = ""
"""The reader of whom nothing is known: to whom everything restricted is closed."""

_LINE = "line evidence request"
"""The audit's name for a request that was taken out over the line."""


@dataclass(frozen=True, slots=True)
class WaitingPackage:
    """A package sealed to the authority, or by it (then this node keeps it for the other State)."""

    seal: str
    package: str
    thread: str | None
    is_own: bool
    sender: str
    size: int
    segments: int
    present: int
    received: datetime


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """An open request to the authority; `needs_answer` where the next word is this State's."""

    thread: str
    peer: str
    kind: str
    status: str
    urgency: str
    opened: datetime
    needs_answer: bool


@dataclass(frozen=True, slots=True)
class WaitingWork:
    packages: tuple[WaitingPackage, ...]
    requests: tuple[WaitingRequest, ...]


def waiting(node: Node, authority: str) -> WaitingWork:
    """Return what waits for that authority of this State: the newest packages, the oldest requests."""
    packages = node.store.packages_listed(PackageFilter(reader=_NOBODY), MOST_LISTED)
    wanted = ThreadFilter(role="requested", ended=False, reader=_NOBODY)
    requests = node.store.threads_listed(wanted, Order.OLDEST, MOST_LISTED)
    return WaitingWork(
        tuple(_packages(node, packages, authority)),
        tuple(_request(one) for one in requests if _in_charge(node, one.thread) == authority),
    )


def request_files(node: Node, authority: str, thread: str) -> Mapping[str, bytes]:
    """Return the request that opened a thread, byte for byte as it was signed, with its approvals.

    Raises:
        Refused: there is no such request to that authority, or it is restricted to officers.
    """
    transcript = node.store.transcript(thread)
    is_closed = thread in node.store.closed_to(_NOBODY, [thread])
    if not transcript or is_closed or _in_charge(node, thread) != authority:
        raise Refused(refusals.THREAD_UNKNOWN.because(thread=ascii(thread)[1:-1][:40]))
    note_access(node, AccessKind.READ, "", _LINE, [thread], authority)
    return message_files(transcript[0])


def _packages(
    node: Node, records: Sequence[PackageRecord], authority: str
) -> Iterator[WaitingPackage]:
    for record in records:
        if takes_part(node, record, authority):
            yield WaitingPackage(
                seal=record.seal,
                package=record.package,
                thread=record.thread,
                is_own=record.direction is Direction.OUT,
                sender=record.sender,
                size=record.payload_size,
                segments=record.segments,
                present=record.segments if record.complete else record.present,
                received=record.received,
            )


def _request(one: ThreadSummary) -> WaitingRequest:
    return WaitingRequest(
        one.thread, one.peer, one.kind, one.status, one.urgency, one.opened, one.needs_answer
    )


def _in_charge(node: Node, thread: str) -> str:
    """Return the authority of this State that is in charge of a thread."""
    case_file = node.store.case_file(thread)
    if case_file is not None:
        return case_file.authority
    opening = envelope_of(node.store.transcript(thread)[0])
    return str(opening.addressee)
