# SPDX-License-Identifier: Apache-2.0
"""How each honest artifact is made from a case that was played, by the functions of the commands."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from bundle_case import Case, Stamps, bundled

from rogatory.evidence.disclosure.choosing import Choice
from rogatory.evidence.disclosure.write import DisclosureTerms
from rogatory.exercises.cast import EXAMINER
from rogatory.node.certificate.form import shipped_form
from rogatory.node.court.certificate_subject import verified_subject
from rogatory.node.court.certify import Declaring, certify
from rogatory.node.court.report.write import RequestedReports
from rogatory.node.workstation.consent.signing import Responsible
from rogatory.node.workstation.disclose import DisclosureBasis, disclose
from rogatory.node.workstation.journals.folders import bag_journal
from rogatory.node.workstation.keys.addressees import find_recipients
from rogatory.node.workstation.keys.officer_keys import new_officer_keys, open_officer_folder
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.rewrap import NewWrapping, rewrap_sealed
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed
from rogatory.node.workstation.verification.trust import read_trust

type Kind = Literal["bundle", "package", "package-rewrapped", "bag", "disclosure", "certificate"]

KINDS: tuple[Kind, ...] = (
    "bundle",
    "package",
    "package-rewrapped",
    "bag",
    "disclosure",
    "certificate",
)

PASSPHRASE = "correct horse battery"
ANSWERS = {"keeper": "Borealia Mail", "course": "Its answer of 20 November", "obtained": "By order"}


def make_bundle(case: Case, folder: Path, *, pdf: bool = True) -> str:
    bundled(
        case,
        folder / "bundle",
        stamp=Stamps(case.federation, case.clock).stamp,
        reports=RequestedReports(pdf=pdf),
    )
    return "bundle"


def make_package(case: Case, folder: Path) -> str:
    shutil.copytree(case.sealed, folder / "sealed")
    return "sealed"


def make_rewrapped(case: Case, folder: Path) -> str:
    """The package, stamped and wrapped anew by its sender: its earlier seal lies inside."""
    given, sender = read_trust(case.federation.repository), case.authority("XB")
    sealed = case.folder / "sealed"
    case.clock()
    rewrap_sealed(
        sealed,
        folder / "sealed",
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
    return "sealed"


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
    return "disclosed"


def make_certificate(case: Case, folder: Path, *, pdf: bool = True) -> str:
    officer = EXAMINER.known_as("XB")
    keys = case.folder / "officer-keys"
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
        folder / "certificate",
        keys=held.keys_in_force(case.clock.now(), lambda: PASSPHRASE),
        state_ca=held.state_ca(),
        at=case.clock.now(),
    )
    return "certificate"


MAKERS: Mapping["Kind", Callable[[Case, Path], str]] = {
    "bundle": make_bundle,
    "package": make_package,
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
