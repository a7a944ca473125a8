# SPDX-License-Identifier: Apache-2.0
"""The judgement of a draft's body: its form, its reasons, and the dates by which it asks for something.

The rules of a body know no clock: what another State accepted in time stays readable for ever. A draft is refused
where such a date is over.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from rogatory.errors import Reason
from rogatory.node.drafts import draft_refusals
from rogatory.requests.contents import body as contents
from rogatory.requests.contents.reasons_given import reasons_without_words
from rogatory.requests.deadlines.deadline import end_of_day, moment_in
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.canonical import Json

_NEEDED_BY, _DEADLINE, _WANTED_BY = "needed_by", "deadline", "wanted_by"


def judge_body(kind: str, body: Mapping[str, Json], at: datetime) -> list[Reason]:
    """Return every reason against a body as the contents of a draft of a kind, at a moment."""
    return [
        *contents.check(kind, body),
        *reasons_without_words(body),
        *_date_reasons(kind, body, at),
    ]


def _date_reasons(kind: str, body: Mapping[str, Json], at: datetime) -> Iterator[Reason]:
    """Yield every date of a draft that is asked for and is over at a moment; a day is over at its end in
    UTC. A message that repeats what its request stated is no new request.
    """
    found: list[tuple[str, datetime | None, Json]] = [
        (_WANTED_BY, end_of_day(body.get(_WANTED_BY)), body.get(_WANTED_BY))
    ]
    known = KINDS.get(kind)
    if known is not None and known.opens_thread:
        stated = body.get(_DEADLINE)
        day = stated.get("date") if isinstance(stated, Mapping) else None
        found += [
            (_NEEDED_BY, moment_in(body, _NEEDED_BY), body.get(_NEEDED_BY)),
            (f"{_DEADLINE}.date", end_of_day(day), day),
        ]
    for field, over, written in found:
        if over is not None and over <= at:
            yield draft_refusals.DATE_PAST.because(field=field, date=str(written))
