# SPDX-License-Identifier: Apache-2.0
"""Obligations because a clock of the thread runs: answers, decisions, confirmations; and those
fulfilled.
"""

from collections.abc import Iterator, Mapping

from rogatory.node.obligations.obligation import Obligation, ObligationStatus
from rogatory.node.obligations.obligation_case import Case
from rogatory.requests.deadlines.reply_deadlines import outcome_known
from rogatory.requests.deadlines.thread_deadlines import Deadline, DeadlineLevel
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.transcript import MessageOutcome
from rogatory.wire.words import N_

_TITLES: Mapping[str, str] = {
    "acknowledgement": N_("Have an officer answer"),
    "hold": N_("Keep the preserved data"),
    "mla-filing": N_("File the request for assistance before the hold ends"),
    "hold-filed": N_("Keep the preserved data of the request that was filed"),
    "filing-recognition": N_("Recognise the request that was filed, or state why it is none"),
    "extension-answer": N_("Decide on the longer hold that is asked for"),
    "status-answer": N_("Answer the question about progress"),
    "additional-information": N_("Supply the additional information that is asked for"),
    "consultation-answer": N_("Answer the consultation"),
    "hearing-answer": N_("Reply whether the measure should continue"),
    "conditions-answer": N_("Agree to the conditions of the acceptance, or decline them"),
    "basis-answer": N_("Answer the proposal of another legal basis"),
    "offer-answer": N_("Answer whether the conditions of the offer are accepted"),
    "warning-answer": N_("Decide after the warning whether to go on"),
    "delivery-confirmation": N_("Confirm that the evidence arrived and verified"),
    "use-consent": N_("Decide on the other use that is asked for"),
    "onward-transfer": N_("Decide on the onward transfer that is asked for"),
    "written-confirmation": N_("Confirm the oral request in writing"),
    "postponement-review": N_("Look at the postponed request again"),
    "call-back-answer": N_("State whether the emergency is its own"),
    "emergency-review": N_("Review the emergency again and report its outcome"),
}
"""By clock. An extension that may be asked for is a way out and no debt; dates that the requesting State
asked for belong to the execution (`execution`)."""

UNTIL_DECIDED = N_("until the request for assistance is decided")

_REPAIR = N_("Send a repair that names the message which holds")


def on_clocks(case: Case) -> Iterator[Obligation]:
    """Yield what the thread's clocks count."""
    for clock in case.clocks:
        if clock.name in _TITLES:
            yield from _counted(case, clock)


def _counted(case: Case, clock: Deadline) -> Iterator[Obligation]:
    lasts = clock.name in {"hold", "hold-filed"}
    yield from case.owed(
        clock.name,
        _TITLES[clock.name],
        clock.owed_by,
        case.rests_on_cited(clock.cites),
        _of_hold(clock) if lasts else _STATUS_BY_LEVEL.get(clock.level, ObligationStatus.OPEN),
        clock.message,
        due=clock.due,
        condition=UNTIL_DECIDED if clock.level is DeadlineLevel.OPEN_ENDED else None,
        met_by=_met_by(case, clock),
    )


_STATUS_BY_LEVEL: Mapping[DeadlineLevel, ObligationStatus] = {
    DeadlineLevel.MET: ObligationStatus.MET,
    DeadlineLevel.ENDED: ObligationStatus.ENDED,
    DeadlineLevel.OVERDUE: ObligationStatus.OVERDUE,
}


def _of_hold(clock: Deadline) -> ObligationStatus:
    """Return how it was met: a hold that ran out was kept to its end; what was lost with it, the
    filing says.
    """
    return (
        ObligationStatus.ENDED
        if clock.level in {DeadlineLevel.ENDED, DeadlineLevel.EXPIRED}
        else ObligationStatus.LASTING
    )


def _met_by(case: Case, clock: Deadline) -> str | None:
    standing = case.standing
    if clock.name == "acknowledgement":
        return standing.acknowledged
    if clock.name == "written-confirmation":
        return standing.confirmed_in_writing
    return outcome_known(case.thread) if clock.name == "emergency-review" else None


