# SPDX-License-Identifier: Apache-2.0
"""What a peer may ask for: this State's own messages to it, and packages sealed to it.

Who asks is known from the line (RFC 9421). Whatever is not for the asker does not exist for it:
there is one refusal, and it does not tell the two cases apart.
"""

from collections.abc import Mapping, Sequence

from rogatory.errors import Refused
from rogatory.node import refusals
from rogatory.node.context import Node
from rogatory.node.deliver import dispatch_of
from rogatory.node.dispatch import LARGEST_DISPATCH, page_size
from rogatory.node.package_documents import is_sealed_to, kept_documents, kept_seal
from rogatory.node.records import PackageRecord

MESSAGES_AT_ONCE = 50
"""Dispatches in one answer; the asker asks again after the last. A thread of thousands would
otherwise be held in memory for whoever asks."""

LARGEST_PAGE = 4 * LARGEST_DISPATCH
"""Bytes of one answer with dispatches, as they travel: two of the largest size, which base64 makes
a third larger. The asker reads no more, so that nobody has to hold more at once."""


def messages_after(node: Node, peer: str, thread: str, sequence: int) -> Sequence[bytes]:
    """The dispatches of this State's own messages to `peer` in a thread, after a number.

    Not all, if they are many or large, but always at least one: the asker gets on.
    """
    found = [
        message
        for message in node.books.transcript(thread)
        if message.sender_state == node.state
        and message.peer == peer
        and message.sequence > sequence
    ]
    found.sort(key=lambda message: message.sequence)
    page: list[bytes] = []
    for message in found[:MESSAGES_AT_ONCE]:
        dispatch = dispatch_of(node, message)
        if page and page_size([*page, dispatch]) > LARGEST_PAGE:
            break
        page.append(dispatch)
    return page


def documents(node: Node, state: str, seal: str) -> Mapping[str, bytes]:
    """What lies beside a sealed package, for a State that it is sealed to, or its sender's own."""
    return kept_documents(node, _served(node, state, seal))


def segment(node: Node, state: str, blake3: bytes) -> bytes:
    """One segment by its digest, for who may have the documents of a package that has it."""
    for record, index in node.books.packages_of_segment(blake3):
        if _may_have(node, state, record):
            return node.objects.get_segment(record.seal, index)
    raise Refused(refusals.SEGMENT_UNKNOWN.because(blake3=blake3.hex()))


def _served(node: Node, state: str, seal: str) -> PackageRecord:
    record = node.books.package(seal)
    if record is None or not _may_have(node, state, record):
        raise Refused(refusals.PACKAGE_UNKNOWN.because(seal=seal))
    return record


def _may_have(node: Node, state: str, record: PackageRecord) -> bool:
    """A complete package: who it is sealed to, and the own State's workstations."""
    if not record.complete:
        return False
    return state == node.state or is_sealed_to(kept_seal(node, record), state)
