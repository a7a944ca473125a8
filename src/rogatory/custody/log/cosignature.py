# SPDX-License-Identifier: Apache-2.0
"""Cosignatures: a witness says that it saw no other history of a log (C2SP tlog-cosignature).

Each is a signature line of the checkpoint's note, its value the moment (8 bytes, seconds since
1970) and the raw signature. The Ed25519 kind signs the whole note text and not the witness's
name; the ML-DSA-44 kind signs names, size and root, and no extension line. Ours have none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from rogatory.custody import refusals
from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint
from rogatory.custody.log.subtree_message import TIME_SIZE, subtree_message
from rogatory.errors import refuse_if_any
from rogatory.seal.cosigner import Cosigner, CosignerKey, Cosigning
from rogatory.seal.notes import NoteSignature, parse_note

LATEST = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())
"""A later moment is no date that anybody could be shown."""


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A cosignature that holds: by which key, and at which moment as its maker says."""

    key: CosignerKey
    at: datetime


def cosigned_message(key: CosignerKey, checkpoint: Checkpoint, seconds: int) -> bytes:
    """Return what a key of that name and kind signs for a checkpoint.

    Raises:
        Refused: a name is too long for the ML-DSA kind.
    """
    if key.algorithm is Cosigning.ED25519:
        return f"cosignature/v1\ntime {seconds}\n{checkpoint.text()}".encode()
    return subtree_message(key.name, seconds, checkpoint.origin, checkpoint.size, checkpoint.root)


def cosign(checkpoint: Checkpoint, cosigner: Cosigner, at: datetime) -> NoteSignature:
    """Return the line that a witness adds. It has persisted what it saw before it calls this."""
    key, seconds = cosigner.key, int(at.timestamp())
    raw = cosigner.sign(cosigned_message(key, checkpoint, seconds))
    return NoteSignature(key.name, key.key_id, seconds.to_bytes(TIME_SIZE) + raw)


def read_cosignatures(note: str | bytes, keys: Iterable[CosignerKey]) -> tuple[Cosignature, ...]:
    """Return the cosignatures in a note by any of the keys, in their order; other lines mean
    nothing.

    The log's own signature is not looked at: `verify_checkpoint` does that.

    Raises:
        Refused: a line names one of the keys and does not hold, or the note is malformed.
    """
    parsed = parse_note(note)
    checkpoint = parse_checkpoint(parsed.text)
    known = {(key.name, key.key_id): key for key in keys}
    found: list[Cosignature] = []
    failed: list[str] = []
    for line in parsed.signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        seconds = _seconds(key, checkpoint, line)
        if seconds is None:
            failed.append(line.name)
        else:
            found.append(Cosignature(key, datetime.fromtimestamp(seconds, UTC)))
    refuse_if_any(refusals.COSIGNATURE.because(name=name) for name in dict.fromkeys(failed))
    return tuple(found)


def _seconds(key: CosignerKey, checkpoint: Checkpoint, line: NoteSignature) -> int | None:
    """Return the moment of a line, if the key made it over the checkpoint; else None."""
    if len(line.value) != TIME_SIZE + key.algorithm.signature_size:
        return None
    seconds = int.from_bytes(line.value[:TIME_SIZE])
    # A moment of zero is of a subtree, which says nothing of the log's newest state.
    if not 0 < seconds <= LATEST:
        return None
    message = cosigned_message(key, checkpoint, seconds)
    return seconds if key.signed(message, line.value[TIME_SIZE:]) else None
