# SPDX-License-Identifier: Apache-2.0
"""The keys, certificates and systems' tokens that a node's home has, with their ends, for `node.directory.key_periods`.

What cannot be read is left out here: `home.keys.missing_keys` and the start of the node report it.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.home.certificates import own_certificates
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import log_signer, own_witness_keys
from rogatory.bootstrap.ports.register import own_copy
from rogatory.directory.ceremony.metadata import TARGETS_LIMIT, read_any
from rogatory.directory.view.cache import Cache
from rogatory.directory.view.view import DirectoryView
from rogatory.disk.reading import read_file
from rogatory.errors import RogatoryError
from rogatory.node.directory.key_periods import KeyPeriod, key_periods
from rogatory.node.key_ends.key_ends import period_of, period_of_token
from rogatory.node.repositories.systems import TokenRecord
from rogatory.wire.digests import sha256

METADATA = "metadata"
"""The kind of the directory's metadata, whose end stops this State or all."""


def all_keys(
    home: Home, view: DirectoryView | None, tokens: Iterable[TokenRecord] = ()
) -> tuple[KeyPeriod, ...]:
    """Return every key and certificate of the node's State, the metadata that it rests on, and its systems' tokens; the
    first to end first.

    This is what `rogatory keys list`, the console and the doctor show. `view` is the newest one; None where
    the directory cannot be read.
    """
    held = (*_held(home), *_metadata(home), *map(period_of_token, tokens))
    return key_periods(view, home.state, held)


def stored_tokens(home: Home) -> Sequence[TokenRecord] | None:
    """Return the tokens of the State's systems, or None where the database does not answer, or is not there."""
    try:
        return query(home, lambda rows: rows.system_tokens())
    except RogatoryError:
        return None


def newest_view(home: Home, at: datetime) -> DirectoryView | None:
    """Return the node's copy of the directory, or None where it says nothing."""
    try:
        return own_copy(home).view(at)
    except RogatoryError:
        return None


def _held(home: Home) -> Iterator[KeyPeriod]:
    yield from map(period_of, own_certificates(home))
    with contextlib.suppress(RogatoryError, OSError, ValueError):
        signer = log_signer(home)
        yield _of_text(home, "log", signer.name, "ed25519", signer.vkey)
    with contextlib.suppress(RogatoryError, OSError, ValueError):
        for cosigner in own_witness_keys(home):
            yield _of_text(home, "witness", cosigner.key.name, "", cosigner.key.vkey)


def _of_text(home: Home, kind: str, name: str, algorithm: str, vkey: str) -> KeyPeriod:
    where = str(home.node_keys.relative_to(home.path))
    return KeyPeriod(kind, name, algorithm, sha256(vkey.encode()), None, None, where)


def _metadata(home: Home) -> Iterator[KeyPeriod]:
    """Yield root, targets and the State's own metadata in the node's copy of the directory."""
    with contextlib.suppress(RogatoryError, OSError):
        cache = Cache(home.directory_cache)
        current = cache.current()
        if current is None:
            return
        folder = cache.generation(current.generation).metadata
        for role in ("root", "targets", home.state.lower()):
            data = read_file(folder / f"{role}.json", limit=TARGETS_LIMIT)
            until = read_any(role, data).signed.expires
            yield KeyPeriod(METADATA, role, "", sha256(data), None, until, "directory")
