# SPDX-License-Identifier: Apache-2.0
"""When an authority's entry in the directory promises that somebody is there."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time

from rogatory.directory.entry.entry import AuthorityRecord
from rogatory.node.duty.plan import DutyPlan, Span, Weekly, work_out


def promised(authority: AuthorityRecord, starts: datetime, ends: datetime) -> Iterator[Span]:
    """Yield the spans of a period in which the authority is open; without hours it is day and
    night.
    """
    if not authority.hours:
        yield starts, ends
        return
    plan = DutyPlan(
        authority=authority.id,
        time_zone=authority.time_zone,
        starts=starts,
        ends=ends,
        heads=(),
        weekly=tuple(
            Weekly(
                frozenset(one.days),
                time.fromisoformat(one.start),
                time.fromisoformat(one.end),
                (authority.id,),
            )
            for one in authority.hours
        ),
    )
    yield from ((one.start, one.end) for one in work_out(plan).shifts)


def common(gaps: Iterable[Span], wanted: Iterable[Span]) -> Iterator[Span]:
    """Yield what of the gaps lies in what is wanted, in its order."""
    spans = list(wanted)
    for start, end in gaps:
        for first, last in spans:
            if first < end and start < last:
                yield max(start, first), min(end, last)
