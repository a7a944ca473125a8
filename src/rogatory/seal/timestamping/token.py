# SPDX-License-Identifier: Apache-2.0
"""A timestamp token taken apart, regardless of its maker (RFC 3161 2.4.2, RFC 5652, RFC 5816).

Reads what common authorities write: unsorted SETs, further certificates and attributes,
unsigned attributes, a signer named by issuer and serial or by key identifier. What the signature
does not cover must yet be what the RFCs demand, so that a token cannot be changed unseen but in
what they leave free: certificates of others, revocation lists, unsigned attributes.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.x509 import ObjectIdentifier

from rogatory.errors import Phrase, Refused
from rogatory.seal import cms_structures as structures
from rogatory.seal import refusals
from rogatory.seal.certificates.reading import UNREADABLE, to_der, whole
from rogatory.seal.timestamping import structures as tsp
from rogatory.seal.timestamping.der_walk import (
    GENERALIZED_TIME,
    INTEGER,
    NULL,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    SET,
    DerElement,
    element,
)
from rogatory.wire.words import P_, FilledText, problem_of

LARGEST_TOKEN = 64 * 1024
"""Some 5 kB with a chain of RSA certificates; more is aimed at the parser."""

_CONTEXT_0 = 0xA0
_CONTEXT_1 = 0xA1
_CONTEXT_2 = 0xA2
_CONTEXT_3 = 0xA3
_CONTEXT_0_PRIMITIVE = 0x80

_CERTIFICATES = frozenset({SEQUENCE, _CONTEXT_0, _CONTEXT_1, _CONTEXT_2, _CONTEXT_3})
"""CertificateChoices: certificates, those of PKCS #6, attribute certificates, others."""

_INFO_MAY_HAVE = (SEQUENCE, 0x01, INTEGER, _CONTEXT_0, _CONTEXT_1)
"""Accuracy, ordering, nonce, the authority's name, extensions (RFC 3161 2.4.2), by their tags."""

_DIRECTORY_NAME = 0xA4
_ASCII_NAMES = frozenset({0x81, 0x82, 0x86})
"""An address of mail, a host, a URI."""

_OTHER_NAMES = frozenset({0xA0, 0xA3, 0xA5, 0x87, 0x88})
"""GeneralName's other kinds."""

_EC_PUBLIC_KEY = ObjectIdentifier("1.2.840.10045.2.1")


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """TSTInfo: what was stamped, when, under which number."""

    digest: str
    imprint: bytes
    serial: int
    at: datetime
    nonce: int | None


@dataclass(frozen=True, slots=True)
class TimestampSigner:
    """SignerInfo: who is said to have signed, what the signature covers, and the signature."""

    sid: DerElement
    digest: str
    attributes: dict[ObjectIdentifier, bytes]
    signed: bytes
    signature_algorithm: ObjectIdentifier
    signature: bytes

    def is_named(self, certificate: x509.Certificate) -> bool:
        """Decide whether the signer's identifier is that of a certificate."""
        if self.sid.tag == _CONTEXT_0_PRIMITIVE:
            return _key_identifier(certificate) == self.sid.content
        issuer, serial = self.sid.children()
        return (
            issuer.der == certificate.issuer.public_bytes()
            and serial.integer() == certificate.serial_number
        )

    def binds(self, certificate: x509.Certificate) -> bool:
        """Decide whether signing-certificate (v1 or v2) names that certificate first."""
        der = to_der(certificate)
        v2 = self.attributes.get(structures.SIGNING_CERTIFICATE_V2)
        if v2 is not None:
            return _first_hash(v2, der)
        v1 = self.attributes.get(tsp.SIGNING_CERTIFICATE)
        return v1 is not None and _first_hash_v1(v1, der)


@dataclass(frozen=True, slots=True)
class ParsedToken:
    """A token: the bytes of TSTInfo and what they say, its one signer, its certificates."""

    content: bytes
    info: TokenInfo
    signer: TimestampSigner
    certificates: tuple[x509.Certificate, ...]


def parse_token(token: bytes) -> ParsedToken:
    """Return the parts of a token (a ContentInfo, DER); nothing about them is verified.

    Raises:
        Refused: it is no timestamp token, is larger than `LARGEST_TOKEN`, or has several signers.
    """
    if len(token) > LARGEST_TOKEN:
        raise _malformed(
            FilledText(
                P_("it has {count} bytes, more than {limit}"), count=len(token), limit=LARGEST_TOKEN
            )
        )
    try:
        content_type, wrapped = element(token).inside(SEQUENCE)
        _expect(content_type, structures.SIGNED_DATA)
        return _signed_data(wrapped.one(_CONTEXT_0))
    except UNREADABLE as error:
        raise _malformed(problem_of(error)) from error


