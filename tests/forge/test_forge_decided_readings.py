# SPDX-License-Identifier: Apache-2.0
"""Attacks on readings that the specification left open, and now decides: revocation lists, moments that are still to
come, signatures of one family, places in logs, and names of certificates.
"""

import json
import shutil
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from casts.court.both_judges import edit, judged, stamp
from forge.forgers import FORGERS
from forge.material import timestamp_authority
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.certificates.revocation import EndedCertificate, crl_to_pem
from rogatory.wire import canonical

FORGER = {one.name: one for one in FORGERS}
BEFORE = timedelta(days=30)


def signers_of(folder, name):
    """Return the certificates in all signatures of these documents."""
    found = {
        one.public_bytes(Encoding.DER)
        for place in folder.rglob(f"{name}*.p7s")
        for one in pkcs7.load_der_pkcs7_certificates(place.read_bytes())
    }
    assert found
    return found


def withdraw(material, code, certificates, folder, cause="compromised"):
    """Put revocation lists of a State beside its CA, which withdrew these certificates before they signed."""
    at = material.case.clock.now()
    ca = load_state_ca(material.case.federation.state(code) / "ca")
    ended = [EndedCertificate(one, at - BEFORE, cause) for one in certificates]
    for family, data in ca.crls(ended, at=at, until=material.now, number=2).items():
        (folder / f"{code.lower()}-ca.{family}.crl").write_bytes(crl_to_pem(data))


class TestWithdrawn:
    """Where no directory is at hand the revocation lists decide; where one is, it does."""

    @pytest.mark.parametrize("trusted", [False, True])
    def test_an_event_of_a_package_by_a_withdrawn_certificate_fails(
        self, material, tmp_path, trusted
    ):
        artifact = material.artifacts["package"].copy(tmp_path / "forged")
        signers = signers_of(artifact.path / "custody", "0001")
        withdraw(material, "XB", signers, artifact.path / "certificates")
        found = judged(material, artifact, None, trusted=trusted)
        assert found["custody-journal"] == ("holds" if trusted else "fails")

    @pytest.mark.parametrize("trusted", [False, True])
    def test_an_event_beside_a_bag_by_a_withdrawn_certificate_fails(
        self, material, tmp_path, trusted
    ):
        artifact = material.artifacts["bag"].copy(tmp_path / "forged")
        journal = artifact.path.with_name(f"{artifact.path.name}-custody")
        own = material.case.node("XA").register.view().entry("XA").certificates
        signers = {one.der for one in own if one.use == "authority"}
        withdraw(material, "XA", signers, journal / "certificates", "rotated")
        found = judged(material, artifact, None, trusted=trusted)
        assert found["custody-journal"] == ("holds" if trusted else "fails")
        assert found["seal-signed"] == "holds"

    @pytest.mark.parametrize("trusted", [False, True])
    def test_a_consent_by_an_officer_whose_certificate_was_withdrawn_fails(
        self, material, tmp_path, trusted
    ):
        artifact = material.artifacts["bag"].copy(tmp_path / "forged")
        journal = artifact.path.with_name(f"{artifact.path.name}-custody")
        signers = signers_of(artifact.folder, "consent.second")
        withdraw(material, "XA", signers, journal / "certificates")
        found = judged(material, artifact, None, trusted=trusted)
        assert found["custody-consents"] == ("holds" if trusted else "fails")
        assert found["custody-journal"] == "holds"

    @pytest.mark.parametrize("folder", ["certificates", "seal/certificates"])
    @pytest.mark.parametrize("trusted", [False, True])
    def test_a_token_over_a_disclosure_by_a_withdrawn_authority_fails(
        self, material, tmp_path, trusted, folder
    ):
        artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
        authority = timestamp_authority(material.case, "XB")
        stamp(artifact.path / "disclosure.json", "2", authority, material.case.clock.now())
        control = judged(material, artifact, None, trusted=trusted)["disclosure-signed"]
        assert control == "holds"
        withdraw(material, "XB", [authority.certificate], artifact.path / folder)
        found = judged(material, artifact, None, trusted=trusted)
        assert found["disclosure-signed"] == ("holds" if trusted else "fails")


