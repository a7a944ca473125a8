# SPDX-License-Identifier: Apache-2.0
"""Entries are only added to, so that the newest one has the whole past.

What a judge must still be able to look up in ten years is never taken back: a key that was listed
stays, with an end at most. What only describes the present (the node's address, names, channels,
languages, kinds spoken, approvals demanded) may change freely.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from rogatory.directory.entry import refusals
from rogatory.directory.entry.entry import (
    CertificateRecord,
    DirectoryEntry,
    PartyFact,
    RecipientRecord,
)
from rogatory.directory.entry.fields import Reading
from rogatory.directory.entry.period import ROTATED, Period
from rogatory.directory.entry.register import OfficerRecord, OfficerRegister
from rogatory.errors import Reason
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText


class Periodic(Protocol):
    """A listed record with the time it is in force."""

    @property
    def period(self) -> Period: ...


def check_succession(old: DirectoryEntry, new: DirectoryEntry) -> list[Reason]:
    """Return why the new entry of a State takes something back.

    What must hold:
      1. It is of the same State.
      2. Every authority stays, with every place, subject and kind of act it had.
      3. Every certificate, recipient, log key and witness key stays, unchanged but for an end
         and an earlier `until` (see `_period_reasons`).
      4. The relying party stays, with every origin it had: old approvals name it.
      5. Every fact about party status stays.
    """
    reading = Reading(FilledText(P_("entry")))
    if new.state != old.state:
        reading.note(refusals.ANOTHER_STATE, "state", found=new.state, state=old.state)
    _authorities(old, new, reading)
    _kept(reading, "certificates", old.certificates, new.certificates, _certificate_name)
    _kept(reading, "recipients", old.recipients, new.recipients, _recipient_name)
    _kept(reading, "logs", old.logs, new.logs, lambda log: f"{log.origin} {log.vkeys}")
    _kept(reading, "witnesses", old.witnesses, new.witnesses, lambda one: f"{one.name} {one.vkey}")
    if new.relying_party.id != old.relying_party.id:
        reading.note(refusals.CHANGED, "relying_party.id")
    _only_added(
        reading, "relying_party.origins", old.relying_party.origins, new.relying_party.origins
    )
    _only_added(reading, "party", map(_fact, old.party), map(_fact, new.party))
    return reading.reasons


def check_register_succession(old: OfficerRegister, new: OfficerRegister) -> list[Reason]:
    """Return why the new register of a State takes something back.

    What must hold: every officer's credential stays, with its number, key, authorities and
    roles, unchanged but for an end and an earlier `until`.
    """
    reading = Reading(FilledText(P_("register")))
    if new.state != old.state:
        reading.note(refusals.ANOTHER_STATE, "state", found=new.state, state=old.state)
    _kept(reading, "officers", old.officers, new.officers, _officer_name)
    return reading.reasons


def _authorities(old: DirectoryEntry, new: DirectoryEntry, reading: Reading) -> None:
    successors = {authority.id: authority for authority in new.authorities}
    for index, authority in enumerate(old.authorities):
        path = f"authorities[{index}]"
        successor = successors.get(authority.id)
        if successor is None:
            reading.note(refusals.REMOVED, "authorities", value=authority.id)
            continue
        _only_added(reading, f"{path}.places", authority.places, successor.places)
        _only_added(reading, f"{path}.subjects", authority.subjects, successor.subjects)
        _only_added(reading, f"{path}.acts", authority.acts, successor.acts)


def _kept[R: Periodic](
    reading: Reading, path: str, old: Iterable[R], new: Iterable[R], name: Callable[[R], str]
) -> None:
    """Check that every old record has a successor of the same name, whose period follows the old
    one.
    """
    successors = {name(record): record for record in new}
    for index, record in enumerate(old):
        successor = successors.get(name(record))
        if successor is None:
            reading.note(refusals.REMOVED, path, value=name(record)[:120])
        else:
            _period(reading, f"{path}[{index}]", record.period, successor.period)


def _period(reading: Reading, path: str, old: Period, new: Period) -> None:
    """Check the change of a period.

    1. `from` stays; `until` may only come earlier.
    2. An end may be set. One that was set may only come earlier, and *rotated* become
       *compromised*, never the reverse: what is learned later is always worse.
    """
    if new.start != old.start:
        reading.note(refusals.CHANGED, f"{path}.from")
    if new.until > old.until:
        reading.note(refusals.PROLONGED, f"{path}.until")
    if old.ended is None:
        return
    if new.ended is None or new.ended.at > old.ended.at:
        reading.note(refusals.REVIVED, f"{path}.ended")
    elif new.ended.reason != old.ended.reason != ROTATED:
        reading.note(refusals.REVIVED, f"{path}.ended.reason")


def _only_added(reading: Reading, path: str, old: Iterable[str], new: Iterable[str]) -> None:
    kept = set(new)
    for value in old:
        if value not in kept:
            reading.note(refusals.REMOVED, path, value=value[:120])


def _certificate_name(record: CertificateRecord) -> str:
    """Return what must not change, and how a person recognises the certificate."""
    digest = sha256(record.der)
    return f"{record.use} of {record.holder} ({record.algorithm}, SHA-256 {digest})"


def _recipient_name(record: RecipientRecord) -> str:
    return f"{record.label} of {record.authority}: {record.recipient}"


def _officer_name(record: OfficerRecord) -> str:
    parts = (*record.authorities, *record.roles, record.credential.hex(), sha256(record.key))
    return f"{record.number} ({', '.join(parts)})"


def _fact(fact: PartyFact) -> str:
    return f"{fact.instrument}: {fact.status} {fact.date} ({fact.source})"
