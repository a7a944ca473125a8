# SPDX-License-Identifier: Apache-2.0
"""Revocation lists (RFC 5280 section 5), for tools that do not know the directory.

The State's directory entry decides whether a certificate had ended; a list repeats that for
`openssl verify -crl_check`, and for readers without a directory. Each family of the State CA has
its own list.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from rogatory.errors import Refused
from rogatory.seal import refusals
from rogatory.seal.certificates.reading import UNREADABLE, load_der, state_ca_of, subject_text
from rogatory.seal.keys import PrivateKey, algorithm_of
from rogatory.wire.words import P_, problem_of

LARGEST_REVOCATION_LIST = 16 << 20
"""Some 300,000 withdrawn certificates; a larger file would fill the reader's memory."""

LIST_SUFFIX = ".crl"

type RevocationCause = Literal["rotated", "compromised"]

_FLAGS: dict[RevocationCause, x509.ReasonFlags] = {
    "rotated": x509.ReasonFlags.superseded,
    "compromised": x509.ReasonFlags.key_compromise,
}
_IN_GOOD_ORDER = frozenset({"superseded", "cessationOfOperation", "affiliationChanged"})
"""Reasons after which nobody else has the key, so that a date before it may be believed."""

_REMOVED = "removeFromCRL"
"""The reason of an entry that withdraws nothing."""


def list_size_limit(name: str, otherwise: int) -> int:
    """Return how large a file of this name may be, if all others may have `otherwise` bytes.

    The same list is read beside a package, an opened bag, in a disclosure and in a bundle.
    """
    return LARGEST_REVOCATION_LIST if name.endswith(LIST_SUFFIX) else otherwise


@dataclass(frozen=True, slots=True)
class EndedCertificate:
    """A certificate (DER) that the directory has ended, when and why."""

    certificate: bytes
    at: datetime
    reason: RevocationCause
    invalid_since: datetime | None = None
    """Since when the key may have been in other hands, if that was before `at`."""


@dataclass(frozen=True, slots=True)
class Revoked:
    """One entry of a list: when the certificate was withdrawn, and why (RFC 5280's word).

    `since` is from when on it is not to be relied on: the invalidity date where there is one (the
    key may have been stolen before anybody noticed), else the moment of withdrawal.
    """

    at: datetime
    since: datetime
    reason: str

    @property
    def stolen(self) -> bool:
        """Decide whether somebody else may have the key."""
        return self.reason not in _IN_GOOD_ORDER

    def counts_against(self, at: datetime, *, signed: datetime | None) -> bool:
        """Decide whether a signature over a document of that moment is not to be relied on.

        Where a key was stolen, somebody else must prove that the signature itself was there before
        (`signed`): a thief can sign a text that was stamped long ago (SPECIFICATION 4.2).
        """
        return at >= self.since or (self.stolen and (signed is None or signed >= self.since))


@dataclass(frozen=True, slots=True)
class RevocationList:
    """The contents of a list: the CA, the period it speaks for, and what ended when, by serial."""

    issuer: str
    since: datetime
    until: datetime
    number: int
    revoked: Mapping[int, tuple[Revoked, ...]]
    ca: bytes = field(default=b"", repr=False)

    def entries(self, certificate: bytes) -> tuple[Revoked, ...]:
        """Return the list's entries for a certificate, each of which counts; none of one that another CA issued."""
        issued = load_der(certificate).issuer == load_der(self.ca).subject if self.ca else True
        return self.revoked.get(load_der(certificate).serial_number, ()) if issued else ()


