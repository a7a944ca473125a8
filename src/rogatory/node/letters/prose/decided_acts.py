# SPDX-License-Identifier: Apache-2.0
"""The act of the authority in letters where a field decides it: one clause for each value of that field."""

from collections.abc import Mapping

from rogatory.wire.words import N_

DECIDED: Mapping[str, tuple[str, Mapping[object, str]]] = {
    "preservation_warning_answer": (
        "decision",
        {
            "go_on": N_(
                "has the honour to confirm that the request for preservation should nevertheless be "
                "executed"
            ),
            "stop": N_(
                "has the honour to inform it that the request for preservation should not be executed"
            ),
        },
    ),
    "policy_notice": (
        "stance",
        {
            "open": N_("has the honour to give notice that cooperation with its State is open"),
            "suspended": N_(
                "has the honour to give notice that cooperation with the other State is suspended"
            ),
            "diplomatic": N_(
                "has the honour to give notice that communications between the two States pass through "
                "the diplomatic channel only"
            ),
            "review": N_(
                "has the honour to give notice that communications from the other State are reviewed "
                "before they are acted upon"
            ),
        },
    ),
    "measure_executed": (
        "measure",
        {
            "frozen": N_(
                "has the honour to inform it that the property described below has been frozen"
            ),
            "seized": N_(
                "has the honour to inform it that the property described below has been seized"
            ),
        },
    ),
    "confiscation_executed": (
        "complete",
        {
            True: N_(
                "has the honour to inform it that the property described below has been confiscated, and that "
                "nothing of what was requested is outstanding"
            ),
            False: N_(
                "has the honour to inform it that the property described below has been confiscated, and that "
                "a part of what was requested is outstanding"
            ),
        },
    ),
    "return_decided": (
        "complete",
        {
            True: N_(
                "has the honour to inform it of the decision on the return and disposal of the property described "
                "below, and that nothing of what was requested is outstanding"
            ),
            False: N_(
                "has the honour to inform it of the decision on the return and disposal of the property described "
                "below, and that a part of what was requested is outstanding"
            ),
        },
    ),
    "extradition_decided": (
        "decision",
        {
            "granted": N_(
                "has the honour to inform it that the competent authority has granted the extradition that it requested"
            ),
            "granted_in_part": N_(
                "has the honour to inform it that the competent authority has granted, for some of the offences, the "
                "extradition that it requested"
            ),
        },
    ),
    "lifting_hearing_answer": (
        "decision",
        {
            "continue": N_(
                "has the honour to request that the measure be continued, for the reasons set out below"
            ),
            "no_objection": N_(
                "has the honour to inform it that there is no objection to the lifting of the measure"
            ),
        },
    ),
    "consultation": (
        "about",
        {
            "would_refuse": N_(
                "has the honour to consult it before deciding whether the request must be refused"
            ),
            "would_postpone": N_(
                "has the honour to consult it before deciding whether the execution of the request "
                "must be postponed"
            ),
            "would_limit": N_(
                "has the honour to consult it on assistance that can be given only in part or on "
                "conditions"
            ),
            "would_disclose": N_(
                "has the honour to consult it on whether the request is to be executed although it "
                "cannot be kept secret"
            ),
            "costs": N_(
                "has the honour to consult it on the extraordinary costs of executing the request"
            ),
        },
    ),
    "consultation_answer": (
        "outcome",
        {
            "accepted": N_("has the honour to inform it that the terms proposed are accepted"),
            "partly": N_(
                "has the honour to inform it that the terms proposed are accepted in part"
            ),
            "declined": N_("has the honour to inform it that the terms proposed are not accepted"),
        },
    ),
    "basis_answered": (
        "decision",
        {
            "accepted": N_("has the honour to inform it that the legal basis proposed is accepted"),
            "declined": N_(
                "has the honour to inform it that the legal basis proposed is not accepted"
            ),
        },
    ),
    "offer_answered": (
        "decision",
        {
            "accepted": N_(
                "has the honour to inform it that the conditions of the information offered are "
                "accepted"
            ),
            "declined": N_(
                "regrets to inform it that the conditions of the information offered cannot be "
                "complied with"
            ),
        },
    ),
    "use_consent": (
        "decision",
        {
            "granted": N_("has the honour to consent to the use requested"),
            "declined": N_("regrets to inform it that consent to the use requested is not given"),
        },
    ),
    "onward_transfer_authorisation": (
        "decision",
        {
            "granted": N_("has the honour to authorise the transfer requested"),
            "declined": N_("regrets to inform it that the transfer requested is not authorised"),
        },
    ),
    "returned_or_destroyed": (
        "act",
        {
            "returned": N_(
                "has the honour to inform it that the material described below was returned"
            ),
            "destroyed": N_(
                "has the honour to inform it that the material described below was destroyed"
            ),
        },
    ),
    "exculpatory_notice": (
        "prior_notice",
        {
            True: N_(
                "has the honour to give notice that it is to disclose material that favours an accused "
                "person"
            ),
            False: N_(
                "has the honour to give notice that it has disclosed material that favours an accused "
                "person"
            ),
        },
    ),
    "feedback": (
        "usefulness",
        {
            "used": N_("has the honour to inform it that the assistance given was of use"),
            "not_used": N_("has the honour to inform it that the assistance given was not used"),
            "not_yet_known": N_(
                "has the honour to inform it that the use of the assistance given is not known yet"
            ),
            "false_emergency": N_("wishes to inform it that there was no emergency"),
        },
    ),
    "call_back_answer": (
        "outcome",
        {
            "confirmed": N_("has the honour to confirm that the request is its own"),
            "denied": N_(
                "wishes to state that the request is not its own and must not be executed"
            ),
        },
    ),
}
"""By kind: the field that decides what the authority does, and the clause for each of its values."""
