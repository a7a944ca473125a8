# SPDX-License-Identifier: Apache-2.0
"""The sealing State as a whole, with its own timestamps: what it can always claim, and who says so (THREATS.md)."""

import pytest

from forge.forgers import FORGERS
from forge.judges import JUDGES
from forge.resigning import resign
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.node.workstation.verification.verify import verify

FORGER = {one.name: one for one in FORGERS}
STATES = ("sealing-state", "sealing-state-key")


@pytest.fixture
def claimed(material, tmp_path):
    """A bag of which the State says that another item was collected."""

    def make(name):
        forger, honest = FORGER[name], material.artifacts["bag"]
        before = honest.digest()
        changes = {one.name: one for one in forger.own_changes(material, "bag")}
        artifact = honest.copy(tmp_path / "forged")
        changes["another-item"].apply(artifact)
        resign(artifact, honest, forger.held(material), material.case.clock.now())
        assert honest.digest() == before
        return artifact, forger.trust(material)

    return make


@pytest.mark.parametrize("forger", STATES)
def test_another_item_that_the_whole_state_claims_fails_no_check(material, claimed, forger):
    """The limit that THREATS.md states: what it made and signed from the beginning, nobody contradicts."""
    artifact, trust = claimed(forger)
    assert (artifact.path / "data/mail-0.eml").read_bytes().startswith(b"What nobody found")
    answers = [judge(artifact, trust, material.now) for judge in JUDGES.values()]
    assert [found.failing() for found in answers] == [frozenset()] * len(answers)
    assert answers[0].checks == answers[1].checks
    assert answers[0].checks["bag-inventory"] == answers[0].checks["bag-earlier"] == "holds"


@pytest.mark.parametrize("forger", STATES)
def test_the_moment_of_such_a_claim_is_shown_as_proved_by_that_state_alone(
    material, claimed, forger
):
    artifact, trust = claimed(forger)
    found = verify(artifact.path, trusted=read_trust(trust), now=material.now)
    assert (found.moment.by, found.moment.by_own_state) == ("XB", True)


@pytest.mark.parametrize("judge", JUDGES)
def test_nobody_else_makes_another_item_of_it(material, tmp_path, judge):
    honest, forger = material.artifacts["bag"], FORGER["sealing-state"]
    before = honest.digest()
    [change] = (one for one in forger.own_changes(material, "bag") if one.name == "another-item")
    for name in ("no-key", "exporter", "officer", "stamps", "exporting-state", "third-state"):
        artifact = honest.copy(tmp_path / name)
        change.apply(artifact)
        resign(artifact, honest, FORGER[name].held(material), material.case.clock.now())
        found = JUDGES[judge](artifact, FORGER[name].trust(material), material.now)
        assert found.failing() >= {"bag-tags"}, name
    assert honest.digest() == before
