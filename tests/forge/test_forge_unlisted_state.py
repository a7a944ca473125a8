# SPDX-License-Identifier: Apache-2.0
"""A directory that does not list a signer's State decides that: what the State signed fails."""

from dataclasses import dataclass, replace

import pytest

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
