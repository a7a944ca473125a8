# SPDX-License-Identifier: Apache-2.0
"""Write a court bundle: whole, checked and signed, or not at all."""

import heapq
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import LONGEST_REASON, is_text
from rogatory.custody.journal.journal import Journal
from rogatory.directory.view.view import DirectoryView
from rogatory.disk import Beneath, PartialFolder, replace
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Check
from rogatory.evidence.opening.listing import given_of_bag
from rogatory.evidence.options import Stamp
from rogatory.evidence.spool import Spools
from rogatory.evidence.verification.bag_check import HashedFile
from rogatory.evidence.verification.conditions_check import GivenConditions
from rogatory.node.certificate.check import read_certificate_folder
from rogatory.node.court import layout, refusals
from rogatory.node.court.check_sh import check_script
from rogatory.node.court.checks.conditions import stated_conditions
from rogatory.node.court.checks.contents import ContentsChecks
from rogatory.node.court.hashing import HashedBag, hash_rest, read_bag
from rogatory.node.court.listing import BundleHead, build_listing, content_digest, sums
from rogatory.node.court.material import CourtMaterial
from rogatory.node.court.placing import (
    message_files,
    place_bag,
    place_files,
    signature_files,
)
from rogatory.node.court.placing_custody import place_consents, place_journals
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.report.subject import Report
from rogatory.node.court.report.write import RequestedReports, need_fonts_for, written
from rogatory.node.court.stock_certificates import revocation_lists, stock_certificates
from rogatory.node.court.stock_commands import ALGORITHMS, SignedFile
from rogatory.node.law.use_limits import IntendedUse, threads_of
from rogatory.node.law.ways_out import WayOut
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.journals.folders import bag_journal, journal_at
from rogatory.node.workstation.progress import Progress, no_progress
from rogatory.node.workstation.under_conditions import (
    Allowed,
    acts_before,
    is_restricted_to_police,
    leave,
    with_purpose,
)
from rogatory.requests.envelope import parse_message
from rogatory.seal.signatures import SignedBy
from rogatory.treaty.law import Law
from rogatory.wire.digests import sha256
from rogatory.wire.empty_words import says_something
from rogatory.wire.words import P_


@dataclass(frozen=True, slots=True)
class CourtExport:
    """The export of a bundle: its contents, the exporter and the purpose."""

    bag: Path
    material: CourtMaterial
    actor: Actor
    reason: str
    stamp: Stamp | None = None
    certificate: Path | None = None
    """The folder of the collecting officer's certificate of authenticity."""
    reports: RequestedReports = field(default_factory=RequestedReports)
    lists: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The newest revocation lists of the exporting State (PEM), by any name."""
    consents: tuple[Path, ...] = ()
    """Folders in which consents lie that events name, beside that of the bag."""
    use: IntendedUse = field(default_factory=IntendedUse)
    """The purpose of the export, where it is not the one for which the evidence was given."""
    law: Law | None = None
    """The law of the own State, which decides whether the instrument limits the use."""

    @property
    def stated_reason(self) -> str:
        """The reason, with the purpose that was named: the bundle and its event state both."""
        return with_purpose(self.reason, self.use.proceedings, self.use.organisation) or ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A new bundle. `checks` are those from number 3 on, as they were when it was written."""

    folder: Path
    package: str
    bag: str
    seal: str
    root: str
    files: int
    bytes: int
    items: int
    listed: int
    checks: tuple[Check, ...]
    not_handed_in: tuple[Reason, ...]


