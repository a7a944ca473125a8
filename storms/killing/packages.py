# SPDX-License-Identifier: Apache-2.0
"""Evidence that goes from State to State while their nodes are killed."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from rogatory.bootstrap.home.folder import Home
from rogatory.errors import Refused
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.options import RunSettings, SealOptions
from rogatory.evidence.sealed.seal_document import Addressee
from rogatory.evidence.sealing.seal_package import SealingParameters, seal_source
from rogatory.exercises.cast import CENTRAL_AUTHORITY, EXAMINER
from rogatory.exercises.federation import Federation
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.recipient_file import read_recipient_file
from storms.traffic.clerk import DELIVERING, Clerk, SentMessage

SEGMENT = 1 << 20
MOST_SEGMENTS = 6

REQUEST_KIND = "mla_stored_data"
"""The request that evidence answers."""

MOST_LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class SentPackage:
    """A sealed folder that is to be handed over in a thread, and announced there."""

    state: str
    thread: str
    folder: Path


@dataclass
class SentPackages:
    """Seals packages, hands them over, says so. What was interrupted is done again."""

    federation: Federation
    homes: Mapping[str, Home]
    clerk: Clerk
    folder: Path
    chance: Random
    waiting: list[SentPackage] = field(default_factory=list)
    sent: int = 0

    def act(self, state: str) -> SentMessage | None:
        """Go on with a package of that State, or begin one; None if nothing could be said."""
        for one in self.waiting:
            if one.state == state:
                return self._send(one)
        return self._begin(state)

    def finish(self) -> Sequence[SentMessage]:
        """Hand over and announce everything that still waits."""
        return [sent for one in list(self.waiting) if (sent := self._send(one)) is not None]

    def _send(self, one: SentPackage) -> SentMessage | None:
        ask, officer = self.clerk.offices.ask, EXAMINER.known_as(one.state)
        try:
            facts: Mapping[str, Any] = ask(
                one.state,
                "hand_over",
                folder=str(one.folder),
                thread=one.thread,
                officer=officer,
            )
            delivery = self.clerk.say(one.state, DELIVERING, one.thread, package=facts)
        except Refused as error:
            self.clerk.refused.append(("hand_over", error.codes))
            delivery = None
        self.waiting.remove(one)
        self.sent += delivery is not None
        return delivery

    def _begin(self, state: str) -> SentMessage | None:
        """Go one step further towards a package: the request, its acceptance, the package."""
        ask = self.clerk.offices.ask
        requests = [one for one in ask(state, "threads") if one["kind"] == REQUEST_KIND]
        self.chance.shuffle(requests)
        for one in requests[:MOST_LOOKED_AT]:
            possible = ask(state, "turn", thread=one["thread"])["next"]
            if DELIVERING in possible:
                package = SentPackage(state, one["thread"], self._sealed(state, one))
                self.waiting.append(package)
                return self._send(package)
            if "acceptance" in possible:
                return self.clerk.say(state, "acceptance", one["thread"])
        to = self.chance.choice([one for one in self.homes if one != state])
        return self.clerk.open(state, REQUEST_KIND, to)

    def _sealed(self, state: str, request: Mapping[str, Any]) -> Path:
        place = self.folder / os.urandom(8).hex()
        place.mkdir(parents=True)
        source = place / "disk.img"
        size = self.chance.randrange(1, MOST_SEGMENTS * SEGMENT)
        source.write_bytes(self.chance.randbytes(size))
        now = datetime.now(UTC)
        keys = open_authority_folder(self.federation.workstation(state, CENTRAL_AUTHORITY))
        path = self.federation.workstation(request["peer"], CENTRAL_AUTHORITY) / "recipient.json"
        to = read_recipient_file(path.read_bytes(), str(path), now)
        addressee = f"{request['peer'].lower()}/{CENTRAL_AUTHORITY}"
        seal_source(
            source,
            place / "sealed",
            terms=CollectionTerms(acquisition=Acquisition(f"{state.lower()}/{CENTRAL_AUTHORITY}")),
            sealing=SealingParameters(
                keys=keys.keys_in_force(now),
                recipients=[Addressee(addressee, one) for one in to.recipients],
                settings=RunSettings(clock=lambda: datetime.now(UTC), random=os.urandom),
                options=SealOptions(
                    network=self.homes[state].network,
                    thread=request["thread"],
                    segment_size=SEGMENT,
                ),
            ),
        )
        source.unlink()
        return place / "sealed"
