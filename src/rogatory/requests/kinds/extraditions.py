# SPDX-License-Identifier: Apache-2.0
"""Extradition: article 37, built from UNTOC 16 and UNCAC 44.

A request to extradite a person, the decision that grants it, and the report of the surrender. These articles list no
contents of a request and have no rule of speciality: both come from another treaty or from domestic law.
"""

from dataclasses import replace

from rogatory.requests.kinds.assistance_contents import (
    CONDUCTING_AUTHORITY,
    FACTS,
    OFFENCE,
)
from rogatory.requests.kinds.families import EXTRADITION as _EXTRADITIONS
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ASKING_AUTHORITY,
    CASE_NUMBER,
    CHANNEL,
    CLASSIFICATION,
    LEGAL_BASIS,
    NOTE,
    OWN_REFERENCE,
    RECIPROCITY,
    SECRECY,
    TERMS,
    URGENCY,
)
from rogatory.wire.words import N_

SPECIALITY = Content(
    "speciality",
    N_("the rule of speciality, and the other treaty or the domestic law that lays it down"),
    condition=N_("if one applies"),
    is_practice=True,
)
PERSON_SOUGHT = Content(
    "person_sought",
    N_("the person sought: identity, nationality and whereabouts"),
    is_practice=True,
)
WARRANT = Content(
    "warrant",
    N_("the arrest warrant or the judgement, with its court, reference and date"),
    is_practice=True,
)
_SURRENDER_PLACE = Content(
    "surrender_place", N_("the place of surrender, as agreed"), is_practice=True
)

EXTRADITION = MessageKind(
    name="extradition",
    title=N_("Request for extradition"),
    cites="extradition",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        replace(CASE_NUMBER, is_practice=True),
        replace(CONDUCTING_AUTHORITY, is_practice=True),
        PERSON_SOUGHT,
        OFFENCE,
        Content(
            "limitation",
            N_(
                "the rules on limitation, and until when the offence can be prosecuted or the sentence enforced"
            ),
            is_practice=True,
        ),
        replace(FACTS, is_practice=True),
        Content(
            "further_offences",
            N_("further offences for which extradition is sought"),
            condition=N_("if any"),
        ),
        Content(
            "sought_for", N_("whether for prosecution or to serve a sentence"), is_practice=True
        ),
        WARRANT,
        Content(
            "sentence",
            N_("the sentence imposed, and what remains to be served"),
            condition=N_("if the person is sought to serve one"),
            is_practice=True,
        ),
        Content(
            "provisional_arrest",
            N_("whether provisional arrest is sought, was ordered, or neither"),
        ),
        Content(
            "assurances",
            N_("the assurances that the requesting State offers"),
            condition=N_("if any"),
            is_practice=True,
        ),
        SPECIALITY,
        Content(
            "extradition_treaty",
            N_("the treaty on extradition between the two States"),
            condition=N_("if there is one"),
        ),
        Content(
            "submission_requested",
            N_(
                "whether the case is to be submitted for prosecution if extradition is refused because of nationality alone"
            ),
            condition=N_("if wished"),
        ),
        replace(SECRECY, is_practice=True),
        CLASSIFICATION,
        LEGAL_BASIS,
        RECIPROCITY,
        CHANNEL,
        TERMS,
        URGENCY,
    ),
)

EXTRADITION_DECIDED = MessageKind(
    name="extradition_decided",
    title=N_("Decision that grants extradition"),
    cites="extradition_decided",
    direction="requested",
    follows=_EXTRADITIONS,
    contents=(
        Content("decision", N_("whether extradition is granted for all or some of the offences")),
        Content(
            "granted_for",
            N_("the offences for which extradition is granted"),
            condition=N_("if not for all"),
            is_practice=True,
        ),
        Content("domestic_authorisation", N_("the requested State's own decision")),
        Content("conditions", N_("the conditions of the surrender"), condition=N_("if any")),
        SPECIALITY,
        replace(_SURRENDER_PLACE, condition=N_("if it is agreed")),
        Content(
            "surrender_by",
            N_("the day by which the person is to be surrendered"),
            condition=N_("if it is fixed"),
            is_practice=True,
        ),
        OWN_REFERENCE,
        NOTE,
    ),
)

PERSON_SURRENDERED = MessageKind(
    name="person_surrendered",
    title=N_("Report of the surrender of a person"),
    cites=None,
    direction="requested",
    follows=_EXTRADITIONS,
    contents=(
        Content("surrendered_on", N_("the day of the surrender"), is_practice=True),
        _SURRENDER_PLACE,
        Content("handed_to", N_("the authority that took the person over"), is_practice=True),
        Content(
            "custody_days",
            N_("the days that the person spent in custody for the extradition"),
            is_practice=True,
        ),
        OWN_REFERENCE,
        NOTE,
    ),
)

KINDS = (EXTRADITION, EXTRADITION_DECIDED, PERSON_SURRENDERED)
