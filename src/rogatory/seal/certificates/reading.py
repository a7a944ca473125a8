# SPDX-License-Identifier: Apache-2.0
"""The facts in a certificate: whose it is, for what use, with which key, from when until when."""

from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from rogatory.errors import Phrase, Refused
from rogatory.seal import refusals
from rogatory.seal.certificates import profile
from rogatory.seal.certificates.profile import CertificateUse
from rogatory.seal.keys import PublicKey, SignatureAlgorithm, algorithm_of
from rogatory.wire.words import P_, FilledText, Theirs

UNREADABLE = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""All that the library raises over a certificate, now or later, that somebody has bent."""

REMEMBERED_CERTIFICATES = 1024
"""A node meets the same few certificates all day; the bound keeps a stream of strange ones, at
some 10 kB each, from filling the memory."""

CA_ALGORITHMS: tuple[SignatureAlgorithm, ...] = ("p256", "mldsa65")


def admitted(use: CertificateUse) -> tuple[SignatureAlgorithm, ...]:
    """Return the key algorithms that a use may have; RSA for timestamp authorities alone."""
    if use == "tsa":
        return ("p256", "p384", "rsa")
    if use in {"authority", "officer", "receipts"}:
        return ("p256", "p384", "mldsa65")
    return CA_ALGORITHMS if use == "state-ca" else ("p256", "p384")


def whole(certificate: x509.Certificate) -> x509.Certificate:
    """Return the certificate, once all its parts are read: the library reads each only when asked.

    Raises:
        one of `UNREADABLE`: a part is not what it ought to be.
    """
    certificate.public_key()
    certificate.subject.rfc4514_string()
    certificate.issuer.public_bytes()
    list(certificate.extensions)
    _ = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    _ = certificate.serial_number, certificate.signature_algorithm_oid
    return certificate


@lru_cache(maxsize=REMEMBERED_CERTIFICATES)
def load_der(der: bytes) -> x509.Certificate:
    """Return a certificate from its DER; refuses what is none."""
    try:
        return whole(x509.load_der_x509_certificate(der))
    except UNREADABLE as error:
        raise Refused(refusals.CERTIFICATE_UNREADABLE.because(problem=_first(error))) from error


def load_pem(pem: bytes) -> x509.Certificate:
    try:
        return whole(x509.load_pem_x509_certificate(pem))
    except UNREADABLE as error:
        raise Refused(refusals.CERTIFICATE_UNREADABLE.because(problem=_first(error))) from error


def to_der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def to_pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def pem_to_der(pem: bytes) -> bytes:
    """Return the DER of the one certificate in a PEM file."""
    return to_der(load_pem(pem))


def der_to_pem(der: bytes) -> bytes:
    return to_pem(load_der(der))


def certificate_name(der: bytes) -> profile.RogatoryName:
    """Use and holder; refuses a certificate without exactly one rogatory name."""
    certificate = load_der(der)
    name = profile.rogatory_name(certificate)
    if name is None:
        raise Refused(refusals.CERTIFICATE_NAMES_NOBODY.because(subject=subject_text(certificate)))
    return name


def certificate_holder(der: bytes) -> str:
    """Return the holder: `xa/contact-point`, or `xa` for what is the State's itself."""
    return certificate_name(der).holder


def certificate_use(der: bytes) -> CertificateUse:
    return certificate_name(der).use


def state_ca_of(der: bytes) -> str | None:
    """Return the State (in capitals) whose State CA this is; None for any other certificate."""
    name = profile.rogatory_name(load_der(der))
    return name.state if name is not None and name.use == "state-ca" else None


def certificate_algorithm(der: bytes) -> SignatureAlgorithm | None:
    """Return the kind of the certificate's key; None for one that is admitted nowhere."""
    return algorithm_of(load_der(der).public_key())


def validity(der: bytes) -> tuple[datetime, datetime]:
    """Return from when until when it is valid, both inclusive."""
    certificate = load_der(der)
    return certificate.not_valid_before_utc, certificate.not_valid_after_utc


def spki_sha256(der: bytes) -> str:
    """Return SHA-256 of the certificate's SubjectPublicKeyInfo, in hex: what a TLS pin compares."""
    certificate = load_der(der)
    public = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return sha256(public).hexdigest()


def subject_text(certificate: x509.Certificate) -> str:
    """Return the subject for a sentence: the holder if it is named, else the distinguished name."""
    name = profile.rogatory_name(certificate)
    return name.holder if name else certificate.subject.rfc4514_string()[:120] or "nobody"


def public_key_from_pem(pem: bytes) -> PublicKey:
    """Return a public key from its PEM; whether its kind is admitted is not asked here."""
    try:
        return serialization.load_pem_public_key(pem)  # type: ignore[return-value]
    except (ValueError, UnsupportedAlgorithm) as error:
        problem = _first(error)
        raise Refused(
            refusals.KEY_UNREADABLE.because(what=FilledText(P_("the holder")), problem=problem)
        ) from error


def _first(error: Exception) -> Phrase:
    text = str(error).split("\n", maxsplit=1)[0].split(". ", maxsplit=1)[0][:160]
    return Theirs(text) if text else P_("malformed")
