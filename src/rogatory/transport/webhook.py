# SPDX-License-Identifier: Apache-2.0
"""One signed webhook, as Standard Webhooks say (version 1), to an address that the operator set.

Signed is HMAC-SHA-256 over `id.timestamp.body`, in the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`; libraries
for it exist in most languages. Of the answer the status counts: no redirect is followed, and no body is read.
"""

import base64
import hashlib
import hmac
import ssl
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import urllib3

from rogatory.transport.address import resolve
from rogatory.transport.bounded_socket import BoundedSocket

LARGEST_HEAD = 16 << 10
"""Bytes of an answer that are taken from the line, all together: a receiver that sends without end fills no memory and holds no
worker.
"""


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float,
    is_inside: bool,
    context: ssl.SSLContext,
) -> int:
    """Send one POST, and return the status of the answer.

    `seconds` are given for connecting, for the handshake, and for the head of the answer. Unless `is_inside`, only public
    addresses are knocked at, so that a name that changes hands leads to none of our inner doors.

    Raises:
        RogatoryError: the address may not be knocked at, or its name has none now.
        urllib3.exceptions.HTTPError, OSError: it was not reached, its certificate does not hold, or no answer came.
    """

    class Receiver(_Receiver):
        patience = seconds

    context.sslsocket_class = Receiver
    address = resolve(url, loopback_allowed=False, inside_allowed=is_inside)
    parts = urlsplit(url)
    with urllib3.HTTPSConnectionPool(
        address.ip,
        address.port,
        timeout=urllib3.Timeout(connect=seconds, read=seconds),
        ssl_context=context,
        server_hostname=address.host,
    ) as pool:
        response = pool.urlopen(
            "POST",
            parts.path or "/",
            body=body,
            headers={
                **headers,
                "Host": parts.netloc,
                "Content-Type": "application/json",
                "User-Agent": "rogatory",
            },
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
            assert_same_host=False,
        )
        response.close()
        return response.status


class _Receiver(BoundedSocket):
    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: A002 - the library's shape
        taken = super().read(len, buffer)
        if self._taken > LARGEST_HEAD:
            raise TimeoutError("the answer has no end")
        return taken


def signed_headers(
    secrets: Iterable[bytes], identifier: str, moment: int, body: bytes
) -> dict[str, str]:
    """Return the three headers of Standard Webhooks, with a signature under each secret; `moment` in seconds since 1970."""
    signed = b".".join([identifier.encode(), str(moment).encode(), body])
    macs = [hmac.new(secret, signed, hashlib.sha256).digest() for secret in secrets]
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(f"v1,{base64.b64encode(mac).decode()}" for mac in macs),
    }


def parse_secret(text: str) -> bytes:
    """Return the bytes of a secret as it is handed on: `whsec_` and base64, 24 to 64 bytes.

    Raises:
        ValueError: it is none.
    """
    data = base64.b64decode(text.strip().removeprefix("whsec_"), validate=True)
    if not 24 <= len(data) <= 64:
        raise ValueError("a webhook's secret has 24 to 64 bytes")
    return data
