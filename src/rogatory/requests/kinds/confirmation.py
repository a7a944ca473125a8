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

_REQUEST = Content("request", N_("the request that is to be confirmed"), "-", "practice")

CALL_BACK = MessageKind(
    name="call_back",
    title=N_("Call-back before data are given"),
    article="-",
    certainty="practice",
    direction="requested",
    follows=DISCLOSING,
    contents=(
        _REQUEST,
        Content(
            "case_number",
            N_("the case number that the request states"),
            "-",
            "practice",
            condition=N_("if it states one"),
        ),
        Content("facts", N_("the danger as the request states it"), "-", "practice"),
        Content(
            "data",
            N_("the data that the request asks for"),
            "-",
            "practice",
            condition=N_("if it names any"),
        ),
        Content("received_at", N_("when the request was received"), "-", "practice"),
        Content("needed_by", N_("by which moment"), "-", "practice", condition=N_("if known")),
    ),
)

CALL_BACK_ANSWER = MessageKind(
    name="call_back_answer",
    title=N_("Answer to a call-back"),
    article="-",
    certainty="practice",
    direction="requesting",
    follows=DISCLOSING,
    contents=(
        ANSWERED_MESSAGE,
        _REQUEST,
        Content(
            "outcome", N_("whether the request is confirmed as this State's own"), "-", "practice"
        ),
        Content("by_officer", N_("the officer who confirms or denies it"), "-", "practice"),
        NOTE,
    ),
)

DRILL_KIND = MessageKind(
    name="drill",
    title=N_("Drill of the network"),
    article="41(1)",
    certainty="practice",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content(
            "minutes",
            N_("within how many minutes an officer is to acknowledge it"),
            "-",
            "practice",
        ),
        NOTE,
    ),
)

DRILL_ACKNOWLEDGEMENT = MessageKind(
    name="drill_acknowledgement",
    title=N_("Acknowledgement of a drill"),
    article="41(1)",
    certainty="practice",
    direction="requested",
    follows=DRILL,
    contents=(
        Content("drill", N_("the drill that is acknowledged"), "-", "practice"),
        Content("by_officer", N_("the officer on duty who acknowledges it"), "-", "practice"),
        Content("at", N_("when the officer took it"), "-", "practice"),
        NOTE,
    ),
)

KINDS = (CALL_BACK, CALL_BACK_ANSWER, DRILL_KIND, DRILL_ACKNOWLEDGEMENT)
