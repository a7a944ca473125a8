# SPDX-License-Identifier: Apache-2.0
"""Rows on what crosses a message while a request runs: a question on progress, an extension, a decision on a warning, a reply in a hearing, a call-back answered."""

from rogatory.requests.thread.crossing import CrossingRows
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.wire.words import N_

ENQUIRY: CrossingRows = {
    "extradition_decided": (
        ThreadStatus.ACCEPTED,
        N_(
            "A question about progress crossed the grant of extradition; the question is still owed an answer."
        ),
    ),
    "person_surrendered": (
        ThreadStatus.ANSWERED,
        N_(
            "A question about progress crossed the report of the surrender; that report answers it."
        ),
    ),
    "return_decided": (
        None,
        N_(
            "A question about progress crossed the decision on a return; the question is still owed an answer."
        ),
    ),
    "confiscation_executed": (
        None,
        N_(
            "A question about progress crossed the report of a confiscation; the question is still owed an answer."
        ),
    ),
    "measure_lifted": (
        None,
        N_(
            "A question about progress crossed the lifting of a measure; the question is still owed an answer."
        ),
    ),
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
EXTENSION: CrossingRows = {
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
DECISION: CrossingRows = {
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
HEARD: CrossingRows = {
    "confiscation_executed": (
        None,
        N_(
            "A confiscation was being reported while the requesting State replied in a hearing; a measure whose property was confiscated has ended, and the reply counts for any other."
        ),
    ),
    "measure_executed": (
        ThreadStatus.IN_FORCE,
        N_(
            "Another measure was being taken while the requesting State replied in a hearing; the reply concerns the measure that the hearing names."
        ),
    ),
    "lifting_hearing": (
        ThreadStatus.IN_FORCE,
        N_(
            "Another hearing was being opened while the requesting State replied in one; each is answered separately."
        ),
    ),
    "measure_lifted": (
        None,
        N_(
            "A measure was lifted while the requesting State replied in a hearing; where the reply asks to continue it, the requested State decides whether to take it again."
        ),
    ),
}
CALLED_BACK: CrossingRows = {
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
