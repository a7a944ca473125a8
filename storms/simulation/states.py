# SPDX-License-Identifier: Apache-2.0
"""The States of a simulation: real keys, an entry each, and a directory that changes.

Keys are made once for a process and differ from one process to the next; nothing that a run comes to
depends on them, since no digest of a message covers a signature. The network's name, the officers'
credentials and everything else that is signed are the same each time.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal

from rogatory.directory.entry.entry import (
    AuthorityRecord,
    CertificateRecord,
    Channels,
    DirectoryEntry,
    LogRecord,
    RelyingParty,
)
from rogatory.directory.entry.period import Period
from rogatory.directory.entry.register import OfficerRecord, OfficerRegister
from rogatory.directory.view.view import DirectoryView, ListedState
from rogatory.exercises.cast import APPROVALS, OFFICES, PLAYERS
from rogatory.requests.kinds.registry import KINDS
from rogatory.seal.certificates import new_state_ca
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.certificates.state_ca import StateCa
from rogatory.seal.notes import NoteSigner
from rogatory.seal.signatures import SigningKeys, signing_keys_from_pem
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.wire.randomness import Random

CODES = tuple(f"X{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""User-assigned codes of ISO 3166-1: no State of this world has one."""

FOUNDED = datetime(2026, 11, 1, tzinfo=UTC)
BEGINS = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
UNTIL = FOUNDED + timedelta(days=365)
NETWORK = hashlib.sha256(b"the first root of a simulation").hexdigest()
IN_FORCE = Period(FOUNDED, UNTIL)
ORIGIN = "https://console.simulation"
ALGORITHMS: tuple[Literal["p256", "mldsa65"], ...] = ("p256", "mldsa65")


def drawn(name: str) -> Random:
    """A stream of bytes that only looks random: the same for the same name."""
    position = 0

    def random(size: int) -> bytes:
        nonlocal position
        position += size
        return hashlib.shake_256(f"{name}/{position}".encode()).digest(size)

    return random


@dataclass(frozen=True)
class SimulatedState:
    """All keys of a State, and what the directory lists of it."""

    code: str
    ca: StateCa
    offices: Mapping[str, SigningKeys]
    receipts: SigningKeys
    log: NoteSigner
    officers: Mapping[str, SoftwareAuthenticator]
    certificates: tuple[CertificateRecord, ...]
    epoch: int = 1
    earlier_logs: tuple[LogRecord, ...] = ()

    @property
    def log_origin(self) -> str:
        return f"{NETWORK}/{self.code.lower()}/{self.epoch}"

    def listed(self) -> ListedState:
        lower = self.code.lower()
        offices = {player.known_as(self.code): player for player in PLAYERS}
        register = OfficerRegister(
            self.code,
            tuple(
                OfficerRecord(
                    number,
                    tuple(f"{lower}/{office}" for office in offices[number].offices),
                    offices[number].roles,
                    key.credential,
                    key.key,
                    IN_FORCE,
                )
                for number, key in self.officers.items()
            ),
        )
        entry = DirectoryEntry(
            state=self.code,
            names={"en": self.code},
            authorities=tuple(
                AuthorityRecord(
                    f"{lower}/{one.office}", one.names, (self.code,), tuple(KINDS), {}, "Etc/UTC"
                )
                for one in OFFICES
            ),
            node_url=f"https://{lower}.simulation",
            certificates=self.certificates,
            recipients=(),
            officers="0" * 64,
            logs=(*self.earlier_logs, LogRecord(self.log_origin, self.log.vkey, IN_FORCE)),
            witnesses=(),
            versions=(1,),
            kinds=tuple(KINDS),
            approvals=APPROVALS | {kind: 0 for kind in KINDS if kind not in APPROVALS},
            relying_party=RelyingParty("simulation", (ORIGIN,)),
            languages=("en",),
            channels=Channels(diplomatic_only=False, interpol_urgent=True),
        )
        return ListedState(entry, register, b"", b"")

    def with_new_key(self, office: str) -> "SimulatedState":
        """The State after an authority has a further signing key: from now on it signs with that one,
        which a node with an older view of the directory does not know.
        """
        holder = f"{self.code.lower()}/{office}"
        keys, records = _issue(self.ca, holder, "authority")
        return replace(
            self,
            offices={**self.offices, holder: keys},
            certificates=(*self.certificates, *records),
        )

    def with_new_epoch(self) -> "SimulatedState":
        """The State after it has listed the next epoch of its log."""
        origin = f"{NETWORK}/{self.code.lower()}/{self.epoch + 1}"
        return replace(
            self,
            epoch=self.epoch + 1,
            log=NoteSigner.generate(origin, drawn(f"log {self.epoch + 1} of {self.code}")),
            earlier_logs=(
                *self.earlier_logs,
                LogRecord(self.log_origin, self.log.vkey, IN_FORCE),
            ),
        )


