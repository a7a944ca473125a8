# SPDX-License-Identifier: Apache-2.0
"""Signed notes: a text followed by lines of Ed25519 signatures (C2SP signed-note).

    text, ending in a newline
    (empty line)
    — name base64(4-byte key id || signature)

A verifier key is `name+keyid+base64(0x01 || public key)`. Signatures by keys that the reader
does not know are kept and mean nothing; one by a key that he knows must hold.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ed25519

from rogatory.errors import Phrase, Reason, Refused
from rogatory.seal import refusals
from rogatory.seal.note_key_text import (
    KEY_ID_SIZE,
    KeyText,
    bad_key,
    from_base64,
    is_key_name,
    key_id,
    key_name,
    parse_public_key,
    parse_secret_key,
    to_base64,
    write_key,
    write_secret,
)
from rogatory.seal.raw_signatures import LARGEST_REMEMBERED, made_by
from rogatory.wire.randomness import Random
from rogatory.wire.words import P_, FilledText

ED25519 = b"\x01"
"""The signature type byte of Ed25519 (C2SP signed-note)."""

LARGEST_NOTE = 1 << 20
"""A checkpoint has under 1 kB; a larger note would only make its reader work."""

REMEMBERED_NOTES = 256
"""Notes that were read, as they came out: a court bundle's checks come to the same checkpoints dozens of times. More
of them would only hold memory."""

MOST_SIGNATURES = 100
"""More lines than States have witnesses would make each reader verify without end."""

_CONTROL_CHARACTER = re.compile("[\\x00-\\x09\\x0b-\\x1f]")
"""All but the newline. A note of many cosignatures is long, and is read several times."""

_SEPARATOR = "\n\n"
_SIGNATURE_MARK = "— "


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line; `value` follows the key id and may be of any algorithm."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        return f"{_SIGNATURE_MARK}{self.name} {to_base64(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class NoteVerifier:
    """A public key with the name it signs under."""

    name: str
    public_key: bytes

    @classmethod
    def parse(cls, vkey: str) -> "NoteVerifier":
        """Return the verifier of a vkey; refuses another algorithm and a key id that does not fit."""
        read = _ed25519(parse_public_key(vkey))
        verifier = cls(read.name, read.material)
        if verifier.key_id != read.key_id:
            raise bad_key(P_("the key id is not that of the name and key"))
        return verifier

    @property
    def key_id(self) -> bytes:
        return key_id(self.name, ED25519, self.public_key)

    @property
    def vkey(self) -> str:
        return write_key(KeyText(self.name, self.key_id, ED25519, self.public_key))

    def holds(self, text: str, signature: NoteSignature) -> bool:
        return self.signed(text.encode(), signature.value)

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Decide whether this key made the raw Ed25519 signature over `message`."""
        return made_by(ed25519.Ed25519PublicKey, self.public_key, message, signature)


