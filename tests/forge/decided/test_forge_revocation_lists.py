# SPDX-License-Identifier: Apache-2.0
"""Revocation lists: each entry counts, what is not written as one withdraws nothing, and none does beside a directory."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from casts.court.both_judges import judged
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.certificates.revocation import EndedCertificate, crl_to_der, crl_to_pem

BEFORE, AFTER = timedelta(days=-23), timedelta(days=7)
P256 = "xb-ca.p256.crl"


@pytest.fixture
def withdraw(material):
    """Write the list of Borealia in which it withdrew the certificates of these signatures, by several entries each."""

    def act(place, signatures, *entries):
        at = material.case.clock.now()
        ca = load_state_ca(material.case.federation.state("XB") / "ca")
        signers = [
            one.public_bytes(Encoding.DER)
            for name in signatures
            for one in pkcs7.load_der_pkcs7_certificates(name.read_bytes())
        ]
        ended = [
            EndedCertificate(one, at + since, why, at + invalid if invalid is not None else None)
            for one in signers
            for since, why, invalid in entries
        ]
        [data] = (
            one
            for family, one in ca.crls(ended, at=at, until=material.now, number=2).items()
            if family == "p256"
        )
        place.write_bytes(crl_to_pem(data))

    return act


@pytest.fixture
def state_cas(material):
    """Return the State CAs of all States, without a directory: the lists decide, at the moment of the timestamp."""
    return [
        material.case.federation.state(state) / "ca" / f"{family}.pem"
        for state in ("XA", "XB", "XT")
        for family in ("p256", "mldsa65")
    ]


COMPROMISED = (BEFORE, "compromised", None)
ROTATED = (BEFORE, "rotated", None)
LATER = (AFTER, "rotated", None)


@pytest.mark.parametrize(
    "entries",
    [
        (COMPROMISED, LATER),
        (LATER, COMPROMISED),
        (ROTATED, LATER),
        (LATER, ROTATED),
    ],
)
def test_each_entry_of_one_number_counts(material, tmp_path, withdraw, state_cas, entries):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    lists = artifact.path / "certificates" / P256
    withdraw(lists, [artifact.path / "seal.json.p256.p7s"], LATER)
    assert judged(material, artifact, None, given=state_cas)["seal-signed"] == "holds"
    withdraw(lists, [artifact.path / "seal.json.p256.p7s"], *entries)
    found = judged(material, artifact, None, given=state_cas)
    assert (found["seal-signed"], found["custody-journal"]) == ("fails", "fails")


@pytest.mark.parametrize(
    ("entry", "outcome"),
    [
        ((BEFORE, "rotated", AFTER), "fails"),
        ((AFTER, "rotated", BEFORE), "fails"),
        ((AFTER, "rotated", AFTER), "holds"),
    ],
)
def test_of_the_dates_of_an_entry_the_earlier_counts(
    material, tmp_path, withdraw, state_cas, entry, outcome
):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    withdraw(artifact.path / "certificates" / P256, [artifact.path / "seal.json.p256.p7s"], entry)
    assert judged(material, artifact, None, given=state_cas)["seal-signed"] == outcome


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        (lambda pem: pem, "fails"),
        (crl_to_der, "fails"),
        (lambda pem: b"\n" + pem, "holds"),
        (lambda pem: pem + b"\n", "holds"),
        (lambda pem: b"text\n" + pem, "holds"),
        (lambda pem: pem.replace(b"\n", b"\r\n"), "holds"),
        (lambda pem: pem + pem, "holds"),
        (lambda pem: crl_to_der(pem) + b"\0", "holds"),
    ],
)
def test_what_is_not_written_as_a_list_withdraws_nothing(
    material, tmp_path, withdraw, written, outcome
):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    place = artifact.path / "certificates" / P256
    withdraw(place, [artifact.path / "seal.json.p256.p7s"], COMPROMISED)
    pem = place.read_bytes()
    place.write_bytes(written(pem))
    found = judged(material, artifact, None, trusted=False)
    assert found["seal-signed"] == outcome
    assert found["seal-layout"] == ("holds" if written(pem) == pem else "fails")


@pytest.mark.parametrize(
    ("kind", "folder", "trusted", "outcome"),
    [
        ("certificate", "certificates", False, "fails"),
        ("certificate", "certificates", True, "undecided"),
        ("bundle", "certificate/certificates", False, "holds"),
        ("bundle", "certificates", False, "holds"),
        ("bundle", "certificates", True, "holds"),
    ],
)
def test_beside_a_directory_a_list_decides_nothing_of_an_officer(
    material, tmp_path, withdraw, everything, kind, folder, trusted, outcome
):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    own = artifact.path / ("certificate" if kind == "bundle" else "")
    withdraw(artifact.path / folder / P256, [own / "certificate.json.p256.p7s"], COMPROMISED)
    held = everything if kind == "bundle" else None
    assert judged(material, artifact, held, trusted=trusted)["certificate"] == outcome
