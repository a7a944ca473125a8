# SPDX-License-Identifier: Apache-2.0
"""Tokens of an earlier seal are asked, although nobody knows who signed that seal (SPECIFICATION.md 15, chain rule 6)."""

import hashlib

import pytest

from casts.court.both_judges import judged

OTHERS = ("XA", "XT")


@pytest.fixture
def rewrapped(material, tmp_path):
    """Return a package that Borealia sealed twice, and the folder of its first seal, with a list and the token over that."""
    artifact = material.artifacts["package-stamped-again"].copy(tmp_path / "forged")
    return artifact, artifact.path / "seals/1"


@pytest.fixture
def without_sealer(material):
    """Return the State CAs of all States but the first sealer's: its signature is undecided."""
    return [
        material.case.federation.state(state) / "ca" / f"{family}.pem"
        for state in OTHERS
        for family in ("p256", "mldsa65")
    ]


def altered(data):
    return data[:-1] + bytes([data[-1] ^ 1])


TOKENS = {
    "a token whose signature does not hold": altered,
    "bytes that are no token": lambda _: b"no token",
    "nothing": lambda _: b"",
}


def test_a_seal_whose_signer_nobody_knows_is_undecided(material, rewrapped, without_sealer):
    artifact, _ = rewrapped
    found = judged(material, artifact, None, given=without_sealer)
    assert (found["seal-signed"], found["seal-chain"]) == ("undecided", "undecided")


@pytest.mark.parametrize("token", TOKENS)
def test_its_token_that_fails_fails_the_chain(material, rewrapped, without_sealer, token):
    artifact, earlier = rewrapped
    place = earlier / "archive.1.json.tst"
    place.write_bytes(TOKENS[token](place.read_bytes()))
    found = judged(material, artifact, None, given=without_sealer)
    assert (found["seal-chain"], found["seal-signed"]) == ("fails", "undecided")


def test_a_further_token_that_fails_fails_the_chain(material, rewrapped, without_sealer):
    artifact, earlier = rewrapped
    (earlier / "seal.json.7.tst").write_bytes(b"no token")
    assert judged(material, artifact, None, given=without_sealer)["seal-chain"] == "fails"


def test_its_list_that_fails_fails_the_chain(material, rewrapped, without_sealer):
    artifact, earlier = rewrapped
    (earlier / "archive.1.json").write_bytes(b"{}")
    assert judged(material, artifact, None, given=without_sealer)["seal-chain"] == "fails"


def test_a_timestamp_that_was_taken_away_fails_the_chain(material, rewrapped, without_sealer):
    """An event of the journal names it."""
    artifact, earlier = rewrapped
    for name in ("archive.1.json", "archive.1.json.tst", "seal.json.tst"):
        (earlier / name).unlink(missing_ok=True)
    digest = hashlib.sha256((earlier / "seal.json").read_bytes()).hexdigest().encode()
    events = [one.read_bytes() for one in artifact.path.glob("custody/*.json")]
    assert any(b'"timestamped' in one and digest in one for one in events)
    assert judged(material, artifact, None, given=without_sealer)["seal-chain"] == "fails"
