# SPDX-License-Identifier: Apache-2.0
"""The node keys of RFC 9421: ECDSA P-256, as the PEM bytes that the HTTP library takes.

Transport passes these bytes on and never looks inside: `HttpKey.private_pem` to the signing
side of its key resolver, `http_public_key(der)` of a directory certificate to the verifying
side.
"""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives import serialization

from rogatory.errors import Refused
from rogatory.seal import refusals
from rogatory.seal.certificates.profile import CertificateUse
from rogatory.seal.certificates.reading import certificate_name, load_der, load_pem, to_der
from rogatory.seal.keys import algorithm_of, key_from_pem
from rogatory.wire.words import P_, FilledText


@dataclass(frozen=True, slots=True)
class HttpKey:
    """A node's private key for HTTP signatures, with its certificate."""

    holder: str
    certificate: bytes
    private_pem: bytes = field(repr=False)


def http_key_from_pem(key: bytes, certificate: bytes) -> HttpKey:
    """Return a node's HTTP key from its PEM files.

    Raises:
        Refused: unreadable, not P-256, not for the use `node-http`, or not belonging together.
    """
    private = key_from_pem(key, what=FilledText(P_("the node (HTTP)")), algorithms=("p256",))
    loaded = load_pem(certificate)
    if private.public_key() != loaded.public_key():
        raise Refused(
            refusals.KEY_NOT_OF_CERTIFICATE.because(what=FilledText(P_("the node (HTTP)")))
        )
    der = to_der(loaded)
    return HttpKey(_holder(der), der, key)


def http_public_key(certificate: bytes, use: CertificateUse = "node-http") -> bytes:
    """Return the public key, PEM, of a certificate (DER) that the directory lists for that use.

    Nodes sign requests with their `node-http` key, workstations with their authority's own.

    Raises:
        Refused: the certificate is for another use or its key is not P-256.
    """
    _holder(certificate, use)
    key = load_der(certificate).public_key()
    if algorithm_of(key) != "p256":
        found = algorithm_of(key) or type(key).__name__
        what = "the node (HTTP)"
        raise Refused(refusals.KEY_ALGORITHM.because(what=what, found=found, wanted="p256"))
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _holder(der: bytes, use: CertificateUse = "node-http") -> str:
    name = certificate_name(der)
    if name.use != use:
        raise Refused(
            refusals.CERTIFICATE_USE.because(holder=name.holder, found=name.use, wanted=use)
        )
    return name.holder
