# SPDX-License-Identifier: Apache-2.0
"""Where a thread stands, computed from what each State has said in it.

What one State said is a mapping from kind to its messages of that kind, in its own order. Each
fact below is written by one State alone (the requested State confirms a hold, the requesting
State withdraws), so messages that cross cannot overwrite each other, whatever their order; what a
crossing means is decided by the order in which `status_of` looks at the facts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rogatory.errors import Refused
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds import OPENING_KINDS
from rogatory.wire.moments import parse_moment

type Said = Mapping[str, tuple[Envelope, ...]]
"""What one State has said in a thread, by kind."""

NOTHING_SAID: Said = {}


class Status(StrEnum):
    """How far the request has come."""

    NOT_OPENED = "not-opened"
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    HOLDING = "holding"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Hold:
    """A confirmed preservation; start and end are stated in its confirmation and only there."""

    start: datetime
    end: datetime
    message: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """A sealed package sent in the thread, and the message that confirmed it, if one did."""

    message: str
    package: str
    seal: str
    confirmed_by: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of a thread at one point of it. Messages are named by digest."""

    opening: Envelope | None
    status: Status
    acknowledged: str | None
    hold: Hold | None
    accepted: str | None
    refused: str | None
    withdrawn: str | None
    questions: tuple[str, ...]
    enquiries: tuple[str, ...]
    disclosures: tuple[str, ...]
    deliveries: tuple[Delivered, ...]
    stopped: frozenset[str]

    @property
    def requesting(self) -> str | None:
        return self.opening.sender.state if self.opening else None

    @property
    def requested(self) -> str | None:
        return self.opening.addressee.state if self.opening else None

    @property
    def request_kind(self) -> str | None:
        return self.opening.kind if self.opening else None


def said_also(said: Said, envelope: Envelope) -> Said:
    return {**said, envelope.kind: (*said.get(envelope.kind, ()), envelope)}


def standing_of(said: Mapping[str, Said], stopped: frozenset[str] = frozenset()) -> Standing:
    """The standing that follows from what each State, by code, has said."""
    opening = _opening(said.values())
    asking = said.get(opening.sender.state, NOTHING_SAID) if opening else NOTHING_SAID
    asked = said.get(opening.addressee.state, NOTHING_SAID) if opening else NOTHING_SAID
    facts = Standing(
        opening=opening,
        status=Status.NOT_OPENED,
        acknowledged=_last(asked, "acknowledgement"),
        hold=_hold(asked),
        accepted=_last(asked, "acceptance"),
        refused=_last(asked, "refusal"),
        withdrawn=_last(asking, "no_longer_required"),
        questions=_unanswered(
            asked.get("additional_information", ()),
            asking.get("additional_information_supplied", ()),
            "answers_to",
        ),
        enquiries=_unanswered(
            asking.get("status_enquiry", ()), asked.get("status_answer", ()), "enquiry"
        ),
        disclosures=tuple(found.digest for found in asked.get("preserved_traffic_disclosure", ())),
        deliveries=_deliveries(asking, asked),
        stopped=stopped,
    )
    return replace(facts, status=status_of(facts))


def status_of(facts: Standing) -> Status:
    """The status, by precedence; where both States acted unseen, the crossing table says the same.

    A delivery stands against a withdrawal that crossed it: what was sent cannot be unsent. A
    withdrawal stands against every other answer that crossed it.
    """
    if facts.opening is None:
        return Status.NOT_OPENED
    if facts.deliveries:
        confirmed = all(delivery.confirmed_by for delivery in facts.deliveries)
        return Status.COMPLETED if confirmed else Status.DELIVERED
    by_precedence = (
        (facts.withdrawn, Status.WITHDRAWN),
        (facts.refused, Status.REFUSED),
        (facts.accepted, Status.ACCEPTED),
        (facts.hold, Status.HOLDING),
        (facts.acknowledged, Status.ACKNOWLEDGED),
    )
    return next((status for fact, status in by_precedence if fact is not None), Status.OPEN)


def _opening(said: Iterable[Said]) -> Envelope | None:
    """The request that opened the thread; of two that crossed, the one of the lesser digest."""
    found = [one for each in said for kind in OPENING_KINDS for one in each.get(kind, ())]
    return min(found, key=lambda envelope: envelope.digest, default=None)


def _last(said: Said, kind: str) -> str | None:
    found = said.get(kind, ())
    return found[-1].digest if found else None


def _hold(asked: Said) -> Hold | None:
    found = asked.get("preservation_confirmed", ())
    return hold_in(found[-1]) if found else None


def hold_in(confirmation: Envelope) -> Hold | None:
    """The hold that a confirmation states, if its two moments can be read."""
    try:
        start = parse_moment(confirmation.body.get("hold_start"))
        end = parse_moment(confirmation.body.get("hold_end"))
    except Refused:
        return None
    return Hold(start, end, confirmation.digest)


def _unanswered(
    asked: Iterable[Envelope], answered: Iterable[Envelope], field: str
) -> tuple[str, ...]:
    done = {answer.body.get(field) for answer in answered}
    return tuple(question.digest for question in asked if question.digest not in done)


def _deliveries(asking: Said, asked: Said) -> tuple[Delivered, ...]:
    confirmed = {_named(one, "seal"): one.digest for one in asking.get("delivery_confirmed", ())}
    return tuple(
        Delivered(
            message=one.digest,
            package=_named(one, "package"),
            seal=_named(one, "seal"),
            confirmed_by=confirmed.get(_named(one, "seal")),
        )
        for one in asked.get("delivery", ())
    )


def _named(envelope: Envelope, field: str) -> str:
    value = envelope.body.get(field)
    return value if isinstance(value, str) else ""
