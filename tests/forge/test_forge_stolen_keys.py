# SPDX-License-Identifier: Apache-2.0
"""Forgers with retired root keys, a State's key and CA, or a log's keys and one witness."""

import pytest

from casts.court.bundle_case import fingerprints_of
from forge.bench import try_forgery
from forge.findings import Forgery
from forge.forgers import FORGERS
from forge.judges import JUDGES, judge_script
from forge.resigning import resign

FORGER = {one.name: one for one in FORGERS}


def changes(material, forger, kind):
    return {one.name: one for one in FORGER[forger].own_changes(material, kind)}


def resigned(material, artifact, forger, *, all_of_it=False):
    honest, held = material.artifacts[artifact.kind], FORGER[forger].held(material)
    resign(artifact, honest, held, material.case.clock.now(), all_of_it=all_of_it)


def forged(material, tmp_path, forger, kind, change):
    """The artifact as this forger changes and signs it."""
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    changes(material, forger, kind)[change].apply(artifact)
    resigned(material, artifact, forger)
    return artifact


def judged(material, artifact, trust, judge):
    """Return a judge's answer; the judge changes nothing of what is judged."""
    before = artifact.files()
    found = JUDGES[judge](artifact, trust, material.now)
    assert artifact.files() == before
    return found


@pytest.mark.parametrize("judge", JUDGES)
class TestRetiredRootKeys:
    @pytest.mark.parametrize("trusted", ["second_root", "directory"])
    def test_a_fork_fails_for_who_has_the_second_root_or_a_copy(
        self, material, tmp_path, judge, trusted
    ):
        artifact = forged(material, tmp_path, "retired-roots", "bundle", "fork")
        found = judged(material, artifact, [getattr(material, trusted)], judge)
        assert found.failing() >= {"identity"}

    def test_the_first_root_alone_does_not_reveal_a_fork(self, material, tmp_path, judge):
        """The limit that THREATS.md states: both chains begin with that root."""
        artifact = forged(material, tmp_path, "retired-roots", "bundle", "fork")
        found = judged(material, artifact, [material.root], judge)
        assert found.checks["identity"] == "holds"

    @pytest.mark.parametrize("trusted", ["root", "second_root", "directory"])
    def test_they_sign_no_root_after_the_one_that_retired_them(
        self, material, tmp_path, judge, trusted
    ):
        artifact = forged(material, tmp_path, "retired-roots", "bundle", "third-root")
        found = judged(material, artifact, [getattr(material, trusted)], judge)
        assert found.failing() >= {"identity", "directory"}


@pytest.mark.parametrize("judge", JUDGES)
class TestStateKey:
    @pytest.mark.parametrize("kind", ["bundle", "package"])
    def test_a_state_ca_vouches_for_no_other_state(self, material, tmp_path, judge, kind):
        artifact = material.artifacts[kind].copy(tmp_path / "forged")
        resigned(material, artifact, "third-ca", all_of_it=True)
        found = judged(material, artifact, [material.taken["XT"].directory], judge)
        assert "seal-signed" in found.failing()

    def test_keys_that_a_stolen_state_key_lists_are_in_no_earlier_copy(
        self, material, tmp_path, judge
    ):
        artifact = material.artifacts["package"].copy(tmp_path / "forged")
        resigned(material, artifact, "sealing-state-key", all_of_it=True)
        found = judged(material, artifact, [material.directory], judge)
        assert "seal-listed" in found.failing()
        found = judged(material, artifact, [material.taken["XB"].directory], judge)
        assert found.checks["seal-listed"] == "holds"

    @pytest.mark.parametrize("signature", ["p256", "mldsa65"])
    def test_an_earlier_seal_signed_again_by_an_unlisted_key_fails(
        self, material, tmp_path, judge, signature
    ):
        """The State's CA vouches for the key, and the text of the seal is the true one."""
        honest = material.artifacts["package-rewrapped"]
        before = honest.digest()
        artifact = honest.copy(tmp_path / "forged")
        place = artifact.folder / f"sealed/seals/1/seal.json.{signature}.p7s"
        place.write_bytes(place.read_bytes()[:-1])
        resigned(material, artifact, "sealing-state-key")
        found = judged(material, artifact, [material.directory], judge)
        assert found.failing() == {"seal-listed"}
        found = judged(material, artifact, [material.taken["XB"].directory], judge)
        assert found.checks["seal-listed"] == "holds"
        assert honest.digest() == before


@pytest.mark.parametrize("judge", JUDGES)
class TestPublisher:
    def test_an_old_snapshot_signed_again_is_a_directory(self, material, tmp_path, judge):
        """The limit that THREATS.md states: the publisher states how long its snapshot is valid."""
        artifact = forged(material, tmp_path, "publisher", "bundle", "snapshot-signed-again")
        found = judged(material, artifact, [material.root], judge)
        assert found.failing() == {"bundle-complete"}

    def test_it_hides_the_end_of_a_key_from_who_has_no_newer_copy_alone(
        self, material, tmp_path, judge
    ):
        artifact = forged(material, tmp_path, "publisher-and-thief", "bundle", "end-hidden")
        found = judged(material, artifact, [material.root], judge)
        assert found.checks["directory"] == found.checks["seal-signed"] == "holds"
        found = judged(material, artifact, [material.newest], judge)
        assert "seal-signed" in found.failing()

    @pytest.mark.parametrize("forger", ["publisher", "targets-key"])
    def test_it_passes_on_nothing_that_others_did_not_sign(self, material, tmp_path, judge, forger):
        artifact = forged(material, tmp_path, forger, "bundle", "metadata-passed-on")
        found = judged(material, artifact, [material.root], judge)
        assert "directory" in found.failing()


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("kind", ["bundle", "package", "bag"])
@pytest.mark.parametrize("change", ["log-rewritten", "log-rewritten-earlier", "log-forked"])
@pytest.mark.parametrize("forger", ["log", "log-and-witness"])
def test_another_history_of_a_log_is_not_witnessed(material, tmp_path, judge, kind, change, forger):
    """Both keys of the log sign it, and one witness of the two that the State's policy asks for."""
    artifact = forged(material, tmp_path, forger, kind, change)
    found = judged(material, artifact, [material.directory], judge)
    assert found.checks["custody-logged"] == "holds"
    assert found.checks["custody-witnessed"] == "undecided"
    if kind == "bundle":
        assert "bundle-complete" in found.failing()


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("kind", ["package", "bag"])
def test_two_histories_of_a_log_in_one_journal_fail(material, tmp_path, judge, kind):
    """Every proof verifies by itself, and all events are genuine."""
    artifact = forged(material, tmp_path, "log", kind, "log-place-taken")
    found = judged(material, artifact, [material.directory], judge)
    assert found.failing() == {"custody-logged"}


@pytest.mark.judge
def test_the_script_fails_a_fork_under_the_fingerprints_of_the_true_states(material, tmp_path):
    artifact = forged(material, tmp_path, "retired-roots", "bundle", "fork")
    assert judge_script(artifact, fingerprints_of(material.case)).outcome == "fails"


@pytest.mark.parametrize(
    "forger",
    [
        *("retired-roots-copy", "third-state", "sealing-state-key", "log-and-witness"),
        *("targets-key", "publisher", "publisher-and-thief", "publisher-and-thief-newer"),
    ],
)
def test_what_a_forger_alone_can_do_to_a_bundle_is_answered(material, tmp_path, forger):
    made = FORGER[forger]
    for change in made.own_changes(material, "bundle"):
        found = try_forgery(material, Forgery(made, "bundle", change), tmp_path / "work")
        assert found == [], change.name
