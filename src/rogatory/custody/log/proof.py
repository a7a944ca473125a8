# SPDX-License-Identifier: Apache-2.0
"""A `.tlog-proof` file: that an event is in a log, checked offline (C2SP tlog-proof v1).

c2sp.org/tlog-proof@v1
extra (base64 of the event's salt)
index (decimal)
(base64 of a hash)             the inclusion path, one a line, leaf's sibling first
(empty line)
(the checkpoint, a signed note with all its cosignatures)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rogatory.custody import refusals
from rogatory.custody.collect_reasons import attempt
from rogatory.custody.events.event import Event, parse_event
from rogatory.custody.log import tombstone_refusals, tree
from rogatory.custody.log.checkpoint import (
    Checkpoint,
    SignedCheckpoint,
    parse_checkpoint,
    read_base64,
    read_hash,
    read_numeral,
    verify_checkpoint,
    write_hash,
)
from rogatory.custody.log.commitment import SALT_SIZE, event_leaf
from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.tombstone import Tombstone
from rogatory.errors import Reason, Refused
from rogatory.seal.notes import LARGEST_NOTE, parse_note

FIRST_LINE = "c2sp.org/tlog-proof@v1"

LONGEST_PATH = 63
"""A tree of 2**63 leaves has no longer path; more lines would only be hashed in vain."""

LARGEST_PROOF = LARGEST_NOTE + 8 * 1024
"""The checkpoint's limit, and space for the longest path: a proof is read from a stranger's
disk."""


@dataclass(frozen=True, slots=True)
class LogProof:
    """The contents of the file. `checkpoint` is the note as it is, cosignatures included."""

    salt: bytes | None
    """None in the proof of a destroyed event, whose salt is gone."""
    index: int
    path: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Logged:
    """An event whose place in a log is proved by the checkpoint beside it."""

    event: Event
    index: int
    checkpoint: SignedCheckpoint
    leaf: bytes


@dataclass(frozen=True, slots=True)
class LoggedTombstone:
    """A destroyed event whose commitment is proved to be at its place in a log."""

    tombstone: Tombstone
    checkpoint: SignedCheckpoint
    leaf: bytes

    @property
    def index(self) -> int:
        return self.tombstone.index


def write_proof(salt: bytes | None, index: int, path: Sequence[bytes], checkpoint: str) -> bytes:
    """Return the file's bytes; what `parse_proof` would not read is refused here as there."""
    extra = [] if salt is None else [f"extra {write_hash(salt)}"]
    lines = [FIRST_LINE, *extra, f"index {index}"]
    lines += [write_hash(sibling) for sibling in path]
    data = ("\n".join(lines) + "\n\n" + checkpoint).encode()
    parse_proof(data)
    return data


def parse_proof(data: bytes) -> LogProof:
    """Return what a proof file says, in the one form it is written in; nothing is verified.

    Raises:
        Refused: with every reason.
    """
    if len(data) > LARGEST_PROOF:
        raise Refused(refusals.PROOF_TOO_LARGE.because(size=len(data), limit=LARGEST_PROOF))
    try:
        head, separator, checkpoint = data.decode().partition("\n\n")
    except UnicodeDecodeError as error:
        raise Refused(refusals.PROOF_FORM.because()) from error
    first, *lines = head.split("\n")
    if not separator or not lines or first != FIRST_LINE:
        raise Refused(refusals.PROOF_FORM.because())
    # C2SP lets the line out where there is nothing to say: of a destroyed event there is no salt.
    extra = lines.pop(0) if lines[0].startswith("extra") else None
    reasons: list[Reason] = []
    salt = None if extra is None else attempt(reasons, lambda: _salt(extra))
    index = attempt(reasons, lambda: _index("".join(lines[:1])))
    path = attempt(reasons, lambda: _path(lines[1:]))
    if reasons or index is None or path is None:
        raise Refused(reasons)
    return LogProof(salt, index, path, checkpoint)


def _salt(line: str) -> bytes:
    salt = read_base64(line.removeprefix("extra ")) if line.startswith("extra ") else None
    if salt is None or len(salt) != SALT_SIZE:
        raise Refused(refusals.PROOF_SALT.because(size=SALT_SIZE))
    return salt


def _index(line: str) -> int:
    index = read_numeral(line.removeprefix("index ")) if line.startswith("index ") else None
    if index is None:
        raise Refused(refusals.PROOF_INDEX.because(text=ascii(line)[:40]))
    return index


def _path(lines: Sequence[str]) -> tuple[bytes, ...]:
    path = [read_hash(line) for line in lines[: LONGEST_PATH + 1]]
    hashes = tuple(sibling for sibling in path if sibling is not None)
    if len(path) > LONGEST_PATH or len(hashes) < len(path):
        raise Refused(refusals.PROOF_PATH.because(limit=LONGEST_PATH))
    return hashes


