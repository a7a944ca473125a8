# SPDX-License-Identifier: Apache-2.0
"""Standard base64 without padding (RFC 4648 section 3.2), in its one canonical form."""

import binascii


def encode(data: bytes) -> bytes:
    return binascii.b2a_base64(data, newline=False).rstrip(b"=")


def decode(text: bytes) -> bytes | None:
    """Return the bytes that `encode` writes as `text`, or None if there are none such."""
    try:
        data = binascii.a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
    except binascii.Error:
        return None
    # Set bits behind the last byte, or padding in the text, would give two texts for one value.
    return data if encode(data) == text else None
