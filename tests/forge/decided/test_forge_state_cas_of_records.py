# SPDX-License-Identifier: Apache-2.0
"""A State CA vouches for an earlier record of a bag exactly where one vouches for the bag's own signatures."""

from datetime import timedelta

import pytest

from casts.court.both_judges import judged
from rogatory.wire.moments import format_moment


def compromised(at):
    def change(entry, _):
        for one in entry["certificates"]:
            if one["use"] == "state-ca":
                one["ended"] = {"at": format_moment(at), "reason": "compromised"}

    return change


@pytest.fixture
def before(material):
    return material.case.clock.now() - timedelta(days=20)


@pytest.fixture
def after(material):
    return material.now - timedelta(days=1)


def without_cosignatures(folder):
    for place in folder.rglob("*.tlog-proof"):
        lines = place.read_text().splitlines(keepends=True)
        place.write_text("".join(one for one in lines if "/witness " not in one))


def test_of_a_bag_stolen_before_everything(material, tmp_path, newer_copy, before):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    found = judged(material, artifact, None, given=[newer_copy("XB", compromised(before))])
    assert (found["bag-signed"], found["bag-listed"]) == ("holds", "fails")
    assert found["bag-earlier"] == "undecided"


@pytest.mark.parametrize(("cosigned", "outcomes"), [
    (True, ("holds", "holds")), (False, ("fails", "undecided")),
])  # fmt: skip
def test_of_a_bag_stolen_after_another_state_saw_it(
    material, tmp_path, newer_copy, after, cosigned, outcomes
):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    if not cosigned:
        without_cosignatures(artifact.folder)
    found = judged(material, artifact, None, given=[newer_copy("XB", compromised(after))])
    assert (found["bag-listed"], found["bag-earlier"]) == outcomes


def test_of_a_bundle_by_the_directory_inside(material, tmp_path, republish, before):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    republish(artifact, "XB", compromised(before))
    found = judged(material, artifact, None, trusted=False)
    assert (found["bag-signed"], found["bag-earlier"]) == ("fails", "undecided")


def test_of_a_bundle_a_newer_copy_decides_nothing_of_a_state_ca(
    material, tmp_path, newer_copy, before
):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    found = judged(material, artifact, None, given=[newer_copy("XB", compromised(before))])
    assert (found["bag-signed"], found["bag-earlier"]) == ("holds", "holds")
