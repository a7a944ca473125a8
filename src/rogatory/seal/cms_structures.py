# SPDX-License-Identifier: Apache-2.0
"""The ASN.1 of a detached CAdES-BES signature, in the one shape that is admitted.

After RFC 5652 (CMS) and RFC 5035 (signing-certificate-v2). What these types cannot express is
refused by decoding: unsigned attributes, revocation lists, a second signer's other identifier,
algorithm parameters other than NULL, and encodings that are not DER.
"""

from datetime import datetime
from typing import Annotated

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.x509 import ObjectIdentifier

from rogatory.wire.words import P_, FilledText

DATA = ObjectIdentifier("1.2.840.113549.1.7.1")
SIGNED_DATA = ObjectIdentifier("1.2.840.113549.1.7.2")
CONTENT_TYPE = ObjectIdentifier("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = ObjectIdentifier("1.2.840.113549.1.9.4")
SIGNING_TIME = ObjectIdentifier("1.2.840.113549.1.9.5")
SIGNING_CERTIFICATE_V2 = ObjectIdentifier("1.2.840.113549.1.9.16.2.47")

LAST_UTC_TIME_YEAR = 2049
"""RFC 5652 11.3: from 2050 on a signing time is a GeneralizedTime."""


@asn1.sequence
class AlgorithmIdentifier:
    algorithm: ObjectIdentifier
    parameters: asn1.Null | None = None


@asn1.sequence
class Attribute:
    type: ObjectIdentifier
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class Attributes:
    """A holder for the SET OF, which cannot be encoded by itself."""

    attributes: asn1.SetOf[Attribute]


@asn1.sequence
class IssuerAndSerialNumber:
    issuer: asn1.TLV
    serial_number: int


@asn1.sequence
class SignerInfo:
    version: int
    sid: IssuerAndSerialNumber
    digest_algorithm: AlgorithmIdentifier
    signed_attributes: Annotated[asn1.SetOf[Attribute], asn1.Implicit(0)]
    signature_algorithm: AlgorithmIdentifier
    signature: bytes


@asn1.sequence
class DetachedContent:
    content_type: ObjectIdentifier


@asn1.sequence
class SignedData:
    version: int
    digest_algorithms: asn1.SetOf[AlgorithmIdentifier]
    content: DetachedContent
    certificates: Annotated[asn1.SetOf[x509.Certificate], asn1.Implicit(0)]
    signer_infos: asn1.SetOf[SignerInfo]


@asn1.sequence
class ContentInfo:
    content_type: ObjectIdentifier
    content: Annotated[SignedData, asn1.Explicit(0)]


@asn1.sequence
class EssIssuerSerial:
    names: list[Annotated[asn1.TLV, asn1.Explicit(4)]]
    serial_number: int


@asn1.sequence
class EssCertIdV2:
    """The hash is SHA-256, which as the default is not written (RFC 5035 section 4)."""

    certificate_hash: bytes
    issuer_serial: EssIssuerSerial


@asn1.sequence
class SigningCertificateV2:
    certificates: list[EssCertIdV2]


def tlv(value: object) -> asn1.TLV:
    """Return a value as an ANY."""
    return asn1.decode_der(asn1.TLV, asn1.encode_der(value))


def tlv_of(der: bytes) -> asn1.TLV:
    return asn1.decode_der(asn1.TLV, der)


def time_value(at: datetime) -> asn1.TLV:
    """Return a Time: UTCTime up to 2049, then GeneralizedTime (RFC 5652 11.3)."""
    whole = at.replace(microsecond=0)
    if at.year <= LAST_UTC_TIME_YEAR:
        return tlv(asn1.UTCTime(whole))
    return tlv(asn1.GeneralizedTime(whole))


def parse_time(value: asn1.TLV) -> datetime:
    """Return the moment of a Time; ValueError when it is none, or of the wrong choice for its year."""
    if value.tag_bytes == b"\x17":
        return asn1.decode_der(asn1.UTCTime, asn1.encode_der(value)).as_datetime()
    at = asn1.decode_der(asn1.GeneralizedTime, asn1.encode_der(value)).as_datetime()
    if at.year <= LAST_UTC_TIME_YEAR or at.microsecond:
        raise ValueError(FilledText(P_("the signing time is not in the form of RFC 5652 11.3")))
    return at


def signed_bytes(attributes: asn1.SetOf[Attribute]) -> bytes:
    """Return what the signature covers: the attributes as a DER SET OF with its own tag (RFC 5652
    5.4).
    """
    wrapped = asn1.encode_der(Attributes(attributes=attributes))
    return wrapped[2:] if wrapped[1] < 0x80 else wrapped[2 + (wrapped[1] & 0x7F) :]
