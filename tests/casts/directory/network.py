# SPDX-License-Identifier: Apache-2.0
"""Small networks in a folder: States with all their keys, made from public functions alone."""

import atexit
import os
import random as stdlib_random
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from rogatory.directory.ceremony.ceremony import enrol
from rogatory.directory.ceremony.founding import Founding, found
from rogatory.directory.ceremony.keys import DirectoryKey, new_directory_key
from rogatory.directory.entry.entry import (
    LANGUAGES,
    AuthorityRecord,
    CertificateRecord,
    Channels,
    DirectoryEntry,
    LogRecord,
    RecipientRecord,
    RelyingParty,
    frozen,
)
from rogatory.directory.entry.period import Period
from rogatory.directory.entry.register import OfficerRecord, OfficerRegister, build_register
from rogatory.directory.fetching import stored_path
from rogatory.directory.folder_fetcher import FolderFetcher
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.publish.repository_folder import read_beneath
from rogatory.directory.refusals import UNREACHABLE
from rogatory.directory.submission.state_role import Submission, sign_entry
from rogatory.directory.view.as_of import read_view
from rogatory.directory.view.client import Directory
from rogatory.directory.view.root_chain import ReadMetadata
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Unreachable
from rogatory.seal.age import HybridIdentity
from rogatory.seal.certificates import StateCa, new_state_ca, pem_to_der
from rogatory.seal.notes import NoteSigner
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.wire.digests import sha256

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
NAMES = {"XA": "Arcadia", "XB": "Borealia", "XM": "Meridia", "XT": "Thalassia"}
KINDS = ("preservation", "acknowledgement", "mla_stored_data")


def seeded(seed: object) -> Callable[[int], bytes]:
    return stdlib_random.Random(str(seed)).randbytes


@dataclass
class TestState:
    """A State with its State key, certificates and officers, and what it last published."""

    __test__ = False

    state: str
    network: str
    key: DirectoryKey
    ca: StateCa
    authenticators: dict[str, SoftwareAuthenticator]
    identities: dict[str, HybridIdentity]
    log: NoteSigner
    entry: DirectoryEntry
    register: OfficerRegister
    version: int = 0

    def certificate(
        self,
        use: str,
        holder: str,
        algorithm: str,
        at: datetime = AT,
        until: datetime | None = None,
    ) -> CertificateRecord:
        until = until or at + YEAR
        hosts = ("127.0.0.1", "localhost") if use == "node-tls" else ()
        issued = self.ca.issue(
            holder, use, algorithm, at=at, until=until,
            random=seeded((use, holder, at)), hosts=hosts,
        )  # fmt: skip
        der = pem_to_der(issued.certificate)
        return CertificateRecord(use, holder, algorithm, der, Period(at, until))

    def submit(
        self,
        *,
        at: datetime = AT,
        keys: Sequence[DirectoryKey] | None = None,
        announce: Sequence[str] | None = None,
    ) -> Submission:
        """Return the entry and register as they are, signed as the next version."""
        self.version += 1
        self.entry = replace(self.entry, officers=sha256(build_register(self.register)))
        return sign_entry(
            self.entry,
            self.register,
            network=self.network,
            keys=keys or [self.key],
            version=self.version,
            at=at,
            announce=announce,
        )


def names_of(state: str, office: str = "") -> dict[str, str]:
    return frozen({language: f"{NAMES[state]} {office} ({language})" for language in LANGUAGES})


def make_state(
    state: str, network: str, *, at: datetime = AT, key: DirectoryKey | None = None
) -> TestState:
    """A State with two authorities, all certificates, a recipient, two officers and a log."""
    low, random = state.lower(), seeded((state, network))
    ca = new_state_ca(state, at=at, years=10, random=random)
    offices = [f"{low}/contact-point", f"{low}/central-authority"]
    identities = {office: HybridIdentity.generate(random) for office in offices}
    origin = f"{network}/{low}/1"
    log = NoteSigner.generate(origin, random)
    authenticators = {
        f"{low}-000{n}": SoftwareAuthenticator.generate(
            "localhost", "http://localhost:8000", random
        )
        for n in (1, 2)
    }
    always = Period(at, at + YEAR)
    register = OfficerRegister(
        state,
        tuple(
            OfficerRecord(number, tuple(offices), ("duty", "approver"), found.credential, found.key, always)
            for number, found in authenticators.items()
        ),
    )  # fmt: skip
    entry = DirectoryEntry(
        state=state,
        names=names_of(state),
        authorities=tuple(
            AuthorityRecord(office, names_of(state, office), (state,), KINDS, frozen({"preservation": "itself"}), "Etc/GMT-3")
            for office in offices
        ),
        node_url="https://127.0.0.1:8443",
        certificates=(),
        recipients=tuple(
            RecipientRecord(office, "workstation", str(identity.recipient), always)
            for office, identity in identities.items()
        ),
        officers=sha256(build_register(register)),
        logs=(LogRecord(origin, log.vkey, always),),
        witnesses=(),
        versions=(1,),
        kinds=KINDS,
        approvals=frozen({"preservation": 1, "mla_stored_data": 2}),
        relying_party=RelyingParty("localhost", ("http://localhost:8000",)),
        languages=("en", "fr"),
        channels=Channels(diplomatic_only=False, interpol_urgent=True),
    )  # fmt: skip
    made = TestState(
        state,
        network,
        key or new_directory_key(),
        ca,
        authenticators,
        identities,
        log,
        entry,
        register,
    )
    certificates = [
        CertificateRecord("state-ca", low, algorithm, der, Period(at, at + 9 * YEAR))
        for algorithm, der in ca.certificates.items()
    ]
    for office in offices:
        certificates += [
            made.certificate("authority", office, name, at) for name in ("p256", "mldsa65")
        ]
    for use in ("node-tls", "node-http", "receipts", "tsa"):
        certificates.append(made.certificate(use, low, "p256", at))
    made.entry = replace(entry, certificates=tuple(certificates))
    return made


