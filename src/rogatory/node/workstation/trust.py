# SPDX-License-Identifier: Apache-2.0
"""What a person has from elsewhere and trusts: the directory, an entry of it, or a State CA.

    a folder    a copy of the directory (metadata/, targets/), a node's home, or a court bundle's
                `directory` folder
    a file      a root of the directory (1.root.json), a State's entry (xa.json), or certificates
                of State CAs (PEM)

Nothing of it is fetched. A copy of the directory is judged as of the moment asked about, since
what lies on a stick has expired by the time a court reads it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rogatory.disk import Beneath, read_file, read_open, shown
from rogatory.errors import Reason, Refused
from rogatory.evidence.stamps import StampAuthority
from rogatory.node.workstation import refusals
from rogatory.seal.certificate_reading import certificate_holder, pem_to_der
from rogatory.seal.signatures import Anchors, SignedBy
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, Said, reasons_told

if TYPE_CHECKING:
    from rogatory.directory.entry import CertificateRecord, Entry
    from rogatory.directory.view import View

type ReadFile = Callable[[str, int], bytes | None]

LARGEST_TRUST_FILE = 4 << 20
"""An entry with hundreds of certificates stays below; more is not what it says it is."""

_END = b"-----END CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class TrustedDirectory:
    """A copy of the directory in files, whose first root is the network's name."""

    path: str
    network: str
    read: ReadFile = field(repr=False)

    def view(self, at: datetime) -> "View":
        """The directory of the copy as of a moment; refuses what does not hold then."""
        from rogatory.directory.as_of import read_view

        return read_view(self.read, network=self.network, at=at)


@dataclass(frozen=True, slots=True)
class TrustedRoot:
    """One root of a directory: what a bundle's own must be."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TrustedEntry:
    path: str
    entry: "Entry" = field(repr=False)


@dataclass(frozen=True, slots=True)
class TrustedCertificates:
    """State CAs, DER."""

    path: str
    certificates: tuple[bytes, ...] = field(repr=False)


type Trusted = TrustedDirectory | TrustedRoot | TrustedEntry | TrustedCertificates


def read_trust(path: Path) -> Trusted:
    """What lies at `path`, if it is something to trust; refuses anything else."""
    if path.is_dir():
        return TrustedDirectory(str(path), *_directory(path))
    data = read_file(path, limit=LARGEST_TRUST_FILE)
    if _END in data:
        parts = [part + _END + b"\n" for part in data.split(_END)[:-1]]
        return TrustedCertificates(str(path), tuple(pem_to_der(part) for part in parts))
    if b'"signed"' in data[:4096] or b'"signatures"' in data[:64]:
        return TrustedRoot(str(path), data)
    return TrustedEntry(str(path), _entry(path, data))


def _entry(path: Path, data: bytes) -> "Entry":
    from rogatory.directory.entry_reading import parse_entry

    try:
        return parse_entry(data)
    except Refused as error:
        problem = Said(
            P_("it is no root, no certificate, and as an entry: {problem}"),
            problem=reasons_told(error.reasons[:1]),
        )
        raise Refused(refusals.TRUST_UNKNOWN.because(path=shown(path), problem=problem)) from error


def _directory(path: Path) -> tuple[str, ReadFile]:
    """Network and files of a copy of the directory, in any of the forms that folders have."""
    for folder in (path, path / "repository", path / "directory"):
        if (folder / "metadata" / "1.root.json").is_file():
            read = folder_files(folder)
            return sha256(read("metadata/1.root.json", LARGEST_TRUST_FILE) or b""), read
    for folder in (path, path / "directory"):
        if (folder / "current.json").is_file() and (folder / "1.root.json").is_file():
            return _cached(folder)
    problem = P_("the folder holds no copy of the directory (metadata/1.root.json)")
    raise Refused(refusals.TRUST_UNKNOWN.because(path=shown(path), problem=problem))


def _cached(folder: Path) -> tuple[str, ReadFile]:
    """A node's own copy."""
    from rogatory.directory.cache import Cache

    cache = Cache(folder)
    current = cache.current()
    if current is None:
        problem = P_("the node has no copy of the directory yet")
        raise Refused(refusals.TRUST_UNKNOWN.because(path=shown(folder), problem=problem))
    first = read_file(folder / "1.root.json", limit=LARGEST_TRUST_FILE)
    return sha256(first), cache.generation(current.generation).read


def folder_files(folder: Path) -> ReadFile:
    """The files below a folder by relative path; None for one that is not there."""

    def read(path: str, limit: int) -> bytes | None:
        if not (folder / path).is_file():
            return None
        with Beneath(folder) as beneath:
            return read_open(beneath.open_read(path), path, limit=limit)

    return read


