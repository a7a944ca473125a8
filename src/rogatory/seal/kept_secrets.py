# SPDX-License-Identifier: Apache-2.0
"""Short secrets that a node must be able to read again, kept encrypted in its database.

`sealed:` and base64url of a nonce of 12 bytes with what ChaCha20-Poly1305 makes of the text. The key comes
from the node's own secret, a file that no copy of the database has in it. Nothing else is read: a text
without the prefix was never sealed here, and is refused rather than taken for a secret.
"""

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from rogatory.errors import Refused
from rogatory.seal import refusals
from rogatory.seal.age.file_key import derive
from rogatory.wire.randomness import Random

PREFIX = "sealed:"
NONCE_SIZE = 12


def seal_secret(node_secret: str, text: str, random: Random) -> str:
    nonce = random(NONCE_SIZE)
    sealed = _cipher(node_secret).encrypt(nonce, text.encode("utf-8"), None)
    return PREFIX + base64.urlsafe_b64encode(nonce + sealed).decode("ascii")


def open_secret(node_secret: str, sealed: str) -> str:
    """Return the text again.

    Raises:
        Refused: it was not encrypted with this node's secret, or was changed.
    """
    if not sealed.startswith(PREFIX):
        raise Refused(refusals.KEPT_SECRET.because())
    try:
        data = base64.urlsafe_b64decode(sealed.removeprefix(PREFIX))
        text = _cipher(node_secret).decrypt(data[:NONCE_SIZE], data[NONCE_SIZE:], None)
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise Refused(refusals.KEPT_SECRET.because()) from error
    return text.decode("utf-8")


def _cipher(node_secret: str) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(derive(node_secret.encode("utf-8"), b"", b"rogatory/kept-secret/v1"))
