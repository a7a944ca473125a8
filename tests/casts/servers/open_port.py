# SPDX-License-Identifier: Apache-2.0
"""Waiting for a server in a process of its own."""

import socket

from casts.steady.patience import PATIENCE, until


def until_open(port, child, log, seconds=PATIENCE):
    """Return once something listens at a port of this machine; fails with its log if the child has ended."""

    def is_open():
        assert child.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            return False
        return True

    until(is_open, seconds)
