# SPDX-License-Identifier: Apache-2.0
"""The codes of alerts: why a human is called. What an alert says is what to do, so none has a remedy."""

from rogatory.errors import Code

REQUEST = Code("alert-request", "A new request ({level}) from {sender}", "")
FORK = Code("alert-fork", "Two messages of one State have the same number; a repair is needed", "")
ILLEGAL = Code("alert-illegal", "A message of kind {kind} has no place in its thread", "")
RESTRICTED = Code("alert-restricted", "What it is about is restricted to others", "")
LOST = Code(
    "alert-lost",
    "The other State relies on a message of ours that is not in this database. If it was "
    "restored from a backup, the node must be stopped and what was lost recovered: rogatory "
    "node recover",
    "",
)
WITHHELD = Code(
    "alert-missing",
    "Messages of {state} are missing, and requesting them has no result: {problem}",
    "",
)
UNFINISHED = Code(
    "alert-unfinished",
    "An unfinished text of officer {officer} is erased on {day} unless they continue it",
    "",
)
SINGLE_REVIEW = Code(
    "alert-alone-review",
    "An officer sent a message without a second approval in an emergency; another officer must "
    "review it",
    "",
)

DRILL = Code("alert-drill", "A drill of {sender}: acknowledge it", "")
CALL_BACK = Code(
    "alert-call-back", "{sender} asks whether an emergency is ours: confirm or deny it", ""
)
CALL_BACK_DENIED = Code(
    "alert-call-back-denied", "{state} denies that an emergency from {sender} is its own", ""
)
CALL_BACK_DENIED_HERE = Code(
    "alert-call-back-denied-here",
    "An emergency sent from here in the name of {sender} was denied by this State",
    "",
)
CALL_BACK_CONFIRMED = Code("alert-call-back-confirmed", "{state} confirms its emergency", "")
CALL_BACK_NOT_MADE = Code(
    "alert-call-back-not-asked",
    "An emergency waits, and nobody could be called back: {problem}",
    "",
)
EMERGENCY_LIMIT = Code(
    "alert-emergency-limit",
    "{state} claims more than {limit} emergencies a day: this one is first in the ordinary "
    "queue, and no call-back was made for it yet",
    "",
)
EMERGENCY_NO_DANGER = Code(
    "alert-emergency-no-danger",
    "An emergency from {sender} states no danger to life or safety",
    "",
)
EMERGENCY_REVIEW = Code(
    "alert-emergency-review",
    "A decision taken without an answer to the call-back has not been reviewed",
    "",
)

TO_DISPATCH = Code(
    "alert-to-dispatch", "A signed letter to {state} waits to be dispatched: {kind}", ""
)
STILL_TO_DISPATCH = Code(
    "alert-still-to-dispatch",
    "A signed letter to {state} has waited to be dispatched since {day}",
    "",
)
TO_COMPARE = Code(
    "alert-to-compare",
    "A transcription of a paper from {sender} awaits comparison by a second officer: {kind}",
    "",
)
STILL_TO_COMPARE = Code(
    "alert-still-to-compare",
    "A paper has waited for a second officer to compare it since {day}",
    "",
)
TRANSCRIPTION_CORRECTED = Code(
    "alert-transcription-corrected",
    "The transcription of a message of kind {kind} from {state} was corrected: read it again",
    "",
)

POLICY_UNTOLD = Code(
    "alert-policy-untold",
    "{state} has not been informed of the policy towards it: {problem}",
    "",
)
POLICY_EMERGENCY = Code(
    "alert-policy-emergency",
    "A request of {sender} that claims an emergency was refused by the policy towards {state}: {kind}",
    "",
)
HELD = Code("alert-state-held", "{state} is suspended: {problem}", "")
DIRECTORY = Code("alert-directory", "The directory could not be refreshed: {problem}", "")

PACKAGE = Code("alert-package", "A package cannot be taken: {problem}", "")
AT_OUR_DOOR = Code("alert-at-our-door", "An emergency waits at our door. {problem}", "")
SILENT = Code(
    "alert-silent",
    "The node of {state} gives no receipts ({count} messages wait): {problem}",
    "",
)
SILENT_IN_EMERGENCY = Code(
    "alert-silent-in-emergency",
    "An emergency waits: the node of {state} gives no receipt: {problem}",
    "",
)
UNRECEIPTED = Code("alert-undelivered", "A message to {state} has no receipt yet: {problem}", "")
CLOCK_REFUSED = Code(
    "alert-clock-refused",
    "The clock of {state} or ours is wrong, and a message waits for it: {problem}",
    "",
)
CLOCKS_APART = Code(
    "alert-clock-skew",
    "The clock of {state} is {count} seconds {way} ours; from {limit} on messages are refused",
    "",
)
FAULT = Code("alert-fault", "A job of this node fails again and again ({job}): {problem}", "")
ASIDE = Code(
    "alert-aside",
    "Set aside for review: {job} ({problem}). The operator finds it with rogatory queue list, "
    "and runs it again with rogatory queue replay.",
    "",
)

WITNESS_POLICY = Code("alert-witness-policy", "The witness policy cannot be used: {problem}", "")
WITNESSES_SILENT = Code(
    "alert-witnesses-silent",
    "The custody log has not met its witness policy ({name}) since {moment}; without an answer: {states}",
    "",
)
WITNESSES_UNASKED = Code(
    "alert-witnesses-unasked",
    "The custody log has not met its witness policy ({name}) since {moment}; no witness was asked",
    "",
)
LOG_ACCUSED = Code(
    "alert-log-accused",
    "The custody log of {state} (epoch {count}) is not consistent with its earlier "
    "checkpoints: {problem}",
    "",
)
LOG_UNLISTED = Code(
    "alert-log-unlisted",
    "A receipt of {state} names a custody log that its entry does not list: {problem}",
    "",
)
MISBEHAVES = Code(
    "alert-misbehaviour",
    "The custody log of {state} contradicts itself ({title}): checkpoints of {count} and {rest} entries. "
    "The proof is kept: rogatory witness proof {proof}",
    "",
)
MISBEHAVES_OTHERWISE = Code(
    "alert-misbehaviour-signed",
    "The custody log of {state} contradicts what was signed ({title}). "
    "The proof is kept: rogatory witness proof {proof}",
    "",
)
SPLIT_VIEW = Code(
    "alert-split-view",
    "The publisher of the directory signed two contents of its version {count}: States were shown different directories. "
    "The proof is kept: rogatory witness proof {proof}",
    "",
)
SNAPSHOT_NOT_SHOWN = Code(
    "alert-snapshot-claim",
    "The node of {state} reported different content for version {count} of the directory and did not show it within a day",
    "",
)

KEY_ENDS = Code("alert-key-ends", "A key or certificate of this State: {problem}", "")
TOKEN_ENDS = Code(
    "alert-token-ends",
    "The token {name} of a system of this State ends at {until}. The operator must make a new one and change the system before.",
    "",
)
HOOK_PAUSED = Code(
    "alert-hook-paused",
    "The webhook of the system {name} has failed since {since} and is paused: {problem}. The operator must see to its receiver and resume it.",
    "",
)
