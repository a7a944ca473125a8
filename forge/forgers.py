# SPDX-License-Identifier: Apache-2.0
"""The forgers: what each holds, what the reader who is to be deceived trusts, and what only he tries.

Each holds one thing of the network. That a thief of several things can do more needs no proof; what
one stolen thing is worth is what THREATS.md promises about.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bundle_case import FIRST, SECOND, own_keys

from forge.changes import Change
from forge.holdings import Held
from forge.making import PASSPHRASE, Kind
from forge.material import Artifact, Material
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.keys import log_signer, receipts_keys
from rogatory.directory.ceremony import ceremony
from rogatory.exercises.cast import EXAMINER
from rogatory.exercises.federation import load_directory_key
from rogatory.node.workstation.keys.officer_keys import open_officer_folder
from rogatory.seal.timestamping.timestamps import TimestampAuthority
from rogatory.wire import canonical

EXPORTER, SENDER, THIRD = "xa/central-authority", "xb/central-authority", "xt/central-authority"

type OwnChanges = Callable[[Material, Kind], Iterator[Change]]


def _none(material: Material, kind: Kind) -> Iterator[Change]:
    return iter(())


def _true_directory(material: Material) -> list[Path]:
    return [material.directory]


def _first_root(material: Material) -> list[Path]:
    return [material.root]


def _newest_directory(material: Material) -> list[Path]:
    return [material.newest]


@dataclass(frozen=True, slots=True)
class Forger:
    """One forger. `own_changes` are those that the keys held make possible."""

    name: str
    held: Callable[[Material], Held]
    trust: Callable[[Material], list[Path]] = _true_directory
    own_changes: OwnChanges = _none
    systematic: bool = True
    """True if the changes that anybody can make are tried too: not, where no key signs them
    again."""


def _nothing(material: Material) -> Held:
    return Held()


@cache
def _authorities(material: Material, *holders: str) -> Held:
    return Held({one: material.case.authority(one[:2].upper()).signing_keys() for one in holders})


def _exporter(material: Material) -> Held:
    return _authorities(material, EXPORTER)


def _third(material: Material) -> Held:
    return Held(_authorities(material, THIRD).authorities, exports_as=THIRD)


def _sender(material: Material) -> Held:
    return Held(_authorities(material, SENDER).authorities, exports_as=SENDER)


@cache
def _officer(material: Material) -> Held:
    folder = open_officer_folder(material.case.folder / "officer-keys")
    keys = folder.keys_in_force(material.case.clock.now(), lambda: PASSPHRASE)
    return Held(officers={EXAMINER.known_as("XB"): keys})


@cache
def _consenting(material: Material, officer: str) -> Held:
    keys = own_keys(material.case, officer).keys_in_force(
        material.case.clock.now(), lambda: PASSPHRASE
    )
    return Held(officers={officer: keys})


def _first(material: Material) -> Held:
    return _consenting(material, FIRST)


def _second(material: Material) -> Held:
    return _consenting(material, SECOND)


def one_for_both(own: str, other: str, number: str) -> OwnChanges:
    """One officer's genuine signatures in the place of the other's, whose number he types in, too."""

    def changes(material: Material, kind: Kind) -> Iterator[Change]:
        for name in material.artifacts[kind].files():
            if not name.endswith("/consent.json"):
                continue

            def twice(artifact: Artifact, name: str = name) -> None:
                place = (artifact.folder / name).parent
                for family in ("p256", "mldsa65"):
                    mine, theirs = (place / f"consent.{one}.{family}.p7s" for one in (own, other))
                    shutil.copyfile(mine, theirs)

            def sign_foreign(artifact: Artifact, name: str = name) -> None:
                place = artifact.folder / name
                document = json.loads(place.read_bytes())
                place.write_bytes(canonical.encode(document | {other: number}))

            yield Change("consent-signed-twice", name, twice)
            yield Change("consent-with-oneself", name, sign_foreign)

    return changes


@cache
def _receipts(material: Material) -> Held:
    home = read_home(material.case.federation.node("XB"))
    return Held(receipts={"XB": receipts_keys(home)})


@cache
def _log(material: Material) -> Held:
    home = read_home(material.case.federation.node("XB"))
    signer = log_signer(home)
    return Held(logs={home.log_origin: signer})


@cache
def _stamps(material: Material) -> Held:
    folder = material.case.federation.state("XT")
    key, certificate = (folder / "tsa.key").read_bytes(), (folder / "tsa.pem").read_bytes()
    return Held(stamps=TimestampAuthority(key, certificate))


@cache
def _sealing_state(material: Material) -> Held:
    return Held(
        _authorities(material, SENDER).authorities,
        _officer(material).officers,
        _receipts(material).receipts,
        _log(material).logs,
        _stamps(material).stamps,
    )


def foreign_network(material: Material, kind: Kind) -> Iterator[Change]:
    """The whole of a network of the forger's own, dressed up with what is true of the real one."""
    foreign = material.foreign[kind]

    def replaced(artifact: Artifact) -> Path:
        shutil.rmtree(artifact.folder)
        shutil.copytree(foreign.folder, artifact.folder)
        return artifact.path / "directory" / "metadata"

    def foreign_root(artifact: Artifact) -> None:
        replaced(artifact)

    yield Change("foreign", "all", foreign_root)
    if kind != "bundle":
        return
    for name in ("x.root.json", "2.root.json", "0.root.json", "1.root.json"):

        def planted(artifact: Artifact, name: str = name) -> None:
            shutil.copyfile(material.root, replaced(artifact) / name)

        yield Change("foreign-with-true-root", name, planted)

    def true_directory(artifact: Artifact) -> None:
        replaced(artifact)
        shutil.rmtree(artifact.path / "directory")
        shutil.copytree(
            material.artifacts["bundle"].path / "directory", artifact.path / "directory"
        )

    yield Change("foreign-with-true-directory", "directory", true_directory)


