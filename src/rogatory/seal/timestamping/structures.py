# SPDX-License-Identifier: Apache-2.0
"""The ASN.1 of RFC 3161: requests and replies, and what a token of ours consists of."""

from datetime import datetime
from typing import Annotated

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.x509 import ObjectIdentifier

from rogatory.seal.cms_structures import AlgorithmIdentifier, SignerInfo

TST_INFO = ObjectIdentifier("1.2.840.113549.1.9.16.1.4")
SIGNING_CERTIFICATE = ObjectIdentifier("1.2.840.113549.1.9.16.2.12")

DIGESTS: dict[ObjectIdentifier, str] = {
    ObjectIdentifier("2.16.840.1.101.3.4.2.1"): "sha256",
    ObjectIdentifier("2.16.840.1.101.3.4.2.2"): "sha384",
    ObjectIdentifier("2.16.840.1.101.3.4.2.3"): "sha512",
}
DIGEST_IDS = {name: identifier for identifier, name in DIGESTS.items()}
DIGEST_SIZES = {32: "sha256", 48: "sha384", 64: "sha512"}

GRANTED = 0
REJECTION = 2
BAD_ALGORITHM, BAD_REQUEST, BAD_DATA_FORMAT = 0, 2, 5
UNACCEPTED_POLICY = 15


@asn1.sequence
class MessageImprint:
    algorithm: AlgorithmIdentifier
    hashed_message: bytes


@asn1.sequence
class TimeStampRequest:
    """Without extensions, of which none is understood here: their presence fails decoding."""

    version: int
    message_imprint: MessageImprint
    policy: ObjectIdentifier | None = None
    nonce: int | None = None
    certificate_wanted: Annotated[bool, asn1.Default(value=False)] = False


@asn1.sequence
class Accuracy:
    seconds: int | None = None
    millis: Annotated[int | None, asn1.Implicit(0)] = None
    micros: Annotated[int | None, asn1.Implicit(1)] = None


@asn1.sequence
class TimeStampInfo:
    """TSTInfo as we write it: without the authority's name, which its certificate gives."""

    version: int
    policy: ObjectIdentifier
    message_imprint: MessageImprint
    serial_number: int
    generated: asn1.GeneralizedTime
    accuracy: Accuracy | None = None
    nonce: int | None = None


@asn1.sequence
class TokenContent:
    content_type: ObjectIdentifier
    content: Annotated[bytes, asn1.Explicit(0)]


@asn1.sequence
class TokenSignedData:
    version: int
    digest_algorithms: asn1.SetOf[AlgorithmIdentifier]
    content: TokenContent
    certificates: Annotated[asn1.SetOf[x509.Certificate] | None, asn1.Implicit(0)]
    signer_infos: asn1.SetOf[SignerInfo]


@asn1.sequence
class TimestampToken:
    content_type: ObjectIdentifier
    content: Annotated[TokenSignedData, asn1.Explicit(0)]


@asn1.sequence
class TimestampStatus:
    status: int
    text: list[str] | None = None
    failure: asn1.BitString | None = None


@asn1.sequence
class GrantedReply:
    status: TimestampStatus
    token: TimestampToken


@asn1.sequence
class RejectedReply:
    status: TimestampStatus


def rejection(text: str, bit: int) -> bytes:
    """Return the reply that refuses, with the one bit of PKIFailureInfo set (RFC 3161 2.4.2)."""
    bits = bytearray(bit // 8 + 1)
    bits[bit // 8] = 0x80 >> bit % 8
    failure = asn1.BitString(bytes(bits), 7 - bit % 8)
    return asn1.encode_der(
        RejectedReply(status=TimestampStatus(status=REJECTION, text=[text], failure=failure))
    )


def generated_at(at: datetime) -> asn1.GeneralizedTime:
    return asn1.GeneralizedTime(at.replace(microsecond=0))
