# SPDX-License-Identifier: Apache-2.0
"""Letters and papers that lie about: nobody else would ever notice."""

from rogatory.node.context import Node
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.repositories.peers import ProposalTopic


def watch_letters(node: Node) -> None:
    """Call anew, each day, for a signed letter that nobody has dispatched, and for a paper that
    nobody has compared: the other State knows of neither, and no clock of a thread runs for them.
    """
    now = node.clock.now()
    for stored in node.store.letters_to_dispatch():
        if days := (now - stored.at).days:
            reason = alert_codes.STILL_TO_DISPATCH.because(
                state=stored.peer, day=stored.at.date().isoformat()
            )
            key = f"to-dispatch/{stored.digest}/{days}"
            page(node, key, reason, at=now, thread=stored.thread)
    for paper in node.store.proposals(ProposalTopic.TRANSCRIPTION, only_open=True):
        if days := (now - paper.proposed).days:
            reason = alert_codes.STILL_TO_COMPARE.because(day=paper.proposed.date().isoformat())
            page(node, f"to-compare/{paper.id}/{days}", reason, at=now, thread=None)
