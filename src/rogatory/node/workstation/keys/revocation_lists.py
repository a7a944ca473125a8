# SPDX-License-Identifier: Apache-2.0
"""The State CA's revocation lists: kept in its folder, published again, carried by authorities.

    <ca>/revoked.json            what was withdrawn so far, and the number of the last lists
    <ca>/p256.crl  mldsa65.crl   the newest lists (PEM)
    <keys>/certificates/ca.p256.crl  ca.mldsa65.crl    what an authority puts beside what it seals

The directory decides what was withdrawn. The lists give the same to tools that do not know it, and
to readers who have no directory.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from rogatory.disk import replace
from rogatory.errors import Refused
from rogatory.node.workstation import refusals
from rogatory.node.workstation.keys import layout
from rogatory.node.workstation.keys.key_files import read_public
from rogatory.node.workstation.keys.revocation_record import (
    LIST_DAYS,
    REVOKED,
    encode_record,
    make_lists,
    read_revocation_record,
)
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.certificates.reading import pem_to_der, validity
from rogatory.seal.certificates.revocation import EndedCertificate, RevocationCause, crl_period
from rogatory.seal.certificates.state_ca import StateCa

ALGORITHMS = ("p256", "mldsa65")


@dataclass(frozen=True, slots=True)
class PublishedLists:
    """New lists: their number, until when they speak, all that was withdrawn, where they lie."""

    state: str
    number: int
    until: datetime
    ended: tuple[EndedCertificate, ...]
    files: tuple[Path, ...]


def publish_lists(
    state_ca: Path,
    *,
    ended: Sequence[EndedCertificate] = (),
    at: datetime,
    days: int = LIST_DAYS,
    to: Iterable[Path] = (),
) -> PublishedLists:
    """Return new lists with what was withdrawn before and `ended`, in the State CA's folder and in
    the key folders `to`.

    A certificate stays in the lists for ever, even after it has run out: what it signed may be
    judged years later. What is known may only become worse (`compromised`), or date further back.

    Raises:
        Refused: the folder is no State CA's; a certificate is of another CA; a folder of `to`
            holds no keys.
    """
    ca = load_state_ca(state_ca)
    folders = [_certificates(folder) for folder in to]
    number, known = read_revocation_record(state_ca)
    found = _merged(known, ended)
    _refuse_foreign(ca, ended)
    until = min(at + timedelta(days=days), *(validity(der)[1] for der in ca.certificates.values()))
    lists = make_lists(ca, found, at=at, until=until, number=number + 1)
    replace(state_ca / REVOKED, encode_record(number + 1, found))
    files = []
    for name, pem in lists.items():
        for place in (state_ca / f"{name}.crl", *(f / f"ca.{name}.crl" for f in folders)):
            replace(place, pem)
            files.append(place)
    return PublishedLists(ca.state, number + 1, until, tuple(found), tuple(files))


def revoked_certificate(
    path: Path, reason: RevocationCause, at: datetime, now: datetime
) -> EndedCertificate:
    """Return the end of the certificate in a PEM file: rotated at `at`; or withdrawn now because
    its key may have been in other hands since `at`.
    """
    der = pem_to_der(read_public(path))
    return (
        EndedCertificate(der, at, reason)
        if reason == "rotated"
        else EndedCertificate(der, now, reason, at)
    )


def newest_lists(state_ca: Path) -> dict[str, bytes]:
    """Return the lists in a State CA's folder, by algorithm; none where it never published one."""
    return _read(state_ca / "{}.crl")


def carried_lists(keys: Path, at: datetime) -> Mapping[str, bytes]:
    """Return the lists in a key folder that speak at a moment, by algorithm."""
    found = _read(keys / layout.CERTIFICATES / "ca.{}.crl")
    return {name: pem for name, pem in found.items() if _speaks(pem, at)}


def _read(form: Path) -> dict[str, bytes]:
    places = {name: Path(str(form).format(name)) for name in ALGORITHMS}
    return {name: read_public(place) for name, place in places.items() if place.is_file()}


def _speaks(pem: bytes, at: datetime) -> bool:
    try:
        since, until = crl_period(pem)
    except Refused:
        return False
    return since <= at <= until


def _certificates(folder: Path) -> Path:
    if not (folder / layout.AUTHORITY).is_file():
        raise Refused(refusals.NO_KEY_FOLDER.because(path=str(folder)))
    return folder / layout.CERTIFICATES


def _refuse_foreign(ca: StateCa, ended: Iterable[EndedCertificate]) -> None:
    issuers = tuple(ca.certificates.values())
    for one in ended:
        if not any(ca.issued(one.certificate, issuer) for issuer in issuers):
            raise Refused(refusals.NOT_ITS_CERTIFICATE.because(state=ca.state))


def _merged(
    known: Iterable[EndedCertificate], new: Iterable[EndedCertificate]
) -> list[EndedCertificate]:
    """Return all of both; of one certificate the worse end, and the earlier moments."""
    found: dict[bytes, EndedCertificate] = {}
    for one in (*known, *new):
        before = found.get(one.certificate, one)
        dates = [at for at in (one.invalid_since, before.invalid_since) if at]
        worse = "compromised" if "compromised" in {one.reason, before.reason} else "rotated"
        earliest = min(one.at, before.at)
        invalid = min(dates, default=None)
        found[one.certificate] = EndedCertificate(one.certificate, earliest, worse, invalid)  # type: ignore[arg-type]
    return list(found.values())
