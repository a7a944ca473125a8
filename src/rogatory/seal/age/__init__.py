# SPDX-License-Identifier: Apache-2.0
"""The age v1 format (C2SP): hybrid post-quantum recipients, header, payload in 64 KiB chunks.

Bytes in, bytes out. The public surface is what this module names.
"""

from rogatory.seal.age.chunks import (
    CHUNK,
    SEALED_CHUNK,
    TAG,
    Placed,
    chunk_count,
    chunk_of,
    chunk_place,
    chunks_covering,
    payload_size,
    plain_size,
)
from rogatory.seal.age.file_key import NONCE_SIZE, FileKey
from rogatory.seal.age.files import AgeReader, AgeWriter, decrypt, encrypt
from rogatory.seal.age.header import LARGEST_HEADER, Header, Stanza, parse_header
from rogatory.seal.age.hybrid import HybridIdentity, HybridRecipient, refuse_other_stanzas
from rogatory.seal.age.identity_file import (
    KeyIdentity,
    needs_passphrase,
    parse_identity,
    read_identity_file,
    write_identity_file,
)
from rogatory.seal.age.passphrase import PassphraseIdentity, PassphraseRecipient
from rogatory.seal.age.payload import PayloadCipher, stream_of
from rogatory.seal.age.recipients import AgeRecipient, Identity
from rogatory.seal.age.sealing import SealedHeader, open_header, seal_header
from rogatory.seal.age.x25519 import X25519Identity, X25519Recipient
from rogatory.wire.randomness import Random

__all__ = [
    "CHUNK",
    "LARGEST_HEADER",
    "NONCE_SIZE",
    "SEALED_CHUNK",
    "TAG",
    "AgeReader",
    "AgeRecipient",
    "AgeWriter",
    "FileKey",
    "Header",
    "HybridIdentity",
    "HybridRecipient",
    "Identity",
    "KeyIdentity",
    "PassphraseIdentity",
    "PassphraseRecipient",
    "PayloadCipher",
    "Placed",
    "Random",
    "SealedHeader",
    "Stanza",
    "X25519Identity",
    "X25519Recipient",
    "chunk_count",
    "chunk_of",
    "chunk_place",
    "chunks_covering",
    "decrypt",
    "encrypt",
    "needs_passphrase",
    "open_header",
    "parse_header",
    "parse_identity",
    "payload_size",
    "plain_size",
    "read_identity_file",
    "refuse_other_stanzas",
    "seal_header",
    "stream_of",
    "write_identity_file",
]