def _signed_data(signed: DerElement) -> ParsedToken:
    version, digests, content, *rest = signed.inside(SEQUENCE)
    signers = rest.pop().inside(SET) if rest else []
    if len(signers) != 1:
        raise ValueError(FilledText(P_("it has not exactly one signer")))
    choices = rest.pop(0).children() if rest and rest[0].tag == _CONTEXT_0 else []
    revoked = rest.pop(0).children() if rest and rest[0].tag == _CONTEXT_1 else []
    if rest or not {one.tag for one in choices} <= _CERTIFICATES:
        raise ValueError(FilledText(P_("it holds something that no signed data have")))
    if version.integer() != _version(choices, revoked):
        raise ValueError(FilledText(P_("its version is not the one of what it holds")))
    content_type, wrapped = content.inside(SEQUENCE)
    _expect(content_type, tsp.TST_INFO)
    octets = wrapped.one(_CONTEXT_0)
    if octets.tag != OCTET_STRING:
        raise ValueError(FilledText(P_("its content is not an octet string")))
    certificates = tuple(
        whole(x509.load_der_x509_certificate(one.der)) for one in choices if one.tag == SEQUENCE
    )
    signer = _signer(signers[0])
    if signer.digest not in {tsp.DIGESTS.get(_algorithm(one)) for one in digests.inside(SET)}:
        raise ValueError(FilledText(P_("it does not list the digest that its signer used")))
    return ParsedToken(octets.content, _info(octets.content), signer, certificates)


def _version(certificates: list[DerElement], revoked: list[DerElement]) -> int:
    """Return RFC 5652 5.1, for a content that is not plain data."""
    if any(one.tag == _CONTEXT_3 for one in certificates):
        return 5
    if any(one.tag == _CONTEXT_1 for one in revoked):
        return 5
    return 4 if any(one.tag == _CONTEXT_2 for one in certificates) else 3


def _info(content: bytes) -> TokenInfo:
    version, policy, imprint, serial, generated, *rest = element(content).inside(SEQUENCE)
    tags = (version.tag, policy.tag, imprint.tag, serial.tag, generated.tag)
    expected = (INTEGER, OBJECT_IDENTIFIER, SEQUENCE, INTEGER, GENERALIZED_TIME)
    named = next((one for one in rest if one.tag == _CONTEXT_0), None)
    is_named = named is None or _is_general_name(named)
    if tags != expected or version.integer() != 1 or not _in_order(rest) or not is_named:
        raise ValueError(FilledText(P_("its content is not a TSTInfo")))
    algorithm, hashed = imprint.children()
    nonce = next((one for one in rest if one.tag == INTEGER), None)
    return TokenInfo(
        digest=_digest_name(algorithm),
        imprint=hashed.content,
        serial=serial.integer(),
        # Moments are compared to the second: a fraction would decide what no other moment can.
        at=asn1.decode_der(asn1.GeneralizedTime, generated.der)
        .as_datetime()
        .replace(microsecond=0),
        nonce=nonce.integer() if nonce else None,
    )


def _in_order(rest: list[DerElement]) -> bool:
    """Decide whether these are what may follow the time, each once and in its order."""
    if not {one.tag for one in rest} <= set(_INFO_MAY_HAVE):
        return False
    places = [_INFO_MAY_HAVE.index(one.tag) for one in rest]
    return places == sorted(set(places))


def _is_general_name(tsa: DerElement) -> bool:
    """Decide whether the authority's name is one GeneralName (RFC 5280 4.2.1.6)."""
    try:
        [name] = tsa.children()
        if name.tag == _DIRECTORY_NAME:
            sequence = name.one(_DIRECTORY_NAME)
            for each in sequence.inside(SEQUENCE):
                pairs = [one.inside(SEQUENCE) for one in each.inside(SET)]
                if not pairs or any(
                    len(pair) != 2 or pair[0].tag != OBJECT_IDENTIFIER for pair in pairs
                ):
                    return False
            return True
    except ValueError:
        return False
    if name.tag in _ASCII_NAMES:
        return name.content.isascii()
    return name.tag in _OTHER_NAMES


