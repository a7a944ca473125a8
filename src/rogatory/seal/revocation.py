# SPDX-License-Identifier: Apache-2.0
"""Revocation lists (RFC 5280 section 5), for tools that do not know the directory.

Whether a certificate had ended is decided by the State's directory entry; a list repeats that
for `openssl verify -crl_check` in a bundle. Each family of the State CA has its own list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from rogatory.errors import Refused
from rogatory.seal import refusals
from rogatory.seal.certificate_reading import UNREADABLE, load_der, subject_of
from rogatory.seal.keys import PrivateKey, algorithm_of

type Ending = Literal["rotated", "compromised"]

_FLAGS: dict[Ending, x509.ReasonFlags] = {
    "rotated": x509.ReasonFlags.superseded,
    "compromised": x509.ReasonFlags.key_compromise,
}


@dataclass(frozen=True, slots=True)
class Ended:
    """A certificate (DER) that the directory has ended, when and why."""

    certificate: bytes
    at: datetime
    reason: Ending


@dataclass(frozen=True, slots=True)
class RevocationList:
    """What a list tells: the CA, the period it speaks for, and what ended when, by serial."""

    issuer: str
    since: datetime
    until: datetime
    number: int
    revoked: Mapping[int, datetime]

    def ended_at(self, certificate: bytes) -> datetime | None:
        """When the certificate ended, or None; it must be one of the same CA."""
        return self.revoked.get(load_der(certificate).serial_number)


def signed_crl(
    key: PrivateKey,
    ca: x509.Certificate,
    ended: Iterable[Ended],
    *,
    at: datetime,
    until: datetime,
    number: int,
) -> bytes:
    """The DER of a list signed by a CA's key; certificates of other issuers are passed over."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ca.subject)
        .last_update(_to_second(at))
        .next_update(_to_second(until))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
    )
    for one in ended:
        certificate = load_der(one.certificate)
        if certificate.issuer == ca.subject:
            builder = builder.add_revoked_certificate(_entry(certificate, one))
    if algorithm_of(key) == "mldsa65":
        crl = builder.sign(key, None)
    else:
        crl = builder.sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    return crl.public_bytes(serialization.Encoding.DER)


def read_crl(der: bytes, ca: bytes) -> RevocationList:
    """The list in `der`, once it is known to be signed by the State CA `ca` (DER).

    Raises:
        Refused: it cannot be read, lacks a number or a next update, or is another's.
    """
    issuer = load_der(ca)
    try:
        crl = x509.load_der_x509_crl(der)
        number = crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
        until = crl.next_update_utc
        revoked = {one.serial_number: one.revocation_date_utc for one in crl}
    except (*UNREADABLE, x509.ExtensionNotFound) as error:
        raise Refused(refusals.CRL_UNREADABLE.because(problem=str(error)[:120])) from error
    if until is None:
        raise Refused(refusals.CRL_UNREADABLE.because(problem="it has no next update"))
    if crl.issuer != issuer.subject or not _signed(crl, issuer):
        raise Refused(refusals.CRL_CHAIN.because())
    return RevocationList(subject_of(issuer), crl.last_update_utc, until, number, revoked)


def crl_to_pem(der: bytes) -> bytes:
    """A list as PEM, which is what `openssl verify -CRLfile` takes."""
    return x509.load_der_x509_crl(der).public_bytes(serialization.Encoding.PEM)


def _signed(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return crl.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except UNREADABLE:
        return False


def _entry(certificate: x509.Certificate, one: Ended) -> x509.RevokedCertificate:
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(certificate.serial_number)
        .revocation_date(_to_second(one.at))
        .add_extension(x509.CRLReason(_FLAGS[one.reason]), critical=False)
        .build()
    )


def _to_second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
