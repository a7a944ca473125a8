# SPDX-License-Identifier: Apache-2.0
"""A stolen key of a log proves nothing but what is proved to be older than the theft."""

from datetime import timedelta

import pytest

from casts.court.both_judges import judged, stamp
from forge.material import timestamp_authority
from forge.resigning import resign
from rogatory.wire.moments import format_moment

LOGGED = ("custody-logged", "custody-destroyed", "message-events", "receipts")


@pytest.fixture
def theft(material, newer_copy):
    """Return what a reader gives who knows that a State's log keys were lost at a moment, or replaced."""

    def publish(code, at, reason="compromised"):
        def end(entry, _):
            for one in entry["logs"]:
                one["ended"] = {"at": format_moment(at), "reason": reason}

        return [newer_copy(code, end)]

    return publish


def unstamped(artifact):
    """Take away the tokens over the list: any holder of a bundle can."""
    found = list(artifact.path.glob("bundle.json*.tst"))
    assert found
    for one in found:
        one.unlink()


def without_cosignatures(artifact):
    """Take the words of all witnesses away."""
    for place in artifact.path.rglob("*.tlog-proof"):
        lines = place.read_text().splitlines(keepends=True)
        place.write_text("".join(one for one in lines if "/witness " not in one))


@pytest.mark.parametrize("code", ["XA", "XB"])
def test_stolen_before_everything_it_proves_nothing(material, tmp_path, theft, code):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    given = theft(code, material.case.clock.now() - timedelta(days=20))
    found = judged(material, artifact, None, given=given)
    assert {found[one] for one in ("custody-logged", "receipts")} == {"fails"}
    assert found["custody-witnessed"] == "undecided"
    # The exporting State's node recorded the messages; the sealing State's log has the destroyed event.
    by_log = {"XA": ("fails", "holds"), "XB": ("holds", "fails")}
    assert (found["message-events"], found["custody-destroyed"]) == by_log[code]


def test_what_it_signed_proves_no_moment_either(material, tmp_path, theft):
    """The seal rests on its timestamp alone, and who signed it on nothing."""
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    given = theft("XB", material.case.clock.now() - timedelta(days=20))
    found = judged(material, artifact, None, given=given)
    assert (found["custody-logged"], found["custody-journal"]) == ("fails", "holds")


@pytest.mark.parametrize("reason", ["rotated", None])
def test_a_key_that_was_replaced_or_is_in_force_is_not_asked(material, tmp_path, theft, reason):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    at = material.case.clock.now() - timedelta(days=20)
    given = theft("XB", at, reason) if reason else None
    found = judged(material, artifact, None, given=given)
    assert {found[one] for one in LOGGED} == {"holds"}


def test_stolen_later_a_stamped_bundle_is_as_good_as_before(material, tmp_path, theft):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    given = theft("XB", material.now - timedelta(days=1))
    found = judged(material, artifact, None, given=given)
    assert {found[one] for one in LOGGED} == {"holds"}


def test_without_that_stamp_cosigned_proofs_alone_outlive_the_theft(material, tmp_path, theft):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    unstamped(artifact)
    given = theft("XB", material.now - timedelta(days=1))
    found = judged(material, artifact, None, given=given)
    assert (found["custody-logged"], found["receipts"]) == ("holds", "fails")


@pytest.mark.parametrize(("days", "outcome"), [(-1, "fails"), (1, "holds")])
def test_a_proof_that_nobody_cosigned_counts_by_a_stamp_of_before_the_theft(
    material, tmp_path, theft, everything, days, outcome
):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    without_cosignatures(artifact)
    unstamped(artifact)
    resign(artifact, material.artifacts["bundle"], everything, material.case.clock.now())
    stamped = material.now - timedelta(days=10)
    stamp(artifact.path / "bundle.json", "9", timestamp_authority(material.case, "XB"), stamped)
    given = theft("XB", stamped + timedelta(days=days))
    found = judged(material, artifact, None, given=given)
    assert found["bundle-complete"] == "holds"
    assert {found[one] for one in ("custody-logged", "receipts")} == {outcome}