def metadata_signed_again(*keys: str) -> OwnChanges:
    """Metadata altered and signed by what keys of the directory are held."""

    def changes(material: Material, kind: Kind) -> Iterator[Change]:
        if kind != "bundle":
            return
        folder = material.case.federation.folder / "secretariat"
        held = [load_directory_key(folder, key) for key in keys]
        metadata = material.artifacts["bundle"].path / "directory" / "metadata"
        for path in sorted(metadata.glob("*.json")):
            name = path.name

            def signed(artifact: Artifact, name: str = name) -> None:
                place = artifact.path / "directory" / "metadata" / name
                document = json.loads(place.read_bytes())
                document["signed"]["expires"] = "2099-01-01T00:00:00Z"
                document["signatures"] = []
                data = json.dumps(document).encode()
                for key in held:
                    data = ceremony.sign(data, key)
                place.write_bytes(data)

            yield Change("metadata-signed-again", f"bundle/directory/metadata/{name}", signed)

    return changes


FORGERS: tuple[Forger, ...] = (
    Forger("no-key", _nothing),
    Forger("own-network", _nothing, _first_root, foreign_network, systematic=False),
    Forger("third-authority", _third),
    Forger("exporter", _exporter),
    Forger("revoked-authority", _sender, trust=_newest_directory),
    Forger("officer", _officer),
    Forger("first-officer", _first, own_changes=one_for_both("first", "second", FIRST)),
    Forger("second-officer", _second, own_changes=one_for_both("second", "first", SECOND)),
    Forger("receipts", _receipts),
    Forger("log", _log),
    Forger("stamps", _stamps),
    Forger("root-key", _nothing, _first_root, metadata_signed_again("root-1"), systematic=False),
    Forger("publisher", _nothing, _first_root, metadata_signed_again("online"), systematic=False),
    Forger("sealing-state", _sealing_state),
)
