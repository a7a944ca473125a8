# SPDX-License-Identifier: Apache-2.0
"""Verify a court bundle: every check, by number, each with its reasons and who could settle it."""

import hashlib
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.disk import Beneath, is_plain_file, is_plain_folder
from rogatory.errors import Reason, Refused, RogatoryError, refuse_if_any
from rogatory.evidence.checks import Check, Checklist, CheckOutcome, Undecided
from rogatory.evidence.layout import TAG_MANIFEST
from rogatory.evidence.spool import Spools
from rogatory.evidence.trust.archive_list import Documents
from rogatory.evidence.trust.distrusted_algorithms import NOTHING, Distrust
from rogatory.evidence.trust.stamps import KnownMoment, StampRules, Stamps
from rogatory.evidence.trust.timestamps import judge_stamps
from rogatory.node.court import layout, names, refusals
from rogatory.node.court.checks.completeness import check_complete
from rogatory.node.court.checks.contents import ContentsChecks
from rogatory.node.court.checks.export_event import check_expected, check_exported
from rogatory.node.court.checks.exporter import WHO_EXPORTED, Exporter
from rogatory.node.court.checks.seal import SEAL_JSON, need_views
from rogatory.node.court.checks.signers import verify_as_listed
from rogatory.node.court.facts import CourtFacts, facts_of
from rogatory.node.court.hashing import HashedBag, hash_rest, read_bag
from rogatory.node.court.layout_check import check_layout
from rogatory.node.court.listing import (
    LARGEST_LISTING,
    BundleHead,
    content_digest,
    files_in,
    parse_head,
)
from rogatory.node.court.names import WITNESSED
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.report.same_pages import check_reports
from rogatory.node.workstation.progress import Progress, no_progress
from rogatory.node.workstation.refusals import CONSENT_UNREAD
from rogatory.node.workstation.verification.listing_judge import Views
from rogatory.node.workstation.verification.moment import NO_MOMENT, ProvedMoment, moment_of
from rogatory.node.workstation.verification.reliance import reliance_sentence, without
from rogatory.node.workstation.verification.rests_on import RestsOn, rests_on
from rogatory.node.workstation.verification.trust import Trusted
from rogatory.seal.signature_moments import SignatureMoments, ahead_reasons
from rogatory.seal.signatures import SignedBy
from rogatory.wire.words import N_, P_, FilledText

NO_LISTING = N_("bundle.json cannot be read")


@dataclass(frozen=True, slots=True)
class BundleVerification:
    """Every check of a bundle."""

    checks: tuple[Check, ...]
    compared: bool
    """True where something from elsewhere was given to trust."""
    package: str | None
    bag: str | None
    kind: str = "bundle"
    stamps: Stamps | None = None
    """The timestamps of the seal."""
    bundle_stamps: Stamps | None = None
    standing: str | None = None
    rests: RestsOn | None = None
    moment: ProvedMoment = NO_MOMENT
    facts: CourtFacts | None = None
    exporter: Exporter | None = None
    """The exporter, and the ground on which it had the evidence."""

    @property
    def outcome(self) -> CheckOutcome:
        """`holds` only if every check does. Whether witnesses cosigned a log later, only its State
        can show; reports in an unknown form are not compared; a consent may lie elsewhere, where
        what it was given for came out: none of these counts. One that lies here, and that nobody read,
        does.
        """
        found = {
            check.outcome
            for check in self.checks
            if check.outcome == "fails" or check.name not in _LEFT_OPEN or _is_unread(check)
        }
        if "fails" in found:
            return "fails"
        return "undecided" if "undecided" in found else "holds"

    @property
    def not_checked(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.outcome == "undecided")


