# SPDX-License-Identifier: Apache-2.0
"""The reader's trusted material from elsewhere: the directory, an entry of it, or a State CA.

    a folder    a copy of the directory (metadata/, targets/), a node's home, or a court bundle's
                `directory` folder
    a file      a root of the directory (1.root.json), a State's entry (xa.json), or certificates
                of State CAs (PEM)
    a text      the fingerprint of the first root, in hex or as it is read out

Nothing of it is fetched. Several add up, if they are of one kind: copies of the directory with roots
and fingerprints, or entries and State CAs. How they are applied to a package is in `signers`.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rogatory.directory.entry.keys import check_entry
from rogatory.directory.entry.reading import parse_entry
from rogatory.disk import Beneath, read_file, read_open, shown
from rogatory.disk.refusals import LINK, MISSING, NOT_A_FILE, NOT_A_FOLDER
from rogatory.errors import Phrase, Refused
from rogatory.evidence.refusals import STATE_HELD_BACK
from rogatory.node.workstation import refusals
from rogatory.seal.certificates.reading import pem_to_der, state_ca_of
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.spoken_digest import DIGITS, GROUPS, compare_heard
from rogatory.wire.words import P_, FilledText, problems_text, reasons_text

if TYPE_CHECKING:
    from rogatory.directory.entry.entry import DirectoryEntry
    from rogatory.directory.view.view import DirectoryView

type ReadFile = Callable[[str, int], bytes | None]

LARGEST_TRUST_FILE = 4 << 20
"""An entry with hundreds of certificates stays below; more is not what it says it is."""

_HEX = re.compile(r"[0-9a-f]{64}")
_END = b"-----END CERTIFICATE-----"

NO_FILE = frozenset({LINK.id, MISSING.id, NOT_A_FILE.id, NOT_A_FOLDER.id})
"""Codes that say that no ordinary file lies at a path."""


@dataclass(frozen=True, slots=True)
class TrustedDirectory:
    """A copy of the directory in files, whose first root is the network's name."""

    path: str
    network: str
    read: ReadFile = field(repr=False)

    def view(self, at: datetime) -> "DirectoryView":
        """Return the directory of the copy as of a moment; refuses what does not hold then."""
        from rogatory.directory.view.as_of import read_view

        return read_view(self.read, network=self.network, at=at)

    def newest(self) -> "DirectoryView":
        """Return the copy as it was published: what it lists and has ended, whatever has expired
        since.

        A court's copy has always expired. Its signatures and digests are verified; how old it is
        the verdict says (`DirectoryView.edition`). A State that it holds back is refused by one code
        wherever it is asked for, which leaves a check undecided (SPECIFICATION.md 15.2).
        """
        from rogatory.directory.view.as_of import AS_PUBLISHED, read_view

        view = read_view(self.read, network=self.network, at=AS_PUBLISHED)
        held = {
            state: (STATE_HELD_BACK.because(state=state, problem=reasons_text(reasons)),)
            for state, reasons in view.held.items()
        }
        return replace(view, held=held)

    def roots(self) -> tuple[bytes, ...]:
        """Return the chain of roots that leads from the copy's first to its last."""
        from rogatory.directory.view.root_chain import walked_roots

        return walked_roots(self.read, self.network)


@dataclass(frozen=True, slots=True)
class TrustedRoot:
    """One root of a directory: what a bundle's own must be."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TrustedEntry:
    path: str
    entry: "DirectoryEntry" = field(repr=False)

    def problem(self) -> Phrase | None:
        """Return why a directory would not take it: its keys do not hold."""
        reasons = check_entry(self.entry)
        return problems_text(reasons[:1]) if reasons else None


@dataclass(frozen=True, slots=True)
class TrustedCertificates:
    """State CAs, DER."""

    path: str
    certificates: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class TrustedFingerprint:
    """The first root of a directory by its SHA-256 in hex, or as it is read out over the telephone."""

    path: str
    """As it was given."""
    root: str

    def names(self, network: str) -> bool:
        """Decide whether that is the network's first root."""
        return compare_heard(self.root, network).result == "equal"


type TrustedOne = (
    TrustedDirectory | TrustedRoot | TrustedFingerprint | TrustedEntry | TrustedCertificates
)


@dataclass(frozen=True, slots=True)
class TrustedSeveral:
    """Several things that were given together: each speaks for what it says."""

    parts: tuple[TrustedOne, ...]

    @property
    def path(self) -> str:
        return ", ".join(one.path for one in self.parts)


