# SPDX-License-Identifier: Apache-2.0
"""The kind of evidence in a folder, by what is left of it: no file that is taken away hides a folder from its checks."""

import itertools

import pytest

from rogatory.node.workstation.journals.folders import bag_journal
from rogatory.node.workstation.journals.kind_of_folder import BUNDLE_FOLDERS, kind_of

FILES = {
    "certificate": ["certificate.json"],
    "bundle": ["bundle.json", *(f"{one}/" for one in BUNDLE_FOLDERS)],
    "disclosure": ["disclosure.json", "items.jsonl", "package/"],
    "sealed": ["seal.json", "package.age"],
    "bag": ["bagit.txt", "tagmanifest-sha256.txt", "inventory.jsonl", "package-secret.bin"],
}
"""The files by which each kind is known; a slash at the end is a folder's."""

KNOWN_WITHOUT = {"certificate": 0, "bundle": 2, "disclosure": 1, "sealed": 1, "bag": 1}
"""How many of them may be taken away, whichever they are."""


def made(folder, names):
    folder.mkdir()
    for name in names:
        if name.endswith("/"):
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(b"")
    return folder


@pytest.mark.parametrize("kind", FILES)
def test_a_kind_is_known_when_some_of_its_files_are_taken_away(tmp_path, kind):
    names = FILES[kind]
    for size in range(KNOWN_WITHOUT[kind] + 1):
        for number, gone in enumerate(itertools.combinations(names, size)):
            left = [name for name in names if name not in gone]
            assert kind_of(made(tmp_path / f"{size}-{number}", left)) == kind, gone


@pytest.mark.parametrize("kind", ["certificate", "bundle", "disclosure", "sealed"])
def test_files_of_a_bag_beside_them_make_no_bag_of_another_kind(tmp_path, kind):
    assert kind_of(made(tmp_path / "it", [*FILES[kind], *FILES["bag"]])) == kind


def test_a_bag_of_somebody_else_is_one_that_has_nothing_of_ours(tmp_path):
    foreign = made(tmp_path / "foreign", ["bagit.txt", "data/"])
    assert kind_of(foreign) == "foreign-bag"
    bag_journal(foreign).mkdir()
    assert kind_of(foreign) == "bag"
    (foreign / "bagit.txt").unlink()
    assert kind_of(foreign) == "bag"


def test_a_folder_with_nothing_to_be_judged_has_no_kind(tmp_path):
    assert kind_of(made(tmp_path / "it", ["notes.txt", "bag/"])) is None
    assert kind_of(tmp_path / "missing") is None
