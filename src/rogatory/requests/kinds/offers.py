# SPDX-License-Identifier: Apache-2.0
"""Information that is offered before it is given: whether the other State can accept secrecy or limits of
use, and its answer. The information follows in a thread of its own, and names the offer.
"""

from rogatory.requests.kinds.families import OFFER
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ANSWERED_MESSAGE,
    CHANNEL,
    CLASSIFICATION,
    LEGAL_BASIS,
    URGENCY,
)
from rogatory.wire.words import N_

INFORMATION_OFFERED = MessageKind(
    name="information_offered",
    title=N_("Offer of information on conditions"),
    cites="information_offered",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content("authority", N_("the authority that offers the information"), is_practice=True),
        Content("case_number", N_("the informing State's own case number"), is_practice=True),
        Content(
            "summary",
            N_("what the information is about, without the information itself"),
            is_practice=True,
        ),
        Content(
            "offence",
            N_("the offence, its provision and its maximum"),
            condition=N_("as far as known"),
            is_practice=True,
        ),
        Content("conditions", N_("the secrecy and limits of use on which it would be given")),
        Content("confidentiality", N_("whether the offer is to be kept secret")),
        CLASSIFICATION,
        Content("wanted_by", N_("by when"), condition=N_("if relevant"), is_practice=True),
        LEGAL_BASIS,
        CHANNEL,
        URGENCY,
    ),
)

OFFER_ANSWERED = MessageKind(
    name="offer_answered",
    title=N_("Answer to an offer of information"),
    cites="offer_answered",
    direction="requested",
    follows=OFFER,
    contents=(
        ANSWERED_MESSAGE,
        Content("decision", N_("whether it accepts the conditions")),
        Content("reasons", N_("the reasons"), condition=N_("if it is declined"), is_practice=True),
    ),
)

KINDS = (INFORMATION_OFFERED, OFFER_ANSWERED)