type Trusted = TrustedOne | TrustedSeveral


def parts_of(trusted: Trusted | None) -> tuple[TrustedOne, ...]:
    """Return what was given, one by one; nothing where nothing was."""
    if trusted is None:
        return ()
    return trusted.parts if isinstance(trusted, TrustedSeveral) else (trusted,)


def directory_of(trusted: Trusted | None) -> TrustedDirectory | None:
    """Return the copy of the directory that was given; of several the newest, which knows of
    every end that the others know of.
    """
    found = directories_of(trusted)
    if len(found) < 2:
        return next(iter(found), None)
    return max(found, key=_version)


def directories_of(trusted: Trusted | None) -> list[TrustedDirectory]:
    """Return every copy of the directory that was given."""
    return [one for one in parts_of(trusted) if isinstance(one, TrustedDirectory)]


def entries_of(trusted: Trusted | None) -> "tuple[DirectoryEntry, ...]":
    """Return every entry that was given."""
    return tuple(one.entry for one in parts_of(trusted) if isinstance(one, TrustedEntry))


def certificates_of(trusted: Trusted | None) -> tuple[bytes, ...]:
    """Return every State CA that was given as a file, DER."""
    found = (one.certificates for one in parts_of(trusted) if isinstance(one, TrustedCertificates))
    return tuple(dict.fromkeys(der for certificates in found for der in certificates))


def refuse_broken_copies(trusted: Trusted | None) -> None:
    """Refuse a root that is none, an entry or a copy of the directory that does not hold, or a copy of
    which a root that was given, too, is none: each of the two would be trusted, and one of them is
    not the reader's network.
    """
    from rogatory.directory.view.root_chain import root_version, vouched_roots

    for entry in (one for one in parts_of(trusted) if isinstance(one, TrustedEntry)):
        if problem := entry.problem():
            raise Refused(refusals.TRUST_UNKNOWN.because(path=entry.path, problem=problem))
    roots = [one.data for one in parts_of(trusted) if isinstance(one, TrustedRoot)]
    for data in roots:
        root_version(data)
    named = [one for one in parts_of(trusted) if isinstance(one, TrustedFingerprint)]
    for one in directories_of(trusted):
        one.newest()
        if trusted is not None and not all(each.names(one.network) for each in named):
            raise Refused(refusals.TRUST_MIXED.because(paths=trusted.path))
        try:
            vouched_roots(one.roots(), roots, one.network)
        except Refused as error:
            paths = trusted.path if trusted is not None else one.path
            raise Refused([refusals.TRUST_MIXED.because(paths=paths), *error.reasons]) from error


def _version(copy: TrustedDirectory) -> int:
    try:
        return copy.newest().snapshot_version
    except Refused:
        return 0  # the judge reports it


def read_trust(path: Path | Sequence[Path]) -> Trusted:
    """Read what lies at `path`, or at each of several, if it is something to trust.

    Raises:
        Refused: something else lies there, copies of two networks were given together, or what is
            not of one kind.
    """
    if isinstance(path, Path):
        path = (path,)
    parts = tuple(_read_one(one) for one in path)
    if not _are_of_one_kind(parts):
        paths = ", ".join(shown(one) for one in path)
        raise Refused(refusals.TRUST_KINDS.because(paths=paths))
    if len(parts) == 1:
        return parts[0]
    networks = {one.network for one in parts if isinstance(one, TrustedDirectory)}
    if len(networks) > 1:
        shown_paths = ", ".join(shown(one) for one in path)
        raise Refused(refusals.TRUST_MIXED.because(paths=shown_paths))
    return TrustedSeveral(parts)


def _are_of_one_kind(parts: tuple[TrustedOne, ...]) -> bool:
    """Decide whether no part would decide what another one denies: copies alone, or entries, one a State
    and each with State CAs, and State CAs of other States.
    """
    entries = [one.entry for one in parts if isinstance(one, TrustedEntry)]
    states = [one.state for one in entries]
    without = [
        one for one in entries if not any(each.use == "state-ca" for each in one.certificates)
    ]
    loose = [one for one in parts if isinstance(one, TrustedCertificates)]
    of_loose = {state_ca_of(der) for one in loose for der in one.certificates}
    is_mixed = 0 < len(entries) + len(loose) < len(parts)
    return not (
        is_mixed or without or len(set(states)) < len(states) or of_loose.intersection(states)
    )


