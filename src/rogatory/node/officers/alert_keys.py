# SPDX-License-Identifier: Apache-2.0
"""Keys of alerts: how each begins that others than its writer look for, and what it states."""

REQUEST = "request/"
"""A request has come; before its digest."""

SINGLE_OFFICER = "alone-review/"
"""A review is wanted of what was sent alone; before the message's digest."""

CALL_BACK = "call-back/"
"""A call-back is to be answered; before its digest."""

CALL_BACK_CONFIRMED = "call-back-confirmed/"
CALL_BACK_NOT_MADE = "call-back-not-asked/"
EMERGENCY_LIMIT = "emergency-limit/"
EMERGENCY_NO_DANGER = "emergency-no-danger/"

SHIFT_STARTS = "shift-starts/"
"""A test alert at the start of a shift; before its authority, moment and officer."""

_CLOCK = "clock/"


def clock_key(message: str, name: str, level: str) -> str:
    """Return the key of the alert that a deadline of a message, by its name, has come to a level."""
    return f"{_CLOCK}{message}/{name}/{level}"


def clock_of(key: str) -> str | None:
    """Return the name of the deadline that an alert is about; None of any other alert."""
    return key.split("/")[2] if key.startswith(_CLOCK) else None
