# SPDX-License-Identifier: Apache-2.0
"""The closed lists of grounds: for refusal, for postponement, conditions; what is never a ground."""

from collections.abc import Iterable
from dataclasses import dataclass

from rogatory.treaty.law import Law
from rogatory.treaty.rows import Certainty
from rogatory.treaty.tables.grounds import ListedGround


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for one kind of request. `reservation` names the article under which the requested
    State must have made one for the ground to count; with `outside_only` it counts for offences
    outside the Convention alone.
    """

    id: str
    kind: str
    label: str
    article: str
    certainty: Certainty
    source: str
    note: str | None
    reservation: str | None
    outside_only: bool


def grounds_for(law: Law, kind: str) -> tuple[Ground, ...]:
    """The closed list for refusing a request of this kind: no other ground counts."""
    return _of_kind(law.grounds, kind)


def postponements_for(law: Law, kind: str) -> tuple[Ground, ...]:
    """Return what may postpone a request of this kind."""
    return _of_kind(law.postponements, kind)


def never_grounds_for(law: Law, kind: str) -> tuple[Ground, ...]:
    """Return what alone is never a ground for refusing a request of this kind, and why."""
    return _of_kind(law.never, kind)


def _of_kind(listed: Iterable[ListedGround], kind: str) -> tuple[Ground, ...]:
    return tuple(
        Ground(
            id=found.id,
            kind=kind,
            label=found.label,
            article=found.kinds[kind].article,
            certainty=found.kinds[kind].certainty,
            source=found.kinds[kind].source,
            note=found.note,
            reservation=found.reservation,
            outside_only=found.offences == "outside",
        )
        for found in listed
        if kind in found.kinds
    )
