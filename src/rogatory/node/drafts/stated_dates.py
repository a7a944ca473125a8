# SPDX-License-Identifier: Apache-2.0
"""Dates that a draft states and that cannot be meant: over, not come yet, or too far away.

The rules of a body know no clock: what another State accepted in time stays readable for ever. A draft is
judged where a clock is at hand.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from rogatory.errors import Reason
from rogatory.node.drafts import draft_refusals
from rogatory.requests.deadlines.deadline import DAY, end_of_day, moment_in
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.canonical import Json

_ELSEWHERE = timedelta(days=1)
"""A day has come in the east before it comes in UTC."""

FURTHEST = timedelta(days=3660)
"""Ten years. A date further away is a slip of the pen, and nobody would look at it again."""

_TIMES_OF_ANY: tuple[str, ...] = ("wanted_by",)
"""By which a message of any kind wants something."""

_TIMES_OF_OPENING: tuple[str, ...] = ("needed_by", "deadline.date")
"""By which an opening kind wants something. A message that repeats what its request stated is no new request."""

_IN_FORCE_UNTIL: Mapping[str, tuple[str, ...]] = {
    "asset_freezing": ("order.until",),
    "return_decided": ("handover_by",),
    "extradition_decided": ("surrender_by",),
    "measure_executed": ("measure_end", "domestic_authorisation.until"),
}
"""Ends of what a message states as in force, and days by which something is to be done."""

_REPORTED: Mapping[str, tuple[str, ...]] = {
    "asset_freezing": ("order.date",),
    "asset_confiscation": ("confiscation_sought.order.date",),
    "confiscation_executed": ("confiscated_on", "domestic_authorisation.date"),
    "property_return": ("confiscation_order.date", "judgment.date", "agreement.date"),
    "return_decided": ("domestic_authorisation.date", "agreement.date"),
    "measure_executed": ("measure_start", "domestic_authorisation.date"),
    "measure_lifted": ("lifted_on",),
    "extradition": ("provisional_arrest.order.date", "extradition_treaty.date"),
    "extradition_decided": ("domestic_authorisation.date",),
    "person_surrendered": ("surrendered_on",),
}
"""Dates of what has happened."""


def date_reasons(kind: str, body: Mapping[str, Json], at: datetime) -> Iterator[Reason]:
    """Yield every date of a draft that cannot be meant at a moment: one that is over, by which something is wanted
    or until which something is in force; one that has not come, of what is reported; one that is too far away.
    A day is over at its end in UTC.
    """
    known = KINDS.get(kind)
    of_opening = _TIMES_OF_OPENING if known is not None and known.opens_thread else ()
    for field in (*_TIMES_OF_ANY, *of_opening, *_IN_FORCE_UNTIL.get(kind, ())):
        written = _stated(body, field)
        over = end_of_day(written) or moment_in(body, field)
        if over is not None and over <= at:
            yield draft_refusals.DATE_PAST.because(field=field, date=str(written))
        elif over is not None and over - at > FURTHEST:
            yield draft_refusals.DATE_TOO_FAR.because(field=field, date=str(written))
    for field in _REPORTED.get(kind, ()):
        written = _stated(body, field)
        over = end_of_day(written)
        if over is not None and over - DAY > at + _ELSEWHERE:
            yield draft_refusals.DATE_TO_COME.because(field=field, date=str(written))
        elif over is not None and at - over > FURTHEST:
            yield draft_refusals.DATE_TOO_FAR.because(field=field, date=str(written))


def _stated(body: Mapping[str, Json], field: str) -> Json:
    """Return what is at a path of member names; None where nothing is."""
    found: Json = dict(body)
    for name in field.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
