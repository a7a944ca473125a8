# SPDX-License-Identifier: Apache-2.0
"""Executing a request: accepting, postponing, consulting, delivering, answering."""

from rogatory.requests.kinds.families import ANSWERED, EXECUTED, LOCATING, REQUESTS
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ANSWERED_MESSAGE,
    ARTICLE_STATED,
    NOTE,
    OWN_AUTHORISATION,
    OWN_REFERENCE,
    SEAL,
)
from rogatory.wire.words import N_

ACCEPTANCE = MessageKind(
    name="acceptance",
    title=N_("Acceptance of the request"),
    article="40(17)",
    certainty="parallel",
    direction="requested",
    follows=EXECUTED | LOCATING,
    contents=(
        Content("authority", N_("the authority that executes the request"), "40(12)", "parallel"),
        Content(
            "domestic_authorisation",
            N_("the requested State's own authorisation"),
            "24(4)",
            "memory",
        ),
        Content("starts", N_("when execution starts"), "-", "practice", condition=N_("if known")),
        Content("ends", N_("when execution ends"), "-", "practice", condition=N_("if known")),
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

POSTPONEMENT = MessageKind(
    name="postponement",
    title=N_("Postponement of execution"),
    article="40(27)",
    certainty="parallel",
    direction="requested",
    follows=EXECUTED | LOCATING,
    contents=(
        Content("ground", N_("the ground for postponement"), "40(27)", "parallel"),
        ARTICLE_STATED,
        Content("reasons", N_("the reasons"), "40(27)", "parallel"),
        Content(
            "consultation",
            N_("the record of the consultation on help with conditions"),
            "40(28)",
            "parallel",
            condition=N_("where the instrument asks for one"),
        ),
        Content("review_date", N_("when it will be looked at again"), "-", "practice"),
    ),
)

CONSULTATION = MessageKind(
    name="consultation",
    title=N_("Consultation on help with conditions"),
    article="40(28)",
    certainty="parallel",
    direction="requested",
    follows=REQUESTS,
    contents=(
        Content("about", N_("what would otherwise follow"), "40(28)", "parallel"),
        Content("proposal", N_("the terms or the partial help proposed"), "40(28)", "parallel"),
        Content(
            "conditions",
            N_("the conditions, one by one"),
            "40(28)",
            "parallel",
            condition=N_("if any"),
        ),
        Content(
            "costs",
            N_("costs beyond the ordinary"),
            "40(30)",
            "parallel",
            condition=N_("if any"),
        ),
        Content("wanted_by", N_("by when"), "-", "practice", condition=N_("if relevant")),
    ),
)

CONSULTATION_ANSWER = MessageKind(
    name="consultation_answer",
    title=N_("Answer to a consultation"),
    article="40(28)",
    certainty="parallel",
    direction="requesting",
    follows=REQUESTS,
    contents=(
        ANSWERED_MESSAGE,
        Content("outcome", N_("whether the terms are accepted"), "40(28)", "parallel"),
        Content(
            "reasons", N_("the reasons"), "-", "practice", condition=N_("if they are to be stated")
        ),
    ),
)

_DELIVERED = (
    Content("package", N_("the package"), "-", "practice"),
    SEAL,
    Content("bag", N_("the digest of the evidence"), "40(14)", "memory"),
    Content("payload_size", N_("the size of the sealed payload"), "-", "practice"),
    Content("segments", N_("the number of segments"), "-", "practice"),
    Content("segment_size", N_("the size of a segment"), "-", "practice"),
    Content("conditions", N_("the conditions of use"), "40(19)", "parallel"),
    OWN_AUTHORISATION,
)

CONDITIONS_ANSWERED = MessageKind(
    name="conditions_answered",
    title=N_("Answer to the conditions of an acceptance"),
    article="40(28)",
    certainty="parallel",
    direction="requesting",
    follows=EXECUTED | LOCATING,
    contents=(
        ANSWERED_MESSAGE,
        Content("conditions", N_("the decision on each condition"), "40(28)", "parallel"),
        NOTE,
    ),
)

DELIVERY = MessageKind(
    name="delivery",
    title=N_("Delivery of evidence"),
    article="40(14)",
    certainty="memory",
    direction="requested",
    follows=EXECUTED,
    contents=(*_DELIVERED, NOTE),
)

PARTIAL_DELIVERY = MessageKind(
    name="partial_delivery",
    title=N_("Delivery of a part of the evidence"),
    article="40(14)",
    certainty="memory",
    direction="requested",
    follows=EXECUTED,
    contents=(
        *_DELIVERED,
        Content("outstanding", N_("what is still to come"), "40(26)", "parallel"),
        Content("expected", N_("when it is expected"), "-", "practice", condition=N_("if known")),
        NOTE,
    ),
)

DELIVERY_CONFIRMED = MessageKind(
    name="delivery_confirmed",
    title=N_("Confirmation that evidence arrived and verified"),
    article="40(14)",
    certainty="memory",
    direction="requesting",
    follows=EXECUTED,
    contents=(
        SEAL,
        Content("verified", N_("that the package was verified"), "40(14)", "memory"),
        Content("verified_at", N_("when the package was verified"), "-", "practice"),
        Content("opened", N_("whether the package was opened"), "-", "practice"),
        NOTE,
    ),
)

ANSWER = MessageKind(
    name="answer",
    title=N_("Answer in words"),
    article="41(3)",
    certainty="parallel",
    direction="requested",
    follows=ANSWERED,
    contents=(
        Content("answer", N_("the answer"), "-", "practice"),
        Content("complete", N_("whether this is the complete answer"), "-", "practice"),
        Content(
            "found",
            N_("what was found, and where"),
            "42(2)",
            "memory",
            condition=N_("where something was to be found"),
        ),
        Content(
            "police_information_only",
            N_("whether it is police information that is not evidence"),
            "47(1)",
            "memory",
        ),
        Content(
            "conditions",
            N_("the conditions of use"),
            "40(19)",
            "parallel",
            condition=N_("if any"),
        ),
        OWN_AUTHORISATION,
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