def write_bundle(
    export: CourtExport,
    out: Path,
    *,
    discard_unfinished: bool = False,
    progress: Progress = no_progress,
) -> Bundle:
    """Write the bundle at `out`.

    1. The evidence and everything about it is put in place; every file is read and hashed, and
       every check of what the bundle holds is made. Police information is not exported where that was
       agreed to, nor what
       is to be used, or to go on, beyond what its giver allowed.
    2. The export is recorded in the bag's journal, and in the node's log where there is a line.
    3. The checks are made once more, over what is going to be signed.
    4. Report, script, list and signatures are written.

    Raises:
        Refused: with every reason of 1 (nothing is recorded then) or 3; no reason was given, or one
            that no event holds; no font has the letters of a language (before 1).
        Unreachable: the disk is full or fails. Nothing is left at `out` in either case; an export
            that was recorded stays recorded.
    """
    if not says_something(export.reason):
        raise Refused(refusals.NO_REASON.because())
    if not is_text(export.stated_reason):
        raise Refused(refusals.REASON_FORM.because(limit=LONGEST_REASON))
    need_fonts_for(export.reports)
    with (
        PartialFolder(out.absolute(), private=True, remove_leftover=discard_unfinished) as partial,
        Spools(partial.path) as spools,
    ):
        folder = Path(os.fsdecode(partial.path))
        place_bag(export.bag, folder / layout.BAG)  # 1
        hashed = read_bag(folder / layout.BAG, spools.new(), progress)
        _place_documents(folder, export.material)
        if export.certificate is not None:
            declared = read_certificate_folder(export.certificate).files
            place_files(folder / layout.CERTIFICATE, declared)
        place_journals(folder, export.bag, export.material.events)
        place_consents(folder, [export.bag.absolute().parent, *export.consents])
        with Beneath(folder) as beneath, Beneath(folder / layout.BAG) as inside:
            making = _Making(export, folder, BundleFiles(folder, beneath), inside, hashed)
            before = making.checked()
            if is_kept_from_evidence(export, making.files, before):
                refuse_police_information(making.files)
            warnings = warnings_of(export, making.files, before)
            making.place_certificates(before)
            event, problems = _recorded(export, before.bag_digest, making.content(), warnings)  # 2
            place_journals(folder, export.bag, export.material.events)
            return making.finish(out, event, problems)


def refuse_police_information(files: BundleFiles) -> None:
    """Refuse what the sending authority's conditions keep from being evidence (article 47)."""
    if stated_conditions(files).get("police_information_only"):
        raise Refused(refusals.POLICE_INFORMATION.because())


def is_kept_from_evidence(
    export: CourtExport, files: BundleFiles, contents: ContentsChecks
) -> bool:
    """Decide whether the mark of a package as police information binds: decision 113."""
    given, allowed, giver = _given(export, files, contents)
    return is_restricted_to_police(WayOut.BUNDLE, given, export.actor, allowed=allowed, giver=giver)


def warnings_of(
    export: CourtExport, files: BundleFiles, contents: ContentsChecks
) -> tuple[Reason, ...]:
    """Return what the conditions ask that nothing enforces; refuses a use or an onward transfer
    that the State that gave the evidence has not allowed.
    """
    given, allowed, giver = _given(export, files, contents)
    return leave(WayOut.BUNDLE, given, export.actor, allowed=allowed, giver=giver)


def _given(
    export: CourtExport, files: BundleFiles, contents: ContentsChecks
) -> tuple[GivenConditions, Allowed, str | None]:
    """Return the conditions in the bag, what messages allow beyond them, and who gave it."""
    threads = threads_of([parse_message(one.message) for one in export.material.messages])
    seal = contents.seal.seal
    return (
        given_of_bag(files.folder / layout.BAG),
        Allowed(export.use, lambda _package: threads, export.law),
        seal.sender if seal else None,
    )


def _place_documents(folder: Path, material: CourtMaterial) -> None:
    files = {f"{layout.SEAL}/{name}": data for name, data in _seal_documents(material).items()}
    files |= {f"{layout.DIRECTORY}/{path}": data for path, data in material.directory.items()}
    number = 0
    for message in material.messages:
        if message.digest == material.request:
            place = layout.REQUEST
        else:
            number += 1
            place = f"{layout.MESSAGES}/{number:04d}"
        files |= {f"{place}/{name}": data for name, data in message_files(message).items()}
    place_files(folder, files)


def _seal_documents(material: CourtMaterial) -> dict[str, bytes]:
    """Return what lies beside the seal, but for the journal, which the bag's own continues."""
    return {
        name: data
        for name, data in material.documents.items()
        if not name.startswith(f"{layout.CUSTODY}/")
    }


def _recorded(
    export: CourtExport, bag: str, content: str, warnings: Sequence[Reason]
) -> tuple[str, tuple[Reason, ...]]:
    """Record the export, so that none is made without a record; return the event's digest and the
    warnings.
    """
    journal = journal_at(bag_journal(export.bag.absolute()))
    for warned in acts_before(export.actor, warnings):
        export.actor.record(journal, warned, of=bag, basis=export.material.request)
    entry = export.actor.record(
        journal,
        act(
            "bundle-exported",
            content=content,
            recipients=[export.use.recipient] if export.use.recipient else None,
            purpose=export.stated_reason,
        ),
        of=bag,
        basis=export.material.request,
    )
    return entry.digest, export.actor.hand_in(Journal(journal.folder))


