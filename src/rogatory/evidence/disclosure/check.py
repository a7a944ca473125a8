# SPDX-License-Identifier: Apache-2.0
"""Check that a disclosure is part of the signed package, and complete."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rogatory.disk import Beneath, is_plain_folder
from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence.bag.texts import parse_bag_info
from rogatory.evidence.checks import Checklist, Title, Undecided
from rogatory.evidence.disclosure import layout, refusals
from rogatory.evidence.disclosure.disclosure_files import DisclosureFiles
from rogatory.evidence.disclosure.document import (
    LARGEST_DISCLOSURE,
    DisclosedDocument,
    Disclosure,
    parse_disclosure,
)
from rogatory.evidence.disclosure.document_checks import (
    document_reasons,
    documents_placed,
    unlisted_documents,
)
from rogatory.evidence.disclosure.item_checks import WHO_DISCLOSED, ItemChecks, first
from rogatory.evidence.disclosure.package_checks import (
    CONDITIONS_STATED,
    PACKAGE,
    PACKAGE_SIGNED,
    conditions_stated,
    package_documents,
    package_signed,
)
from rogatory.evidence.disclosure.party import PARTY, check_party
from rogatory.evidence.disclosure.same_seal import SEALED, same_package
from rogatory.evidence.layout import (
    BAG_INFO,
    TAG_MANIFEST,
)
from rogatory.evidence.options import ReportProgress, no_progress
from rogatory.evidence.sealed.earlier_seals import SignedLink
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.evidence.sealed.seal_layout import SEAL_LAYOUT
from rogatory.evidence.sealed.sealed_files import (
    SEGMENT_LIST,
    WHOLE,
    SealChecks,
)
from rogatory.evidence.spool import Spools
from rogatory.evidence.trust.anchors import PackageTrust, Trust, judging_for
from rogatory.evidence.trust.stamps import KnownMoment, Stamps
from rogatory.evidence.trust.timestamps import judge_stamps
from rogatory.seal.signature_moments import SignatureMoments, ahead_reasons
from rogatory.seal.signatures import Anchors, SignedBy
from rogatory.wire.words import N_, P_, FilledText

FORM = Title("disclosure-form", N_("The disclosure is in its form, and nothing in it is too much"))
SIGNED = Title("disclosure-signed", N_("The disclosure is signed by who made it"))
PROVED = Title("disclosure-proved", N_("Every item is in the signed package"))
FILES = Title("disclosure-files", N_("Every file is the one in the package, in full"))

NO_ANCHORS = N_("what was given to trust does not speak for {authority}")
WHO_HAS_THEM = N_("anyone with the directory, or with the State CA of {state} (--trust)")
NOT_READ = N_("disclosure.json cannot be read")


class DisclosureChecks:
    """In order:

    1. `disclosure.json` is in its form; every document it lists is there with its digest; every
       file of an item is there, and nothing else is, nor a folder without a file.
    2. It is signed by its authority.
    3. The seal, where it is handed over, is in its form, 4. stamped, 5. signed by its sender (and
       so are those it replaces, where it does), and 6. names this package's tag manifest.
    7. The tag manifest is signed by the package's sender, judged at the stamped time.
    8. `items-root.txt`, and `bag-info.txt` and `conditions.json` where handed over, have the
       digests in the tag manifest, and disclosure.json says what they say.
    9. Every line of `items.jsonl` is proved against the items root; they are in order, each once.
    10. Every item's file has size and digest of its line; an item without data has none.
    11. The conditions of use are stated, those of `conditions.json` where that is handed over.
    12. The discloser's State gave the evidence or was given it (`party.check_party`).
    13. Each document has a place in a disclosure, and is what its name says (`seal_layout`).

    A timestamp over `disclosure.json` proves all that it lists, the signatures of package and seal
    included, once 1 holds.

    `trust` judges who sealed, `discloser` (at the moments of `disclosure.json`) who discloses; None
    where nothing speaks for him: all is asked of his signatures then but the issuer.
    """

    def __init__(
        self,
        folder: Path,
        beneath: Beneath,
        spools: Spools,
        trust: Trust,
        discloser: Callable[[SignatureMoments], Trust | None],
    ) -> None:
        self._folder, self._beneath = folder, beneath
        self._files = DisclosureFiles(folder, beneath)
        self._trust, self._discloser = trust, discloser
        self.list = Checklist()
        self.disclosure: Disclosure | None = None
        self.own_stamps = Stamps(layout.DISCLOSURE)
        self.signed_as: dict[str, tuple[SignedBy, ...]] = {}
        self._data = b""
        self._seal: SealChecks | None = None
        self._items = ItemChecks(folder, beneath, spools.new())

    @property
    def signed(self) -> list[SignedBy]:
        """Every signature that holds: the discloser's, the seal's, and the package's."""
        return [one for found in self.signed_as.values() for one in found]

    @property
    def seal(self) -> Seal | None:
        """The seal, where one is handed over and can be read."""
        return self._seal.seal if self._seal else None

    @property
    def stamps(self) -> Stamps | None:
        """The timestamps of the seal, where one is there."""
        return self._seal.stamps if self._seal else None

    @property
    def earlier_signed(self) -> tuple[SignedLink, ...]:
        """The signers of the seals before that one, where they are handed over."""
        return self._seal.earlier_signed if self._seal else ()

    @property
    def chain_unsigned(self) -> bool:
        """True if the signature of an earlier seal is undecided."""
        return self._seal.chain_unsigned if self._seal else False

    def run(self, progress: ReportProgress = no_progress, *, files: bool = True) -> None:
        """Make them; without `files`, all but 10, for who has just written them."""
        whole = self.list.run(FORM, self._form)
        self.own_stamps = self._own_stamps()
        if whole and not self._trust.distrust.since.keys() & {"sha-256"}:
            # It binds what it lists by SHA-256 alone.
            assert self.disclosure is not None
            known = KnownMoment.of_list(self.own_stamps, self.disclosure.authority)
            self._trust = replace(self._trust, whole=known)
        if self.disclosure is None:
            self.list.leave((SIGNED,), NOT_READ, WHO_DISCLOSED)
            self._sealed()
            rest = (PACKAGE_SIGNED, PACKAGE, PROVED, FILES, CONDITIONS_STATED, PARTY, SEAL_LAYOUT)
            self.list.leave((SEALED, *rest), NOT_READ, WHO_DISCLOSED)
            return
        disclosure = self.disclosure
        self.list.run(SIGNED, lambda: self._signed(disclosure))
        checks = self._sealed()
        self.list.run(SEALED, lambda: same_package(disclosure, checks))
        self.list.run(PACKAGE_SIGNED, lambda: self._package_signed(disclosure))
        self.list.run(PACKAGE, lambda: package_documents(self._files, disclosure))
        self.list.run(PROVED, lambda: self._items.prove(disclosure))
        if files:
            self.list.run(FILES, lambda: self._items.hash(disclosure, progress))
        self.list.run(CONDITIONS_STATED, lambda: self._conditions(disclosure))
        self.list.run(PARTY, lambda: self._party(disclosure))
        self.list.run(SEAL_LAYOUT, lambda: documents_placed(self._files, disclosure))

    def _conditions(self, disclosure: Disclosure) -> None:  # 11
        conditions_stated(self._files, disclosure, self._items.elsewhere)

    def _form(self) -> None:  # 1
        self._data = self._files.read(layout.DISCLOSURE, LARGEST_DISCLOSURE)
        disclosure = parse_disclosure(self._data)
        self.disclosure = disclosure
        listed = {one.path: one for one in disclosure.documents}
        listed |= {name: DisclosedDocument(name, "", 0) for name in layout.NOT_LISTED}
        reasons = first(document_reasons(self._folder, listed))
        items = listed.get(layout.ITEMS)
        if items is None or items.sha256 != disclosure.selection:
            problem = P_("the size or digest differs")
            reasons.append(refusals.CHANGED.because(path=layout.ITEMS, problem=problem))
        refuse_if_any(reasons)

    def _own_stamps(self) -> Stamps:
        rules = self._trust.stamp_rules(self._files.anchors())
        return judge_stamps(
            layout.DISCLOSURE, unlisted_documents(self._folder, self._beneath), rules
        )

    @property
    def known(self) -> datetime | None:
        """When what the package's signer signed, and `disclosure.json` lists, is proved to have existed."""
        return self._trust.whole.of(self.disclosure.sender if self.disclosure else None)

    def moments(self, claimed: datetime) -> SignatureMoments:
        """Return when `disclosure.json` existed and was signed."""
        stamps = self.own_stamps
        return SignatureMoments(
            claimed,
            text=stamps.proved(layout.DISCLOSURE),
            signatures=stamps.proved(layout.DISCLOSURE, *layout.SIGNATURES.values()),
        )

    def _signed(self, disclosure: Disclosure) -> str | None:  # 2
        reasons = ahead_reasons(disclosure.disclosed, self._trust.now)
        if self.own_stamps.tokens or self.own_stamps.list_reasons:
            try:
                self.own_stamps.check()
            except Undecided:
                pass
            except Refused as refused:
                reasons += refused.reasons
        signatures = self._files.signatures(layout.DISCLOSURE)
        # The moment that it claims does not count: a signer can write any.
        discloser = self._discloser(self.moments(self._trust.now))
        judging = judging_for(
            discloser or replace(self._trust, anchors=Anchors(()), listed=False),
            self._files.anchors(),
            self.own_stamps,
            (),
            layout.SIGNATURES.values(),
        )
        try:
            signed = judging.signatures(self._data, signatures, disclosure.authority)
        except Undecided as undecided:
            refuse_if_any(reasons)
            if discloser is not None:
                raise
            state = disclosure.authority[:2].upper()
            remark = FilledText(NO_ANCHORS, authority=disclosure.authority)
            raise Undecided(remark, FilledText(WHO_HAS_THEM, state=state)) from undecided
        except Refused as refused:
            raise Refused([*reasons, *refused.reasons]) from refused
        refuse_if_any(reasons)
        self.signed_as["discloser"] = signed
        return judging.remark_on(signed)

    def _sealed(self) -> SealChecks | None:  # 3 to 5
        folder = self._folder / layout.SEAL_FOLDER
        if not is_plain_folder(folder):
            return None
        checks = SealChecks(self._files.seal(folder), self._trust)
        checks.run()
        for check in checks.list.checks:
            if check.name not in {WHOLE, SEGMENT_LIST}:  # of what is encrypted
                self.list.checks.append(replace(check, number=len(self.list.checks) + 1))
        if checks.seal is not None:
            self._seal = checks
            self.signed_as["seal"] = checks.signed
        return checks

    def _package_signed(self, disclosure: Disclosure) -> str | None:  # 7
        judging = self._judging()
        signed = package_signed(self._files, disclosure, judging)
        self.signed_as["package"] = signed
        return judging.remark_on(signed)

    def _judging(self) -> PackageTrust:
        if self._seal is not None and self._seal.bag_judging is not None:
            return self._seal.bag_judging
        return judging_for(
            self._trust, self._files.anchors(), Stamps(TAG_MANIFEST, known=self.known)
        )

    def _party(self, disclosure: Disclosure) -> None:  # 12
        info = None
        with suppress(Refused):  # 8 reports what is missing or out of form
            info = parse_bag_info(self._files.of_package(BAG_INFO))
        seal, chain = (self._seal.seal, self._seal.chain) if self._seal else (None, None)
        check_party(disclosure.authority, disclosure.sender, info, seal, chain)
