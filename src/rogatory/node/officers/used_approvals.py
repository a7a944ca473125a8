# SPDX-License-Identifier: Apache-2.0
"""The rule that an approval serves one message: an officer approved a text, not its sending twice.

The digest that an officer approves leaves the place in the thread out, so a request for thirty more
days, say, has the same one when it is written again. The passkey's output differs each time (a
counter, a random number in the signature), and it is what is compared, in any spelling: see
`touch_of`. The digest does cover thread, kind and sender, so no other messages can have the same
approval: the store finds a touch by these three, in one statement however long the thread is.
"""

from collections.abc import Iterator, Sequence

from rogatory.errors import Reason, Refused
from rogatory.node.context import Node
from rogatory.node.officers import approval_refusals
from rogatory.node.repositories.drafts import Draft
from rogatory.requests.envelope import Envelope
from rogatory.seal.approval_document import parse_approvals
from rogatory.seal.approvals import Approval, touch_of


def used_reasons(node: Node, draft: Draft, given: Sequence[Approval]) -> Iterator[Reason]:
    """Yield why approvals of a draft do not count: they left with another message of its thread."""
    touches = {touch_of(one) for one in given}
    gone = {touch for touch, _ in node.store.touches(draft.thread, node.state, draft.kind, touches)}
    for approval in given:
        if touch_of(approval) in gone:
            yield approval_refusals.APPROVAL_USED.because(officer=approval.officer)


def repeated_reasons(
    node: Node, thread: str, message: Envelope, approvals: bytes
) -> Iterator[Reason]:
    """Yield why approvals of a peer's message do not count: they came with another one of its State in
    its `thread`, as this node calls it.

    Another with the same number is a fork, of which one at most will hold: it is kept and shown as such
    (design 4.1). A State whose backup did not know that a draft had left may come to send it so.
    """
    try:
        given = parse_approvals(approvals)
    except Refused:
        return  # refused by the check of the approvals themselves
    touches = {touch_of(one) for one in given}
    found = node.store.touches(thread, message.sender.state, message.kind, touches)
    come = {touch for touch, sequence in found if sequence != message.sequence}
    for approval in given:
        if touch_of(approval) in come:
            yield approval_refusals.APPROVAL_REPEATED.because(officer=approval.officer)
