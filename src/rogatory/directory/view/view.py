# SPDX-License-Identifier: Apache-2.0
"""The directory as read at one moment: what every other part asks whom to trust.

Lookups name the moment they are about, and honour from, until and how a key ended (`period`). That
moment is proven (one's own clock, a timestamp, a log) unless `proven=False` says that it is only
somebody's claim. A lookup of somebody not listed, not in force or *held* gets `Refused`: there is
no lookup that answers with nobody.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.directory import refusals
from rogatory.directory.entry.depositary import Depositary
from rogatory.directory.entry.entry import (
    AuthorityRecord,
    CertificateRecord,
    DirectoryEntry,
    LogRecord,
    RecipientRecord,
)
from rogatory.directory.entry.period import Period
from rogatory.directory.entry.register import OfficerRecord, OfficerRegister
from rogatory.directory.view.published_snapshot import PublishedSnapshot
from rogatory.errors import Reason, Refused
from rogatory.seal.certificates import spki_sha256
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import format_moment

NO_SNAPSHOT = "0" * 64
"""The digest of no snapshot: of a view that was not read from signed files."""

APPROVALS_UNLESS_STATED = 1
"""The number of approvals demanded for a kind that an entry does not name: somebody must have
approved it."""


@dataclass(frozen=True, slots=True)
class ListedState:
    """A State's data in the directory: entry and register, as parsed and as signed."""

    entry: DirectoryEntry
    register: OfficerRegister
    entry_bytes: bytes = field(repr=False)
    register_bytes: bytes = field(repr=False)
    keyids: tuple[str, ...] = ()
    """The State keys that signed them."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which versions a view was read from, and when each expires.

    An expiry is an upper bound alone: metadata made later pass at every earlier moment. So a
    verdict names its edition, for its reader to ask whether a newer one ended a key.
    """

    root: int
    root_expires: datetime
    timestamp: int
    timestamp_expires: datetime
    snapshot: int
    snapshot_expires: datetime
    targets: int
    targets_expires: datetime

    @property
    def expires(self) -> datetime:
        """The moment from which a reader of the live directory would ask for a newer edition."""
        return min(
            self.root_expires, self.timestamp_expires, self.snapshot_expires, self.targets_expires
        )


