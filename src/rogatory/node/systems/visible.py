# SPDX-License-Identifier: Apache-2.0
"""Which requests a token may read: all that this node has, but none that is restricted.

A restricted request is to a system as if it were not here: in lists, in what other requests name, in the deadlines that
it would change, and in the answer at its own address.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from rogatory.errors import Refused
from rogatory.node.audit.note import note_access
from rogatory.node.case_files import refusals as case_file_refusals
from rogatory.node.context import Node
from rogatory.node.repositories.audit import AccessKind
from rogatory.node.repositories.systems import NO_OFFICER, TokenRecord
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.systems import refusals
from rogatory.node.systems.tokens import author
from rogatory.wire.canonical import Json


def absent() -> NoReturn:
    """Refuse what is not here, or is restricted: in the same words."""
    raise Refused(refusals.ABSENT.because())


def hidden_among(node: Node, threads: Iterable[str]) -> frozenset[str]:
    """Return those of the requests that are restricted to any officers."""
    return node.store.closed_to(NO_OFFICER, threads)


def visible_request(node: Node, token: TokenRecord, thread: str, page: str) -> ThreadSummary:
    """Return a request that a system asks for; the reading, or that it was turned away, is noted.

    Raises:
        Refused: it is not here, or restricted.
    """
    found = node.store.summary(thread)
    if found is None:
        absent()
    if hidden_among(node, [thread]):
        subject = case_file_refusals.RESTRICTED.id
        note_access(node, AccessKind.DENIED, author(token), page, [thread], subject)
        absent()
    note_access(node, AccessKind.READ, author(token), page, [thread])
    return found


def known_among(node: Node, threads: Iterable[str]) -> frozenset[str]:
    """Return those of the requests that are here and not restricted."""
    here = {one for one in threads if node.store.summary(one) is not None}
    return frozenset(here - hidden_among(node, here))


def without_hidden(node: Node, body: Mapping[str, Json]) -> dict[str, Json]:
    """Return the body of a message. A reference to a request that a system cannot read is null, whether that one is
    restricted or was never here.
    """
    known = known_among(node, set(named_in(body)))
    return {name: _kept(value, known) for name, value in body.items()} | _reference(body, known)


def named_in(value: Json) -> Iterable[str]:
    """Yield every request that is named in a value."""
    if isinstance(value, Mapping):
        if isinstance(thread := value.get("thread"), str):
            yield thread
        for each in value.values():
            yield from named_in(each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            yield from named_in(each)


def _kept(value: Json, known: frozenset[str]) -> Json:
    if isinstance(value, Mapping):
        return {name: _kept(each, known) for name, each in value.items()} | _reference(value, known)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_kept(each, known) for each in value]
    return value


def _reference(value: Mapping[str, Json], known: frozenset[str]) -> dict[str, Json]:
    """Return the members of a reference that name a request which is not known."""
    thread = value.get("thread")
    if not isinstance(thread, str) or thread in known:
        return {}
    return {name: None for name in ("thread", "message") if name in value}
