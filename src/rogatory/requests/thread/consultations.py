# SPDX-License-Identifier: Apache-2.0
"""The consultations of a thread that are about a decision against the request.

A consultation states in `about` what would otherwise follow. One on money, on secrecy or on help that would
only be limited leaves the requesting State without a word of a refusal, so it is none before one.
"""

from collections.abc import Iterable, Mapping

from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.wire.words import P_

WOULD_REFUSE, WOULD_POSTPONE = "would_refuse", "would_postpone"

_TOPICS = {
    WOULD_REFUSE: P_("a refusal"),
    WOULD_POSTPONE: P_("a postponement"),
    "would_limit": P_("help only in part or on terms"),
    "would_disclose": P_("execution without the secrecy asked for"),
    "costs": P_("costs"),
}

_POSTPONEMENT = "postponement"


def topics_before(decision: str) -> frozenset[str]:
    """Return what a consultation before a decision of that kind is about: one about a refusal is also one
    about a postponement, which is less; to decline an extension or withhold a path is to refuse it.
    """
    return frozenset({WOULD_REFUSE, *({WOULD_POSTPONE} if decision == _POSTPONEMENT else ())})


def topic_of(consultation: AwaitedDecision) -> str:
    """Return what a consultation is about, in words; what no list has, as it is written."""
    about = str(consultation.message.body.get("about"))
    return _TOPICS.get(about) or ascii(about)[1:-1][:40]


def consultations_before(
    decision: str, held: Iterable[AwaitedDecision]
) -> tuple[AwaitedDecision, ...]:
    """Return those consultations that are about a decision of that kind, answered or not."""
    topics = topics_before(decision)
    return tuple(one for one in held if one.message.body.get("about") in topics)


def counts_as_record(
    record: Mapping[str, object], decision: str, held: Iterable[AwaitedDecision]
) -> bool:
    """Decide whether the record in a decision is of a consultation about it: what the record states of one
    that was held elsewhere, or a message of the thread that it names.
    """
    if "outcome" in record:
        return True
    about = consultations_before(decision, held)
    return record.get("message") in {one.message.digest for one in about}
