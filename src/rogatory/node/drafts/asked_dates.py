# SPDX-License-Identifier: Apache-2.0
"""Dates by which a draft asks for something: refused while it is written, where they are over.

The rules of a body know no clock: what another State accepted in time stays readable for ever.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from rogatory.errors import Reason
from rogatory.node.drafts import draft_refusals
from rogatory.requests.deadlines.deadline import end_of_day, moment_in
from rogatory.requests.kinds.kind import MessageKind
from rogatory.wire.canonical import Json

_NEEDED_BY, _DEADLINE, _WANTED_BY = "needed_by", "deadline", "wanted_by"


def date_reasons(
    kind: MessageKind | None, body: Mapping[str, Json], at: datetime
) -> Iterator[Reason]:
    """Yield every date of a draft that is asked for and is over at a moment; a day is over at its end in
    UTC. A message that repeats what its request stated is no new request.
    """
    found: list[tuple[str, datetime | None, Json]] = [
        (_WANTED_BY, end_of_day(body.get(_WANTED_BY)), body.get(_WANTED_BY))
    ]
    if kind is not None and kind.opens_thread:
        stated = body.get(_DEADLINE)
        day = stated.get("date") if isinstance(stated, Mapping) else None
        found += [
            (_NEEDED_BY, moment_in(body, _NEEDED_BY), body.get(_NEEDED_BY)),
            (f"{_DEADLINE}.date", end_of_day(day), day),
        ]
    for field, over, written in found:
        if over is not None and over <= at:
            yield draft_refusals.DATE_PAST.because(field=field, date=str(written))
