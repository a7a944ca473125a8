# SPDX-License-Identifier: Apache-2.0
"""The record beside a message that leaves under the law: the decisions on which it rests.

The record is a row, written with the message; one custody event contains its digest and the message's. A refusal or a
postponement is a decision of the officer who sends it, and is recorded as one.
"""

from dataclasses import dataclass

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import LONGEST_REASON
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import SignedEvent, own_event
from rogatory.node.law.decisions import decisions_record
from rogatory.node.law.judge import DENYING, Lawful
from rogatory.node.provisions.law_data import keep_law, law_in_force
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.law import NO_GROUND, Decision, DecisionTopic
from rogatory.node.repositories.messages import StoredMessage
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import uuid7
from rogatory.wire.words import OwnWords


@dataclass(frozen=True, slots=True)
class Grounds:
    """The rows to write in the transaction of the message; empty where nothing was decided."""

    decisions: tuple[Decision, ...] = ()
    events: tuple[SignedEvent, ...] = ()
    record: bytes | None = None

    def write(self, node: Node) -> None:
        """Write the decisions and their record, in the transaction of the message."""
        for decision in self.decisions:
            node.store.add_decision(decision)
        if self.record is not None:
            node.store.add_decisions_record(self.record)


def decided(
    node: Node, draft: Draft, lawful: Lawful, message: StoredMessage, officer: str | None
) -> Grounds:
    """Return the record of the decisions with its event, both to be written."""
    denied = _denied(node, draft, lawful, officer)
    decisions = (*lawful.decisions, *denied)
    if not decisions:
        return Grounds()
    record = decisions_record(node.network, message.digest, decisions, message.at)
    event = own_event(
        node,
        act("decisions-recorded", decisions=len(decisions)),
        of=sha256(record),
        authority=draft.sender,
        officer=officer,
        basis=message.digest,
        at=message.at,
        thread=draft.thread,
    )
    return Grounds(denied, (event,), record)


def _denied(node: Node, draft: Draft, lawful: Lawful, officer: str | None) -> tuple[Decision, ...]:
    if draft.kind not in DENYING or officer is None:
        return ()
    at = node.clock.now()
    decision = Decision(
        id=uuid7(at, node.random(10)),
        at=at,
        officer=officer,
        authority=draft.sender,
        matter=DecisionTopic.REFUSAL,
        subject=lawful.subject,
        question=None,
        answer=str(draft.body.get("ground", NO_GROUND)),
        reason=OwnWords(str(draft.body["reasons"])[:LONGEST_REASON], draft.language),
        law=keep_law(node, law_in_force(node)),
        details={"kind": draft.kind},
    )
    return (decision,)
