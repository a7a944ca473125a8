# SPDX-License-Identifier: Apache-2.0
"""Changes of custody: consents, what lies in which journal, and other histories of logs, by who holds a log's
keys or a witness's.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from casts.court.bundle_case import AT
from forge.changes import Change, OwnChanges
from forge.holdings import Held
from forge.making import Kind
from forge.material import Artifact, Material
from forge.relogging import Relogging, renew_cosignatures
from forge.taken_states import SINCE
from rogatory.wire import canonical


def one_for_both(own: str, other: str, number: str) -> OwnChanges:
    """One officer's genuine signatures in the place of the other's, whose number he types in, too."""

    def changes(material: Material, kind: Kind) -> Iterator[Change]:
        for name in material.artifacts[kind].files():
            if not name.endswith("/consent.json"):
                continue

            def twice(artifact: Artifact, name: str = name) -> None:
                place = (artifact.folder / name).parent
                for family in ("p256", "mldsa65"):
                    mine, theirs = (place / f"consent.{one}.{family}.p7s" for one in (own, other))
                    shutil.copyfile(mine, theirs)

            def sign_foreign(artifact: Artifact, name: str = name) -> None:
                place = artifact.folder / name
                document = json.loads(place.read_bytes())
                place.write_bytes(canonical.encode(document | {other: number}))

            yield Change("consent-signed-twice", name, twice)
            yield Change("consent-with-oneself", name, sign_foreign)

    return changes


JOURNAL, OF_NODE = "bundle/custody", "bundle/custody-node"


def between_journals(artifact: Artifact) -> Iterator[Change]:
    """Genuine events in the other of the two folders, in both, or in neither."""
    names = artifact.files()
    for name in names:
        folder, _, own = name.rpartition("/")
        if own.removesuffix(".json").isdecimal() and folder in {JOURNAL, OF_NODE}:
            other = OF_NODE if folder == JOURNAL else JOURNAL

            def copied(artifact: Artifact, name: str = name, other: str = other) -> None:
                copy_event(artifact.folder / name, artifact.folder / other)

            def moved(artifact: Artifact, name: str = name, other: str = other) -> None:
                copy_event(artifact.folder / name, artifact.folder / other)
                drop_event((artifact.folder / name).with_suffix(".tlog-proof"))
                remove_if_empty((artifact.folder / name).parent)

            yield Change("event-in-both", name, copied)
            yield Change("event-moved", name, moved)
    if any(name.startswith(f"{OF_NODE}/") for name in names):
        yield Change(
            "node-events-kept-back", OF_NODE, lambda it: shutil.rmtree(it.folder / OF_NODE)
        )


def copy_event(event: Path, folder: Path) -> None:
    """Copy all files of an event into another journal, after those that lie there."""
    numbers = [int(path.stem) for path in folder.glob("????.json")]
    for file in event.parent.glob(f"{event.stem}.*"):
        _, _, ending = file.name.partition(".")
        shutil.copyfile(file, folder / f"{max(numbers, default=0) + 1:04d}.{ending}")


def remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


@dataclass(frozen=True, slots=True)
class OtherHistory:
    """Another history of one log: its keys, the proofs of an artifact that name it, and when it is signed."""

    relogging: Relogging
    origin: str
    names: tuple[str, ...]
    at: datetime

    def whole(self, artifact: Artifact, *, as_large: bool = False) -> None:
        places = [artifact.folder / name for name in self.names]
        self.relogging.write(self.origin, places, self.at, as_large=as_large)

    def of_one(self, artifact: Artifact, name: str) -> None:
        self.relogging.write(self.origin, [artifact.folder / name], self.at)

    def without(self, artifact: Artifact, name: str) -> None:
        drop_event(artifact.folder / name)
        left = self.relogging.proofs(artifact.folder).get(self.origin, [])
        if left:
            self.relogging.write(self.origin, [place for place, _ in left], self.at)

    def at_place_of(self, artifact: Artifact, name: str, other: str) -> None:
        self.relogging.take_place(artifact.folder / name, artifact.folder / other, self.at)

    def changes(self) -> Iterator[Change]:
        yield Change("log-rewritten", "all", self.whole)
        yield Change("log-rewritten-earlier", "all", replace(self, at=AT).whole)
        yield Change("log-forked", "all", partial(self.whole, as_large=True))
        for name, other in zip(self.names, self.names[1:], strict=False):
            take = partial(self.at_place_of, name=name, other=other)
            yield Change("log-place-taken", name, take)
        for name in self.names:
            yield Change("log-forked-proof", name, partial(self.of_one, name=name))
            yield Change("log-event-dropped", name, partial(self.without, name=name))


def rewritten_logs(held: Callable[[Material], Held]) -> OwnChanges:
    """Other histories of the logs whose keys are held: whole, of one event, and without one."""

    def changes(material: Material, kind: Kind) -> Iterator[Change]:
        honest, made = material.artifacts[kind].folder, held(material).relogging
        for origin, proofs in made.proofs(honest).items():
            names = tuple(str(place.relative_to(honest)) for place, _ in proofs)
            yield from OtherHistory(made, origin, names, material.case.clock.now()).changes()

    return changes


def drop_event(proof: Path) -> None:
    """Take an event away, and give those after it in its folder the numbers before theirs."""
    folder, own = proof.parent, proof.name.removesuffix(".tlog-proof")
    prefix, number = own[:-4], int(own[-4:])
    for place in folder.glob(f"{own}.*"):
        place.unlink()
    while following := sorted(folder.glob(f"{prefix}{number + 1:04d}.*")):
        for place in following:
            _, _, ending = place.name.removeprefix(prefix).partition(".")
            place.rename(folder / f"{prefix}{number:04d}.{ending}")
        number += 1


def drop_tombstones(folder: Path) -> None:
    """Take the places of destroyed events away from a journal."""
    for tombstone in sorted(folder.glob("????.tombstone.json"), reverse=True):
        drop_event(folder / f"{tombstone.name[:4]}.tlog-proof")


def cosigned_earlier(material: Material, kind: Kind) -> Iterator[Change]:
    """Honest proofs with an earlier moment, by witness keys that a State's key lists."""

    def earlier(artifact: Artifact) -> None:
        renew_cosignatures(artifact.folder, material.taken["XT"].witnesses, SINCE)

    if any(name.endswith(".tlog-proof") for name in material.artifacts[kind].files()):
        yield Change("cosigned-earlier", "all", earlier)
