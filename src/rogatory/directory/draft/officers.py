# SPDX-License-Identifier: Apache-2.0
"""The register of officers in the making: enrolled by a passkey's public half, and ended.

An officer is a number, never a name. When his authorities or roles change, what was listed ends
and the same credential is listed anew, so that what he approved before is judged by what he was.
"""

from dataclasses import replace
from datetime import datetime

from rogatory.directory.draft import refusals
from rogatory.directory.entry.period import PeriodEnd
from rogatory.directory.entry.register import OfficerRecord, OfficerRegister
from rogatory.errors import Refused


def enrol(register: OfficerRegister, officer: OfficerRecord) -> OfficerRegister:
    """Return the register with one more record; what its credential was listed for until now ends
    then.

    Raises:
        Refused: the very same is listed and in force.
    """
    rows: list[OfficerRecord] = []
    for one in register.officers:
        same = (one.number, one.credential) == (officer.number, officer.credential)
        if not same or not one.period.covers(officer.period.start):
            rows.append(one)
            continue
        if (one.authorities, one.roles) == (officer.authorities, officer.roles):
            raise Refused(refusals.OFFICER_ENROLLED.because(number=officer.number))
        rows.append(_ended(one, officer.period.start, "rotated"))
    return replace(register, officers=(*rows, officer))


def roles_of(
    register: OfficerRegister, number: str, at: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the authorities and roles of an officer who is in force, for a further passkey of his.

    Raises:
        Refused: there is no such officer, or he has ended.
    """
    found = [one for one in register.officers if one.number == number and one.period.covers(at)]
    if not found:
        raise Refused(refusals.OFFICER_NEW.because(number=ascii(number)[1:-1][:40]))
    newest = max(found, key=lambda one: one.period.start)
    return newest.authorities, newest.roles


def end_officer(
    register: OfficerRegister,
    number: str,
    at: datetime,
    reason: str,
    credential: bytes | None = None,
) -> OfficerRegister:
    """Return the register with an officer ended, by one credential or by all that are in force.

    Raises:
        Refused: nothing of that number is in force.
    """
    rows: list[OfficerRecord] = [
        _ended(one, at, reason)
        if one.number == number
        and credential in {None, one.credential}
        and at < one.period.until
        and one.period.ended is None
        else one
        for one in register.officers
    ]
    if tuple(rows) == register.officers:
        raise Refused(refusals.OFFICER_NOT_ENROLLED.because(number=ascii(number)[1:-1][:40]))
    return replace(register, officers=tuple(rows))


def _ended(officer: OfficerRecord, at: datetime, reason: str) -> OfficerRecord:
    return replace(officer, period=replace(officer.period, ended=PeriodEnd(at, reason)))
