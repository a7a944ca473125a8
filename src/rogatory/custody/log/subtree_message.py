# SPDX-License-Identifier: Apache-2.0
"""The message that an ML-DSA-44 key signs about a log's tree (C2SP tlog-cosignature): a log's own
key and witnesses.

The message names who signs and the log. A moment of zero says nothing of the log's newest state, so
a log signs with it: it may sign a smaller tree after a larger one, for a receipt that is older.
"""

from rogatory.custody import refusals
from rogatory.errors import Refused

LONGEST_NAME = 255
"""Bytes of a name or an origin within the message: its length is one byte."""

TIME_SIZE = 8

_LABEL = b"subtree/v1\n\x00"


def subtree_message(name: str, seconds: int, origin: str, size: int, root: bytes) -> bytes:
    """Build what a key of that name signs for the tree of that origin.

    Raises:
        Refused: a name is too long.
    """
    return b"".join(
        (
            _LABEL,
            _short(name),
            seconds.to_bytes(TIME_SIZE),
            _short(origin),
            (0).to_bytes(8),
            size.to_bytes(8),
            root,
        )
    )


def _short(text: str) -> bytes:
    data = text.encode()
    if not 0 < len(data) <= LONGEST_NAME:
        raise Refused(refusals.COSIGNATURE_NAME.because(limit=LONGEST_NAME))
    return bytes([len(data)]) + data
