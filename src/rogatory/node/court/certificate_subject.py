# SPDX-License-Identifier: Apache-2.0
"""The package that an officer certifies, or that a certificate is held against: verified, and read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from rogatory.errors import Refused
from rogatory.evidence.checks import Check, Checklist, Undecided
from rogatory.evidence.sealed.seal_chain import read_chain
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.sealed.sealed_files import sealed_files
from rogatory.evidence.trust.anchors import NOT_COMPARED, Trust, anchors_in
from rogatory.evidence.trust.archive_list import Documents
from rogatory.evidence.verification.verify import is_sealed
from rogatory.node.certificate import refusals
from rogatory.node.certificate.certified_package import about_bag, about_sealed
from rogatory.node.certificate.check import (
    CERTIFIED,
    LAYOUT,
    CertificateTrust,
    check_certificate,
    check_layout,
    own_certificates,
    read_certificate_folder,
)
from rogatory.node.certificate.document import CERTIFICATE, Certificate, parse_certificate
from rogatory.node.certificate.facts import About
from rogatory.node.court.stock_certificates import REVOCATION_LIST
from rogatory.node.workstation.journals.kept_beside import read_beside
from rogatory.node.workstation.journals.kind_of_folder import kind_of
from rogatory.node.workstation.keys.key_files import read_public
from rogatory.node.workstation.progress import Progress, no_progress
from rogatory.node.workstation.verification.rests_on import rests_on
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed
from rogatory.node.workstation.verification.signers import Whom
from rogatory.node.workstation.verification.trust import Trusted, refuse_broken_copies
from rogatory.node.workstation.verification.verdict import PackageVerification
from rogatory.node.workstation.verification.verify import verify
from rogatory.node.workstation.verification.verify_disclosure import trust_in_sender
from rogatory.seal.age import HybridIdentity, KeyIdentity
from rogatory.seal.signatures import Anchors
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, TextsInTurn

INSIDE = N_("the collection is described inside the encryption and was not compared")
NO_PACKAGE = N_("the package that it is about does not lie here")
WHO_HAS_PACKAGE = N_("anyone with the package, by `rogatory evidence verify PACKAGE --certificate`")

type ReadIdentities = Callable[[], Sequence[KeyIdentity]]


def verified_subject(
    path: Path,
    *,
    trusted: Trusted | None,
    now: datetime,
    identities: ReadIdentities | None,
    progress: Progress = no_progress,
) -> tuple[About, bytes | None]:
    """Return the facts of a bag or a sealed package, every check of which was made, and the request
    in it.

    Raises:
        Refused: a check fails; or it is sealed, and nothing is given to open it with.
    """
    found = verify(path, trusted=trusted, now=now, progress=progress)
    failing = [check.name for check in found.checks if check.outcome == "fails"]
    if failing:
        raise Refused(refusals.EVIDENCE_FAILS.because(problem=TextsInTurn.of(failing)))
    if not is_sealed(path):
        return about_bag(path, seals_beside(path))
    if identities is None:
        raise Refused(refusals.SEALED.because())
    hybrid = [one for one in identities() if isinstance(one, HybridIdentity)]
    return about_sealed(path, hybrid, trust_for_sealed(path, trusted, now).evidence)


def seals_beside(bag: Path) -> tuple[str, ...]:
    """Return the digests of the seal that was kept beside a bag, and of the earlier ones."""
    beside = read_beside(bag)
    if beside.seal is None:
        return ()
    return _chained(beside.seal, beside.documents["seal.json"], beside.stamped_documents)


def _chained(seal: Seal, data: bytes, documents: Documents) -> tuple[str, ...]:
    """Return the digest of the seal and, if they lead to it, of the earlier ones; else the check of
    the chain reports it.
    """
    try:
        return (sha256(data), *read_chain(seal, documents).digests())
    except Refused:
        return (sha256(data),)


def verify_certificate(
    path: Path, *, trusted: Trusted | None, now: datetime
) -> PackageVerification:
    """Return what can be checked of a certificate alone: all but that it is about the package."""
    refuse_broken_copies(trusted)
    certificate = _certificate(path)
    return PackageVerification(
        "certificate",
        certificate_checks(path, None, trusted=trusted, now=now, number=1),
        certificate.package if certificate else None,
        certificate.bag if certificate else None,
        trusted is not None,
        rests=rests_on(trusted, now),
    )


def certificate_checks(
    path: Path, package: Path | None, *, trusted: Trusted | None, now: datetime, number: int
) -> tuple[Check, ...]:
    """Make two checks more of a bag or a sealed package: nothing strange lies beside its
    certificate of authenticity, and that holds.
    """
    checks = Checklist(number)
    folder = read_certificate_folder(path)
    checks.run(LAYOUT, lambda: check_layout(folder))
    checks.run(CERTIFIED, lambda: _held_against(folder.files, package, trusted, now))
    return tuple(checks.checks)


def _certificate(folder: Path) -> Certificate | None:
    try:
        return parse_certificate(read_public(folder / CERTIFICATE))
    except Refused:
        return None


def _held_against(
    files: Mapping[str, bytes], package: Path | None, trusted: Trusted | None, now: datetime
) -> str:
    certificate = parse_certificate(files.get(CERTIFICATE, b""))
    own = anchors_in(own_certificates(files))
    whom = Whom(trusted, own, now)
    state = certificate.officer[:2].upper()
    about = None
    if package is not None and kind_of(package) == "bag":
        about, _request = about_bag(package, seals_beside(package))
    lists = tuple(_revocation_lists(files, package))
    judged = CertificateTrust(
        lambda moments: whom.anchors(state, moments),
        _stamp_trust(whom, certificate.officer).stamp_rules(own, lists),
        lists if whom.both is None else (),
        whom.both.each if whom.both and whom.registers else (),
        whom.decides(state),
    )
    lines = [check_certificate(files, about, judged)]
    if package is None:
        raise Undecided(TextsInTurn.of([*lines, NO_PACKAGE]), WHO_HAS_PACKAGE)
    if about is None:
        _refuse_other_seal(certificate, package)
        lines.append(INSIDE)
    if trusted is None:
        lines.append(NOT_COMPARED)
    return TextsInTurn.of(lines)


def _stamp_trust(whom: Whom, officer: str) -> Trust:
    """Return how timestamps are judged; by nothing where what was given does not speak for the State."""
    try:
        return trust_in_sender(whom, officer)
    except Refused:
        return Trust(whom.at, Anchors(()))


def _revocation_lists(files: Mapping[str, bytes], package: Path | None) -> Iterator[bytes]:
    """Yield those that came along with the certificate, and those that lie beside the package."""
    beside: Mapping[str, bytes] = {}
    if package is not None and is_sealed(package):
        with sealed_files(package) as sealed:
            beside = sealed.revocation_lists()
    elif package is not None:
        beside = read_beside(package).documents
    for name, data in (*files.items(), *beside.items()):
        if name.endswith(REVOCATION_LIST):
            yield data


def _refuse_other_seal(certificate: Certificate, sealed: Path) -> None:
    with sealed_files(sealed) as files:
        data = files.small("seal.json")
        seal = parse_seal(data)
        seals = _chained(seal, data, files.documents())
    pairs = [("package", certificate.package, seal.package), ("bag", certificate.bag, seal.bag)]
    if certificate.seal not in seals:
        pairs.append(("seal", str(certificate.seal), sha256(data)))
    reasons = [
        refusals.OTHER.because(what=what, said=stated, found=found)
        for what, stated, found in pairs
        if stated != found
    ]
    if reasons:
        raise Refused(reasons)
