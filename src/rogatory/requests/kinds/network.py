# SPDX-License-Identifier: Apache-2.0
"""Requests to the 24/7 network beside preservation and evidence: article 41(3).

That the place of data can be asked for first is Line 25 of the law's list; the danger that an emergency
states is in Line 24 of the law's list.
"""

from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ASKING_AUTHORITY,
    CASE_FACTS,
    CASE_NUMBER,
    CHANNEL,
    CLASSIFICATION,
    INTENDED_PURPOSE,
    LEGAL_BASIS,
    QUESTION_FACTS,
    RECIPROCITY,
    SECRECY,
    SPECIFIC_OFFENCE,
    TERMS,
    URGENCY,
)
from rogatory.wire.words import N_

LOCATION_INQUIRY = MessageKind(
    name="location_inquiry",
    title=N_("Inquiry where data or a provider are"),
    cites="location_inquiry",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        CASE_NUMBER,
        SPECIFIC_OFFENCE,
        Content("data", N_("the data or service to be located")),
        Content("purpose", N_("the preservation or request for assistance that is intended")),
        SECRECY,
        CLASSIFICATION,
        LEGAL_BASIS,
        RECIPROCITY,
        CHANNEL,
        TERMS,
        URGENCY,
    ),
)

TECHNICAL_ADVICE = MessageKind(
    name="technical_advice",
    title=N_("Request for technical advice"),
    cites="technical_advice",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        CASE_NUMBER,
        Content("question", N_("the question")),
        QUESTION_FACTS,
        SECRECY,
        CLASSIFICATION,
        LEGAL_BASIS,
        RECIPROCITY,
        CHANNEL,
        TERMS,
        URGENCY,
    ),
)

LEGAL_INFORMATION = MessageKind(
    name="legal_information",
    title=N_("Request for legal information"),
    cites="legal_information",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        CASE_NUMBER,
        Content("question", N_("the point of law or procedure")),
        QUESTION_FACTS,
        SECRECY,
        CLASSIFICATION,
        LEGAL_BASIS,
        RECIPROCITY,
        CHANNEL,
        TERMS,
        URGENCY,
    ),
)

LOCATE_SUSPECT = MessageKind(
    name="locate_suspect",
    title=N_("Request to locate a suspect"),
    cites="locate_suspect",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        CASE_NUMBER,
        SPECIFIC_OFFENCE,
        CASE_FACTS,
        Content("persons", N_("the person, as far as known")),
        Content(
            "data",
            N_("data by which the person may be found, each with its category"),
            condition=N_("if any"),
            is_practice=True,
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

EMERGENCY_DATA = MessageKind(
    name="emergency_data",
    title=N_("Request for data to avert an emergency"),
    cites="emergency_data",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        CASE_NUMBER,
        Content("danger", N_("the danger to the life or safety of a person")),
        Content("data", N_("the data needed, each with its category")),
        Content("averts", N_("how the data avert the danger")),
        Content(
            "offence",
            N_("the offence, its provision and its maximum"),
            condition=N_("as far as known"),
        ),
        Content(
            "custodian",
            N_("what is known of the custodian or the system's location, or that nothing is"),
            is_practice=True,
        ),
        Content("needed_by", N_("by which moment"), condition=N_("if known"), is_practice=True),
        SECRECY,
        CLASSIFICATION,
        LEGAL_BASIS,
        RECIPROCITY,
        CHANNEL,
        TERMS,
        URGENCY,
    ),
)

KINDS = (
    EMERGENCY_DATA,
    LOCATION_INQUIRY,
    TECHNICAL_ADVICE,
    LEGAL_INFORMATION,
    LOCATE_SUSPECT,
)
