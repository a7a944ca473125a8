# SPDX-License-Identifier: Apache-2.0
"""Something else than a file, or than a folder, where one should lie (SPECIFICATION.md 15.2, *Name and type*)."""

import os

import pytest


def outcomes(checks):
    return {one.id: one.outcome for one in checks.done}


def differing(before, after):
    return {name: after.get(name) for name in before | after if before.get(name) != after.get(name)}


@pytest.fixture
def changed(judged, made, trust):
    """Return the outcomes that a change of an artifact changes."""

    def act(kind, change):
        folder = made(kind)
        before = outcomes(judged(folder, trust))
        change(folder)
        return differing(before, outcomes(judged(folder, trust)))

    return act


def as_folder(place, *, filled=False):
    def change(folder):
        if (folder / place).exists():
            (folder / place).unlink()
        (folder / place).mkdir(parents=True)
        if filled:
            (folder / place / "x").write_bytes(b"x")

    return change


def as_file(place):
    def change(folder):
        if (folder / place).is_dir():
            (folder / place).rename(folder.parent / "moved")
        (folder / place).write_bytes(b"x")

    return change


def as_link(place):
    def change(folder):
        (folder / place).rename(folder.parent / "moved")
        (folder / place).symlink_to(folder.parent / "moved")

    return change


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize(
    "place",
    [
        "seal/segments.b3", "seal/seal.json.2.tst", "archive.2.json", "bundle.json.2.tst",
        "request/receipt.json", "certificates/xq-ca.p256.pem", "custody/0099.json",
        "directory/metadata/9.root.json", f"consents/{'0' * 64}/consent.json",
    ],
)  # fmt: skip
def test_a_folder_in_the_place_of_a_file_has_no_place_in_a_bundle(changed, place, filled):
    assert changed("bundle", as_folder(place, filled=filled))["bundle-layout"] == "fails"


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize(
    "place", ["media.json", "members.jsonl", "offsets", "manifest-sha512.txt", "bagit.txt"]
)
def test_nor_in_a_bag(changed, place, filled):
    assert changed("bag", as_folder(place, filled=filled))["bag-form"] == "fails"


@pytest.mark.parametrize("place", ["earlier", "request"])
def test_nor_has_a_file_in_the_place_of_a_folder(changed, place):
    assert changed("bag", as_file(place))["bag-form"] == "fails"


@pytest.mark.parametrize(
    ("kind", "change", "check"),
    [
        ("bag", as_file("earlier"), "bag-earlier"),
        ("bag", as_folder("offsets"), "bag-files"),
        ("bundle", as_file("messages"), "messages"),
        ("bundle", as_link("messages"), "messages"),
        ("bundle", as_file("messages/0009"), "messages"),
        ("bundle", as_file("certificates"), "certificates"),
        ("bundle", as_link("certificates"), "certificates"),
        ("bundle", as_folder("request/receipt.json"), "receipts"),
        ("bundle", as_link("request/receipt.json"), "receipts"),
        ("bundle", as_folder("seal/segments.b3"), "seal-segment-list"),
    ],
)
def test_what_holds_without_something_is_undecided_where_something_else_lies(
    changed, kind, change, check
):
    assert changed(kind, change)[check] == "undecided"


@pytest.mark.parametrize(
    "change", [as_folder("archive.1.json"), as_folder("disclosure.json.2.tst"), as_file("items")]
)
def test_the_names_of_a_disclosure_say_what_lies_there(changed, change):
    assert changed("disclosure", change)["disclosure-form"] == "fails"


@pytest.mark.parametrize("what", [None, "folder", "fifo", "link"])
def test_a_chain_of_roots_ends_before_what_is_no_file(judged, made, what):
    """In its next root's place it counts as not there: list and layout fail, the chain does not."""
    folder = made("bundle")
    metadata = folder / "directory/metadata"
    number = 1
    while (metadata / f"{number}.root.json").exists():
        number += 1
    path = metadata / f"{number}.root.json"
    before = outcomes(judged(folder))
    if what == "folder":
        path.mkdir()
    elif what == "fifo":
        os.mkfifo(path)
    elif what == "link":
        path.symlink_to(metadata / "1.root.json")
    after = differing(before, outcomes(judged(folder)))
    assert set(after) <= {"bundle-layout", "bundle-complete"}
    assert (after.get("bundle-layout") == "fails") == (what is not None)


@pytest.mark.parametrize("change", ["folder", "fifo"])
def test_neither_is_what_lies_in_the_place_of_a_first_root(judged, made, change):
    folder = made("bundle")
    path = folder / "directory/metadata/1.root.json"
    path.unlink()
    missing = judged(folder)
    path.mkdir() if change == "folder" else os.mkfifo(path)
    found = judged(folder)
    assert found.basis.root is None
    assert set(differing(outcomes(missing), outcomes(found))) <= {"bundle-layout"}