@dataclass(frozen=True, slots=True)
class NoteSigner:
    """A private key with the name it signs under. Never shows the key."""

    name: str
    _key: ed25519.Ed25519PrivateKey = field(repr=False)

    @classmethod
    def generate(cls, name: str, random: Random) -> "NoteSigner":
        return cls(key_name(name), ed25519.Ed25519PrivateKey.from_private_bytes(random(32)))

    @classmethod
    def parse(cls, skey: str) -> "NoteSigner":
        """Return the signer of a `PRIVATE+KEY+name+keyid+base64` line; refuses anything else."""
        read = _ed25519(parse_secret_key(skey))
        signer = cls(read.name, ed25519.Ed25519PrivateKey.from_private_bytes(read.material))
        if signer.verifier.key_id != read.key_id:
            raise bad_key(P_("the key id is not that of the name and key"))
        return signer

    def encode(self) -> str:
        """Return the secret line that `parse` reads."""
        seed = self._key.private_bytes_raw()
        return write_secret(KeyText(self.name, self.verifier.key_id, ED25519, seed))

    @property
    def verifier(self) -> NoteVerifier:
        return NoteVerifier(self.name, self._key.public_key().public_bytes_raw())

    @property
    def vkey(self) -> str:
        return self.verifier.vkey

    def signature(self, text: str) -> NoteSignature:
        _refuse_text(text)
        return NoteSignature(self.name, self.verifier.key_id, self._key.sign(text.encode()))

    def sign(self, text: str) -> str:
        """Return the note of `text` (which ends in a newline) with this one signature."""
        return write_note(text, [self.signature(text)])


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A parsed note: its text, and its signature lines, none of them verified."""

    text: str
    signatures: tuple[NoteSignature, ...]


def write_note(text: str, signatures: Iterable[NoteSignature]) -> str:
    _refuse_text(text)
    return f"{text}\n{''.join(one.line() for one in signatures)}"


def parse_note(note: str | bytes) -> SignedNote:
    """Return text and signature lines of a note, in the one form they are written in.

    Raises:
        Refused: not UTF-8, control characters other than newline, no signature line,
            a line of another form, more than `MOST_SIGNATURES`, or over `LARGEST_NOTE` bytes.
    """
    return _parsed(note) if len(note) > LARGEST_REMEMBERED else _remembered(note)


def _parsed(note: str | bytes) -> SignedNote:
    decoded = _decode(note)
    text, separator, lines = decoded.rpartition(_SEPARATOR)
    if not separator:
        raise _malformed(P_("no empty line parts the text from its signatures"))
    if not lines.endswith("\n"):
        raise _malformed(P_("it does not end in a newline"))
    signatures = tuple(read_signature_line(line) for line in lines.removesuffix("\n").split("\n"))
    if len(signatures) > MOST_SIGNATURES:
        raise _malformed(
            FilledText(P_("it has more than {limit} signatures"), limit=MOST_SIGNATURES)
        )
    return SignedNote(text + "\n", signatures)


_remembered = lru_cache(maxsize=REMEMBERED_NOTES)(_parsed)
"""A refused one is read anew each time."""


def open_note(note: str | bytes, verifiers: Iterable[NoteVerifier]) -> tuple[str, tuple[str, ...]]:
    """Return the text of a note and the names of the given verifiers that signed it.

    Signatures by unknown keys are passed over; a key counts once however often it signed.

    Raises:
        Refused: the note is malformed, a known key's signature does not hold, or no known key
            signed it.
    """
    parsed = parse_note(note)
    known = {(one.name, one.key_id): one for one in verifiers}
    names: list[str] = []
    reasons: list[Reason] = []
    for signature in parsed.signatures:
        verifier = known.get((signature.name, signature.key_id))
        if verifier is None or verifier.name in names:
            continue
        if verifier.holds(parsed.text, signature):
            names.append(verifier.name)
        else:
            reasons.append(refusals.NOTE_SIGNATURE.because(name=verifier.name))
    if not reasons and not names:
        wanted = " or ".join(sorted({one.name for one in known.values()})) or "any known key"
        reasons.append(refusals.NOTE_UNSIGNED.because(names=wanted))
    if reasons:
        raise Refused(reasons)
    return parsed.text, tuple(names)


def _decode(note: str | bytes) -> str:
    if len(note) > LARGEST_NOTE:
        raise _malformed(FilledText(P_("it is larger than {limit} bytes"), limit=LARGEST_NOTE))
    try:
        decoded = note.decode() if isinstance(note, bytes) else note
        decoded.encode()
    except UnicodeError as error:
        raise _malformed(P_("it is not UTF-8")) from error
    if _CONTROL_CHARACTER.search(decoded):
        raise _malformed(P_("it contains a control character"))
    return decoded


def read_signature_line(line: str) -> NoteSignature:
    """Return the signature of a line without its newline; refuses another form."""
    if not line.startswith(_SIGNATURE_MARK):
        raise _malformed(P_("a signature line does not begin with a dash and a space"))
    name, space, encoded = line.removeprefix(_SIGNATURE_MARK).partition(" ")
    value = from_base64(encoded)
    if not space or not is_key_name(name) or value is None or len(value) <= KEY_ID_SIZE:
        raise _malformed(P_("a signature line is not a name and a signature"))
    return NoteSignature(name, value[:KEY_ID_SIZE], value[KEY_ID_SIZE:])


def _ed25519(key: KeyText) -> KeyText:
    if key.kind != ED25519 or len(key.material) != 32:
        raise bad_key(P_("it is not an Ed25519 key"))
    return key


def _refuse_text(text: str) -> None:
    if not text.endswith("\n") or _CONTROL_CHARACTER.search(text):
        raise _malformed(P_("its text does not end in a newline, or holds a control character"))


def _malformed(problem: Phrase) -> Refused:
    return Refused(refusals.NOTE_MALFORMED.because(problem=problem))
