# SPDX-License-Identifier: Apache-2.0
"""The salted root over the inventory, by which any selection of items can be proved alone.

Entry i of the tree is SHA-256(salt_i, line i with its newline), salt_i being HMAC-SHA256 under
the package secret over `rogatory/item/v1` LF i in decimal (from 0). Who is given one line, its
salt and its proof learns nothing about any other line; who has none cannot test a guess.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.tree_hash import GrowingRoot, includes, leaf_hash

SECRET_SIZE = 32

_FORM = re.compile(rb"rogatory/items-root/v1\n(0|[1-9]\d{0,15})\n([0-9a-f]{64})\n\Z")


def salt_of(secret: bytes, index: int) -> bytes:
    return hmac.digest(secret, b"rogatory/item/v1\n%d" % index, "sha256")


def item_entry(salt: bytes, line: bytes) -> bytes:
    return hashlib.sha256(salt + line).digest()


class ItemsRoot:
    """Takes the lines of an inventory one after the other."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET_SIZE:
            raise ValueError("a package secret has 32 bytes")
        self._secret = secret
        self._tree = GrowingRoot()

    def add(self, line: bytes) -> None:
        self._tree.append(item_entry(salt_of(self._secret, self._tree.size), line))

    def encode(self) -> bytes:
        """Return the contents of `items-root.txt`."""
        return items_root_text(self._tree.size, self._tree.root().hex())


def items_root_text(count: int, root: str) -> bytes:
    """Return the contents of `items-root.txt`: form, number of lines, root."""
    return f"rogatory/items-root/v1\n{count}\n{root}\n".encode()


def parse_items_root(data: bytes) -> tuple[int, bytes]:
    """Number of lines and root; refuses another form."""
    match = _FORM.match(data)
    if match is None:
        raise Refused(refusals.ITEMS_ROOT.because())
    return int(match[1]), bytes.fromhex(match[2].decode())


@dataclass(frozen=True, slots=True)
class ItemProof:
    """One line with what proves it against `items-root.txt`."""

    index: int
    line: bytes
    salt: bytes
    path: tuple[bytes, ...]


def item_is_proved(proof: ItemProof, items_root: bytes) -> bool:
    """Decide whether the line is in the inventory whose `items-root.txt` is given."""
    size, root = parse_items_root(items_root)
    leaf = leaf_hash(item_entry(proof.salt, proof.line))
    return includes(root, size, proof.index, leaf, proof.path)