def verify_bundle(
    path: Path,
    *,
    trusted: Trusted | None,
    now: datetime,
    progress: Progress = no_progress,
    distrust: Distrust = NOTHING,
) -> BundleVerification:
    """Make every check of the bundle in a folder:

    1. It is complete (the list in `check_complete`).
    2. Everything in it has a place there (the list in `check_layout`).
    3. bundle.json is signed by the authority that it names, as the bundle's directory lists it.
    4. That authority is one that can export it (`check_exporter`).
    5. The event that records the export lies in the journal, on these contents, and 6. so do the
       events without which the bundle could not be what it says (`export_event`).
    7. and on: what it holds (`ContentsChecks`), judged as of the moment that the seal's timestamp
       proves, and for each message and event at the moment that it names.

    Without `trusted` all of it is relative to the directory inside, which the check `identity` says.
    """
    with ExitStack() as stack:
        spools = stack.enter_context(Spools(None))
        beneath = stack.enter_context(Beneath(path))
        inside = beneath
        with suppress(RogatoryError):  # a bag that is not there or cannot be opened has no file
            inside = stack.enter_context(Beneath(path / layout.BAG)) if _has_bag(path) else beneath
        files = BundleFiles(path, beneath)
        bag = _bag(path, spools, progress)
        listing = _Listing(files)
        exported = listing.head.exported if listing.head else now
        contents = ContentsChecks(files, inside, bag, trusted, exported, now=now)
        contents.distrust = distrust
        outer = Checklist(1)
        whole = outer.run(names.COMPLETE, lambda: listing.complete(path, bag))
        outer.run(names.LAYOUT, lambda: check_layout(files))
        contents.read_directory()
        stamps = listing.stamps(contents.stamp_rules())
        # The list binds the files by SHA-256 alone.
        if whole and not distrust.since.keys() & {"sha-256"}:
            assert listing.head is not None
            contents.known = KnownMoment.of_list(stamps, listing.head.authority)
        inner = contents.run()
        outer.run(names.SIGNED, lambda: listing.signed(contents, stamps, now))
        listing.exported(outer, contents)
        known = contents.known.at or now
        of_seal = contents.seal.stamps

        def existed(check: str) -> datetime:
            paths = _COVERED.get(check)
            return min(known, (of_seal.proved(*paths) if paths else None) or known)

        fails = any(one.outcome == "fails" for one in (*outer.checks, *inner))
        last = Checklist(len(outer.checks) + len(inner) + 1)
        last.run(
            names.REPORTS,
            lambda: check_reports(files, inside, bag, listing.head, fails=fails),
        )
        checks = without([*outer.checks, *inner, *last.checks], distrust, existed)
    return BundleVerification(
        checks=tuple(checks),
        compared=trusted is not None,
        package=listing.head.package if listing.head else None,
        bag=contents.bag_digest or None,
        stamps=of_seal,
        bundle_stamps=stamps,
        standing=reliance_sentence(checks, distrust),
        rests=rests_on(
            trusted,
            now,
            of_bundle=True,
            network=contents.directory.first_root,
            brought=contents.view,
            vouched=contents.directory.is_vouched_for,
        ),
        moment=moment_of(
            of_seal,
            SEAL_JSON,
            contents.seal.seal.sender if contents.seal.seal else None,
            contents.cosigned,
        ),
        facts=facts_of(contents, listing.head, checks),
        exporter=contents.exporter,
    )


_LEFT_OPEN = frozenset({WITNESSED, names.REPORTS, names.CONSENTS})
"""Checks that keep nothing from holding where they are undecided."""


def _is_unread(check: Check) -> bool:
    """Decide whether a consent lies in the bundle that nobody read."""
    return any(one.code.id == CONSENT_UNREAD.id for one in check.reasons)


_COVERED: Mapping[str, tuple[str, ...]] = {
    names.SEAL_SIGNED.id: ("seal.json.p256.p7s", "seal.json.mldsa65.p7s"),
    names.SEGMENTS.id: ("segments.b3",),
}
"""Which files beside the seal a later timestamp must be over, for what a check compares."""


def _has_bag(path: Path) -> bool:
    folder = path / layout.BAG
    return is_plain_folder(folder)


def _bag(path: Path, spools: Spools, progress: Progress) -> HashedBag:
    """Hash the evidence. Where it cannot be read, the result is a bag without a file whose problems
    give the reason.
    """
    folder = path / layout.BAG
    if not _has_bag(path):
        problem = P_("it is not there")
        missing = refusals.UNREADABLE.because(path=layout.BAG, problem=problem)
        return HashedBag(folder, spools.new(), problems=[missing])
    try:
        return read_bag(folder, spools.new(), progress)
    except RogatoryError as error:
        return HashedBag(folder, spools.new(), problems=[*error.reasons])