def fingerprint_in(text: str) -> str | None:
    """Return the fingerprint of a root that a text is, in hex or in groups of digits; else None."""
    bare = "".join(text.split()).lower()
    if _HEX.fullmatch(bare):
        return bare
    digits = [str(unicodedata.decimal(one)) for one in text if one.isdecimal()]
    if len(digits) != GROUPS * DIGITS or any(one.isalpha() for one in text):
        return None
    whole = "".join(digits)
    return " ".join(whole[at : at + DIGITS] for at in range(0, len(whole), DIGITS))


def _read_one(path: Path) -> TrustedOne:
    if (root := fingerprint_in(str(path))) is not None:
        return TrustedFingerprint(str(path), root)
    if path.is_dir():
        network, read = _directory(path)
        _refuse_altered(path, read)
        return TrustedDirectory(str(path), network, read)
    data = read_file(path, limit=LARGEST_TRUST_FILE)
    if _END in data:
        parts = [part + _END + b"\n" for part in data.split(_END)[:-1]]
        return TrustedCertificates(str(path), tuple(pem_to_der(part) for part in parts))
    if b'"signed"' in data[:4096] or b'"signatures"' in data[:64]:
        return _root(path, data)
    return TrustedEntry(str(path), _entry(path, data))


def _root(path: Path, data: bytes) -> TrustedRoot:
    from rogatory.directory.view.root_chain import root_version

    try:
        root_version(data)
    except Refused as error:
        problem = problems_text(error.reasons[:1])
        raise Refused(refusals.TRUST_UNKNOWN.because(path=shown(path), problem=problem)) from error
    if is_altered(data):
        raise Refused(refusals.TRUST_ALTERED.because(path=shown(path)))
    return TrustedRoot(str(path), data)


def is_altered(root: bytes) -> bool:
    """Decide whether a root that reads as JSON is not the bytes that were published: a blank or a line feed more
    makes another root of it, which no holder signed.
    """
    try:
        json.loads(root)
    except (ValueError, RecursionError):
        return False  # reported where it is read
    try:
        canonical.decode(root, limit=LARGEST_TRUST_FILE, elements=LARGEST_TRUST_FILE)
    except Refused:
        return True
    return False


def _refuse_altered(path: Path, read: ReadFile) -> None:
    number = 1
    while (root := read(f"metadata/{number}.root.json", LARGEST_TRUST_FILE)) is not None:
        if is_altered(root):
            raise Refused(refusals.TRUST_ALTERED.because(path=shown(path / f"{number}.root.json")))
        number += 1


def _entry(path: Path, data: bytes) -> "DirectoryEntry":
    try:
        return parse_entry(data)
    except Refused as error:
        problem = FilledText(
            P_("it is no root, no certificate, and as an entry: {problem}"),
            problem=problems_text(error.reasons[:1]),
        )
        raise Refused(refusals.TRUST_UNKNOWN.because(path=shown(path), problem=problem)) from error


def _directory(path: Path) -> tuple[str, ReadFile]:
    """Return network and files of a copy of the directory, in any of the forms that folders have."""
    for folder in (path, path / "repository", path / "directory"):
        read = folder_files(folder)
        if (first := read("metadata/1.root.json", LARGEST_TRUST_FILE)) is not None:
            return sha256(first), read
    for folder in (path, path / "directory"):
        if (folder / "current.json").is_file() and (folder / "1.root.json").is_file():
            return _cached(folder)
    problem = P_("the folder holds no copy of the directory (metadata/1.root.json)")
    raise Refused(refusals.TRUST_UNKNOWN.because(path=shown(path), problem=problem))


def _cached(folder: Path) -> tuple[str, ReadFile]:
    """Return a node's own copy."""
    from rogatory.directory.view.cache import Cache

    cache = Cache(folder)
    current = cache.current()
    if current is None:
        problem = P_("the node has no copy of the directory yet")
        raise Refused(refusals.TRUST_UNKNOWN.because(path=shown(folder), problem=problem))
    first = read_file(folder / "1.root.json", limit=LARGEST_TRUST_FILE)
    return sha256(first), cache.generation(current.generation).read


def folder_files(folder: Path) -> ReadFile:
    """Return the files below a folder by relative path; None where there is no ordinary file. A
    link on the way counts as none (specification 15.2).
    """

    def read(path: str, limit: int) -> bytes | None:
        try:
            with Beneath(folder) as beneath:
                return read_open(beneath.open_read(path), path, limit=limit)
        except Refused as error:
            if NO_FILE.issuperset(error.codes):
                return None
            raise

    return read
