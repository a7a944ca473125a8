# SPDX-License-Identifier: Apache-2.0
"""Forks a process for each program that it is handed, with the modules of the command line loaded already.

    python warm_server.py DESCRIPTOR

Such a process has its own descriptors, environment, user and end, as one that was started anew; only the
interpreter's start and the loading of modules are not repeated. See `warm.py`.
"""

import ctypes
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys

import rogatory.cli
import rogatory.exercises.command
import rogatory.main
from rogatory.bootstrap.processes import forking
from rogatory.treaty.law import FEDERATION, packaged_law

BEGIN_FAULTS = "rogatory_faults_begin"
"""A function of the library for faults, where it is loaded: reads from the environment which are to come."""


def load() -> None:
    """Load every command, what it loads before it is called, and what most load then: a node's modules, Django, the
    packaged law.
    """
    for one in pkgutil.walk_packages(rogatory.cli.__path__, "rogatory.cli."):
        importlib.import_module(one.name)
    packaged_law(FEDERATION)
    forking.load()


def orders(line: socket.socket) -> dict | None:
    """Return, in a child, what it is to do; in this process nothing, once nobody asks any more."""
    while True:
        received, descriptors, _flags, _sender = socket.recv_fds(line, 1, 4)
        if not received:
            return None
        child = os.fork()
        if child == 0:
            line.close()
            with os.fdopen(descriptors.pop(), "rb") as file:
                order = json.load(file)
            become(order, descriptors)
            return order
        for one in descriptors:
            os.close(one)
        line.sendall(child.to_bytes(8))
        line.sendall(os.waitpid(child, 0)[1].to_bytes(8))


def become(order: dict, descriptors: list[int]) -> None:
    """Take over descriptors, environment, folder and user."""
    for number, one in enumerate(descriptors):
        os.dup2(one, number)
        os.close(one)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    if order["user"] is not None:
        os.setgroups([])
        os.setgid(order["user"])
        os.setuid(order["user"])
    sys.argv[:], sys.path[0] = ["-c", *order["words"]], ""
    begin = getattr(ctypes.CDLL(None), BEGIN_FAULTS, None)
    if begin is not None:
        begin()


signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asks; it closes the line
load()
gc.freeze()
found = orders(socket.socket(fileno=int(sys.argv[1])))
if found is not None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    exec(compile(found["code"], "<string>", "exec"))
