# SPDX-License-Identifier: Apache-2.0
"""The basis on which a request rests, and the proposals to change it, from what each State has sent."""

from collections.abc import Iterable, Mapping

from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.facts import AwaitedDecision, MessagesByKind, decided

ACCEPTED = "accepted"
"""The decision with which a proposed basis takes the place of the one before."""


def proposals(sent: Mapping[str, MessagesByKind], requesting: str) -> tuple[AwaitedDecision, ...]:
    """Return each proposal with the first answer of the other State, the requesting State's before
    the requested State's.
    """
    found: list[AwaitedDecision] = []
    for state in sorted(sent, key=lambda one: (one != requesting, one)):
        answers = [
            answer
            for other, messages in sent.items()
            if other != state
            for answer in messages.get("basis_answered", ())
        ]
        found += decided(sent[state].get("basis_proposed", ()), answers, "decision")
    return tuple(found)


def basis_after(opening: Envelope | None, proposed: Iterable[AwaitedDecision]) -> Envelope | None:
    """Return the message that states the basis in force: the opening, or the last of the proposals
    that each replace the one before and were accepted; of two that replace the same, the first given.
    """
    accepted: dict[object, Envelope] = {}
    for one in proposed:
        if one.outcome == ACCEPTED:
            accepted.setdefault(one.message.body.get("replaces"), one.message)
    current = opening
    while current is not None and current.digest in accepted:
        current = accepted[current.digest]
    return current
