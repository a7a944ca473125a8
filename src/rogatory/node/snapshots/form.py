# SPDX-License-Identifier: Apache-2.0
"""The list of snapshots that a node went by, as it is asked for over the line."""

from collections.abc import Mapping, Sequence

from rogatory.errors import Phrase, Refused
from rogatory.node.repositories.snapshots import SeenSnapshot
from rogatory.node.snapshots import refusals
from rogatory.node.snapshots.keep import MOST_SNAPSHOTS
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest
from rogatory.wire.words import P_

LARGEST_LIST = 16 << 10
"""64 rows of a version and a digest; a peer cannot make us hold more."""


def encode_snapshots(own: Sequence[SeenSnapshot]) -> bytes:
    """Write the list as the answer to a peer."""
    rows: list[Json] = [{"digest": one.digest, "version": one.version} for one in own]
    return canonical.encode({"snapshots": rows})


def decode_snapshots(data: bytes, state: str) -> list[tuple[int, str]]:
    """Read version and digest of each snapshot that a State's node lists.

    Raises:
        Refused: the list is in another form.
    """
    document = canonical.decode_object(data, limit=LARGEST_LIST)
    rows = document.get("snapshots")
    if document.keys() != {"snapshots"} or isinstance(rows, str) or not isinstance(rows, Sequence):
        raise _malformed(state, P_("it has no list"))
    if len(rows) > MOST_SNAPSHOTS:
        raise _malformed(state, P_("it has too many rows"))
    return [_row(row, state) for row in rows]


def _row(row: Json, state: str) -> tuple[int, str]:
    if not isinstance(row, Mapping) or row.keys() != {"digest", "version"}:
        raise _malformed(state, P_("a row has other members than digest and version"))
    version = row["version"]
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _malformed(state, P_("a version is no number"))
    return version, parse_digest(row["digest"])


def _malformed(state: str, problem: Phrase) -> Refused:
    return Refused(refusals.SNAPSHOT_LIST.because(state=state, problem=problem))
