# SPDX-License-Identifier: Apache-2.0
"""A directory that does not list a signer's State decides that: what the State signed fails."""

import json
import shutil
from dataclasses import dataclass, replace

import pytest

from forge.judges import JUDGES
from forge.material import Artifact
from forge.publisher_changes import Publishing
from rogatory.exercises.federation import load_directory_key
from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust
from rogatory.node.workstation.verification.verify import verify
from rogatory.node.workstation.verification.verify_disclosure import verify_disclosure


@dataclass(frozen=True)
class Without(TrustedDirectory):
    """A copy of the directory in which a State is not listed."""

    state: str = "XB"

    def newest(self):
        view = super().newest()
        listed = {state: one for state, one in view.listed.items() if state != self.state}
        return replace(view, listed=listed)


@pytest.mark.parametrize(
    ("kind", "state", "failing", "holding"),
    [
        ("package", "XB", {"seal-signed", "seal-listed"}, {"seal-stamped", "seal-form"}),
        ("bag", "XB", {"bag-signed", "seal-signed", "seal-listed"}, {"seal-stamped", "bag-files"}),
        ("package-rewrapped", "XB", {"seal-chain"}, {"seal-stamped"}),
        (
            "disclosure",
            "XB",
            {"seal-signed", "disclosure-package-signed"},
            {"disclosure-signed", "seal-stamped"},
        ),
        ("disclosure", "XA", {"disclosure-signed"}, {"seal-signed", "disclosure-package-signed"}),
    ],
)
def test_what_a_state_signed_that_the_directory_does_not_list_fails(
    material, tmp_path, kind, state, failing, holding
):
    artifact = material.artifacts[kind].copy(tmp_path / "copy")
    before = artifact.files()
    plain = read_trust(material.directory)
    trusted = Without(plain.path, plain.network, plain.read, state)
    judging = verify_disclosure if kind == "disclosure" else verify
    found = judging(artifact.path, trusted=trusted, now=material.now)
    outcomes = {one.id: one.outcome for one in found.checks}
    assert {one: outcomes[one] for one in failing} == dict.fromkeys(failing, "fails")
    assert {one: outcomes[one] for one in holding} == dict.fromkeys(holding, "holds")
    assert found.outcome == "fails"
    assert artifact.files() == before


@pytest.fixture(scope="module")
def unlisting(material, tmp_path_factory):
    """Return a copy of the directory in which XB is not listed, signed by who could sign that."""
    top = tmp_path_factory.mktemp("unlisting")
    folder = top / "bundle/directory"
    shutil.copytree(material.directory, folder)
    metadata = folder / "metadata"
    version = json.loads((metadata / "timestamp.json").read_bytes())["signed"]["meta"]
    number = version["snapshot.json"]["version"]
    for place in metadata.glob("*.snapshot.json"):
        if place.name != f"{number}.snapshot.json":
            place.unlink()
    snapshot = metadata / f"{number}.snapshot.json"
    document = json.loads(snapshot.read_bytes())
    del document["signed"]["meta"]["xb.json"]
    snapshot.write_text(json.dumps(document))
    name = f"{document['signed']['meta']['targets.json']['version']}.targets.json"
    targets = json.loads((metadata / name).read_bytes())
    delegations = targets["signed"]["delegations"]
    [role] = [one for one in delegations["roles"] if one["name"] == "xb"]
    delegations["roles"].remove(role)
    for keyid in role["keyids"]:
        del delegations["keys"][keyid]
    (metadata / name).write_text(json.dumps(targets))
    secretariat = material.case.federation.folder / "secretariat"
    online, *keys = (
        load_directory_key(secretariat, key) for key in ("online", "targets-1", "targets-2")
    )
    Publishing(online, {name: keys}).apply(Artifact("bundle", top, "bundle"))
    return folder


@pytest.mark.parametrize(
    ("kind", "failing", "holding"),
    [
        ("package", {"seal-signed", "seal-listed", "custody-journal"}, {"seal-form"}),
        ("bag", {"bag-signed", "seal-signed", "custody-journal"}, {"bag-files"}),
        (
            "disclosure",
            {"seal-signed", "disclosure-package-signed"},
            {"disclosure-signed", "disclosure-files"},
        ),
    ],
)
def test_both_judges_fail_what_it_signed_by_a_directory_that_holders_signed_so(
    material, tmp_path, unlisting, kind, failing, holding
):
    artifact = material.artifacts[kind].copy(tmp_path / "copy")
    before = artifact.files()
    ours, independent = (judge(artifact, [unlisting], material.now) for judge in JUDGES.values())
    assert ours.checks == independent.checks
    assert dict.fromkeys(failing, "fails") == {one: ours.checks[one] for one in failing}
    assert dict.fromkeys(holding, "holds") == {one: ours.checks[one] for one in holding}
    assert (ours.outcome, independent.outcome) == ("fails", "fails")
    assert artifact.files() == before
