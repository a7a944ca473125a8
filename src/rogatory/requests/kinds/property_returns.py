# SPDX-License-Identifier: Apache-2.0
"""Return and disposal of confiscated property: article 52, built from UNTOC 14 and UNCAC 57.

A request to return property, with claims in order of priority, and the decision on it.
"""

from dataclasses import replace

from rogatory.requests.kinds.assistance_contents import (
    FACTS,
    MANNER,
    PERSONS,
    PROCEDURE,
    WHO_ASKS,
)
from rogatory.requests.kinds.families import RETURNS as _RETURNS
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.property_measures import (
    COMPLETE,
    PROPERTY,
    THIRD_PARTIES,
    THIRD_PARTIES_DECIDED,
)
from rogatory.requests.kinds.recurring_contents import NOTE, OWN_REFERENCE
from rogatory.wire.words import N_

_THIRD_PARTIES = replace(THIRD_PARTIES, is_practice=True)
_THIRD_PARTIES_DECIDED = replace(THIRD_PARTIES_DECIDED, is_practice=True)
"""As recalled, article 52 does not name bona fide third parties; UNCAC 57(2) does."""

PROPERTY_RETURN = MessageKind(
    name="property_return",
    title=N_("Request to return confiscated property"),
    cites="property_return",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        FACTS,
        Content(
            "confiscation_order",
            N_("the order by which the property was confiscated"),
            condition=N_("if it is known"),
            is_practice=True,
        ),
        Content(
            "judgment",
            N_("the final judgment of the requesting State on which the request rests"),
            condition=N_("if there is one"),
            is_practice=True,
        ),
        PROPERTY,
        Content("claims", N_("the claims to the property, in order of priority, with reasons")),
        _THIRD_PARTIES,
        Content(
            "agreement",
            N_("the agreement on which the disposal is to rest"),
            condition=N_("if there is one"),
        ),
        PERSONS,
        PROCEDURE,
        Content("purpose", N_("what is to be done with the property that is returned")),
        *MANNER,
    ),
)

RETURN_DECIDED = MessageKind(
    name="return_decided",
    title=N_("Decision on the return of property"),
    cites="return_decided",
    direction="requested",
    follows=_RETURNS,
    contents=(
        Content("property", N_("the property on which it was decided, and its value")),
        Content("shares", N_("to whom it goes, in order of priority, with reasons")),
        Content(
            "deducted",
            N_("the costs that are deducted, with their amount and reasons"),
            condition=N_("if any are deducted"),
        ),
        Content(
            "agreement",
            N_("the agreement on which the decision rests"),
            condition=N_("if it rests on one"),
        ),
        Content("domestic_authorisation", N_("the requested State's own decision")),
        _THIRD_PARTIES_DECIDED,
        Content(
            "handover_by",
            N_("the day by which the property is to be handed over"),
            condition=N_("if it is known"),
            is_practice=True,
        ),
        COMPLETE,
        Content(
            "outstanding",
            N_("what was not decided, and why"),
            condition=N_("if it is not all"),
            is_practice=True,
        ),
        OWN_REFERENCE,
        NOTE,
    ),
)

KINDS = (PROPERTY_RETURN, RETURN_DECIDED)
