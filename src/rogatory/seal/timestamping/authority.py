# SPDX-License-Identifier: Apache-2.0
"""A small timestamp authority (RFC 3161): a request in, a reply out.

ECDSA, since no deployed verifier of timestamps knows a post-quantum signature; what must
outlast them is stamped again, and is in the log. Clock and serial numbers are the caller's: a
serial number must never be given twice.
"""

import hashlib
from datetime import UTC, datetime

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ObjectIdentifier

from rogatory.errors import Refused
from rogatory.seal import cms, refusals
from rogatory.seal import cms_structures as structures
from rogatory.seal.certificates.reading import certificate_name, load_pem, to_der
from rogatory.seal.keys import algorithm_of, key_from_pem
from rogatory.seal.timestamping import structures as tsp
from rogatory.wire.words import P_, FilledText

POLICY = ObjectIdentifier("2.25.2091595957077129429965980746490202992")
"""The authority's one policy: the time is that of its machine, to a second."""

LARGEST_REQUEST = 4096
"""A request has some 70 bytes; more is aimed at the parser."""

ACCURACY_SECONDS = 1


class TimestampAuthority:
    """The key and certificate (both PEM) of a timestamp authority."""

    def __init__(self, key: bytes, certificate: bytes) -> None:
        loaded = key_from_pem(
            key, what=FilledText(P_("the timestamp authority")), algorithms=("p256", "p384")
        )
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)
        self._key = loaded
        self._certificate = load_pem(certificate)
        name = certificate_name(to_der(self._certificate))
        if self._key.public_key() != self._certificate.public_key():
            raise Refused(refusals.KEY_NOT_OF_CERTIFICATE.because(what=name.holder))
        if name.use != "tsa":
            raise Refused(
                refusals.CERTIFICATE_USE.because(holder=name.holder, found=name.use, wanted="tsa")
            )
        self.holder = name.holder

    @property
    def certificate(self) -> bytes:
        """The certificate, DER."""
        return to_der(self._certificate)

    def reply(self, request: bytes, at: datetime, serial: int) -> bytes:
        """Return the reply (TimeStampResp, DER): a token for `at`, or a rejection saying why."""
        parsed = _request(request)
        if isinstance(parsed, bytes):
            return parsed
        info = tsp.TimeStampInfo(
            version=1,
            policy=POLICY,
            message_imprint=parsed.message_imprint,
            serial_number=serial,
            generated=tsp.generated_at(at.astimezone(UTC)),
            accuracy=tsp.Accuracy(seconds=ACCURACY_SECONDS),
            nonce=parsed.nonce,
        )
        token = self._token(asn1.encode_der(info), at, with_certificate=parsed.certificate_wanted)
        return asn1.encode_der(
            tsp.GrantedReply(status=tsp.TimestampStatus(status=tsp.GRANTED), token=token)
        )

    def _token(self, info: bytes, at: datetime, *, with_certificate: bool) -> tsp.TimestampToken:
        digest = "sha384" if algorithm_of(self._key) == "p384" else "sha256"
        digest_algorithm = structures.AlgorithmIdentifier(algorithm=tsp.DIGEST_IDS[digest])
        attributes = asn1.SetOf(
            [
                cms.attribute(structures.CONTENT_TYPE, structures.tlv(tsp.TST_INFO)),
                cms.attribute(structures.SIGNING_TIME, structures.time_value(at.astimezone(UTC))),
                cms.attribute(
                    structures.MESSAGE_DIGEST, structures.tlv(hashlib.new(digest, info).digest())
                ),
                cms.attribute(
                    structures.SIGNING_CERTIFICATE_V2,
                    structures.tlv(cms.binding(self._certificate)),
                ),
            ]
        )
        signer = structures.SignerInfo(
            version=1,
            sid=cms.issuer_and_serial(self._certificate),
            digest_algorithm=digest_algorithm,
            signed_attributes=attributes,
            signature_algorithm=self._algorithm(),
            signature=self._sign(structures.signed_bytes(attributes)),
        )
        certificates = asn1.SetOf([self._certificate]) if with_certificate else None
        signed = tsp.TokenSignedData(
            version=3,
            digest_algorithms=asn1.SetOf([digest_algorithm]),
            content=tsp.TokenContent(content_type=tsp.TST_INFO, content=info),
            certificates=certificates,
            signer_infos=asn1.SetOf([signer]),
        )
        return tsp.TimestampToken(content_type=structures.SIGNED_DATA, content=signed)

    def _algorithm(self) -> structures.AlgorithmIdentifier:
        """Return how it signs; without parameters (RFC 5754 3.3)."""
        algorithm = algorithm_of(self._key)
        assert algorithm is not None
        return structures.AlgorithmIdentifier(algorithm=cms.SUITES[algorithm].signature_id)

    def _sign(self, message: bytes) -> bytes:
        return cms.sign_raw(self._key, message)


def _request(data: bytes) -> tsp.TimeStampRequest | bytes:
    """Return the request, or the rejection that answers what is none."""
    if len(data) > LARGEST_REQUEST:
        return tsp.rejection("the request is too large", tsp.BAD_DATA_FORMAT)
    try:
        request = asn1.decode_der(tsp.TimeStampRequest, data)
    except ValueError:
        return tsp.rejection(
            "the request is not that of RFC 3161, or has extensions", tsp.BAD_DATA_FORMAT
        )
    return _rejection(request) or request


def _rejection(request: tsp.TimeStampRequest) -> bytes | None:
    """Return the rejection that a request deserves, None if it can be granted."""
    imprint = request.message_imprint
    digest = tsp.DIGESTS.get(imprint.algorithm.algorithm)
    if digest is None:
        return tsp.rejection("the digest is not SHA-256, 384 or 512", tsp.BAD_ALGORITHM)
    if tsp.DIGEST_SIZES.get(len(imprint.hashed_message)) != digest:
        return tsp.rejection("the digest has not its algorithm's length", tsp.BAD_DATA_FORMAT)
    if request.version != 1:
        return tsp.rejection("the request's version is not 1", tsp.BAD_REQUEST)
    if request.policy not in {None, POLICY}:
        return tsp.rejection("that policy is not offered", tsp.UNACCEPTED_POLICY)
    return None
