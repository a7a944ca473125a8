# SPDX-License-Identifier: Apache-2.0
"""All keys and certificates of a State with their ends: those that its entry and register list, and those in its home.

One list, from which the command `rogatory keys list`, the console and the doctor read. `where` is the
place of a file in the node's home; it is empty where the key is listed and nothing of it is here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from rogatory.directory.entry.period import Period
from rogatory.directory.view.view import DirectoryView, ListedState
from rogatory.wire.digests import sha256

NEXT = "next"
"""The folder in which a successor waits until the other nodes know it."""


@dataclass(frozen=True, slots=True)
class KeyPeriod:
    """A key or certificate. `kind` is the use of a certificate, or `recipient`, `log`, `witness`, `passkey`,
    `metadata` of the directory, or `system-token`; `name` is its holder.
    """

    kind: str
    name: str
    algorithm: str
    fingerprint: str
    """SHA-256 of a certificate, or of the text of another key: that by which `rogatory entry end` names it."""
    start: datetime | None
    until: datetime | None
    """The end: of its period, of its certificate, or the moment at which the State ended it. None: it has none."""
    where: str = ""
    is_listed: bool = False
    ended: str | None = None
    """`rotated` or `compromised`, where the State ended it; `operator`, where the operator ended a token."""

    def covers(self, at: datetime) -> bool:
        """Decide whether it is in force at a moment."""
        has_begun = self.start is None or self.start <= at
        return has_begun and (self.until is None or at < self.until)

    def is_current(self, at: datetime) -> bool:
        """Decide whether it is in force or to come."""
        return self.until is None or at < self.until

    def is_in_use(self, at: datetime) -> bool:
        """Decide whether the node uses it now: it is in the home, listed and in force, and no successor waits there."""
        is_successor = NEXT in self.where.split("/")
        return bool(self.where) and self.is_listed and not is_successor and self.covers(at)

    def share_left(self, at: datetime) -> float:
        """Return which share of its lifetime is left, from 1 at its beginning to 0 at its end."""
        if self.until is None or self.start is None or self.until <= self.start:
            return 1.0 if self.covers(at) else 0.0
        return min(1.0, max(0.0, (self.until - at) / (self.until - self.start)))


def key_periods(
    view: DirectoryView | None, state: str, held: Iterable[KeyPeriod] = ()
) -> tuple[KeyPeriod, ...]:
    """Return every key of the State, the first to end first; what is listed and in the home is one.

    `held` are those in the home (`bootstrap.renewal.held_keys`). Without a view, or where the State is
    not listed, these are all. What is listed is read even while the State is held.
    """
    found: dict[str, KeyPeriod] = {}
    if view is not None and state in view.listed:
        found = _listed(view.listed[state])
    for one in held:
        listed = found.get(one.fingerprint)
        found[one.fingerprint] = one if listed is None else replace(listed, where=one.where)
    return tuple(sorted(found.values(), key=_order))


def _order(one: KeyPeriod) -> tuple[bool, datetime | None, str, str, str]:
    return one.until is None, one.until, one.kind, one.name, one.fingerprint


def _listed(listed: ListedState) -> dict[str, KeyPeriod]:
    return {one.fingerprint: one for one in _of_entry(listed)}


def _of_entry(listed: ListedState) -> Iterator[KeyPeriod]:
    entry = listed.entry
    for certificate in entry.certificates:
        yield _period(
            certificate.use,
            certificate.holder,
            certificate.algorithm,
            sha256(certificate.der),
            certificate.period,
        )
    for recipient in entry.recipients:
        digest = sha256(recipient.recipient.encode())
        name = f"{recipient.authority} ({recipient.label})"
        yield _period("recipient", name, "age", digest, recipient.period)
    for log in entry.logs:
        digest = sha256(log.vkey.encode())
        yield _period("log", log.origin, "ed25519", digest, log.period)
    for witness in entry.witnesses:
        digest = sha256(witness.vkey.encode())
        yield _period("witness", witness.name, "", digest, witness.period)
    for officer in listed.register.officers:
        digest = sha256(officer.credential + officer.key)
        yield _period("passkey", officer.number, "", digest, officer.period)


def _period(kind: str, name: str, algorithm: str, fingerprint: str, period: Period) -> KeyPeriod:
    end = period.ended
    until = period.until if end is None else min(period.until, end.at)
    ended = None if end is None else end.reason
    return KeyPeriod(
        kind, name, algorithm, fingerprint, period.start, until, is_listed=True, ended=ended
    )