@dataclass(frozen=True)
class DirectoryView:
    """Everything verified in one snapshot of the directory.

    `read_as_of` is the moment for which the signatures and expiries were judged: the last good
    refresh, or the proven moment of a bundle. `held` names the States that may not be relied on in
    this view, and every reason why; `unconfirmed` the key ids of those States that await an
    officer's word because their key changed without an announcement by the old one.
    """

    network: str
    snapshot_version: int
    read_as_of: datetime
    listed: Mapping[str, ListedState]
    held: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    unconfirmed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    depositary: Depositary | None = None
    """The depositary's statements about the States, where the directory has it and it holds."""
    depositary_held: tuple[Reason, ...] = ()
    """Why it does not hold, where the directory has it."""
    published: PublishedSnapshot | None = field(default=None, repr=False)
    """The signed snapshot; None for a view that was not read from files."""
    edition: Edition | None = None
    serves_until: datetime | None = None
    """Until when a reader goes by it without a refresh; None for a view of another moment."""

    @property
    def snapshot_digest(self) -> str:
        """SHA-256 of the signed snapshot, by which nodes compare what they were shown."""
        return NO_SNAPSHOT if self.published is None else self.published.digest

    @property
    def states(self) -> tuple[str, ...]:
        """The States that may be relied on, in order of their codes."""
        return tuple(sorted(state for state in self.listed if state not in self.held))

    def age(self, now: datetime) -> float:
        """Return seconds since the directory was last known to be current."""
        return max(0.0, (now - self.read_as_of).total_seconds())

    def entry(self, state: str) -> DirectoryEntry:
        return self._of(state).entry

    def entry_bytes(self, state: str) -> bytes:
        return self._of(state).entry_bytes

    def register(self, state: str) -> OfficerRegister:
        return self._of(state).register

    def authority(self, authority: str) -> AuthorityRecord:
        """Return the record of an authority such as `xa/contact-point`."""
        for record in self.entry(parse_authority(authority).state).authorities:
            if record.id == authority:
                return record
        raise Refused(refusals.AUTHORITY_NOT_LISTED.because(authority=authority))

    def authority_certificates(
        self, authority: str, at: datetime, *, proven: bool = True
    ) -> tuple[CertificateRecord, ...]:
        """Return the certificates an authority could sign with; two algorithms mean both must sign."""
        self.authority(authority)
        return self._certificates("authority", authority, at, proven=proven)

    def anchors(self, state: str, at: datetime, *, proven: bool = True) -> tuple[bytes, ...]:
        """Return the certificates (DER) of a State's CA, both algorithms.

        A CA that was rotated still vouches for what it issued; a compromised one does not.
        """
        holder = state.lower()
        records = [
            record
            for record in self.entry(state).certificates
            if record.use == "state-ca" and record.period.vouches(at, proven=proven)
        ]
        if not records:
            raise _nothing(holder, "state-ca certificate", at)
        return tuple(record.der for record in records)

    def all_anchors(self, at: datetime) -> tuple[bytes, ...]:
        """Return the State CAs (DER) of every State that vouch at a moment that nobody proved."""
        return tuple(
            record.der
            for state in self.states
            for record in self.entry(state).certificates
            if record.use == "state-ca" and record.period.vouches(at, proven=False)
        )

    def records(self, use: str, holder: str) -> tuple[CertificateRecord, ...]:
        """Return the certificates ever listed for a use and holder, in force or not.

        Raises:
            Refused: the State is held or not listed.
        """
        listed = self.entry(holder[:2].upper()).certificates
        return tuple(one for one in listed if (one.use, one.holder) == (use, holder))

    def receipts_certificates(
        self, state: str, at: datetime, *, proven: bool = True
    ) -> tuple[CertificateRecord, ...]:
        """Return the certificates a State's node could sign receipts with."""
        return self._certificates("receipts", state.lower(), at, proven=proven)

    def node_url(self, state: str) -> str:
        """Return the address of a State's node, which the newest entry alone has."""
        return self.entry(state).node_url

    def tls_certificates(self, state: str, at: datetime) -> tuple[bytes, ...]:
        """Return the certificates (DER) one of which a State's node shows on the line."""
        return self._ders("node-tls", state.lower(), at, proven=True)

    def tls_pins(self, state: str, at: datetime) -> frozenset[str]:
        """Return SHA-256, in hex, of the SubjectPublicKeyInfo of each of `tls_certificates`."""
        return frozenset(map(spki_sha256, self.tls_certificates(state, at)))

    def http_key(self, state: str, at: datetime) -> bytes:
        """Return the certificate (DER) of the key a State's node signs requests with, the newest."""
        return self.http_keys(state, at)[-1]

    def http_keys(self, state: str, at: datetime) -> tuple[bytes, ...]:
        """Return all of them: during a rotation two keys are in force."""
        return self._ders("node-http", state.lower(), at, proven=True)

    def tsa_certificates(self, at: datetime) -> tuple[bytes, ...]:
        """Return the certificates (DER) of every timestamp authority listed by any State."""
        return tuple(
            record.der
            for state in self.states
            for record in self.entry(state).certificates
            if record.use == "tsa" and record.period.covers(at)
        )

    def recipients(self, authority: str, at: datetime) -> tuple[RecipientRecord, ...]:
        """Return all recipients that evidence for an authority must be sealed to."""
        state = self._state_of(authority)
        return self._in_force(
            (record for record in self.entry(state).recipients if record.authority == authority),
            lambda record: record.period,
            authority,
            "recipient",
            at,
        )

    def officer(
        self, number: str, at: datetime, *, credential: bytes | None = None, proven: bool = True
    ) -> OfficerRecord:
        """Return the officer of that number, by the given credential or by the newest one in force."""
        found = [
            record
            for record in self.officer_records(number, at, proven=proven)
            if credential in {None, record.credential}
        ]
        if not found:
            raise Refused(
                refusals.OFFICER_NOT_LISTED.because(number=ascii(number)[:40], at=format_moment(at))
            )
        return found[-1]

    def officer_records(
        self, number: str, at: datetime, *, proven: bool = True
    ) -> tuple[OfficerRecord, ...]:
        """Return all that the register says of an officer and is in force, one for each credential,
        the newest last; of who is not listed, nothing.
        """
        found = [
            record
            for record in self.register(number[:2].upper()).officers
            if record.number == number and record.period.covers(at, proven=proven)
        ]
        return tuple(sorted(found, key=lambda record: record.period.start))

    def approvals_demanded(self, authority: str, kind: str) -> int:
        """Return how many officers must have approved a message of a kind from an authority."""
        state = self._state_of(authority)
        return self.entry(state).approvals.get(kind, APPROVALS_UNLESS_STATED)

    def log_vkeys(self, origin: str, at: datetime | None = None) -> tuple[str, ...]:
        """Return the newest keys that checkpoints of a log verify under (C2SP vkeys)."""
        records = [
            record
            for state in self.states
            for record in self.entry(state).logs
            if record.origin == origin
        ]
        if not records:
            raise Refused(refusals.LOG_NOT_LISTED.because(origin=ascii(origin)[:120]))
        return self._newest_log(records, at).vkeys

    def _newest_log(self, records: list[LogRecord], at: datetime | None) -> LogRecord:
        if at is None:
            return max(records, key=lambda record: record.period.start)
        origin = records[0].origin
        return self._in_force(records, lambda record: record.period, origin, "log key", at)[-1]

    def _ders(self, use: str, holder: str, at: datetime, *, proven: bool) -> tuple[bytes, ...]:
        return tuple(record.der for record in self._certificates(use, holder, at, proven=proven))

    def _certificates(
        self, use: str, holder: str, at: datetime, *, proven: bool
    ) -> tuple[CertificateRecord, ...]:
        records = self.entry(holder[:2].upper()).certificates
        return self._in_force(
            (record for record in records if (record.use, record.holder) == (use, holder)),
            lambda record: record.period,
            holder,
            f"{use} certificate",
            at,
            proven=proven,
        )

    def _in_force[R](
        self,
        records: Iterable[R],
        period: Callable[[R], Period],
        holder: str,
        use: str,
        at: datetime,
        *,
        proven: bool = True,
    ) -> tuple[R, ...]:
        found = [record for record in records if period(record).covers(at, proven=proven)]
        if not found:
            raise _nothing(holder, use, at)
        return tuple(sorted(found, key=lambda record: period(record).start))

    def _state_of(self, authority: str) -> str:
        self.authority(authority)
        return parse_authority(authority).state

    def _of(self, state: str) -> ListedState:
        if state in self.held:
            raise Refused(self.held[state])
        if state not in self.listed:
            raise Refused(refusals.STATE_NOT_LISTED.because(state=ascii(state)[:10]))
        return self.listed[state]


def _nothing(holder: str, use: str, at: datetime) -> Refused:
    return Refused(refusals.NOTHING_IN_FORCE.because(holder=holder, use=use, at=format_moment(at)))
