# SPDX-License-Identifier: Apache-2.0
"""Which archive a file is, by its first bytes."""

from rogatory.evidence.returns.tar_headers import is_header

LOOKED_AT = 512
"""Bytes at the start that decide."""

_PACKINGS = {"gzip": b"\x1f\x8b\x08", "bzip2": b"BZh", "xz": b"\xfd7zXZ\0"}


def archive_format(start: bytes) -> str | None:
    """Return `zip`, `tar`, or how it is packed as a whole: `gzip`, `bzip2`, `xz`; None for no archive."""
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    for name, magic in _PACKINGS.items():
        if start.startswith(magic):
            return name
    return "tar" if is_header(start) else None
