# SPDX-License-Identifier: Apache-2.0
"""Values out of form, odd folders and far moments: each judge gives a verdict, and both give the same."""

import json
import shutil

import pytest

from casts.court.both_judges import edit, judged
from forge.forgers import FORGERS
from forge.judges import JUDGES
from rogatory.disk.paths import DEEPEST_FOLDERS
from rogatory.requests.kinds.families import DELIVERIES

FORGER = {one.name: one for one in FORGERS}


@pytest.mark.parametrize("value", [[], ["x"], {}, 1, True, None], ids=repr)
def test_a_delivery_that_names_no_seal_delivers_none(material, tmp_path, value):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    changed = 0
    for place in artifact.path.glob("messages/*/message.json"):
        message = json.loads(place.read_bytes())
        if message["kind"] in DELIVERIES:
            edit(place, body=message["body"] | {"seal": value})
            changed += 1
    assert changed
    found = judged(material, artifact, None)
    assert "fails" in {found["bundle-complete"], found["messages"]}


@pytest.mark.parametrize("kind", ["bag", "bundle"])
@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("9999-12-31T12:00:00Z", "9999-12-31T23:59:59Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    ],
)
def test_a_consent_at_the_end_of_time_is_judged(material, tmp_path, kind, at, until):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    [*consents] = artifact.folder.rglob("consent.json")
    assert consents
    for place in consents:
        edit(place, at=at, until=until)
    assert judged(material, artifact, None)["custody-consents"] != "holds"


@pytest.mark.parametrize("name", ["seal", "certificates"])
def test_a_file_in_place_of_a_folder_beside_a_bag_fails_its_journal(material, tmp_path, name):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    place = artifact.path.with_name(artifact.path.name + "-custody") / name
    shutil.rmtree(place, ignore_errors=True)
    place.write_bytes(b"")
    assert judged(material, artifact, None)["custody-journal"] == "fails"


@pytest.mark.parametrize("judge", JUDGES)
def test_a_bag_with_too_many_folders_in_each_other_is_judged_all_the_same(
    material, tmp_path, judge
):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    deep = artifact.path / "data" / "/".join(["d"] * (DEEPEST_FOLDERS + 5))
    deep.mkdir(parents=True)
    (deep / "file").write_bytes(b"x")
    found = JUDGES[judge](artifact, [material.directory], material.now)
    assert found.outcome == "fails"
    assert found.checks["bag-signed"] == "holds"
    assert found.checks["custody-journal"] == "holds"


def test_an_event_about_a_destroyed_message_records_no_tombstone_of_an_event(material, tmp_path):
    """The authority that destroyed profits: it holds its own keys and those of the log."""
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    [place] = (
        one
        for one in artifact.path.glob("custody/????.json")
        if json.loads(one.read_bytes()).get("code") == "event-destroyed"
    )
    edit(place, code="message-destroyed")
    found = judged(material, artifact, FORGER["exporter"].held(material))
    assert found["custody-journal"] == "fails"
