# SPDX-License-Identifier: Apache-2.0
"""The pages on witnesses in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rogatory.node.repositories.witnesses import (
    Accusation,
    OwnCosignature,
    WitnessContact,
    WitnessedLog,
)
from rogatory.storage.memory.tables import Tables


@dataclass
class WitnessTables(Tables):
    witnessed: dict[tuple[str, int], WitnessedLog] = field(default_factory=dict)
    accusations: dict[str, Accusation] = field(default_factory=dict)
    own_cosignatures: dict[tuple[str, int, str], OwnCosignature] = field(default_factory=dict)
    witness_contacts: dict[str, WitnessContact] = field(default_factory=dict)


class MemoryWitnesses:
    tables: WitnessTables

    def witnessed(self, state: str | None = None) -> Sequence[WitnessedLog]:
        with self.tables.lock:
            found = [one for one in self.tables.witnessed.values() if state in {None, one.state}]
        return sorted(found, key=lambda one: (one.state, one.epoch))

    def put_witnessed(self, record: WitnessedLog, *, seen: int | None) -> bool:
        self.tables.assert_writing()
        before = self.tables.witnessed.get((record.state, record.epoch))
        if (None if before is None else before.size) != seen:
            return False
        self.tables.witnessed[record.state, record.epoch] = record
        return True

    def add_accusation(self, accusation: Accusation) -> bool:
        self.tables.assert_writing()
        if accusation.id in self.tables.accusations:
            return False
        self.tables.accusations[accusation.id] = accusation
        return True

    def accusations(self, state: str | None = None) -> Sequence[Accusation]:
        with self.tables.lock:
            return [one for one in self.tables.accusations.values() if state in {None, one.state}]

    def mark_explained(self, accusation: str, at: datetime) -> None:
        self.tables.assert_writing()
        found = self.tables.accusations.get(accusation)
        if found is not None and found.explained is None:
            self.tables.accusations[accusation] = replace(found, explained=at)

    def put_cosignature(self, cosignature: OwnCosignature) -> None:
        self.tables.assert_writing()
        key = (cosignature.origin, cosignature.size, cosignature.state)
        self.tables.own_cosignatures[key] = cosignature

    def cosignatures(self, origin: str) -> Sequence[OwnCosignature]:
        with self.tables.lock:
            found = [one for one in self.tables.own_cosignatures.values() if one.origin == origin]
        return sorted(found, key=lambda one: (-one.size, one.state))

    def keep_cosignatures(self, origin: str, sizes: Collection[int]) -> None:
        self.tables.assert_writing()
        self.tables.own_cosignatures = {
            key: one
            for key, one in self.tables.own_cosignatures.items()
            if one.origin != origin or one.size in sizes
        }

    def put_contact(self, contact: WitnessContact) -> None:
        self.tables.assert_writing()
        self.tables.witness_contacts[contact.state] = contact

    def contacts(self) -> Sequence[WitnessContact]:
        with self.tables.lock:
            return [one for _state, one in sorted(self.tables.witness_contacts.items())]
