# SPDX-License-Identifier: Apache-2.0
"""Forgeries by a file or folder that has no place beside a kept seal, earlier seals or an event.

A kept seal is the folder `seal/` of the journal of a bag. Here it is that of a package that was re-wrapped.
"""

import hashlib
import shutil

import pytest

from casts.court.both_judges import judged
from rogatory.wire import canonical


def kept(material, tmp_path, fault=lambda seal: None):
    """Return a bag with the documents of the re-wrapped package as its kept seal."""
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    place = artifact.path.with_name(f"{artifact.path.name}-custody") / "seal"
    shutil.rmtree(place, ignore_errors=True)
    rewrapped = material.artifacts["package-rewrapped"].copy(tmp_path / "rewrapped").path
    shutil.copytree(rewrapped, place, ignore=shutil.ignore_patterns("custody", "package.age"))
    fault(place)
    return artifact


def stray_file(seal):
    (seal / "seals/x").write_bytes(b"another")


def empty_folder(seal):
    (seal / "seals/2").mkdir()


def foreign_folder(seal):
    (seal / "seals/x").mkdir()
    (seal / "seals/x/seal.json").write_bytes(b"{}")


def without_any(seal):
    shutil.rmtree(seal / "seals")
    (seal / "seals").mkdir()


STRAYS = [stray_file, empty_folder, foreign_folder, without_any]


def test_a_kept_seal_of_a_package_that_was_rewrapped_holds(material, tmp_path):
    found = judged(material, kept(material, tmp_path), None)
    assert found["seal-layout"] == found["seal-chain"] == "holds"


@pytest.mark.parametrize("fault", STRAYS)
def test_nothing_lies_beside_the_earlier_seals_of_a_kept_seal(material, tmp_path, fault):
    found = judged(material, kept(material, tmp_path, fault), None)
    assert found["seal-layout"] == found["seal-chain"] == "fails"


@pytest.mark.parametrize("fault", STRAYS)
def test_nothing_lies_beside_the_earlier_seals_of_a_package(material, tmp_path, fault):
    artifact = material.artifacts["package-rewrapped"].copy(tmp_path / "forged")
    fault(artifact.path)
    found = judged(material, artifact, None)
    assert found["seal-layout"] == found["seal-chain"] == "fails"


@pytest.mark.parametrize("fault", [stray_file, empty_folder])
def test_a_seal_that_replaces_none_has_no_folder_of_earlier_ones(material, tmp_path, fault):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    (artifact.path / "seals").mkdir()
    fault(artifact.path)
    found = judged(material, artifact, None)
    assert found["seal-layout"] == found["seal-chain"] == "fails"


def link(seal):
    (seal / "seal.json.2.tst").symlink_to(seal / "seal.json")


def linked_folder(seal):
    (seal / "seals/2").symlink_to(seal / "seals/1")


def folder(seal):
    (seal / "notes").mkdir()


def hidden(seal):
    (seal / ".x").write_bytes(b"another")


def encrypted(seal):
    (seal / "package.age").write_bytes(b"another")


def journal(seal):
    (seal / "custody").mkdir()


def nested(seal):
    (seal / "certificates/more").mkdir()
    (seal / "certificates/more/x.pem").write_bytes(b"another")


@pytest.mark.parametrize("fault", [link, linked_folder, folder, hidden, encrypted, journal, nested])
def test_nothing_without_a_place_lies_beside_a_kept_seal(material, tmp_path, fault):
    found = judged(material, kept(material, tmp_path, fault), None)
    assert found["seal-layout"] == "fails"


@pytest.mark.parametrize("kind", ["bag", "bundle"])
@pytest.mark.parametrize("name", ["MAIL-0.EML", "Mail-0.eml"])
def test_an_empty_folder_whose_name_folds_like_that_of_a_file_is_none_of_the_bag(
    material, tmp_path, kind, name
):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    bag = artifact.path if kind == "bag" else artifact.path / "bag"
    (bag / "data" / name).mkdir()
    found = judged(material, artifact, None)
    assert found["bag-form"] == found["bag-files"] == "fails"


def test_an_empty_folder_after_the_file_that_it_folds_like_is_none_of_the_bag(material, tmp_path):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    (artifact.path / "data/mail-0.emL").mkdir()
    (artifact.path / "data/mail-0.eml").rename(artifact.path / "data/mail-0.EML")
    found = judged(material, artifact, None)
    assert found["bag-form"] == found["bag-files"] == "fails"


@pytest.mark.parametrize("trusted", [True, False])
def test_a_proof_of_what_is_no_log_fails_the_journal_too(material, tmp_path, trusted):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    place = artifact.path / "custody/0001.tlog-proof"
    head, _, note = place.read_text().partition("\n\n")
    _, *lines = note.split("\n")
    place.write_text("\n".join([f"{head}\n", "nonsense", *lines]))
    found = judged(material, artifact, None, trusted=trusted)
    assert found["custody-journal"] == found["custody-logged"] == "fails"


@pytest.mark.parametrize("kind", ["package", "bundle"])
@pytest.mark.parametrize(("proved", "outcome"), [(True, "fails"), (False, "holds")])
def test_a_proof_beside_an_event_that_is_too_large_is_of_none(
    material, tmp_path, kind, proved, outcome
):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    event = artifact.path / "custody/0001.json"
    event.write_bytes(event.read_bytes().ljust(16_385))
    if not proved:
        event.with_suffix(".tlog-proof").unlink()
    found = judged(material, artifact, None)
    assert found["custody-journal"] == "fails"
    assert found["custody-logged"] == outcome


@pytest.mark.parametrize("kind", ["package", "bundle"])
@pytest.mark.parametrize("size", [2, 4097])
def test_a_tombstone_beside_an_event_of_the_same_number_does_not_hold(
    material, tmp_path, kind, size
):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    (artifact.path / "custody/0001.tombstone.json").write_bytes(b"{}".ljust(size))
    found = judged(material, artifact, None)
    assert found["custody-journal"] == found["custody-destroyed"] == "fails"


def test_a_list_is_no_token_where_an_event_announces_one(material, tmp_path):
    artifact = material.artifacts["package-rewrapped"].copy(tmp_path / "forged")
    for place in artifact.path.glob("*.tst"):
        place.unlink()
    digest = hashlib.sha512((artifact.path / "seal.json").read_bytes()).hexdigest()
    listed = canonical.encode({"files": [{"path": "seal.json", "sha512": digest}], "version": 1})
    (artifact.path / "archive.1.json").write_bytes(listed)
    assert judged(material, artifact, None)["seal-stamped"] == "fails"


@pytest.mark.parametrize("kind", ["package", "bag"])
def test_a_folder_in_a_journal_fails_it_whatever_it_is_called(material, tmp_path, kind):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    beside = artifact.path.with_name(f"{artifact.path.name}-custody")
    journal = artifact.path / "custody" if kind == "package" else beside
    (journal / ".rogatory-new-x").write_bytes(b"what a killed writer left")
    assert judged(material, artifact, None)["custody-journal"] == "holds"
    (journal / ".rogatory-new-y").mkdir()
    assert judged(material, artifact, None)["custody-journal"] == "fails"
