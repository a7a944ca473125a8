# SPDX-License-Identifier: Apache-2.0
"""Keys: how they are made and read, and the node's keys for HTTP."""

import subprocess

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)

from casts.seal.authorities import AUTHORITY, codes_of, drawn
from rogatory.errors import Refused
from rogatory.seal import certificates
from rogatory.seal.http_keys import http_key_from_pem, http_public_key
from rogatory.seal.keys import ALGORITHMS, algorithm_of, key_from_pem, key_to_pem, new_key


class TestKeys:
    @pytest.mark.parametrize("algorithm", [one for one in ALGORITHMS if one != "rsa"])
    def test_a_key_is_read_as_it_was_written(self, algorithm):
        key = new_key(algorithm, drawn("key"))
        reread = key_from_pem(key_to_pem(key), what="x", algorithms=(algorithm,))
        assert reread.public_key() == key.public_key()
        assert algorithm_of(key) == algorithm_of(reread.public_key()) == algorithm

    @pytest.mark.parametrize("algorithm", ["p256", "p384", "mldsa65"])
    def test_the_same_random_bytes_make_the_same_key(self, algorithm):
        one, same, other = (new_key(algorithm, drawn(name)) for name in ("one", "one", "two"))
        assert key_to_pem(one) == key_to_pem(same) != key_to_pem(other)

    @pytest.mark.parametrize("algorithm", ["p256", "p384"])
    def test_extreme_random_bytes_still_make_a_key(self, algorithm):
        for byte in (b"\0", b"\xff"):
            assert new_key(algorithm, lambda size, byte=byte: byte * size)

    def test_a_mldsa_key_is_written_as_its_seed(self):
        key = new_key("mldsa65", drawn("seed"))
        der = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        assert der.endswith(b"\x04\x22\x80\x20" + drawn("seed")(32))
        assert serialization.load_pem_private_key(key_to_pem(key), None).private_bytes_raw() == (
            drawn("seed")(32)
        )

    @pytest.mark.parametrize(
        "key",
        [
            ec.generate_private_key(ec.SECP521R1()),
            ed25519.Ed25519PrivateKey.generate(),
            rsa.generate_private_key(public_exponent=65537, key_size=1024),
        ],
    )
    def test_a_key_of_no_admitted_kind(self, key):
        assert algorithm_of(key) is None
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        assert codes_of(lambda: key_from_pem(pem, what="x", algorithms=ALGORITHMS)) == (
            "key-algorithm",
        )

    def test_an_encrypted_key(self):
        pem = new_key("p256", drawn("x")).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
        assert codes_of(lambda: key_from_pem(pem, what="x", algorithms=("p256",))) == (
            "key-unreadable",
        )

    @pytest.mark.judge
    def test_openssl_reads_our_keys_and_we_read_its_seeds(self, tmp_path):
        def openssl(*arguments):
            done = subprocess.run(["openssl", *arguments], cwd=tmp_path, capture_output=True)
            assert done.returncode == 0, done.stderr
            return done.stdout

        (tmp_path / "ours").write_bytes(key_to_pem(new_key("mldsa65", drawn("seed"))))
        assert b"seed:" in openssl("pkey", "-in", "ours", "-text", "-noout")
        openssl("genpkey", "-algorithm", "ML-DSA-65", "-out", "both")
        both = (tmp_path / "both").read_bytes()
        seed = ("-provparam", "ml-dsa.output_formats=seed-only")
        openssl("pkey", "-in", "both", *seed, "-out", "seed")
        assert key_from_pem((tmp_path / "seed").read_bytes(), what="x", algorithms=("mldsa65",))
        # OpenSSL writes the expanded key beside the seed: read or refused, never misread.
        try:
            key = key_from_pem(both, what="x", algorithms=("mldsa65",))
        except Refused as error:
            assert error.codes == ("key-unreadable",)
        else:
            assert key_to_pem(key) == (tmp_path / "seed").read_bytes()


class TestHttpKeys:
    def resolver(self, private, public):
        class Resolver(HTTPSignatureKeyResolver):
            def resolve_private_key(self, key_id):
                return private

            def resolve_public_key(self, key_id):
                return public

        return Resolver()

    def test_the_http_library_signs_and_verifies_with_them(self, cast):
        issued = cast.issue("xa", "node-http", "p256")
        key = http_key_from_pem(*issued)
        assert key.holder == "xa"
        assert key.certificate == certificates.pem_to_der(issued.certificate)
        resolver = self.resolver(key.private_pem, http_public_key(key.certificate))
        algorithm = algorithms.ECDSA_P256_SHA256
        assert algorithm.algorithm_id == "ecdsa-p256-sha256"  # RFC 9421 3.3.4
        message = Request()
        signer = HTTPMessageSigner(signature_algorithm=algorithm, key_resolver=resolver)
        signer.sign(message, key_id="xa", covered_component_ids=("@method", "@target-uri"))
        verifier = HTTPMessageVerifier(signature_algorithm=algorithm, key_resolver=resolver)
        assert verifier.verify(message)
        message.method = "GET"
        with pytest.raises(InvalidSignature):
            verifier.verify(message)

    def test_a_key_for_another_use_is_refused(self, cast):
        der = cast.keys.certificates["p256"]
        assert codes_of(lambda: http_public_key(der)) == ("certificate-use",)
        assert codes_of(lambda: http_key_from_pem(*cast.issued["p256"])) == ("certificate-use",)

    def test_a_key_that_is_not_p256_is_refused(self, cast):
        issued = cast.issue("xa", "node-http", "p384")
        der = certificates.pem_to_der(issued.certificate)
        assert codes_of(lambda: http_public_key(der)) == ("key-algorithm",)
        assert codes_of(lambda: http_key_from_pem(*issued)) == ("key-algorithm",)

    def test_a_key_beside_another_certificate_is_refused(self, cast):
        one, other = (cast.issue(holder, "node-http", "p256") for holder in ("xa", AUTHORITY))
        assert codes_of(lambda: http_key_from_pem(one.key, other.certificate)) == (
            "key-not-of-certificate",
        )

    def test_the_key_is_not_shown(self, cast):
        assert "PRIVATE" not in repr(http_key_from_pem(*cast.issue("xa", "node-http", "p256")))


class Request:
    method = "POST"
    url = "https://127.0.0.1:8001/v1/messages"

    def __init__(self):
        self.headers = {}
