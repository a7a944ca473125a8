# SPDX-License-Identifier: Apache-2.0
"""The checks of a bundle's contents: all but those of the bundle itself.

They are made when a bundle is written, before it is signed, and again by each verifier.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial

from rogatory.directory.view.as_of import AS_PUBLISHED
from rogatory.directory.view.view import DirectoryView
from rogatory.disk import Beneath
from rogatory.errors import Refused
from rogatory.evidence.bag.earlier_forms import check_earlier, known_bags
from rogatory.evidence.checks import WHO_HAS_BAG, Check, Checklist, Undecided
from rogatory.evidence.layout import CONDITIONS, TAG_MANIFEST, TAG_SIGNATURES
from rogatory.evidence.sealed.counting_seals import CountingSeal, counting_seals
from rogatory.evidence.sealed.sealed_files import NO_SEAL, WHO_SEALED
from rogatory.evidence.trust.anchors import PackageTrust
from rogatory.evidence.trust.distrusted_algorithms import NOTHING, Distrust
from rogatory.evidence.trust.stamps import NOTHING_KNOWN, KnownMoment, StampRules
from rogatory.evidence.verification.bag_check import BagChecks
from rogatory.evidence.verification.conditions_check import check_conditions
from rogatory.evidence.verification.examined_check import check_examined, says_something
from rogatory.node.certificate.certified_package import about_as_it_is
from rogatory.node.court import layout, names
from rogatory.node.court.checks.certified import check_declared
from rogatory.node.court.checks.conditions import conditions_line, stated_conditions
from rogatory.node.court.checks.custody import check_message_events, custody_journals, run_custody
from rogatory.node.court.checks.directory_inside import DirectoryInside
from rogatory.node.court.checks.exporter import Exporter, exporter_text, find_exporter
from rogatory.node.court.checks.log_statements import BundleLogs
from rogatory.node.court.checks.messages import MessageChecks
from rogatory.node.court.checks.seal import BundleSeal, need_view, need_views
from rogatory.node.court.checks.signers import verify_as_listed
from rogatory.node.court.checks.together import check_certificates, check_together
from rogatory.node.court.hashing import HashedBag
from rogatory.node.court.reading import BundleFiles
from rogatory.node.directory.stamp_authorities import stamp_authorities
from rogatory.node.law.conditions.agreed_conditions import (
    MAY_BE_LAW,
    AgreedConditions,
    agreed_conditions,
    unagreed_conditions,
)
from rogatory.node.law.use.use_notices import UseNotice, use_notices
from rogatory.node.law.use_limits import threads_of
from rogatory.node.workstation.verification.consent_checks import protected_bag
from rogatory.node.workstation.verification.cosigned import Cosigned, proved_moment
from rogatory.node.workstation.verification.journal_checks import JournalChecks
from rogatory.node.workstation.verification.listing_judge import Views
from rogatory.node.workstation.verification.signers import Whom
from rogatory.node.workstation.verification.trust import (
    Trusted,
    entries_of,
)
from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.transcript import ThreadState
from rogatory.seal.refusals import SIGNATURE_MALFORMED
from rogatory.seal.signature_moments import SignatureMoments, earliest
from rogatory.seal.signatures import Anchors, SignedBy, claimed_holder
from rogatory.wire.canonical import Json
from rogatory.wire.words import N_, P_

FIRST = 7
"""Those before are the bundle's own."""

NO_BAG = N_("the evidence here is not as it should be; the previous check gives the reason")


