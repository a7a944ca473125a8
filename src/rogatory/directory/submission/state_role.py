# SPDX-License-Identifier: Apache-2.0
"""The act of a State: sign the metadata that speaks for its entry and its register.

The State key stays here; what leaves is a `Submission` of bytes for the publisher.

Beside what TUF asks for, the signed part of a State's metadata has the field `rogatory-network`, so that
a State with one key in two networks has an entry in each that counts in no other, and `rogatory-keys`:
the ids of the keys that may sign for the State from now on. Signed by the key in force, it is
the State's own word about its next key, which no holder of the targets keys can give: readers
accept a changed key by it alone, or after an officer has confirmed it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.directory.ceremony.keys import DirectoryKey
from rogatory.directory.ceremony.metadata import (
    Metadata,
    Targets,
    add_signature,
    target_file,
    write_metadata,
)
from rogatory.directory.ceremony.network_field import NETWORK_FIELD
from rogatory.directory.entry.entry import DirectoryEntry, build_entry, state_paths
from rogatory.directory.entry.register import OfficerRegister, build_register
from rogatory.directory.submission.acceptance import KEYS_FIELD, read_pair

STATE_LIFE = timedelta(days=365)
"""A State that does not look at its entry once a year is no longer known to confirm it."""


@dataclass(frozen=True, slots=True)
class Submission:
    """The submission of a State to the publisher: signed metadata and the two files it speaks
    for.
    """

    state: str
    metadata: bytes
    files: Mapping[str, bytes]


def sign_entry(
    entry: DirectoryEntry,
    register: OfficerRegister,
    *,
    network: str,
    keys: Sequence[DirectoryKey],
    version: int,
    at: datetime,
    announce: Sequence[str] | None = None,
    life: timedelta = STATE_LIFE,
) -> Submission:
    """Sign an entry and its register with all of the keys given.

    `announce` names the keys (by id) that may sign from now on; by default those that sign.
    During a change of key sign with both and announce the new one. `network` is
    the one that the entry is for.

    Raises:
        Refused: with every reason why entry and register are not accepted.
    """
    entry_bytes, register_bytes = build_entry(entry), build_register(register)
    read_pair(entry.state, entry_bytes, register_bytes)
    files = dict(zip(state_paths(entry.state), (entry_bytes, register_bytes), strict=True))
    signed = Targets(
        version=version,
        expires=at.replace(microsecond=0) + life,
        targets={path: target_file(path, data) for path, data in files.items()},
        unrecognized_fields={
            KEYS_FIELD: sorted(announce or [key.keyid for key in keys]),
            NETWORK_FIELD: network,
        },
    )
    metadata = Metadata(signed)
    for key in keys:
        add_signature(metadata, key)
    return Submission(entry.state, write_metadata(metadata), files)


def announced_keys(signed: Targets) -> tuple[str, ...]:
    """Return the key ids that a State's metadata announces; none if it says nothing of the kind."""
    found = signed.unrecognized_fields.get(KEYS_FIELD)
    if not isinstance(found, list) or not all(isinstance(keyid, str) for keyid in found):
        return ()
    return tuple(found)
