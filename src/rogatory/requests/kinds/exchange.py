# SPDX-License-Identifier: Apache-2.0
"""Kinds that the thread of any request permits: acknowledging, asking, answering, ending.

A kind of its own reports that secrecy cannot be kept: Line 44 of the law's list.
"""

from rogatory.requests.kinds.families import DRILL, EVERY, OFFER, ORAL, REQUESTS
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ANSWERED_MESSAGE,
    ARTICLE_STATED,
    NOTE,
    OWN_REFERENCE,
    REQUEST_MEANT,
)
from rogatory.wire.words import N_

_REQUESTED = REQUESTS | ORAL

ACKNOWLEDGEMENT = MessageKind(
    name="acknowledgement",
    title=N_("Acknowledgement by an officer"),
    cites="contact_point",
    direction="requested",
    follows=EVERY - DRILL,
    contents=(
        Content("by_officer", N_("the officer who took the request"), is_practice=True),
        Content("at", N_("when the officer took it"), is_practice=True),
        OWN_REFERENCE,
        NOTE,
    ),
)

REFUSAL = MessageKind(
    name="refusal",
    title=N_("Refusal of the request"),
    cites="refusal",
    direction="requested",
    follows=_REQUESTED,
    contents=(
        Content("ground", N_("the ground for refusal")),
        ARTICLE_STATED,
        Content("reasons", N_("the reasons")),
        Content(
            "consultation",
            N_("the record of the consultation on help with conditions"),
            condition=N_("where the instrument asks for one"),
        ),
        Content(
            "of",
            N_("the request that is refused"),
            condition=N_("if it is to be named"),
            is_practice=True,
        ),
        Content(
            "prosecution_submission",
            N_("the authority to which the case was submitted for prosecution"),
            condition=N_("if extradition is refused because of nationality alone"),
        ),
    ),
)

ADDITIONAL_INFORMATION = MessageKind(
    name="additional_information",
    title=N_("Request for additional information"),
    cites="additional_information",
    direction="requested",
    follows=_REQUESTED,
    contents=(
        Content("missing", N_("what is missing and why it is needed")),
        Content("wanted_by", N_("by when"), condition=N_("if relevant"), is_practice=True),
    ),
)

ADDITIONAL_INFORMATION_SUPPLIED = MessageKind(
    name="additional_information_supplied",
    title=N_("Additional information"),
    cites="additional_information",
    direction="requesting",
    follows=_REQUESTED,
    contents=(
        ANSWERED_MESSAGE,
        Content("answers", N_("the answers")),
    ),
)

STATUS_ENQUIRY = MessageKind(
    name="status_enquiry",
    title=N_("Question about progress"),
    cites="progress",
    direction="requesting",
    follows=_REQUESTED,
    contents=(
        REQUEST_MEANT,
        Content("question", N_("the question"), condition=N_("if any"), is_practice=True),
    ),
)

STATUS_ANSWER = MessageKind(
    name="status_answer",
    title=N_("Answer about progress"),
    cites="progress",
    direction="requested",
    follows=_REQUESTED,
    contents=(
        Content("enquiry", N_("the question answered"), is_practice=True),
        Content("progress", N_("progress of the case")),
        Content(
            "expected", N_("when an answer is expected"), condition=N_("if known"), is_practice=True
        ),
    ),
)

NO_LONGER_REQUIRED = MessageKind(
    name="no_longer_required",
    title=N_("Withdrawal of a request or offer"),
    cites="no_longer_required",
    direction="requesting",
    follows=_REQUESTED | OFFER,
    contents=(
        Content("request", N_("the request or offer meant")),
        Content(
            "reason", N_("the reason"), condition=N_("if it is to be stated"), is_practice=True
        ),
    ),
)

CONFIDENTIALITY_FAILURE = MessageKind(
    name="confidentiality_failure",
    title=N_("Notice that secrecy cannot be kept"),
    cites="secrecy_failure",
    direction="requested",
    follows=REQUESTS,
    contents=(
        REQUEST_MEANT,
        Content("reason", N_("why secrecy cannot be kept")),
        Content(
            "known_to",
            N_("who knows of the request, or will"),
            condition=N_("if known"),
            is_practice=True,
        ),
    ),
)

REPAIR = MessageKind(
    name="repair",
    title=N_("Repair of a forked thread"),
    cites=None,
    direction="either",
    follows=EVERY,
    contents=(
        Content("sequence", N_("the number that two messages have"), is_practice=True),
        Content("holds", N_("the message that holds"), is_practice=True),
        Content("abandoned", N_("the messages that do not"), is_practice=True),
        Content("reason", N_("how it came about"), is_practice=True),
    ),
)

KINDS = (
    ACKNOWLEDGEMENT,
    REFUSAL,
    ADDITIONAL_INFORMATION,
    ADDITIONAL_INFORMATION_SUPPLIED,
    STATUS_ENQUIRY,
    STATUS_ANSWER,
    NO_LONGER_REQUIRED,
    CONFIDENTIALITY_FAILURE,
    REPAIR,
)
