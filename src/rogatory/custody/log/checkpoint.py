# SPDX-License-Identifier: Apache-2.0
"""A checkpoint: the log's origin, size and root, signed by the log (C2SP tlog-checkpoint).

It is a signed note. A log signs it with Ed25519 and, where the directory lists such a key for it,
with ML-DSA-44 (C2SP tlog-cosignature, type 0x06, under the log's own name, with a moment of zero).
Lines that witnesses add to it are kept as they are; a witness that adds one changes neither the
text nor the lines before it.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rogatory.custody import refusals
from rogatory.custody.log.subtree_message import TIME_SIZE, subtree_message
from rogatory.custody.log.tree import EMPTY_ROOT, HASH_SIZE, LARGEST_TREE
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.seal.cosigner import Cosigner, CosignerKey, Cosigning
from rogatory.seal.note_key_text import parse_public_key
from rogatory.seal.notes import (
    NoteSignature,
    NoteSigner,
    NoteVerifier,
    open_note,
    parse_note,
    write_note,
)

MOST_EXTENSIONS = 16
"""Ours has none; more would be a place to hide text that nobody audits."""

_NUMERAL = re.compile(r"(?:0|[1-9]\d{0,18})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The commitment of a log. `extensions` are opaque lines of other software's logs."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the note text: what is signed, and what the next epoch's first leaf commits to."""
        lines = (self.origin, str(self.size), write_hash(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with its note as it came.

    `signers` are the names of those keys, among the ones looked for, whose signature holds;
    `cosignatures` are the other lines, which nothing here has verified.
    """

    checkpoint: Checkpoint
    note: str
    signers: tuple[str, ...]
    cosignatures: tuple[NoteSignature, ...]


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint of a note text, which is the one that `text()` writes.

    Raises:
        Refused: with every reason.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise Refused(refusals.CHECKPOINT_LINES.because())
    origin, size, root, *extensions = lines
    reasons: list[Reason] = []
    if len(extensions) > MOST_EXTENSIONS:
        reasons.append(refusals.CHECKPOINT_EXTENSIONS.because(limit=MOST_EXTENSIONS))
    number, digest = read_numeral(size), read_hash(root)
    if number is None:
        reasons.append(refusals.CHECKPOINT_SIZE.because(text=ascii(size)[:40]))
    if digest is None or (number == 0 and digest != EMPTY_ROOT):
        reasons.append(refusals.CHECKPOINT_ROOT.because(text=ascii(root)[:80]))
    refuse_if_any(reasons)
    assert number is not None
    assert digest is not None
    return Checkpoint(origin, number, digest, tuple(extensions))


def sign_checkpoint(
    checkpoint: Checkpoint, signer: NoteSigner, mldsa44: Cosigner | None = None
) -> str:
    """Sign a checkpoint by the log's keys, whose name is its origin; another is a fault of ours."""
    if any(one.name != checkpoint.origin for one in (signer, mldsa44) if one is not None):
        raise ValueError("a log signs under the name of its origin")
    parse_checkpoint(checkpoint.text())
    lines = [signer.signature(checkpoint.text())]
    if mldsa44 is not None:
        key = mldsa44.key
        raw = mldsa44.sign(_own_message(key, checkpoint))
        lines.append(NoteSignature(key.name, key.key_id, bytes(TIME_SIZE) + raw))
    return write_note(checkpoint.text(), lines)


def _own_message(key: CosignerKey, checkpoint: Checkpoint) -> bytes:
    return subtree_message(key.name, 0, checkpoint.origin, checkpoint.size, checkpoint.root)


def verify_checkpoint(note: str | bytes, *, origin: str, vkeys: Iterable[str]) -> SignedCheckpoint:
    """Return the checkpoint that the log of that origin signed.

    What must hold:
      1. The note is well-formed, one of the log's Ed25519 keys signed it, and no signature by one
         of them fails. `vkeys` are the keys the directory lists for the origin.
      2. Its text is a checkpoint.
      3. It is of that origin, and so is the name of each key.
      4. Where ML-DSA-44 keys are among `vkeys`, one of them signed it too, and no signature by one
         of them fails.

    Raises:
        Refused: with every reason.
    """
    kinds = [(vkey, parse_public_key(vkey).kind) for vkey in vkeys]
    mldsa44 = [CosignerKey.parse(vkey) for vkey, kind in kinds if kind == Cosigning.MLDSA44.kind]
    verifiers = [NoteVerifier.parse(vkey) for vkey, kind in kinds if kind != Cosigning.MLDSA44.kind]
    # 1.
    text, signers = open_note(note, verifiers)
    # 2.
    checkpoint = parse_checkpoint(text)
    # 3.
    refuse_if_any(
        refusals.CHECKPOINT_ORIGIN.because(found=ascii(found)[:120], wanted=origin)
        for found in sorted({checkpoint.origin, *signers} - {origin})
    )
    # 4.
    refuse_if_any(_mldsa44_reasons(note, checkpoint, mldsa44))
    keys = {(one.name, one.key_id) for one in verifiers}
    keys |= {(one.name, one.key_id) for one in mldsa44}
    others = tuple(s for s in parse_note(note).signatures if (s.name, s.key_id) not in keys)
    return SignedCheckpoint(checkpoint, _as_text(note), signers, others)


def _mldsa44_reasons(
    note: str | bytes, checkpoint: Checkpoint, keys: list[CosignerKey]
) -> Iterator[Reason]:
    """Yield why the log's second signature is not there, or not its own."""
    known = {(one.name, one.key_id): one for one in keys if one.name == checkpoint.origin}
    signed = 0
    for line in parse_note(note).signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        signed += 1
        time, raw = line.value[:TIME_SIZE], line.value[TIME_SIZE:]
        if time != bytes(TIME_SIZE) or not key.signed(_own_message(key, checkpoint), raw):
            yield refusals.CHECKPOINT_MLDSA44.because(origin=checkpoint.origin)
    if keys and not signed:
        yield refusals.CHECKPOINT_MLDSA44_MISSING.because(origin=checkpoint.origin)


def with_cosignatures(note: str, cosignatures: Iterable[NoteSignature]) -> str:
    """Return the note with a witness's lines after its own; a line that it has already is not
    repeated.
    """
    parsed = parse_note(note)
    fresh = dict.fromkeys((*parsed.signatures, *cosignatures))
    return write_note(parsed.text, fresh)


def write_hash(digest: bytes) -> str:
    return base64.b64encode(digest).decode("ascii")


def read_hash(text: str) -> bytes | None:
    """Return the 32 bytes of a hash in standard base64, in its one spelling; else None."""
    found = read_base64(text)
    return found if found is not None and len(found) == HASH_SIZE else None


def read_base64(text: str) -> bytes | None:
    """Return the bytes of standard base64 in its one spelling; else None."""
    try:
        found = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return found if base64.b64encode(found).decode("ascii") == text else None


def read_numeral(text: str) -> int | None:
    """Return a size or an index: decimal without leading zeroes, at most `LARGEST_TREE`; else None."""
    number = int(text) if _NUMERAL.match(text) else None
    return number if number is not None and number <= LARGEST_TREE else None


def _as_text(note: str | bytes) -> str:
    return note.decode() if isinstance(note, bytes) else note