@cache
def member(code: str) -> SimulatedState:
    """A State as it is at the beginning of every run of this process."""
    lower = code.lower()
    ca = new_state_ca(code, at=FOUNDED, years=10, random=drawn(f"ca of {code}"))
    certificates = [
        CertificateRecord("state-ca", lower, name, der, IN_FORCE)
        for name, der in ca.certificates.items()
    ]
    offices = {}
    for one in OFFICES:
        holder = f"{lower}/{one.office}"
        offices[holder], records = _issue(ca, holder, "authority")
        certificates += records
    receipts, records = _issue(ca, lower, "receipts")
    people = drawn(f"officers of {code}")
    return SimulatedState(
        code=code,
        ca=ca,
        offices=offices,
        receipts=receipts,
        log=NoteSigner.generate(f"{NETWORK}/{lower}/1", drawn(f"log of {code}")),
        officers={
            player.known_as(code): SoftwareAuthenticator.generate("simulation", ORIGIN, people)
            for player in PLAYERS
        },
        certificates=(*certificates, *records),
    )


def _issue(
    ca: StateCa, holder: str, use: Literal["authority", "receipts"]
) -> tuple[SigningKeys, list[CertificateRecord]]:
    made = [
        ca.issue(holder, use, name, at=FOUNDED, until=UNTIL, random=drawn(f"{holder} {use} {name}"))
        for name in ALGORITHMS
    ]
    keys = signing_keys_from_pem(
        holder, made[0].key, made[0].certificate, made[1].key, made[1].certificate
    )
    records = [
        CertificateRecord(use, holder, name, pem_to_der(one.certificate), IN_FORCE)
        for name, one in zip(ALGORITHMS, made, strict=True)
    ]
    return keys, records


class SimulatedDirectory:
    """The newest directory, which each node sees when it refreshes its own view."""

    def __init__(self, members: Sequence[SimulatedState]) -> None:
        self.members = {one.code: one for one in members}
        self.newest = DirectoryView(
            NETWORK, 1, BEGINS, {code: one.listed() for code, one in self.members.items()}
        )

    def change(self, changed: SimulatedState, at: datetime) -> None:
        """Publish a State's new entry."""
        self.members[changed.code] = changed
        listed = {**self.newest.listed, changed.code: changed.listed()}
        version = self.newest.snapshot_version + 1
        self.newest = DirectoryView(NETWORK, version, at, listed)


@dataclass
class SimulatedRegister:
    """The port `OfficerRegister` of one node: the directory as it last saw it."""

    directory: SimulatedDirectory
    known: DirectoryView
    is_stale: bool = False
    """Decide whether somebody keeps newer directories from it."""

    def view(self) -> DirectoryView:
        return self.known

    def refresh(self, at: datetime) -> DirectoryView:
        del at
        if not self.is_stale:
            self.known = self.directory.newest
        return self.known

    def confirm_state_key(self, state: str, keyids: Sequence[str], by: str, at: datetime) -> None:
        """Nobody's State key changes here."""
        del state, keyids, by, at
