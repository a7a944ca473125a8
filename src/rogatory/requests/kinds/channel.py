# SPDX-License-Identifier: Apache-2.0
"""About the channel itself: what was asked by word of mouth (40(13)), and policy towards a peer."""

from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ASKING_AUTHORITY,
    CASE_NUMBER,
    CHANNEL,
    CLASSIFICATION,
    LEGAL_BASIS,
    NOTE,
    RECIPROCITY,
    SECRECY,
)
from rogatory.wire.words import N_

ORAL_REQUEST = MessageKind(
    name="oral_request",
    title=N_("Record of an oral request"),
    cites="oral_request",
    direction="requesting",
    opens_thread=True,
    contents=(
        ASKING_AUTHORITY,
        CASE_NUMBER,
        Content("request_kind", N_("what kind of request was made")),
        Content("made_at", N_("when it was made"), is_practice=True),
        Content("by_officer", N_("the officer who made it"), is_practice=True),
        Content("made_to", N_("who took it"), is_practice=True),
        Content("summary", N_("what was asked")),
        Content("agreed", N_("that the requested State agreed to an oral request")),
        Content(
            "data",
            N_("the data concerned, each with its category"),
            condition=N_("if data are concerned"),
            is_practice=True,
        ),
        SECRECY,
        CLASSIFICATION,
        LEGAL_BASIS,
        RECIPROCITY,
        CHANNEL,
        Content("urgency", N_("why it could not wait for writing")),
    ),
)

WRITTEN_CONFIRMATION = MessageKind(
    name="written_confirmation",
    title=N_("Written confirmation of an oral request"),
    cites="oral_request",
    direction="requesting",
    follows=frozenset({"oral_request"}),
    contents=(
        Content("thread", N_("the thread of the written request")),
        Content("message", N_("the written request")),
        NOTE,
    ),
)

POLICY_NOTICE = MessageKind(
    name="policy_notice",
    title=N_("Notice of a policy towards the other State"),
    cites=None,
    direction="requesting",
    opens_thread=True,
    contents=(
        Content("authority", N_("the authority that gives notice"), is_practice=True),
        Content("stance", N_("what the policy is"), is_practice=True),
        Content(
            "kinds",
            N_("the kinds of message that it concerns"),
            condition=N_("if not all"),
            is_practice=True,
        ),
        Content("since", N_("from when"), is_practice=True),
        Content("until", N_("until when"), condition=N_("if it is limited"), is_practice=True),
        Content("reasons", N_("the reasons"), is_practice=True),
        Content("channel", N_("the channel that is open instead"), condition=N_("if there is one")),
    ),
)

KINDS = (ORAL_REQUEST, WRITTEN_CONFIRMATION, POLICY_NOTICE)
