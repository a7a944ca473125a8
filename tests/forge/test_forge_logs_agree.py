# SPDX-License-Identifier: Apache-2.0
"""Receipts and proofs of a log that one judge once took and the other did not."""

import json

import pytest

from casts.court.both_judges import judged
from forge.forgers import FORGERS
from rogatory.wire import canonical


@pytest.fixture(scope="module")
def keys(material):
    [receipts] = (one for one in FORGERS if one.name == "receipts")
    return receipts.held(material)


@pytest.mark.parametrize("path", ["request", "messages/0001"])
def test_a_receipt_whose_log_is_shorter_than_it_says_fails(material, tmp_path, keys, path):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    place = artifact.path / path / "receipt.json"
    receipt = json.loads(place.read_bytes())
    receipt["log"]["index"] = int(receipt["log"]["checkpoint"].split("\n")[1])
    place.write_bytes(canonical.encode(receipt))
    assert judged(material, artifact, keys)["receipts"] == "fails"


@pytest.mark.parametrize(("kind", "folder"), [("bundle", "custody"), ("bag", "../opened-custody")])
def test_a_proof_without_its_salt_beside_an_event_is_asked_for_no_witness(
    material, tmp_path, keys, kind, folder
):
    """It is the proof of a destroyed event, and fails as what it lies there for."""
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    destroyed, kept = (artifact.path / folder / f"000{number}.tlog-proof" for number in (2, 3))
    kept.write_bytes(destroyed.read_bytes())
    found = judged(material, artifact, keys)
    assert (found["custody-logged"], found["custody-witnessed"]) == ("fails", "holds")