class TestStillToCome:
    """A token of a moment that is still to come proves nothing, and fails."""

    @pytest.mark.parametrize(("ahead", "outcome"), [(301, "fails"), (300, "holds")])
    @pytest.mark.parametrize(
        ("kind", "document", "check"),
        [
            ("package", "seal.json", "seal-stamped"),
            ("bundle", "bundle.json", "bundle-signed"),
            ("bundle", "seal/seal.json", "seal-stamped"),
            ("disclosure", "disclosure.json", "disclosure-signed"),
            ("package-rewrapped", "seals/1/seal.json", "seal-chain"),
        ],
    )
    def test_a_token(self, material, tmp_path, everything, kind, document, check, ahead, outcome):
        artifact = material.artifacts[kind].copy(tmp_path / "forged")
        authority = timestamp_authority(material.case, "XB")
        at = material.now + timedelta(seconds=ahead)
        stamp(artifact.path / document, "9", authority, at)
        found = judged(material, artifact, everything)
        assert found[check] == outcome


class TestOneFamily:
    """Seals, bags and events have the signatures of both families, whatever a directory lists."""

    @pytest.mark.parametrize(
        ("missing", "check"),
        [
            ("seal/seal.json.mldsa65.p7s", "seal-signed"),
            ("bag/tagmanifest-sha256.txt.mldsa65.p7s", "bag-signed"),
            ("custody/0001.mldsa65.p7s", "custody-journal"),
        ],
    )
    def test_of_an_authority_for_which_the_directory_lists_no_ml_dsa_key(
        self, material, tmp_path, everything, missing, check, republish
    ):
        artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
        (artifact.path / missing).unlink()

        def without(entry, _):
            entry["certificates"] = [
                one
                for one in entry["certificates"]
                if (one["use"], one["algorithm"]) != ("authority", "mldsa65")
            ]

        republish(artifact, "XB", without)
        found = judged(material, artifact, everything, trusted=False)
        assert found["directory"] == "holds"
        assert found[check] == "fails"


@pytest.mark.parametrize("path", [".p256.pem", ".mldsa65.pem"])
def test_a_state_ca_in_a_file_of_another_name_vouches_for_nobody(material, tmp_path, path):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    folder = artifact.path / "certificates"
    assert judged(material, artifact, None, trusted=False)["seal-signed"] == "holds"
    (folder / f"xb-ca{path}").rename(folder / f"other{path}")
    found = judged(material, artifact, None, trusted=False)
    assert (found["seal-signed"], found["seal-layout"]) == ("undecided", "fails")


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [("", "fails"), ("x" * 2001, "fails"), ("x" * 2000, "holds"), ("\n", "holds")],
    ids=lambda value: str(len(value)),
)
def test_a_disclosure_gives_its_reason_in_a_text(material, tmp_path, reason, outcome):
    artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
    edit(artifact.path / "disclosure.json", reason=reason)
    found = judged(material, artifact, FORGER["exporter"].held(material))
    assert found["disclosure-form"] == outcome


def test_a_bag_without_a_folder_of_data_is_in_no_form(material, tmp_path):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    shutil.rmtree(artifact.path / "data")
    assert judged(material, artifact, None)["bag-form"] == "fails"


def test_two_names_that_fold_alike_are_a_fault_of_the_bag_alone(material, tmp_path, everything):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    data = artifact.path / "bag/data"
    shutil.copyfile(data / "mail-0.eml", data / "mail-0.EML")
    found = judged(material, artifact, everything)
    assert (found["bundle-complete"], found["bag-form"]) == ("holds", "fails")


def test_a_file_with_a_name_that_no_bag_has_is_compared_with_the_list(material, tmp_path):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    (artifact.path / "bag/data/CON").write_bytes(b"another")
    found = judged(material, artifact, None)
    assert (found["bundle-complete"], found["bag-form"]) == ("fails", "fails")


