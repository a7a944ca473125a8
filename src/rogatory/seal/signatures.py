# SPDX-License-Identifier: Apache-2.0
"""Signing a document for an authority, and deciding whether its signatures count.

A document has one detached CMS signature of the ECDSA family and, where the directory lists a
post-quantum certificate for the holder, a second one with ML-DSA-65. Both must hold: a document
from which one was taken away or exchanged is refused.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from cryptography.hazmat import asn1

from rogatory.errors import Reason, Refused
from rogatory.seal import cms_structures, refusals
from rogatory.seal.certificates.chains import chain_reasons
from rogatory.seal.certificates.profile import rogatory_name
from rogatory.seal.certificates.reading import (
    UNREADABLE,
    certificate_algorithm,
    certificate_name,
    load_pem,
    state_ca_of,
    subject_text,
    to_der,
)
from rogatory.seal.cms import LARGEST_SIGNATURE, CmsSignature, CmsSigner, examine
from rogatory.seal.keys import KeyElsewhere, SignatureAlgorithm, key_from_pem
from rogatory.wire.words import P_, FilledText, problem_of

type Slot = Literal["p256", "mldsa65"]

_ADMITTED: dict[Slot, tuple[SignatureAlgorithm, ...]] = {
    "p256": ("p256", "p384"),
    "mldsa65": ("mldsa65",),
}


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures of one document; `p256` holds the ECDSA one, be its curve P-256 or P-384."""

    p256: bytes
    mldsa65: bytes | None


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """The private keys of one holder with their certificates. Never shows key bytes."""

    holder: str
    certificates: dict[str, bytes]
    _p256: CmsSigner
    _mldsa65: CmsSigner | None

    def sign(self, data: bytes, at: datetime) -> Signatures:
        """Return both signatures (one, if the holder has no ML-DSA key), claiming `at`."""
        return Signatures(
            self._p256.sign(data, at), self._mldsa65.sign(data, at) if self._mldsa65 else None
        )

    def __repr__(self) -> str:
        return f"SigningKeys({self.holder!r}, {sorted(self.certificates)})"


@dataclass(frozen=True, slots=True)
class Anchors:
    """The issuers of certificates that the caller trusts: State CAs, DER, of any State and
    family.
    """

    certificates: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class SignedBy:
    """One signature that counts; `at_claimed` is the signer's word, proved by nothing here."""

    holder: str
    algorithm: str
    certificate: bytes = field(repr=False)
    at_claimed: datetime


def signing_keys_from_pem(
    holder: str,
    p256_key: bytes | KeyElsewhere,
    p256_certificate: bytes,
    mldsa65_key: bytes | None,
    mldsa65_certificate: bytes | None,
) -> SigningKeys:
    """Return the signing keys of a holder from the contents of its PEM files; an ECDSA key may be
    elsewhere, on a token.

    Raises:
        Refused: a file is unreadable, of another holder, or key and certificate do not match.
    """
    if (mldsa65_key is None) != (mldsa65_certificate is None):
        raise ValueError("an ML-DSA key comes with its certificate")
    p256 = _signer("p256", holder, p256_key, p256_certificate)
    certificates = {"p256": to_der(load_pem(p256_certificate))}
    mldsa65 = None
    if mldsa65_key is not None and mldsa65_certificate is not None:
        mldsa65 = _signer("mldsa65", holder, mldsa65_key, mldsa65_certificate)
        certificates["mldsa65"] = to_der(load_pem(mldsa65_certificate))
    return SigningKeys(holder, certificates, p256, mldsa65)


