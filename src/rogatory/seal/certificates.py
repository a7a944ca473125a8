# SPDX-License-Identifier: Apache-2.0
"""The State CA, which issues every certificate of its State, and what a certificate tells.

A State CA is a pair: an ECDSA P-256 one and, for what must hold against a quantum computer, an
ML-DSA-65 one. The first issues to ECDSA and RSA keys, the second to ML-DSA keys, so that a
signature of either family rests on keys of that family alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization

from rogatory.errors import Refused
from rogatory.seal import profile, refusals
from rogatory.seal.keys import (
    Algorithm,
    PrivateKey,
    PublicKey,
    Random,
    algorithm_of,
    key_from_pem,
    key_to_pem,
    new_key,
)
from rogatory.seal.profile import Use
from rogatory.wire.moments import format_moment

CA_ALGORITHMS: tuple[Algorithm, ...] = ("p256", "mldsa65")


class Issued(NamedTuple):
    """A new key with the certificate issued to it, both PEM."""

    key: bytes
    certificate: bytes


@dataclass(frozen=True, slots=True)
class StateCa:
    """The keys and certificates of one State's certification office."""

    state: str
    _keys: Mapping[Algorithm, PrivateKey]
    _certificates: Mapping[Algorithm, x509.Certificate]

    @property
    def certificates(self) -> dict[str, bytes]:
        """The CA certificates, DER, by algorithm (`p256`, `mldsa65`)."""
        return {name: to_der(found) for name, found in self._certificates.items()}

    def to_pem(self) -> dict[str, bytes]:
        """The files of a State CA folder, by name; the `.key` files are secret."""
        files = {f"{name}.key": key_to_pem(key) for name, key in self._keys.items()}
        return files | {f"{name}.pem": to_pem(found) for name, found in self._certificates.items()}

    @classmethod
    def from_pem(cls, files: Mapping[str, bytes]) -> "StateCa":
        """A State CA read back from the files that `to_pem` gave; others are ignored.

        Raises:
            Refused: a file is missing, unreadable, or belongs to another.
        """
        keys: dict[Algorithm, PrivateKey] = {}
        certificates: dict[Algorithm, x509.Certificate] = {}
        for name in CA_ALGORITHMS:
            what = f"the State CA ({name})"
            keys[name] = key_from_pem(files.get(f"{name}.key", b""), what=what, algorithms=(name,))
            certificates[name] = load_pem(files.get(f"{name}.pem", b""))
            if keys[name].public_key() != certificates[name].public_key():
                raise Refused(refusals.KEY_NOT_OF_CERTIFICATE.because(what=what))
        names = {profile.rogatory_name(found) for found in certificates.values()}
        name_found = names.pop()
        if names or name_found is None or name_found.use != "state-ca":
            raise Refused(refusals.CERTIFICATE_NAMES_NOBODY.because(subject="the State CA"))
        return cls(name_found.state, keys, certificates)

    def issue(
        self,
        holder: str,
        use: Use,
        algorithm: Algorithm,
        *,
        at: datetime,
        until: datetime,
        random: Random,
        hosts: Sequence[str] = (),
    ) -> Issued:
        """A new key and a certificate for it; `hosts` (addresses, DNS names) for `node-tls`.

        Raises:
            Refused: the holder is not of this State, or the period exceeds the CA's own.
        """
        key = new_key(algorithm, random)
        certificate = self.certify(
            holder, use, key.public_key(), at=at, until=until, random=random, hosts=hosts
        )
        return Issued(key_to_pem(key), certificate)

    def certify(
        self,
        holder: str,
        use: Use,
        public_key: PublicKey | bytes,
        *,
        at: datetime,
        until: datetime,
        random: Random,
        hosts: Sequence[str] = (),
    ) -> bytes:
        """A certificate (PEM) for a key whose private half stays with its holder (PEM or object)."""
        name = profile.parse_holder(holder, use)
        if name.state != self.state or use == "state-ca":
            raise Refused(
                refusals.CERTIFICATE_FOREIGN_HOLDER.because(state=self.state, holder=holder)
            )
        key = _public_key(public_key) if isinstance(public_key, bytes) else public_key
        _refuse_key_for_use(key, name)
        signer: Algorithm = "mldsa65" if algorithm_of(key) == "mldsa65" else "p256"
        self._refuse_period(signer, at, until)
        return to_pem(
            _certificate(
                name,
                key,
                self._keys[signer],
                self._certificates[signer].subject,
                at,
                until,
                random,
                hosts,
            )
        )

    def _refuse_period(self, signer: Algorithm, at: datetime, until: datetime) -> None:
        own = self._certificates[signer]
        if (
            not own.not_valid_before_utc
            <= at.replace(microsecond=0)
            < until
            <= own.not_valid_after_utc
        ):
            raise Refused(
                refusals.CERTIFICATE_OUTLIVES_CA.because(
                    since=format_moment(at),
                    until=format_moment(until),
                    ca_since=format_moment(own.not_valid_before_utc),
                    ca_until=format_moment(own.not_valid_after_utc),
                )
            )


