# SPDX-License-Identifier: Apache-2.0
"""Programs that are not ours on our signatures, and public vectors on our verification."""

import asyncio
import json
import subprocess

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa

from casts.seal.authorities import AUTHORITY, DOCUMENT, NOW
from rogatory.seal.cms import key_holds
from rogatory.seal.notes import NoteVerifier
from rogatory.seal.signatures import signing_keys_from_pem


@pytest.mark.judge
class TestOpenssl:
    def verify(self, folder, cast, signature, document, family):
        (folder / "ca.pem").write_bytes(cast.xa.to_pem()[f"{family}.pem"])
        (folder / "s.p7s").write_bytes(signature)
        (folder / "document").write_bytes(document)
        command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"]
        command += ["-in", "s.p7s", "-content", "document", "-CAfile", "ca.pem"]
        command += ["-purpose", "any", "-attime", str(int(NOW.timestamp())), "-out", "/dev/null"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        return done.returncode == 0, done.stderr

    @pytest.mark.parametrize("algorithm", ["p256", "p384", "mldsa65"])
    def test_openssl_accepts_our_signatures_and_refuses_tampered_ones(
        self, cast, tmp_path, algorithm
    ):
        first = cast.issued["p256" if algorithm == "mldsa65" else algorithm]
        keys = signing_keys_from_pem(AUTHORITY, *first, *cast.issued["mldsa65"])
        signed = keys.sign(DOCUMENT, NOW)
        signature = signed.mldsa65 if algorithm == "mldsa65" else signed.p256
        family = "mldsa65" if algorithm == "mldsa65" else "p256"
        held, output = self.verify(tmp_path, cast, signature, DOCUMENT, family)
        assert held, output
        assert "CAdES Verification successful" in output
        flipped = signature[:-1] + bytes([signature[-1] ^ 1])
        for bad, document in ((signature, DOCUMENT + b" "), (flipped, DOCUMENT)):
            held, output = self.verify(tmp_path, cast, bad, document, family)
            assert not held, output

    def test_openssl_refuses_another_states_signature(self, cast, tmp_path):
        signed = cast.signing_keys("xb/central-authority").sign(DOCUMENT, NOW)
        for family, signature in (("p256", signed.p256), ("mldsa65", signed.mldsa65)):
            held, output = self.verify(tmp_path, cast, signature, DOCUMENT, family)
            assert not held, output


@pytest.mark.judge
class TestPyhanko:
    @pytest.mark.parametrize("algorithm", ["p256", "mldsa65"])
    def test_pyhanko_finds_our_signatures_valid_intact_and_trusted(self, cast, algorithm):
        from asn1crypto import cms, x509
        from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
        from pyhanko_certvalidator import ValidationContext

        signed = cast.keys.sign(DOCUMENT, NOW)
        signature = signed.p256 if algorithm == "p256" else signed.mldsa65
        root = x509.Certificate.load(cast.xa.certificates[algorithm])
        context = ValidationContext(trust_roots=[root], moment=NOW, allow_fetching=False)

        def status(document):
            data = cms.ContentInfo.load(signature)["content"]
            return asyncio.run(
                async_validate_detached_cms(document, data, signer_validation_context=context)
            )

        found = status(DOCUMENT)
        assert (found.valid, found.intact, found.trusted) == (True, True, True)
        assert found.signer_reported_dt == NOW
        assert not status(DOCUMENT + b" ").intact


class TestPublicVectors:
    """Wycheproof, through the functions by which documents and notes are verified."""

    def cases(self, corpora, name):
        file = corpora / "wycheproof" / name
        if not file.is_file():
            pytest.skip(f"{name} is not among the vectors of this machine")
        for group in json.loads(file.read_text())["testGroups"]:
            for one in group["tests"]:
                yield group, one

    def test_mldsa_65(self, corpora):
        seen = 0
        for group, one in self.cases(corpora, "mldsa_65_verify_test.json"):
            try:
                key = mldsa.MLDSA65PublicKey.from_public_bytes(bytes.fromhex(group["publicKey"]))
            except (ValueError, UnsupportedAlgorithm):
                assert one["result"] == "invalid"
                continue
            held = key_holds(key, bytes.fromhex(one["msg"]), bytes.fromhex(one["sig"]))
            # Ours is always the empty context, so a signature for another one does not hold.
            wanted = one["result"] == "valid" and not one.get("ctx")
            assert held == wanted, one["comment"]
            seen += 1
        assert seen > 150

    def test_ed25519(self, corpora):
        seen = 0
        for group, one in self.cases(corpora, "ed25519_test.json"):
            verifier = NoteVerifier("x", bytes.fromhex(group["publicKey"]["pk"]))
            held = verifier.signed(bytes.fromhex(one["msg"]), bytes.fromhex(one["sig"]))
            assert held == (one["result"] == "valid"), one["comment"]
            seen += 1
        assert seen > 100

    def test_an_ed25519_key_signs_no_document(self):
        key = ed25519.Ed25519PrivateKey.generate()
        assert not key_holds(key.public_key(), b"x", key.sign(b"x"))
