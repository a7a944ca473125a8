# SPDX-License-Identifier: Apache-2.0
"""Kinds that make sure before data leave, and that make sure that somebody is there.

A call-back asks the requesting State by its second channel whether an emergency is its own; a drill
asks for nothing but a human. The Convention names neither: both are practice (article 41(1) wants a
contact point that answers at any hour, 2(o) says what an emergency is).
"""

from rogatory.requests.kinds.families import DISCLOSING, DRILL
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import ANSWERED_MESSAGE, NOTE
from rogatory.wire.words import N_

_REQUEST = Content("request", N_("the request that is to be confirmed"), is_practice=True)

CALL_BACK = MessageKind(
    name="call_back",
    title=N_("Call-back before data are given"),
    cites=None,
    direction="requested",
    follows=DISCLOSING,
    contents=(
        _REQUEST,
        Content(
            "case_number",
            N_("the case number that the request states"),
            condition=N_("if it states one"),
            is_practice=True,
        ),
        Content("facts", N_("the danger as the request states it"), is_practice=True),
        Content(
            "data",
            N_("the data that the request asks for"),
            condition=N_("if it names any"),
            is_practice=True,
        ),
        Content("received_at", N_("when the request was received"), is_practice=True),
        Content("needed_by", N_("by which moment"), condition=N_("if known"), is_practice=True),
    ),
)

CALL_BACK_ANSWER = MessageKind(
    name="call_back_answer",
    title=N_("Answer to a call-back"),
    cites=None,
    direction="requesting",
    follows=DISCLOSING,
    contents=(
        ANSWERED_MESSAGE,
        _REQUEST,
        Content(
            "outcome", N_("whether the request is confirmed as this State's own"), is_practice=True
        ),
        Content("by_officer", N_("the officer who confirms or denies it"), is_practice=True),
        NOTE,
    ),
)

DRILL_KIND = MessageKind(
    name="drill",
    title=N_("Drill of the network"),
    cites="drill",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content(
            "minutes",
            N_("within how many minutes an officer is to acknowledge it"),
            is_practice=True,
        ),
        NOTE,
    ),
)

DRILL_ACKNOWLEDGEMENT = MessageKind(
    name="drill_acknowledgement",
    title=N_("Acknowledgement of a drill"),
    cites="drill",
    direction="requested",
    follows=DRILL,
    contents=(
        Content("drill", N_("the drill that is acknowledged"), is_practice=True),
        Content("by_officer", N_("the officer on duty who acknowledges it"), is_practice=True),
        Content("at", N_("when the officer took it"), is_practice=True),
        NOTE,
    ),
)

KINDS = (CALL_BACK, CALL_BACK_ANSWER, DRILL_KIND, DRILL_ACKNOWLEDGEMENT)
