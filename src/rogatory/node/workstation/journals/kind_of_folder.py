# SPDX-License-Identifier: Apache-2.0
"""The kind of evidence in a folder, by what is left of it.

A forger or a bad disk takes away any file, including the one by which a folder is known. Then the
check that needs it fails, and the others are made all the same: so each kind is known by more than
one thing (SPECIFICATION.md section 15.2).
"""

from pathlib import Path
from typing import Literal

from rogatory.evidence.disclosure import layout as disclosure
from rogatory.evidence.layout import BAGIT, PACKAGE, SEAL, TAG_MANIFEST
from rogatory.evidence.verification.foreign_bag import is_foreign
from rogatory.node.workstation.journals.folders import bag_journal

type FolderKind = Literal["certificate", "bundle", "disclosure", "sealed", "foreign-bag", "bag"]

CERTIFICATE = "certificate.json"
BUNDLE = "bundle.json"

BUNDLE_FOLDERS = ("bag", "seal", "directory")
"""Two of these lie together in a bundle alone."""


def kind_of(path: Path) -> FolderKind | None:
    """Return what lies in a folder, the first kind that fits; None for nothing to be judged."""

    def file(name: str) -> bool:
        return (path / name).is_file()

    if file(CERTIFICATE):
        return "certificate"
    if file(BUNDLE) or sum((path / one).is_dir() for one in BUNDLE_FOLDERS) > 1:
        return "bundle"
    handed_over = file(disclosure.ITEMS) and (path / disclosure.PACKAGE).is_dir()
    if file(disclosure.DISCLOSURE) or handed_over:
        return "disclosure"
    if file(SEAL) or file(PACKAGE):
        return "sealed"
    beside = bag_journal(path.resolve()).is_dir()
    if file(BAGIT):
        return "foreign-bag" if is_foreign(path) and not beside else "bag"
    return "bag" if file(TAG_MANIFEST) or beside else None
