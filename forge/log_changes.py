# SPDX-License-Identifier: Apache-2.0
"""Changes of logs: another history, shown by who holds a log's keys, and other moments of witnesses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from bundle_case import AT

from forge.changes import Change, OwnChanges
from forge.holdings import Held
from forge.making import Kind
from forge.material import Artifact, Material
from forge.relogging import Relogging, renew_cosignatures
from forge.taken_states import SINCE


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


def cosigned_earlier(material: Material, kind: Kind) -> Iterator[Change]:
    """Honest proofs with an earlier moment, by witness keys that a State's key lists."""

    def earlier(artifact: Artifact) -> None:
        renew_cosignatures(artifact.folder, material.taken["XT"].witnesses, SINCE)

    if any(name.endswith(".tlog-proof") for name in material.artifacts[kind].files()):
        yield Change("cosigned-earlier", "all", earlier)
