# SPDX-License-Identifier: Apache-2.0
"""Which key agreement a TLS 1.3 handshake came to: read from the ServerHello (RFC 8446 4.1.3, 4.2.8).

Python reports version and cipher of a connection, and before 3.15 not its group. Whether the line
is safe from a later quantum computer hangs on just that.
"""

from collections.abc import Callable
from typing import Any

SERVER_HELLO = 2
_KEY_SHARE = 51

HYBRID = "X25519MLKEM768"

_NAMES = {
    0x0017: "secp256r1",
    0x0018: "secp384r1",
    0x0019: "secp521r1",
    0x001D: "x25519",
    0x001E: "x448",
    0x0200: "MLKEM512",
    0x0201: "MLKEM768",
    0x0202: "MLKEM1024",
    0x11EB: "SecP256r1MLKEM768",
    0x11EC: HYBRID,
    0x11ED: "SecP384r1MLKEM1024",
}


def watching(found: Callable[[Any, str], None]) -> Callable[..., None]:
    """Return a callback for `SSLContext._msg_callback` that passes on (connection, group) of each
    handshake.
    """

    def watch(
        connection: Any, _direction: str, _version: Any, _kind: Any, message: Any, data: bytes
    ) -> None:
        if message == SERVER_HELLO:
            group = agreed_group(bytes(data))
            if group is not None:
                found(connection, group)

    return watch


def agreed_group(hello: bytes) -> str | None:
    """Return the group that a ServerHello (with its handshake header) chooses; None if it names
    none.
    """
    at = 4 + 2 + 32
    at += 1 + _number(hello, at, 1) + 2 + 1
    end = at + 2 + _number(hello, at, 2)
    at += 2
    while at + 4 <= min(end, len(hello)):
        kind, size = _number(hello, at, 2), _number(hello, at + 2, 2)
        if kind == _KEY_SHARE and size >= 2:
            group = _number(hello, at + 4, 2)
            return _NAMES.get(group, f"group 0x{group:04x}")
        at += 4 + size
    return None


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size])
