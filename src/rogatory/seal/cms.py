# SPDX-License-Identifier: Apache-2.0
"""One detached CAdES-BES signature (ETSI EN 319 122-1 baseline form B-B): made, and examined.

ECDSA with P-256 and SHA-256 or P-384 and SHA-384 (RFC 5754), ML-DSA-65 in pure mode with SHA-512
as the attribute's digest (RFC 9882). Examining says what the signature binds and whether its
mathematics hold; whether the certificate counts is for `chains` to say.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, mldsa
from cryptography.x509 import ObjectIdentifier

from rogatory.errors import Phrase, Reason, Refused
from rogatory.seal import cms_structures as cms
from rogatory.seal import refusals
from rogatory.seal.certificates.reading import UNREADABLE, load_der, subject_text, to_der
from rogatory.seal.keys import KeyElsewhere, SignatureAlgorithm, algorithm_of
from rogatory.wire.words import P_, FilledText, problem_of

type SigningKey = ec.EllipticCurvePrivateKey | mldsa.MLDSA65PrivateKey | KeyElsewhere

LARGEST_SIGNATURE = 32 * 1024
"""An ML-DSA-65 signature with its certificate has 9.3 kB; more is aimed at the parser."""

REMEMBERED_SIGNATURES = 256
"""Signatures that were read and verified, with what came out: several checks of a court bundle come to each of them.
More would only hold memory; each has at most `LARGEST_SIGNATURE` bytes."""


@dataclass(frozen=True, slots=True)
class Suite:
    """The algorithms that go with one kind of key."""

    digest: str
    digest_id: ObjectIdentifier
    signature_id: ObjectIdentifier


SUITES: dict[SignatureAlgorithm, Suite] = {
    "p256": Suite(
        "sha256",
        ObjectIdentifier("2.16.840.1.101.3.4.2.1"),
        ObjectIdentifier("1.2.840.10045.4.3.2"),
    ),
    "p384": Suite(
        "sha384",
        ObjectIdentifier("2.16.840.1.101.3.4.2.2"),
        ObjectIdentifier("1.2.840.10045.4.3.3"),
    ),
    "mldsa65": Suite(
        "sha512",
        ObjectIdentifier("2.16.840.1.101.3.4.2.3"),
        ObjectIdentifier("2.16.840.1.101.3.4.3.18"),
    ),
}
_HASHES: dict[SignatureAlgorithm, hashes.HashAlgorithm] = {
    "p256": hashes.SHA256(),
    "p384": hashes.SHA384(),
}


class CmsSigner:
    """A key with its certificate; what is the same in every signature is encoded once."""

    def __init__(self, key: SigningKey, certificate: x509.Certificate) -> None:
        algorithm = algorithm_of(key)
        if algorithm not in SUITES:
            raise ValueError("documents are signed with P-256, P-384 or ML-DSA-65")
        self.algorithm = algorithm
        self._key = key
        self._certificate = certificate
        suite = SUITES[algorithm]
        self._digest = suite.digest
        self._digest_algorithm = cms.AlgorithmIdentifier(algorithm=suite.digest_id)
        self._signature_algorithm = cms.AlgorithmIdentifier(algorithm=suite.signature_id)
        self._sid = issuer_and_serial(certificate)
        self._constant = [
            attribute(cms.CONTENT_TYPE, cms.tlv(cms.DATA)),
            attribute(cms.SIGNING_CERTIFICATE_V2, cms.tlv(binding(certificate))),
        ]

    def sign(self, data: bytes, at: datetime) -> bytes:
        """Return the DER of the detached signature over `data`, claiming `at` as signing time."""
        attributes = asn1.SetOf(
            [
                *self._constant,
                attribute(cms.SIGNING_TIME, cms.time_value(at.astimezone(UTC))),
                attribute(cms.MESSAGE_DIGEST, cms.tlv(hashlib.new(self._digest, data).digest())),
            ]
        )
        signer = cms.SignerInfo(
            version=1,
            sid=self._sid,
            digest_algorithm=self._digest_algorithm,
            signed_attributes=attributes,
            signature_algorithm=self._signature_algorithm,
            signature=sign_raw(self._key, cms.signed_bytes(attributes)),
        )
        signed = cms.SignedData(
            version=1,
            digest_algorithms=asn1.SetOf([self._digest_algorithm]),
            content=cms.DetachedContent(content_type=cms.DATA),
            certificates=asn1.SetOf([self._certificate]),
            signer_infos=asn1.SetOf([signer]),
        )
        return asn1.encode_der(cms.ContentInfo(content_type=cms.SIGNED_DATA, content=signed))


@dataclass(frozen=True, slots=True)
class CmsSignature:
    """The facts that a signature binds: its certificate, the kind of its key and the time it
    claims.
    """

    certificate: x509.Certificate
    algorithm: SignatureAlgorithm | None
    signed_at: datetime | None
    reasons: tuple[Reason, ...]


def examine(der: bytes, data: bytes, *, label: str) -> CmsSignature:
    """Return what a detached signature over `data` says, and every reason why it does not hold.

    What must hold:
      1. It is DER in the admitted shape, of at most `LARGEST_SIGNATURE` bytes, and encodes back
         to itself.
      2. Versions are 1, content types are signedData and data; one certificate, one signer.
      3. The signer is named by that certificate's issuer and serial number.
      4. Digest and signature algorithm are the ones that go with the certificate's key.
      5. The signed attributes are content-type, message-digest, signing-time and
         signing-certificate-v2, each once with one value.
      6. The content type is data; the message digest is that of `data`.
      7. signing-certificate-v2 names that certificate alone, by SHA-256, issuer and serial.
      8. The signature over the attributes holds under the certificate's key.

    Raises:
        Refused: 1, 2 or 5 fails, so that there is nothing further to examine.
    """
    found = _remembered(der, label) if len(der) <= LARGEST_SIGNATURE else _read(der, label)
    content = _content_reasons(found.values, data, found.suite, label) if found.suite else ()  # 6
    reasons = (*found.before, *content, *found.after)
    return CmsSignature(found.certificate, found.algorithm, found.signed_at, reasons)


@dataclass(frozen=True, slots=True)
class _ReadSignature:
    """All that a signature says and binds but what it is over."""

    certificate: x509.Certificate
    algorithm: SignatureAlgorithm | None
    suite: Suite | None
    """None where it is of other algorithms than the certificate's key."""
    signed_at: datetime | None
    values: Mapping[ObjectIdentifier, asn1.TLV]
    before: tuple[Reason, ...]
    """The reasons against it that come before those of the content, and those that come `after`."""
    after: tuple[Reason, ...] = ()


