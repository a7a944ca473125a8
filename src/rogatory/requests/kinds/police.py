# SPDX-License-Identifier: Apache-2.0
"""Cooperation beside assistance: information sent unasked (40(4)), police (47), joint work (48)."""

from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ASKING_AUTHORITY,
    CASE_NUMBER,
    CHANNEL,
    INTENDED_PURPOSE,
    LEGAL_BASIS,
    SECRECY,
    TERMS,
    URGENCY,
)
from rogatory.wire.words import N_

SPONTANEOUS_INFORMATION = MessageKind(
    name="spontaneous_information",
    title=N_("Information passed on unasked"),
    article="40(4)",
    certainty="parallel",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content("authority", N_("the authority that passes it on"), "40(4)", "parallel"),
        Content("case_number", N_("the informing State's own case number"), "-", "practice"),
        Content("information", N_("the information"), "40(4)", "parallel"),
        Content("reason", N_("how it may help or lead to a request"), "40(4)", "parallel"),
        Content(
            "offence",
            N_("the offence, its provision and its maximum"),
            "40(4)",
            "parallel",
            condition=N_("as far as known"),
        ),
        Content(
            "data",
            N_("the data concerned, each with its category"),
            "-",
            "practice",
            condition=N_("if data are concerned"),
        ),
        Content(
            "conditions",
            N_("secrecy or limits of use that bind the receiving State"),
            "40(5)",
            "parallel",
            condition=N_("if any"),
        ),
        SECRECY,
        LEGAL_BASIS,
        CHANNEL,
        URGENCY,
    ),
)

LAW_ENFORCEMENT_COOPERATION = MessageKind(
    name="law_enforcement_cooperation",
    title=N_("Request for cooperation between police authorities"),
    article="47(1)",
    certainty="memory",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        CASE_NUMBER,
        Content("offence", N_("the offence of the Convention"), "47(1)", "memory"),
        Content("facts", N_("a short summary of the facts"), "47(1)", "memory"),
        Content("inquiry", N_("what the inquiry is about"), "47(1)", "memory"),
        Content("question", N_("the question"), "47(1)", "memory"),
        Content(
            "persons",
            N_("the persons concerned"),
            "47(1)",
            "memory",
            condition=N_("if any"),
        ),
        Content(
            "data",
            N_("the data concerned, each with its category"),
            "47(1)",
            "memory",
            condition=N_("if data are concerned"),
        ),
        INTENDED_PURPOSE,
        SECRECY,
        LEGAL_BASIS,
        CHANNEL,
        TERMS,
        URGENCY,
    ),
)

JOINT_INVESTIGATION = MessageKind(
    name="joint_investigation",
    title=N_("Proposal of a joint investigation"),
    article="48",
    certainty="memory",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        CASE_NUMBER,
        Content("offence", N_("the offence, its provision and its maximum"), "35(1)", "memory"),
        Content("facts", N_("a short summary of the facts"), "48", "memory"),
        Content(
            "arrangement",
            N_("the agreement, or that it is agreed only for this case"),
            "48",
            "memory",
        ),
        INTENDED_PURPOSE,
        Content(
            "participants",
            N_("the authorities that are to take part"),
            "-",
            "practice",
        ),
        Content(
            "period",
            N_("for how long"),
            "-",
            "practice",
            condition=N_("if known"),
        ),
        Content(
            "data",
            N_("the data concerned, each with its category"),
            "-",
            "practice",
            condition=N_("if data are concerned"),
        ),
        SECRECY,
        LEGAL_BASIS,
        CHANNEL,
        TERMS,
        URGENCY,
    ),
)

KINDS = (SPONTANEOUS_INFORMATION, LAW_ENFORCEMENT_COOPERATION, JOINT_INVESTIGATION)
