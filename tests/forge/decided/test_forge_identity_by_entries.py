# SPDX-License-Identifier: Apache-2.0
"""Entries and State CAs beside a bundle whose directory does not hold: `identity` compares nothing (SPECIFICATION.md 19.3, 7)."""

import json

import pytest

from forge.judges import JUDGES
from rogatory.wire import canonical


@pytest.fixture
def given(material, tmp_path):
    """Return what a reader gives, by its name."""
    [place] = sorted((material.directory / "targets/states").glob("*.xb.json"))[-1:]
    entry = tmp_path / "xb.json"
    entry.write_bytes(canonical.encode(json.loads(place.read_bytes())))
    cas = [
        material.case.federation.state(state) / "ca" / f"{family}.pem"
        for state in ("XA", "XB", "XT")
        for family in ("p256", "mldsa65")
    ]
    return {
        "an entry": [entry],
        "State CAs": cas,
        "a root": [material.root],
        "a copy": [material.directory],
        "nothing": [],
    }


def cut(place):
    place.write_bytes(place.read_bytes()[:-20])


def unsigned(place):
    """Alter a signature, so that the form stays."""
    document = json.loads(place.read_bytes())
    for one in document["signatures"]:
        one["sig"] = one["sig"][:-2] + ("00" if one["sig"][-2:] != "00" else "11")
    place.write_text(json.dumps(document))


METADATA = ("timestamp.json", "*.snapshot.json", "*.targets.json")


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("spoil", [cut, unsigned, lambda place: place.unlink()])
@pytest.mark.parametrize("name", METADATA)
def test_metadata_that_do_not_hold_fail_their_own_check_alone(
    material, tmp_path, given, judge, spoil, name
):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    [place] = (artifact.path / "directory/metadata").glob(name)
    spoil(place)
    expected = {
        "an entry": "undecided",
        "State CAs": "undecided",
        "a root": "holds",
        "a copy": "holds",
        "nothing": "holds",
    }
    for what, trust in given.items():
        found = JUDGES[judge](artifact, trust, material.now).checks
        assert (what, found["directory"]) == (what, "fails")
        assert (what, found["identity"]) == (what, expected[what])


@pytest.mark.parametrize("judge", JUDGES)
def test_a_chain_of_roots_that_does_not_hold_fails_it_whatever_was_given(
    material, tmp_path, given, judge
):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    place = artifact.path / "directory/metadata/2.root.json"
    unsigned(place)
    for what, trust in given.items():
        found = JUDGES[judge](artifact, trust, material.now).checks
        assert (what, found["identity"], found["directory"]) == (what, "fails", "fails")


@pytest.mark.parametrize("judge", JUDGES)
def test_an_entry_that_does_not_hold_fails_it_beside_metadata_that_do_not(
    material, tmp_path, given, judge
):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    cut(artifact.path / "directory/metadata/timestamp.json")
    [place] = given["an entry"]
    entry = json.loads(place.read_bytes())
    entry["certificates"] = [
        one
        for one in entry["certificates"]
        if (one["use"], one["algorithm"]) != ("state-ca", "mldsa65")
    ]
    place.write_bytes(canonical.encode(entry))
    found = JUDGES[judge](artifact, [place], material.now).checks
    assert (found["identity"], found["directory"]) == ("fails", "fails")


@pytest.mark.parametrize("judge", JUDGES)
def test_a_state_that_the_directory_inside_holds_back_is_not_listed(
    material, tmp_path, given, judge
):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    for place in (artifact.path / "directory/targets/states").glob("*.xb.json"):
        cut(place)
    for what in ("an entry", "State CAs"):
        found = JUDGES[judge](artifact, given[what], material.now).checks
        assert (what, found["identity"], found["directory"]) == (what, "fails", "fails")
