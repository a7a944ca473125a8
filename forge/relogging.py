# SPDX-License-Identifier: Apache-2.0
"""Logs written anew: proofs of events in another tree, under checkpoints that the log's keys signed."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import (
    Checkpoint,
    parse_checkpoint,
    sign_checkpoint,
    with_cosignatures,
)
from rogatory.custody.log.commitment import SALT_SIZE, event_leaf
from rogatory.custody.log.cosignature import cosign
from rogatory.custody.log.proof import LogProof, parse_proof, refuse_foreign, write_proof
from rogatory.errors import Refused
from rogatory.seal.cosigner import Cosigner
from rogatory.seal.notes import NoteSigner, parse_note

PROOF = ".tlog-proof"


@dataclass(frozen=True, slots=True)
class LogKeys:
    """Both keys of a log."""

    ed25519: NoteSigner
    mldsa44: Cosigner | None

    def sign(self, checkpoint: Checkpoint) -> str:
        return sign_checkpoint(checkpoint, self.ed25519, self.mldsa44)


@dataclass(frozen=True, slots=True)
class Relogging:
    """A forger of logs: the logs' keys by origin, and the witnesses that cosign all that they see."""

    logs: Mapping[str, LogKeys]
    witnesses: Sequence[Cosigner] = ()

    def repair(self, folder: Path, at: datetime) -> None:
        """Write every log anew in which a proof is no longer that of its event."""
        for origin, places in self.broken(folder).items():
            self.write(origin, places, at)

    def broken(self, folder: Path) -> dict[str, list[Path]]:
        """The proofs of each log in which one is no longer that of its event."""
        return {
            origin: [place for place, _ in proofs]
            for origin, proofs in self.proofs(folder).items()
            if any(_no_longer_fits(place) for place, _ in proofs)
        }

    def proofs(self, folder: Path) -> dict[str, list[tuple[Path, LogProof]]]:
        """The proofs below a folder that can be read, of logs whose keys are held, by origin."""
        found: dict[str, list[tuple[Path, LogProof]]] = {}
        for place, read in _readable(folder):
            origin = read.checkpoint.split("\n", 1)[0]
            if origin in self.logs and read.salt is not None:
                found.setdefault(origin, []).append((place, read))
        return found

    def write(
        self, origin: str, places: Sequence[Path], at: datetime, *, as_large: bool = False
    ) -> None:
        """Prove these events in one tree in their order; `as_large`: at their places, in a tree of the
        old size, so that nothing but the root shows the difference.
        """
        read = [parse_proof(place.read_bytes()) for place in places]
        leaves = [
            event_leaf(one.salt or b"", place.with_suffix(".json").read_bytes())
            for place, one in zip(places, read, strict=True)
        ]
        indexes = list(range(len(leaves)))
        if as_large:
            size = max(_size(one) for one in read)
            indexes = [one.index for one in read]
            others = [os.urandom(tree.HASH_SIZE) for _ in range(size)]
            for index, leaf in zip(indexes, leaves, strict=True):
                others[index] = leaf
            leaves = others
        whole, node = tree.CompactRange().extend(leaves), tree.nodes_of(leaves)
        checkpoint = Checkpoint(origin, whole.size, whole.root())
        note = self.cosigned(self.logs[origin].sign(checkpoint), at)
        for place, one, index in zip(places, read, indexes, strict=True):
            place.write_bytes(
                write_proof(one.salt, index, tree.inclusion(index, whole, node), note)
            )

    def enter(self, event: Path, folder: Path, at: datetime) -> None:
        """Enter an event into the one log, after all that the proofs below a folder know of, and put its proof
        beside it.
        """
        [origin] = self.logs
        index = max((_size(read) for _, read in self.proofs(folder).get(origin, [])), default=0)
        salt = os.urandom(SALT_SIZE)
        leaves = [os.urandom(tree.HASH_SIZE) for _ in range(index)]
        leaves.append(event_leaf(salt, event.read_bytes()))
        whole, node = tree.CompactRange().extend(leaves), tree.nodes_of(leaves)
        note = self.cosigned(
            self.logs[origin].sign(Checkpoint(origin, whole.size, whole.root())), at
        )
        path = tree.inclusion(index, whole, node)
        event.with_suffix(PROOF).write_bytes(write_proof(salt, index, path, note))

    def take_place(self, place: Path, of: Path, at: datetime) -> None:
        """Prove an event at the place of another one in the same log."""
        taken = parse_proof(of.read_bytes())
        read = parse_proof(place.read_bytes())
        place.write_bytes(write_proof(read.salt, taken.index, taken.path, taken.checkpoint))
        self.write(taken.checkpoint.split("\n", 1)[0], [place], at, as_large=True)

    def cosigned(self, note: str, at: datetime) -> str:
        """The note with the cosignatures of the witnesses that are held, as of a moment."""
        checkpoint = parse_checkpoint(parse_note(note).text)
        return with_cosignatures(note, [cosign(checkpoint, one, at) for one in self.witnesses])


def renew_cosignatures(folder: Path, witnesses: Sequence[Cosigner], at: datetime) -> None:
    """Put these witnesses' cosignatures as of a moment on every proof, in place of their State's."""
    state = {one.name for one in witnesses}
    for place, read in _readable(folder):
        head, _, _ = place.read_text().partition("\n\n")
        text, _, lines = read.checkpoint.rpartition("\n\n")
        kept = [
            line for line in lines.splitlines() if not any(f"— {one} " in line for one in state)
        ]
        note = f"{text}\n\n" + "".join(f"{line}\n" for line in kept)
        note = Relogging({}, witnesses).cosigned(note, at)
        place.write_text(f"{head}\n\n{note}")


def _readable(folder: Path) -> Iterator[tuple[Path, LogProof]]:
    for place in sorted(folder.rglob(f"*{PROOF}")):
        with suppress(Refused, OSError):  # what a change made unreadable stays as it is
            if place.with_suffix(".json").is_file():
                yield place, parse_proof(place.read_bytes())


def _no_longer_fits(place: Path) -> bool:
    try:
        refuse_foreign(place.read_bytes(), place.with_suffix(".json").read_bytes())
    except Refused:
        return True
    return False


def _size(read: LogProof) -> int:
    return parse_checkpoint(parse_note(read.checkpoint).text).size
