# SPDX-License-Identifier: Apache-2.0
"""Preservation of stored data and what follows from it: articles 41 to 43."""

from rogatory.requests.kind import Content, Kind
from rogatory.requests.recurring_contents import (
    CASE_NUMBER,
    LEGAL_BASIS,
    NOTE,
    OWN_REFERENCE,
    URGENCY,
)
from rogatory.wire.words import N_

PRESERVATION = Kind(
    name="preservation",
    title=N_("Request to preserve stored data"),
    article="42(1)",
    certainty="parallel",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content("authority", N_("the authority that asks for the hold"), "42(3)(a)", "parallel"),
        CASE_NUMBER,
        Content("offence", N_("the offence investigated or prosecuted"), "42(3)(b)", "parallel"),
        Content("facts", N_("a short summary of the facts"), "42(3)(b)", "parallel"),
        Content("data", N_("the stored data to hold"), "42(3)(c)", "parallel"),
        Content(
            "data_offence_link",
            N_("how the data relate to the offence"),
            "42(3)(c)",
            "parallel",
        ),
        Content(
            "custodian",
            N_("what is known of the custodian or the system's location, or that nothing is"),
            "42(3)(d)",
            "parallel",
        ),
        Content("necessity", N_("why the hold is needed"), "42(3)(e)", "parallel"),
        Content(
            "mla_intent",
            N_("the statement that a request for mutual legal assistance will follow"),
            "42(3)(f)",
            "parallel",
        ),
        Content(
            "mla_planned",
            N_("the date on which the request for assistance is planned"),
            "-",
            "practice",
            condition=N_("if known"),
        ),
        Content(
            "confidentiality",
            N_("whether secrecy is needed and the user must not be told"),
            "42(3)(g)",
            "memory",
        ),
        LEGAL_BASIS,
        URGENCY,
        Content(
            "wants_traffic_disclosure",
            N_("whether disclosure of provider and path is wished for"),
            "43(1)",
            "parallel",
            condition=N_("if wished"),
        ),
    ),
)

PRESERVATION_CONFIRMED = Kind(
    name="preservation_confirmed",
    title=N_("Confirmation that data are held"),
    article="42(8)",
    certainty="parallel",
    direction="requested",
    follows=frozenset({"preservation"}),
    contents=(
        Content("hold_start", N_("when the hold began"), "42(8)", "parallel"),
        Content("hold_end", N_("when the hold ends"), "42(8)", "parallel"),
        Content("custodian", N_("who holds the data"), "-", "practice"),
        Content(
            "domestic_authorisation",
            N_("the requested State's own authorisation"),
            "24(4)",
            "memory",
            condition=N_("if its law asks for one"),
        ),
        OWN_REFERENCE,
        NOTE,
    ),
)

PRESERVED_TRAFFIC_DISCLOSURE = Kind(
    name="preserved_traffic_disclosure",
    title=N_("Disclosure of a provider in another State"),
    article="43(1)",
    certainty="parallel",
    direction="requested",
    follows=frozenset({"preservation"}),
    contents=(
        Content("preservation", N_("the request being executed"), "-", "practice"),
        Content(
            "provider",
            N_("what identifies the service provider"),
            "43(1)",
            "parallel",
        ),
        Content("provider_state", N_("the State of the provider"), "43(1)", "parallel"),
        Content("path", N_("the path of the communication"), "43(1)", "parallel"),
        NOTE,
    ),
)

KINDS = (PRESERVATION, PRESERVATION_CONFIRMED, PRESERVED_TRAFFIC_DISCLOSURE)
