# SPDX-License-Identifier: Apache-2.0
"""A reader's record of the States that it accepted, as a file of its cache."""

from collections.abc import Mapping
from typing import Any

from rogatory.directory.ceremony.metadata import Key
from rogatory.directory.view.admission import Accepted
from rogatory.wire import canonical
from rogatory.wire.canonical import Json

RECORD_LIMIT = 8_000_000
"""Bytes: two ML-DSA keys for every State, eight times over. Only the cache's owner writes it."""


def write_record(accepted: Mapping[str, Accepted]) -> bytes:
    """Return the canonical bytes of what was accepted, by State."""
    return canonical.encode({state: _json(one) for state, one in accepted.items()})


def read_acceptance_record(data: bytes) -> dict[str, Accepted]:
    """Return what `write_record` wrote; the cache is this machine's own, so anything else is a
    fault.
    """
    document: dict[str, Any] = canonical.decode_object(data, limit=RECORD_LIMIT)
    return {state: _accepted(one) for state, one in document.items()}


def _json(one: Accepted) -> Json:
    return {
        "metadata": one.metadata,
        "entry": one.entry,
        "register": one.register,
        "keys": {keyid: key.to_dict() if key else None for keyid, key in one.keys.items()},
        "version": one.version,
    }


def _accepted(one: dict[str, Any]) -> Accepted:
    keys = {keyid: Key.from_dict(keyid, key) if key else None for keyid, key in one["keys"].items()}
    version = int(one.get("version", 0))
    return Accepted(one["metadata"], keys, one["entry"], one["register"], version)
