# SPDX-License-Identifier: Apache-2.0
"""Identifying and tracing property: article 50(2), with article 40(3), built from UNCAC 55(2) and 46(3)(g), UNTOC
13(2) and 18(3)(g).

It is assistance: accepted, delivered as evidence, and answered in words where property was found.
"""

from rogatory.requests.kinds.assistance_contents import (
    FACTS,
    MANNER,
    PERIOD,
    PERSONS,
    PROCEDURE,
    PURPOSE,
    WHO_ASKS,
)
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.property_measures import ACTIONS, PROPERTY_LINK, THIRD_PARTIES
from rogatory.wire.words import N_

ASSET_TRACING = MessageKind(
    name="asset_tracing",
    title=N_("Request to identify and trace property"),
    cites="asset_tracing",
    direction="requesting",
    opens_thread=True,
    contents=(
        *WHO_ASKS,
        FACTS,
        Content("traced", N_("what is to be identified and traced")),
        Content("property", N_("the property from which it starts"), condition=N_("where known")),
        PROPERTY_LINK,
        ACTIONS,
        THIRD_PARTIES,
        PERSONS,
        PERIOD,
        PROCEDURE,
        PURPOSE,
        *MANNER,
    ),
)

KINDS = (ASSET_TRACING,)