def verify_signatures(
    data: bytes,
    signatures: Signatures,
    *,
    anchors: Anchors,
    holder: str | None,
    at: datetime,
    require_mldsa65: bool,
    use: Literal["authority", "officer", "receipts"],
    unknown: Collection[Slot] = (),
) -> tuple[SignedBy, ...]:
    """Return who signed `data`, if every signature that must be there counts.

    What must hold:
      1. The ECDSA signature is there; the ML-DSA one too, when `require_mldsa65`.
      2. Each signature that is there holds over `data` (the list in `cms.examine`) and is of
         the family of its place.
      3. Each certificate counts at `at` for `use` and `holder` under `anchors` (the list in
         `chains.chain_reasons`).
      4. Both are of the same holder.

    Of a family that is `unknown`, whose State CA the caller has not, everything but the issuer
    must hold; the caller says that it is undecided, and it is not among those returned.

    The caller must still check that the directory had not ended the certificates at `at`, and
    that `at` is proved by somebody else than the signer.

    Raises:
        Refused: with every reason of every signature.
    """
    reasons: list[Reason] = []
    signed: list[SignedBy] = []
    left: list[SignedBy] = []
    for slot in _expected(signatures, require_mldsa65):
        der = signatures.p256 if slot == "p256" else signatures.mldsa65
        if not der:  # 1
            wanted = holder or "the signer"
            reasons.append(refusals.SIGNATURE_MISSING.because(algorithm=slot, holder=wanted))
            continue
        try:
            found = examine(der, data, label=slot)  # 2
        except Refused as error:
            reasons.extend(error.reasons)
            continue
        certificate = to_der(found.certificate)
        against = [
            *_family_reasons(found, slot),
            *found.reasons,
            *chain_reasons(certificate, anchors.certificates, at=at, use=use, holder=holder),  # 3
        ]
        if slot in unknown:
            against = [one for one in against if one.code is not refusals.CERTIFICATE_CHAIN]
        reasons.extend(against)
        name = rogatory_name(found.certificate)
        if not against and name and found.algorithm and found.signed_at:
            one = SignedBy(name.holder, found.algorithm, certificate, found.signed_at)
            (left if slot in unknown else signed).append(one)
    holders = [one.holder for one in (*signed, *left)]
    if len(set(holders)) > 1:  # 4
        differ = refusals.SIGNATURE_HOLDERS_DIFFER
        reasons.append(differ.because(one=holders[0], other=holders[1]))
    if reasons:
        raise Refused(_each_once(reasons))
    return tuple(signed)


def unknown_families(anchors: Anchors, state: str | None) -> frozenset[Slot]:
    """Return the families of which no State CA of the State is among the anchors; of any State,
    where none is named. What was signed by such a family nobody here can decide.
    """
    known: set[Slot] = {
        "mldsa65" if certificate_algorithm(der) == "mldsa65" else "p256"
        for der in anchors.certificates
        if (ca := state_ca_of(der)) is not None and state in {None, ca}
    }
    return frozenset(_ADMITTED) - known


def claimed_state(signatures: Signatures) -> str | None:
    """Return the State of the holder that is claimed."""
    holder = claimed_holder(signatures)
    return holder[:2].upper() if holder else None


def claimed_holder(signatures: Signatures) -> str | None:
    """Return the holder that the certificate beside the first signature names; nothing of it has been checked."""
    try:
        for der in certificates_in(signatures.p256):
            return certificate_name(der).holder
    except Refused:
        pass
    return None


def certificates_in(signature: bytes) -> list[bytes]:
    """Return the certificates that come with a signature, DER; nothing about them has been checked."""
    try:
        if len(signature) > LARGEST_SIGNATURE:
            raise ValueError(FilledText(P_("it is too large")))
        info = asn1.decode_der(cms_structures.ContentInfo, signature)
    except UNREADABLE as error:
        raise Refused(
            refusals.SIGNATURE_MALFORMED.because(algorithm="CMS", problem=problem_of(error))
        ) from error
    return [to_der(certificate) for certificate in info.content.certificates.as_list()]


def _expected(signatures: Signatures, require_mldsa65: bool) -> Iterator[Slot]:  # noqa: FBT001 - it is the one question
    yield "p256"
    if require_mldsa65 or signatures.mldsa65 is not None:
        yield "mldsa65"


def _each_once(reasons: list[Reason]) -> list[Reason]:
    """Return each reason once: two certificates of one holder fail alike, and one sentence is
    enough.
    """
    return [one for place, one in enumerate(reasons) if one not in reasons[:place]]


def _family_reasons(found: CmsSignature, slot: Slot) -> Iterator[Reason]:
    if found.algorithm not in _ADMITTED[slot]:
        yield refusals.SIGNATURE_ALGORITHM.because(algorithm=slot)


def _signer(
    slot: Slot, holder: str, given: bytes | KeyElsewhere, certificate_pem: bytes
) -> CmsSigner:
    if isinstance(given, KeyElsewhere):
        key: object = given
        public: object = given.public_key()
    else:
        read = key_from_pem(given, what=f"{holder} ({slot})", algorithms=_ADMITTED[slot])
        key, public = read, read.public_key()
    certificate = load_pem(certificate_pem)
    if public != certificate.public_key():
        raise Refused(refusals.KEY_NOT_OF_CERTIFICATE.because(what=subject_text(certificate)))
    name = certificate_name(to_der(certificate))
    if name.holder != holder:
        raise Refused(refusals.CERTIFICATE_HOLDER.because(found=name.holder, wanted=holder))
    return CmsSigner(key, certificate)  # type: ignore[arg-type]  # RSA is not admitted above
