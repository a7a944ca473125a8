# SPDX-License-Identifier: Apache-2.0
"""The check of an object store before a node relies on it.

1. A new object can be written, and read back as it was given, whole and in parts.
2. A second writing under its name is refused, and leaves it as it was.
3. It can be removed; then it is not there.

The object is removed again, whatever was found.
"""

from contextlib import suppress

from rogatory.errors import Refused, RogatoryError
from rogatory.storage.object_store import refusals
from rogatory.storage.object_store.bucket import Bucket
from rogatory.wire.randomness import Random

PROBES = "probes"

_FIRST, _SECOND = b"first", b"other"


def check_store(bucket: Bucket, random: Random) -> None:
    """Refuse a store on which a node cannot rely.

    Raises:
        Refused: it overwrites what is there, or returns other bytes.
        Unreachable: it does not answer, or does not let the node in.
    """
    name = f"{PROBES}/{random(16).hex()}"
    try:
        _check(bucket, name)
    except RogatoryError:
        with suppress(RogatoryError):
            bucket.remove(name)
        raise
    bucket.remove(name)  # 3
    if bucket.read(name, limit=len(_FIRST)) is not None:
        raise Refused(refusals.STORE_ALTERS.because())


def _check(bucket: Bucket, name: str) -> None:
    bucket.create(name, _FIRST)
    if not bucket.holds(name, _FIRST) or b"".join(_parts(bucket, name)) != _FIRST:  # 1
        raise Refused(refusals.STORE_ALTERS.because())
    if bucket.create(name, _SECOND) or not bucket.holds(name, _FIRST):  # 2
        raise Refused(refusals.STORE_OVERWRITES.because())


def _parts(bucket: Bucket, name: str) -> list[bytes]:
    try:
        return list(bucket.parts(name, len(_FIRST)))
    except (FileNotFoundError, ValueError):
        return []
