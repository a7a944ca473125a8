# SPDX-License-Identifier: Apache-2.0
"""Which pages a form has, from its kind's schema, and how far each has come.

A subject of many fields, or one that takes sentences, has a page of its own; small related ones
share one. A kind that fits one page is one page. No kind has pages of its own making.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rogatory.console.forms.fields import FormField, fields_of
from rogatory.console.forms.progress import FormProgress, ItemStatus, RequiredItem
from rogatory.errors import Reason
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.words import N_

TO, LOOK, LETTER, ALL = "to", "look", "letter", "all"
"""The pages that belong to no subject of the body: the recipient, the review, the letter alone, all
at once."""

WHO = N_("Sender and recipient")
LOOK_OVER = N_("Review the draft")
THE_LETTER = N_("Letter preview")

FIELDS_A_PAGE = 8
"""The number of fields that an officer takes in at a glance, and a telephone shows in two
screens."""

FIELDS_OF_ONE_PAGE = 24
"""A kind with no more than this is one page: to turn pages would take longer than to fill it in."""

A_TEXT_COUNTS_AS = 3
OF_THE_HEAD = 3


class Come(StrEnum):
    """How far a page has come."""

    COMPLETE = "said"
    LACKING = "missing"
    WRONG = "wrong"
    OPEN = "open"
    """Nothing on it must be said, and nothing is."""


@dataclass(frozen=True, slots=True)
class FormPage:
    """`keys` are the top-level members of the body on this page."""

    id: str
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    has_head: bool = False


@dataclass(frozen=True, slots=True)
class GuideStep:
    """A page as the list of pages shows it; `count` is how many things lack or are wrong."""

    id: str
    number: int
    labels: tuple[str, ...]
    come: Come
    count: int


@cache
def pages_of(kind: str) -> tuple[FormPage, ...]:
    """Return the pages of a kind's form in their order, without the look over; one page is `ALL`."""
    fields = fields_of(KINDS[kind], {}, (), {})
    whole = all_of(kind)
    if OF_THE_HEAD + sum(map(_weight, fields)) <= FIELDS_OF_ONE_PAGE:
        return (whole,)
    groups: list[list[FormField]] = [[]]
    space = FIELDS_A_PAGE - OF_THE_HEAD
    for one in fields:
        weight = _weight(one)
        if weight > space:
            groups.append([])
            space = FIELDS_A_PAGE
        groups[-1].append(one)
        space -= weight
    return tuple(
        FormPage(
            id=TO if number == 0 else group[0].path,
            keys=tuple(one.path for one in group),
            labels=(*((WHO,) if number == 0 else ()), *(one.label for one in group)),
            has_head=number == 0,
        )
        for number, group in enumerate(groups)
    )


@cache
def all_of(kind: str) -> FormPage:
    """Return the whole form on one page."""
    fields = fields_of(KINDS[kind], {}, (), {})
    return FormPage(ALL, tuple(one.path for one in fields), (WHO,), has_head=True)


def _weight(field: FormField) -> int:
    if field.children:
        return sum(map(_weight, field.children))
    return A_TEXT_COUNTS_AS if field.shape == "text" else 1


def page_of(kind: str, name: str) -> FormPage | None:
    """Return the page of that name; None where the kind has none. `LOOK` and `LETTER` have no
    fields.
    """
    if name == ALL:
        return all_of(kind)
    if name in {LOOK, LETTER}:
        return FormPage(name, (), (LOOK_OVER if name == LOOK else THE_LETTER,))
    return next((one for one in pages_of(kind) if one.id == name), None)


def page_with(kind: str, key: str, named: FormPage) -> str:
    """Return the page that has a member of the body: the one that is shown, if it has it."""
    if key in named.keys:
        return named.id
    return next((one.id for one in pages_of(kind) if key in one.keys), pages_of(kind)[0].id)


def after(kind: str, name: str) -> str:
    """Return the page that follows one: the look over is the last."""
    names = [*(one.id for one in pages_of(kind)), LOOK]
    return names[min(names.index(name) + 1, len(names) - 1)] if name in names else LOOK


def before(kind: str, name: str) -> str | None:
    names = [*(one.id for one in pages_of(kind)), LOOK]
    return names[names.index(name) - 1] if name in names[1:] else None


def steps_of(kind: str, progress: FormProgress, reasons: Sequence[Reason]) -> list[GuideStep]:
    """Return every page with its progress, the review last; `reasons` are all that are found
    against it.
    """
    by_key = {one.content.key: one for one in progress.wanted}
    found = []
    known = set()
    for number, page in enumerate(pages_of(kind), 1):
        wanted = [by_key[key] for key in page.keys if key in by_key]
        of_page = [one for one in reasons if key_of(one) in page.keys]
        known |= {id(one) for one in of_page}
        beside = [one for one in reasons if key_of(one) is None] if page.has_head else []
        found.append(_step(page, number, wanted, of_page, beside))
    state = Come.WRONG if any(one.come is Come.WRONG for one in found) else Come.LACKING
    return [
        *found,
        GuideStep(
            LOOK, len(found) + 1, (LOOK_OVER,), state if reasons else Come.COMPLETE, len(reasons)
        ),
    ]


def key_of(reason: Reason) -> str | None:
    """Return the top-level member of the body that a reason is about; None where it is about the
    head or the case.
    """
    field = str(reason.fields.get("field", ""))
    return field.partition(".")[0] or None


def _step(
    page: FormPage,
    number: int,
    wanted: Sequence[RequiredItem],
    of_page: Sequence[Reason],
    beside: Sequence[Reason],
) -> GuideStep:
    """Return the head's progress: it is complete from the start; reasons against it mean wrong
    values, never missing ones.
    """
    wrong = len(beside) + sum(one.state is ItemStatus.WRONG and not one.is_begun for one in wanted)
    keys = {one.content.key for one in wanted}
    wrong += len({key_of(one) for one in of_page} - keys)
    lacking = sum(one.state is ItemStatus.MISSING or one.is_begun for one in wanted)
    is_complete = page.has_head or any(one.state is ItemStatus.COMPLETE for one in wanted)
    if wrong:
        return GuideStep(page.id, number, page.labels, Come.WRONG, wrong)
    if lacking:
        return GuideStep(page.id, number, page.labels, Come.LACKING, lacking)
    return GuideStep(page.id, number, page.labels, Come.COMPLETE if is_complete else Come.OPEN, 0)
