# SPDX-License-Identifier: Apache-2.0
"""The closed lists of grounds: for refusal, for postponement, and what is never a ground."""

from dataclasses import dataclass
from functools import cache

from rogatory.treaty.rows import Certainty, Row, packaged, read_rows


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for one kind of request. `reservation` names the article under which the requested
    State must have made one for the ground to count.
    """

    id: str
    kind: str
    label: str
    article: str
    certainty: Certainty
    note: str | None
    reservation: str | None


def grounds_for(kind: str) -> tuple[Ground, ...]:
    """The closed list for refusing a request of this kind: no other ground counts."""
    return _of_kind("grounds", kind)


def postponements_for(kind: str) -> tuple[Ground, ...]:
    """What may postpone a request of this kind."""
    return _of_kind("postponement", kind)


def never_grounds_for(kind: str) -> tuple[Ground, ...]:
    """What alone is never a ground for refusing a request of this kind, and why."""
    return _of_kind("never", kind)


def _of_kind(section: str, kind: str) -> tuple[Ground, ...]:
    return tuple(ground for ground in _section(section) if ground.kind == kind)


@cache
def _section(section: str) -> tuple[Ground, ...]:
    found = read_rows(packaged("grounds.yaml"), "grounds.yaml", section, _grounds)
    return tuple(ground for grounds in found for ground in grounds)


def _grounds(row: Row) -> tuple[Ground, ...]:
    name, label = row.text("id"), row.text("label")
    note, reservation = row.text_or_none("note"), row.text_or_none("reservation")
    found = []
    for kind, stated in row.mapping("kinds").items():
        part = row.part(kind, stated)
        article, certainty = part.text("article"), part.certainty()
        part.done()
        found.append(Ground(name, kind, label, article, certainty, note, reservation))
    return tuple(found)