def verify_proof(proof: bytes, event: bytes, *, origin: str, vkeys: Iterable[str]) -> Logged:
    """Decide, offline, that the log of that origin holds the event.

    What must hold:
      1. The proof file is well-formed.
      2. The event is well-formed.
      3. The checkpoint is signed by a key of the log, and of that origin.
      4. The event's network, if it names one, is the log's.
      5. The event's commitment is at the index, under the checkpoint's root.

    The caller takes `origin` and `vkeys` from the directory as it was when the log was kept. He
    must still decide which cosignatures he wants to see, and verify the event's own signatures.

    Raises:
        Refused: with every reason; where 1 or 3 fails, 5 cannot be asked.
    """
    # 1.
    read = parse_proof(proof)
    reasons: list[Reason] = []
    # 2.
    found = attempt(reasons, lambda: parse_event(event))
    # 3.
    signed = attempt(
        reasons, lambda: verify_checkpoint(read.checkpoint, origin=origin, vkeys=vkeys)
    )
    # 4.
    log = attempt(reasons, lambda: parse_origin(origin))
    if found and log and found.network not in {None, log.network}:
        reasons.append(refusals.PROOF_NETWORK.because(origin=origin))
    # 5.
    leaf = (
        attempt(reasons, lambda: _refuse_absent(event, read, signed.checkpoint)) if signed else None
    )
    if found is None or signed is None or leaf is None or reasons:
        raise Refused(reasons)
    return Logged(found, read.index, signed, leaf)


def verify_destroyed(
    proof: bytes, tombstone: Tombstone, *, origin: str, vkeys: Iterable[str]
) -> LoggedTombstone:
    """Decide, offline, that the log holds the commitment of a destroyed event at its place.

    What must hold:
      1. The proof file is well-formed, and has no salt.
      2. The checkpoint is signed by a key of the log, and of that origin.
      3. Origin and index are those of the tombstone's place.
      4. The tombstone's commitment is there, under the checkpoint's root.

    It proves that something was committed to there before the checkpoint was signed; what it said,
    and that it was the document of the tombstone's digest, is not proved by it.

    Raises:
        Refused: with every reason; where 1 or 2 fails, 4 cannot be asked.
    """
    # 1.
    read = parse_proof(proof)
    reasons: list[Reason] = []
    if read.salt is not None:
        reasons.append(tombstone_refusals.TOMBSTONE_SALT.because())
    # 2.
    signed = attempt(
        reasons, lambda: verify_checkpoint(read.checkpoint, origin=origin, vkeys=vkeys)
    )
    # 3.
    if (origin, read.index) != (tombstone.log, tombstone.index):
        reasons.append(tombstone_refusals.TOMBSTONE_PLACE.because(index=read.index, origin=origin))
    # 4.
    if signed:
        under = signed.checkpoint
        attempt(reasons, lambda: _refuse_no_commitment(tombstone, read, under))
    if signed is None or reasons:
        raise Refused(reasons)
    return LoggedTombstone(tombstone, signed, tree.leaf_hash(bytes.fromhex(tombstone.commitment)))


def refuse_foreign_tombstone(proof: bytes, tombstone: Tombstone) -> None:
    """Decide that a proof is of this tombstone, by whatever checkpoint it contains."""
    read = parse_proof(proof)
    claimed = parse_checkpoint(parse_note(read.checkpoint).text)
    reasons: list[Reason] = []
    if read.salt is not None:
        reasons.append(tombstone_refusals.TOMBSTONE_SALT.because())
    if (claimed.origin, read.index) != (tombstone.log, tombstone.index):
        reasons.append(
            tombstone_refusals.TOMBSTONE_PLACE.because(index=read.index, origin=claimed.origin)
        )
    attempt(reasons, lambda: _refuse_no_commitment(tombstone, read, claimed))
    if reasons:
        raise Refused(reasons)


def _refuse_no_commitment(tombstone: Tombstone, read: LogProof, under: Checkpoint) -> None:
    leaf = tree.leaf_hash(bytes.fromhex(tombstone.commitment))
    tree.verify_inclusion(leaf, read.index, under.size, read.path, under.root)


def claimed_origin(proof: bytes) -> str:
    """Return the origin in the checkpoint of a proof; nobody's signature is verified."""
    return parse_checkpoint(parse_note(parse_proof(proof).checkpoint).text).origin


def refuse_foreign(proof: bytes, event: bytes) -> str:
    """Decide that a proof is of this event, by whatever checkpoint it contains.

    Returns the origin that this checkpoint claims. Nobody's signature is verified.
    """
    read = parse_proof(proof)
    claimed = parse_checkpoint(parse_note(read.checkpoint).text)
    _refuse_absent(event, read, claimed)
    return claimed.origin


def _refuse_absent(event: bytes, read: LogProof, under: Checkpoint) -> bytes:
    """Return the leaf of an event, whose place is the index of its proof."""
    if read.salt is None:
        raise Refused(refusals.PROOF_SALT.because(size=SALT_SIZE))
    leaf = event_leaf(read.salt, event)
    tree.verify_inclusion(leaf, read.index, under.size, read.path, under.root)
    return leaf
