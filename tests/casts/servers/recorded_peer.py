# SPDX-License-Identifier: Apache-2.0
"""Arcadia's node as Borealia's door sees it: signed requests as bytes, which a person may record and send again."""

import json
import os
import socket
import ssl
from datetime import UTC, datetime

from casts.steady.patience import PATIENCE
from rogatory.bootstrap.home.keys import http_key
from rogatory.transport.http_signatures import LineRequest, line_key, sign_request

PATH = f"/v1/exchange/{int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())}"
"""All that this node exchanged with the peer: what somebody who recorded the question wants to read."""


class Peer:
    """Arcadia's node, and a person who records what it sends."""

    def __init__(self, homes):
        self.key = line_key("xa", http_key(homes["XA"]).private_pem)
        self.home = homes["XB"]

    def signed(self):
        """A request as it goes over the line."""
        request = LineRequest("GET", self.home.node_url + PATH, {})
        at = datetime.now(UTC)
        sign_request(request, b"", self.key, state="XB", at=at, nonce=os.urandom(18))
        head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
        return f"GET {PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{head}\r\n".encode()

    def ask(self, request):
        """The status, the seconds to wait, and the codes."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        address = self.home.address(self.home.node_url)
        with (
            socket.create_connection(address, timeout=PATIENCE) as raw,
            context.wrap_socket(raw) as secured,
        ):
            secured.sendall(request)
            answer = b"".join(iter(lambda: secured.recv(65536), b""))
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        wait = next((line[13:] for line in lines if line.startswith("Retry-After: ")), "0")
        status = int(lines[0].split()[1])
        return status, int(wait), json.loads(body)["codes"] if status == 429 else []
