# SPDX-License-Identifier: Apache-2.0
"""Ports for a node's doors on this machine, chosen once and written into its settings.

Below the range from which the kernel gives ports to outgoing connections: one from that range
may be taken, a moment before the node starts, by a connection that has nothing to do with it.

A port is chosen some time before its door listens, so each is claimed by a name that the kernel
keeps for this process (an abstract Unix socket, in the same network namespace as the port). Nobody
else who chooses by this module, here or in another process, is given the same one meanwhile.
"""

import atexit
import random
import socket
from collections import deque

FIRST, LAST = 20_000, 32_000
ATTEMPTS = 200

MOST_CLAIMS = 128
"""Each claim holds a file descriptor, of which a process has a thousand; the oldest is let go."""

_chance = random.SystemRandom()
_claims: deque[socket.socket] = deque()


def free_port() -> int:
    """Return a port of loopback on which nobody listens now, and which nobody else has just chosen."""
    for _ in range(ATTEMPTS):
        port = _chance.randint(FIRST, LAST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            if claim(port):
                return port
    raise OSError(f"no port between {FIRST} and {LAST} is free")


def claim(port: int) -> bool:
    """Keep others from choosing this port while this process lives; whether nobody had it."""
    name = socket.socket(socket.AF_UNIX)
    try:
        name.bind(f"\0rogatory-port-{port}")
    except OSError:
        name.close()
        return False
    _claims.append(name)
    _let_go(MOST_CLAIMS)
    return True


@atexit.register
def _let_go(keep: int = 0) -> None:
    while len(_claims) > keep:
        _claims.popleft().close()
