# SPDX-License-Identifier: Apache-2.0
"""The packages and bags in one folder, each known by a name that is no path."""

import os
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import faults_at, is_plain_folder, shown
from rogatory.errors import Refused
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.evidence.sealed.sealed_files import sealed_files
from rogatory.evidence.verification.verify import is_bag, is_sealed
from rogatory.node.viewer import refusals
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256

PARTIAL = ".partial"
"""How the name of a folder ends that is still being written, and is no package yet."""

MOST_KEPT = 1000
"""Packages of one folder that a page lists; an examiner has dozens on a disk."""


@dataclass(frozen=True, slots=True)
class PackageInFolder:
    """A package in a folder, by its own claims: nothing was checked.

    `id` is its name in an address, `name` its name in print; the sender is None where it is
    unknown.
    """

    id: str
    name: str
    kind: str
    sender: str | None
    recipients: tuple[str, ...]
    package: str | None
    sealed_at: str | None
    path: Path

    @property
    def is_sealed(self) -> bool:
        return self.kind == "sealed"


def packages_in(folder: Path) -> list[PackageInFolder]:
    """Return every sealed package and bag right in the folder, in order of name; links are none."""
    found: list[PackageInFolder] = []
    with faults_at(folder):
        for path in sorted(folder.iterdir()):
            if path.name.endswith(PARTIAL):
                continue
            if is_plain_folder(path) and len(found) < MOST_KEPT:
                if is_sealed(path):
                    found.append(_sealed(path))
                elif is_bag(path):
                    found.append(_kept(path, "bag"))
    return found


def package_with_id(folder: Path, name: str) -> PackageInFolder:
    """Return the one with that id; an id is looked up and never a part of a path."""
    for one in packages_in(folder):
        if one.id == name:
            return one
    raise Refused(refusals.NO_EVIDENCE.because(name=ascii(name)[1:-1][:80]))


def _sealed(path: Path) -> PackageInFolder:
    try:
        with sealed_files(path) as files:
            seal = parse_seal(files.small("seal.json", LARGEST_DOCUMENT))
    except Refused:
        return _kept(path, "sealed")
    return _kept(
        path,
        "sealed",
        sender=seal.sender,
        recipients=tuple(dict.fromkeys(to.authority for to in seal.recipients)),
        package=seal.package,
        sealed_at=seal.sealed.isoformat(),
    )


def _kept(
    path: Path,
    kind: str,
    *,
    sender: str | None = None,
    recipients: tuple[str, ...] = (),
    package: str | None = None,
    sealed_at: str | None = None,
) -> PackageInFolder:
    known = sha256(os.fsencode(path.name))[:16]
    return PackageInFolder(
        known, shown(path.name), kind, sender, recipients, package, sealed_at, path
    )
