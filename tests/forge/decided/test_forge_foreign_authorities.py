# SPDX-License-Identifier: Apache-2.0
"""Timestamp authorities of no State beside a package, and the entry of one State where two States sealed."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from casts.court.both_judges import edit, judged, stamp
from casts.court.published import published_entry
from rogatory.cli.evidence.verify import _seen_by_nobody
from rogatory.node.workstation.verification.verify import verify
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.timestamping.authority import TimestampAuthority
from rogatory.wire.digests import sha256


class Commercial(TimestampAuthority):
    """An authority whose certificate names no State, which ours never is."""

    def __init__(self, key, certificate):
        self._key, self._certificate, self.holder = key, certificate, "Commercial TSA 1"


@pytest.fixture
def commercial(material):
    """An authority that anybody could run: its certificate names no State."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Commercial TSA 1")])
    at = material.case.clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(at - dt.timedelta(days=30))
        .not_valid_after(at + dt.timedelta(days=900))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    return Commercial(key, made), pem


@pytest.mark.parametrize("kind", ["package", "package-rewrapped"])
def test_it_vouches_for_no_event(material, tmp_path, commercial, kind):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    before = judged(material, artifact, None, trusted=False)
    (artifact.path / "certificates/tsa.9.pem").write_bytes(commercial[1])
    found = judged(material, artifact, None, trusted=False)
    assert found == before
    assert found["custody-journal"] != "fails"


def test_what_it_says_is_shown_as_its_own_word(material, tmp_path, commercial):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    authority, pem = commercial
    (artifact.path / "certificates/tsa.9.pem").write_bytes(pem)
    for token in artifact.path.glob("*.tst"):
        token.unlink()
    for token in artifact.path.glob("archive.*"):
        token.unlink()
    stamp(artifact.path / "seal.json", "2", authority, material.case.clock.now())
    judged(material, artifact, None, trusted=False)
    lines = "\n".join(_seen_by_nobody(verify(artifact.path, trusted=None, now=material.now)))
    assert "Commercial TSA 1" in lines
    assert "proved" not in lines
    digest = sha256(pem_to_der(pem))
    assert digest[:4] in lines


def test_the_entry_of_a_state_is_used_where_another_state_sealed_before(
    material, tmp_path, everything
):
    """Of the State of the other seal nothing was given: its signature alone is undecided."""
    artifact = material.artifacts["package-rewrapped"].copy(tmp_path / "forged")
    edit(artifact.path / "seal.json", sender="xa/central-authority")
    entry = published_entry(material.directory, "XA")
    found = judged(material, artifact, everything, given=[entry])
    assert (found["seal-signed"], found["seal-chain"]) == ("holds", "undecided")
