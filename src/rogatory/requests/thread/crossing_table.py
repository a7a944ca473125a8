# SPDX-License-Identifier: Apache-2.0
"""The table of messages that touch each other when they cross, in words, with what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.wire.words import N_


@dataclass(frozen=True, slots=True)
class Crossing:
    """A pair of kinds that crossed: the status after both, in words, and the id in the law's data of
    what it rests on, None for practice.

    `status` is None where it hangs on what the two say. An oral request stays open all the same.
    """

    requesting: str
    requested: str
    status: ThreadStatus | None
    words: str
    cites: str | None


type _Rows = Mapping[str, tuple[ThreadStatus | None, str]]
"""By the requested State's kind."""


def _crossing(requesting: str, cites: str | None, rows: _Rows) -> tuple[Crossing, ...]:
    return tuple(
        Crossing(requesting, requested, status, words, cites)
        for requested, (status, words) in rows.items()
    )


_WITHDRAWAL: _Rows = {
    "acknowledgement": (
        ThreadStatus.WITHDRAWN,
        N_("The request was withdrawn while it was being acknowledged; it is withdrawn."),
    ),
    "preservation_confirmed": (
        ThreadStatus.WITHDRAWN,
        N_(
            "The request was withdrawn while the hold was being confirmed; the hold may be released."
        ),
    ),
    "filing_recognised": (
        ThreadStatus.WITHDRAWN,
        N_(
            "The request was withdrawn while a filing was being recognised; the hold may be released."
        ),
    ),
    "preserved_traffic_disclosure": (
        ThreadStatus.WITHDRAWN,
        N_(
            "The request was withdrawn while a disclosure was under way; the disclosure "
            "remains valid."
        ),
    ),
    "path_withheld": (
        ThreadStatus.WITHDRAWN,
        N_(
            "The request was withdrawn while a path was being withheld; the reasons stay on record."
        ),
    ),
    "acceptance": (
        ThreadStatus.WITHDRAWN,
        N_("The request was withdrawn while it was being accepted; it is not executed."),
    ),
    "refusal": (
        ThreadStatus.WITHDRAWN,
        N_("The request was withdrawn while it was being refused; the reasons stay on record."),
    ),
    "postponement": (
        ThreadStatus.WITHDRAWN,
        N_("The request was withdrawn while it was being postponed; it is withdrawn."),
    ),
    "additional_information": (
        ThreadStatus.WITHDRAWN,
        N_("The request was withdrawn while more was being asked; the question falls."),
    ),
    "consultation": (
        ThreadStatus.WITHDRAWN,
        N_("The request was withdrawn while terms were being proposed; the proposal falls."),
    ),
    "basis_proposed": (
        ThreadStatus.WITHDRAWN,
        N_("The request was withdrawn while another basis was being proposed; the proposal falls."),
    ),
    "basis_answered": (
        ThreadStatus.WITHDRAWN,
        N_("The request was withdrawn while a proposed basis was being answered; it is withdrawn."),
    ),
    "call_back": (
        ThreadStatus.WITHDRAWN,
        N_(
            "The request was withdrawn while its confirmation was being asked for; the question falls."
        ),
    ),
    "preservation_warning": (
        ThreadStatus.WITHDRAWN,
        N_("The request was withdrawn while a warning was under way; nothing is left to decide."),
    ),
    "extension_declined": (
        ThreadStatus.WITHDRAWN,
        N_(
            "The request was withdrawn while an extension was being declined; the hold may be released."
        ),
    ),
    "confidentiality_failure": (
        ThreadStatus.WITHDRAWN,
        N_(
            "The request was withdrawn while a failure of secrecy was being reported; the "
            "report stays on record."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_("The evidence was on its way when the request was withdrawn; its receipt is confirmed."),
    ),
    "partial_delivery": (
        ThreadStatus.WITHDRAWN,
        N_(
            "A part of the evidence was on its way when the request was withdrawn; its receipt is confirmed, and nothing more is sent."
        ),
    ),
    "answer": (
        None,
        N_("An answer was on its way when the request was withdrawn; the answer remains valid."),
    ),
    "offer_answered": (
        ThreadStatus.WITHDRAWN,
        N_(
            "The offer was withdrawn while it was being answered; it is withdrawn, and nothing is given on it."
        ),
    ),
}
_BASIS_PROPOSED: _Rows = {
    "refusal": (
        ThreadStatus.REFUSED,
        N_(
            "The request was refused while another basis was being proposed; the proposal falls, and a new request may be made on that basis."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "The evidence was on its way while another basis was being proposed; it is given on the basis before."
        ),
    ),
    "answer": (
        None,
        N_(
            "An answer was on its way while another basis was being proposed; it is given on the basis before."
        ),
    ),
    "basis_proposed": (
        None,
        N_(
            "Both States proposed another basis; the requesting State's proposal is answered first, and the other falls if that one is accepted."
        ),
    ),
}
_BASIS_ANSWERED: _Rows = {
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "The evidence was on its way while a proposed basis was being answered; it is given on the basis before."
        ),
    ),
    "refusal": (
        ThreadStatus.REFUSED,
        N_(
            "The request was refused while a proposed basis was being answered; it is refused on the basis before."
        ),
    ),
    "answer": (
        None,
        N_(
            "An answer was on its way while a proposed basis was being answered; it is given on the basis before."
        ),
    ),
}
_SUPPLY: _Rows = {
    "path_withheld": (
        None,
        N_(
            "A path was withheld while more was being supplied; the requested State may still disclose the path."
        ),
    ),
    "refusal": (
        ThreadStatus.REFUSED,
        N_(
            "The request was refused while more was being supplied; a new request may be made with it."
        ),
    ),
    "acceptance": (
        ThreadStatus.ACCEPTED,
        N_("The request was accepted while more was being supplied; what was supplied counts."),
    ),
    "postponement": (
        ThreadStatus.POSTPONED,
        N_(
            "The request was postponed while more was being supplied; what was supplied counts when it is looked at again."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "The evidence was on its way while more was being supplied; what was supplied came too late for it."
        ),
    ),
    "partial_delivery": (
        ThreadStatus.PARTLY_DELIVERED,
        N_(
            "A part of the evidence was on its way while more was being supplied; what was supplied counts for the rest."
        ),
    ),
    "answer": (
        None,
        N_(
            "An answer was on its way while more was being supplied; what was supplied counts for any further answer."
        ),
    ),
}
_CONSULTED: _Rows = {
    "path_withheld": (
        None,
        N_(
            "A path was withheld while a consultation was being answered; the requested State reads the answer and may still disclose the path."
        ),
    ),
    "acceptance": (
        ThreadStatus.ACCEPTED,
        N_(
            "The request was accepted while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
    "refusal": (
        ThreadStatus.REFUSED,
        N_(
            "The request was refused while a consultation was being answered; the requested "
            "State reads the answer and may be asked again."
        ),
    ),
    "postponement": (
        ThreadStatus.POSTPONED,
        N_(
            "The request was postponed while a consultation was being answered; the answer counts when it is looked at again."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "The evidence was on its way while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
    "partial_delivery": (
        ThreadStatus.PARTLY_DELIVERED,
        N_(
            "The evidence was on its way while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
    "answer": (
        None,
        N_(
            "An answer was on its way while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
}
_AGREEING: _Rows = {
    "acceptance": (
        ThreadStatus.ACCEPTED,
        N_(
            "The request was accepted again while conditions were being answered; conditions of the new acceptance are answered separately."
        ),
    ),
    "refusal": (
        ThreadStatus.REFUSED,
        N_(
            "The request was refused while conditions were being answered; the requested State reads the answer and may be asked again."
        ),
    ),
    "postponement": (
        ThreadStatus.POSTPONED,
        N_(
            "The request was postponed while conditions were being answered; the answer counts when it is looked at again."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "The evidence was on its way while conditions were being answered; only conditions agreed to in that answer bind."
        ),
    ),
    "partial_delivery": (
        ThreadStatus.PARTLY_DELIVERED,
        N_(
            "A part of the evidence was on its way while conditions were being answered; only conditions agreed to in that answer bind."
        ),
    ),
    "answer": (
        None,
        N_(
            "An answer was on its way while conditions were being answered; only conditions agreed to in that answer bind."
        ),
    ),
}
_ENQUIRY: _Rows = {
    "refusal": (
        ThreadStatus.REFUSED,
        N_("A question about progress crossed the refusal; the question still deserves an answer."),
    ),
    "acceptance": (
        ThreadStatus.ACCEPTED,
        N_(
            "A question about progress crossed the acceptance; the question is still owed an answer."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_("A question about progress crossed the delivery; the question is still owed an answer."),
    ),
    "partial_delivery": (
        ThreadStatus.PARTLY_DELIVERED,
        N_("A question about progress crossed the delivery; the question is still owed an answer."),
    ),
    "postponement": (
        ThreadStatus.POSTPONED,
        N_(
            "A question about progress crossed the postponement; the question is still owed an answer."
        ),
    ),
    "answer": (
        None,
        N_(
            "A question about progress crossed an answer; the question still deserves one of its own."
        ),
    ),
}
_CONFIRMATION: _Rows = {
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "A package was confirmed while another was being delivered; each is confirmed "
            "separately."
        ),
    ),
    "partial_delivery": (
        ThreadStatus.PARTLY_DELIVERED,
        N_(
            "A package was confirmed while another was being delivered; each is confirmed "
            "separately."
        ),
    ),
    "postponement": (
        ThreadStatus.POSTPONED,
        N_("A part was confirmed while the rest was being postponed; the delivery remains valid."),
    ),
    "refusal": (
        ThreadStatus.REFUSED,
        N_("A part was confirmed while the rest was being refused; the delivery remains valid."),
    ),
}
_EXTENSION: _Rows = {
    "preservation_confirmed": (
        ThreadStatus.HOLDING,
        N_(
            "An extension was requested while the hold was being confirmed again; if the "
            "confirmation reaches the requested end, the extension is granted."
        ),
    ),
    "filing_recognised": (
        ThreadStatus.HOLDING,
        N_(
            "An extension was requested while a filing was being recognised; the recognised items "
            "stay held, and the extension is decided for the others."
        ),
    ),
    "preservation_warning": (
        ThreadStatus.HOLDING,
        N_(
            "An extension was asked for while a warning was under way; the requesting State decides on the warning first."
        ),
    ),
}
_DECISION: _Rows = {
    "filing_recognised": (
        None,
        N_(
            "A filing was being recognised while the requesting State decided on a warning; if it decided to stop, the request is withdrawn, else the recognised items stay held."
        ),
    ),
    "preservation_confirmed": (
        None,
        N_(
            "The hold was confirmed again while the requesting State decided on a warning; its "
            "decision remains valid."
        ),
    ),
    "preserved_traffic_disclosure": (
        None,
        N_(
            "A disclosure was under way while the requesting State decided on a warning; the "
            "disclosure remains valid."
        ),
    ),
    "path_withheld": (
        None,
        N_(
            "A path was withheld while the requesting State decided on a warning; its decision remains valid."
        ),
    ),
    "preservation_warning": (
        None,
        N_(
            "Another warning was under way while the requesting State decided; each is decided "
            "separately."
        ),
    ),
    "extension_declined": (
        None,
        N_(
            "An extension was being declined while the requesting State decided on a warning; "
            "both remain valid."
        ),
    ),
    "refusal": (
        None,
        N_(
            "The request was refused while the requesting State decided on a warning; if it decided to stop, the request is withdrawn, else refused."
        ),
    ),
}
_CALLED_BACK: _Rows = {
    "acceptance": (
        ThreadStatus.ACCEPTED,
        N_(
            "The request was accepted while a call-back was being answered; data must not be "
            "given before the answer is read, and never if it denies."
        ),
    ),
    "refusal": (
        ThreadStatus.REFUSED,
        N_(
            "The request was refused while a call-back was being answered; it stays refused "
            "and may be made again."
        ),
    ),
    "postponement": (
        ThreadStatus.POSTPONED,
        N_(
            "The request was postponed while a call-back was being answered; the answer counts when it is looked at again."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "The evidence was on its way while a call-back was being answered; if the answer denies, officers of both States act."
        ),
    ),
    "partial_delivery": (
        ThreadStatus.PARTLY_DELIVERED,
        N_(
            "A part of the evidence was on its way while a call-back was being answered; if the answer denies, officers of both States act."
        ),
    ),
    "answer": (
        None,
        N_(
            "An answer was on its way while a call-back was being answered; if the call-back is denied, officers of both States act."
        ),
    ),
    "preserved_traffic_disclosure": (
        None,
        N_(
            "A disclosure was under way while a call-back was being answered; if the answer denies, officers of both States act."
        ),
    ),
}
_IN_WRITING: _Rows = {
    "acknowledgement": (
        ThreadStatus.COMPLETED,
        N_(
            "The oral request was confirmed in writing while it was being acknowledged; the "
            "written request continues in its own thread."
        ),
    ),
    "refusal": (
        ThreadStatus.COMPLETED,
        N_(
            "The oral request was confirmed in writing while it was being refused; the written request is decided in its own thread."
        ),
    ),
    "additional_information": (
        ThreadStatus.COMPLETED,
        N_(
            "The oral request was confirmed in writing while more was being asked; the question is answered in the written request's thread."
        ),
    ),
}

TABLE = (
    *_crossing("no_longer_required", "no_longer_required", _WITHDRAWAL),
    *_crossing("additional_information_supplied", "additional_information", _SUPPLY),
    *_crossing("consultation_answer", "consultation", _CONSULTED),
    *_crossing("conditions_answered", "conditions_answered", _AGREEING),
    *_crossing("basis_proposed", None, _BASIS_PROPOSED),
    *_crossing("basis_answered", None, _BASIS_ANSWERED),
    *_crossing("status_enquiry", "progress", _ENQUIRY),
    *_crossing("delivery_confirmed", "transmission", _CONFIRMATION),
    *_crossing("preservation_extension", "preservation_extension", _EXTENSION),
    *_crossing("preservation_warning_answer", "warning", _DECISION),
    *_crossing("call_back_answer", None, _CALLED_BACK),
    *_crossing("written_confirmation", "oral_request", _IN_WRITING),
)
