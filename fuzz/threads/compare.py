# SPDX-License-Identifier: Apache-2.0
"""Compare the two readings of random threads, member by member."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from fuzz.threads.making import Maker
from fuzz.threads.model import Thread
from rogatory.requests.contents.terms import StatedTerm
from rogatory.requests.envelope import parse_message
from rogatory.requests.thread.transcript import ThreadState, fold, next_links
from rogatory.wire.moments import format_moment

DECIDED = ("extensions", "warnings", "call_backs", "consultations", "consents", "transfers")


@dataclass(slots=True)
class Compared:
    """The counts of what was met in the threads compared, and the numbers of those that were read in two ways."""

    threads: int = 0
    messages: int = 0
    crossed: int = 0
    """Threads in which messages crossed."""
    outcomes: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    """Kinds of which a message was applied."""
    differing: list[int] = field(default_factory=list)


def thread_of(seed: int, number: int) -> list[bytes]:
    """Return the messages of one random thread."""
    random = Random(f"{seed}/{number}")  # noqa: S311  (a draw that can be made again)
    return Maker(random).make()


def expected_of(thread: ThreadState) -> dict[str, Any]:
    """Return a state in the form of the vectors (tests/vectors/requests)."""
    standing = thread.standing
    hold = standing.hold
    return {
        "status": standing.status.value,
        "requesting": standing.requesting,
        "opening": standing.opening.digest if standing.opening else None,
        "hold": hold and {"start": format_moment(hold.start), "end": format_moment(hold.end)},
        "questions": list(standing.questions),
        "enquiries": list(standing.enquiries),
        "deliveries": [
            {"seal": one.seal, "confirmed_by": one.confirmed_by} for one in standing.deliveries
        ],
        **{
            name: [
                {"message": one.message.digest, "outcome": one.outcome}
                for one in getattr(standing, name)
            ]
            for name in DECIDED
        },
        **(
            {
                "filings": [
                    {"message": one.message, "thread": one.thread, "items": sorted(one.items)}
                    for one in standing.filings
                ]
            }
            if standing.filings
            else {}
        ),
        **({"withheld": standing.withheld} if standing.withheld else {}),
        **(
            {
                "measures": [
                    {"message": one.message, "ended_by": one.ended_by} for one in standing.measures
                ],
                "hearings": [
                    {"message": one.message.digest, "outcome": one.outcome}
                    for one in standing.hearings
                ],
            }
            if standing.measures
            else {}
        ),
        **(
            {"reports": list(standing.reports), "reported_whole": standing.reported_whole}
            if standing.reports
            else {}
        ),
        **(
            {
                "conditions": [
                    {
                        "message": one.message.digest,
                        "count": one.count,
                        "answer": one.answer and one.answer.digest,
                        "agreed": sorted(one.agreed),
                        "declined": sorted(one.declined),
                    }
                    for one in standing.conditions
                ]
            }
            if standing.conditions
            else {}
        ),
        **({"terms": [_term(one) for one in standing.terms]} if standing.terms else {}),
        **(
            {
                "proposals": [
                    {"message": one.message.digest, "outcome": one.outcome}
                    for one in standing.proposals
                ],
                "basis": standing.basis.digest if standing.basis else None,
            }
            if standing.proposals
            else {}
        ),
        **(
            {
                "offers": [
                    {"message": one.message.digest, "outcome": one.outcome}
                    for one in standing.offers
                ]
            }
            if standing.offers
            else {}
        ),
        "stopped": sorted(standing.stopped),
        "entries": [
            {
                "message": entry.envelope.digest,
                "outcome": entry.outcome.value,
                "codes": [reason.code.id for reason in entry.reasons],
                "crossed": [digest for digest, _ in entry.crossed],
            }
            for entry in thread.entries
        ],
        "forks": [
            {
                "state": fork.state,
                "sequence": fork.sequence,
                "messages": list(fork.messages),
                "holds": fork.holds,
            }
            for fork in thread.forks
        ],
        "gaps": [
            {"state": gap.state, "digest": gap.digest, "first": gap.first, "last": gap.last}
            for gap in thread.gaps
        ],
    }


def _term(term: StatedTerm) -> dict[str, Any]:
    return {
        "id": term.id,
        "days": term.days,
        "until": term.until,
        "from": sorted(term.starts),
        "article": term.article,
    }


def read_twice(messages: Sequence[bytes]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what our code and the model read, and what each State may build its next message on."""
    thread, model = fold(map(parse_message, messages)), Thread(messages)
    ours, theirs = expected_of(thread), model.result()
    ours["next"] = {
        state: {"previous": links.previous, "sequence": links.sequence, "seen": links.seen}
        for state in model.states
        for links in [next_links(thread, state)]
    }
    theirs["next"] = {state: model.next_message(state) for state in model.states}
    theirs["kinds"] = {digest: one.kind for digest, one in model.all.items()}
    ours["kinds"] = {entry.envelope.digest: entry.envelope.kind for entry in thread.entries}
    return ours, theirs


def differences(messages: Sequence[bytes]) -> Iterator[tuple[str, object, object]]:
    """Return each member that is read in two ways: its name, ours, the model's."""
    ours, theirs = read_twice(messages)
    for name in ours:
        if ours[name] != theirs[name]:
            yield name, ours[name], theirs[name]


def compare(seed: int, numbers: range) -> Compared:
    """Compare the two readings of these threads."""
    found = Compared()
    for number in numbers:
        messages = thread_of(seed, number)
        ours, theirs = read_twice(messages)
        found.threads += 1
        found.messages += len(messages)
        found.statuses[theirs["status"]] += 1
        entries = theirs["entries"]
        found.crossed += any(one["crossed"] for one in entries)
        for one in entries:
            found.outcomes[one["outcome"]] += 1
            found.codes.update(one["codes"])
            if one["outcome"] == "applied":
                found.kinds[theirs["kinds"][one["message"]]] += 1
        if ours != theirs:
            found.differing.append(number)
    return found