def _signer(signer: DerElement) -> TimestampSigner:
    version, sid, digest, attributes, method, signature, *unsigned = signer.inside(SEQUENCE)
    if attributes.tag != _CONTEXT_0 or signature.tag != OCTET_STRING:
        raise ValueError(FilledText(P_("its signer has no signed attributes")))
    if len(unsigned) > 1 or any(one.tag != _CONTEXT_1 for one in unsigned):
        raise ValueError(FilledText(P_("its signer has something behind the signature")))
    if sid.tag != _CONTEXT_0_PRIMITIVE:
        issuer, serial = sid.inside(SEQUENCE)
        if issuer.tag != SEQUENCE or serial.integer() == 0:
            raise ValueError(
                FilledText(P_("its signer is named neither by issuer and serial nor by key"))
            )
    if version.integer() != (3 if sid.tag == _CONTEXT_0_PRIMITIVE else 1):
        raise ValueError(FilledText(P_("its signer's version is not the one of how it is named")))
    return TimestampSigner(
        sid=sid,
        digest=_digest_name(digest),
        attributes=_attributes(attributes),
        # RFC 5652 5.4: signed is the encoding with the tag of a SET OF. A DER writer sorted it;
        # what was signed is what is here, so it is not sorted again.
        signed=bytes([SET]) + attributes.der[1:],
        signature_algorithm=_algorithm(method),
        signature=signature.content,
    )


def _attributes(attributes: DerElement) -> dict[ObjectIdentifier, bytes]:
    """Return the one value of each attribute; a duplicate could mean two things to two readers."""
    found: dict[ObjectIdentifier, bytes] = {}
    for attribute in attributes.children():
        kind, values = attribute.children()
        identifier = asn1.decode_der(ObjectIdentifier, kind.der)
        if identifier in found:
            raise ValueError(FilledText(P_("a signed attribute occurs twice")))
        found[identifier] = element(values.content).der
    return found


def _algorithm(identifier: DerElement) -> ObjectIdentifier:
    """Return the algorithm of an AlgorithmIdentifier: without parameters or with NULL, with the
    curve for id-ecPublicKey.
    """
    kind, *parameters = identifier.inside(SEQUENCE)
    found = asn1.decode_der(ObjectIdentifier, kind.der)
    admitted = [[], [NULL], *([[OBJECT_IDENTIFIER]] if found == _EC_PUBLIC_KEY else [])]
    if [one.tag for one in parameters] not in admitted:
        raise ValueError(FilledText(P_("an algorithm has parameters that it does not take")))
    if any(one.tag == NULL and one.content for one in parameters):
        raise ValueError(FilledText(P_("NULL has content")))
    return found


def _digest_name(algorithm: DerElement) -> str:
    identifier = _algorithm(algorithm)
    if identifier not in tsp.DIGESTS:
        raise ValueError(
            FilledText(
                P_("the digest {digest} is not admitted"),
                digest=identifier.dotted_string,
            )
        )
    return tsp.DIGESTS[identifier]


def _first_hash(value: bytes, certificate: bytes) -> bool:
    """Decide whether the hash of an ESSCertIDv2 is the certificate's: an optional algorithm
    (SHA-256 when absent), then the hash.
    """
    named = element(value).first().first()
    digest, found = "sha256", named.first()
    if found.tag == SEQUENCE:
        digest, (_, found, *_) = _digest_name(found), named.children()
    return found.content == hashlib.new(digest, certificate).digest()


def _first_hash_v1(value: bytes, certificate: bytes) -> bool:
    """Decide whether the hash of an ESSCertID is the certificate's: SHA-1, which here only
    distinguishes certificates that are trusted otherwise.
    """
    found = element(value).first().first().first()
    return found.content == hashlib.sha1(certificate, usedforsecurity=False).digest()


def _key_identifier(certificate: x509.Certificate) -> bytes | None:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except (x509.ExtensionNotFound, ValueError):
        return None
    return found.value.digest


def _expect(found: DerElement, wanted: ObjectIdentifier) -> None:
    if found.der != asn1.encode_der(wanted):
        raise ValueError(FilledText(P_("it is not a timestamp token")))


def _malformed(problem: Phrase) -> Refused:
    return Refused(refusals.TIMESTAMP_MALFORMED.because(problem=problem))
