# SPDX-License-Identifier: Apache-2.0
"""Timestamps (RFC 3161): asking for one, and deciding whether one proves its time.

A timestamp lies beside what it stamps. To everybody who trusts the authority it proves that the
document was there at its time; several authorities may stamp one document.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from rogatory.errors import Phrase, Reason, Refused
from rogatory.seal import cms_structures as structures
from rogatory.seal import refusals
from rogatory.seal.algorithms import key_algorithms
from rogatory.seal.certificates.chains import chain_reasons, period_reasons
from rogatory.seal.certificates.profile import rogatory_name
from rogatory.seal.certificates.reading import load_der, subject_text, to_der
from rogatory.seal.keys import SMALLEST_RSA_BITS, algorithm_of
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping import structures as tsp
from rogatory.seal.timestamping.authority import TimestampAuthority
from rogatory.seal.timestamping.der_walk import element
from rogatory.seal.timestamping.token import LARGEST_TOKEN, ParsedToken, parse_token
from rogatory.wire.words import P_, FilledText, Theirs, problem_of

__all__ = ["Stamped", "TimestampAuthority", "request", "token_of", "verify_token"]

_HASHES: dict[str, type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_SIGNATURES: dict[str, tuple[str, str | None]] = {
    # what an authority may name as its signature algorithm: kind of key, digest
    "1.2.840.10045.4.3.2": ("ec", "sha256"),
    "1.2.840.10045.4.3.3": ("ec", "sha384"),
    "1.2.840.10045.4.3.4": ("ec", "sha512"),
    "1.2.840.10045.2.1": ("ec", None),  # id-ecPublicKey, as OpenSSL's older PKCS#7 code writes
    "1.2.840.113549.1.1.1": ("rsa", None),
    "1.2.840.113549.1.1.11": ("rsa", "sha256"),
    "1.2.840.113549.1.1.12": ("rsa", "sha384"),
    "1.2.840.113549.1.1.13": ("rsa", "sha512"),
}


@dataclass(frozen=True, slots=True)
class Stamped:
    """A timestamp that counts: its time, and who gave it under which serial number.

    `authority` is the holder that the certificate names (`xt` or `xt/tsa`), or the subject of a
    foreign certificate that the caller listed.
    """

    at: datetime
    authority: str
    certificate: bytes = field(repr=False)
    serial: int
    algorithms: frozenset[str] = frozenset()
    """The algorithms that it rests on, by the names of `algorithms`: all of these."""


def request(digest: bytes, *, nonce: int | None = None) -> bytes:
    """Return a request (TimeStampReq, DER) for a SHA-256, 384 or 512 digest; the certificate is
    wanted.
    """
    return asn1.encode_der(
        tsp.TimeStampRequest(
            version=1, message_imprint=_imprint(digest), nonce=nonce, certificate_wanted=True
        )
    )


def is_signed_by(token: bytes, certificate: bytes) -> bool:
    """Decide whether a token (DER) names this certificate (DER) as its signer's; nothing is
    verified.
    """
    return parse_token(token).signer.is_named(load_der(certificate))


def token_of(reply: bytes) -> bytes:
    """Return the token in a reply (TimeStampResp, DER), not verified.

    Raises:
        Refused: the authority refused (with its words), or the reply is none.
    """
    if len(reply) > LARGEST_TOKEN:
        raise _rejected(
            FilledText(
                P_("the reply has {count} bytes, more than {limit}"),
                count=len(reply),
                limit=LARGEST_TOKEN,
            )
        )
    try:
        status, *rest = element(reply).children()
        number, *words = status.children()
        granted = int.from_bytes(number.content) in {0, 1}
        texts = [text.content for one in words if one.tag == 0x30 for text in one.children()]
    except ValueError as error:
        raise _rejected(
            FilledText(P_("its reply cannot be read ({problem})"), problem=problem_of(error))
        ) from error
    if not granted or len(rest) != 1:
        text = b"; ".join(texts).decode("utf-8", "replace")
        raise _rejected(
            Theirs(ascii(text)[1:-1][:200])
            if text
            else FilledText(P_("status {status}"), status=number.content.hex())
        )
    return rest[0].der


def verify_token(
    token: bytes, digest: bytes, *, anchors: Anchors, nonce: int | None = None
) -> Stamped:
    """Return the time that a token proves for the document of that digest.

    What must hold:
      1. It is a timestamp token with one signer (`timestamp_token.parse_token`).
      2. Its imprint is `digest`, and its nonce `nonce` where one is given.
      3. The signer's certificate is in the token or among `anchors`, and the signed attributes
         name it; content type and message digest are those of the TSTInfo.
      4. The signature over the attributes holds under the certificate's key.
      5. The certificate is among `anchors` itself, or is one for the use `tsa` that a State CA
         among them issued; it counts at the token's time.
      6. Its extended key usage is critical and timeStamping alone (RFC 3161 2.3).

    The caller must still check that the directory had not ended the certificate at that time.

    Where the certificate is neither there nor among them, the authority is not known; all is asked
    that needs no certificate.

    Raises:
        Refused: with every reason.
    """
    parsed = parse_token(token)  # 1
    reasons = [*_subject_reasons(parsed, digest, nonce)]  # 2
    certificate = _certificate(parsed, anchors)
    if certificate is None:
        reasons.extend(_content_reasons(parsed))
        unknown = FilledText(P_("a signer whose certificate is neither in it nor listed"))
        raise Refused([*reasons, refusals.TIMESTAMP_UNKNOWN_AUTHORITY.because(subject=unknown)])
    reasons.extend(_content_reasons(parsed))  # 3
    reasons.extend(_signature_reasons(parsed, certificate))  # 3, 4
    reasons.extend(_trust_reasons(certificate, anchors, parsed.info.at))  # 5
    if not _for_timestamps(certificate):  # 6
        subject = subject_text(certificate)
        reasons.append(refusals.CERTIFICATE_KEY_USAGE.because(subject=subject, use="tsa"))
    if reasons:
        raise Refused(reasons)
    info = parsed.info
    der = to_der(certificate)
    rests_on = _algorithms(parsed, certificate, listed=der in anchors.certificates)
    return Stamped(info.at, subject_text(certificate), der, info.serial, rests_on)


def _algorithms(
    parsed: ParsedToken, certificate: x509.Certificate, *, listed: bool
) -> frozenset[str]:
    """Return what the token rests on; that of its issuer, too, where the certificate is not listed."""
    digests = {parsed.info.digest, parsed.signer.digest}
    own = algorithm_of(certificate.public_key())
    found = key_algorithms(own, *digests)
    return found if listed else found | key_algorithms("p256", "sha256")


def _subject_reasons(parsed: ParsedToken, digest: bytes, nonce: int | None) -> Iterator[Reason]:
    info = parsed.info
    if (info.digest, info.imprint) != (tsp.DIGEST_SIZES.get(len(digest)), digest):
        yield refusals.TIMESTAMP_OTHER_DOCUMENT.because()
    if nonce is not None and info.nonce != nonce:
        yield refusals.TIMESTAMP_OTHER_REQUEST.because()


def _certificate(parsed: ParsedToken, anchors: Anchors) -> x509.Certificate | None:
    listed = [load_der(der) for der in anchors.certificates]
    named = (one for one in (*parsed.certificates, *listed) if parsed.signer.is_named(one))
    return next(named, None)


def _content_reasons(parsed: ParsedToken) -> Iterator[Reason]:
    signer = parsed.signer
    content_type = signer.attributes.get(structures.CONTENT_TYPE)
    digest = signer.attributes.get(structures.MESSAGE_DIGEST)
    if content_type != asn1.encode_der(tsp.TST_INFO):
        yield refusals.TIMESTAMP_WRONG.because(problem=P_("its content type is different"))
    if digest != asn1.encode_der(hashlib.new(signer.digest, parsed.content).digest()):
        yield refusals.TIMESTAMP_WRONG.because(problem=P_("its content was altered"))


def _signature_reasons(parsed: ParsedToken, certificate: x509.Certificate) -> Iterator[Reason]:
    if not _binds(parsed, certificate):
        yield refusals.TIMESTAMP_WRONG.because(problem=P_("it does not name its certificate"))
    if not _holds(parsed, certificate):
        subject = subject_text(certificate)
        yield refusals.TIMESTAMP_WRONG.because(
            problem=FilledText(P_("the key of {subject} did not make it"), subject=subject)
        )


def _binds(parsed: ParsedToken, certificate: x509.Certificate) -> bool:
    try:
        return parsed.signer.binds(certificate)
    except ValueError:
        return False


def _holds(parsed: ParsedToken, certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    signer = parsed.signer
    kind, digest = _SIGNATURES.get(signer.signature_algorithm.dotted_string, ("", None))
    if digest not in {None, signer.digest}:
        return False  # RFC 8933 2: one digest for the attributes and the signature
    algorithm = _HASHES[signer.digest]()
    try:
        if kind == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(signer.signature, signer.signed, padding.PKCS1v15(), algorithm)
            return key.key_size >= SMALLEST_RSA_BITS
        if kind == "ec" and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signer.signature, signer.signed, ec.ECDSA(algorithm))
            return key.key_size >= 256
    except InvalidSignature:
        pass
    return False


def _trust_reasons(certificate: x509.Certificate, anchors: Anchors, at: datetime) -> list[Reason]:
    der = to_der(certificate)
    if der in anchors.certificates:
        return list(period_reasons(certificate, at))
    if rogatory_name(certificate) is None:
        subject = subject_text(certificate)
        return [refusals.TIMESTAMP_UNKNOWN_AUTHORITY.because(subject=subject)]
    return chain_reasons(der, anchors.certificates, at=at, use="tsa", holder=None)


def _for_timestamps(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _imprint(digest: bytes) -> tsp.MessageImprint:
    if len(digest) not in tsp.DIGEST_SIZES:
        raise ValueError("a digest of SHA-256, 384 or 512 has 32, 48 or 64 bytes")
    identifier = tsp.DIGEST_IDS[tsp.DIGEST_SIZES[len(digest)]]
    # NULL parameters, which all authorities accept and some demand.
    algorithm = structures.AlgorithmIdentifier(algorithm=identifier, parameters=asn1.Null())
    return tsp.MessageImprint(algorithm=algorithm, hashed_message=digest)


def _rejected(problem: Phrase) -> Refused:
    return Refused(refusals.TIMESTAMP_REJECTED.because(problem=problem))
