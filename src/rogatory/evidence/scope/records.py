# SPDX-License-Identifier: Apache-2.0
"""One record of a return, as a reader found it."""

from dataclasses import dataclass

from rogatory.evidence.scope.identifiers import KINDS, AccountIdentifier
from rogatory.evidence.scope.times import TimeSpan


class BrokenTextError(Exception):
    """The file cannot be read on, for this stable reason."""


@dataclass(frozen=True, slots=True)
class ItemMark:
    """A provider's own mark of one item: the name of the field that has it (`message_id`), and its value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A message, row or object: its place in the file and its own statements.

    `complete` is False where it may be of accounts that it does not name. `problems` are stable words for
    what could not be read; with one, a record is never within the scope. `kinds` are those of the accounts that
    a record of this format can be of. `around` are accounts that the objects or the page around it name, `inside` those
    that parts of it mention, `items` its own marks as one item of the provider's.
    """

    place: str
    category: str | None = None
    identifiers: tuple[AccountIdentifier, ...] = ()
    complete: bool = True
    span: TimeSpan | None = None
    problems: tuple[str, ...] = ()
    kinds: frozenset[str] = KINDS
    around: tuple[AccountIdentifier, ...] = ()
    inside: tuple[AccountIdentifier, ...] = ()
    items: tuple[ItemMark, ...] = ()
