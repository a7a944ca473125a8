# SPDX-License-Identifier: Apache-2.0
"""The basis on which a request rests, and the proposals to change it, from what each State has sent."""

from collections.abc import Iterable, Mapping

from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.facts import AwaitedDecision, MessagesByKind, decided
from rogatory.wire.canonical import Json

MOST_IN_LIEU, LONGEST_PROVISION = 20, 32
"""As the schema has them. A list beyond it is kept, shown as wrong, and agrees on nothing."""

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


def agreed_in_lieu(basis: Envelope | None) -> tuple[str, ...]:
    """Return the provisions on which the two States agreed with the basis in force: those that the accepted
    proposal names. A request that was opened names none: one State agrees with nobody.
    """
    if basis is None or basis.kind != "basis_proposed":
        return ()
    return in_lieu_of(basis.body)


def in_lieu_of(proposal: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the provisions that a proposal names to apply in place of a treaty; none where the list is out
    of its form.
    """
    named = proposal.get("in_lieu")
    listed = [one for one in named if isinstance(one, str)] if isinstance(named, list) else []
    is_in_form = isinstance(named, list) and len(listed) == len(named) <= MOST_IN_LIEU
    is_short = all(1 <= len(one) <= LONGEST_PROVISION for one in listed)
    return tuple(listed) if is_in_form and is_short else ()


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
