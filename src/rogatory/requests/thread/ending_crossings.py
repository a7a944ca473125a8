# SPDX-License-Identifier: Apache-2.0
"""Rows on what crosses a message that ends a request, or the receipt of what was given: withdrawn, confirmed in writing, received."""

from rogatory.requests.thread.crossing import CrossingRows
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.wire.words import N_

WITHDRAWAL: CrossingRows = {
    "extradition_decided": (
        ThreadStatus.WITHDRAWN,
        N_("The request was withdrawn while extradition was being granted; nobody is surrendered."),
    ),
    "person_surrendered": (
        ThreadStatus.ANSWERED,
        N_(
            "The request was withdrawn while the person was being surrendered; the surrender remains, and the two States have to settle what follows."
        ),
    ),
    "return_decided": (
        None,
        N_(
            "The request was withdrawn while a return was being decided; what was decided remains so, and nothing more is decided."
        ),
    ),
    "confiscation_executed": (
        None,
        N_(
            "The request was withdrawn while a confiscation was being reported; what was confiscated remains so, and the rest is not executed."
        ),
    ),
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
    "measure_executed": (
        ThreadStatus.WITHDRAWN,
        N_(
            "The request was withdrawn while a measure on property was being taken; the measure is to be lifted."
        ),
    ),
    "lifting_hearing": (
        ThreadStatus.WITHDRAWN,
        N_(
            "The request was withdrawn while a hearing was being opened; the measure may be lifted without it."
        ),
    ),
    "measure_lifted": (
        ThreadStatus.WITHDRAWN,
        N_("The request was withdrawn while a measure was being lifted; it is lifted."),
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
CONFIRMATION: CrossingRows = {
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
IN_WRITING: CrossingRows = {
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
