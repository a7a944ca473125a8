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


def dig(folder: Path, levels: int, name: str = "a") -> None:
    """Make folders in each other, however long their path, and a file in the last."""
    place = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(name, dir_fd=place)
        below = os.open(name, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(os.open("f", os.O_WRONLY | os.O_CREAT, dir_fd=place))
    os.close(place)


def test_folders_are_read_to_256_levels(verifier: ModuleType, tmp_path: Path) -> None:
    dig(tmp_path, 256)
    assert list(verifier.files_below(tmp_path)) == ["a/" * 256 + "f"]
    wrong: list[str] = []
    assert list(verifier._files_and_strays(tmp_path, wrong)) == ["a/" * 256 + "f"]
    assert wrong == []
    for level in (1, 2):
        wrong = []
        assert list(verifier._files_and_strays(tmp_path, wrong, level)) == []
        assert [one.split(":")[0] for one in wrong] == ["disk-too-deep"]
        with pytest.raises(verifier.Wrong, match="disk-too-deep"):
            list(verifier.files_below(tmp_path, level=level))
        strays: list[str] = []
        assert list(verifier.files_below(tmp_path, strays=strays, level=level)) == []
        assert len(strays) == 1


def test_a_bag_with_a_folder_that_is_too_deep_fails_by_its_form(
    verifier: ModuleType, material: Path
) -> None:
    bag, directory = material / "bundle/bag", material / "bundle/directory"
    dig(bag / "data", 256)  # its last folder is the 257th below the bag
    found = verifier.examine(bag, verifier.Trusted.read([str(directory)]), AT)[0]
    (form,) = [one for one in found.done if one.id == "bag-form"]
    assert form.outcome == "fails"
    assert any("disk-too-deep" in one for one in form.remarks)
    assert found.of("bag-files") == found.of("custody-journal") == "holds"


def test_a_folder_with_a_path_that_is_too_long_is_reported(
    verifier: ModuleType, tmp_path: Path
) -> None:
    """No folder can be listed whose path is longer than the machine allows, by the root user neither."""
    dig(tmp_path, 20, "n" * 240)
    wrong: list[str] = []
    assert list(verifier._files_and_strays(tmp_path, wrong)) == []
    assert any("cannot be read" in one for one in wrong)
    with pytest.raises(verifier.Wrong, match="cannot be listed"):
        list(verifier.files_below(tmp_path))


def test_a_path_through_a_link_is_that_of_the_folder_that_it_leads_to(
    verifier: ModuleType, material: Path
) -> None:
    directory = material / "bundle/directory"
    straight = outcomes(verifier, material / "bundle/bag", directory, at=AT)
    (material / "elsewhere").mkdir()
    (material / "elsewhere/other").symlink_to(material / "bundle/bag")
    (material / "elsewhere/above").symlink_to(material / "bundle")
    for path in ("elsewhere/other", "elsewhere/above/bag"):
        assert outcomes(verifier, material / path, directory, at=AT) == straight
