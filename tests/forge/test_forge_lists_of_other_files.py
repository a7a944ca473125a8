# SPDX-License-Identifier: Apache-2.0
"""A stamped list that does not name the seal proves nothing of it, and replaces no timestamp."""

import hashlib

import pytest

from forge.forgers import FORGERS
from forge.judges import judge_ours
from rogatory.seal.timestamping.timestamps import request, token_of
from rogatory.wire import canonical

FORGER = {one.name: one for one in FORGERS}


def stamp_list(material, folder, *names):
    """Take the timestamps in a folder away, and stamp a list of these files of it."""
    for place in (*folder.glob("*.tst"), *folder.glob("archive.*")):
        place.unlink()
    files = [
        {"path": name, "sha512": hashlib.sha512((folder / name).read_bytes()).hexdigest()}
        for name in names
    ]
    listed = canonical.encode({"files": files, "version": 1})
    (folder / "archive.1.json").write_bytes(listed)
    stamps = FORGER["stamps"].held(material).stamps
    query = request(hashlib.sha512(listed).digest())
    token = token_of(stamps.reply(query, material.case.clock.now(), 7))
    (folder / "archive.1.json.tst").write_bytes(token)


@pytest.mark.parametrize(
    ("kind", "named", "outcome"),
    [
        ("package", ["seal.json"], "holds"),
        ("package", ["seal.json.p256.p7s"], "undecided"),
        ("package-rewrapped", ["seal.json"], "holds"),
        ("package-rewrapped", ["seal.json.p256.p7s"], "fails"),
    ],
)
def test_a_stamped_list_counts_for_the_seal_that_it_names_alone(
    material, tmp_path, kind, named, outcome
):
    """Where the journal announces the timestamp that is missing, it was taken away."""
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    stamp_list(material, artifact.path, *named)
    before = artifact.files()
    found = judge_ours(artifact, [material.directory], material.now)
    assert found.checks["seal-stamped"] == outcome
    assert found.outcome != "holds" or outcome == "holds"
    assert artifact.files() == before


@pytest.mark.parametrize(
    ("named", "outcome"), [("seal.json", "holds"), ("seal.json.p256.p7s", "undecided")]
)
def test_a_stamped_list_proves_no_moment_of_an_earlier_seal_that_it_does_not_name(
    material, tmp_path, named, outcome
):
    artifact = material.artifacts["package-rewrapped"].copy(tmp_path / "forged")
    stamp_list(material, artifact.path / "seals/1", named)
    for proof in (artifact.path / "custody").glob("*.tlog-proof"):
        proof.unlink()  # else a cosignature over the sender's event proves the moment
    before = artifact.files()
    found = judge_ours(artifact, [material.directory], material.now)
    assert found.checks["seal-chain"] == outcome
    assert found.outcome != "holds" or outcome == "holds"
    assert artifact.files() == before


@pytest.mark.parametrize(
    ("named", "outcome"), [("seal.json", "holds"), ("seal.json.p256.p7s", "undecided")]
)
@pytest.mark.parametrize(("kind", "seal"), [("bag", "opened-custody/seal"), ("bundle", None)])
def test_a_stamped_list_of_other_files_stamps_no_kept_seal(
    material, tmp_path, kind, seal, named, outcome
):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    folder = artifact.folder / seal if seal else artifact.path / "seal"
    stamp_list(material, folder, named)
    found = judge_ours(artifact, [material.directory], material.now)
    assert found.checks["seal-stamped"] == outcome
