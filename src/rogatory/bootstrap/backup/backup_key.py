# SPDX-License-Identifier: Apache-2.0
"""The key of a node's backups: it names what is stored, and authenticates what a backup states.

Encryption to recipients lets anybody write a file that they can open. Who keeps the backups could so put in a
database of their own. And a name that is the digest of its content shows which documents a State has. Both
take a secret of the node, from which one key is derived for each.
"""

import hmac

from rogatory.seal.age.file_key import derive
from rogatory.wire.randomness import Random

KEY_SIZE = 32


class BackupKey:
    """Opaque: its holder can make up backups of the node, so it neither prints nor compares."""

    __slots__ = ("_macs", "_names")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_SIZE:
            raise ValueError("a backup key has 32 bytes")
        self._names = derive(secret, b"", b"rogatory/backup/names/v1")
        self._macs = derive(secret, b"", b"rogatory/backup/statements/v1")

    def name_of(self, what: str) -> str:
        """Return the name under which something is stored: 64 hexadecimal digits that show nothing of it."""
        return hmac.digest(self._names, what.encode(), "sha256").hex()

    def mac(self, statement: bytes) -> str:
        return hmac.digest(self._macs, statement, "sha256").hex()

    def confirms(self, statement: bytes, mac: str) -> bool:
        """Decide whether the holder of this key made the statement."""
        return hmac.compare_digest(self.mac(statement).encode(), mac.encode())


def new_backup_secret(random: Random) -> bytes:
    return random(KEY_SIZE)
