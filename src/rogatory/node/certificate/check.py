# SPDX-License-Identifier: Apache-2.0
"""Whether a certificate of authenticity holds, and is about the package at hand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rogatory.directory.view import View
from rogatory.disk import faults_at, read_file
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Title
from rogatory.evidence.seal_layout import certificate_reasons
from rogatory.node.certificate import refusals
from rogatory.node.certificate.document import (
    CERTIFICATE,
    FORM,
    SIGNATURES,
    STAMP,
    Certificate,
    parse_certificate,
)
from rogatory.node.certificate.facts import About
from rogatory.node.certificate.form import parse_form, statement_problems
from rogatory.seal.refusals import CERTIFICATE_CHAIN, TIMESTAMP_UNKNOWN_AUTHORITY
from rogatory.seal.revocation import lists_of
from rogatory.seal.signatures import Anchors, Signatures, SignedBy, verify_signatures
from rogatory.seal.timestamps import verify_token
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import N_, Said

CERTIFIED = Title(
    "certificate", N_("The officer who collected the evidence certifies that it is authentic")
)
HOLDS = N_("officer {officer}, at {at}")
HOLDS_UNLISTED = N_("officer {officer}, at {at}; not compared with a register of officers")

LARGEST = 16 << 20
"""The PDF of a hundred long answers stays far below."""

MOST_FILES = 64

_LIST = re.compile(r"certificates/[A-Za-z0-9._-]{1,100}\.crl\Z", re.ASCII)
"""A revocation list may be added later: it takes weight away, and gives none."""

_UNKNOWN = frozenset({TIMESTAMP_UNKNOWN_AUTHORITY.id, CERTIFICATE_CHAIN.id})


@dataclass(frozen=True, slots=True)
class Judged:
    """By what a certificate is judged: State CAs of the officer's State (and timestamp
    authorities), revocation lists, and, where one is at hand, the directory.
    """

    anchors: Anchors
    lists: tuple[bytes, ...] = field(default=(), repr=False)
    view: View | None = None


def read_certificate_folder(folder: Path) -> dict[str, bytes]:
    """The files of a certificate's folder, by relative name."""
    found: dict[str, bytes] = {}
    with faults_at(folder):
        paths = sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    for path in paths[: MOST_FILES + 1]:
        name = str(path.relative_to(folder))
        if path.is_symlink() or not path.is_file() or len(found) == MOST_FILES:
            raise Refused(refusals.FILE.because(path=ascii(name)[1:-1]))
        found[name] = read_file(path, limit=LARGEST)
    return found


