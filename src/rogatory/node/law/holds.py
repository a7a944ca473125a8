# SPDX-License-Identifier: Apache-2.0
"""The judgement whether a hold lasts as long as the instrument of the request demands.

A shorter one is better than none: it is sent, and is shown as a breach at both ends.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from rogatory.errors import Reason
from rogatory.node.law import refusals
from rogatory.node.law.subject import Subject, regime_for
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import cite, limit_of
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment

PRESERVATION = "preservation"
"""The limit on a hold, by its id in the law's data."""

CONFIRMING = "preservation_confirmed"


def hold_warnings(
    law: Law, subject: Subject, body: Mapping[str, Json], facts: ThreadFacts, on: date
) -> Iterator[Reason]:
    """Yield that a hold ends too early (articles 42(8) and ETS 185 29(7)).

    It is counted from the later of its start and the request: what was kept before anybody asked
    gives the requesting State no time.
    """
    regime = regime_for(law, subject, on)
    limit = limit_of(regime, PRESERVATION)
    start, end = body.get("hold_start"), body.get("hold_end")
    if (
        limit is None
        or limit.days is None
        or not isinstance(start, str)
        or not isinstance(end, str)
    ):
        return
    since = parse_moment(start)
    if facts.opening is not None:
        since = max(since, facts.opening.issued)
    lasts = parse_moment(end) - since
    if lasts < timedelta(days=limit.days):
        yield refusals.HOLD_SHORT.because(
            days=max(0, lasts.days),
            least=limit.days,
            article=cite(regime, regime.instrument, limit.article),
            certainty=limit.certainty,
        )
