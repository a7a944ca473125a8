# SPDX-License-Identifier: Apache-2.0
"""Custody events that this node writes itself, signed by the authority that acted."""

from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.events.act_codes import action_of
from rogatory.custody.events.event import Event, build_event, parse_event
from rogatory.custody.events.values import CustodyAct, words_of
from rogatory.custody.log.commitment import new_salt
from rogatory.node.context import Node
from rogatory.node.repositories.custody_log import LoggedEvent
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

    def append(self, node: Node) -> LoggedEvent:
        """Append it; inside the transaction that makes it true."""
        return node.store.append_event(self.event, self.signatures, self.salt, self.at, self.thread)


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
            previous=_previous(node, of, authority),
        )
    )
    return SignedEvent(event, node.signer.sign_event(event, at), new_salt(node.random), at, thread)


def _previous(node: Node, of: str, authority: str) -> str | None:
    for logged in reversed(node.store.events_of(of)):
        if str(parse_event(logged.event).authority) == authority:
            return sha256(logged.event)
    return None
