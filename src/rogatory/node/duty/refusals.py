# SPDX-License-Identifier: Apache-2.0
"""Refusals of duty: rosters, alerts and handovers."""

from rogatory.errors import Code

_HEAD = "The author of the roster must correct it."

# A plan or a roster
PLAN_FORM = Code("roster-plan-form", "The plan of the roster: {problem}.", _HEAD)
ROSTER_FORM = Code(
    "roster-form", "The stored roster cannot be read: {problem}.", "It must be put in force again."
)
TIME_ZONE = Code(
    "roster-time-zone",
    "{zone} is no time zone of the IANA database.",
    "Name one such as Etc/GMT+5.",
)
ROSTER_PERIOD = Code(
    "roster-period",
    "The roster runs from {start} until {end}; it must end after it begins, and not in the past.",
    _HEAD,
)
ROSTER_LONG = Code(
    "roster-long",
    "The roster covers {days} days; at most {limit} are allowed.",
    "Set a shorter roster now, and the next one in time.",
)
ROSTER_LARGE = Code(
    "roster-large", "The roster has {count} shifts; at most {limit} are taken.", _HEAD
)
SHIFT_EMPTY = Code(
    "roster-shift-empty",
    "Shift {number} of the plan names no officer.",
    "The author of the roster must name at least one officer in `officers`, or delete the shift.",
)
SHIFT_LONG = Code(
    "roster-shift-long",
    "A shift of {officer} from {start} lasts {hours} hours; at most {limit} are taken.",
    _HEAD,
)
SHIFT_ORDER = Code(
    "roster-shift-order", "A shift of {officer} from {start} ends before it begins.", _HEAD
)
SHIFT_TWICE = Code(
    "roster-overlap",
    "{officer} and {other} are both on duty at {authority} from {start} until {end}, for more than"
    " {limit} minutes.",
    "Each of two officers on duty believes that the other has it: one shift must be shortened.",
)
GAP = Code(
    "roster-gap",
    "Nobody is on duty at {authority} from {start} until {end}.",
    "Name an officer for that time, or a default officer who covers every gap.",
    certainty="parallel",
    article="41(1)",
)
SUBSTITUTE_SAME = Code(
    "roster-substitute-same",
    "{officer} is named as their own substitute from {start}.",
    "Name another officer, or none.",
)
NO_SECOND = Code(
    "roster-no-second",
    "{officer} is on duty at {authority} from {start}, and nobody else is alerted if there is"
    " no answer.",
    "Name a substitute for that time, or a further head of unit.",
    certainty="parallel",
    article="41(5)",
)
HEAD_MISSING = Code(
    "roster-head-missing",
    "The roster of {authority} names no head of unit, who is alerted when nobody answers.",
    "Name at least one officer as head.",
    certainty="parallel",
    article="41(5)",
)
WAIT_RANGE = Code(
    "roster-wait",
    "The wait of {minutes} minutes on a rung of the ladder for {urgency} is not between 1 and {limit}.",
    _HEAD,
)

# A draft of a roster
DRAFT_NONE = Code(
    "roster-draft-none",
    "There is no draft roster for {authority}; it was published or discarded, or never begun.",
    "Begin a draft.",
)
DRAFT_EXISTS = Code(
    "roster-draft-exists",
    "{officer} has begun a draft roster for {authority} already.",
    "Go on with that draft, or discard it first.",
)
DRAFT_CHANGED = Code(
    "roster-draft-changed",
    "{officer} changed the draft roster of {authority} at {at}, after this page was opened.",
    "Review the draft as it is now, then send the form again.",
)
DRAFT_REVISION = Code(
    "roster-draft-revision",
    "Revision {revision} of the draft roster is not kept.",
    "Choose one of the list.",
)
ROSTER_UNKNOWN = Code(
    "roster-unknown", "There is no published roster {roster} here.", "Choose one of the list."
)
SHIFT_UNKNOWN = Code(
    "roster-shift-unknown",
    "The draft roster has no shift of {officer} from {start}.",
    "Choose one of the table.",
)
PATTERN_EMPTY = Code(
    "roster-pattern-empty",
    "The pattern names no day of the week, or no officer.",
    "Choose at least one day and enter at least one officer.",
)
PATTERN_SUBSTITUTES = Code(
    "roster-pattern-substitutes",
    "The pattern has neither one substitute nor one for each officer.",
    "Enter one substitute for all, or one for each officer in the same order.",
)
SHIFT_TIME = Code(
    "roster-shift-time",
    "“{given}” is no local time.",
    "Enter a date and a time, such as 2026-12-24T20:00.",
)

# A calendar
CALENDAR_MISSING = Code(
    "calendar-missing", "No calendar file was chosen.", "Choose a file in iCalendar format (.ics)."
)
CALENDAR_LINE = Code(
    "calendar-preview-line",
    "A shift of the preview cannot be read: {given}.",
    "Import the calendar again.",
)
CALENDAR_NAME = Code(
    "calendar-name",
    "“{given}” names no officer's number.",
    "Write each name and number on a line of its own, such as Surname=xb-0003.",
)
CALENDAR_FORM = Code(
    "calendar-form",
    "The calendar cannot be read: {problem}.",
    "Export it again as iCalendar (RFC 5545).",
)
CALENDAR_EVENT = Code(
    "calendar-event",
    "The event {event} cannot be a shift: {problem}.",
    "Correct it in the calendar programme, and export it again.",
)
CALENDAR_LARGE = Code(
    "calendar-large", "The calendar has {size} {unit}; at most {limit} are read.", _HEAD
)

# Stand-ins, hand-overs, calls
STAND_IN_PERIOD = Code(
    "stand-in-period",
    "Duty would be taken from {start} until {end}; it must end after it begins, not in the "
    "past, and within {days} days.",
    "For a longer time a new roster must be set.",
)
HAND_OVER_UNKNOWN = Code(
    "hand-over-unknown", "There is no hand-over {hand_over} here.", "Choose one of the list."
)
HAND_OVER_CONFIRMED = Code(
    "hand-over-confirmed",
    "Officer {officer} has confirmed this hand-over already.",
    "No action is needed.",
)
HAND_OVER_SAME = Code(
    "hand-over-own",
    "Officer {officer} wrote the hand-over and cannot confirm it.",
    "The next officer must confirm it.",
)
HAND_OVER_NOT_NEXT = Code(
    "hand-over-not-next",
    "Officer {officer} is not on duty at {authority}, nor next, substitute or head.",
    "The officer who takes over must confirm the handover; a replacement must first act as "
    "substitute.",
)
HAND_OVER_CHANGED = Code(
    "hand-over-changed",
    "The list that was confirmed is not the list of this hand-over.",
    "Review it, and confirm its content.",
)
CALL_UNKNOWN = Code("call-unknown", "There is no call {call} here.", "Choose one of the desk.")
ADDRESS_FORM = Code(
    "duty-address-form",
    "{address} is no address for mail.",
    "Write it as name@host, in plain characters; at most {limit} for one officer.",
)
TEXT_LONG = Code(
    "duty-text-long",
    "{field} has more than {limit} characters, or a character that cannot be shown.",
    "Shorten it; longer text belongs in a note of the case file.",
)