@dataclass
class ContentsChecks:
    """The checks from number 3 on, in the order of `names`; everything found on the way."""

    files: BundleFiles
    beneath: Beneath
    """Below the bag; where there is none, below the bundle, and nothing asks it."""
    bag: HashedBag
    trusted: Trusted | None
    exported: datetime
    """The moment that bundle.json claims; that of judging where no timestamp proves another."""
    now: datetime | None = None
    """When the checks are made; the moment of the export where they are those of the export."""
    known: KnownMoment = NOTHING_KNOWN
    """When a timestamp over the whole bundle proves it, if one does."""
    distrust: Distrust = NOTHING
    views: Views | None = None
    """The directory as of `at`, and the newest copy known: the reader's, if that is newer."""
    at: datetime = field(init=False)
    seal: BundleSeal = field(init=False)
    messages: MessageChecks = field(init=False)
    journal: JournalChecks | None = None
    exporter: Exporter | None = None
    """The exporter, once `check_exporter` found it."""
    signed: list[SignedBy] = field(default_factory=list)
    objects: dict[int, str] = field(default_factory=dict)
    """The bag's digests: 0 as it is, else the number of an earlier form."""
    bag_digest: str = ""
    conditions: dict[str, Json] | None = None
    """The conditions of the bag, once their check read them."""
    _checks: list[Check] = field(default_factory=list)

    @cached_property
    def directory(self) -> DirectoryInside:
        """The directory in the bundle."""
        return DirectoryInside(self.files, self.trusted)

    @property
    def network(self) -> str:
        """The network of that directory."""
        return self.directory.network

    @property
    def view(self) -> DirectoryView | None:
        """The directory of the bundle as of `at`, if it holds."""
        return self.views.then if self.views else None

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(self._checks)

    def holds(self, *titles: str) -> bool:
        """Return whether each of these checks was made and holds."""
        found = {check.name: check.outcome for check in self._checks}
        return all(found.get(title) == "holds" for title in titles)

    def counting_seals(self) -> tuple[CountingSeal, ...]:
        """Return the seals that count, as the checks of the seal and of its chain found."""
        return counting_seals(
            self.seal.seal,
            self.seal.digest,
            self.seal.chain,
            signed=self.holds(names.SEAL_SIGNED),
            chained=self.holds(names.CHAIN),
        )

    def check_exporter(self, authority: str) -> str:
        """Decide that the authority that exports had the evidence (`find_exporter`)."""
        seal = self.seal.seal
        held = self.messages.in_force if self.holds(names.REQUEST, names.MESSAGES) else ()
        thread = seal.thread if seal else None
        self.exporter = find_exporter(authority, thread, self.counting_seals(), held)
        return exporter_text(self.exporter)

    def run(self) -> tuple[Check, ...]:
        self.read_directory()
        checks = Checklist(FIRST)
        checks.run(
            names.IDENTITY,
            lambda: self.directory.check_identity(self.view),
        )
        checks.run(names.DIRECTORY, lambda: self.directory.check(self.at))
        whom = self._whom()
        self.messages = MessageChecks(self.files, self.views, self.known, self._made)
        logs = BundleLogs(self.files, self.messages.folders, whom)
        self.messages.run(checks, logs.of_all_events)
        checks.run(
            names.MESSAGE_EVENTS,
            lambda: check_message_events(
                self.files,
                self.messages.folders,
                whom,
                self.view,
                self.known,
                stated=logs.of_evidence(),
            ),
        )
        self._read_seal_events()
        self.seal.run(checks, self.views, self.at, self.stamp_rules())
        self._checks += checks.checks
        self._evidence()
        rest = Checklist(self._next)
        senders = {one.seal.sender for one in self.counting_seals()}
        rest.run(
            names.TOGETHER,
            lambda: check_together(self.files, self.seal, self.messages, self.network, senders),
        )
        rest.run(names.CONDITIONS, self._conditions)
        protected = protected_bag(self.beneath, self.objects.get(0))
        self.journal = run_custody(
            rest, self.files, self.objects, whom, self.view, self.known, protected
        )
        rest.run(names.CERTIFICATES, lambda: check_certificates(self.files, need_view(self.view)))
        if self.files.has_folder(layout.CERTIFICATE):
            rest.run(names.CERTIFIED, self._certified)
        if self.view is not None:
            self.journal.run_witnessed(rest)
        self._checks += rest.checks
        self.signed += [*self.messages.signed, *self.seal.signed]
        self.signed += [one for event in self.journal.events for one in event.signed]
        return tuple(self._checks)

    @property
    def _next(self) -> int:
        return FIRST + len(self._checks)

    def read_directory(self) -> None:
        """Read the views that everything is judged by, if the directory holds.

        The moment is that of the earliest timestamp over the seal which holds, by an authority
        that the directory lists when it is read as of that moment, and the newest copy too. No
        token that was not verified has a say in it. Without one it is the export's, a claim.
        """
        self.seal = BundleSeal(self.files)
        self.at = self.exported
        published = self.directory.read(AS_PUBLISHED)
        if published is None:
            return
        newest, entries = self.directory.newest(published), entries_of(self.directory.trusted)
        rules = self._rules((published, newest))
        for at, certificate in self.seal.stamped_moments(rules):
            then = self.directory.read(at)
            if then is not None and certificate in then.tsa_certificates(at):
                self.at, self.views = at, Views(then, newest, entries)
                return
        then = self.directory.read(self.at)
        self.views = Views(then, newest, entries) if then is not None else None

    def stamp_rules(self) -> StampRules:
        """Return how timestamps are judged: by the authorities of the directory inside, and of a
        newer copy of the same directory, where one was given.
        """
        return self._rules(self.views.each if self.views else ())

    def _rules(self, views: Iterable[DirectoryView]) -> StampRules:
        each = dict.fromkeys(one for view in views for one in stamp_authorities(view))
        return StampRules(
            self._made,
            Anchors(()),
            tuple(each),
            self.distrust,
            whole=self.known,
            listed=True,
        )

    def _whom(self) -> Whom:
        return Whom(self.directory.as_trusted, Anchors(()), self.at, self.views, self._made)

    @property
    def _made(self) -> datetime:
        """When the checks are made."""
        return self.now or self.exported

    @property
    def cosigned(self) -> Cosigned | None:
        """When another State's witness saw the sender's record of the seal."""
        found = self.seal.seal
        return self.seal.sealing(self.seal.digest, found.sender) if found else None

    def _read_seal_events(self) -> None:
        """Read what the custody events record of seals: when another State saw them, as far as they hold,
        and that they were stamped.
        """
        if self.views is None:
            return
        journal = JournalChecks(
            custody_journals(self.files), {}, self._whom(), self.network, known=self.known
        )
        self.seal.sealing, self.seal.announced = journal.sealing, journal.read.announced

    def _evidence(self) -> None:
        """Check the bag: evidence's own checks, its signatures judged by the bundle's directory."""
        bag = BagChecks(self.beneath, self.bag.contents(), self._next)
        bag.before_reading()
        bag.list.run(names.BAG_SIGNED, lambda: self._bag_signed(bag))
        bag.after_reading()
        tags, faults = self.bag.contents().tags, self.bag.problems
        bag.list.run(
            names.EARLIER, lambda: check_earlier(self.beneath, tags, self._judging(), faults)
        )
        bag.list.run(names.BAG_CONDITIONS, lambda: check_conditions(self.beneath, tags, faults))
        if self.seal.first is not None:
            bag.against(self.seal.first)
        else:
            bag.list.leave((names.BAG_SEALED,), NO_SEAL, WHO_SEALED)
        if says_something(tags):
            payload = self.bag.contents().payload
            bag.list.run(names.BAG_EXAMINED, lambda: check_examined(self.beneath, tags, payload))
        self.bag_digest = bag.bag
        self.objects = known_bags(tags)
        self._checks += bag.list.checks

    def _bag_signed(self, bag: BagChecks) -> str:
        views, info = need_views(self.views), bag.need_named()
        path = f"{layout.BAG}/{TAG_MANIFEST}"
        if info.sender is None and not any(
            self.files.there(f"{layout.BAG}/{one}") for one in TAG_SIGNATURES.values()
        ):
            raise Undecided(N_("it was sealed by nobody"), N_("the person who collected it"))
        signatures = self.files.signatures(path)
        sender = info.sender or claimed_holder(signatures)
        if sender is None:
            problem = P_("no certificate in it names who signed")
            raise Refused(SIGNATURE_MALFORMED.because(algorithm="p256", problem=problem))
        sealing = None
        if self.seal.first_digest:
            sealing = self.seal.sealing(self.seal.first_digest, sender)
        # A token over the seal proves the text that names the bag, not the bag's own signatures.
        signed = verify_as_listed(
            views,
            self.files.read(path),
            signatures,
            holder=sender,
            moments=SignatureMoments(
                self.at,
                text=self.seal.proved,
                signatures=earliest(self.known.of(sender), proved_moment(sealing)),
            ),
            both=True,
        )
        self.signed += signed
        return sender

    def _judging(self) -> PackageTrust:
        """Return how earlier forms are judged, which authorities of any State signed: of whom it
        came to, too. The first seal names the bag that holds them, and proves how old they are
        at least.
        """
        need_view(self.view)
        first, whom = self.seal.first, self._whom()
        sealing = self.seal.sealing(self.seal.first_digest, first.sender) if first else None
        seen = proved_moment(sealing)
        return PackageTrust(
            whom.all_anchors(None) or Anchors(()),
            earliest(self.seal.proved, seen) or self.at,
            own=False,
            require_mldsa65=True,
            vouches=partial(whom.vouches, known=self.known),
            seen=seen,
        )

    def _conditions(self) -> str:
        if not self.files.there(f"{layout.BAG}/{CONDITIONS}"):
            raise Undecided(NO_BAG, WHO_HAS_BAG)
        self.conditions = stated_conditions(self.files)
        return conditions_line(self.conditions, self.agreed_conditions(), self.use_notices())

    def agreed_conditions(self) -> tuple[AgreedConditions, ...]:
        """Return what the messages of the bundle agree to; nothing where they do not hold."""
        return agreed_conditions(self._threads(), self.seal.seal.package if self.seal.seal else "")

    def use_notices(self) -> tuple[UseNotice, ...]:
        """Return what notices among the messages of the bundle release; nothing where they do not hold."""
        return use_notices(self._threads(), self.seal.seal.package if self.seal.seal else "")

    def unagreed_conditions(self, delivery: Envelope) -> tuple[str, ...]:
        """Return the names of the conditions of a delivery to which no message of the bundle agrees. What an
        instrument may set itself is none of them, for a bundle has no law data.
        """
        return tuple(
            name
            for one in self._threads()
            if one.standing.opening is not None and one.standing.opening.thread == delivery.thread
            for name in unagreed_conditions(one, delivery.body, MAY_BE_LAW)
        )

    def _threads(self) -> tuple[ThreadState, ...]:
        if self.seal.seal is None or not self.holds(names.REQUEST, names.MESSAGES):
            return ()
        return threads_of([folder.envelope for folder in self.messages.in_force])

    def _certified(self) -> str:
        need_view(self.view)
        if not self.files.has_folder(layout.BAG):
            raise Undecided(NO_BAG, WHO_HAS_BAG)
        if self.seal.seal is None:
            raise Undecided(NO_SEAL, WHO_SEALED)
        about = about_as_it_is(
            self.beneath, self.seal.digests, files=self.bag.files, size=self.bag.bytes
        )
        return check_declared(self.files, self._whom(), self.stamp_rules(), about)
