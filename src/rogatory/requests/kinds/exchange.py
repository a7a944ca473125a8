# SPDX-License-Identifier: Apache-2.0
"""Kinds that the thread of any request permits: acknowledging, asking, answering, ending.

A kind of its own reports that secrecy cannot be kept: Line 44 of the law's list.
"""

from rogatory.requests.kinds.families import DRILL, EVERY, ORAL, REQUESTS
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
    article="41(1)",
    certainty="parallel",
    direction="requested",
    follows=EVERY - DRILL,
    contents=(
        Content("by_officer", N_("the officer who took the request"), "-", "practice"),
        Content("at", N_("when the officer took it"), "-", "practice"),
        OWN_REFERENCE,
        NOTE,
    ),
)

REFUSAL = MessageKind(
    name="refusal",
    title=N_("Refusal of the request"),
    article="40(21)",
    certainty="parallel",
    direction="requested",
    follows=_REQUESTED,
    contents=(
        Content("ground", N_("the ground for refusal"), "40(21)", "parallel"),
        ARTICLE_STATED,
        Content("reasons", N_("the reasons"), "40(25)", "parallel"),
        Content(
            "consultation",
            N_("the record of the consultation on help with conditions"),
            "40(28)",
            "parallel",
            condition=N_("where it is refused under article 40(21)"),
        ),
        Content(
            "of",
            N_("the request that is refused"),
            "-",
            "practice",
            condition=N_("if it is to be named"),
        ),
    ),
)

ADDITIONAL_INFORMATION = MessageKind(
    name="additional_information",
    title=N_("Request for additional information"),
    article="40(16)",
    certainty="parallel",
    direction="requested",
    follows=_REQUESTED,
    contents=(
        Content("missing", N_("what is missing and why it is needed"), "40(16)", "parallel"),
        Content("wanted_by", N_("by when"), "-", "practice", condition=N_("if relevant")),
    ),
)

ADDITIONAL_INFORMATION_SUPPLIED = MessageKind(
    name="additional_information_supplied",
    title=N_("Additional information"),
    article="40(16)",
    certainty="parallel",
    direction="requesting",
    follows=_REQUESTED,
    contents=(
        ANSWERED_MESSAGE,
        Content("answers", N_("the answers"), "40(16)", "parallel"),
    ),
)

STATUS_ENQUIRY = MessageKind(
    name="status_enquiry",
    title=N_("Question about progress"),
    article="40(26)",
    certainty="parallel",
    direction="requesting",
    follows=_REQUESTED,
    contents=(
        REQUEST_MEANT,
        Content("question", N_("the question"), "-", "practice", condition=N_("if any")),
    ),
)

STATUS_ANSWER = MessageKind(
    name="status_answer",
    title=N_("Answer about progress"),
    article="40(26)",
    certainty="parallel",
    direction="requested",
    follows=_REQUESTED,
    contents=(
        Content("enquiry", N_("the question answered"), "-", "practice"),
        Content("progress", N_("progress of the case"), "40(26)", "parallel"),
        Content(
            "expected", N_("when an answer is expected"), "-", "practice", condition=N_("if known")
        ),
    ),
)

NO_LONGER_REQUIRED = MessageKind(
    name="no_longer_required",
    title=N_("Notice that help is no longer required"),
    article="40(26)",
    certainty="parallel",
    direction="requesting",
    follows=_REQUESTED,
    contents=(
        REQUEST_MEANT,
        Content("reason", N_("the reason"), "-", "practice", condition=N_("if it is to be stated")),
    ),
)

CONFIDENTIALITY_FAILURE = MessageKind(
    name="confidentiality_failure",
    title=N_("Notice that secrecy cannot be kept"),
    article="40(20)",
    certainty="parallel",
    direction="requested",
    follows=REQUESTS,
    contents=(
        REQUEST_MEANT,
        Content("reason", N_("why secrecy cannot be kept"), "40(20)", "parallel"),
        Content(
            "known_to",
            N_("who knows of the request, or will"),
            "-",
            "practice",
            condition=N_("if known"),
        ),
    ),
)

REPAIR = MessageKind(
    name="repair",
    title=N_("Repair of a forked thread"),
    article="-",
    certainty="practice",
    direction="either",
    follows=EVERY,
    contents=(
        Content("sequence", N_("the number that two messages have"), "-", "practice"),
        Content("holds", N_("the message that holds"), "-", "practice"),
        Content("abandoned", N_("the messages that do not"), "-", "practice"),
        Content("reason", N_("how it came about"), "-", "practice"),
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
