# SPDX-License-Identifier: Apache-2.0
"""A bag whose bag-info.txt names no sender is signed by any authority, or by nobody (SPECIFICATION.md 15, 4)."""

import pytest

from casts.court.both_judges import judged

SIGNATURES = ("tagmanifest-sha256.txt.p256.p7s", "tagmanifest-sha256.txt.mldsa65.p7s")


@pytest.fixture
def nameless(material, tmp_path):
    """Return a bundle or a bag in which the line that names the sender is gone, and the folder of the bag."""

    def make(kind):
        artifact = material.artifacts[kind].copy(tmp_path / "forged")
        bag = artifact.path / "bag" if kind == "bundle" else artifact.path
        info = bag / "bag-info.txt"
        lines = info.read_bytes().splitlines(keepends=True)
        kept = [one for one in lines if not one.startswith(b"Rogatory-Sender: ")]
        assert len(kept) == len(lines) - 1
        info.write_bytes(b"".join(kept))
        return artifact, bag

    return make


@pytest.mark.parametrize("kind", ["bundle", "bag"])
def test_who_signed_it_is_asked(material, nameless, everything, kind):
    artifact, _ = nameless(kind)
    found = judged(material, artifact, everything)
    assert found["bag-signed"] == "holds"


@pytest.mark.parametrize("kind", ["bundle", "bag"])
def test_a_signature_of_it_that_does_not_hold_fails(material, nameless, everything, kind):
    artifact, bag = nameless(kind)
    judged(material, artifact, everything)
    for name in SIGNATURES:
        data = bytearray((bag / name).read_bytes())
        data[-1] ^= 1
        (bag / name).write_bytes(data)
    assert judged(material, artifact, None)["bag-signed"] == "fails"


@pytest.mark.parametrize("kind", ["bundle", "bag"])
def test_one_that_nobody_signed_is_undecided(material, nameless, everything, kind):
    artifact, bag = nameless(kind)
    for name in SIGNATURES:
        (bag / name).unlink()
    assert judged(material, artifact, None)["bag-signed"] == "undecided"
