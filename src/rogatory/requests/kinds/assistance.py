# SPDX-License-Identifier: Apache-2.0
"""Requests for mutual legal assistance: articles 40, 41(3)(c) and 44 to 46.

The list of article 45(3) is Line 10 of the law's list.
"""

from rogatory.requests.kinds.assistance_contents import (
    CONDUCTING_AUTHORITY,
    FACTS,
    LINK_WHERE_REQUESTED,
    MANNER,
    OFFENCE,
    POWER,
    PRESERVATION_REF,
    PURPOSE,
    WHAT_IS_SOUGHT,
    WHO_ASKS,
)
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import CASE_NUMBER
from rogatory.wire.words import N_

_INDEPENDENT_AUTHORISATION = Content(
    "independent_authorisation",
    N_("the judicial or other independent authorisation, its scope and its end"),
    "24(2)",
    "parallel",
)

MLA_STORED_DATA = MessageKind(
    name="mla_stored_data",
    title=N_("Request for assistance in accessing stored data"),
    article="44(1)",
    certainty="parallel",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        FACTS,
        *WHAT_IS_SOUGHT,
        POWER,
        Content("data", N_("the stored data sought, each with its category"), "44(1)", "parallel"),
        LINK_WHERE_REQUESTED,
        PRESERVATION_REF,
        Content(
            "expedite",
            N_("the ground for an expedited answer"),
            "44(3)",
            "parallel",
            condition=N_("if it is urgent"),
        ),
        *MANNER,
    ),
)

MLA_REALTIME_TRAFFIC = MessageKind(
    name="mla_realtime_traffic",
    title=N_("Request for assistance in collecting traffic data in real time"),
    article="45(1)",
    certainty="memory",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content("authority", N_("the authority making the request"), "45(3)(a)", "memory"),
        CASE_NUMBER,
        Content(
            "matter",
            N_("the subject and nature of the investigation, prosecution or proceeding"),
            "45(3)(b)",
            "memory",
        ),
        CONDUCTING_AUTHORITY,
        OFFENCE,
        Content("facts", N_("the main facts"), "45(3)(b)", "memory"),
        Content(
            "data", N_("the data for which traffic data are to be collected"), "45(3)(c)", "memory"
        ),
        Content(
            "data_offence_link", N_("how the data relate to the offence"), "45(3)(c)", "memory"
        ),
        Content(
            "owner_or_location",
            N_("what is known of the owner or user, or of the system's location"),
            "45(3)(d)",
            "memory",
            condition=N_("if available"),
        ),
        Content("justification", N_("why the collection is needed"), "45(3)(e)", "memory"),
        Content(
            "collection",
            N_("the period of collection and why it is so long"),
            "45(3)(f)",
            "memory",
        ),
        _INDEPENDENT_AUTHORISATION,
        PURPOSE,
        *MANNER,
    ),
)

MLA_INTERCEPTION = MessageKind(
    name="mla_interception",
    title=N_("Request for assistance in intercepting content data"),
    article="46",
    certainty="parallel",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        FACTS,
        *WHAT_IS_SOUGHT,
        Content("data", N_("the specified communications"), "46", "parallel"),
        LINK_WHERE_REQUESTED,
        Content(
            "permission",
            N_("the treaty or domestic rule that permits it in the requested State"),
            "46",
            "parallel",
        ),
        Content(
            "collection",
            N_("the period of collection and why it is so long"),
            "24(2)",
            "parallel",
        ),
        _INDEPENDENT_AUTHORISATION,
        *MANNER,
    ),
)

MLA_GENERAL = MessageKind(
    name="mla_general",
    title=N_("Request for other mutual legal assistance"),
    article="40(3)",
    certainty="parallel",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        Content("measures", N_("the kinds of assistance sought"), "40(3)", "parallel"),
        Content(
            "facts",
            N_("a summary of the relevant facts"),
            "40(15)(c)",
            "parallel",
            condition=N_("unless only documents are to be served"),
        ),
        *WHAT_IS_SOUGHT,
        Content(
            "data",
            N_("the data concerned, each with its category"),
            "40(15)(e)",
            "memory",
            condition=N_("if data are concerned"),
        ),
        *MANNER,
    ),
)

EVIDENCE_COLLECTION = MessageKind(
    name="evidence_collection",
    title=N_("Request to a contact point to collect evidence"),
    article="41(3)(c)",
    certainty="parallel",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        FACTS,
        *WHAT_IS_SOUGHT,
        POWER,
        Content("data", N_("the data sought, each with its category"), "41(3)(c)", "parallel"),
        LINK_WHERE_REQUESTED,
        PRESERVATION_REF,
        *MANNER,
    ),
)

KINDS = (
    MLA_STORED_DATA,
    MLA_REALTIME_TRAFFIC,
    MLA_INTERCEPTION,
    MLA_GENERAL,
    EVIDENCE_COLLECTION,
)
