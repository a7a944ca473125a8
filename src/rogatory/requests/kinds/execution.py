# SPDX-License-Identifier: Apache-2.0
"""Executing a request: accepting, postponing, consulting, delivering, answering."""

from dataclasses import replace

from rogatory.requests.kinds.families import ACCEPTED, ANSWERED, DECIDED, EXECUTED, REQUESTS
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ANSWERED_MESSAGE,
    ARTICLE_STATED,
    GIVEN_UNDER,
    NOTE,
    OWN_REFERENCE,
    PROPERTY_FOUND,
    SEAL,
)
from rogatory.wire.words import N_

ACCEPTANCE = MessageKind(
    name="acceptance",
    title=N_("Acceptance of the request"),
    cites="execution",
    direction="requested",
    follows=ACCEPTED,
    contents=(
        Content("authority", N_("the authority that executes the request")),
        Content("domestic_authorisation", N_("the requested State's own authorisation")),
        Content("starts", N_("when execution starts"), condition=N_("if known"), is_practice=True),
        Content("ends", N_("when execution ends"), condition=N_("if known"), is_practice=True),
        Content("expected", N_("when an answer is expected"), condition=N_("if known")),
        Content("conditions", N_("the terms on which assistance is given"), condition=N_("if any")),
        OWN_REFERENCE,
    ),
)

POSTPONEMENT = MessageKind(
    name="postponement",
    title=N_("Postponement of execution"),
    cites="postponement",
    direction="requested",
    follows=DECIDED,
    contents=(
        Content("ground", N_("the ground for postponement")),
        ARTICLE_STATED,
        Content("reasons", N_("the reasons")),
        Content(
            "consultation",
            N_("the record of the consultation on help with conditions"),
            condition=N_("where the instrument asks for one"),
        ),
        Content("review_date", N_("when it will be looked at again"), is_practice=True),
    ),
)

CONSULTATION = MessageKind(
    name="consultation",
    title=N_("Consultation on help with conditions"),
    cites="consultation",
    direction="requested",
    follows=REQUESTS,
    contents=(
        Content("about", N_("what would otherwise follow")),
        Content("proposal", N_("the terms or the partial help proposed")),
        Content("conditions", N_("the conditions, one by one"), condition=N_("if any")),
        Content("costs", N_("costs beyond the ordinary"), condition=N_("if any")),
        Content("wanted_by", N_("by when"), condition=N_("if relevant"), is_practice=True),
    ),
)

CONSULTATION_ANSWER = MessageKind(
    name="consultation_answer",
    title=N_("Answer to a consultation"),
    cites="consultation",
    direction="requesting",
    follows=REQUESTS,
    contents=(
        ANSWERED_MESSAGE,
        Content("outcome", N_("whether the terms are accepted")),
        Content(
            "reasons", N_("the reasons"), condition=N_("if they are to be stated"), is_practice=True
        ),
    ),
)

_DELIVERED = (
    Content("package", N_("the package"), is_practice=True),
    SEAL,
    Content("bag", N_("the digest of the evidence")),
    Content("payload_size", N_("the size of the sealed payload"), is_practice=True),
    Content("segments", N_("the number of segments"), is_practice=True),
    Content("segment_size", N_("the size of a segment"), is_practice=True),
    Content("conditions", N_("the conditions of use")),
    GIVEN_UNDER,
)

CONDITIONS_ANSWERED = MessageKind(
    name="conditions_answered",
    title=N_("Answer to the conditions of an acceptance"),
    cites="conditions_answered",
    direction="requesting",
    follows=DECIDED,
    contents=(
        ANSWERED_MESSAGE,
        Content("conditions", N_("the decision on each condition")),
        NOTE,
    ),
)

DELIVERY = MessageKind(
    name="delivery",
    title=N_("Delivery of evidence"),
    cites="transmission",
    direction="requested",
    follows=EXECUTED,
    contents=(*_DELIVERED, NOTE),
)

PARTIAL_DELIVERY = MessageKind(
    name="partial_delivery",
    title=N_("Delivery of a part of the evidence"),
    cites="transmission",
    direction="requested",
    follows=EXECUTED,
    contents=(
        *_DELIVERED,
        Content("outstanding", N_("what is still to come")),
        Content("expected", N_("when it is expected"), condition=N_("if known"), is_practice=True),
        NOTE,
    ),
)

DELIVERY_CONFIRMED = MessageKind(
    name="delivery_confirmed",
    title=N_("Confirmation that evidence arrived and verified"),
    cites="transmission",
    direction="requesting",
    follows=EXECUTED,
    contents=(
        SEAL,
        Content("verified", N_("that the package was verified")),
        Content("verified_at", N_("when the package was verified"), is_practice=True),
        Content("opened", N_("whether the package was opened"), is_practice=True),
        NOTE,
    ),
)

ANSWER = MessageKind(
    name="answer",
    title=N_("Answer in words"),
    cites="direct_execution",
    direction="requested",
    follows=ANSWERED,
    contents=(
        Content("answer", N_("the answer"), is_practice=True),
        Content("complete", N_("whether this is the complete answer"), is_practice=True),
        Content(
            "found",
            N_("what was found, and where"),
            condition=N_("where something was to be found"),
        ),
        replace(PROPERTY_FOUND, condition=N_("if any was to be traced")),
        Content(
            "police_information_only", N_("whether it is police information that is not evidence")
        ),
        Content("conditions", N_("the conditions of use"), condition=N_("if any")),
        GIVEN_UNDER,
        OWN_REFERENCE,
        NOTE,
    ),
)

KINDS = (
    ACCEPTANCE,
    POSTPONEMENT,
    CONSULTATION,
    CONSULTATION_ANSWER,
    CONDITIONS_ANSWERED,
    DELIVERY,
    PARTIAL_DELIVERY,
    DELIVERY_CONFIRMED,
    ANSWER,
)
