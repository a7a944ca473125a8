# SPDX-License-Identifier: Apache-2.0
"""Keys that a State announced in versions of its metadata that this node has missed.

A node that was away while a State announced its next key and changed to it finds metadata that no key it knows has
signed. The versions between lie in the directory under their numbers, and lead from the key that is known to the
new one as the chain of roots does: each is signed by a key that the version before it announced. So a node goes
through all of them; one that is missing, or that another key signed, ends it, and an officer compares the key
(specification 18.8, missed announcements).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from securesystemslib.exceptions import UnverifiedSignatureError

from rogatory.directory.ceremony.keys import is_own
from rogatory.directory.ceremony.metadata import Key, Metadata, Targets, read_metadata
from rogatory.directory.submission.acceptance import form_reasons
from rogatory.directory.submission.state_role import announced_keys
from rogatory.directory.view.admission import Accepted
from rogatory.errors import Refused

MOST_MISSED = 500
"""Versions: a State that signs each week needs ten years for so many. A directory that names a version far away
would have each refresh fetch them all.
"""

type ReadVersion = Callable[[int], bytes | None]
"""Returns a version of the State's metadata, or None where the directory has none."""


@dataclass(frozen=True, slots=True)
class _Chain:
    """The keys that may sign the next version; None for one that is known by its id alone."""

    state: str
    network: str
    keys: Mapping[str, Key | None]
    delegated: Mapping[str, Key]
    """Those of the directory that are under their own ids: its holders could put a key under the id of another."""

    def next(self, version: int, data: bytes) -> "_Chain | None":
        """Return the chain after this version, or None if the version does not continue it."""
        try:
            metadata: Metadata[Targets] = read_metadata(Targets, self.state.lower(), data)
        except Refused:
            return None
        signed = metadata.signed
        if signed.version != version or any(form_reasons(self.state, signed, self.network)):
            return None
        if not any(self._has_signed(keyid, metadata) for keyid in self.keys):
            return None
        announced = announced_keys(signed)
        return replace(self, keys={one: self._key(one) for one in announced}) if announced else self

    def _has_signed(self, keyid: str, metadata: Metadata[Targets]) -> bool:
        key, signature = self._key(keyid), metadata.signatures.get(keyid)
        if key is None or signature is None:
            return False
        try:
            key.verify_signature(signature, metadata.signed_bytes)
        except UnverifiedSignatureError:
            return False
        return True

    def _key(self, keyid: str) -> Key | None:
        return self.keys.get(keyid) or self.delegated.get(keyid)


def is_announced(
    state: str,
    network: str,
    accepted: Accepted,
    signers: frozenset[str],
    delegated: Mapping[str, Key],
    read: ReadVersion,
    newest: int,
) -> bool:
    """Decide whether the State announced every key that signed its version `newest`, in the versions after `accepted`.

    `signers` are the delegated keys that signed it, and `delegated` all keys in the targets metadata: a key's id
    is its digest, so that any source serves for the key itself, if the id is its own.

    What must hold:
      1. The version accepted is known, and the newest one is later, by no more than `MOST_MISSED`.
      2. Each version from the next to the newest is there, is of this State, network and number (`form_reasons`), and is
         signed by a key that may sign after the one before it. Its expiry is not asked.
      3. Every signer of the newest one may sign after the one before it: a second signature makes no successor.
    """
    if not 0 < accepted.version < newest <= accepted.version + MOST_MISSED:
        return False  # 1
    own = {keyid: key for keyid, key in delegated.items() if is_own(keyid, key)}
    chain = _Chain(state, network, accepted.keys, own)
    for version in range(accepted.version + 1, newest + 1):
        data = read(version)
        if version == newest and not signers <= set(chain.keys):
            return False  # 3
        following = None if data is None else chain.next(version, data)
        if following is None:
            return False  # 2
        chain = following
    return True
