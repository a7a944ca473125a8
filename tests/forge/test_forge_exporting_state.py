# SPDX-License-Identifier: Apache-2.0
"""The exporting State as a whole, or who made its keys anew with its State key and CA: what is refused of its bundle,
and what it can always state (THREATS.md).
"""

import pytest

from forge.forgers import FORGERS
from forge.judges import JUDGES
from forge.resigning import resign

FORGER = {one.name: one for one in FORGERS}
STATES = ("exporting-state", "exporting-state-key")


def judged(material, tmp_path, name, change):
    """Each judge's answer to a bundle that this forger changed, signed, logged and stamped again."""
    forger, honest = FORGER[name], material.artifacts["bundle"]
    before = honest.digest()
    changes = {one.name: one for one in forger.own_changes(material, "bundle")}
    artifact = honest.copy(tmp_path / "forged")
    changes[change].apply(artifact)
    at, whole = material.case.clock.now(), changes[change].resigns_all
    resign(artifact, honest, forger.held(material), at, all_of_it=whole)
    made, trust = artifact.digest(), forger.trust(material)
    found = {name: judge(artifact, trust, material.now) for name, judge in JUDGES.items()}
    assert (artifact.digest(), honest.digest()) == (made, before)
    return found


@pytest.mark.parametrize("forger", STATES)
@pytest.mark.parametrize(
    ("change", "failing"),
    [
        ("request-reworded", {"receipts", "together"}),
        ("message-receipted", {"receipts"}),
        ("sender-events-dropped", {"custody-expected"}),
        # The consents that those events named have no place without them.
        ("own-events-dropped", {"bundle-layout", "custody-expected"}),
        ("stamped-before-founding", {"seal-stamped"}),
    ],
)
def test_what_another_state_signed_for_is_not_changed(material, tmp_path, forger, change, failing):
    for found in judged(material, tmp_path, forger, change).values():
        assert (found.outcome, found.failing()) == ("fails", failing)


@pytest.mark.parametrize("forger", STATES)
@pytest.mark.parametrize(
    "change", ["exported-again", "message-invented", "receipt-taken", "stamped-earlier"]
)
def test_what_only_the_exporting_state_signs_for_is_its_own_word(
    material, tmp_path, forger, change
):
    """The limit that THREATS.md states: the page of the report alone differs, which is the exporter's."""
    for found in judged(material, tmp_path, forger, change).values():
        assert found.failing() <= {"reports"}


@pytest.mark.parametrize("change", ["log-forked", "log-rewritten"])
def test_another_history_of_its_own_log_is_not_witnessed(material, tmp_path, change):
    for found in judged(material, tmp_path, "exporting-state", change).values():
        assert found.checks["custody-witnessed"] == "undecided"


def test_two_of_its_entries_at_one_place_fail(material, tmp_path):
    for found in judged(material, tmp_path, "exporting-state", "log-place-taken").values():
        assert found.failing() & {"custody-logged", "message-events"}


@pytest.mark.parametrize("trusted", ["root", "directory"])
def test_the_directory_that_a_bundle_brings_lists_keys_that_the_readers_older_copy_does_not(
    material, tmp_path, trusted
):
    """The limit that THREATS.md states: the newest copy known decides, and the State's key signed it."""
    forger, honest = FORGER["exporting-state-key"], material.artifacts["bundle"]
    before = honest.digest()
    changes = {one.name: one for one in forger.own_changes(material, "bundle")}
    artifact = honest.copy(tmp_path / "forged")
    changes["exported-again"].apply(artifact)
    at = material.case.clock.now()
    resign(artifact, honest, forger.held(material), at, all_of_it=True)
    for judge in JUDGES.values():
        found = judge(artifact, [getattr(material, trusted)], material.now)
        assert found.failing() <= {"reports"}
        assert found.checks["bundle-signed"] == found.checks["seal-signed"] == "holds"
    assert honest.digest() == before
