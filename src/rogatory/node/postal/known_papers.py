# SPDX-License-Identifier: Apache-2.0
"""Papers that were transcribed before: two officers who enter one each would open two requests for it."""

from collections.abc import Iterator

from rogatory.errors import Reason
from rogatory.node.audit.need_to_know import closed_reasons
from rogatory.node.context import Node
from rogatory.node.peers import letter_refusals
from rogatory.node.postal.transcription import Transcription, transcription_of
from rogatory.node.repositories.peers import ProposalTopic
from rogatory.wire.moments import format_moment


def known_paper_reasons(node: Node, found: Transcription, officer: str) -> Iterator[Reason]:
    """Yield the newest transcription of the same paper that was not declined, for one that would open a request.

    It is the same paper if its bytes are, or if the same State wrote it on the same day under the same number of the
    same channel. Who may not read the request of the earlier one learns that there is one.
    """
    for earlier in reversed(node.store.proposals(ProposalTopic.TRANSCRIPTION)):
        if earlier.accepted is False:
            continue
        known = transcription_of(earlier)
        if not _is_same(known, found):
            continue
        thread = known.content.thread
        if any(closed_reasons(node, officer, [thread])):
            yield letter_refusals.TRANSCRIPTION_KNOWN_CLOSED.because()
        else:
            yield letter_refusals.TRANSCRIPTION_KNOWN.because(
                thread=thread,
                transcription=earlier.id,
                officer=earlier.proposed_by,
                moment=format_moment(earlier.proposed),
            )
        return


def _is_same(known: Transcription, found: Transcription) -> bool:
    if known.content.sender.state != found.content.sender.state:
        return False
    if known.original.sha256 == found.original.sha256:
        return True
    same_number = found.reference != "" and known.reference == found.reference
    same_day = known.written.date() == found.written.date()
    return same_number and same_day and known.channel == found.channel
