# SPDX-License-Identifier: Apache-2.0
"""Which key agreement a handshake came to: from real ones, and from bytes of any kind."""

import os
import socket
import ssl
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.node.world import World, new_state
from rogatory.transport.key_agreement import HYBRID, agreed_group
from rogatory.transport.tls import client_context, server_context


@pytest.fixture(scope="module")
def borealia():
    return World({code: new_state(code) for code in ("XA", "XB")})


def agreed_with(world, tmp_path, curve=None):
    state = world.states["XB"]
    (tmp_path / "pem").write_bytes(state.tls.certificate)
    (tmp_path / "key").write_bytes(state.tls.key)
    serving = server_context(tmp_path / "pem", tmp_path / "key")
    if curve:
        serving.set_ecdh_curve(curve)
    view, now = world.directory.newest, world.clock.now()
    found = []
    asking = client_context(
        view.tls_certificates("XB", now), view.tls_pins("XB", now), agreed=found.append
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            plain, _ = listening.accept()
            with serving.wrap_socket(plain, server_side=True) as line:
                line.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        plain = socket.create_connection(listening.getsockname())
        with asking.wrap_socket(plain, server_hostname="127.0.0.1") as line:
            line.sendall(b"x")
        thread.join()
    return found


def test_two_of_ours_agree_the_hybrid_that_a_quantum_computer_does_not_break(borealia, tmp_path):
    if ssl.OPENSSL_VERSION_INFO < (3, 5):
        pytest.skip("this OpenSSL has no ML-KEM")
    assert agreed_with(borealia, tmp_path) == [HYBRID]
    assert "MLKEM" in HYBRID


def test_one_that_knows_no_hybrid_is_spoken_to_all_the_same_and_it_is_seen(borealia, tmp_path):
    """A door that asks for its group by a HelloRetryRequest reports it twice."""
    found = agreed_with(borealia, tmp_path, "secp384r1")
    assert set(found) == {"secp384r1"}
    assert not [name for name in found if "MLKEM" in name]


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data):
    agreed_group(b"\x02\x00\x00\x00\x03\x03" + data)


def test_a_hello_without_a_key_share_names_no_group():
    assert (
        agreed_group(b"\x02\x00\x00\x28\x03\x03" + os.urandom(32) + b"\x00\x13\x01\x00\x00\x00")
        is None
    )
    assert agreed_group(b"") is None
