# SPDX-License-Identifier: Apache-2.0
"""A package that an attacker seals again."""

import os
from dataclasses import replace
from pathlib import Path

from casts.evidence.states import NOW, State
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.evidence.sealed.segments import SegmentList
from rogatory.evidence.spool import Spools
from rogatory.seal.age import (
    HybridRecipient,
    PayloadCipher,
    open_header,
    parse_header,
    payload_size,
    plain_size,
    seal_header,
)


def _plaintext(sealed: Path, state: State) -> bytearray:
    data = (sealed / "package.age").read_bytes()
    size = parse_header(data).size
    key = open_header(data[:size], [state.identity])
    payload = memoryview(data)[size:]
    out = bytearray(plain_size(len(payload)))
    PayloadCipher(key, bytes(payload[:16])).decrypt_into(0, True, payload[16:], memoryview(out))
    return out


def _reseal(sealed: Path, plain: bytes, sender: State, receivers: list[State], **changes) -> None:
    """Encrypt another stream and sign a seal over it: what a sender who cheats can do."""
    header = seal_header(
        [HybridRecipient.parse(str(r.identity.recipient)) for r in receivers], os.urandom
    )
    nonce = os.urandom(16)
    out = bytearray(payload_size(len(plain)))
    out[:16] = nonce
    PayloadCipher(header.file_key, nonce).encrypt_into(
        0, True, memoryview(plain), memoryview(out)[16:]
    )
    (sealed / "package.age").write_bytes(header.header + out)
    old = parse_seal((sealed / "seal.json").read_bytes())
    with Spools(None) as spools:
        segments = SegmentList(old.segment_size, spools)
        segments.update(memoryview(out))
        count, root = segments.finish()
        (sealed / "segments.b3").write_bytes(b"".join(segments.digests.blocks()))
    seal = replace(
        old,
        sender=sender.authority,
        recipients=tuple(r.addressee for r in receivers),
        header=header.header,
        payload_size=len(out),
        segments=count,
        root=root,
        **changes,
    )
    _sign(sealed, seal.encode(), sender)


def _sign(sealed: Path, data: bytes, sender: State) -> None:
    signatures = sender.keys.sign(data, NOW)
    (sealed / "seal.json").write_bytes(data)
    (sealed / "seal.json.p256.p7s").write_bytes(signatures.p256)
    (sealed / "seal.json.mldsa65.p7s").write_bytes(signatures.mldsa65 or b"")
    (sealed / "seal.json.tst").unlink(missing_ok=True)
