# SPDX-License-Identifier: Apache-2.0
"""Refusals of giving data in an emergency, and of confirming one."""

from rogatory.errors import Code

_SENDER = "The requesting State must have it confirmed by an officer of a call-back authority of its entry."
_OFFICER = "An officer of the acting authority must do this before data leave."

NO_DANGER = Code(
    "emergency-no-danger",
    "The request claims an emergency and states no danger to the life or safety of a person.",
    "The requesting State must be asked which danger there is.",
    cites="emergency",
)
NONE_CLAIMED = Code(
    "emergency-none-claimed",
    "The feedback says that there was no emergency, and the request claimed none.",
    "The officer must say whether the help was of use.",
)
UNCONFIRMED = Code(
    "emergency-unconfirmed",
    "The request claims an emergency, and {state} has not confirmed by its second channel "
    "that it is its own.",
    "Wait for the answer to the call-back; where none comes, an officer must telephone a number of the"
    " card of {state} and decide.",
    cites="call_back",
)
DENIED = Code(
    "emergency-denied",
    "{state} declares that the emergency is not its own request.",
    "Data must not be given. Officers of both States must find out who sent it.",
)
STOPPED = Code(
    "emergency-stopped",
    "Officer {officer} decided after a telephone call that data must not be given.",
    "The same decision must be taken again if more becomes known.",
)
REVIEW_OWED = Code(
    "emergency-review-owed",
    "Officer {officer} decided without an answer to the call-back; nobody has reviewed it yet.",
    "A second officer must review the decision.",
)

# Answers to a call-back
NO_CALL_BACK_AUTHORITY = Code(
    "call-back-authority",
    "According to its entry, {authority} is not among those that confirm the emergencies of "
    "its State.",
    _SENDER,
)
REQUEST_UNKNOWN = Code(
    "call-back-request-unknown",
    "The request {request}, which is confirmed or denied, is unknown here.",
    _SENDER,
)
NOT_APPROVED = Code(
    "call-back-not-approved",
    "No officer approved the answer to a call-back; a node cannot give it without one.",
    _SENDER,
)
SAME_OFFICER = Code(
    "call-back-same-officer",
    "Officer {officer} wrote, approved or sent the request and cannot confirm or deny it.",
    _SENDER,
)
OFFICER_NAMED = Code(
    "call-back-officer-named",
    "The answer names officer {officer}, who did not approve it.",
    _SENDER,
)

# Asking
NOTHING_TO_CONFIRM = Code(
    "call-back-nothing",
    "The request claims no emergency on which this State would give data.",
    "No call-back is needed.",
)
NOBODY_TO_ASK = Code(
    "call-back-nobody",
    "{state} lists nobody who confirms its emergencies, or its node does not support such "
    "messages.",
    "An officer must telephone a number of the card of {state} and decide.",
)
ALREADY_CALLED_BACK = Code(
    "call-back-asked",
    "{state} was called back already, and its answer is waited for or is there.",
    "Wait, or read the answer.",
)
NOT_WAITING = Code(
    "call-back-not-waiting",
    "No call-back in the thread awaits an answer of this State.",
    "There is nothing to confirm.",
)
OUTCOME_UNKNOWN = Code(
    "call-back-outcome",
    "{outcome} is neither `confirmed` nor `denied`.",
    "Choose one of the two.",
)

# Deciding without an answer
TOO_EARLY = Code(
    "call-back-too-early",
    "The call-back has waited for {minutes} minutes of {allowed}.",
    "Wait until {until}, and telephone meanwhile.",
)
NOT_NEEDED = Code(
    "call-back-answered",
    "{state} has answered the call-back: {outcome}.",
    "Act on the answer.",
)
CALL_PARTS = Code(
    "call-back-parts",
    "The record of the telephone call is incomplete: {missing}.",
    _OFFICER,
)
NUMBER_FORM = Code(
    "call-back-number-form",
    "{number} is no telephone number in the form +999 1 5550100.",
    _OFFICER,
)
NUMBER_OFF_CARD = Code(
    "call-back-number-off-card",
    "{number} is not on the card of {state} of {issued}.",
    "Call a number on the card, never one from a message.",
)
NUMBER_FROM_MESSAGE = Code(
    "call-back-number-from-message",
    "{number} is taken from a message of the request: its sender would answer.",
    "Call a number on the card, never one from a message.",
)
NUMBER_WITHOUT_SOURCE = Code(
    "call-back-number-source",
    "This node holds no card of {state}; the source of the number is not stated.",
    "State the list or colleague it comes from.",
)
DECISION_UNKNOWN = Code(
    "call-back-decision",
    "{answer} is neither `go-on` nor `stop`.",
    "Choose one of the two.",
)
REVIEW_BY_DECIDER = Code(
    "emergency-review-same",
    "Officer {officer} took the decision that is to be reviewed.",
    "A second officer must review it.",
)
