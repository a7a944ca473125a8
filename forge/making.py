# SPDX-License-Identifier: Apache-2.0
"""How each honest artifact is made from a case that was played, by the functions of the commands."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from casts.court.bundle_case import Case, Stamps, bundled
from casts.court.destroyed import destroy
from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.disk import Beneath
from rogatory.evidence.disclosure.choosing import Choice
from rogatory.evidence.disclosure.document_checks import (
    unlisted_documents as unlisted_of_disclosure,
)
from rogatory.evidence.disclosure.write import DisclosureTerms
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.evidence.sealed.sealed_files import sealed_files
from rogatory.evidence.sealing.restamp import stamp_anew
from rogatory.exercises.cast import EXAMINER
from rogatory.node.certificate.check import documents_of, read_certificate_folder
from rogatory.node.certificate.form import shipped_form
from rogatory.node.court.certificate_subject import verified_subject
from rogatory.node.court.certify import Declaring, certify
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.report.write import RequestedReports
from rogatory.node.court.verify import unlisted_documents
from rogatory.node.workstation.consent.signing import Responsible
from rogatory.node.workstation.disclose import DisclosureBasis, disclose
from rogatory.node.workstation.journals.folders import bag_journal, journal_at, sealed_journal
from rogatory.node.workstation.keys.addressees import find_recipients
from rogatory.node.workstation.keys.officer_keys import new_officer_keys, open_officer_folder
from rogatory.node.workstation.listing import listed_sealed
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.rewrap import NewWrapping, rewrap_sealed
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.wire.digests import sha256

type Kind = Literal[
    "bundle",
    "package",
    "package-stamped-again",
    "package-rewrapped",
    "bag",
    "disclosure",
    "certificate",
]

KINDS: tuple[Kind, ...] = (
    "bundle",
    "package",
    "package-stamped-again",
    "package-rewrapped",
    "bag",
    "disclosure",
    "certificate",
)

PASSPHRASE = "correct horse battery"
ANSWERS = {"keeper": "Borealia Mail", "course": "Its answer of 20 November", "obtained": "By order"}


def destroy_dispatch(case: Case) -> None:
    """Destroy what the sending State recorded of the dispatch, in the journal beside the bag, and record that."""
    journal, actor = Journal(bag_journal(case.bag)), case.actor("XB")
    [dispatched] = (one for one in journal if b'"code":"handed-over"' in one.event)
    bag = parse_event(dispatched.event).object
    digest = destroy(bag_journal(case.bag), dispatched.number)
    journal = Journal(bag_journal(case.bag))
    actor.record(
        journal, act("event-destroyed", tombstone=digest, second=None, consent=None), of=bag
    )
    actor.hand_in(journal)


def list_elsewhere(case: Case) -> None:
    """List the package on a second copy, which was taken out before the first was opened: an event that
    the log of the asking State's node alone has beside the bag's journal.
    """
    copy, asking = case.folder / "second-copy", case.authority("XA")
    shutil.copytree(case.sealed, copy)
    for file in (copy / "custody").glob("0004.*"):
        file.unlink()
    trust = trust_for_sealed(copy, read_trust(case.federation.repository), case.clock.now())
    with listed_sealed(copy, identities=asking.identities(), trust=trust, actor=case.actor("XA")):
        pass


def make_bundle(case: Case, folder: Path, *, pdf: bool = True) -> str:
    """A bundle with the collecting officer's certificate, stamped when it was written, and once more later."""
    place, stamp = folder / "bundle", Stamps(case.federation, case.clock).stamp
    declared = _declare(case, case.folder / "declared", pdf=pdf)
    bundled(case, place, stamp=stamp, reports=RequestedReports(pdf=pdf), certificate=declared)
    case.clock()
    with Beneath(place) as beneath:
        documents = unlisted_documents(BundleFiles(place, beneath))
        stamp_anew(place, "bundle.json", documents, [stamp])
    return "bundle"


def make_package(case: Case, folder: Path) -> str:
    shutil.copytree(case.sealed, folder / "sealed")
    return "sealed"


def make_rewrapped(case: Case, folder: Path) -> str:
    """The package, stamped and wrapped anew by its sender: its earlier seal lies inside."""
    _rewrap(case, case.folder / "sealed", folder / "sealed")
    return "sealed"


def make_restamped(case: Case, folder: Path) -> str:
    """The package with a list of timestamps beside each of two seals: its sender stamped it anew, wrapped it
    anew, and stamped it anew again.
    """
    source = case.folder / "stamped-again"
    shutil.copytree(case.folder / "sealed", source)
    _add_list(case, source)
    _rewrap(case, source, folder / "sealed")
    _add_list(case, folder / "sealed")
    return "sealed"


