# SPDX-License-Identifier: Apache-2.0
"""The state of a thread, computed from what each State has said in it.

What one State said is a mapping from kind to its messages of that kind, in its own order. Each
fact below is written by one State alone (the requested State confirms a hold, the requesting
State withdraws), so messages that cross cannot overwrite each other, whatever their order; what a
crossing means is decided by the order in which `status_of` looks at the facts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rogatory.requests.contents.terms import StatedTerm, stated_terms
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import EMERGENCY, INFORMATION, NOTICES, ORAL, REPORTED
from rogatory.requests.kinds.kind import SenderRole
from rogatory.requests.kinds.registry import OPENING_KINDS
from rogatory.requests.thread import facts
from rogatory.requests.thread.basis_facts import basis_after, proposals
from rogatory.requests.thread.facts import (
    NO_MESSAGES,
    AwaitedDecision,
    Delivered,
    Hold,
    MessagesByKind,
    RecognisedFiling,
    TakenMeasure,
)
from rogatory.requests.thread.set_conditions import SetConditions, set_conditions


class ThreadStatus(StrEnum):
    """How far the request has come."""

    NOT_OPENED = "not-opened"
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    HOLDING = "holding"
    ACCEPTED = "accepted"
    POSTPONED = "postponed"
    PARTLY_DELIVERED = "partly-delivered"
    IN_FORCE = "measure-in-force"
    DELIVERED = "delivered"
    ANSWERED = "answered"
    COMPLETED = "completed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


ENDED = frozenset(
    {ThreadStatus.ANSWERED, ThreadStatus.COMPLETED, ThreadStatus.REFUSED, ThreadStatus.WITHDRAWN}
)
"""Where nothing more is owed on the request itself. What was received still binds its receiver, so
consent, onward transfer, notices and feedback have their place after the end as well.
"""


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """The facts of a thread at one point of it. Messages are named by digest.

    Each `tuple` is in its State's own order. `consents` and `transfers` are the receiving State's
    questions about another use (40(19)) and an onward transfer (36(3)) with the decisions on them;
    `call_backs` the requested State's, each with what the requesting State's second channel said;
    `proposals` those of another basis, by either State, and `basis` the message that states the one in force.
    `offers` has the offer of information that opened the thread; `hearings` those of the requesting State before a
    measure on property is lifted. `reports` are those of a confiscation, a return or a surrender, `reported_whole` the first
    that is of all, `last_end` the last message that ended a measure or the request.
    """

    opening: Envelope | None
    status: ThreadStatus
    acknowledged: str | None
    hold: Hold | None
    filings: tuple[RecognisedFiling, ...]
    accepted: str | None
    conditions: tuple[SetConditions, ...]
    postponed: str | None
    refused: str | None
    declined_orally: str | None
    withdrawn: str | None
    answered: str | None
    confirmed_in_writing: str | None
    questions: tuple[str, ...]
    enquiries: tuple[str, ...]
    disclosures: tuple[str, ...]
    withheld: str | None
    deliveries: tuple[Delivered, ...]
    measures: tuple[TakenMeasure, ...]
    reports: tuple[str, ...]
    reported_whole: str | None
    last_end: str | None
    hearings: tuple[AwaitedDecision, ...]
    answers: tuple[str, ...]
    consultations: tuple[AwaitedDecision, ...]
    warnings: tuple[AwaitedDecision, ...]
    call_backs: tuple[AwaitedDecision, ...]
    extensions: tuple[AwaitedDecision, ...]
    consents: tuple[AwaitedDecision, ...]
    transfers: tuple[AwaitedDecision, ...]
    proposals: tuple[AwaitedDecision, ...]
    basis: Envelope | None
    offers: tuple[AwaitedDecision, ...]
    exculpatory: tuple[str, ...]
    returned_or_destroyed: tuple[str, ...]
    secrecy_failures: tuple[str, ...]
    feedback: tuple[str, ...]
    stopped: frozenset[str]

    @property
    def requesting(self) -> str | None:
        return self.opening.sender.state if self.opening else None

    @property
    def requested(self) -> str | None:
        return self.opening.addressee.state if self.opening else None

    @property
    def receiving(self) -> str | None:
        """The State that is bound by the conditions of what it gets in this thread."""
        return self.requested if self.request_kind in INFORMATION else self.requesting

    @property
    def providing(self) -> str | None:
        return self.requesting if self.request_kind in INFORMATION else self.requested

    @property
    def ended_by(self) -> str | None:
        """The message that ended the request, where it has ended."""
        if self.status is ThreadStatus.COMPLETED and self.measures:
            return self.last_end
        if self.status is ThreadStatus.COMPLETED:
            last = [one.confirmed_by for one in self.deliveries] or [self.acknowledged]
            return self.confirmed_in_writing or last[-1]
        ends = {
            ThreadStatus.ANSWERED: self.answered or self.offer_answer or self.last_end,
            ThreadStatus.REFUSED: self.refused,
            ThreadStatus.WITHDRAWN: self.withdrawn,
        }
        return ends.get(self.status)

    @property
    def offer_answer(self) -> str | None:
        """The message that answers the offer which opened the thread."""
        return next((one.answer.digest for one in self.offers if one.answer), None)

    @property
    def measures_in_force(self) -> tuple[str, ...]:
        """The measures on property that were neither lifted nor replaced by a confiscation, by their reports."""
        return tuple(one.message for one in self.measures if one.ended_by is None)

    @property
    def information_passed(self) -> bool:
        """Decide whether the receiving State has got anything whose use is bound."""
        given = self.deliveries or self.answers or self.disclosures
        reported = self.measures or self.reports
        return bool(given or reported) or self.request_kind in INFORMATION

    @property
    def unanswered_conditions(self) -> SetConditions | None:
        """Return the conditions of the last acceptance, while the requesting State has not answered
        them.
        """
        found = (one for one in self.conditions if one.message.digest == self.accepted)
        return next((one for one in found if one.is_open), None)

    @property
    def waits_for_agreement(self) -> bool:
        """Decide whether nothing may be given before the conditions are answered. Data that avert
        an emergency are given at once; then no condition binds before it is agreed to.
        """
        return self.unanswered_conditions is not None and self.request_kind not in EMERGENCY

    @property
    def items_without_filing(self) -> frozenset[int]:
        """The items of the data for which no request is recognised as filed: their hold runs out."""
        every = range(1, (facts.item_count(self.opening) if self.opening else 0) + 1)
        return frozenset(every).difference(*(one.items for one in self.filings))

    @property
    def terms(self) -> tuple[StatedTerm, ...]:
        """The terms of time that the request states."""
        return stated_terms(self.opening.body) if self.opening else ()

    @property
    def request_kind(self) -> str | None:
        return self.opening.kind if self.opening else None

    def side(self, direction: SenderRole) -> str | None:
        """Return the State on a side; of a kind that either may send, neither in particular."""
        return {
            "requesting": self.requesting,
            "requested": self.requested,
            "receiving": self.receiving,
            "providing": self.providing,
            "either": None,
        }[direction]


def standing_of(
    sent: Mapping[str, MessagesByKind], stopped: frozenset[str] = frozenset()
) -> ThreadFacts:
    """Return the standing that follows from what each State, by code, has said."""
    opening = _opening(sent.values())
    asking = sent.get(opening.sender.state, NO_MESSAGES) if opening else NO_MESSAGES
    requested = sent.get(opening.addressee.state, NO_MESSAGES) if opening else NO_MESSAGES
    is_information = opening is not None and opening.kind in INFORMATION
    receiving, providing = (requested, asking) if is_information else (asking, requested)
    proposed = proposals(sent, opening.sender.state) if opening else ()
    warnings = facts.decided(
        requested.get("preservation_warning", ()),
        asking.get("preservation_warning_answer", ()),
        "decision",
    )
    found = ThreadFacts(
        opening=opening,
        status=ThreadStatus.NOT_OPENED,
        acknowledged=facts.acknowledged(requested),
        hold=facts.hold_of(requested),
        filings=facts.filings(requested),
        accepted=facts.accepted(requested),
        conditions=set_conditions(
            facts.acceptances(requested), asking.get("conditions_answered", ())
        ),
        postponed=facts.postponed(requested),
        refused=facts.last(requested, "refusal"),
        declined_orally=facts.declined_orally(requested),
        withdrawn=facts.withdrawn(asking),
        answered=facts.answered(requested),
        confirmed_in_writing=facts.last(asking, "written_confirmation"),
        questions=facts.unanswered(
            requested.get("additional_information", ()),
            asking.get("additional_information_supplied", ()),
            "answers_to",
        ),
        enquiries=facts.unanswered(
            asking.get("status_enquiry", ()), requested.get("status_answer", ()), "enquiry"
        ),
        disclosures=facts.digests(requested, "preserved_traffic_disclosure"),
        withheld=facts.last(requested, "path_withheld"),
        deliveries=facts.deliveries(asking, requested),
        measures=facts.measures(requested),
        reports=facts.reports(requested),
        reported_whole=facts.reported_whole(requested),
        last_end=facts.last_end(requested),
        hearings=facts.decided(
            requested.get("lifting_hearing", ()),
            asking.get("lifting_hearing_answer", ()),
            "decision",
        ),
        answers=facts.digests(requested, "answer"),
        consultations=facts.decided(
            requested.get("consultation", ()), asking.get("consultation_answer", ()), "outcome"
        ),
        warnings=warnings,
        call_backs=facts.decided(
            requested.get("call_back", ()), asking.get("call_back_answer", ()), "outcome"
        ),
        extensions=facts.extensions(asking, requested),
        consents=facts.decided(
            receiving.get("use_consent_request", ()), providing.get("use_consent", ()), "decision"
        ),
        transfers=facts.decided(
            receiving.get("onward_transfer_request", ()),
            providing.get("onward_transfer_authorisation", ()),
            "decision",
        ),
        proposals=proposed,
        basis=basis_after(opening, proposed),
        offers=facts.decided(
            asking.get("information_offered", ()), requested.get("offer_answered", ()), "decision"
        ),
        exculpatory=facts.digests(receiving, "exculpatory_notice"),
        returned_or_destroyed=facts.digests(receiving, "returned_or_destroyed"),
        secrecy_failures=facts.digests(requested, "confidentiality_failure"),
        feedback=facts.digests(receiving, "feedback"),
        stopped=stopped,
    )
    return replace(found, status=status_of(found))


def status_of(found: ThreadFacts) -> ThreadStatus:
    """Return the status, by precedence; where both States acted unseen, the crossing table says the
    same.

    A whole delivery or answer prevails over a withdrawal that crossed it: what was sent cannot be
    unsent, and a whole confiscation, return or surrender cannot be undone. A request for a measure on property is in force
    until every measure that was taken is lifted or its property confiscated. A confiscation or return in part leaves
    the request accepted. A withdrawal prevails over every other answer that crossed it, be it the answer to an offer,
    and ends the rest of a delivery in parts. An oral request is ended by its written confirmation, or where it is
    declined as not urgent or not agreed to (40(13), parallel), a notice by its acknowledgement.
    """
    if found.opening is None:
        return ThreadStatus.NOT_OPENED
    if found.request_kind in ORAL:
        return _status_of_oral(found)
    whole = [one for one in found.deliveries if not one.is_partial]
    if whole:
        confirmed = all(delivery.confirmed_by for delivery in found.deliveries)
        return ThreadStatus.COMPLETED if confirmed else ThreadStatus.DELIVERED
    by_precedence = (
        (found.answered, ThreadStatus.ANSWERED),
        (_executed_whole(found), _once_executed(found)),
        (found.withdrawn, ThreadStatus.WITHDRAWN),
        (found.offer_answer, ThreadStatus.ANSWERED),
        (found.refused, ThreadStatus.REFUSED),
        (_standing_measures(found), _of_measures(found)),
        (found.postponed, ThreadStatus.POSTPONED),
        (found.deliveries or None, ThreadStatus.PARTLY_DELIVERED),
        (found.accepted or _executed_in_part(found), ThreadStatus.ACCEPTED),
        (found.hold, ThreadStatus.HOLDING),
        (found.acknowledged, _once_acknowledged(found)),
    )
    return next((status for fact, status in by_precedence if fact is not None), ThreadStatus.OPEN)


def _status_of_oral(found: ThreadFacts) -> ThreadStatus:
    if found.confirmed_in_writing is not None:
        return ThreadStatus.COMPLETED
    if found.declined_orally is not None:
        return ThreadStatus.REFUSED
    return ThreadStatus.OPEN if found.acknowledged is None else ThreadStatus.ACKNOWLEDGED


def _executed_whole(found: ThreadFacts) -> str | None:
    """Return the report that a request for confiscation, return or extradition was executed as a whole."""
    return found.reported_whole if found.request_kind in REPORTED else None


def _executed_in_part(found: ThreadFacts) -> str | None:
    in_part = found.request_kind in REPORTED and found.reports
    return found.reports[-1] if in_part else None


def _once_executed(found: ThreadFacts) -> ThreadStatus:
    return ThreadStatus.IN_FORCE if found.measures_in_force else ThreadStatus.ANSWERED


def _standing_measures(found: ThreadFacts) -> bool | None:
    """Decide whether the measures say how far the request has come. Once all of them ended, a request for
    confiscation is still to be executed, or refused.
    """
    of_freeze = bool(found.measures) and found.request_kind not in REPORTED
    return True if of_freeze or found.measures_in_force else None


def _of_measures(found: ThreadFacts) -> ThreadStatus:
    return ThreadStatus.IN_FORCE if found.measures_in_force else ThreadStatus.COMPLETED


def _once_acknowledged(found: ThreadFacts) -> ThreadStatus:
    is_notice = found.request_kind in NOTICES
    return ThreadStatus.COMPLETED if is_notice else ThreadStatus.ACKNOWLEDGED


def _opening(sent: Iterable[MessagesByKind]) -> Envelope | None:
    """Return the request that opened the thread; of two that crossed, the one of the lesser digest."""
    found = [one for each in sent for kind in OPENING_KINDS for one in each.get(kind, ())]
    return min(found, key=lambda envelope: envelope.digest, default=None)
