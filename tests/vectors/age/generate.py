# SPDX-License-Identifier: Apache-2.0
"""Writes the age vectors beside this file: see README.md."""

import hashlib
import io
import random
from datetime import UTC, datetime
from pathlib import Path

from rogatory.seal.age import (
    CHUNK,
    NONCE_SIZE,
    SEALED_CHUNK,
    AgeWriter,
    FileKey,
    HybridIdentity,
    PassphraseRecipient,
    Stanza,
    X25519Identity,
    encrypt,
    open_header,
    parse_header,
    seal_header,
    write_identity_file,
)
from rogatory.seal.age.header import write_header, write_unauthenticated

_FOLDER = Path(__file__).parent
_HYBRID = b"-> mlkem768x25519 "
_random = random.Random("rogatory/age").randbytes

_WORKSTATION, _SECOND, _RECOVERY, _REPLACED = (HybridIdentity.generate(_random) for _ in range(4))
_CLASSICAL = X25519Identity.generate(_random)
_SHORT = b"what the asking authority receives\n"
_LONG = bytes(CHUNK) + b"second chunk"


def write(name, comment, sealed, *, expect="success", plain=None, identity=None, passphrase=None):
    """One vector. HPKE draws its own randomness: a hybrid one that is there stays."""
    place = _FOLDER / f"{name}.age-vector"
    if _HYBRID in sealed and place.exists():
        return
    lines = [f"expect: {expect}"]
    if plain is not None:
        lines.append(f"payload: {hashlib.sha256(plain).hexdigest()}")
    if identity is not None:
        lines.append(f"identity: {identity.encode()}")
    if passphrase is not None:
        lines.append(f"passphrase: {passphrase}")
    lines += [f"comment: {comment}", "", ""]
    place.write_bytes("\n".join(lines).encode() + sealed)


def with_stanzas(change):
    """A header for the workstation with other stanzas, under a MAC that holds."""
    key = FileKey.generate(_random)
    stanzas = change(_WORKSTATION.recipient.wrap(key, _random), key)
    return write_header(stanzas, key.header_mac(write_unauthenticated(stanzas)))


def packages():
    """Return what every sealed package is: three recipients of one authority, and re-wrapping."""
    recipients = [one.recipient for one in (_WORKSTATION, _SECOND, _RECOVERY)]
    sealed = encrypt(_SHORT, recipients, _random)
    write(
        "hybrid_workstation",
        "the first of three recipients opens",
        sealed,
        plain=_SHORT,
        identity=_WORKSTATION,
    )
    write(
        "hybrid_recovery",
        "the last of three recipients opens",
        sealed,
        plain=_SHORT,
        identity=_RECOVERY,
    )
    write("hybrid_stranger", "nobody else does", sealed, expect="age-no-match", identity=_REPLACED)

    header = sealed[: parse_header(sealed).size]
    key = open_header(header, [_WORKSTATION])
    renewed = seal_header([_REPLACED.recipient], _random, file_key=key).header
    write(
        "hybrid_rewrapped",
        "a new header before the payload of hybrid_workstation",
        renewed + sealed[len(header) :],
        plain=_SHORT,
        identity=_REPLACED,
    )

    parsed = parse_header(header)
    fewer = write_header(parsed.stanzas[:-1], parsed.mac)
    write(
        "hybrid_recipient_removed",
        "the recovery stanza was taken out on the way",
        fewer + sealed[len(header) :],
        expect="age-mac",
        identity=_WORKSTATION,
    )


def headers():
    """Where this reader is stricter than the public vectors demand."""
    malformed = Stanza(("X25519", "AAAA"), bytes(32))
    write(
        "header_malformed_for_another",
        "a malformed stanza of a known kind for someone else",
        with_stanzas(lambda good, _: [good, malformed]) + bytes(NONCE_SIZE + 16),
        expect="age-stanza-malformed",
        identity=_WORKSTATION,
    )
    two = PassphraseRecipient("passphrase", 1)
    write(
        "header_scrypt_beside_hybrid",
        "a passphrase stanza beside a hybrid one",
        with_stanzas(lambda good, key: [good, two.wrap(key, _random)]),
        expect="age-scrypt-not-alone",
        identity=_WORKSTATION,
    )
    good = PassphraseRecipient("passphrase", 1).wrap(FileKey(bytes(16)), _random)
    costly = Stanza((*good.arguments[:2], "21"), good.body)
    write(
        "header_work_factor_21",
        "two gibibytes of work",
        write_header([costly], bytes(32)),
        expect="age-work-factor",
        passphrase="passphrase",
    )


def payloads():
    """Chunks cut, swapped and repeated, in a classical file, since its header is short."""
    sink = io.BytesIO()
    with AgeWriter(sink, [_CLASSICAL.recipient], _random) as writer:
        writer.write(_LONG)
    sealed = sink.getvalue()
    start = parse_header(sealed).size + NONCE_SIZE
    head, first, second = (
        sealed[:start],
        sealed[start : start + SEALED_CHUNK],
        sealed[start + SEALED_CHUNK :],
    )
    for name, comment, data, expect in (
        ("payload_cut", "the final chunk is missing", head + first, "age-payload-incomplete"),
        ("payload_first_missing", "the first chunk is missing", head + second, "age-chunk"),
        (
            "payload_repeated",
            "the first chunk stands twice",
            head + first + first + second,
            "age-chunk",
        ),
    ):
        write(name, comment, data, expect=expect, identity=_CLASSICAL)


def identities():
    """An identity file under a passphrase."""
    at = datetime(2026, 11, 24, 3, tzinfo=UTC)
    data = write_identity_file(_WORKSTATION, at, "an exercise passphrase", random=_random)
    write(
        "identity_file",
        "identity.txt of a workstation, armored, under a passphrase",
        data,
        plain=write_identity_file(_WORKSTATION, at),
        passphrase="an exercise passphrase",
    )


if __name__ == "__main__":
    packages()
    headers()
    payloads()
    identities()
