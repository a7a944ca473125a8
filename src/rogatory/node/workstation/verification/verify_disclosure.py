# SPDX-License-Identifier: Apache-2.0
"""Verify a disclosure: its own checks, and that a directory, where one is given, lists who signed."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.disk import Beneath, names_in, read_file
from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence.checks import Check, CheckOutcome, Title, Undecided
from rogatory.evidence.disclosure import layout
from rogatory.evidence.disclosure.check import DisclosureChecks
from rogatory.evidence.disclosure.document import (
    LARGEST_DISCLOSURE,
    Disclosure,
    parse_disclosure,
)
from rogatory.evidence.disclosure.same_seal import SEALED
from rogatory.evidence.layout import SEAL
from rogatory.evidence.sealed.seal_chain import CHAIN
from rogatory.evidence.sealed.sealed_files import STAMPED
from rogatory.evidence.spool import Spools
from rogatory.evidence.trust.anchors import Trust, anchors_in
from rogatory.evidence.trust.distrusted_algorithms import NOTHING, Distrust
from rogatory.evidence.trust.stamps import Stamps
from rogatory.node.workstation.keys.key_files import read_public
from rogatory.node.workstation.progress import Progress, no_progress
from rogatory.node.workstation.verification.kept_seal import (
    NOT_SIGNED,
    SIGNATURES,
    WHO_SIGNED,
    unlisted_links,
)
from rogatory.node.workstation.verification.moment import NO_MOMENT, ProvedMoment, moment_of
from rogatory.node.workstation.verification.officers_named import DISCLOSER, check_discloser
from rogatory.node.workstation.verification.rests_on import RestsOn, rests_on
from rogatory.node.workstation.verification.signers import Whom
from rogatory.node.workstation.verification.trust import Trusted, refuse_broken_copies
from rogatory.seal.certificates.revocation import LARGEST_REVOCATION_LIST, LIST_SUFFIX
from rogatory.seal.signature_moments import SignatureMoments, earliest
from rogatory.seal.signatures import Anchors
from rogatory.wire.words import N_

LISTED = Title("disclosure-listed", N_("The directory lists those who signed"))

ONLY_EARLIER = N_(
    "of the signatures, only those of earlier seals could be verified; the directory lists these"
)

FOR_OTHERS = frozenset({STAMPED, SEALED})
"""Checks that are shown and keep nothing else from holding: a seal that is not handed over, or not
stamped. The disclosing State must show that it was given the
evidence.
"""


@dataclass(frozen=True, slots=True)
class DisclosureVerification:
    checks: tuple[Check, ...]
    package: str | None
    bag: str | None
    compared: bool
    stamps: Stamps | None = None
    kind: str = "disclosure"
    standing: str | None = None
    rests: RestsOn | None = None
    moment: ProvedMoment = NO_MOMENT
    disclosure: Disclosure | None = None
    """The claims of `disclosure.json`, where that is in its form."""
    chain_unsigned: bool = False
    """True if the signature of an earlier seal is undecided, which is more than a moment."""

    @property
    def outcome(self) -> CheckOutcome:
        if any(check.outcome == "fails" for check in self.checks):
            return "fails"
        return "undecided" if self._open() else "holds"

    @property
    def not_checked(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.outcome == "undecided")

    def _open(self) -> Iterable[Check]:
        return [
            check
            for check in self.not_checked
            if not _for_others(check) or (check.name == CHAIN and self.chain_unsigned)
        ]


def _for_others(check: Check) -> bool:
    """Decide whether it is for others: in a chain of seals the timestamp of an earlier one, which
    gives no reasons.
    """
    return check.name in FOR_OTHERS or (check.name == CHAIN and not check.reasons)


def verify_disclosure(
    path: Path,
    *,
    trusted: Trusted | None,
    now: datetime,
    progress: Progress = no_progress,
    distrust: Distrust = NOTHING,
) -> DisclosureVerification:
    """Return every check of the disclosure in a folder (the list in `DisclosureChecks`), and two
    more, where a copy of the directory or entries are given (15 where a copy is):

    14. The directory lists the certificates of who signed.
    15. Where an officer is named: the register lists that number for the authority.

    Raises:
        Refused: the copy of the directory that was given does not hold.
    """
    stated = _stated(path)
    own, lists = _came_along(path)
    whom = Whom(trusted, own, now, lists=lists)
    refuse_broken_copies(trusted)
    try:
        trust = trust_in_sender(whom, stated.sender if stated else None, distrust)
    except Refused:  # the directory does not list that State, which decides it
        trust = trust_in_sender(whom, None, distrust)

    def discloser(moments: SignatureMoments) -> Trust | None:
        return _discloser(whom, stated, moments, distrust)

    with Spools(None) as spools, Beneath(path) as beneath:
        checks = DisclosureChecks(path, beneath, spools, trust, discloser)
        checks.run(progress)
    if whom.view is not None:
        checks.list.run(LISTED, lambda: _listed(whom, checks, now))
        _run_discloser(whom, checks)
    found = checks.disclosure
    sender = checks.seal.sender if checks.seal else None
    return DisclosureVerification(
        tuple(checks.list.checks),
        found.package if found else None,
        found.bag if found else None,
        trusted is not None,
        checks.stamps,
        rests=rests_on(trusted, now),
        moment=moment_of(checks.stamps, SEAL, sender, None),
        disclosure=found,
        chain_unsigned=checks.chain_unsigned,
    )


def _listed(whom: Whom, checks: DisclosureChecks, now: datetime) -> None:
    """Check that the directory lists each certificate that signed, as in force when it did: at the
    moment that is proved, else who discloses at the one he claims (which the check of his signature
    keeps from being later than now), and who sealed now.

    Raises:
        Refused: one is not listed so, those of earlier seals included.
        Undecided: only earlier seals are signed by somebody who is known here, or nothing is.
    """
    found = checks.disclosure
    if found is None or not (checks.signed or checks.earlier_signed):
        raise Undecided(NOT_SIGNED, WHO_SIGNED)
    claimed = found.disclosed
    stamps = checks.stamps
    text = stamps.proved(SEAL) if stamps else None
    signatures = stamps.proved(SEAL, *SIGNATURES) if stamps else None
    other = whom.other_network(layout.DISCLOSURE, found.network)
    of = {
        "discloser": checks.moments(claimed),
        "seal": SignatureMoments(now, text=text, signatures=signatures),
        "package": SignatureMoments(
            now, text=earliest(text, checks.known), signatures=checks.known
        ),
    }
    listed = (
        reason
        for who, signed in checks.signed_as.items()
        for reason in whom.unlisted(signed, of[who])
    )
    refuse_if_any([*other, *listed, *unlisted_links(whom, checks.earlier_signed)])
    if not checks.signed:
        raise Undecided(ONLY_EARLIER, WHO_SIGNED)


def _run_discloser(whom: Whom, checks: DisclosureChecks) -> None:
    found = checks.disclosure
    newest = whom.registers
    if found is None or found.officer is None or newest is None:
        return
    officer = found.officer
    checks.list.run(
        DISCLOSER, lambda: check_discloser(newest, officer, found.authority, found.disclosed)
    )


def trust_in_sender(whom: Whom, sender: str | None, distrust: Distrust = NOTHING) -> Trust:
    """Return how what the package's sender signed, and its timestamps, are judged.

    Raises:
        Refused: what is trusted does not speak for the State that sealed the package.
    """
    return Trust(
        whom.at,
        whom.all_anchors(sender[:2].upper() if sender else None),
        authorities=whom.stamp_authorities,
        listed=whom.view is not None,
        held_back=whom.held_back,
        distrust=distrust,
        lists=whom.lists,
    )


def _stated(path: Path) -> Disclosure | None:
    try:
        return parse_disclosure(read_file(path / layout.DISCLOSURE, limit=LARGEST_DISCLOSURE))
    except Refused:
        return None


def _discloser(
    whom: Whom, stated: Disclosure | None, moments: SignatureMoments, distrust: Distrust
) -> Trust | None:
    """Return how the discloser's signature is judged; None where nothing given speaks for his
    State. A directory that does not list it decides that.
    """
    if stated is None or whom.trusted is None:
        return Trust(whom.at, distrust=distrust, lists=whom.lists)
    state = stated.authority[:2].upper()
    if whom.lacks(state):
        return None
    if not whom.decides(state):
        anchors, lists = whom.anchors(state, moments), () if whom.view else whom.lists
        return None if anchors is None else Trust(whom.at, anchors, distrust=distrust, lists=lists)
    try:
        listed = whom.all_anchors(state)  # whether one ended is asked by what asks the directory
    except Refused:
        return Trust(whom.at, Anchors(()), listed=True, distrust=distrust)
    return Trust(whom.at, listed, distrust=distrust)


def _came_along(path: Path) -> tuple[Anchors, tuple[bytes, ...]]:
    """Return the certificates that came along, and the revocation lists, those of the seal too."""
    files, lists = dict[str, bytes](), list[bytes]()
    for folder in (layout.CERTIFICATES, f"{layout.SEAL_FOLDER}/{layout.CERTIFICATES}"):
        place = path / folder
        for one in (place / name for name in names_in(place)):
            with suppress(Refused):  # the checks of form and layout report it
                if one.name.endswith(LIST_SUFFIX):
                    lists.append(read_file(one, limit=LARGEST_REVOCATION_LIST))
                elif folder == layout.CERTIFICATES:
                    files[one.name] = read_public(one)
    return anchors_in(files), tuple(lists)