@dataclass
class Network:
    """A published network: the founders' keys, its States, its publisher and its folder."""

    folder: Path
    founding: Founding
    publisher: Publisher
    states: dict[str, TestState]
    at: datetime = AT
    targets: bytes = field(default=b"", repr=False)

    def submit(self, state: str, **arguments) -> int:
        submission = self.states[state].submit(**arguments)
        return self.publisher.accept(submission, at=arguments.get("at", self.at))

    def view(self, at: datetime | None = None) -> DirectoryView:
        return read_view(read_beneath(self.folder), network=self.founding.network, at=at or self.at)

    def publish_raw(self, files: dict[str, bytes], roles: dict[str, bytes]) -> None:
        """Publish without any check, as the holder of the online key could."""
        repository = self.publisher._repository
        for path, data in files.items():
            repository.write(path, data)
        changes = {f"{role}.json": self.publisher._put(role, data) for role, data in roles.items()}
        self.publisher._tick(repository.published(), changes, self.at)

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name != ".lock"
        }


def read_from(files: Mapping[str, bytes]) -> ReadMetadata:
    """Read the metadata from files in hand, as an export gave them."""
    return lambda path, limit: data if (data := files.get(path)) and len(data) <= limit else None


def with_states(
    founding: Founding, states: Mapping[str, Sequence[bytes]], *, at: datetime
) -> Founding:
    """The same network with States enrolled, each with its public keys."""
    targets = founding.targets
    for state, keys in states.items():
        targets = enrol(targets, state, keys, at=at, network=founding.network)
    return replace(founding, targets=founding.signed_targets(targets))


def build_network(
    folder: Path,
    states: Sequence[str] = ("XA", "XB"),
    *,
    at: datetime = AT,
    algorithm: str = "ed25519",
) -> Network:
    """A network in a folder, each State enrolled and its entry published."""
    founding = found(at=at, algorithm=algorithm)
    made = {
        state: make_state(state, founding.network, at=at, key=new_directory_key(algorithm))
        for state in states
    }
    keys = {state: [one.key.public] for state, one in made.items()}
    founding = with_states(founding, keys, at=at)
    publisher = Publisher(folder, founding.online)
    publisher.create(founding.root, founding.targets, at=at)
    network = Network(folder, founding, publisher, made, at, founding.targets)
    for state in states:
        network.submit(state)
    return network


def own_network(folder: Path) -> Network:
    """A network of two States for one test: a copy, with its keys, of one that is made once."""
    made = _made_once()
    shutil.copytree(made.folder, folder, symlinks=True)
    states = {
        code: replace(one, authenticators=dict(one.authenticators), identities=dict(one.identities))
        for code, one in made.states.items()
    }
    publisher = Publisher(folder, made.founding.online)
    return Network(folder, made.founding, publisher, states, made.at, made.targets)


@cache
def _made_once() -> Network:
    folder = tempfile.mkdtemp(
        prefix="rogatory-network-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")
    )
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return build_network(Path(folder) / "repository")


def stored_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Targets, where a repository keeps them."""
    return {stored_path(path, sha256(data)): data for path, data in files.items()}


class Mirror:
    """The other side in memory: a folder's files, some of them replaced or gone, or no line."""

    def __init__(self, folder: Path) -> None:
        self._folder = FolderFetcher(folder)
        self.replaced: dict[str, Iterable[bytes] | None] = {}
        self.is_down = False
        self.requested: list[str] = []

    def __call__(self, path: str) -> Iterable[bytes] | None:
        self.requested.append(path)
        if self.is_down:
            raise Unreachable(UNREACHABLE.because(problem="the line is cut"))
        if path in self.replaced:
            return self.replaced[path]
        return self._folder(path)

    def serve(self, files: dict[str, bytes]) -> None:
        """Serve these files instead, as an attacker between reader and directory would."""
        self.replaced = {path: [data] for path, data in files.items()}


@dataclass
class Reader:
    """A reader with its cache and its line, for attacks that must leave it unchanged."""

    network: Network
    cache: Path
    mirror: Mirror
    directory: Directory

    def state(self) -> dict[str, bytes]:
        """Every byte of the cache; what counts and what does not."""
        return {
            str(path.relative_to(self.cache)): path.read_bytes()
            for path in sorted(self.cache.rglob("*"))
            if path.is_file() and not path.is_symlink()
        }


def make_reader(network: Network, cache: Path) -> Reader:
    mirror = Mirror(network.folder)
    return Reader(network, cache, mirror, Directory(cache, network.founding.root, mirror))
