# SPDX-License-Identifier: Apache-2.0
"""The conditions that an acceptance sets, and what the requesting State answered to each.

A condition binds once the requesting State agreed to it. Conditions are counted from 1, as the
acceptance lists them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rogatory.requests.envelope import Envelope
from rogatory.wire.canonical import Json

AGREED, DECLINED = "agreed", "declined"


@dataclass(frozen=True, slots=True)
class SetConditions:
    """The conditions of one acceptance, and the first answer that names it."""

    message: Envelope
    answer: Envelope | None

    @property
    def is_open(self) -> bool:
        return self.answer is None

    @property
    def count(self) -> int:
        return condition_count(self.message.body)

    @property
    def agreed(self) -> frozenset[int]:
        return self._decided(AGREED)

    @property
    def declined(self) -> frozenset[int]:
        return self._decided(DECLINED)

    def text(self, number: int) -> str:
        """Return a condition in the words of the State that set it; nothing where it is no text."""
        stated = self.message.body.get("conditions")
        found = stated[number - 1] if isinstance(stated, list) and number <= len(stated) else None
        return found if isinstance(found, str) else ""

    def _decided(self, decision: str) -> frozenset[int]:
        if self.answer is None:
            return frozenset()
        return frozenset(one for one, stated in decisions(self.answer.body) if stated == decision)


def set_conditions(
    acceptances: Iterable[Envelope], answers: Iterable[Envelope]
) -> tuple[SetConditions, ...]:
    """Return the conditions of each acceptance that sets any, in the requested State's order."""
    by_acceptance: dict[object, Envelope] = {}
    for answer in answers:
        by_acceptance.setdefault(answer.body.get("answers_to"), answer)
    return tuple(
        SetConditions(one, by_acceptance.get(one.digest))
        for one in acceptances
        if condition_count(one.body)
    )


def condition_count(body: Mapping[str, Json]) -> int:
    """Return how many conditions an acceptance sets."""
    stated = body.get("conditions")
    return len(stated) if isinstance(stated, list) else 0


def decisions(body: Mapping[str, Json]) -> Iterator[tuple[int, str]]:
    """Yield number and decision of each condition that an answer decides; what is neither is left out."""
    stated = body.get("conditions")
    for one in stated if isinstance(stated, list) else ():
        if not isinstance(one, Mapping):
            continue
        number, decision = one.get("number"), one.get("decision")
        if not isinstance(number, int) or isinstance(number, bool):
            continue
        if isinstance(decision, str) and decision in {AGREED, DECLINED}:
            yield number, decision


def decides_each_once(answer: Mapping[str, Json], acceptance: Mapping[str, Json]) -> bool:
    """Decide whether an answer agrees to or declines every condition of an acceptance, each once."""
    every = range(1, condition_count(acceptance) + 1)
    stated = answer.get("conditions")
    is_whole = isinstance(stated, list) and len(stated) == len(every)
    return is_whole and sorted(number for number, _ in decisions(answer)) == list(every)