def unlisted_documents(files: BundleFiles) -> Documents:
    """Return the files that bundle.json does not list: itself, what is over it, and the script; and all beside it
    that have the ending of a timestamp (5). A link is none (15.2).
    """
    found = tuple(
        name
        for name in files.names("")
        if (name.endswith(layout.STAMP) and "/" not in name) or not layout.is_listed_file(name)
        if is_plain_file(files.folder / name)
    )

    def read(name: str) -> bytes:
        return files.read(name, LARGEST_LISTING)

    return Documents(found, read, lambda name: hashlib.sha512(read(name)).hexdigest())


class _Listing:
    """bundle.json: read once; both checks report whether it can be read."""

    def __init__(self, files: BundleFiles) -> None:
        self._files = files
        self._data = b""
        self.head: BundleHead | None = None
        self._reasons: tuple[Reason, ...] = ()
        try:
            self._data = files.read(layout.BUNDLE, LARGEST_LISTING)
            head = parse_head(self._data)
            deque(files_in(self._data), maxlen=0)  # the list of files is of its form, too
            self.head = head
        except Refused as error:
            self._reasons = error.reasons

    def complete(self, path: Path, bag: HashedBag) -> str:
        if self.head is None:
            raise Refused(self._reasons)
        return check_complete(self._files, self._data, bag, hash_rest(path))

    def stamps(self, rules: StampRules) -> Stamps:
        """Return the timestamps over the list, and over everything that lay beside it later."""
        return judge_stamps(layout.BUNDLE, unlisted_documents(self._files), rules)

    def signed(self, contents: ContentsChecks, stamps: Stamps, now: datetime) -> str:
        """Check its timestamps and signatures, and that what it says of itself is what lies here."""
        views, head = need_views(contents.views), self.head
        if head is None:
            raise Refused(self._reasons)
        reasons = ahead_reasons(head.exported, now)
        reasons += self._about(head, contents)
        try:
            if stamps.tokens or stamps.list_reasons:
                with suppress(Undecided):
                    stamps.check()
        except Refused as refused:
            reasons += refused.reasons
        try:
            contents.signed += self._signatures(views, head, stamps)
        except Refused as refused:
            reasons += refused.reasons
        refuse_if_any(reasons)
        return head.authority

    def _signatures(self, views: Views, head: BundleHead, stamps: Stamps) -> tuple[SignedBy, ...]:
        files = (layout.BUNDLE, layout.BUNDLE + layout.P256, layout.BUNDLE + layout.MLDSA65)
        return verify_as_listed(
            views,
            self._data,
            self._files.signatures(layout.BUNDLE),
            holder=head.authority,
            moments=SignatureMoments(
                head.exported,
                text=stamps.proved(layout.BUNDLE),
                signatures=stamps.proved(*files),
            ),
        )

    def exported(self, checks: Checklist, contents: ContentsChecks) -> None:
        """Check the exporter, and the journal's record of the export."""
        head = self.head
        if head is None:
            left = (names.EXPORTER, names.EXPORTED, names.EXPECTED)
            checks.leave(left, NO_LISTING, WHO_EXPORTED)
            return
        checks.run(names.EXPORTER, lambda: contents.check_exporter(head.authority))
        checks.run(names.EXPORTED, lambda: check_exported(self._files, head, self._content()))
        checks.run(names.EXPECTED, lambda: check_expected(self._files, head, contents))

    def _content(self) -> str:
        return content_digest(files_in(self._data))

    def _about(self, head: BundleHead, contents: ContentsChecks) -> Iterator[Reason]:
        """Yield what it names otherwise than the bundle has it. What cannot be read counts as
        different.
        """
        seal = contents.seal.seal
        has_bag = TAG_MANIFEST in contents.bag.tags
        pairs = {
            "network": (head.network, contents.network),
            "package": (head.package, seal.package if seal else None),
            "bag": (head.bag, contents.bag_digest if has_bag else None),
            "seal": (head.seal, contents.seal.digest),
        }
        for name, (stated, found) in pairs.items():
            if stated != found:
                problem = FilledText(P_("bundle.json names another {name}"), name=name)
                yield refusals.NOT_TOGETHER.because(problem=problem)