@dataclass(frozen=True)
class Whom:
    """A trust applied to one package: who may sign for whom, as of the moment of the check."""

    trusted: Trusted | None
    own: Anchors
    """State CAs that came along, which speak where nothing was given."""
    at: datetime
    sealed: datetime | None = None
    """The moment that the seal claims, for reading a copy of the directory that has expired."""

    @cached_property
    def view(self) -> "View | None":
        """The directory, where one was given."""
        if not isinstance(self.trusted, TrustedDirectory):
            return None
        try:
            return self.trusted.view(self.at)
        except Refused:
            if self.sealed is None:
                raise
            return self.trusted.view(min(self.sealed, self.at))

    @property
    def view_or_none(self) -> "View | None":
        """The directory, where one was given and holds."""
        try:
            return self.view
        except Refused:
            return None

    def anchors(self, state: str, at: datetime, *, proven: bool = True) -> Anchors | None:
        """The certificates that vouch for a State's authorities, or None if nothing tells.

        Raises:
            Refused: what was given to trust does not speak for that State.
        """
        if self.view is not None:
            return Anchors(self.view.anchors(state, at, proven=proven))
        if isinstance(self.trusted, TrustedEntry):
            return self._of_entry(self.trusted.entry, state)
        listed = self.own.certificates
        if isinstance(self.trusted, TrustedCertificates):
            listed = self.trusted.certificates
        found = tuple(der for der in listed if certificate_holder(der)[:2].upper() == state)
        return Anchors(found) if found else None

    def _of_entry(self, entry: "Entry", state: str) -> Anchors | None:
        if entry.state != state:
            return None
        return Anchors(tuple(one.der for one in entry.certificates if one.use == "state-ca"))

    def unlisted(self, signed: Iterable[SignedBy], at: datetime) -> list[Reason]:
        """Certificates that signed and that the directory, where one is given, does not list."""
        if self.view is None:
            return []
        return [
            refusals.CERTIFICATE_NOT_LISTED.because(holder=one.holder, algorithm=one.algorithm)
            for one in signed
            if one.certificate
            not in {
                record.der
                for record in self.view.authority_certificates(one.holder, at, proven=False)
            }
        ]

    def all_anchors(self, state: str | None) -> Anchors | None:
        """What a seal and its timestamp are judged by; None: what came along.

        Raises:
            Refused: what was given does not speak for the sealing State.
        """
        if self.trusted is None or isinstance(self.trusted, TrustedRoot):
            return None
        if isinstance(self.trusted, TrustedCertificates):
            return Anchors(self.trusted.certificates)
        moment = min(self.sealed or self.at, self.at)
        if self.view is not None:
            own = self.view.anchors(state, moment, proven=False) if state else ()
            return Anchors((*own, *self.view.tsa_certificates(moment)))
        assert isinstance(self.trusted, TrustedEntry)
        entry = self.trusted.entry
        if state is not None and entry.state != state:
            raise Refused(refusals.TRUST_STATE.because(known=entry.state, state=state))
        uses = {"state-ca", "tsa"}
        return Anchors(tuple(one.der for one in entry.certificates if one.use in uses))

    @property
    def stamp_authorities(self) -> tuple[StampAuthority, ...]:
        """Every timestamp authority that what was given lists, with when it was in force."""
        if self.view is not None:
            return stamp_authorities(self.view)
        if isinstance(self.trusted, TrustedEntry):
            return tuple(_stamp_authorities(self.trusted.entry.certificates))
        return ()

    def vkeys(self, origin: str) -> tuple[str, ...] | None:
        """The keys of a log, none for one that is not listed; None where nothing could list it."""
        if self.view is not None:
            return tuple(
                vkey
                for state in self.view.states
                for record in self.view.entry(state).logs
                if record.origin == origin
                for vkey in record.vkeys
            )
        if isinstance(self.trusted, TrustedEntry):
            logs = self.trusted.entry.logs
            return tuple(vkey for log in logs if log.origin == origin for vkey in log.vkeys)
        return None


def stamp_authorities(view: "View") -> tuple[StampAuthority, ...]:
    """Every timestamp authority that a directory lists, or ever listed."""
    return tuple(
        one for state in view.states for one in _stamp_authorities(view.entry(state).certificates)
    )


def _stamp_authorities(records: "Iterable[CertificateRecord]") -> Iterable[StampAuthority]:
    for record in records:
        if record.use == "tsa":
            ended = record.period.ended
            yield StampAuthority(
                record.der,
                record.period.start,
                record.period.until,
                ended.at if ended else None,
                compromised=ended is not None and ended.reason == "compromised",
            )
