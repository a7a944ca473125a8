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
)

MLA_STORED_DATA = MessageKind(
    name="mla_stored_data",
    title=N_("Request for assistance in accessing stored data"),
    cites="mla_stored_data",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        FACTS,
        *WHAT_IS_SOUGHT,
        POWER,
        Content("data", N_("the stored data sought, each with its category")),
        LINK_WHERE_REQUESTED,
        PRESERVATION_REF,
        Content(
            "expedite", N_("the ground for an expedited answer"), condition=N_("if it is urgent")
        ),
        *MANNER,
    ),
)

MLA_REALTIME_TRAFFIC = MessageKind(
    name="mla_realtime_traffic",
    title=N_("Request for assistance in collecting traffic data in real time"),
    cites="mla_realtime_traffic",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content("authority", N_("the authority making the request")),
        CASE_NUMBER,
        Content(
            "matter", N_("the subject and nature of the investigation, prosecution or proceeding")
        ),
        CONDUCTING_AUTHORITY,
        OFFENCE,
        Content("facts", N_("the main facts")),
        Content("data", N_("the data for which traffic data are to be collected")),
        Content("data_offence_link", N_("how the data relate to the offence")),
        Content(
            "owner_or_location",
            N_("what is known of the owner or user, or of the system's location"),
            condition=N_("if available"),
        ),
        Content("justification", N_("why the collection is needed")),
        Content("collection", N_("the period of collection and why it is so long")),
        _INDEPENDENT_AUTHORISATION,
        PURPOSE,
        *MANNER,
    ),
)

MLA_INTERCEPTION = MessageKind(
    name="mla_interception",
    title=N_("Request for assistance in intercepting content data"),
    cites="mla_interception",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        FACTS,
        *WHAT_IS_SOUGHT,
        Content("data", N_("the specified communications")),
        LINK_WHERE_REQUESTED,
        Content("permission", N_("the rule that permits it in the requested State")),
        Content("collection", N_("the period of collection and why it is so long")),
        _INDEPENDENT_AUTHORISATION,
        *MANNER,
    ),
)

MLA_GENERAL = MessageKind(
    name="mla_general",
    title=N_("Request for other mutual legal assistance"),
    cites="mla_general",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        Content("measures", N_("the kinds of assistance sought")),
        Content(
            "facts",
            N_("a summary of the relevant facts"),
            condition=N_("unless only documents are to be served"),
        ),
        *WHAT_IS_SOUGHT,
        Content(
            "data",
            N_("the data concerned, each with its category"),
            condition=N_("if data are concerned"),
        ),
        *MANNER,
    ),
)

EVIDENCE_COLLECTION = MessageKind(
    name="evidence_collection",
    title=N_("Request to a contact point to collect evidence"),
    cites="evidence_collection",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        FACTS,
        *WHAT_IS_SOUGHT,
        POWER,
        Content("data", N_("the data sought, each with its category")),
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
