# SPDX-License-Identifier: Apache-2.0
"""A counterpart that takes what is sent slowly is waited for, and one that takes nothing is not."""

import contextlib
import socket
import ssl
import threading
import time

import pytest

from casts.node.world import MADE, UNTIL, drawn, new_state
from casts.steady.patience import PATIENCE as WAITS
from rogatory.transport.tls import server_context

SECONDS = 4.0
"""The sender's patience."""

MUCH = bytes(6 << 20)
"""More than the kernel keeps for a connection."""


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    issued = new_state("XB").ca.issue(
        "xb", "node-tls", "p256", at=MADE, until=UNTIL, random=drawn("tls"), hosts=["localhost"]
    )
    (folder / "key").write_bytes(issued.key)
    (folder / "certificate").write_bytes(issued.certificate)
    return folder


@pytest.fixture
def connection(keys):
    """Return the sender's end with a short patience, and the reader's."""
    context = server_context(keys / "certificate", keys / "key", patience=SECONDS)
    reading = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    reading.check_hostname, reading.verify_mode = False, ssl.CERT_NONE
    here, there = tcp_pair()
    with contextlib.ExitStack() as stack:
        made = []
        shaking = threading.Thread(
            target=lambda: made.append(context.wrap_socket(here, server_side=True))
        )
        shaking.start()
        there.settimeout(WAITS)
        reader = stack.enter_context(reading.wrap_socket(there))
        shaking.join()
        yield stack.enter_context(made[0]), reader


def test_nobody_who_reads_nothing_is_waited_for(connection):
    sender, _reader = connection
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        sender.sendall(MUCH)
    assert time.monotonic() - began < WAITS


def test_who_reads_slowly_gets_everything(connection):
    """For longer than the sender's patience so little is taken that the kernel does not ask for more."""
    sender, reader = connection
    taken = 0

    def read_slowly():
        nonlocal taken
        for _ in range(32):
            time.sleep(2 * SECONDS / 32)
            taken += len(read_whole(reader, 32 << 10))
        while taken < len(MUCH):
            taken += len(reader.recv(1 << 20))

    reading = threading.Thread(target=read_slowly)
    reading.start()
    sender.sendall(MUCH)
    reading.join()
    assert taken == len(MUCH)


def tcp_pair():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        there = socket.create_connection(listening.getsockname())
        here, _address = listening.accept()
    return here, there


def read_whole(reader, size):
    found = b""
    while len(found) < size:
        found += reader.recv(size - len(found))
    return found