def signed_crl(
    key: PrivateKey,
    ca: x509.Certificate,
    ended: Iterable[EndedCertificate],
    *,
    at: datetime,
    until: datetime,
    number: int,
) -> bytes:
    """Return the DER of a list signed by a CA's key; certificates of other issuers are passed over."""
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
    """Return the list in `der`, once it is known to be signed by the State CA `ca` (DER).

    Raises:
        Refused: it cannot be read, lacks a number or a next update, or is another's.
    """
    issuer = load_der(ca)
    try:
        crl = x509.load_der_x509_crl(der)
        number = crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
        until = crl.next_update_utc
        entries = [(one.serial_number, _revoked(one)) for one in crl]
    except (*UNREADABLE, x509.ExtensionNotFound) as error:
        raise Refused(refusals.CRL_UNREADABLE.because(problem=problem_of(error))) from error
    if until is None:
        raise Refused(refusals.CRL_UNREADABLE.because(problem=P_("it has no next update")))
    if crl.issuer != issuer.subject or not _signed(crl, issuer):
        raise Refused(refusals.CRL_CHAIN.because())
    revoked = defaultdict[int, tuple[Revoked, ...]](tuple)
    for serial, one in entries:
        if one.reason != _REMOVED:
            revoked[serial] += (one,)
    since = crl.last_update_utc
    return RevocationList(subject_text(issuer), since, until, number, dict(revoked), ca)


def lists_of(
    found: Iterable[bytes], anchors: Iterable[bytes], now: datetime | None = None
) -> tuple[RevocationList, ...]:
    """Return the lists (PEM or DER) that a State CA among the anchors signed; others say nothing, and nor does
    one that is not written as a list is. What a list withdraws later than `now` it does not withdraw yet.
    """
    cas = [der for der in anchors if state_ca_of(der)]
    lists: list[RevocationList] = []
    for data in found:
        for ca in cas:
            try:
                lists.append(_as_of(now, read_crl(_strict_der(data), ca)))
            except Refused:
                continue
            break
    return tuple(lists)


def _as_of(now: datetime | None, listing: RevocationList) -> RevocationList:
    if now is None:
        return listing
    revoked = {
        serial: tuple(one for one in entries if one.since <= now)
        for serial, entries in listing.revoked.items()
    }
    return replace(listing, revoked=revoked)


def crl_to_der(data: bytes) -> bytes:
    """Return a list, PEM or DER, as DER; refuses what is none."""
    if not data.lstrip().startswith(b"-----"):
        return data
    try:
        crl = x509.load_pem_x509_crl(data)
    except UNREADABLE as error:
        raise Refused(refusals.CRL_UNREADABLE.because(problem=problem_of(error))) from error
    return crl.public_bytes(serialization.Encoding.DER)


def _strict_der(data: bytes) -> bytes:
    der = crl_to_der(data)
    if data != der and data != crl_to_pem(der):
        raise Refused(
            refusals.CRL_UNREADABLE.because(problem=P_("it is not one block of PEM, or DER"))
        )
    return der


def crl_period(data: bytes) -> tuple[datetime, datetime]:
    """Return from when until when a list (PEM or DER) speaks; its signature is not looked at."""
    try:
        crl = x509.load_der_x509_crl(crl_to_der(data))
        since, until = crl.last_update_utc, crl.next_update_utc
    except UNREADABLE as error:
        raise Refused(refusals.CRL_UNREADABLE.because(problem=problem_of(error))) from error
    if until is None:
        raise Refused(refusals.CRL_UNREADABLE.because(problem=P_("it has no next update")))
    return since, until


def crl_to_pem(der: bytes) -> bytes:
    """Return a list as PEM, which is what `openssl verify -CRLfile` takes."""
    return x509.load_der_x509_crl(der).public_bytes(serialization.Encoding.PEM)


def _signed(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return crl.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except UNREADABLE:
        return False


def _entry(certificate: x509.Certificate, one: EndedCertificate) -> x509.RevokedCertificate:
    builder = (
        x509.RevokedCertificateBuilder()
        .serial_number(certificate.serial_number)
        .revocation_date(_to_second(one.at))
        .add_extension(x509.CRLReason(_FLAGS[one.reason]), critical=False)
    )
    if one.invalid_since is not None:
        date = x509.InvalidityDate(_to_second(one.invalid_since).replace(tzinfo=None))
        builder = builder.add_extension(date, critical=False)
    return builder.build()


def _revoked(one: x509.RevokedCertificate) -> Revoked:
    at, reason, since = one.revocation_date_utc, x509.ReasonFlags.unspecified, None
    for extension in one.extensions:
        if isinstance(extension.value, x509.CRLReason):
            reason = extension.value.reason
        if isinstance(extension.value, x509.InvalidityDate):
            since = extension.value.invalidity_date_utc
    return Revoked(at, min(since or at, at), reason.value)


def _to_second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
