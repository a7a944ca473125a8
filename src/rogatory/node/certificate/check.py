# SPDX-License-Identifier: Apache-2.0
"""Checking that a certificate of authenticity holds and is about the given package."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from rogatory.directory.refusals import OFFICER_NOT_LISTED
from rogatory.directory.view.view import DirectoryView
from rogatory.disk import read_file, walk
from rogatory.errors import Reason, Refused, RogatoryError, refuse_if_any
from rogatory.evidence.checks import Title, Undecided
from rogatory.evidence.sealed.seal_layout import SEAL_LAYOUT, certificate_reasons
from rogatory.evidence.trust.archive_list import Documents, stamps_it
from rogatory.evidence.trust.stamps import StampRules
from rogatory.evidence.trust.timestamps import judge_stamps
from rogatory.node.certificate import refusals
from rogatory.node.certificate.document import (
    CERTIFICATE,
    FORM,
    PAGE,
    PAGES,
    SIGNATURES,
    Certificate,
    parse_certificate,
)
from rogatory.node.certificate.facts import About, Acquired
from rogatory.node.certificate.form import parse_form, statement_problems
from rogatory.seal.certificates.revocation import lists_of
from rogatory.seal.signature_moments import SignatureMoments, ahead_reasons
from rogatory.seal.signatures import (
    Anchors,
    Signatures,
    Slot,
    unknown_families,
    verify_signatures,
)
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import N_, FilledText

LAYOUT = Title("certificate-layout", SEAL_LAYOUT)
CERTIFIED = Title(
    "certificate", N_("The officer who collected the evidence certifies that it is authentic")
)
HOLDS = N_("officer {officer}, at {at}")
HOLDS_UNLISTED = N_("officer {officer}, at {at}; not compared with a register of officers")

LARGEST = 256 << 20
"""The PDF of a hundred long answers stays far below."""

MOST_FILES = 64
"""Files of a certificate's folder: a document, its signatures, certificates and timestamps;
more would only be read in vain.
"""

NO_ANCHOR = N_("what was given to trust does not speak for officer {officer}")
WHO_HAS_ANCHOR = N_("anyone with the directory, or with the State CA of {state} (--trust)")


@dataclass(frozen=True, slots=True)
class CertificateTrust:
    """The material by which a certificate is judged.

    The State CAs of the officer's State at its moments (None where they are unknown), the rule for
    its timestamp (with the moment that something else proves for the whole folder), revocation
    lists where no directory is at hand, and the available copies of the directory.
    """

    anchors: Callable[[SignatureMoments], Anchors | None]
    rules: StampRules
    lists: tuple[bytes, ...] = field(default=(), repr=False)
    copies: tuple[DirectoryView, ...] = ()
    decided: bool = False
    """True if a directory at hand names every State CA of the officer's State."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a certificate's folder by relative name, and any other entries of the folder."""

    files: Mapping[str, bytes] = field(repr=False)
    faults: tuple[Reason, ...] = ()


def read_certificate_folder(folder: Path) -> Folder:
    """Read what lies in a certificate's folder; links, empty folders and what is no file are faults."""
    found: dict[str, bytes] = {}
    faults: list[Reason] = []
    folders, used = set[bytes](), set[bytes]()
    for entry in walk(folder, faults=faults):
        name = os.fsdecode(entry.path)
        used.add(entry.path.rpartition(b"/")[0])
        if entry.is_folder:
            folders.add(entry.path)
        elif not entry.is_file or len(found) == MOST_FILES:
            faults.append(refusals.FILE.because(path=ascii(name)[1:-1]))
        else:
            try:
                found[name] = read_file(folder / name, limit=LARGEST)
            except RogatoryError as error:
                faults += error.reasons
        if len(faults) > MOST_FILES:
            break
    empty = sorted(folders - used)[:MOST_FILES]
    faults += (refusals.FILE.because(path=ascii(os.fsdecode(one))[1:-1]) for one in empty)
    return Folder(found, tuple(faults))


def check_layout(folder: Folder) -> None:
    """Decide that a certificate's folder holds nothing but what has a place there."""
    files = folder.files
    known = {CERTIFICATE, FORM, *SIGNATURES.values(), *PAGES}
    own = [name for name in files if name.startswith("certificates/")]
    strays = sorted(
        name for name in files.keys() - known - set(own) if not stamps_it(CERTIFICATE, name)
    )
    refuse_if_any(
        [
            *folder.faults,
            *(refusals.FILE.because(path=ascii(name)[1:-1]) for name in strays),
            *certificate_reasons(own, files.__getitem__),
        ]
    )


