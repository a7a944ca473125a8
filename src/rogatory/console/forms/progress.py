# SPDX-License-Identifier: Apache-2.0
"""How far a message has come: each thing that its article wants, and whether the body says it."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rogatory.console.forms.fields import BasisOf
from rogatory.errors import Reason, ReasonBasis
from rogatory.node.provisions.refusals import REQUIRED_UNSAID
from rogatory.requests import refusals
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.wire.canonical import Json


class ItemStatus(StrEnum):
    """The state of one item that is wanted of a body."""

    COMPLETE = "said"
    MISSING = "missing"
    WRONG = "wrong"
    OPEN = "open"
    """Wanted only under its condition, and not said."""


LACKING = frozenset(
    {
        REQUIRED_UNSAID.id,
        refusals.CONTENT_MISSING.id,
        refusals.CONTENT_PRACTICE_MISSING.id,
        refusals.CONTENT_PART_MISSING.id,
        refusals.CONTENT_PRACTICE_PART_MISSING.id,
    }
)
"""That something lacks is no fault of what is said."""


def against_typed(reasons: Sequence[Reason]) -> Sequence[Reason]:
    """Return the reasons against what was typed, without those that something lacks.

    What a field names in the thread is judged once no part of the field lacks: a form that nobody has filled
    in yet would name nothing.
    """
    begun = {_key(one) for one in reasons if one.code.id in LACKING}
    return [
        one
        for one in reasons
        if one.code.id not in LACKING
        and not (one.code.id == refusals.THREAD_REFERENCE.id and _key(one) in begun)
    ]


def _key(reason: Reason) -> str:
    """Return the key of the content that a reason is about."""
    return str(reason.fields.get("field", "")).partition(".")[0]


@dataclass(frozen=True, slots=True)
class RequiredItem:
    """One item that a kind's article requires, and the reasons against what the body says of it."""

    content: Content
    basis: ReasonBasis | None
    """The provision by which it is asked for, where the law of the request is known."""
    state: ItemStatus
    reasons: tuple[Reason, ...]
    is_demanded: bool
    """The form demands it in every case, or the instrument of the request does."""

    @property
    def is_begun(self) -> bool:
        """Decide whether something of it is said, and nothing wrong, but not all of it."""
        return self.state is ItemStatus.WRONG and all(
            one.code.id in LACKING for one in self.reasons
        )


@dataclass(frozen=True, slots=True)
class FormProgress:
    wanted: tuple[RequiredItem, ...]

    @property
    def needed(self) -> int:
        """How many things must be said whatever the case."""
        return sum(one.is_demanded for one in self.wanted)

    @property
    def said(self) -> int:
        """How many of those are said, with nothing against them."""
        return sum(one.is_demanded and one.state is ItemStatus.COMPLETE for one in self.wanted)


def progress(
    kind: MessageKind,
    body: Mapping[str, Json],
    reasons: Sequence[Reason],
    basis: BasisOf | None = None,
    demanded: Container[str] = (),
) -> FormProgress:
    """Return what the kind wants, by `reasons` of the contents' check of this body, each with its
    provision by `basis`; `demanded` are the fields that the instrument demands besides.
    """
    return FormProgress(
        tuple(
            _wanted(
                content,
                basis(kind.content_cites(content.key)) if basis else None,
                body,
                reasons,
                is_demanded=content.condition is None or content.key in demanded,
            )
            for content in kind.contents
        )
    )


def _wanted(
    content: Content,
    basis: ReasonBasis | None,
    body: Mapping[str, Json],
    reasons: Sequence[Reason],
    *,
    is_demanded: bool,
) -> RequiredItem:
    against = tuple(reason for reason in reasons if _key(reason) == content.key)
    is_complete = body.get(content.key) not in (None, "", [], {})
    if against:
        state = ItemStatus.WRONG if is_complete else ItemStatus.MISSING
    elif is_complete:
        state = ItemStatus.COMPLETE
    else:
        state = ItemStatus.MISSING if is_demanded else ItemStatus.OPEN
    return RequiredItem(content, basis, state, against, is_demanded)
