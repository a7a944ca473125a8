# SPDX-License-Identifier: Apache-2.0
"""Failed work in a node's queue."""

from casts.console.world import bodies, requested
from rogatory.wire.statements import older


def failed(world):
    sent = requested(world)
    answer = world.sent(
        "xb/contact-point",
        "xa/contact-point",
        "acknowledgement",
        bodies.acknowledgement(),
        thread=sent.thread,
    )
    node = world.node("XB")
    (job,) = [one for one in node.queue.lease("w", 10, world.clock.now()) if one.kind == "deliver"]
    node.queue.set_aside(job, older("fault: MemoryError: "), world.clock.now())
    return answer
