# SPDX-License-Identifier: Apache-2.0
"""How far a message has come: each thing that its article wants, and whether the body says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rogatory.errors import Reason
from rogatory.requests import refusals
from rogatory.requests.kinds.kind import Content, Kind
from rogatory.wire.canonical import Json


class Said(StrEnum):
    """Whether a body says one thing that is wanted."""

    SAID = "said"
    MISSING = "missing"
    WRONG = "wrong"
    OPEN = "open"
    """Wanted only under its condition, and not said."""


LACKING = frozenset(
    {
        refusals.CONTENT_MISSING.id,
        refusals.CONTENT_PRACTICE_MISSING.id,
        refusals.CONTENT_PART_MISSING.id,
        refusals.CONTENT_PRACTICE_PART_MISSING.id,
    }
)
"""That something lacks is no fault of what is said."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a kind's article wants, and what stands against what the body says of it."""

    content: Content
    state: Said
    reasons: tuple[Reason, ...]

    @property
    def is_begun(self) -> bool:
        """Whether something of it is said, and nothing wrong, but not all of it."""
        return self.state is Said.WRONG and all(one.code.id in LACKING for one in self.reasons)


@dataclass(frozen=True, slots=True)
class Progress:
    wanted: tuple[Wanted, ...]

    @property
    def needed(self) -> int:
        """How many things must be said whatever the case."""
        return sum(one.content.condition is None for one in self.wanted)

    @property
    def said(self) -> int:
        """How many of those are said, with nothing against them."""
        return sum(one.content.condition is None and one.state is Said.SAID for one in self.wanted)


def progress(kind: Kind, body: Mapping[str, Json], reasons: Sequence[Reason]) -> Progress:
    """What the kind wants, by `reasons` of the contents' check of this body."""
    return Progress(tuple(_wanted(content, body, reasons) for content in kind.contents))


def _wanted(content: Content, body: Mapping[str, Json], reasons: Sequence[Reason]) -> Wanted:
    against = tuple(
        reason
        for reason in reasons
        if str(reason.fields.get("field", "")).partition(".")[0] == content.key
    )
    is_said = body.get(content.key) not in (None, "", [], {})
    if against:
        state = Said.WRONG if is_said else Said.MISSING
    elif is_said:
        state = Said.SAID
    else:
        state = Said.MISSING if content.condition is None else Said.OPEN
    return Wanted(content, state, against)
