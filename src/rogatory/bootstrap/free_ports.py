# SPDX-License-Identifier: Apache-2.0
"""Ports for a node's doors on this machine, chosen once and written into its settings.

Below the range from which the kernel gives ports to outgoing connections: one from that range
may be taken, a moment before the node starts, by a connection that has nothing to do with it.
"""

import random
import socket

FIRST, LAST = 20_000, 32_000
ATTEMPTS = 200

_chance = random.SystemRandom()


def free_port() -> int:
    """A port of loopback on which nobody listens now."""
    for _ in range(ATTEMPTS):
        port = _chance.randint(FIRST, LAST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no port between {FIRST} and {LAST} is free")
