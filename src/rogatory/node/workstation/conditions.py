# SPDX-License-Identifier: Apache-2.0
"""The conditions of use that an officer states in one command."""

from datetime import UTC, date, datetime, time

from rogatory.evidence.conditions import StatedConditions


def conditions_of(
    *,
    purpose: str | None,
    proceedings: str | None,
    onward_transfer: str | None,
    secrecy: bool,
    retain_until: date | None,
    police_information_only: bool,
    protected_items: tuple[str, ...] = (),
) -> StatedConditions | None:
    """Return the conditions, or None where none was stated: those of the bag stay as they are."""
    until = None if retain_until is None else datetime.combine(retain_until, time(23, 59, 59), UTC)
    stated = StatedConditions(
        purpose=purpose or None,
        proceedings=proceedings or None,
        onward_transfer=onward_transfer,
        secrecy=secrecy,
        retention_until=until,
        police_information_only=police_information_only,
        protected_items=protected_items,
    )
    return None if stated == StatedConditions() else stated
