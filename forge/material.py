# SPDX-License-Identifier: Apache-2.0
"""Honest evidence of one network: a court bundle, a sealed package, a bag, a disclosure, a certificate.

Two cases are played on the network, so that each file of the first has a genuine counterpart in the
second. Everything is small: a forgery costs a copy and one run of every judge.
"""

import os
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from casts.court.bundle_case import AT, FIRST, OFFICE, SECOND, Case, both, found_case, play, stick
from forge.looking import Files
from forge.making import KINDS, MAKERS, Kind, destroy_dispatch, list_elsewhere, make_unprinted
from forge.networks import found_fork, next_version, replace_root_keys, third_root
from forge.taken_states import TakenState, take_state
from rogatory.directory.entry.entry import DirectoryEntry
from rogatory.directory.entry.period import COMPROMISED, PeriodEnd
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.submission.state_role import sign_entry
from rogatory.exercises.cast import EXAMINER
from rogatory.exercises.entries import certificate_record
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.certificates.reading import certificate_holder, pem_to_der
from rogatory.seal.timestamping.timestamps import TimestampAuthority

JUDGED: datetime = AT + timedelta(days=400)
"""When the judges look: nothing of the network has ended yet, and every timestamp is old."""

OTHER_HASHES = ("sha512", "sha3-512", "blake2b")

LASTING = AT + timedelta(days=3650)
"""Until when the certificate of a further timestamp authority lasts."""

HONEST = 2
"""The cases of the true network: what forgers found is printed by nobody."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One honest artifact: `folder` has all that belongs together, `name` is what is judged.

    A bag has its journal and its seal in a second folder beside it, and the consents in more.
    """

    kind: Kind
    folder: Path
    name: str

    @property
    def path(self) -> Path:
        return self.folder / self.name

    def copy(self, folder: Path) -> "Artifact":
        """The artifact copied to a folder that is not there yet."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return replace(self, folder=folder)

    def files(self) -> tuple[str, ...]:
        """Every file, relative to `folder`, in byte order."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return tuple(sorted((str(path.relative_to(self.folder)) for path in found), key=str.encode))

    def digest(self) -> str:
        """A digest of all names and contents."""
        return Files(self.folder).digest()


@dataclass(frozen=True, eq=False, slots=True)
class Material:
    """The material that the bench works on. `donor` is the same of the second case."""

    case: Case
    artifacts: Mapping[Kind, Artifact]
    donor: Mapping[Kind, Artifact]
    foreign: Mapping[Kind, Artifact]
    """The same of another network with States of the same names, which a forger founded."""
    forked: Mapping[Kind, Artifact]
    """The same of a network under the same first root, which the holders of retired root keys founded."""
    directory: Path
    """A copy of the directory as it was when the evidence was exported."""
    newest: Path
    """A later copy, in which the sender's key is compromised since after the export."""
    root: Path
    """The first root, which a reader has from elsewhere."""
    second_root: Path
    """The second root, in which two of the three root keys of the first are retired."""
    third_root: bytes
    """A root after it that only the retired keys signed."""
    taken: Mapping[str, TakenState]
    """By its code, each State whose key and CA a forger holds."""

    @property
    def now(self) -> datetime:
        return JUDGED