def _rewrap(case: Case, sealed: Path, out: Path) -> None:
    given, sender = read_trust(case.federation.repository), case.authority("XB")
    case.clock()
    rewrap_sealed(
        sealed,
        out,
        opening=Opening(
            identities=sender.identities(),
            trust=trust_for_sealed(sealed, given, case.clock.now()),
        ),
        by=Responsible(actor=case.actor("XB")),
        wrapping=NewWrapping(
            recipients=find_recipients(
                ["xa/central-authority"], case.node("XB").register.view(), case.clock.now()
            ),
            stamp=Stamps(case.federation, case.clock, serial=100).stamp,
        ),
        folder=sender,
    )


def _add_list(case: Case, sealed: Path) -> None:
    """As `rogatory evidence timestamp` does: a list, its token, and the event that names it."""
    case.clock()
    with sealed_files(sealed) as files:
        seal = files.small("seal.json")
        stamp = Stamps(case.federation, case.clock, serial=200).stamp
        done = stamp_anew(sealed, "seal.json", files.documents(), [stamp])
    actor, journal = case.actor("XB"), journal_at(sealed_journal(sealed))
    event = act("timestamped-again", seal=sha256(seal), list=done.archive)
    actor.record(journal, event, of=parse_seal(seal).bag)
    actor.hand_in(journal)


def make_bag(case: Case, folder: Path) -> str:
    """The opened bag with its journal, the seal and the consents, which lie beside it."""
    consents = case.bag.parent.glob(f"{case.bag.name}-consent-*")
    for place in (case.bag, bag_journal(case.bag), *consents):
        shutil.copytree(place, folder / place.name)
    name: str = case.bag.name
    return name


def make_disclosure(case: Case, folder: Path) -> str:
    disclose(
        case.bag,
        DisclosureTerms(Choice(("mail-0.eml",), ())),
        folder / "disclosed",
        by=Responsible(actor=case.actor("XA"), reason="To the defence, order 14/2026"),
        basis=DisclosureBasis(trusted=read_trust(case.federation.repository)),
        folder=case.authority("XA"),
    )
    case.clock()
    place, stamp = folder / "disclosed", Stamps(case.federation, case.clock, serial=300).stamp
    with Beneath(place) as beneath:
        stamp_anew(place, "disclosure.json", unlisted_of_disclosure(place, beneath), [stamp])
    return "disclosed"


def make_certificate(case: Case, folder: Path, *, pdf: bool = True) -> str:
    _declare(case, folder / "certificate", pdf=pdf)
    return "certificate"


def _declare(case: Case, place: Path, *, pdf: bool) -> Path:
    """The certificate of the officer who collected, stamped once more later."""
    officer = EXAMINER.known_as("XB")
    keys = case.folder / "officer-keys"
    if not keys.exists():
        new_officer_keys(
            officer,
            keys,
            state_ca=case.federation.state("XB") / "ca",
            passphrase=PASSPHRASE,
            at=case.clock.now(),
            random=os.urandom,
        )
    trusted = read_trust(case.federation.repository)
    about, _ = verified_subject(case.bag, trusted=trusted, now=case.clock.now(), identities=None)
    held = open_officer_folder(keys)
    certify(
        about,
        Declaring(shipped_form("business-records"), ANSWERS, pdf=pdf),
        place,
        keys=held.keys_in_force(case.clock.now(), lambda: PASSPHRASE),
        state_ca=held.state_ca(),
        at=case.clock.now(),
    )
    case.clock()
    stamp = Stamps(case.federation, case.clock, serial=400).stamp
    documents = documents_of(read_certificate_folder(place).files)
    stamp_anew(place, "certificate.json", documents, [stamp])
    return place


MAKERS: Mapping["Kind", Callable[[Case, Path], str]] = {
    "bundle": make_bundle,
    "package": make_package,
    "package-stamped-again": make_restamped,
    "package-rewrapped": make_rewrapped,
    "bag": make_bag,
    "disclosure": make_disclosure,
    "certificate": make_certificate,
}


def make_unprinted(kind: Kind, case: Case, folder: Path) -> str:
    """Make an artifact without PDFs: printing takes longer than everything else together."""
    if kind == "bundle":
        return make_bundle(case, folder, pdf=False)
    if kind == "certificate":
        return make_certificate(case, folder, pdf=False)
    return MAKERS[kind](case, folder)
