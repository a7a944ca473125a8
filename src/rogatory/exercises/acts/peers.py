# SPDX-License-Identifier: Apache-2.0
"""Acts of an exercise that two officers do together: policies towards a peer, papers, letters.

One of the central authority proposes, its head decides; each is the use-case itself.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rogatory.exercises.cast import CENTRAL_AUTHORITY, HEAD_OF_LAW, LAWYER, STATES
from rogatory.node.context import Node
from rogatory.node.drafts.draft import NewAttachment, NewMessage
from rogatory.node.peer_policy.review_held import review_held as review
from rogatory.node.peer_policy.set_policy import decide_policy, propose_policy
from rogatory.node.peers.counterparts import Counterpart, decide_counterpart, propose_counterpart
from rogatory.node.peers.policy import PolicyTerms, Stance
from rogatory.node.postal.compare_transcription import compare_transcription
from rogatory.node.postal.dispatch_letter import dispatch_letter as dispatch
from rogatory.node.postal.transcribe import Paper
from rogatory.node.postal.transcribe import transcribe as enter
from rogatory.node.repositories.peers import Channel
from rogatory.wire.digests import sha256
from rogatory.wire.moments import parse_moment

REASON = "As agreed between the two of us."


def set_policy(
    node: Node, state: str, stance: str, reason: str, channel: str | None = None
) -> dict[str, Any]:
    """Return a policy towards a peer, proposed and confirmed; return the draft of the notice about
    it.
    """
    lawyer, head = _officers(node)
    terms = PolicyTerms(state, Stance(stance), (), reason, node.clock.now(), channel=channel)
    made = propose_policy(node, terms, authority=_authority(node), officer=lawyer)
    decided = decide_policy(node, made.id, head, accept=True, reason=REASON)
    return {"notice": decided.notice.id if decided.notice else None}


def review_held(node: Node, thread: str) -> bool:
    """Let, as a senior officer, a request proceed that a policy keeps for review."""
    _, head = _officers(node)
    done = review(
        node, thread, head, authority=_authority(node), proceed=True, reason="A life is at stake."
    )
    return done.proceed


def enter_counterpart(node: Node, state: str) -> str:
    """Return a State of the cast that has no node, entered into the register and confirmed."""
    lawyer, head = _officers(node)
    profile = STATES[state]
    found = Counterpart(
        state=state,
        name=profile.name,
        authorities={
            str(profile.authority(CENTRAL_AUTHORITY)): f"Ministry of Justice of {profile.name}"
        },
        channels=(Channel.DIPLOMATIC, Channel.POST),
        languages=profile.languages,
        address="1 Harbour Street",
        contacts="Registry, in office hours",
        source="Note verbale of its embassy",
        verified=date(2026, 11, 2),
    )
    made = propose_counterpart(node, found, authority=_authority(node), officer=lawyer)
    decide_counterpart(node, made.proposal.id, head, accept=True, reason=REASON)
    return state


def transcribe(
    node: Node,
    state: str,
    kind: str,
    body: Mapping[str, Any],
    written: str,
    arrived: str,
    thread: str | None = None,
) -> dict[str, Any]:
    """Return a paper entered and compared with its original by a second officer; its thread."""
    lawyer, head = _officers(node)
    scan = NewAttachment("note verbale.pdf", "application/pdf", b"%PDF- a scan of what was written")
    paper = Paper(
        written=parse_moment(written),
        arrived=parse_moment(arrived),
        channel=Channel.DIPLOMATIC,
        reference="Note 77/2026",
        original=scan,
    )
    made = enter(
        node,
        paper,
        message=NewMessage(
            kind=kind,
            sender=str(STATES[state].authority(CENTRAL_AUTHORITY)),
            addressee=_authority(node),
            language="en",
            body=body,
            thread=thread,
        ),
        officer=lawyer,
        is_another=True,
    )
    compare_transcription(
        node, made.id, head, original=sha256(scan.data), agrees=True, reason=REASON
    )
    return {"thread": made.subject}


def dispatch_letter(node: Node, message: str) -> str:
    """Send a signed message by post."""
    lawyer, _ = _officers(node)
    record = dispatch(
        node,
        message,
        channel=Channel.POST,
        dispatched=node.clock.now(),
        reference="RR 123 456 789",
        officer=lawyer,
    )
    return record.id


def _authority(node: Node) -> str:
    return str(STATES[node.state].authority(CENTRAL_AUTHORITY))


def _officers(node: Node) -> tuple[str, str]:
    """Return the lawyer of the central authority and its head."""
    return LAWYER.known_as(node.state), HEAD_OF_LAW.known_as(node.state)
