# SPDX-License-Identifier: Apache-2.0
"""Codes of duty: alerts about rosters and clocks, and why a call did not reach an officer."""

from rogatory.errors import Code

TEST = Code("alert-test", "A test of paging", "")
ROSTER_ENDS = Code(
    "alert-roster-ends",
    "The roster of {authority} ends at {moment}; the next one must be set",
    "",
)
ROSTER_ENDED = Code(
    "alert-roster-ended",
    "The roster of {authority} ended at {moment}; the next one must be set",
    "",
)
ROSTER_GONE = Code(
    "alert-roster-gone",
    "Officer {officer} is on the roster of {authority}, but the register does not permit them "
    "to answer alerts; a substitute is needed",
    "",
)
NOT_HANDED_OVER = Code(
    "alert-not-handed-over",
    "Duty at {authority} changed at {moment}, and nobody has confirmed a handover of open work",
    "",
)
SHIFT_UNREACHED = Code(
    "alert-shift-unreached",
    "The test alert at the start of the shift of {moment} at {authority} did not reach officer {officer} by any means",
    "",
)

CLOCK = Code("alert-clock", "{title} ({level})", "")
CLOCK_DUE = Code("alert-clock-due", "{title} ({level}, due {moment})", "")
CASE_CLOCK = Code("alert-case-clock", "{title} ({level}), for {who}", "")
CASE_CLOCK_DUE = Code("alert-case-clock-due", "{title} ({level}, due {moment}), for {who}", "")
CASE_CLOCK_PROMISED = Code(
    "alert-case-clock-promised",
    "{title} ({level}), for {who}; the data are promised to {state} until {until}",
    "",
)
CASE_CLOCK_DUE_PROMISED = Code(
    "alert-case-clock-due-promised",
    "{title} ({level}, due {moment}), for {who}; the data are promised to {state} until {until}",
    "",
)
CASE_CLOCK_PROMISED_OPEN = Code(
    "alert-case-clock-promised-open",
    "{title} ({level}), for {who}; the data are promised to {state} until its request is decided",
    "",
)
CASE_CLOCK_DUE_PROMISED_OPEN = Code(
    "alert-case-clock-due-promised-open",
    "{title} ({level}, due {moment}), for {who}; the data are promised to {state} until its request is decided",
    "",
)

NO_WAY = Code("call-no-way", "There is no way to reach the officer", "")
NO_OFFICER = Code("call-no-officer", "The register has no such officer any more", "")
CALL_FAILED = Code("call-failed", "The call failed ({name}): {problem}", "")
MAIL_REFUSED = Code(
    "call-mail-refused", "The mail server refused the address ({count}): {problem}", ""
)
MAIL_ANSWER = Code("call-mail-answer", "The mail server answered {count}: {problem}", "")
WEBHOOK_STATUS = Code("call-webhook-status", "The webhook answered with the status {count}", "")
