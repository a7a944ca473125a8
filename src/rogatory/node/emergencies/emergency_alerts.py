# SPDX-License-Identifier: Apache-2.0
"""The immediate alerts of an emergency, each under the key that raises it once."""

from collections.abc import Iterator, Sequence

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.emergencies.claim import claims_emergency, is_over_limit, states_danger
from rogatory.node.officers import alert_codes, alert_keys
from rogatory.node.repositories.messages import StoredMessage
from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.thread_facts import ThreadFacts


def emergency_calls(
    node: Node, transcript: Sequence[StoredMessage], standing: ThreadFacts
) -> Iterator[tuple[str, Reason]]:
    """Yield the calls for a thread, on whichever side of it this State is.

    A denial calls officers of both States: one of them was about to be deceived, the other's keys or
    node have been misused.
    """
    opening = standing.opening
    if opening is None:
        return
    for awaited in standing.call_backs:
        digest = awaited.message.digest
        if awaited.is_open and opening.sender.state == node.state:
            yield (
                f"{alert_keys.CALL_BACK}{digest}",
                alert_codes.CALL_BACK.because(sender=str(awaited.message.sender)),
            )
        if awaited.outcome == "denied":
            yield f"call-back-denied/{digest}", _denied(node, opening)
        elif awaited.outcome == "confirmed" and opening.addressee.state == node.state:
            reason = alert_codes.CALL_BACK_CONFIRMED.because(state=opening.sender.state)
            yield f"{alert_keys.CALL_BACK_CONFIRMED}{digest}", reason
    if opening.addressee.state == node.state and claims_emergency(opening):
        yield from _claimed(node, transcript, opening)


def _denied(node: Node, opening: Envelope) -> Reason:
    if opening.sender.state == node.state:
        return alert_codes.CALL_BACK_DENIED_HERE.because(sender=str(opening.sender))
    return alert_codes.CALL_BACK_DENIED.because(
        state=opening.sender.state, sender=str(opening.sender)
    )


def _claimed(
    node: Node, transcript: Sequence[StoredMessage], opening: Envelope
) -> Iterator[tuple[str, Reason]]:
    came = next((one for one in transcript if one.digest == opening.digest), None)
    if came is not None and is_over_limit(node, opening, came.peer, came.at):
        yield (
            f"{alert_keys.EMERGENCY_LIMIT}{opening.digest}",
            alert_codes.EMERGENCY_LIMIT.because(
                state=came.peer, limit=node.settings.emergencies_a_day
            ),
        )
    if not states_danger(opening):
        yield (
            f"{alert_keys.EMERGENCY_NO_DANGER}{opening.digest}",
            alert_codes.EMERGENCY_NO_DANGER.because(sender=str(opening.sender)),
        )
