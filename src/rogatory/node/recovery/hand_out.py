# SPDX-License-Identifier: Apache-2.0
"""Returning messages to a State that lost its store: their exchange, as it was.

The State's own messages come with the receipts that this node gave, and this State's messages with
the receipts that it gave: of either it needs the very bytes. Nothing of other States is in a page,
nor what went by letter, nor what it refused or has not receipted: the one it never kept, the other
is delivered to it.

A page is bounded by messages looked at, by messages given, and by bytes. A message receipted since
the given moment counts, too: it may have waited for the line since long before.
"""

from datetime import datetime

from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint
from rogatory.custody.log.epoch import parse_origin
from rogatory.errors import Refused
from rogatory.node.completeness import refusals
from rogatory.node.context import Node
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.packages.serve import MESSAGES_AT_ONCE
from rogatory.node.recovery.form import fits
from rogatory.node.repositories.messages import BY_LETTER, Delivery, Direction, StoredMessage
from rogatory.node.repositories.recovery import Exchanged, ExchangePage, HandedOut
from rogatory.node.threads.receipt import build_reply, parse_receipt
from rogatory.seal.notes import parse_note
from rogatory.seal.signatures import Signatures

LOOKED_AT_ONCE = 1000
"""Messages looked at for one page, by their moments alone: who asks for little must not make the node
read all that it ever had with him."""


def exchange_since(node: Node, peer: str, since: datetime, after: str | None) -> ExchangePage:
    """Return a page of what was exchanged with `peer` since a moment, in the order in which it was
    kept.

    Raises:
        Refused: there is nothing between the two under the digest `after`.
    """
    try:
        found = node.store.exchanged_with(peer, after, LOOKED_AT_ONCE)
    except LookupError as error:
        raise Refused(refusals.PLACE_UNKNOWN.because(after=str(after)[:64])) from error
    items: list[HandedOut] = []
    place = after
    for one in found:
        if _is_wanted(one, since):
            given = _handed_out(node, one)
            if items and (len(items) >= MESSAGES_AT_ONCE or not fits([*items, given])):
                return ExchangePage(tuple(items), place)
            items.append(given)
        place = one.digest
    if len(found) == LOOKED_AT_ONCE:
        return ExchangePage(tuple(items), place)
    return ExchangePage(tuple(items), None, _newest_seen(node, peer))


def _is_wanted(one: Exchanged, since: datetime) -> bool:
    if one.delivery in BY_LETTER:
        return False
    if one.direction is Direction.OUT and one.delivery is not Delivery.RECEIPTED:
        return False
    if one.at >= since:
        return True
    return one.receipt is not None and parse_receipt(one.receipt).received >= since


def _handed_out(node: Node, one: Exchanged) -> HandedOut:
    message = node.store.message(one.digest)
    assert message is not None
    return HandedOut(dispatch_of(node, message), _reply(message))


def _reply(message: StoredMessage) -> bytes | None:
    if message.receipt is None or message.receipt_p256 is None:
        return None
    return build_reply(message.receipt, Signatures(message.receipt_p256, message.receipt_mldsa65))


def _newest_seen(node: Node, peer: str) -> str | None:
    """Return the newest checkpoint of the peer's log that this node cosigned, or accepted as it
    followed.
    """
    notes = [one.note for one in node.store.witnessed(peer)]
    notes += [one.note for one in node.store.followed_logs(peer)]
    return max((note for note in notes if note), key=_place, default=None)


def _place(note: str) -> tuple[int, int]:
    found: Checkpoint = parse_checkpoint(parse_note(note).text)
    return parse_origin(found.origin).epoch, found.size