def own_certificates(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the State CAs that came along, PEM by name."""
    return {
        name: data
        for name, data in files.items()
        if name.startswith("certificates/") and name.endswith(".pem")
    }


def check_certificate(
    files: Mapping[str, bytes], about: About | None, judged: CertificateTrust
) -> str:
    """Decide that a certificate of authenticity holds.

    1. `certificate.json` is in its form, and not dated after the check; the form and the pages are
       those it names.
    2. Its timestamps, and the lists that some are over, do not fail.
    3. It is signed with certificates of the use `officer` by the officer it names, judged at its
       moment (`seal.signature_moments`); no revocation list withdrew them before.
    4. It is about this package: id, digest, seal, request, network, and collection are the same.
    5. That officer is the one who collected, and it is not dated before the collection ended.
    6. It states what its form asks, each affirmed, answered or declined with a reason.
    7. Each available copy of the directory is of its network, and its register lists the officer
       for the authority as in force then.

    `about` is None where the package is not available, or cannot be read: then 4 is left, and 5 asks what the
    certificate itself says of the collection.

    Raises:
        Refused: with every reason.
        Undecided: nothing fails, and no State CA of the officer's State is known.
    """
    certificate = parse_certificate(_need(files, CERTIFICATE))
    reasons = [*_pages(files, certificate)]  # 1
    reasons += ahead_reasons(certificate.certified, judged.rules.now)
    moments = _moments(files, certificate, judged, reasons)  # 2
    anchors, state = Anchors(()), certificate.officer[:2].upper()
    try:
        anchors = judged.anchors(moments) or anchors
    except Refused as refused:
        reasons += refused.reasons
    unknown = frozenset[Slot]() if judged.decided else unknown_families(anchors, state)
    reasons += _signature_reasons(files, certificate, judged, moments, anchors, unknown)  # 3
    if about is not None:
        reasons += _differences(certificate, about)  # 4
    reasons += _collector_reasons(certificate, (about or certificate).acquired)  # 5
    reasons += _statements(files, certificate)  # 6
    for view in judged.copies:
        reasons += _other_network(view, certificate)
        reasons += _register(view, certificate, moments)  # 7
    refuse_if_any(one for place, one in enumerate(reasons) if one not in reasons[:place])
    if unknown:
        remark = FilledText(NO_ANCHOR, officer=certificate.officer)
        raise Undecided(remark, FilledText(WHO_HAS_ANCHOR, state=state))
    verdict = HOLDS if judged.copies else HOLDS_UNLISTED
    return FilledText(verdict, officer=certificate.officer, at=format_moment(moments.at))


def _need(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise Refused(refusals.FILE.because(path=name))
    return files[name]


def _moments(
    files: Mapping[str, bytes],
    certificate: Certificate,
    judged: CertificateTrust,
    reasons: list[Reason],
) -> SignatureMoments:
    """Return when it existed and was signed: what is proved, else what it claims. A timestamp over
    it proves the text alone, one over a list its signatures too; one by an authority of which
    nothing is known proves nothing.
    """
    stamps = judge_stamps(
        CERTIFICATE, documents_of(files), judged.rules.for_signer(certificate.officer)
    )
    try:
        stamps.check()
    except Refused as refused:
        reasons += refused.reasons
    except Undecided:
        pass
    return SignatureMoments(
        certificate.certified,
        text=stamps.proved(CERTIFICATE),
        signatures=stamps.proved(CERTIFICATE, *SIGNATURES.values()),
    )


def documents_of(files: Mapping[str, bytes]) -> Documents:
    """Return all files of a certificate's folder, as lists of timestamps name them."""
    return Documents(
        tuple(files), files.__getitem__, lambda name: hashlib.sha512(files[name]).hexdigest()
    )


def _pages(files: Mapping[str, bytes], certificate: Certificate) -> Iterator[Reason]:
    listed = {**certificate.renderings, FORM: certificate.form}
    if PAGE not in listed:
        yield refusals.FILE.because(path=PAGE)
    for name, digest in listed.items():
        if name not in {*PAGES, FORM} or sha256(files.get(name, b"")) != digest:
            yield refusals.FILE.because(path=ascii(name)[1:-1][:100])
    for name in sorted((files.keys() & PAGES) - listed.keys() - {PAGE}):
        yield refusals.FILE.because(path=name)


def _signature_reasons(
    files: Mapping[str, bytes],
    certificate: Certificate,
    judged: CertificateTrust,
    moments: SignatureMoments,
    anchors: Anchors,
    unknown: frozenset[Slot],
) -> Iterable[Reason]:
    signatures = Signatures(
        files.get(SIGNATURES["p256"], b""), files.get(SIGNATURES["mldsa65"], b"")
    )
    try:
        signed = verify_signatures(
            files[CERTIFICATE],
            signatures,
            anchors=anchors,
            holder=certificate.officer,
            at=moments.at,
            require_mldsa65=True,
            use="officer",
            unknown=unknown,
        )
    except Refused as refused:
        return refused.reasons
    since = [
        entry.since
        for listing in lists_of(judged.lists, anchors.certificates, judged.rules.now)
        for one in signed
        for entry in listing.entries(one.certificate)
        if entry.counts_against(moments.at, signed=moments.signatures)
    ]
    if not since:
        return ()
    # Both certificates are of one officer: one sentence suffices.
    at = format_moment(min(since))
    return [refusals.WITHDRAWN.because(officer=certificate.officer, at=at)]


def _other_network(view: DirectoryView, certificate: Certificate) -> Iterator[Reason]:
    """Check that a certificate of an exercise's network is signed by the same officer, and serves for no
    other.
    """
    own = certificate.network
    if own not in {None, view.network}:
        yield refusals.OTHER.because(what="network", said=_shown(own), found=view.network)


def _differences(certificate: Certificate, about: About) -> Iterator[Reason]:
    pairs: list[tuple[str, object, object]] = [
        ("package", certificate.package, about.package),
        ("package digest", certificate.bag, about.bag),
        ("request", certificate.request, about.request),
    ]
    if about.seals and certificate.seal not in about.seals:
        pairs.append(("seal", certificate.seal, about.seals[0]))
    pairs.append(("network", certificate.network, about.network))
    certified, found = certificate.acquired.as_json(), about.acquired.as_json()
    compared = found.keys() - {"tool"}  # the officer's word
    pairs += [
        (f"collection ({name})", certified[name], found[name]) for name in found if name in compared
    ]
    for what, own, theirs in pairs:
        if own != theirs:
            yield refusals.OTHER.because(what=what, said=_shown(own), found=_shown(theirs))


def _shown(value: object) -> str:
    return "-" if value is None else f"{value}"[:100]


def _collector_reasons(certificate: Certificate, collected: Acquired) -> Iterator[Reason]:
    if certificate.officer != collected.officer or certificate.authority != collected.authority:
        yield refusals.NOT_COLLECTOR.because(
            collector=f"{collected.officer} of {collected.authority}",
            officer=f"{certificate.officer} of {certificate.authority}",
        )
    with suppress(Refused):
        if certificate.certified < parse_moment(collected.ended):
            at = format_moment(certificate.certified)
            yield refusals.EARLY.because(certified=at, ended=collected.ended)


def _statements(files: Mapping[str, bytes], certificate: Certificate) -> Iterator[Reason]:
    if FORM not in files:
        return
    try:
        form = parse_form(files[FORM], FORM)
    except Refused as refused:
        yield from refused.reasons
        return
    for problem in statement_problems(form, certificate.statements):
        yield refusals.STATEMENTS.because(problem=problem)


def _register(
    view: DirectoryView, certificate: Certificate, moments: SignatureMoments
) -> Iterator[Reason]:
    try:
        officers = view.register(certificate.officer[:2].upper()).officers
    except Refused as refused:
        yield from refused.reasons
        return
    own = [one for one in officers if one.number == certificate.officer]
    counting = [one for one in own if one.period.counts(moments.at, moments.signatures)]
    at = format_moment(moments.at)
    if not counting:
        yield OFFICER_NOT_LISTED.because(number=certificate.officer, at=at)
    elif not any(certificate.authority in one.authorities for one in counting):
        yield refusals.NOT_OF_AUTHORITY.because(
            officer=certificate.officer, authority=certificate.authority, at=at
        )
