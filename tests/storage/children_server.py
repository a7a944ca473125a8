# SPDX-License-Identifier: Apache-2.0
"""Forks a child of the process tests for each order, with Django set up over the home already.

    python children_server.py DESCRIPTOR HOME

Such a child has its own connections, memory and end, as one that was started anew: only the interpreter's start and
the loading of modules, half a second of work, are not repeated. Its connections it makes itself: there is none here.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys

import storage_children

LONGEST_ORDER = 4096
"""Bytes: a role, and an argument with two paths."""

TO_LOAD = (
    "casts.node.world",
    "rogatory.bootstrap.ports.clock",
    "rogatory.node.limits.bandwidth",
    "rogatory.storage.files.objects",
    "rogatory.storage.queue.jobs",
    "rogatory.storage.store",
)


def load(home: str) -> None:
    """Set Django up, and load what the children load in their roles."""
    storage_children.set_up(home)
    for name in TO_LOAD:
        importlib.import_module(name)


def orders(line: socket.socket) -> list[str]:
    """Return, in a child, its role and its argument; in this process nothing, once nobody asks any more."""
    poll, running = select.poll(), {}
    poll.register(line, select.POLLIN)
    while True:
        for descriptor, _events in poll.poll():
            if descriptor in running:
                poll.unregister(descriptor)
                say_end(descriptor, running.pop(descriptor))
                continue
            order, descriptors, _flags, _sender = socket.recv_fds(line, LONGEST_ORDER, 1)
            if not order:
                return []
            child = os.fork()
            if child == 0:
                for one in (line.detach(), *descriptors, *running, *running.values()):
                    os.close(one)
                return json.loads(order)
            ended = os.pidfd_open(child)
            running[ended] = descriptors[0]
            poll.register(ended, select.POLLIN)
            line.send(child.to_bytes(8))


def say_end(process: int, to_say: int) -> None:
    """Write how a child ended, as `subprocess` numbers it, to who started it."""
    found = os.waitid(os.P_PIDFD, process, os.WEXITED)
    status = found.si_status if found.si_code == os.CLD_EXITED else -found.si_status
    os.write(to_say, status.to_bytes(8, signed=True))
    os.close(to_say)
    os.close(process)


signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asks; it closes the line
number, home = sys.argv[1:]
load(home)
gc.freeze()
found = orders(socket.socket(fileno=int(number)))
if found:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    role, argument = found
    getattr(storage_children, role)(home, argument)
