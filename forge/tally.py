# SPDX-License-Identifier: Apache-2.0
"""The count of forgeries, by what they came to."""

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """How many forgeries of the table came to what."""

    forgeries: int = 0
    judged: int = 0
    """Distinct artifacts, each shown to every judge."""
    same: int = 0
    """Byte for byte the artifact of who holds no key, for the same reader: his verdicts count."""
    waiting: int = 0
    """Judged in another seed of ten."""
    undone: int = 0
    """No forgery came of it: signed again, or as it was, it says what the honest artifact says."""

    def add(self, other: "Tally") -> None:
        for name in ("forgeries", "judged", "same", "waiting", "undone"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        return (
            f"{self.forgeries} forgeries: {self.judged} judged, {self.same} as without a key, "
            f"{self.waiting} in another seed, {self.undone} undone"
        )
