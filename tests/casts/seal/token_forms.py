# SPDX-License-Identifier: Apache-2.0
"""Timestamp tokens that their authority wrote and signed in other forms than ours."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA224, SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import load_pem_private_key

HASHES = {"sha1": SHA1, "sha224": SHA224, "sha256": SHA256, "sha384": SHA384, "sha512": SHA512}

OIDS = {
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
    "ec": "1.2.840.10045.2.1",
    "ecdsa-sha256": "1.2.840.10045.4.3.2",
    "ecdsa-sha384": "1.2.840.10045.4.3.3",
    "ecdsa-sha512": "1.2.840.10045.4.3.4",
    "rsa": "1.2.840.113549.1.1.1",
    "rsa-sha256": "1.2.840.113549.1.1.11",
    "rsa-sha512": "1.2.840.113549.1.1.13",
    "signed-data": "1.2.840.113549.1.7.2",
    "tst-info": "1.2.840.113549.1.9.16.1.4",
    "content-type": "1.2.840.113549.1.9.3",
    "message-digest": "1.2.840.113549.1.9.4",
    "signing-time": "1.2.840.113549.1.9.5",
    "signing-certificate": "1.2.840.113549.1.9.16.2.12",
    "signing-certificate-v2": "1.2.840.113549.1.9.16.2.47",
    "cms-algorithm-protection": "1.2.840.113549.1.9.52",
    "unknown": "1.2.3.4",
}

NULL = b"\x05\x00"


def tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + content


def oid(name: str) -> bytes:
    first, second, *rest = (int(part) for part in OIDS.get(name, name).split("."))
    content = bytearray([first * 40 + second])
    for number in rest:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(0x80 | number & 0x7F)
        content += bytes(reversed(groups))
    return tlv(0x06, bytes(content))


def integer(number: int) -> bytes:
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, signed=True))


def algorithm(name: str, *parameters: bytes) -> bytes:
    return tlv(0x30, oid(name), *parameters)


def attribute(name: str, *values: bytes) -> bytes:
    return tlv(0x30, oid(name), tlv(0x31, *values))


def certificate_v1(certificate: bytes, *more: bytes) -> bytes:
    """ESSCertID, by SHA-1."""
    return tlv(0x30, tlv(0x04, hashlib.sha1(certificate, usedforsecurity=False).digest()), *more)


def certificate_v2(
    certificate: bytes, *more: bytes, digest: str = "sha256", named: bytes = b""
) -> bytes:
    """ESSCertIDv2; `named` is the algorithm before the hash."""
    return tlv(0x30, named, tlv(0x04, hashlib.new(digest, certificate).digest()), *more)


def bound(*entries: bytes, policies: bytes = b"") -> bytes:
    return tlv(0x30, tlv(0x30, *entries), policies)


def issuer_serial(
    certificate: bytes, issuer: bytes | None = None, serial: int | None = None
) -> bytes:
    """The IssuerSerial of signing-certificate: general names, and the number."""
    read = x509.load_der_x509_certificate(certificate)
    name = tlv(0xA4, issuer or read.issuer.public_bytes())
    return tlv(0x30, tlv(0x30, name), integer(read.serial_number if serial is None else serial))


@dataclass(frozen=True, slots=True)
class TokenForm:
    """One form: each member is what an authority writes there; the defaults are the plainest token."""

    digest: str = "sha256"
    imprint_parameters: bytes = NULL
    version: int = 1
    policy: str = "1.2.3.4"
    serial: bytes = field(default_factory=lambda: integer(7))
    time: Callable[[datetime], bytes] = lambda at: at.strftime("%Y%m%d%H%M%SZ").encode()
    info_rest: Iterable[bytes] = ()
    """Accuracy, ordering, nonce, authority, extensions."""
    signer_digest: str = "sha256"
    signer_digest_parameters: bytes = b""
    listed_digests: Iterable[bytes] | None = None
    binding: Callable[[bytes], Iterable[bytes]] = lambda it: [
        attribute("signing-certificate-v2", bound(certificate_v2(it)))
    ]
    attributes: Iterable[bytes] = ()
    order: Callable[[list[bytes]], list[bytes]] = sorted
    signs_sorted: bool = False
    by_key: bool = False
    signature_algorithm: bytes | None = None
    signature_digest: str | None = None
    with_certificate: bool = True
    certificates: Callable[[bytes], Iterable[bytes]] = lambda own: [own]
    crls: bytes = b""
    unsigned: bytes = b""
    signed_version: int = 3

    def made(self, document: bytes, key: bytes, certificate: bytes, at: datetime) -> bytes:
        """Return the token over a document, by the authority with this key (PEM) and certificate (DER)."""
        imprint = tlv(
            0x30,
            algorithm(self.digest, self.imprint_parameters),
            tlv(0x04, hashlib.new(self.digest, document).digest()),
        )
        info = tlv(
            0x30,
            integer(self.version),
            oid(self.policy),
            imprint,
            self.serial,
            tlv(0x18, self.time(at)),
            *self.info_rest,
        )
        attributes = self.order(
            [
                attribute("content-type", oid("tst-info")),
                attribute(
                    "message-digest", tlv(0x04, hashlib.new(self.signer_digest, info).digest())
                ),
                *self.binding(certificate),
                *self.attributes,
            ]
        )
        named = algorithm(self.signer_digest, self.signer_digest_parameters)
        signed = tlv(0x31, *(sorted(attributes) if self.signs_sorted else attributes))
        signature, method = self._signature(load_pem_private_key(key, None), signed)
        read = x509.load_der_x509_certificate(certificate)
        sid = tlv(0x30, read.issuer.public_bytes(), integer(read.serial_number))
        if self.by_key:
            found = read.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
            sid = tlv(0x80, found.value.digest)
        signer = tlv(
            0x30,
            integer(3 if self.by_key else 1),
            sid,
            named,
            tlv(0xA0, *attributes),
            method,
            tlv(0x04, signature),
            self.unsigned,
        )
        listed = [named] if self.listed_digests is None else self.listed_digests
        certificates = tlv(0xA0, *self.certificates(certificate)) if self.with_certificate else b""
        return tlv(
            0x30,
            oid("signed-data"),
            tlv(
                0xA0,
                tlv(
                    0x30,
                    integer(self.signed_version),
                    tlv(0x31, *listed),
                    tlv(0x30, oid("tst-info"), tlv(0xA0, tlv(0x04, info))),
                    certificates,
                    self.crls,
                    tlv(0x31, signer),
                ),
            ),
        )

    def _signature(self, key: object, signed: bytes) -> tuple[bytes, bytes]:
        digest = self.signature_digest or self.signer_digest
        if isinstance(key, RSAPrivateKey):
            method = self.signature_algorithm or algorithm("rsa-sha256", NULL)
            return key.sign(signed, padding.PKCS1v15(), HASHES[digest]()), method
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        method = self.signature_algorithm or algorithm("ecdsa-sha256")
        return key.sign(signed, ec.ECDSA(HASHES[digest]())), method
