# SPDX-License-Identifier: Apache-2.0
"""Measures on property for the recovery of proceeds: article 50, built from UNTOC 12 to 14 and UNCAC 51 to 57.

A request to freeze or seize, the report of a measure that was taken, the hearing of the requesting State
before it is lifted, and the report that it was. A request to confiscate, and the report of a confiscation.
"""

from rogatory.requests.kinds.assistance_contents import (
    FACTS,
    MANNER,
    PERSONS,
    PROCEDURE,
    PURPOSE,
    WHO_ASKS,
)
from rogatory.requests.kinds.families import MEASURES as _MEASURES
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import ANSWERED_MESSAGE, NOTE, OWN_REFERENCE
from rogatory.wire.words import N_

PROPERTY = Content("property", N_("the property, its place and its estimated value where known"))
PROPERTY_LINK = Content("property_link", N_("how the property relates to the offence"))
ACTIONS = Content("assistance", N_("the actions requested"))
THIRD_PARTIES = Content(
    "third_parties",
    N_("what is known of rights of bona fide third parties"),
    condition=N_("if any are known"),
)
THIRD_PARTIES_DECIDED = Content(
    "third_parties_decided",
    N_("who else claimed rights in the property, whether they were heard, and what was decided"),
)
COMPLETE = Content("complete", N_("whether this is all of what was requested"), is_practice=True)
_MEASURE_MEANT = Content("executed", N_("the measure meant"), is_practice=True)

ASSET_FREEZING = MessageKind(
    name="asset_freezing",
    title=N_("Request to freeze or seize property"),
    cites="asset_freezing",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        FACTS,
        PROPERTY,
        PROPERTY_LINK,
        ACTIONS,
        Content("necessity", N_("why the property would otherwise be lost"), is_practice=True),
        Content("order", N_("the order on which the request is based"), condition=N_("if any")),
        THIRD_PARTIES,
        PERSONS,
        PROCEDURE,
        PURPOSE,
        *MANNER,
    ),
)

MEASURE_EXECUTED = MessageKind(
    name="measure_executed",
    title=N_("Report of a measure on property"),
    cites="measure_executed",
    direction="requested",
    follows=_MEASURES,
    contents=(
        Content("measure", N_("the measure that was taken"), is_practice=True),
        Content(
            "property", N_("the property concerned, its place and its value"), is_practice=True
        ),
        Content("measure_start", N_("the day on which it took effect"), is_practice=True),
        Content(
            "measure_end",
            N_("the day until which it is in force"),
            condition=N_("if it ends by itself"),
            is_practice=True,
        ),
        Content("domestic_authorisation", N_("the requested State's own authorisation")),
        THIRD_PARTIES,
        OWN_REFERENCE,
        NOTE,
    ),
)

LIFTING_HEARING = MessageKind(
    name="lifting_hearing",
    title=N_("Hearing before a measure is lifted"),
    cites="lifting_hearing",
    direction="requested",
    follows=_MEASURES,
    contents=(
        _MEASURE_MEANT,
        Content("lifting_ground", N_("why the measure would be lifted")),
        Content("reasons", N_("the reasons")),
        Content("wanted_by", N_("the day until which the requesting State is heard")),
    ),
)

LIFTING_HEARING_ANSWER = MessageKind(
    name="lifting_hearing_answer",
    title=N_("Reply in a hearing before a measure is lifted"),
    cites="lifting_hearing",
    direction="requesting",
    follows=_MEASURES,
    contents=(
        ANSWERED_MESSAGE,
        Content("decision", N_("whether the measure should continue")),
        Content(
            "reasons", N_("the reasons for continuing it"), condition=N_("if it should continue")
        ),
    ),
)

MEASURE_LIFTED = MessageKind(
    name="measure_lifted",
    title=N_("Report that a measure was lifted"),
    cites="measure_lifted",
    direction="requested",
    follows=_MEASURES,
    contents=(
        _MEASURE_MEANT,
        Content(
            "hearing",
            N_("the hearing of the requesting State that came before"),
            condition=N_("unless the request was withdrawn"),
        ),
        Content("lifting_ground", N_("why the measure was lifted")),
        Content("reasons", N_("the reasons")),
        Content("lifted_on", N_("the day on which it was lifted"), is_practice=True),
        NOTE,
    ),
)

ASSET_CONFISCATION = MessageKind(
    name="asset_confiscation",
    title=N_("Request to confiscate property"),
    cites="asset_confiscation",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        FACTS,
        Content(
            "confiscation_sought",
            N_("whether an order is to be obtained, or enforced, with what enforcing one needs"),
        ),
        PROPERTY,
        PROPERTY_LINK,
        THIRD_PARTIES,
        PERSONS,
        PROCEDURE,
        PURPOSE,
        *MANNER,
    ),
)

CONFISCATION_EXECUTED = MessageKind(
    name="confiscation_executed",
    title=N_("Report of a confiscation"),
    cites="confiscation_executed",
    direction="requested",
    follows=_MEASURES,
    contents=(
        Content("property", N_("the property that was confiscated, and its value")),
        Content("confiscated_on", N_("the day on which it took effect"), is_practice=True),
        Content("domestic_authorisation", N_("the requested State's own order")),
        THIRD_PARTIES_DECIDED,
        Content(
            "replaced",
            N_("the measures that end, since their property is confiscated"),
            condition=N_("if any are in force on it"),
            is_practice=True,
        ),
        COMPLETE,
        Content(
            "outstanding",
            N_("what was not confiscated, and why"),
            condition=N_("if it is not all"),
            is_practice=True,
        ),
        OWN_REFERENCE,
        NOTE,
    ),
)

KINDS = (
    ASSET_FREEZING,
    ASSET_CONFISCATION,
    MEASURE_EXECUTED,
    CONFISCATION_EXECUTED,
    LIFTING_HEARING,
    LIFTING_HEARING_ANSWER,
    MEASURE_LIFTED,
)
