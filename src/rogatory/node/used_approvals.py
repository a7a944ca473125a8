# SPDX-License-Identifier: Apache-2.0
"""An approval serves one message: whoever approved a text did not approve that it is sent twice.

The digest that an officer approves leaves the place in the thread out, so a request for thirty more
days, say, has the same one when it is written again. What the passkey gave differs each time (a counter,
a random number in the signature), and that is what is compared.
"""

from collections.abc import Iterator, Sequence

from rogatory.errors import Reason
from rogatory.node import refusals
from rogatory.node.context import Node
from rogatory.node.records import Draft
from rogatory.seal.approval_document import parse_approvals
from rogatory.seal.approvals import Approval


def used_reasons(node: Node, draft: Draft, given: Sequence[Approval]) -> Iterator[Reason]:
    """Why approvals of a draft do not count: they left with another message of its thread."""
    gone = {
        approval
        for message in node.books.transcript(draft.thread)
        if message.sender_state == node.state and message.kind == draft.kind
        for approval in parse_approvals(message.approvals)
    }
    for approval in given:
        if approval in gone:
            yield refusals.APPROVAL_USED.because(officer=approval.officer)
