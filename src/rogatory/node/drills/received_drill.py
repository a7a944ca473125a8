# SPDX-License-Identifier: Apache-2.0
"""A drill that came from another State: it alerts the officers on duty, if it was agreed to."""

from collections.abc import Iterator, Sequence

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.drills.agreed import not_agreed
from rogatory.node.officers import alert_codes
from rogatory.node.repositories.messages import StoredMessage
from rogatory.requests.kinds.families import DRILL
from rogatory.requests.thread.thread_facts import ThreadFacts


def drill_calls(
    node: Node, transcript: Sequence[StoredMessage], standing: ThreadFacts
) -> Iterator[tuple[str, Reason]]:
    """Yield the alert for a drill of another State that nobody has acknowledged, under its key."""
    opening = standing.opening
    if opening is None or opening.kind not in DRILL or opening.addressee.state != node.state:
        return
    came = next((one for one in transcript if one.digest == opening.digest), None)
    if came is None or standing.acknowledged is not None:
        return
    against = not_agreed(node, node.state, came.peer, "requested", came.at, opening.thread)
    if next(against, None) is None:
        yield f"drill/{opening.digest}", alert_codes.DRILL.because(sender=str(opening.sender))
