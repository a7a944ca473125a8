# SPDX-License-Identifier: Apache-2.0
"""The comparison of a transcription with the original by a second officer; then it enters its
thread.

The message is made here, at the place that is next for the other State, and signed by nobody. A
correction makes none: the message keeps its digest and its place, on which others build, and gets a
new reading; the earlier reading stays in the store.
"""

from datetime import datetime

from rogatory.custody.events.act_codes import act
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import SignedEvent, own_event
from rogatory.node.messages.apply import ask_to_apply
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.officers.dual_control import (
    decide_proposal,
    decided_meanwhile,
    deciding_reasons,
    proposal_of,
)
from rogatory.node.peers import letter_refusals
from rogatory.node.permissions import Permission
from rogatory.node.postal.transcribe import paper_state, standing_reasons
from rogatory.node.postal.transcription import Transcription, transcription_of
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.repositories.peers import Proposal, ProposalTopic
from rogatory.node.threads.postal_threads import is_by_letter
from rogatory.requests.envelope import build_message, parse_message
from rogatory.requests.thread.transcript import next_links
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

NO_APPROVALS = canonical.encode({"version": 1, "approvals": []})

ATTEMPTS = 5
"""Papers of one thread that are confirmed in one moment compete for the next number."""


def compare_transcription(
    node: Node, transcription: str, officer: str, *, original: str, agrees: bool, reason: str
) -> Proposal:
    """Confirm or decline a transcription.

    `original` is the SHA-256 of the paper that the officer compared it with.

    1. The officer may compare for the addressee, is not who transcribed, and gives a reason.
    2. The officer compared with the original that is kept.
    3. A paper of that State is still possible there: the directory may list the State by now, or
       the thread belong to others.
    4. Message (or new reading), decision, custody event and what follows are one transaction.

    Raises:
        Refused: with every reason of 1 to 3; nothing is written.
    """
    found = proposal_of(node, ProposalTopic.TRANSCRIPTION, transcription)
    read = transcription_of(found)
    at = node.clock.now()
    permission = Permission.COMPARE_TRANSCRIPTION
    reasons: list[Reason] = list(
        deciding_reasons(node, found, officer, permission, reason, at)
    )  # 1
    if original != read.original.sha256:  # 2
        reasons.append(
            letter_refusals.TRANSCRIPTION_COMPARED.because(original=read.original.sha256[:16])
        )
    if not agrees:
        return decide_proposal(
            node,
            found,
            officer,
            permission,
            accepted=False,
            reason=reason,
            act=act("transcription-declined", from_=str(read.content.sender)),
            further=reasons[-1:] if original != read.original.sha256 else (),
        )
    opens = read.corrects is None and not node.store.transcript(read.content.thread)
    reasons += standing_reasons(node, read, opens=opens)  # 3
    refuse_if_any(reasons)
    if read.corrects is None:
        _add(node, found, read, officer, reason)  # 4
    else:
        _correct(node, found, read, officer, reason)  # 4
    decided = node.store.proposal(found.id)
    assert decided is not None
    return decided


def _add(
    node: Node, found: Proposal, read: Transcription, officer: str, reason: str
) -> StoredMessage:
    for _attempt in range(ATTEMPTS):
        at = node.clock.now()
        message = _message(node, found, read)
        event = _event(node, found, read, officer, at, message.digest)
        with node.store.transaction():
            next_number, _previous = node.store.next_sequence(message.thread, message.peer)
            transcript = node.store.transcript(message.thread)
            if next_number != message.sequence or (transcript and not is_by_letter(transcript)):
                continue
            _decide(node, found, officer, at, reason)
            node.store.add_message(message)
            event.append(node)
            ask_to_apply(node, message.thread, at)
        return message
    raise Refused(letter_refusals.TRANSCRIPTION_MOVED.because())


def _message(node: Node, found: Proposal, read: Transcription) -> StoredMessage:
    """Return the message as it is stored: no signature, no approval, no receipt."""
    content, state = read.content, read.content.sender.state
    links = next_links(paper_state(node, read), state)
    data = build_message(
        content, links, message_id=found.id, issued=read.written, related=read.related
    )
    return StoredMessage(
        digest=sha256(data),
        thread=content.thread,
        sender_state=state,
        sequence=links.sequence,
        kind=content.kind,
        message=data,
        p256=b"",
        mldsa65=None,
        approvals=NO_APPROVALS,
        direction=Direction.IN,
        peer=state,
        at=read.arrived,
        delivery=Delivery.TRANSCRIBED,
    )


def _correct(node: Node, found: Proposal, read: Transcription, officer: str, reason: str) -> None:
    at, place = node.clock.now(), read.corrects
    assert place is not None
    stored = node.store.message(place)
    assert stored is not None
    links = parse_message(stored.message).links
    reading = build_message(
        read.content, links, message_id=found.id, issued=read.written, related=read.related
    )
    event = _event(node, found, read, officer, at, place)
    with node.store.transaction():
        _decide(node, found, officer, at, reason)
        node.store.put_reading(place, reading)
        event.append(node)
        ask_to_apply(node, stored.thread, at)
    page(
        node,
        f"transcription-corrected/{found.id}",
        alert_codes.TRANSCRIPTION_CORRECTED.because(kind=stored.kind, state=stored.peer),
        at=at,
        thread=stored.thread,
    )


def _decide(node: Node, found: Proposal, officer: str, at: datetime, reason: str) -> None:
    if not node.store.decide_proposal(
        found.id, officer, at, accepted=True, reason=node.own_words(reason)
    ):
        raise Refused(decided_meanwhile(node, found))


def _event(
    node: Node,
    found: Proposal,
    read: Transcription,
    officer: str,
    at: datetime,
    of: str,
) -> SignedEvent:
    """Return the log's event: that nobody signed the message, its source, and its readers."""
    code = "letter-transcribed" if read.corrects is None else "transcription-corrected"
    return own_event(
        node,
        act(
            code,
            from_=str(read.content.sender),
            kind=read.content.kind,
            channel=read.channel.value,
            original=read.original.sha256,
            transcription=found.digest,
            transcriber=found.proposed_by,
        ),
        of=of,
        authority=found.authority,
        officer=officer,
        at=at,
        thread=read.content.thread,
    )
