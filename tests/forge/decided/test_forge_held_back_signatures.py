# SPDX-License-Identifier: Apache-2.0
"""Signatures are asked although the reader's copy of the directory holds their signer's State back (SPECIFICATION.md 15.2)."""

import json
import shutil

import pytest

from casts.court.both_judges import judged
from forge.forgers import FORGERS
from forge.thefts.receipt_changes import other_receipts
from rogatory.wire.moments import format_moment


@pytest.fixture
def holding_back(tmp_path):
    """Return a copy of a directory in which the entry of a State is missing."""

    def of(directory, state):
        copy = tmp_path / f"copy-without-{state}"
        shutil.copytree(directory, copy)
        for place in (copy / "targets/states").glob(f"*.{state}.json"):
            place.unlink()
        return [copy]

    return of


@pytest.fixture(scope="module")
def receipts_key():
    [forger] = (one for one in FORGERS if one.name == "receipts")
    return forger


IN_A_BUNDLE = [
    ("bundle", "seal/seal.json", "xb", "seal-signed"),
    ("bundle", "bag/tagmanifest-sha256.txt", "xb", "bag-signed"),
    ("bundle", "messages/0001/message.json", "xb", "messages"),
    ("bundle", "request/message.json", "xa", "request"),
    ("bundle", "request/receipt.json", "xb", "receipts"),
    ("bundle", "bundle.json", "xa", "bundle-signed"),
]

OUTSIDE = [
    ("package", "seal.json", "xb", "seal-signed"),
    ("package-stamped-again", "seals/1/seal.json", "xb", "seal-chain"),
    ("bag", "tagmanifest-sha256.txt", "xb", "bag-signed"),
    ("disclosure", "package/tagmanifest-sha256.txt", "xb", "disclosure-package-signed"),
    ("disclosure", "disclosure.json", "xa", "disclosure-signed"),
    ("certificate", "certificate.json", "xb", "certificate"),
]


def flipped(place, **_):
    data = place.read_bytes()
    return data[:-1] + bytes([data[-1] ^ 1])


def over_another(_place, *, donor, **_):
    """Return the signature by the same holder over the same document of another case."""
    return donor.read_bytes()


def by_another(place, *, keys, family, at, **_):
    """Return a signature over the document by an authority of another State, with its certificate."""
    document = place.with_name(place.name.removesuffix(f".{family}.p7s"))
    return getattr(keys.sign(document.read_bytes(), at), family)


FORGERIES = {"a flipped byte": flipped, "over another": over_another, "by another": by_another}


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize(("kind", "path", "state", "check"), IN_A_BUNDLE)
def test_a_signature_that_does_not_hold_fails_in_a_bundle(
    material, tmp_path, everything, holding_back, kind, path, state, check, forgery
):
    given = holding_back(material.directory, state)
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    assert judged(material, artifact, None, given=given)[check] == "undecided"
    keys = next(keys for name, keys in everything.authorities.items() if name[:2] != state)
    for family in ("p256", "mldsa65"):
        place = artifact.path / f"{path}.{family}.p7s"
        donor = material.donor[kind].path / f"{path}.{family}.p7s"
        honest = place.read_bytes()
        place.write_bytes(
            FORGERIES[forgery](
                place, donor=donor, keys=keys, family=family, at=material.case.clock.now()
            )
        )
        assert place.read_bytes() != honest
        assert (family, judged(material, artifact, None, given=given)[check]) == (family, "fails")
        place.write_bytes(honest)


@pytest.mark.parametrize(("kind", "path", "state", "check"), OUTSIDE)
def test_so_it_does_elsewhere(material, tmp_path, holding_back, kind, path, state, check):
    given = holding_back(material.directory, state)
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    assert judged(material, artifact, None, given=given)[check] == "undecided"
    place = artifact.path / f"{path}.mldsa65.p7s"
    place.write_bytes(flipped(place))
    assert judged(material, artifact, None, given=given)[check] == "fails"


LOG_CHANGES = [
    "receipt-beyond-the-log",
    "receipt-in-another-log",
    "receipt-unproved-in-another-log",
    "receipt-in-no-log",
    "receipt-place-taken",
]


@pytest.mark.parametrize("change", LOG_CHANGES)
def test_the_log_of_a_receipt_is_asked(material, tmp_path, holding_back, receipts_key, change):
    """Its node signed it, with a certificate of which the copy says nothing. Only a receipt that otherwise holds is
    compared with the proofs in the bundle (15.3).
    """
    given = holding_back(material.directory, "xb")
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    made = next(one for one in other_receipts(material, "bundle") if one.name == change)
    made.apply(artifact)
    keys = receipts_key.held(material)
    assert judged(material, artifact, keys)["receipts"] == "fails"
    outcome = "undecided" if change == "receipt-place-taken" else "fails"
    assert judged(material, artifact, keys, given=given)["receipts"] == outcome


def test_a_passkey_that_the_directory_inside_calls_stolen_approves_nothing(
    material, tmp_path, republish, holding_back
):
    """Nothing proves that the approval is older, and the reader's newer copy says nothing of its State."""
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    approvals = json.loads((artifact.path / "messages/0001/approvals.json").read_bytes())
    approving = {one["officer"] for one in approvals["approvals"]}
    ended = {"at": format_moment(material.case.clock.now()), "reason": "compromised"}

    def stolen(_entry, register):
        for one in register["officers"]:
            if one["number"] in approving:
                one["ended"] = ended

    republish(artifact, "XB", stolen)
    assert judged(material, artifact, None, trusted=False)["messages"] == "fails"
    given = holding_back(artifact.path / "directory", "xb")
    assert judged(material, artifact, None, given=given)["messages"] == "fails"
