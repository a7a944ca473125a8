# SPDX-License-Identifier: Apache-2.0
"""An approval serves one message: whoever approved a text did not approve that it is sent twice.

The digest that an officer approves leaves the place in the thread out, so a request for thirty more
days, say, has the same one when it is written again. What the passkey gave differs each time (a counter,
a random number in the signature), and that is what is compared, in whatever spelling: see `touch_of`.
The digest does cover thread, kind and sender, so no other messages can bear the same approval.
"""

from collections.abc import Iterable, Iterator, Sequence

from rogatory.errors import Reason, Refused
from rogatory.node import approval_refusals
from rogatory.node.context import Node
from rogatory.node.records import Draft, Outline
from rogatory.requests.envelope import Envelope
from rogatory.seal.approval_document import parse_approvals
from rogatory.seal.approvals import Approval, touch_of


def used_reasons(node: Node, draft: Draft, given: Sequence[Approval]) -> Iterator[Reason]:
    """Why approvals of a draft do not count: they left with another message of its thread."""
    gone = _touches(node, node.books.outlines(draft.thread), node.state, draft.kind)
    for approval in given:
        if touch_of(approval) in gone:
            yield approval_refusals.APPROVAL_USED.because(officer=approval.officer)


def repeated_reasons(
    node: Node, known: Iterable[Outline], message: Envelope, approvals: bytes
) -> Iterator[Reason]:
    """Why approvals of a peer's message do not count: they came with another one of its State, among
    those `known` of its thread.

    Another with the same number is a fork, of which one at most will hold: it is kept and shown as such
    (design 4.1). A State whose backup did not know that a draft had left may come to send it so.
    """
    others = (one for one in known if one.sequence != message.sequence)
    come = _touches(node, others, message.sender.state, message.kind)
    try:
        given = parse_approvals(approvals)
    except Refused:
        return  # told by who checks them
    for approval in given:
        if touch_of(approval) in come:
            yield approval_refusals.APPROVAL_REPEATED.because(officer=approval.officer)


def _touches(node: Node, known: Iterable[Outline], state: str, kind: str) -> set[bytes]:
    alike = [one.digest for one in known if one.sender_state == state and one.kind == kind]
    return {
        touch_of(approval)
        for message in filter(None, map(node.books.message, alike))
        for approval in parse_approvals(message.approvals)
    }
