# SPDX-License-Identifier: Apache-2.0
"""The proposals to change the basis of a request that wait for an answer, and who may give it."""

from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.kind_places import PLACES
from rogatory.requests.thread.thread_facts import ThreadFacts


def open_proposals(standing: ThreadFacts) -> tuple[AwaitedDecision, ...]:
    """Return the proposals that wait for an answer. One that would replace a basis which is replaced
    already has fallen, and so has every one once the request was delivered or has ended.
    """
    if standing.status not in PLACES["basis_answered"].statuses:
        return ()
    current = standing.basis.digest if standing.basis else None
    return tuple(
        one
        for one in standing.proposals
        if one.is_open and one.message.body.get("replaces") == current
    )


def answerable(standing: ThreadFacts, state: str) -> tuple[AwaitedDecision, ...]:
    """Return the proposals that a State may answer: the other State's. Of two that crossed, the
    requesting State's is answered first, so that never both are accepted.
    """
    waiting = open_proposals(standing)
    own = [one for one in waiting if one.message.sender.state == state]
    if own and state == standing.requesting:
        return ()
    return tuple(one for one in waiting if one.message.sender.state != state)