def own_certificates(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The State CAs that came along, PEM by name."""
    return {
        name: data
        for name, data in files.items()
        if name.startswith("certificates/") and name.endswith(".pem")
    }


def check_certificate(files: Mapping[str, bytes], about: About | None, judged: Judged) -> str:
    """Decide that a certificate of authenticity holds.

    1. `certificate.json` is in its form; the renderings and the form are those it names, and no
       other file lies there but signatures, timestamp and certificates.
    2. It is signed with certificates of the use `officer` by the officer it names, judged at its
       timestamp, else at the moment it claims; no revocation list withdrew them before.
    3. It is about this package: id, digest, seal, request, network, and collection are the same.
    4. That officer is the one who collected, and it is not of before the collection ended.
    5. It states what its form asks, each affirmed, answered or declined with a reason.
    6. Where a register is at hand, it lists the officer for the authority as in force then.

    `about` is None where the package is not at hand, or cannot be read: then 3 and 4 are left.

    Raises:
        Refused: with every reason.
    """
    certificate = parse_certificate(_need(files, CERTIFICATE))
    reasons = [*_files(files, certificate)]  # 1
    at, proven = _moment(files, certificate, judged, reasons)
    reasons += _signature_reasons(files, certificate, judged, at, proven=proven)  # 2
    if about is not None:
        reasons += _differences(certificate, about)  # 3, 4
    reasons += _statements(files, certificate)  # 5
    if judged.view is not None:
        reasons += _register(judged.view, certificate, at, proven=proven)  # 6
    refuse_if_any(reasons)
    told = HOLDS if judged.view is not None else HOLDS_UNLISTED
    return Said(told, officer=certificate.officer, at=format_moment(at))


def _need(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise Refused(refusals.FILE.because(path=name))
    return files[name]


def _moment(
    files: Mapping[str, bytes], certificate: Certificate, judged: Judged, reasons: list[Reason]
) -> tuple[datetime, bool]:
    """When it existed: what a timestamp proves, else what it claims. One by an authority of which
    nothing is known proves nothing; one that was made over something else is a reason.
    """
    if STAMP in files:
        digest = bytes.fromhex(sha256(files[CERTIFICATE]))
        try:
            return verify_token(files[STAMP], digest, anchors=judged.anchors).at, True
        except Refused as refused:
            if not set(refused.codes) <= _UNKNOWN:
                reasons += refused.reasons
    return certificate.certified, False


def _files(files: Mapping[str, bytes], certificate: Certificate) -> Iterator[Reason]:
    known = {CERTIFICATE, STAMP, *SIGNATURES.values(), *own_certificates(files)}
    known |= {name for name in files if _LIST.match(name)}
    listed = {**certificate.renderings, FORM: certificate.form}
    for name, digest in listed.items():
        if sha256(files.get(name, b"")) != digest:
            yield refusals.FILE.because(path=name)
    for name in sorted(files.keys() - known - listed.keys()):
        yield refusals.FILE.because(path=ascii(name)[1:-1])
    own = [name for name in files if name.startswith("certificates/")]
    yield from certificate_reasons(own, files.__getitem__)


def _signature_reasons(
    files: Mapping[str, bytes],
    certificate: Certificate,
    judged: Judged,
    at: datetime,
    *,
    proven: bool,
) -> Iterable[Reason]:
    signatures = Signatures(
        files.get(SIGNATURES["p256"], b""), files.get(SIGNATURES["mldsa65"], b"")
    )
    try:
        signed = verify_signatures(
            files[CERTIFICATE],
            signatures,
            anchors=judged.anchors,
            holder=certificate.officer,
            at=at,
            require_mldsa65=True,
            use="officer",
        )
    except Refused as refused:
        return refused.reasons
    return _withdrawn(signed, certificate, judged, at, proven=proven)


def _withdrawn(
    signed: tuple[SignedBy, ...],
    certificate: Certificate,
    judged: Judged,
    at: datetime,
    *,
    proven: bool,
) -> list[Reason]:
    found: list[Reason] = []
    for listing in lists_of(judged.lists, judged.anchors.certificates):
        for one in signed:
            entry = listing.entry(one.certificate)
            if entry is not None and entry.counts_against(at, proven=proven):
                since = format_moment(entry.since)
                found.append(refusals.WITHDRAWN.because(officer=certificate.officer, at=since))
    return found[:1]  # both certificates are of one officer: one sentence tells it


def _differences(certificate: Certificate, about: About) -> Iterator[Reason]:
    pairs: list[tuple[str, object, object]] = [
        ("package", certificate.package, about.package),
        ("package digest", certificate.bag, about.bag),
        ("request", certificate.request, about.request),
    ]
    if about.seals and certificate.seal is not None and certificate.seal not in about.seals:
        pairs.append(("seal", certificate.seal, about.seals[0]))
    if about.network is not None:
        pairs.append(("network", certificate.network, about.network))
    said, found = certificate.acquired.as_json(), about.acquired.as_json()
    pairs += [(f"collection ({name})", said[name], found[name]) for name in found]
    for what, own, theirs in pairs:
        if own != theirs:
            yield refusals.OTHER.because(what=what, said=f"{own}"[:100], found=f"{theirs}"[:100])
    collected = about.acquired
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
    view: View, certificate: Certificate, at: datetime, *, proven: bool
) -> Iterator[Reason]:
    try:
        record = view.officer(certificate.officer, at, proven=proven)
    except Refused as refused:
        yield from refused.reasons
        return
    if certificate.authority not in record.authorities:
        yield refusals.NOT_OF_AUTHORITY.because(
            officer=certificate.officer, authority=certificate.authority, at=format_moment(at)
        )
