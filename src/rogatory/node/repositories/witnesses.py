# SPDX-License-Identifier: Apache-2.0
"""The pages of the books on witnesses: what was seen of others' logs, and who cosigned the own."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from rogatory.node.records.witnesses import (
    Accusation,
    OwnCosignature,
    WitnessContact,
    WitnessedLog,
)


class WitnessBooks(Protocol):
    # As a witness of others
    def witnessed(self, state: str | None = None) -> Sequence[WitnessedLog]:
        """What was seen of a State's log, or of all, one record an epoch, oldest epoch first."""
        ...

    def put_witnessed(self, record: WitnessedLog, *, seen: int | None) -> bool:
        """Write what is seen now, if what was seen before still is of that size (None: nothing).

        False if it is not; then nothing was written. Whoever signs has written first.
        """
        ...

    def add_accusation(self, accusation: Accusation) -> bool:
        """Keep a proof; False if it was kept before."""
        ...

    def accusations(self, state: str | None = None) -> Sequence[Accusation]:
        """Oldest first."""
        ...

    def mark_explained(self, accusation: str, at: datetime) -> None: ...

    # Of the own log
    def put_cosignature(self, cosignature: OwnCosignature) -> None:
        """Write what a State's witness said of a size; what it said of it before is replaced."""
        ...

    def cosignatures(self, origin: str) -> Sequence[OwnCosignature]:
        """All that are kept of an epoch, the largest sizes first."""
        ...

    def keep_cosignatures(self, origin: str, sizes: Collection[int]) -> None:
        """Drop those of all other sizes."""
        ...

    def put_contact(self, contact: WitnessContact) -> None: ...
    def contacts(self) -> Sequence[WitnessContact]: ...
