# SPDX-License-Identifier: Apache-2.0
"""Evidence of the case that was destroyed."""

from rogatory.custody.events.event import event_digest, parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.custody.log.commitment import commitment
from rogatory.custody.log.proof import parse_proof, write_proof
from rogatory.custody.log.tombstone import (
    DestroyedKind,
    Tombstone,
    build_tombstone,
    tombstone_digest,
)


def destroy(folder, number):
    """Take an event away as its State would: bytes, signatures and salt."""
    entry = Journal(folder).entry(number)
    event, proof = parse_event(entry.event), parse_proof(entry.proof)
    following = [one.digest for one in Journal(folder) if one.number > number
                 and parse_event(one.event).previous == entry.digest]  # fmt: skip
    tombstone = build_tombstone(
        Tombstone(
            kind=DestroyedKind.EVENT,
            object=event.object,
            authority=event.authority,
            previous=event.previous,
            digest=event_digest(entry.event),
            commitment=commitment(proof.salt, entry.event).hex(),
            log=proof.checkpoint.split("\n", 1)[0],
            index=proof.index,
            successor=following[0] if following else None,
            reply=None,
        )
    )
    for path in folder.glob(f"{number:04d}.*"):
        path.unlink()
    (folder / f"{number:04d}.tombstone.json").write_bytes(tombstone)
    stripped = write_proof(None, proof.index, proof.path, proof.checkpoint)
    (folder / f"{number:04d}.tlog-proof").write_bytes(stripped)
    return tombstone_digest(tombstone)
