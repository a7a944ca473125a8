# SPDX-License-Identifier: Apache-2.0
"""The State CA, which issues every certificate of its State and lists those that ended.

A State CA is a pair: an ECDSA P-256 one and, for what must hold against a quantum computer, an
ML-DSA-65 one. The first issues to ECDSA keys, the second to ML-DSA keys, so that a
signature of either family rests on keys of that family alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from rogatory.errors import Refused
from rogatory.seal import refusals
from rogatory.seal.certificates import profile
from rogatory.seal.certificates.chains import issued_by
from rogatory.seal.certificates.profile import CertificateUse
from rogatory.seal.certificates.reading import (
    CA_ALGORITHMS,
    admitted,
    load_pem,
    public_key_from_pem,
    to_der,
    to_pem,
)
from rogatory.seal.certificates.revocation import EndedCertificate, signed_crl
from rogatory.seal.keys import (
    PrivateKey,
    PublicKey,
    SignatureAlgorithm,
    algorithm_of,
    key_from_pem,
    key_to_pem,
    new_key,
)
from rogatory.wire.moments import format_moment
from rogatory.wire.randomness import Random


class Issued(NamedTuple):
    """A new key with the certificate issued to it, both PEM."""

    key: bytes
    certificate: bytes


@dataclass(frozen=True, slots=True)
class StateCa:
    """The keys and certificates of one State's certification office."""

    state: str
    _keys: Mapping[SignatureAlgorithm, PrivateKey]
    _certificates: Mapping[SignatureAlgorithm, x509.Certificate]

    @property
    def certificates(self) -> dict[str, bytes]:
        """The CA certificates, DER, by algorithm (`p256`, `mldsa65`)."""
        return {name: to_der(found) for name, found in self._certificates.items()}

    def to_pem(self) -> dict[str, bytes]:
        """Return the files of a State CA folder, by name; the `.key` files are secret."""
        files = {f"{name}.key": key_to_pem(key) for name, key in self._keys.items()}
        return files | {f"{name}.pem": to_pem(found) for name, found in self._certificates.items()}

    @classmethod
    def from_pem(cls, files: Mapping[str, bytes]) -> "StateCa":
        """Return a State CA read back from the files that `to_pem` gave; others are ignored.

        Raises:
            Refused: a file is missing, unreadable, or belongs to another.
        """
        keys: dict[SignatureAlgorithm, PrivateKey] = {}
        certificates: dict[SignatureAlgorithm, x509.Certificate] = {}
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
        use: CertificateUse,
        algorithm: SignatureAlgorithm,
        *,
        at: datetime,
        until: datetime,
        random: Random,
        hosts: Sequence[str] = (),
    ) -> Issued:
        """Return a new key and a certificate for it; `hosts` (addresses, DNS names) for `node-tls`.

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
        use: CertificateUse,
        public_key: PublicKey | bytes,
        *,
        at: datetime,
        until: datetime,
        random: Random,
        hosts: Sequence[str] = (),
    ) -> bytes:
        """Return a certificate (PEM) for a key whose private half stays with its holder (PEM or
        object).
        """
        name = profile.parse_holder(holder, use)
        if name.state != self.state or use == "state-ca":
            raise Refused(
                refusals.CERTIFICATE_FOREIGN_HOLDER.because(state=self.state, holder=holder)
            )
        key = public_key_from_pem(public_key) if isinstance(public_key, bytes) else public_key
        _refuse_key_for_use(key, name)
        signer: SignatureAlgorithm = "mldsa65" if algorithm_of(key) == "mldsa65" else "p256"
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

    def crls(
        self, ended: Iterable[EndedCertificate], *, at: datetime, until: datetime, number: int
    ) -> dict[str, bytes]:
        """Return the revocation lists, DER, by algorithm; `until` is when the next ones are due."""
        all_ended = tuple(ended)
        return {
            name: signed_crl(self._keys[name], found, all_ended, at=at, until=until, number=number)
            for name, found in self._certificates.items()
        }

    @staticmethod
    def issued(certificate: bytes, issuer: bytes) -> bool:
        """Decide whether one certificate (DER) was issued under the other, which is a State CA's."""
        return issued_by(certificate, issuer)

    def _refuse_period(self, signer: SignatureAlgorithm, at: datetime, until: datetime) -> None:
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
    """Return a new State CA (`state` in capitals or not), valid from `at` for so many years."""
    name = profile.parse_holder(state.lower(), "state-ca")
    until = _years_after(at, years)
    keys: dict[SignatureAlgorithm, PrivateKey] = {}
    certificates: dict[SignatureAlgorithm, x509.Certificate] = {}
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


def _to_second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _years_after(at: datetime, years: int) -> datetime:
    day = min(at.day, 28) if at.month == 2 else at.day
    return at.replace(year=at.year + years, day=day)
