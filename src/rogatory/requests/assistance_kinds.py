# SPDX-License-Identifier: Apache-2.0
"""Mutual legal assistance in stored data and its execution: articles 40 and 44."""

from rogatory.requests.kind import Content, Kind
from rogatory.requests.recurring_contents import (
    CASE_NUMBER,
    LEGAL_BASIS,
    NOTE,
    OWN_REFERENCE,
    SEAL,
    URGENCY,
)
from rogatory.wire.words import N_

MLA_STORED_DATA = Kind(
    name="mla_stored_data",
    title=N_("Request for assistance in accessing stored data"),
    article="44(1)",
    certainty="parallel",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content("authority", N_("the authority making the request"), "40(15)(a)", "parallel"),
        CASE_NUMBER,
        Content(
            "matter",
            N_("the subject and nature of the investigation, prosecution or proceeding"),
            "40(15)(b)",
            "parallel",
        ),
        Content(
            "conducting_authority",
            N_("the name and functions of the authority conducting it"),
            "40(15)(b)",
            "parallel",
        ),
        Content("offence", N_("the offence, its provision and its maximum"), "35(1)", "memory"),
        Content("facts", N_("a summary of the relevant facts"), "40(15)(c)", "parallel"),
        Content("assistance", N_("the assistance sought"), "40(15)(d)", "parallel"),
        Content(
            "procedure",
            N_("the particular procedure to be followed"),
            "40(15)(d)",
            "parallel",
            condition=N_("if any"),
        ),
        Content(
            "persons",
            N_("the identity, location and nationality of persons concerned"),
            "40(15)(e)",
            "parallel",
            condition=N_("where possible"),
        ),
        Content(
            "items_or_accounts",
            N_("the country of origin, description and location of items or accounts"),
            "40(15)(e)",
            "memory",
            condition=N_("where possible"),
        ),
        Content(
            "period",
            N_("the period for which evidence is sought"),
            "40(15)(f)",
            "memory",
            condition=N_("where applicable"),
        ),
        Content(
            "purpose", N_("the purpose for which the evidence is sought"), "40(15)(g)", "parallel"
        ),
        Content("power", N_("what is to be done with the data"), "44(1)", "parallel"),
        Content("data", N_("the stored data sought, each with its category"), "44(1)", "parallel"),
        Content(
            "data_offence_link",
            N_("how the data relate to the offence"),
            "-",
            "practice",
            condition=N_("where the requested State's law asks for it"),
        ),
        Content(
            "preservation_ref",
            N_("the preservation under which the data are held"),
            "44(1)",
            "parallel",
            condition=N_("if they are held"),
        ),
        Content(
            "expedite",
            N_("the ground for an expedited answer"),
            "44(3)",
            "parallel",
            condition=N_("if it is urgent"),
        ),
        Content(
            "deadline",
            N_("a deadline and its reasons"),
            "40(26)",
            "parallel",
            condition=N_("if there is one"),
        ),
        Content(
            "confidentiality",
            N_("whether the request is to be kept secret"),
            "40(20)",
            "parallel",
        ),
        LEGAL_BASIS,
        URGENCY,
        Content(
            "undertakings",
            N_("what the requesting State undertakes about the use"),
            "40(19)",
            "parallel",
            condition=N_("if any"),
        ),
    ),
)

ACCEPTANCE = Kind(
    name="acceptance",
    title=N_("Acceptance of the request"),
    article="40(17)",
    certainty="parallel",
    direction="requested",
    follows=frozenset({"mla_stored_data"}),
    contents=(
        Content("authority", N_("the authority that executes the request"), "40(12)", "parallel"),
        Content(
            "domestic_authorisation",
            N_("the requested State's own authorisation"),
            "24(4)",
            "memory",
        ),
        Content("starts", N_("when execution starts"), "-", "practice", condition=N_("if known")),
        Content(
            "expected",
            N_("when an answer is expected"),
            "40(26)",
            "parallel",
            condition=N_("if known"),
        ),
        Content(
            "conditions",
            N_("the terms on which assistance is given"),
            "40(28)",
            "parallel",
            condition=N_("if any"),
        ),
        OWN_REFERENCE,
    ),
)

DELIVERY = Kind(
    name="delivery",
    title=N_("Delivery of evidence"),
    article="40(14)",
    certainty="memory",
    direction="requested",
    follows=frozenset({"mla_stored_data"}),
    contents=(
        Content("package", N_("the package"), "-", "practice"),
        SEAL,
        Content("bag", N_("the digest of the evidence"), "40(14)", "memory"),
        Content("payload_size", N_("the size of the sealed payload"), "-", "practice"),
        Content("segments", N_("the number of segments"), "-", "practice"),
        Content("segment_size", N_("the size of a segment"), "-", "practice"),
        Content("conditions", N_("the conditions of use"), "40(19)", "parallel"),
        NOTE,
    ),
)

DELIVERY_CONFIRMED = Kind(
    name="delivery_confirmed",
    title=N_("Confirmation that evidence arrived and verified"),
    article="40(14)",
    certainty="memory",
    direction="requesting",
    follows=frozenset({"mla_stored_data"}),
    contents=(
        SEAL,
        Content("verified", N_("that the package was verified"), "40(14)", "memory"),
        Content("verified_at", N_("when the package was verified"), "-", "practice"),
        Content("opened", N_("whether the package was opened"), "-", "practice"),
        NOTE,
    ),
)

KINDS = (MLA_STORED_DATA, ACCEPTANCE, DELIVERY, DELIVERY_CONFIRMED)
