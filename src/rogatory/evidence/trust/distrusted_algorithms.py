# SPDX-License-Identifier: Apache-2.0
"""Algorithms that a reader does not count any more since a moment: those that were broken by then.

A signature, a timestamp or a digest that rests on a broken algorithm counts only if it is proved to
have existed before. A statement that rests on two families of which one is broken still rests on
the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.seal.algorithms import ALGORITHMS, ECDSA, names_of
from rogatory.wire.moments import format_moment

EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Distrust:
    """Algorithm to the moment from which it counts no more. Nothing, unless a reader says so."""

    since: Mapping[str, datetime] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.since)

    def broken(self, algorithms: Iterable[str], existed: datetime) -> list[str]:
        """Return those that were broken when the thing that rests on them is first known to exist."""
        return sorted(name for name in algorithms if (at := self.since.get(name)) and at <= existed)

    def earliest(self, algorithms: Iterable[str]) -> datetime | None:
        """Return when the first of these breaks."""
        return min((self.since[name] for name in algorithms if name in self.since), default=None)

    def as_text(self) -> str:
        """Return a text such as `ecdsa-p256 from 2035-01-01T00:00:00Z`."""
        since = dict(self.since)
        curves = {since.get(name) for name in ECDSA}
        if len(curves) == 1 and (at := curves.pop()):  # named together, reported together
            since = {"ecdsa": at} | {k: v for k, v in since.items() if k not in ECDSA}
        return ", ".join(
            name if at == EVER else f"{name} from {format_moment(at)}"
            for name, at in sorted(since.items())
        )


NOTHING = Distrust()


def parse_distrust(words: Iterable[str]) -> Distrust:
    """Return what `NAME@DATE` says, once for each; refuses an unknown name and what is no date.

    A name without a date is broken at every moment: nothing that rests on it counts.
    """
    since: dict[str, datetime] = {}
    for word in words:
        name, mark, day = word.partition("@")
        found = names_of(name.strip().lower())
        if not found:
            names = ", ".join(sorted({"ecdsa", *ALGORITHMS}))
            raise Refused(refusals.DISTRUST_NAME.because(name=ascii(name)[:40], names=names))
        at = _moment(day.strip(), word) if mark else EVER
        for one in sorted(found):
            since[one] = min(at, since.get(one, at))
    return Distrust(since)


def _moment(text: str, word: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(refusals.DISTRUST_DATE.because(word=ascii(word)[:60])) from error
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
