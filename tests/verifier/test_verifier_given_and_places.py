# SPDX-License-Identifier: Apache-2.0
"""The independent verifier takes what is given, and where it looks, as the text does."""

import os
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from casts.court.independent_verifier import outcomes, unpack_material

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)


@pytest.fixture
def material(tmp_path):
    """Honest artifacts that a test may change; the bag of the bundle has its journal beside it."""
    folder = unpack_material(tmp_path)
    (folder / "bundle/custody").rename(folder / "bundle/bag-custody")
    return folder


def test_a_copy_that_begins_with_another_root_than_given_is_refused(
    verifier: ModuleType, material: Path
) -> None:
    directory = material / "bundle/directory"
    own = verifier.sha256((directory / "metadata/1.root.json").read_bytes())
    assert verifier.Trusted.read([own, str(directory)]).problems == ()
    assert verifier.Trusted.read([verifier.spoken(own), str(directory)]).problems == ()
    trusted = verifier.Trusted.read(["ab" * 32, str(directory)])
    with pytest.raises(verifier.Refused, match="trust-mixed"):
        verifier.examine(material / "bundle/bag", trusted, AT)


def test_the_journal_lies_beside_the_folder_that_a_path_leads_to(
    verifier: ModuleType, material: Path
) -> None:
    bag, directory = material / "bundle/bag", material / "bundle/directory"
    (material / "bundle/bag-custody/0002.json").write_bytes(b"{}")
    (material / "link").symlink_to(bag)
    for path in (bag, bag / "data" / "..", material / "link"):
        assert outcomes(verifier, path, directory, at=AT)["custody-journal"] == "fails"


def test_folders_may_be_as_deep_as_a_stored_path_is_long(
    verifier: ModuleType, tmp_path: Path
) -> None:
    place = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("a", dir_fd=place)
        below = os.open("a", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(os.open("f", os.O_WRONLY | os.O_CREAT, dir_fd=place))
    os.close(place)
    assert list(verifier.files_below(tmp_path)) == ["a/" * 1200 + "f"]
