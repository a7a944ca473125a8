# SPDX-License-Identifier: Apache-2.0
"""Preservation of stored data and what follows from it: articles 42 and 43.

The contents of article 42(3) are Line 8 of the law's list.
"""

from rogatory.requests.kinds.families import PRESERVATION as _PRESERVATIONS
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ANSWERED_MESSAGE,
    ARTICLE_STATED,
    CASE_NUMBER,
    CHANNEL,
    CLASSIFICATION,
    LEGAL_BASIS,
    NOTE,
    OWN_AUTHORISATION,
    OWN_REFERENCE,
    RECIPROCITY,
    TERMS,
    URGENCY,
)
from rogatory.wire.words import N_

PRESERVATION = MessageKind(
    name="preservation",
    title=N_("Request to preserve stored data"),
    cites="preservation",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content("authority", N_("the authority that asks for the hold")),
        CASE_NUMBER,
        Content("offence", N_("the offence investigated or prosecuted")),
        Content("facts", N_("a short summary of the facts")),
        Content("data", N_("the stored data to hold")),
        Content("data_offence_link", N_("how the data relate to the offence")),
        Content(
            "custodian",
            N_("what is known of the custodian or the system's location, or that nothing is"),
        ),
        Content("necessity", N_("why the hold is needed")),
        Content(
            "mla_intent", N_("the statement that a request for mutual legal assistance will follow")
        ),
        Content(
            "mla_planned",
            N_("the date on which the request for assistance is planned"),
            condition=N_("if known"),
            is_practice=True,
        ),
        Content(
            "confidentiality", N_("whether secrecy is needed and the user must not be informed")
        ),
        CLASSIFICATION,
        LEGAL_BASIS,
        RECIPROCITY,
        CHANNEL,
        TERMS,
        URGENCY,
        Content(
            "wants_traffic_disclosure",
            N_("whether disclosure of provider and path is requested"),
            condition=N_("if wished"),
        ),
    ),
)

PRESERVATION_CONFIRMED = MessageKind(
    name="preservation_confirmed",
    title=N_("Confirmation that data are held"),
    cites="hold",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        Content("hold_start", N_("when the hold began")),
        Content("hold_end", N_("when the hold ends")),
        Content("custodian", N_("who holds the data"), is_practice=True),
        OWN_AUTHORISATION,
        Content(
            "answers_to", N_("the extension that is granted"), condition=N_("if one was asked for")
        ),
        OWN_REFERENCE,
        NOTE,
    ),
)

PRESERVATION_EXTENSION = MessageKind(
    name="preservation_extension",
    title=N_("Request to extend a hold"),
    cites="preservation_extension",
    direction="requesting",
    follows=_PRESERVATIONS,
    contents=(
        Content("running_hold", N_("the confirmation of the running hold")),
        Content("new_end", N_("the end asked for")),
        Content("reason", N_("why the request for assistance is not filed yet"), is_practice=True),
        Content(
            "mla_planned",
            N_("the date on which the request for assistance is planned"),
            condition=N_("if known"),
            is_practice=True,
        ),
    ),
)

EXTENSION_DECLINED = MessageKind(
    name="extension_declined",
    title=N_("Refusal to extend a hold"),
    cites="preservation_extension",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        ANSWERED_MESSAGE,
        Content(
            "ground", N_("the ground for refusal"), condition=N_("if one of the list is relied on")
        ),
        Content(
            "article",
            N_("the article that is relied on"),
            condition=N_("where the instrument asks for one"),
            is_practice=True,
        ),
        Content("reasons", N_("the reasons")),
        Content(
            "consultation",
            N_("the record of the consultation on help with conditions"),
            condition=N_("where the instrument asks for one"),
        ),
    ),
)

PRESERVATION_WARNING = MessageKind(
    name="preservation_warning",
    title=N_("Warning that a hold will not be sufficient"),
    cites="warning",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        Content("risks", N_("effect of the hold")),
        Content("reasons", N_("the reasons")),
        Content("wanted_by", N_("by when"), condition=N_("if relevant"), is_practice=True),
    ),
)

PRESERVATION_WARNING_ANSWER = MessageKind(
    name="preservation_warning_answer",
    title=N_("Decision after a warning"),
    cites="warning",
    direction="requesting",
    follows=_PRESERVATIONS,
    contents=(
        ANSWERED_MESSAGE,
        Content("decision", N_("whether to go on")),
        Content(
            "reason", N_("the reason"), condition=N_("if it is to be stated"), is_practice=True
        ),
    ),
)

PRESERVED_TRAFFIC_DISCLOSURE = MessageKind(
    name="preserved_traffic_disclosure",
    title=N_("Disclosure of a provider in another State"),
    cites="preserved_traffic_disclosure",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        Content("preservation", N_("the request being executed"), is_practice=True),
        Content("provider", N_("what identifies the service provider")),
        Content("provider_state", N_("the State of the provider")),
        Content("path", N_("the path of the communication")),
        NOTE,
    ),
)

PATH_WITHHELD = MessageKind(
    name="path_withheld",
    title=N_("Refusal to disclose a path"),
    cites="path_withheld",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        Content("preservation", N_("the request being executed"), is_practice=True),
        Content("ground", N_("the ground for withholding it")),
        ARTICLE_STATED,
        Content("reasons", N_("the reasons")),
        Content(
            "consultation",
            N_("the record of the consultation on help with conditions"),
            condition=N_("if one was held"),
        ),
    ),
)

FILING_RECOGNISED = MessageKind(
    name="filing_recognised",
    title=N_("Recognition of a request as filed"),
    cites="hold",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        Content("filing", N_("the request for assistance that was filed")),
        Content("items", N_("the items of the data that stay held for it")),
        NOTE,
    ),
)

KINDS = (
    PRESERVATION,
    PRESERVATION_CONFIRMED,
    FILING_RECOGNISED,
    PRESERVATION_EXTENSION,
    EXTENSION_DECLINED,
    PRESERVATION_WARNING,
    PRESERVATION_WARNING_ANSWER,
    PRESERVED_TRAFFIC_DISCLOSURE,
    PATH_WITHHELD,
)
