# SPDX-License-Identifier: Apache-2.0
"""The log's record of an event: a salted digest, which reveals nothing to a reader of the log."""

import hashlib
from collections.abc import Callable

from rogatory.custody.log import tree

_PREFIX = b"rogatory/custody/v1\n"

SALT_SIZE = 32


def new_salt(random: Callable[[int], bytes]) -> bytes:
    return random(SALT_SIZE)


def commitment(salt: bytes, event: bytes) -> bytes:
    """Return the 32 bytes that are entered in the log for an event's canonical bytes."""
    if len(salt) != SALT_SIZE:
        raise ValueError(f"a salt has {SALT_SIZE} bytes")
    return hashlib.sha256(_PREFIX + salt + event).digest()


def event_leaf(salt: bytes, event: bytes) -> bytes:
    """Return the leaf hash of the event's entry: what `tiles.extend` takes and proofs begin with."""
    return tree.leaf_hash(commitment(salt, event))
