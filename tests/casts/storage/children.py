# SPDX-License-Identifier: Apache-2.0
"""Children that have the tests' home: processes of their own, forked from one that has loaded the store.

See `storage/storage_children.py` for what they do, and `storage/children_server.py` for how they begin.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

from django_home import HOME
from rogatory.bootstrap.processes.forking import Forked

SERVER = Path(__file__).parents[2] / "storage" / "children_server.py"


def start(role: str, argument: object = "") -> Forked:
    """Start a child in a role; it is used as a `subprocess.Popen` is."""
    line = _forking()
    ended, to_say = os.pipe()
    socket.send_fds(line, [json.dumps([role, str(argument)]).encode()], [to_say])
    os.close(to_say)
    return Forked(int.from_bytes(line.recv(8)), ended, _status)


def _status(ended: int) -> int:
    return int.from_bytes(os.read(ended, 8), signed=True)


@cache
def _forking() -> socket.socket:
    """Return the line to the one process of this worker that forks children; it ends with the worker."""
    line, others = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with others:
        words = [sys.executable, str(SERVER), str(others.fileno()), str(HOME.path)]
        server = subprocess.Popen(
            words, pass_fds=[others.fileno()], stdin=subprocess.DEVNULL, env=_environment()
        )

    def close() -> None:
        line.close()
        server.wait()

    atexit.register(close)
    return line


def _environment() -> dict[str, str]:
    """Return the environment with the folders in which this process finds the tests' modules."""
    tests = SERVER.parents[1]
    return os.environ | {"PYTHONPATH": os.pathsep.join((str(tests.parent), str(tests)))}