def new_state_ca(state: str, *, at: datetime, years: int, random: Random) -> StateCa:
    """A new State CA (`state` in capitals or not), valid from `at` for so many years."""
    name = profile.parse_holder(state.lower(), "state-ca")
    until = _years_after(at, years)
    keys: dict[Algorithm, PrivateKey] = {}
    certificates: dict[Algorithm, x509.Certificate] = {}
    for algorithm in CA_ALGORITHMS:
        key = keys[algorithm] = new_key(algorithm, random)
        certificates[algorithm] = _certificate(
            name, key.public_key(), key, profile.subject(name, algorithm), at, until, random, ()
        )
    return StateCa(name.state, keys, certificates)


def _certificate(
    name: profile.RogatoryName,
    key: PublicKey,
    issuer_key: PrivateKey,
    issuer: x509.Name,
    at: datetime,
    until: datetime,
    random: Random,
    hosts: Sequence[str],
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(profile.subject(name, algorithm_of(key) or ""))
        .issuer_name(issuer)
        .public_key(key)
        # RFC 5280 4.1.2.2: positive, at most 20 octets; CA/Browser: at least 64 random bits.
        .serial_number(int.from_bytes(random(16)) | 1 << 127)
        .not_valid_before(_to_second(at))
        .not_valid_after(_to_second(until))
    )
    for extension, critical in profile.extensions(name, key, issuer_key.public_key(), hosts):
        builder = builder.add_extension(extension, critical)
    if algorithm_of(issuer_key) == "mldsa65":
        return builder.sign(issuer_key, None)
    # RFC 6979: a certificate needs no luck with random numbers, and can be made again.
    return builder.sign(issuer_key, hashes.SHA256(), ecdsa_deterministic=True)


def _refuse_key_for_use(key: PublicKey, name: profile.RogatoryName) -> None:
    algorithm = algorithm_of(key)
    if algorithm is None or algorithm not in admitted(name.use):
        raise Refused(
            refusals.CERTIFICATE_ALGORITHM.because(
                subject=name.holder, found=algorithm or type(key).__name__
            )
        )


def admitted(use: Use) -> tuple[Algorithm, ...]:
    """The key algorithms that a use may have; RSA for timestamp authorities alone."""
    if use == "tsa":
        return ("p256", "p384", "rsa")
    if use in {"authority", "receipts"}:
        return ("p256", "p384", "mldsa65")
    return CA_ALGORITHMS if use == "state-ca" else ("p256", "p384")


def load_der(der: bytes) -> x509.Certificate:
    """A certificate from its DER; refuses what is none."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Refused(refusals.CERTIFICATE_UNREADABLE.because(problem=_first(error))) from error
    return certificate


def load_pem(pem: bytes) -> x509.Certificate:
    try:
        certificate = x509.load_pem_x509_certificate(pem)
        certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Refused(refusals.CERTIFICATE_UNREADABLE.because(problem=_first(error))) from error
    return certificate


def to_der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def to_pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def pem_to_der(pem: bytes) -> bytes:
    """The DER of the one certificate in a PEM file."""
    return to_der(load_pem(pem))


def der_to_pem(der: bytes) -> bytes:
    return to_pem(load_der(der))


def certificate_name(der: bytes) -> profile.RogatoryName:
    """Use and holder; refuses a certificate without exactly one rogatory name."""
    certificate = load_der(der)
    name = profile.rogatory_name(certificate)
    if name is None:
        raise Refused(refusals.CERTIFICATE_NAMES_NOBODY.because(subject=subject_of(certificate)))
    return name


def certificate_holder(der: bytes) -> str:
    """The holder: `xa/contact-point`, or `xa` for what is the State's itself."""
    return certificate_name(der).holder


def certificate_use(der: bytes) -> Use:
    return certificate_name(der).use


def certificate_algorithm(der: bytes) -> Algorithm | None:
    """The kind of the certificate's key; None for one that is admitted nowhere."""
    return algorithm_of(load_der(der).public_key())


def validity(der: bytes) -> tuple[datetime, datetime]:
    """From when until when, both inclusive."""
    certificate = load_der(der)
    return certificate.not_valid_before_utc, certificate.not_valid_after_utc


def spki_sha256(der: bytes) -> str:
    """SHA-256 of the certificate's SubjectPublicKeyInfo, in hex: what a TLS pin compares."""
    certificate = load_der(der)
    public = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return sha256(public).hexdigest()


def subject_of(certificate: x509.Certificate) -> str:
    """The subject for a sentence: the holder if it is named, else the distinguished name."""
    name = profile.rogatory_name(certificate)
    return name.holder if name else certificate.subject.rfc4514_string()[:120] or "nobody"


def _public_key(pem: bytes) -> PublicKey:
    try:
        return serialization.load_pem_public_key(pem)  # type: ignore[return-value]
    except (ValueError, UnsupportedAlgorithm) as error:
        problem = _first(error)
        raise Refused(
            refusals.KEY_UNREADABLE.because(what="the holder", problem=problem)
        ) from error


def _first(error: Exception) -> str:
    return str(error).split("\n", maxsplit=1)[0].split(". ", maxsplit=1)[0][:160] or "malformed"


def _to_second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _years_after(at: datetime, years: int) -> datetime:
    day = min(at.day, 28) if at.month == 2 else at.day
    return at.replace(year=at.year + years, day=day)
