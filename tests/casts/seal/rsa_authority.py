# SPDX-License-Identifier: Apache-2.0
"""A timestamp authority of another maker, with an RSA key: ours makes and uses none."""

import functools

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import ObjectIdentifier, load_pem_x509_certificate

from rogatory.seal import cms_structures as structures
from rogatory.seal.certificates.state_ca import Issued
from rogatory.seal.timestamping.timestamps import TimestampAuthority

SHA256_WITH_RSA = ObjectIdentifier("1.2.840.113549.1.1.11")


@functools.cache
def rsa_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def issue_rsa(ca, holder, **period):
    """A State CA's certificate for the RSA key of an authority that it runs with another program."""
    key = rsa_key()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Issued(pem, ca.certify(holder, "tsa", key.public_key(), **period))


class RsaAuthority(TimestampAuthority):
    """Tokens of our form, signed with PKCS#1 v1.5 (RFC 5754 3.2: NULL parameters)."""

    def __init__(self, key, certificate):
        self._key = serialization.load_pem_private_key(key, None)
        self._certificate = load_pem_x509_certificate(certificate)

    def _algorithm(self):
        return structures.AlgorithmIdentifier(algorithm=SHA256_WITH_RSA, parameters=asn1.Null())

    def _sign(self, message):
        return self._key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def authority_of(algorithm, issued):
    """Ours, or for RSA the other maker's."""
    kind = RsaAuthority if algorithm == "rsa" else TimestampAuthority
    return kind(issued.key, issued.certificate)
