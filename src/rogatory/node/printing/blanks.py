# SPDX-License-Identifier: Apache-2.0
"""An entry of a form to be filled in by hand: what it is about, boxes to tick, places to write in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, Self


class Blank(NamedTuple):
    """A place to write in, with its label; `lines` is how high it is."""

    label: str
    lines: int


class KnownFact(NamedTuple):
    """A label and its value, printed above the places to write in."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FillIn:
    """An entry under its number. `code` is the name by which it is found again, `choices` are ticked,
    and each row of `blanks` is as wide as the page.
    """

    number: str
    title: str
    reference: str
    facts: tuple[KnownFact, ...]
    code: str
    choices: tuple[str, ...]
    blanks: tuple[tuple[Blank, ...], ...]
    kind: str = "fill-in"

    def changed(self, change: Callable[[str], str]) -> Self:
        """Return the entry with each of its texts changed."""
        return replace(
            self,
            title=change(self.title),
            reference=change(self.reference),
            facts=tuple(KnownFact(change(one.label), change(one.value)) for one in self.facts),
            code=change(self.code),
            choices=tuple(map(change, self.choices)),
            blanks=tuple(
                tuple(one._replace(label=change(one.label)) for one in row) for row in self.blanks
            ),
        )
