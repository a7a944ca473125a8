# SPDX-License-Identifier: Apache-2.0
"""Check that a disclosure is part of the signed package, and complete."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from rogatory.disk import Beneath, read_open
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence import refusals as seal_refusals
from rogatory.evidence.bag.texts import BagInfo, parse_bag_info, read_manifest
from rogatory.evidence.checks import Checklist, Title, Undecided
from rogatory.evidence.conditions import parse_conditions
from rogatory.evidence.disclosure import layout, refusals
from rogatory.evidence.disclosure.document import (
    LARGEST_DISCLOSURE,
    DisclosedDocument,
    Disclosure,
    parse_disclosure,
)
from rogatory.evidence.disclosure.document_checks import document_reasons, unlisted_documents
from rogatory.evidence.disclosure.item_checks import MOST_REASONS, WHO_DISCLOSED, ItemChecks, first
from rogatory.evidence.disclosure.party import PARTY, check_party
from rogatory.evidence.items_root import (
    parse_items_root,
)
from rogatory.evidence.layout import (
    BAG_INFO,
    CONDITIONS,
    ITEMS_ROOT,
    TAG_MANIFEST,
    TAG_SIGNATURES,
)
from rogatory.evidence.options import ReportProgress, no_progress
from rogatory.evidence.sealed.counting_seals import counting_seals
from rogatory.evidence.sealed.earlier_seals import SignedLink
from rogatory.evidence.sealed.seal_chain import CHAIN
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.evidence.sealed.seal_layout import SEAL_LAYOUT, certificate_reasons, layout_reasons
from rogatory.evidence.sealed.sealed_files import (
    LARGEST_SMALL_FILE,
    SEAL_SIGNED,
    SEGMENT_LIST,
    WHOLE,
    SealChecks,
    sealed_files,
)
from rogatory.evidence.spool import Spools
from rogatory.evidence.trust.anchors import PackageTrust, Trust, anchors_in, judging_for
from rogatory.evidence.trust.stamps import Stamps
from rogatory.evidence.trust.timestamps import judge_stamps
from rogatory.evidence.verification.bag_check import LARGEST_TAG
from rogatory.seal.certificates.revocation import list_size_limit
from rogatory.seal.signature_moments import SignatureMoments, ahead_reasons
from rogatory.seal.signatures import Anchors, Signatures, SignedBy
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, P_, FilledText

FORM = Title("disclosure-form", N_("The disclosure is in its form, and nothing in it is too much"))
SIGNED = Title("disclosure-signed", N_("The disclosure is signed by who made it"))
PACKAGE_SIGNED = Title("disclosure-package-signed", N_("The package is signed by its sender"))
PACKAGE = Title("disclosure-package", N_("The documents are those of the signed package"))
PROVED = Title("disclosure-proved", N_("Every item is in the signed package"))
FILES = Title("disclosure-files", N_("Every file is the one in the package, in full"))
CONDITIONS_STATED = Title("disclosure-conditions", N_("The conditions of use are stated"))
SEALED = Title("disclosure-sealed", N_("The seal is that of the package"))

NO_ANCHORS = N_("what was given to trust does not speak for {authority}")
WHO_HAS_THEM = N_("anyone with the directory, or with the State CA of {state} (--trust)")
NOT_READ = N_("disclosure.json cannot be read")
KEPT_BACK = N_("the conditions are as the discloser states them: conditions.json is kept back")
NO_SEAL = N_("no seal is handed over: when the package was there first is not shown")
WHO_HAS_SEAL = N_("the authority that disclosed it, or the sender's")


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
    where nothing speaks for him.
    """

    def __init__(
        self,
        folder: Path,
        beneath: Beneath,
        spools: Spools,
        trust: Trust,
        discloser: Callable[[SignatureMoments], Trust | None],
    ) -> None:
        self._folder, self._beneath, self._spools = folder, beneath, spools
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
        """Who signed the seals before that one, where they are handed over."""
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
            self._trust = replace(self._trust, known=self.own_stamps.proved(layout.DISCLOSURE))
        if self.disclosure is None:
            self.list.leave((SIGNED,), NOT_READ, WHO_DISCLOSED)
            self._sealed()
            rest = (PACKAGE_SIGNED, PACKAGE, PROVED, FILES, CONDITIONS_STATED, PARTY, SEAL_LAYOUT)
            self.list.leave((SEALED, *rest), NOT_READ, WHO_DISCLOSED)
            return
        disclosure = self.disclosure
        self.list.run(SIGNED, lambda: self._signed(disclosure))
        checks = self._sealed()
        self.list.run(SEALED, lambda: self._same(disclosure, checks))
        self.list.run(PACKAGE_SIGNED, lambda: self._package_signed(disclosure))
        self.list.run(PACKAGE, lambda: self._package(disclosure))
        self.list.run(PROVED, lambda: self._items.prove(disclosure))
        if files:
            self.list.run(FILES, lambda: self._items.hash(disclosure, progress))
        self.list.run(CONDITIONS_STATED, lambda: self._conditions(disclosure))
        self.list.run(PARTY, lambda: self._party(disclosure))
        self.list.run(SEAL_LAYOUT, lambda: self._layout(disclosure))

    def _form(self) -> None:  # 1
        self._data = self._read(layout.DISCLOSURE, LARGEST_DISCLOSURE)
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
        rules = self._trust.stamp_rules(self._own())
        return judge_stamps(
            layout.DISCLOSURE, unlisted_documents(self._folder, self._beneath), rules
        )

    @property
    def known(self) -> datetime | None:
        """When everything that `disclosure.json` lists is proved to have existed."""
        return self._trust.known

    def moments(self, claimed: datetime) -> SignatureMoments:
        """When `disclosure.json` existed and was signed."""
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
        signatures = self._signatures(layout.DISCLOSURE)
        # The moment that it claims does not count: a signer can write any.
        discloser = self._discloser(self.moments(self._trust.now))
        if discloser is None:
            refuse_if_any(reasons)
            state = disclosure.authority[:2].upper()
            remark = FilledText(NO_ANCHORS, authority=disclosure.authority)
            raise Undecided(remark, FilledText(WHO_HAS_THEM, state=state))
        judging = judging_for(
            discloser, self._own(), self.own_stamps, (), layout.SIGNATURES.values()
        )
        try:
            signed = judging.signatures(self._data, signatures, disclosure.authority)
        except Undecided:
            refuse_if_any(reasons)
            raise
        except Refused as refused:
            raise Refused([*reasons, *refused.reasons]) from refused
        refuse_if_any(reasons)
        self.signed_as["discloser"] = signed
        return judging.remark_on(signed)

    def _sealed(self) -> SealChecks | None:  # 3 to 5
        folder = self._folder / layout.SEAL_FOLDER
        if not folder.is_dir() or folder.is_symlink():
            return None
        with sealed_files(folder) as files:
            checks = SealChecks(files, self._trust)
            checks.run()
        for check in checks.list.checks:
            if check.name not in {WHOLE, SEGMENT_LIST}:  # of what is encrypted
                self.list.checks.append(replace(check, number=len(self.list.checks) + 1))
        if checks.seal is not None:
            self._seal = checks
            self.signed_as["seal"] = checks.signed
        return checks

    def _same(self, disclosure: Disclosure, checks: SealChecks | None) -> None:  # 6
        seal = checks.seal if checks else None
        if checks is None or seal is None:
            raise Undecided(NO_SEAL, WHO_HAS_SEAL)
        refuse_if_any(
            refusals.DIFFERS.because(
                field=name, problem=FilledText(P_("the seal has {value}"), value=ascii(theirs))
            )
            for name, own, theirs in (
                ("digest of the package", disclosure.bag, seal.bag),
                ("package", disclosure.package, seal.package),
                ("network", disclosure.network, seal.network),
            )
            if own != theirs
        )
        _first_sealer(checks, disclosure)

    def _package_signed(self, disclosure: Disclosure) -> str | None:  # 7
        data = self._package_file(TAG_MANIFEST)
        if sha256(data) != disclosure.bag:
            problem = FilledText(P_("it is {digest}"), digest=sha256(data))
            raise Refused(
                refusals.DIFFERS.because(
                    field=FilledText(P_("digest of the package")), problem=problem
                )
            )
        second = TAG_SIGNATURES["mldsa65"]
        signatures = Signatures(
            self._package_file(TAG_SIGNATURES["p256"]),
            self._package_file(second) if self._there(second) else None,
        )
        judging = self._judging()
        signed = judging.signatures(data, signatures, disclosure.sender)
        self.signed_as["package"] = signed
        return judging.remark_on(signed)

    def _judging(self) -> PackageTrust:
        if self._seal is not None and self._seal.bag_judging is not None:
            return self._seal.bag_judging
        return judging_for(self._trust, self._own(), Stamps(TAG_MANIFEST, known=self.known))

    def _package(self, disclosure: Disclosure) -> None:  # 8
        manifest = BytesIO(self._package_file(TAG_MANIFEST))
        listed = dict(read_manifest(TAG_MANIFEST, manifest, "sha256"))
        reasons: list[Reason] = []
        for name in (ITEMS_ROOT, BAG_INFO, CONDITIONS):
            if name in disclosure.withheld:
                continue
            if sha256(self._package_file(name)) != listed.get(name):
                problem = P_("its digest is not in the tag manifest")
                reasons.append(refusals.CHANGED.because(path=name, problem=problem))
        refuse_if_any(reasons)
        refuse_if_any(self._differences(disclosure))

    def _differences(self, disclosure: Disclosure) -> Iterator[Reason]:
        count, root = parse_items_root(self._package_file(ITEMS_ROOT))
        facts: list[tuple[str, object, object]] = [
            (FilledText(P_("number of items")), disclosure.count, count),
            (FilledText(P_("items root")), disclosure.root, root.hex()),
        ]
        if BAG_INFO not in disclosure.withheld:
            info: BagInfo = parse_bag_info(self._package_file(BAG_INFO))
            facts.append((FilledText(P_("package")), disclosure.package, info.package))
            # An unsealed collection names no sender: its signature alone does.
            if info.sender is not None:
                facts.append((FilledText(P_("sender")), disclosure.sender, info.sender))
                facts.append((FilledText(P_("network")), disclosure.network, info.network))
        for name, own, theirs in facts:
            if own != theirs:
                problem = FilledText(P_("the package has {value}"), value=ascii(theirs))
                yield refusals.DIFFERS.because(field=name, problem=problem)

    def _conditions(self, disclosure: Disclosure) -> str | None:  # 11
        if CONDITIONS in disclosure.withheld:
            raise Undecided(KEPT_BACK, WHO_HAS_SEAL)
        conditions = parse_conditions(self._package_file(CONDITIONS)).as_json()
        stated = disclosure.conditions.as_json()
        # Which of the items are protected is the discloser's to say; the rest is the package's.
        del conditions["protected_items"], stated["protected_items"]
        if conditions != stated:
            problem = P_("conditions.json states others")
            raise Refused(
                refusals.DIFFERS.because(field=FilledText(P_("conditions")), problem=problem)
            )
        return None

    def _party(self, disclosure: Disclosure) -> None:  # 12
        info = None
        with suppress(Refused):  # 8 reports what is missing or out of form
            info = parse_bag_info(self._package_file(BAG_INFO))
        seal, chain = (self._seal.seal, self._seal.chain) if self._seal else (None, None)
        check_party(disclosure.authority, disclosure.sender, info, seal, chain)

    def _layout(self, disclosure: Disclosure) -> None:  # 13
        """Each document that is listed has a place in a disclosure, and is what its name says."""
        own, seal, reasons = [], [], list[Reason]()
        for one in disclosure.documents:
            folder, _, name = one.path.rpartition("/")
            if folder == layout.CERTIFICATES:
                own.append(one.path)
            elif one.path.startswith(f"{layout.SEAL_FOLDER}/"):
                seal.append(one.path.removeprefix(f"{layout.SEAL_FOLDER}/"))
            elif one.path not in layout.PLACES:
                problem = P_("no file of a disclosure has this name")
                reasons.append(seal_refusals.SEAL_STRAY.because(path=one.path, problem=problem))
            elif name in disclosure.withheld:
                problem = P_("disclosure.json lists it as withheld")
                reasons.append(seal_refusals.SEAL_STRAY.because(path=one.path, problem=problem))
        place = f"{layout.SEAL_FOLDER}/"
        reasons += layout_reasons(seal, lambda name: self._read(place + name), inside=place)
        reasons += certificate_reasons(own, self._read, stampers=False)
        refuse_if_any(reasons[:MOST_REASONS])

    def _own(self) -> Anchors:
        folder = self._folder / layout.CERTIFICATES
        names = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
        found: dict[str, bytes] = {}
        for name in names:
            with suppress(Refused):  # 1 and 13 report it
                found[name] = self._read(f"{layout.CERTIFICATES}/{name}")
        return anchors_in(found)

    def _signatures(self, document: str) -> Signatures:
        second = f"{document}.mldsa65.p7s"
        there = os.path.lexists(self._folder / second)
        return Signatures(self._read(f"{document}.p256.p7s"), self._read(second) if there else None)

    def _package_file(self, name: str) -> bytes:
        return self._read(f"{layout.PACKAGE}/{name}", LARGEST_TAG)

    def _there(self, name: str) -> bool:
        return os.path.lexists(self._folder / layout.PACKAGE / name)

    def _read(self, path: str, limit: int = LARGEST_SMALL_FILE) -> bytes:
        if not os.path.lexists(self._folder / path):
            raise Refused(refusals.MISSING.because(path=path))
        return read_open(self._beneath.open_read(path), path, limit=list_size_limit(path, limit))


def _first_sealer(checks: SealChecks, disclosure: Disclosure) -> None:
    """Refuse a package's sender who is not the sender of the first seal that counts: a later sealer
    could otherwise pass the package off as his own.
    """
    outcomes = {check.name: check.outcome for check in checks.list.checks}
    seals = counting_seals(
        checks.seal,
        checks.digest,
        checks.chain,
        signed=outcomes.get(SEAL_SIGNED) == "holds",
        chained=outcomes.get(CHAIN) == "holds",
    )
    if not seals:
        raise Undecided(N_("no seal counts here"), WHO_HAS_SEAL)
    if seals[0].seal.sender != disclosure.sender:
        problem = FilledText(P_("the seal has {value}"), value=ascii(seals[0].seal.sender))
        raise Refused(refusals.DIFFERS.because(field=FilledText(P_("sender")), problem=problem))