class TestDirectoryInside:
    """Documents of the directory that are not in their form, signed by who may sign them."""

    def test_a_null_in_the_timestamp_is_not_replaced_by_a_value_of_a_library(
        self, material, tmp_path
    ):
        artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
        place = artifact.path / "directory/metadata/timestamp.json"
        document = json.loads(place.read_bytes())
        document["signed"]["spec_version"] = None
        place.write_text(json.dumps(document))
        found = judged(material, artifact, None)
        assert (found["directory"], found["seal-signed"]) == ("fails", "undecided")

    @pytest.mark.parametrize(
        "policy", ["any 1 of XB XA\n", "any 1 of XB", "some of XB\n", "none\nany 1 of XB\n"]
    )
    def test_a_policy_for_witnesses_that_is_none_holds_the_state_back(
        self, material, tmp_path, republish, policy
    ):
        artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
        republish(artifact, "XA", lambda entry, _: entry.update(witness_policy=policy))
        assert judged(material, artifact, None, trusted=False)["directory"] == "fails"

    @pytest.mark.parametrize("key", ["AAAA", "oQEC", "oWF4YXg"])
    def test_a_key_of_an_officer_that_checks_no_approval_holds_the_state_back(
        self, material, tmp_path, republish, key
    ):
        artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
        republish(artifact, "XA", lambda _, register: register["officers"][0].update(key=key))
        assert judged(material, artifact, None, trusted=False)["directory"] == "fails"

    def test_what_is_republished_in_form_holds(self, material, tmp_path, republish):
        artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
        republish(artifact, "XA", lambda entry, _: entry.update(witness_policy="any 1 of XB\n"))
        assert judged(material, artifact, None, trusted=False)["directory"] == "holds"

    @pytest.mark.parametrize(
        ("name", "named", "outcome"),
        [
            ("depositary.json", {"length": 9, "hashes": {"sha256": "0" * 64}}, "holds"),
            ("depositary.json", {"length": 9, "hashes": {"sha512": "0" * 128}}, "fails"),
            (
                "depositary.json",
                {"length": 9, "hashes": {"sha256": "0" * 64, "sha512": "0" * 128}},
                "fails",
            ),
            ("depositary.json", {"length": (1 << 20) + 1, "hashes": {"sha256": "0" * 64}}, "fails"),
        ],
        ids=["sha256", "sha512", "both", "length"],
    )
    def test_a_target_of_the_targets_metadata_has_its_one_form(
        self, material, tmp_path, republish_targets, name, named, outcome
    ):
        artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
        republish_targets(artifact, {name: named})
        assert judged(material, artifact, None, trusted=False)["directory"] == outcome


class TestDestroyed:
    """The place of an event that was destroyed: whose it is, and who cosigned it."""

    def tombstone(self, artifact):
        [place] = (artifact.path / "custody").glob("*.tombstone.json")
        return place

    @pytest.mark.parametrize(("taken", "outcome"), [(True, "fails"), (False, "holds")])
    def test_it_has_the_place_of_no_event_in_another_journal(
        self, material, tmp_path, everything, taken, outcome
    ):
        artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
        place = self.tombstone(artifact)
        document = json.loads(place.read_bytes())
        others = [
            index_of(one)
            for one in (artifact.path / "custody").glob("earlier-1.*.tlog-proof")
            if document["place"]["log"] in one.read_text()
        ]
        index = others[0] if taken else 900
        document["place"]["index"] = index
        place.write_bytes(canonical.encode(document))
        for proof in sorted((artifact.path / "custody").glob("*.tlog-proof")):
            if place.name[:4] <= proof.name[:4] < "earl":
                proof.unlink()
        found = judged(material, artifact, everything)
        assert found["custody-journal"] == outcome
        assert (found["custody-destroyed"], found["custody-logged"]) == ("undecided", "undecided")

    def test_its_place_needs_the_cosignatures_that_the_event_needed(self, material, tmp_path):
        artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
        assert judged(material, artifact, None)["custody-witnessed"] == "holds"
        place = self.tombstone(artifact)
        proof = place.with_name(place.name.replace(".tombstone.json", ".tlog-proof"))
        lines = proof.read_text().splitlines(keepends=True)
        proof.write_text("".join(line for line in lines if "/witness " not in line))
        found = judged(material, artifact, None)
        assert (found["custody-witnessed"], found["custody-destroyed"]) == ("undecided", "holds")


def index_of(proof):
    [line] = [one for one in proof.read_text().splitlines() if one.startswith("index ")]
    return int(line.removeprefix("index "))
