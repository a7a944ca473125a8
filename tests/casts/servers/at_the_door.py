# SPDX-License-Identifier: Apache-2.0
"""Bytes sent to a peer door."""

import contextlib
import os
import socket

from casts.steady.patience import PATIENCE as WAITS
from rogatory.transport.http_signatures import LineRequest, sign_request
from rogatory.transport.tls import client_context


@contextlib.contextmanager
def raw(served):
    """A TLS connection to the door, with nothing asked yet."""
    view, now = served.world.directory.newest, served.world.clock.now()
    context = client_context(
        view.tls_certificates("XB", now), view.tls_pins("XB", now), patience=WAITS
    )
    plain = socket.create_connection(("127.0.0.1", served.port), 10)
    with context.wrap_socket(plain, server_hostname="127.0.0.1") as line:
        yield line


def answer_to(served, request: bytes) -> bytes:
    with raw(served) as line:
        line.sendall(request)
        data = b""
        with contextlib.suppress(OSError):
            while part := line.recv(65536):
                data += part
        return data


def signed_head(served, method, path, body=b"", *, state="XB", key=None, headers=None):
    """The head of a signed request as bytes, ending before its body."""
    request = LineRequest(method, f"https://127.0.0.1:{served.port}{path}", {})
    key = key or served.line().key
    at, nonce = served.world.clock.now(), os.urandom(18)
    sign_request(request, body, key, state=state, at=at, nonce=nonce)
    lines = [f"{method} {path} HTTP/1.1", "Host: x", "Connection: close"]
    lines += [f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in {**request.headers, **(headers or {})}.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
