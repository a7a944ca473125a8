# SPDX-License-Identifier: Apache-2.0
"""When keys are lost or stolen: another set of holders, another publisher, a longer life.

The root says who holds what, so each of these is a next root, signed by the thresholds of the
root before it and of itself. A lost threshold of `targets` keys is replaced so, together with
targets metadata that the new holders sign, and the publisher publishes both in one tick. A lost
threshold of `root` keys cannot be replaced by anybody: that is what the spare key is for.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from rogatory.directory.ceremony import refusals
from rogatory.directory.ceremony.ceremony import ROOT_LIFE, next_root, set_keys
from rogatory.directory.ceremony.keys import parse_public
from rogatory.directory.ceremony.metadata import Root, read_metadata
from rogatory.errors import Refused

OFFLINE_ROLES = ("root", "targets")
ONLINE_ROLES = ("snapshot", "timestamp")


def replace_holders(
    root: bytes,
    role: str,
    keys: Sequence[bytes],
    *,
    threshold: int,
    at: datetime,
    life: timedelta = ROOT_LIFE,
) -> bytes:
    """Return the next root, unsigned, in which exactly these keys hold `root` or `targets`.

    Raises:
        Refused: the role has no offline holders, or there are too few different keys for the
            threshold and a spare one.
    """
    if role not in OFFLINE_ROLES:
        raise Refused(
            refusals.NOT_OFFLINE.because(role=ascii(role)[:40], allowed=" and ".join(OFFLINE_ROLES))
        )
    metadata = read_metadata(Root, "root", root)
    for keyid in list(metadata.signed.roles[role].keyids):
        metadata.signed.revoke_key(keyid, role)
    set_keys(metadata.signed, role, keys, threshold)
    return next_root(metadata, root, at + life)


def replace_publisher(
    root: bytes, online: bytes, *, at: datetime, life: timedelta = ROOT_LIFE
) -> bytes:
    """Return the next root, unsigned, in which this key alone signs `snapshot` and `timestamp`.

    What a thief of the old key published is not even a rollback for readers of the new root:
    they forget it, however high its versions were.
    """
    metadata = read_metadata(Root, "root", root)
    key = parse_public(online)
    for role in ONLINE_ROLES:
        for keyid in list(metadata.signed.roles[role].keyids):
            metadata.signed.revoke_key(keyid, role)
        metadata.signed.add_key(key, role)
    return next_root(metadata, root, at + life)


def renew_root(root: bytes, *, at: datetime, life: timedelta = ROOT_LIFE) -> bytes:
    """Return the next root, unsigned, the same but for its version and expiry."""
    return next_root(read_metadata(Root, "root", root), root, at + life)
