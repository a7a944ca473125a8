# SPDX-License-Identifier: Apache-2.0
"""A file key encrypted under a key that is used once: the body of X25519 and scrypt stanzas."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from rogatory.seal.age.file_key import FILE_KEY_SIZE, FileKey

WRAPPED_SIZE = FILE_KEY_SIZE + 16
_NONCE = bytes(12)


def wrap_key(wrapping_key: bytes, file_key: FileKey) -> bytes:
    return ChaCha20Poly1305(wrapping_key).encrypt(_NONCE, file_key.reveal(), None)


def unwrap_key(wrapping_key: bytes, body: bytes) -> FileKey | None:
    """Return the file key, or None if the wrapping key is another; the size is the caller's to
    check.

    The check of the size before decrypting is what keeps one body from opening under two keys.
    """
    try:
        return FileKey(ChaCha20Poly1305(wrapping_key).decrypt(_NONCE, body, None))
    except InvalidTag:
        return None
