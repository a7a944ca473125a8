# SPDX-License-Identifier: Apache-2.0
"""Cooperation beside assistance: information sent unasked (40(4)), police (47), joint work (48)."""

from dataclasses import replace

from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ASKING_AUTHORITY,
    CASE_NUMBER,
    CHANNEL,
    CLASSIFICATION,
    INTENDED_PURPOSE,
    LEGAL_BASIS,
    PROPERTY_FOUND,
    RECIPROCITY,
    SECRECY,
    TERMS,
    URGENCY,
)
from rogatory.wire.words import N_

SPONTANEOUS_INFORMATION = MessageKind(
    name="spontaneous_information",
    title=N_("Information passed on unasked"),
    cites="spontaneous_information",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content("authority", N_("the authority that passes it on")),
        Content("case_number", N_("the informing State's own case number"), is_practice=True),
        Content("information", N_("the information")),
        Content("reason", N_("how it may help or lead to a request")),
        Content(
            "offence",
            N_("the offence, its provision and its maximum"),
            condition=N_("as far as known"),
        ),
        Content(
            "data",
            N_("the data concerned, each with its category"),
            condition=N_("if data are concerned"),
            is_practice=True,
        ),
        replace(PROPERTY_FOUND, condition=N_("if proceeds were found")),
        Content(
            "conditions",
            N_("secrecy or limits of use that bind the receiving State"),
            condition=N_("if any"),
        ),
        Content(
            "offer",
            N_("the offer that it follows"),
            condition=N_("if it was offered before"),
            is_practice=True,
        ),
        Content("confidentiality", N_("whether the information is to be kept secret")),
        CLASSIFICATION,
        LEGAL_BASIS,
        CHANNEL,
        URGENCY,
    ),
)

LAW_ENFORCEMENT_COOPERATION = MessageKind(
    name="law_enforcement_cooperation",
    title=N_("Request for cooperation between police authorities"),
    cites="law_enforcement_cooperation",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        CASE_NUMBER,
        Content("offence", N_("the offence of the Convention")),
        Content("facts", N_("a short summary of the facts")),
        Content("inquiry", N_("what the inquiry is about")),
        Content("question", N_("the question")),
        Content("persons", N_("the persons concerned"), condition=N_("if any")),
        Content(
            "data",
            N_("the data concerned, each with its category"),
            condition=N_("if data are concerned"),
        ),
        INTENDED_PURPOSE,
        SECRECY,
        CLASSIFICATION,
        LEGAL_BASIS,
        RECIPROCITY,
        CHANNEL,
        TERMS,
        URGENCY,
    ),
)

JOINT_INVESTIGATION = MessageKind(
    name="joint_investigation",
    title=N_("Proposal of a joint investigation"),
    cites="joint_investigation",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        CASE_NUMBER,
        Content("offence", N_("the offence, its provision and its maximum")),
        Content("facts", N_("a short summary of the facts")),
        Content("arrangement", N_("the agreement, or that it is agreed only for this case")),
        INTENDED_PURPOSE,
        Content("participants", N_("the authorities that are to take part"), is_practice=True),
        Content("period", N_("for how long"), condition=N_("if known"), is_practice=True),
        Content(
            "data",
            N_("the data concerned, each with its category"),
            condition=N_("if data are concerned"),
            is_practice=True,
        ),
        SECRECY,
        CLASSIFICATION,
        LEGAL_BASIS,
        RECIPROCITY,
        CHANNEL,
        TERMS,
        URGENCY,
    ),
)

KINDS = (SPONTANEOUS_INFORMATION, LAW_ENFORCEMENT_COOPERATION, JOINT_INVESTIGATION)