def make_material(folder: Path) -> Material:
    """Play two cases on one network, one on another and one on a fork of the first, and keep what
    leaves them.
    """
    case = found_case(folder / "first")
    list_timestamp_authority(case, "XB")
    replace_root_keys(case)
    other = replace(case, folder=folder / "second")
    other.folder.mkdir()
    foreign = found_case(folder / "foreign")
    fork = found_fork(case, folder / "fork")
    made = [
        _artifacts(one, folder / f"artifacts-{n}", printed=n <= HONEST)
        for n, one in enumerate((case, other, foreign, fork), 1)
    ]
    directory = folder / "directory"
    shutil.copytree(case.federation.repository, directory)
    roots = [folder / f"{version}.root.json" for version in (1, 2)]
    for root in roots:
        shutil.copyfile(case.federation.repository / "metadata" / root.name, root)
    taken = {
        "XA": take_state(case, "XA", folder / "taken-xa", FIRST, SECOND, stamps=True),
        "XT": take_state(case, "XT", folder / "taken-xt", stamps=True),
        "XB": take_state(case, "XB", folder / "taken-xb", EXAMINER.known_as("XB"), stamps=True),
    }
    newest = folder / "newest"
    end_as_compromised(case, "XB", f"xb/{OFFICE}")
    shutil.copytree(case.federation.repository, newest)
    return Material(
        case=case,
        artifacts=made[0],
        donor=made[1],
        foreign=made[2],
        forked=made[3],
        directory=directory,
        newest=newest,
        root=roots[0],
        second_root=roots[1],
        third_root=third_root(case),
        taken=taken,
    )


def list_timestamp_authority(case: Case, code: str) -> None:
    """Found a timestamp authority of a State beside that of the network, and have every node read of it."""
    folder, at = case.federation.state(code), case.clock()
    ca = load_state_ca(folder / "ca")
    issued = ca.issue(code.lower(), "tsa", "p256", at=at, until=LASTING, random=os.urandom)
    (folder / "tsa.key").write_bytes(issued.key)
    (folder / "tsa.pem").write_bytes(issued.certificate)
    listed = certificate_record("tsa", code.lower(), pem_to_der(issued.certificate))
    entry = case.node(code).register.view().entry(code)
    _publish(case, code, replace(entry, certificates=(*entry.certificates, listed)))
    for node in case.exchange.nodes.values():
        node.register.refresh(case.clock.now())


def timestamp_authority(case: Case, code: str) -> TimestampAuthority:
    """The timestamp authority of a State, with its key."""
    folder = case.federation.state(code)
    return TimestampAuthority((folder / "tsa.key").read_bytes(), (folder / "tsa.pem").read_bytes())


def end_as_compromised(case: Case, code: str, holder: str) -> None:
    """Publish an entry in which the keys of one holder are compromised as of now."""
    at = case.clock()
    entry = case.node(code).register.view().entry(code)
    ended = replace(
        entry,
        certificates=tuple(
            replace(one, period=replace(one.period, ended=PeriodEnd(at, COMPROMISED)))
            if certificate_holder(one.der) == holder
            else one
            for one in entry.certificates
        ),
    )
    _publish(case, code, ended)


def _publish(case: Case, code: str, entry: DirectoryEntry) -> None:
    node, at = case.node(code), case.clock.now()
    register, key = node.register.view().register(code), case.federation.state_key(code)
    version = next_version(case, code)
    submission = sign_entry(
        entry, register, network=node.network, keys=[key], version=version, at=at
    )
    Publisher(case.federation.repository, case.federation.online_key()).accept(submission, at=at)


def seize_little(folder: Path) -> Path:
    """A text that may be disclosed, one that two officers open, an archive that a provider sent, and an image."""
    folder.mkdir()
    with zipfile.ZipFile(folder / "return.zip", "w") as archive:
        archive.writestr("account.txt", f"account of {folder}")
    (folder / "stick.dd").write_bytes(stick())
    for number in range(2):
        (folder / f"mail-{number}.eml").write_bytes(f"mail {number} of {folder}".encode() * 20)
    return folder


def _artifacts(case: Case, folder: Path, *, printed: bool) -> dict[Kind, Artifact]:
    folder.mkdir()
    play(
        case,
        seized=seize_little,
        protected=("mail-1.eml",),
        officers=both,
        described={"hashes": OTHER_HASHES, "provider_return": True},
    )
    destroy_dispatch(case)
    list_elsewhere(case)
    found: dict[Kind, Artifact] = {}
    for kind in KINDS:
        place = folder / kind
        place.mkdir()
        name = MAKERS[kind](case, place) if printed else make_unprinted(kind, case, place)
        found[kind] = Artifact(kind, place, name)
    return found
