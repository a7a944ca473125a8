# SPDX-License-Identifier: Apache-2.0
"""The check that a certificate counts: whose it is, for what, at which moment, and by which State
CA.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import SignatureAlgorithmOID

from rogatory.errors import Reason, Refused
from rogatory.seal import refusals
from rogatory.seal.certificates import profile
from rogatory.seal.certificates.profile import CertificateUse
from rogatory.seal.certificates.reading import admitted, load_der, subject_text, to_der
from rogatory.seal.keys import algorithm_of
from rogatory.wire.moments import format_moment

CERTIFIED_WITH = frozenset(
    {SignatureAlgorithmOID.ECDSA_WITH_SHA256, SignatureAlgorithmOID.ML_DSA_65}
)
"""How a State CA signs. Two judges that admitted different digests would judge one certificate differently."""

REMEMBERED_LINKS = 1024
"""Issuing is checked once a pair of certificates; the bound keeps a stream of forged ones from
filling the memory."""


def chain_reasons(
    der: bytes, anchors: Iterable[bytes], *, at: datetime, use: CertificateUse, holder: str | None
) -> list[Reason]:
    """Return why the certificate does not count; none if it does.

    What must hold:
      1. It can be read and its key is of a kind that the use admits.
      2. It has one rogatory name; its use is `use`, its holder `holder` (any, when None).
      3. Its key usage is that of the use, no wider.
      4. It is valid at `at`, both ends included.
      5. One of `anchors` issued it: a State CA of the holder's State, of the same family
         (ML-DSA by ML-DSA, ECDSA and RSA by ECDSA), itself valid at `at`.

    Whether the directory had ended the certificate at `at` is the caller's to check.
    """
    try:
        certificate = load_der(der)
    except Refused as error:
        return list(error.reasons)
    return [
        *_own_reasons(certificate, use, holder),
        *period_reasons(certificate, at),
        *_issuer_reasons(certificate, anchors, at),
    ]


def check_chain(
    der: bytes,
    anchors: Iterable[bytes],
    *,
    at: datetime,
    use: CertificateUse,
    holder: str | None = None,
) -> None:
    """Refuse with all of `chain_reasons`."""
    if reasons := chain_reasons(der, anchors, at=at, use=use, holder=holder):
        raise Refused(reasons)


def period_reasons(certificate: x509.Certificate, at: datetime) -> Iterator[Reason]:
    """Yield why a certificate is out of its period at a moment."""
    subject = subject_text(certificate)
    since, until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at < since:
        yield refusals.CERTIFICATE_NOT_YET_VALID.because(
            subject=subject, since=format_moment(since), at=format_moment(at)
        )
    if at.replace(microsecond=0) > until:
        yield refusals.CERTIFICATE_EXPIRED.because(
            subject=subject, until=format_moment(until), at=format_moment(at)
        )


@lru_cache(maxsize=REMEMBERED_LINKS)
def issued_by(der: bytes, issuer_der: bytes) -> bool:
    """Decide whether the second certificate's key signed the first, whose issuer it is by name and
    key, with the one algorithm that a State CA's key has.
    """
    certificate, issuer = load_der(der), load_der(issuer_der)
    if certificate.signature_algorithm_oid not in CERTIFIED_WITH:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
        theirs = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier)
        own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError, x509.ExtensionNotFound):
        return False
    return theirs.value.key_identifier == own.value.digest


def _own_reasons(
    certificate: x509.Certificate, use: CertificateUse, holder: str | None
) -> Iterator[Reason]:
    subject = subject_text(certificate)
    algorithm = algorithm_of(certificate.public_key())
    if algorithm not in admitted(use):
        found = algorithm or type(certificate.public_key()).__name__
        yield refusals.CERTIFICATE_ALGORITHM.because(subject=subject, found=found)
    name = profile.rogatory_name(certificate)
    if name is None:
        yield refusals.CERTIFICATE_NAMES_NOBODY.because(subject=subject)
        return
    if name.use != use:
        yield refusals.CERTIFICATE_USE.because(holder=name.holder, found=name.use, wanted=use)
    if holder is not None and name.holder != holder:
        yield refusals.CERTIFICATE_HOLDER.because(found=name.holder, wanted=holder)
    if not profile.has_key_usage(certificate, name.use):
        yield refusals.CERTIFICATE_KEY_USAGE.because(subject=subject, use=name.use)


def _issuer_reasons(
    certificate: x509.Certificate, anchors: Iterable[bytes], at: datetime
) -> list[Reason]:
    """Return the reasons against the issuer; none as soon as one anchor serves."""
    name = profile.rogatory_name(certificate)
    expired: list[Reason] = []
    der = to_der(certificate)
    for anchor_der in anchors:
        anchor = load_der(anchor_der)
        if not _may_issue(anchor, name, certificate) or not issued_by(der, anchor_der):
            continue
        expired = list(period_reasons(anchor, at))
        if not expired:
            return []
    state = name.state if name else "that State"
    return expired or [
        refusals.CERTIFICATE_CHAIN.because(state=state, subject=subject_text(certificate))
    ]


def _may_issue(
    anchor: x509.Certificate, name: profile.RogatoryName | None, certificate: x509.Certificate
) -> bool:
    ca = profile.rogatory_name(anchor)
    if ca is None or ca.use != "state-ca" or not profile.has_key_usage(anchor, "state-ca"):
        return False
    families = [algorithm_of(x.public_key()) == "mldsa65" for x in (anchor, certificate)]
    return name is not None and ca.state == name.state and families[0] == families[1]
