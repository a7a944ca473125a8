# SPDX-License-Identifier: Apache-2.0
"""About the channel itself: what was asked by word of mouth (40(13)), and policy towards a peer."""

from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ASKING_AUTHORITY,
    CASE_NUMBER,
    CHANNEL,
    LEGAL_BASIS,
    NOTE,
    SECRECY,
)
from rogatory.wire.words import N_

ORAL_REQUEST = MessageKind(
    name="oral_request",
    title=N_("Record of an oral request"),
    article="40(13)",
    certainty="parallel",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        CASE_NUMBER,
        Content("request_kind", N_("what kind of request was made"), "40(13)", "parallel"),
        Content("made_at", N_("when it was made"), "-", "practice"),
        Content("by_officer", N_("the officer who made it"), "-", "practice"),
        Content("made_to", N_("who took it"), "-", "practice"),
        Content("summary", N_("what was asked"), "40(13)", "parallel"),
        Content(
            "agreed",
            N_("that the requested State agreed to an oral request"),
            "40(13)",
            "parallel",
        ),
        Content(
            "data",
            N_("the data concerned, each with its category"),
            "-",
            "practice",
            condition=N_("if data are concerned"),
        ),
        SECRECY,
        LEGAL_BASIS,
        CHANNEL,
        Content("urgency", N_("why it could not wait for writing"), "40(13)", "parallel"),
    ),
)

WRITTEN_CONFIRMATION = MessageKind(
    name="written_confirmation",
    title=N_("Written confirmation of an oral request"),
    article="40(13)",
    certainty="parallel",
    direction="requesting",
    follows=frozenset({"oral_request"}),
    contents=(
        Content("thread", N_("the thread of the written request"), "40(13)", "parallel"),
        Content("message", N_("the written request"), "40(13)", "parallel"),
        NOTE,
    ),
)

POLICY_NOTICE = MessageKind(
    name="policy_notice",
    title=N_("Notice of a policy towards the other State"),
    article="-",
    certainty="practice",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content("authority", N_("the authority that gives notice"), "-", "practice"),
        Content("stance", N_("what the policy is"), "-", "practice"),
        Content(
            "kinds",
            N_("the kinds of message that it concerns"),
            "-",
            "practice",
            condition=N_("if not all"),
        ),
        Content("since", N_("from when"), "-", "practice"),
        Content("until", N_("until when"), "-", "practice", condition=N_("if it is limited")),
        Content("reasons", N_("the reasons"), "-", "practice"),
        Content(
            "channel",
            N_("the channel that is open instead"),
            "40(12)",
            "parallel",
            condition=N_("if there is one"),
        ),
    ),
)

KINDS = (ORAL_REQUEST, WRITTEN_CONFIRMATION, POLICY_NOTICE)
