# SPDX-License-Identifier: Apache-2.0
"""The conditions of use that an officer states, as `conditions.json` has them."""

from datetime import UTC, date, datetime, time

from rogatory.evidence.options import Conditions


def conditions_of(
    *,
    purpose: str | None,
    proceedings: str | None,
    onward_transfer: str | None,
    secrecy: bool,
    retain_until: date | None,
    police_information_only: bool,
    protected_items: tuple[str, ...] = (),
) -> Conditions | None:
    """The conditions, or None where none was stated (a bag being sealed keeps its own then)."""
    stated = (purpose, proceedings, onward_transfer, retain_until)
    if not any((*stated, secrecy, police_information_only, protected_items)):
        return None
    until = None if retain_until is None else datetime.combine(retain_until, time.max, UTC)
    return Conditions(
        purpose=purpose,
        proceedings=proceedings,
        onward_transfer=onward_transfer or Conditions().onward_transfer,
        secrecy=secrecy,
        retention_until=until,
        police_information_only=police_information_only,
        protected_items=protected_items,
    )
