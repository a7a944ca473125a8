# SPDX-License-Identifier: Apache-2.0
"""A disclosure of which signatures of earlier seals alone were verified (SPECIFICATION.md 19.1, 14)."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from casts.court.independent_verifier import unpack_material
from forge.judges import JUDGES
from rogatory.wire import canonical

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)
LONG_BEFORE = "2026-01-01T00:00:00Z"


@pytest.fixture
def disclosed(tmp_path):
    """Return what was sealed by Borealia, again by Arcadia, and disclosed by Arcadia; the signature of the bag does not hold."""
    folder = unpack_material(tmp_path)
    artifact = SimpleNamespace(path=folder / "disclosure", directory=folder / "bundle/directory")
    place = artifact.path / "package/tagmanifest-sha256.txt.p256.p7s"
    data = place.read_bytes()
    place.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    return artifact


@pytest.fixture
def borealia(disclosed, tmp_path):
    """Write the entry of Borealia alone, by which nothing that Arcadia signed can be verified."""

    def make(change=lambda entry: None):
        [place] = disclosed.directory.glob("targets/states/*.xb.json")
        found = json.loads(place.read_bytes())
        change(found)
        written = tmp_path / "xb.json"
        written.write_bytes(canonical.encode(found))
        return [written]

    return make


def unlisted(entry):
    entry["certificates"] = [one for one in entry["certificates"] if one["use"] != "authority"]


def ended(entry):
    for one in entry["certificates"]:
        if one["use"] == "authority":
            one["ended"] = {"at": LONG_BEFORE, "reason": "rotated"}


def verified(found):
    names = ("disclosure-signed", "seal-signed", "disclosure-package-signed")
    return tuple(found.checks[one] for one in names)


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(
    ("change", "outcome"),
    [(lambda entry: None, "undecided"), (unlisted, "fails"), (ended, "fails")],
    ids=["listed", "unlisted", "ended"],
)
def test_the_chain_alone_fails_the_listing_and_never_lets_it_hold(
    disclosed, borealia, judge, change, outcome
):
    found = JUDGES[judge](disclosed, borealia(change), AT)
    assert verified(found) == ("undecided", "undecided", "fails")
    assert found.checks["disclosure-listed"] == outcome


@pytest.mark.parametrize("judge", JUDGES)
def test_where_the_signature_of_the_package_holds_the_listing_holds(tmp_path, borealia, judge):
    whole = SimpleNamespace(path=unpack_material(tmp_path / "whole") / "disclosure")
    found = JUDGES[judge](whole, borealia(), AT)
    assert verified(found) == ("undecided", "undecided", "holds")
    assert found.checks["disclosure-listed"] == "holds"