def answered(case: Case) -> Iterator[Obligation]:
    """Yield what was asked and has been answered, which no clock counts any more."""
    standing = case.standing
    decided = (
        ("consultation-answer", standing.requesting, standing.consultations, "consultation_answer"),
        ("hearing-answer", standing.requesting, standing.hearings, "lifting_hearing_answer"),
        ("conditions-answer", standing.requesting, standing.conditions, "conditions_answered"),
        ("offer-answer", standing.requested, standing.offers, "offer_answered"),
        ("warning-answer", standing.requesting, standing.warnings, "preservation_warning_answer"),
        ("call-back-answer", standing.requesting, standing.call_backs, "call_back_answer"),
        ("extension-answer", standing.requested, standing.extensions, "preservation_extension"),
        ("use-consent", standing.providing, standing.consents, "use_consent"),
        (
            "onward-transfer",
            standing.providing,
            standing.transfers,
            "onward_transfer_authorisation",
        ),
    )
    for name, by, awaited, kind in decided:
        for one in awaited:
            if one.answer is not None:
                yield from _answered(case, name, by, kind, one.message.digest, one.answer.digest)
    yield from _bases_answered(case)
    for name, by, question, reply, field in _QUESTIONS:
        replies = {one.body.get(field): one.digest for one in case.messages(reply)}
        for message in case.messages(question):
            if message.digest in replies:
                side = getattr(standing, by)
                digest = message.digest
                yield from _answered(case, name, side, reply, digest, replies[digest])
    for delivered in standing.deliveries:
        if delivered.confirmed_by is not None:
            yield from _answered(
                case,
                "delivery-confirmation",
                standing.requesting,
                "delivery_confirmed",
                delivered.message,
                delivered.confirmed_by,
            )


def _bases_answered(case: Case) -> Iterator[Obligation]:
    """Yield the answers to a proposed basis, which either State may owe."""
    for one in case.standing.proposals:
        if one.answer is not None:
            by, digests = one.answer.sender.state, (one.message.digest, one.answer.digest)
            yield from _answered(case, "basis-answer", by, "basis_answered", *digests)


_QUESTIONS = (
    ("status-answer", "requested", "status_enquiry", "status_answer", "enquiry"),
    (
        "additional-information",
        "requesting",
        "additional_information",
        "additional_information_supplied",
        "answers_to",
    ),
)


def _answered(
    case: Case, name: str, by: str | None, kind: str, message: str, met_by: str
) -> Iterator[Obligation]:
    rests = case.rests_on_cited(KINDS[kind].cites)
    yield from case.owed(
        name, _TITLES[name], by, rests, ObligationStatus.MET, message, met_by=met_by
    )


def repairs(case: Case) -> Iterator[Obligation]:
    """Yield the obligation of a State whose chain forked: to declare which of its messages holds."""
    rests = case.rests_on_cited(KINDS["repair"].cites)
    for fork in case.thread.forks:
        if fork.holds is None and fork.state in case.standing.stopped:
            message = fork.messages[0]
            yield from case.owed(
                "repair", _REPAIR, fork.state, rests, ObligationStatus.OPEN, message
            )
        elif fork.holds is not None:
            repaired = _repair_of(case, fork.state, fork.sequence)
            yield from case.owed(
                "repair",
                _REPAIR,
                fork.state,
                rests,
                ObligationStatus.MET,
                fork.messages[0],
                met_by=repaired,
            )


def _repair_of(case: Case, state: str, sequence: int) -> str | None:
    return next(
        (
            entry.envelope.digest
            for entry in case.thread.entries
            if entry.envelope.kind == "repair"
            and entry.outcome is MessageOutcome.APPLIED
            and entry.envelope.sender.state == state
            and entry.envelope.body.get("sequence") == sequence
        ),
        None,
    )
