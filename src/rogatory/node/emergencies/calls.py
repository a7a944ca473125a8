# SPDX-License-Identifier: Apache-2.0
"""What a human must hear of an emergency at once, each under the key by which it is said once."""

from collections.abc import Iterator, Sequence

from rogatory.node.context import Node
from rogatory.node.emergencies.claim import claims_emergency, is_over_limit, states_danger
from rogatory.node.repositories.messages import StoredMessage
from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.thread_facts import ThreadFacts


def emergency_calls(
    node: Node, transcript: Sequence[StoredMessage], standing: ThreadFacts
) -> Iterator[tuple[str, str]]:
    """Calls for a thread, on whichever side of it this State is.

    A denial calls officers of both States: one of them was about to be deceived, the other's keys or
    node have been misused.
    """
    opening = standing.opening
    if opening is None:
        return
    for asked in standing.call_backs:
        digest = asked.message.digest
        if asked.is_open and opening.sender.state == node.state:
            yield (
                f"call-back/{digest}",
                f"{asked.message.sender} asks whether an emergency is ours: confirm or deny it",
            )
        if asked.outcome == "denied":
            yield f"call-back-denied/{digest}", _denied(node, opening)
        elif asked.outcome == "confirmed" and opening.addressee.state == node.state:
            yield f"call-back-confirmed/{digest}", f"{opening.sender.state} confirms its emergency"
    if opening.addressee.state == node.state and claims_emergency(opening):
        yield from _claimed(node, transcript, opening)


def _denied(node: Node, opening: Envelope) -> str:
    if opening.sender.state == node.state:
        return (
            f"An emergency sent from here in the name of {opening.sender} was denied by this State"
        )
    return f"{opening.sender.state} denies that an emergency from {opening.sender} is its own"


def _claimed(
    node: Node, transcript: Sequence[StoredMessage], opening: Envelope
) -> Iterator[tuple[str, str]]:
    came = next((one for one in transcript if one.digest == opening.digest), None)
    if came is not None and is_over_limit(node, opening, came.peer, came.at):
        yield (
            f"emergency-limit/{opening.digest}",
            (
                f"{came.peer} claims more than {node.settings.emergencies_a_day} emergencies a day:"
                " this one stands first among the ordinary, and nobody was called back for it yet"
            ),
        )
    if not states_danger(opening):
        yield (
            f"emergency-no-danger/{opening.digest}",
            f"An emergency from {opening.sender} states no danger to life or safety",
        )
