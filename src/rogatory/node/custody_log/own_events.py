# SPDX-License-Identifier: Apache-2.0
"""Custody events that this node writes itself, signed by the authority that acted.

An event names the same authority's event before it on the same object. It is signed outside any
transaction, for the one that was newest then. Where another process has written one since, it is
signed once more inside the transaction, while others who append to that chain wait: two acts of one
authority on one object never name the same event before them.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from rogatory.custody.events.act_codes import action_of
from rogatory.custody.events.event import Event, build_event, parse_event
from rogatory.custody.events.values import CustodyAct, words_of
from rogatory.custody.log.commitment import new_salt
from rogatory.node.context import Node
from rogatory.seal.signatures import Signatures
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority, uuid7


@dataclass(frozen=True, slots=True)
class SignedEvent:
    """An event made ready outside any transaction, to be appended inside one."""

    event: bytes
    signatures: Signatures
    salt: bytes
    at: datetime
    thread: str | None

    def append(self, node: Node) -> None:
        """Append it, as the next one of its chain; inside the transaction that makes it true."""
        event = parse_event(self.event)
        newest = node.store.last_of(event.object, str(event.authority))
        data, signatures = self.event, self.signatures
        known = {event.previous, sha256(data)}
        if newest not in known and node.store.event(sha256(data)) is None:
            data = build_event(replace(event, previous=newest))
            signatures = node.signer.sign_event(data, self.at)
        node.store.append_event(data, signatures, self.salt, self.at, self.thread)


def own_event(
    node: Node,
    act: CustodyAct,
    *,
    of: str,
    authority: str,
    at: datetime,
    words: str | None = None,
    officer: str | None = None,
    basis: str | None = None,
    thread: str | None = None,
) -> SignedEvent:
    """Return a signed event on the object `of`; it names the same authority's event before it.

    `words` are the officer's own, if any, in the language in which he uses this node.
    """
    event = build_event(
        Event(
            network=node.network,
            id=uuid7(at, node.random(10)),
            object=of,
            action=action_of(act),
            authority=parse_authority(authority),
            officer=officer,
            act=act,
            words=words_of(words, node.words_language),
            basis=basis,
            occurred=at,
            previous=node.store.last_of(of, authority),
        )
    )
    return SignedEvent(event, node.signer.sign_event(event, at), new_salt(node.random), at, thread)
