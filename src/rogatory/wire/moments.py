# SPDX-License-Identifier: Apache-2.0
"""Moments: UTC to the second, written in the one form `2026-11-24T03:00:00Z`."""

import re
from datetime import UTC, datetime, timedelta

from rogatory.errors import Refused
from rogatory.wire import refusals

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far the clocks of two machines may differ. A document from further ahead would claim a place in
time that it cannot have, and a signed request from further away could have been kept back.
"""

_MOMENT_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z\Z", re.ASCII)


def format_moment(at: datetime) -> str:
    """Return the written form, rounded down to the second; a time without a zone is our fault."""
    if at.tzinfo is None:
        raise ValueError("a moment has a time zone")
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def parse_moment(text: object) -> datetime:
    """Return the moment of that written form; refuses every other way to write it."""
    if not isinstance(text, str) or not _MOMENT_FORM.match(text):
        raise Refused(refusals.MOMENT.because(text=ascii(text)[:40]))
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(refusals.MOMENT.because(text=text)) from error