class _Making:
    """A bundle in the making, its evidence and documents in place."""

    def __init__(
        self,
        export: CourtExport,
        folder: Path,
        files: BundleFiles,
        inside: Beneath,
        hashed: HashedBag,
    ) -> None:
        self._export, self._folder, self.files = export, folder, files
        self._inside, self._hashed = inside, hashed
        self._at = export.actor.clock().replace(microsecond=0)

    def checked(self) -> ContentsChecks:
        """Make every check of what lies here by now; refuse with every reason of those that fail."""
        contents = ContentsChecks(self.files, self._inside, self._hashed, None, self._at)
        contents.run()
        refuse_if_any(
            reason
            for check in contents.checks
            if check.outcome == "fails"
            for reason in check.reasons
        )
        return contents

    def place_certificates(self, contents: ContentsChecks) -> None:
        """Place the certificates of everybody who signed something here, and of who exports."""
        keys = self._export.actor.keys
        own = [
            SignedBy(keys.holder, algorithm, der, self._at)
            for algorithm, der in keys.certificates.items()
        ]
        files = stock_certificates(
            _held(contents), [*contents.signed, *own], contents.seal.all_tokens()
        )
        carried = self.files.files(f"{layout.SEAL}/{layout.CERTIFICATES}")
        # Those of the seal spoke when it was made, which newer ones of the same State may not.
        files |= revocation_lists(_held(contents), self._export.lists)
        files |= revocation_lists(_held(contents), carried)
        place_files(self._folder / layout.CERTIFICATES, files)

    def content(self) -> str:
        """Return what is exported, as the event names it."""
        return content_digest(_merged(hash_rest(self._folder).files, self._hashed))

    def finish(self, out: Path, event: str, problems: tuple[Reason, ...]) -> Bundle:
        contents = self.checked()
        signed = self._signed_file()
        report = Report(
            contents,
            self._hashed,
            self._export.actor.keys.holder,
            self._export.actor.officer,
            self._export.stated_reason,
            self._at,
            signed,
        )
        reports = written(report, self._export.reports)
        made = {layout.REPORT_JSON: reports.made.encoded()}
        place_files(self._folder, reports.files | made)
        self._write_script()
        listed = self._list(contents, event)
        return Bundle(
            folder=out,
            package=contents.seal.seal.package if contents.seal.seal else "",
            bag=contents.bag_digest,
            seal=contents.seal.digest,
            root=contents.network,
            files=self._hashed.files,
            bytes=self._hashed.bytes,
            items=self._hashed.files,
            listed=listed,
            checks=contents.checks,
            not_handed_in=problems,
        )

    def _signed_file(self) -> SignedFile:
        keys = self._export.actor.keys
        algorithms = tuple(name for name in ALGORITHMS if name in keys.certificates)
        return SignedFile(layout.BUNDLE, keys.holder, self._at, algorithms)

    def _list(self, contents: ContentsChecks, event: str) -> int:
        """Write SHA256SUMS, bundle.json over all, and its signatures."""
        rest = hash_rest(self._folder).files
        place_files(self._folder, {layout.SUMS: sums(_merged(rest, self._hashed))})
        rest = [*rest, *_one(self._folder / layout.SUMS)]
        rest.sort(key=lambda found: found[0].encode())
        export, seal = self._export, contents.seal.seal
        head = BundleHead(
            authority=export.actor.keys.holder,
            officer=export.actor.officer,
            reason=export.stated_reason,
            exported=self._at,
            network=contents.network,
            package=seal.package if seal else "",
            bag=contents.bag_digest,
            seal=contents.seal.digest,
            event=event,
        )
        listing = build_listing(head, _merged(rest, self._hashed))
        signatures = export.actor.keys.sign(listing, self._at)
        files = {layout.BUNDLE: listing, **signature_files(layout.BUNDLE, signatures)}
        if export.stamp is not None:
            token = export.stamp(bytes.fromhex(sha256(listing)))
            files[layout.BUNDLE + layout.STAMP] = token
        place_files(self._folder, files)
        return len(rest) + self._hashed.files + len(self._hashed.tags)

    def _write_script(self) -> None:
        place = self._folder / layout.CHECK_SH
        replace(place, check_script())
        place.chmod(0o755)


def _held(contents: ContentsChecks) -> DirectoryView:
    """Return the directory that the bundle carries; that it holds was checked."""
    if contents.view is None:
        raise Refused(refusals.UNREADABLE.because(path=layout.DIRECTORY, problem=P_("it is empty")))
    return contents.view


def _merged(rest: Iterable[HashedFile], hashed: HashedBag) -> Iterable[HashedFile]:
    return heapq.merge(rest, hashed.all(), key=lambda found: found[0].encode())


def _one(path: Path) -> list[HashedFile]:
    data = path.read_bytes()
    return [(path.name, sha256(data), len(data))]