def _read(der: bytes, label: str) -> _ReadSignature:
    signed = _decode(der, label)  # 1, 2
    (signer,) = signed.signer_infos.as_list()
    (found,) = signed.certificates.as_list()
    certificate = load_der(to_der(found))  # the one that is remembered, parts already read
    values = _values(signer.signed_attributes, label)  # 5
    algorithm = algorithm_of(certificate.public_key())
    suite = SUITES.get(algorithm) if algorithm else None
    signed_at, time_reasons = _signing_time(values[cms.SIGNING_TIME], label)
    reasons = [*time_reasons]
    if not _names_certificate(signer, values, certificate):  # 3, 7
        reasons.append(refusals.SIGNATURE_OTHER_CERTIFICATE.because(algorithm=label))
    after = []
    if suite is None or not _goes_with(signed, signer, suite):  # 4
        reasons.append(refusals.SIGNATURE_ALGORITHM.because(algorithm=label))
        suite = None
    elif not holds(certificate, cms.signed_bytes(signer.signed_attributes), signer.signature):  # 8
        subject = subject_text(certificate)
        after.append(refusals.SIGNATURE_WRONG.because(algorithm=label, subject=subject))
    return _ReadSignature(
        certificate, algorithm, suite, signed_at, values, tuple(reasons), tuple(after)
    )


_remembered = lru_cache(maxsize=REMEMBERED_SIGNATURES)(_read)
"""A refused one is read anew each time. The document that is signed is not kept."""


def sign_raw(key: SigningKey, message: bytes) -> bytes:
    """Return the signature; ECDSA is deterministic (RFC 6979), so that no weak random number can
    give the key away; a token chooses its nonces itself.
    """
    if isinstance(key, mldsa.MLDSA65PrivateKey | KeyElsewhere):
        return key.sign(message)
    algorithm = algorithm_of(key)
    assert algorithm is not None
    return key.sign(message, ec.ECDSA(_HASHES[algorithm], deterministic_signing=True))


def holds(certificate: x509.Certificate, message: bytes, signature: bytes) -> bool:
    """Decide whether the certificate's P-256, P-384 or ML-DSA-65 key made the signature."""
    return key_holds(certificate.public_key(), message, signature)


def key_holds(key: object, message: bytes, signature: bytes) -> bool:
    try:
        if isinstance(key, mldsa.MLDSA65PublicKey):
            key.verify(signature, message)
        elif isinstance(key, ec.EllipticCurvePublicKey) and (algorithm := algorithm_of(key)):
            key.verify(signature, message, ec.ECDSA(_HASHES[algorithm]))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _decode(der: bytes, label: str) -> cms.SignedData:
    if len(der) > LARGEST_SIGNATURE:
        raise _malformed(
            label,
            FilledText(
                P_("it has {count} bytes, more than {limit}"),
                count=len(der),
                limit=LARGEST_SIGNATURE,
            ),
        )
    try:
        info = asn1.decode_der(cms.ContentInfo, der)
        canonical = asn1.encode_der(info) == der
    except UNREADABLE as error:
        raise _malformed(label, problem_of(error)) from error
    if not canonical:
        raise _malformed(label, P_("it is not canonical DER"))
    signed = info.content
    if (info.content_type, signed.content.content_type) != (cms.SIGNED_DATA, cms.DATA):
        raise _malformed(label, P_("it is not signed data about a detached document"))
    counts = [
        len(s.as_list())
        for s in (signed.certificates, signed.signer_infos, signed.digest_algorithms)
    ]
    if counts != [1, 1, 1]:
        raise _malformed(label, P_("it has not exactly one signer with one certificate"))
    if (signed.version, signed.signer_infos.as_list()[0].version) != (1, 1):
        raise _malformed(label, P_("its version is not 1"))
    return signed


def _values(attributes: asn1.SetOf[cms.Attribute], label: str) -> dict[ObjectIdentifier, asn1.TLV]:
    found: dict[ObjectIdentifier, asn1.TLV] = {}
    for attribute in attributes.as_list():
        values = attribute.values.as_list()
        if attribute.type in found or len(values) != 1:
            raise _malformed(label, P_("a signed attribute occurs twice or has not one value"))
        found[attribute.type] = values[0]
    wanted = {cms.CONTENT_TYPE, cms.MESSAGE_DIGEST, cms.SIGNING_TIME, cms.SIGNING_CERTIFICATE_V2}
    if found.keys() != wanted:
        raise _malformed(label, P_("its signed attributes are not the four that are admitted"))
    return found


def _signing_time(value: asn1.TLV, label: str) -> tuple[datetime | None, list[Reason]]:
    try:
        at = cms.parse_time(value)
        if asn1.encode_der(cms.time_value(at)) == asn1.encode_der(value):
            return at, []
    except ValueError:
        pass
    problem = P_("its signing time is not in the form of RFC 5652 11.3")
    return None, [refusals.SIGNATURE_MALFORMED.because(algorithm=label, problem=problem)]


def _names_certificate(
    signer: cms.SignerInfo,
    values: dict[ObjectIdentifier, asn1.TLV],
    certificate: x509.Certificate,
) -> bool:
    """Decide by one comparison of bytes each: DER has one encoding of what ought to be there."""
    sid = asn1.encode_der(signer.sid) == asn1.encode_der(issuer_and_serial(certificate))
    bound = asn1.encode_der(values[cms.SIGNING_CERTIFICATE_V2])
    return sid and bound == asn1.encode_der(binding(certificate))


def _goes_with(signed: cms.SignedData, signer: cms.SignerInfo, suite: Suite) -> bool:
    """Decide whether they are the identifiers of the suite, without parameters (RFC 5754 2, RFC
    9882 3).
    """
    digest = asn1.encode_der(cms.AlgorithmIdentifier(algorithm=suite.digest_id))
    signature = asn1.encode_der(cms.AlgorithmIdentifier(algorithm=suite.signature_id))
    return (
        asn1.encode_der(signed.digest_algorithms.as_list()[0]) == digest
        and asn1.encode_der(signer.digest_algorithm) == digest
        and asn1.encode_der(signer.signature_algorithm) == signature
    )


def _content_reasons(
    values: Mapping[ObjectIdentifier, asn1.TLV], data: bytes, suite: Suite, label: str
) -> Iterator[Reason]:
    if asn1.encode_der(values[cms.CONTENT_TYPE]) != asn1.encode_der(cms.DATA):
        problem = P_("its content type is not data")
        yield refusals.SIGNATURE_MALFORMED.because(algorithm=label, problem=problem)
    digest = hashlib.new(suite.digest, data).digest()
    if asn1.encode_der(values[cms.MESSAGE_DIGEST]) != asn1.encode_der(digest):
        yield refusals.SIGNATURE_OTHER_DOCUMENT.because(algorithm=label)


def attribute(kind: ObjectIdentifier, value: asn1.TLV) -> cms.Attribute:
    return cms.Attribute(type=kind, values=asn1.SetOf([value]))


def issuer_and_serial(certificate: x509.Certificate) -> cms.IssuerAndSerialNumber:
    issuer = cms.tlv_of(certificate.issuer.public_bytes())
    return cms.IssuerAndSerialNumber(issuer=issuer, serial_number=certificate.serial_number)


def binding(certificate: x509.Certificate) -> cms.SigningCertificateV2:
    entry = cms.EssCertIdV2(
        certificate_hash=hashlib.sha256(to_der(certificate)).digest(),
        issuer_serial=cms.EssIssuerSerial(
            names=[cms.tlv_of(certificate.issuer.public_bytes())],
            serial_number=certificate.serial_number,
        ),
    )
    return cms.SigningCertificateV2(certificates=[entry])


def _malformed(label: str, problem: Phrase) -> Refused:
    return Refused(refusals.SIGNATURE_MALFORMED.because(algorithm=label, problem=problem))
