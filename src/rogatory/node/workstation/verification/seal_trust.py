# SPDX-License-Identifier: Apache-2.0
"""A trust applied to one sealed package, from what its seal claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.errors import Refused
from rogatory.evidence.sealed.seal_chain import claimed_senders
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.sealed.sealed_files import SealedFiles, sealed_files
from rogatory.evidence.trust.anchors import Trust, anchors_in
from rogatory.evidence.trust.distrusted_algorithms import NOTHING, Distrust
from rogatory.node.workstation.verification.signers import Whom
from rogatory.node.workstation.verification.trust import Trusted
from rogatory.seal.signatures import Anchors
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.identifiers import parse_authority


@dataclass(frozen=True, slots=True)
class SealTrust:
    """The trust for the checks of evidence and of the journal. `seal` is None where it cannot be
    read, which the checks of the seal then report.
    """

    evidence: Trust
    whom: Whom
    seal: Seal | None


def trust_for_sealed(
    sealed: Path,
    trusted: Trusted | None,
    now: datetime,
    distrust: Distrust = NOTHING,
    *,
    settles: bool = False,
) -> SealTrust:
    """Return how the package in a folder is to be judged. Where it `settles`, a directory that does
    not list the State is no reason to refuse: the checks that need its keys then fail.

    Raises:
        Refused: what is trusted does not speak for the State that sealed it, or the directory
            given does not hold.
    """
    with sealed_files(sealed) as files:
        seal, own = _seal(files), _own(files)
        lists = tuple(files.revocation_lists().values())
        earlier = claimed_senders(files.documents()) if seal and seal.replaces else ()
    whom = Whom(trusted, own, now, lists=lists)
    senders = (seal.sender, *earlier) if seal else ()
    return SealTrust(_trust(whom, senders, now, distrust, settles=settles), whom, seal)


def trust_for_bag(
    certificates: Anchors,
    sender: str | None,
    trusted: Trusted | None,
    now: datetime,
    distrust: Distrust = NOTHING,
    sealers: Sequence[str] = (),
    *,
    lists: Sequence[bytes] = (),
    settles: bool = False,
) -> SealTrust:
    """Return how a bag is to be judged, which brings no certificates of State CAs itself. `sealers`
    are further authorities that sealed it, where it was re-wrapped; `lists` revocation lists that
    came along.
    """
    whom = Whom(trusted, certificates, now, lists=tuple(lists))
    senders = (sender, *sealers) if sender else tuple(sealers)
    return SealTrust(_trust(whom, senders, now, distrust, settles=settles), whom, None)


def _trust(
    whom: Whom, senders: Sequence[str], now: datetime, distrust: Distrust, *, settles: bool
) -> Trust:
    return Trust(
        now,
        _anchors(whom, senders, settles=settles),
        authorities=whom.stamp_authorities,
        listed=whom.view is not None,
        held_back=whom.held_back,
        distrust=distrust,
        vouches=whom.vouches,
        lists=whom.lists,
    )


def _anchors(whom: Whom, senders: Sequence[str], *, settles: bool) -> Anchors | None:
    """Return what the seals of these authorities are judged by, of however many States they are."""
    states: list[str | None] = list(dict.fromkeys(parse_authority(one).state for one in senders))
    found = [_speaking(whom, state, settles=settles) for state in states or [None]]
    known = [anchors for anchors in found if anchors is not None]
    if len(known) < len(found):
        return None
    return Anchors(tuple(dict.fromkeys(der for one in known for der in one.certificates)))


def _speaking(whom: Whom, state: str | None, *, settles: bool) -> Anchors | None:
    try:
        return whom.all_anchors(state)
    except Refused:
        if not settles:
            raise
        return whom.all_anchors(None)


def _seal(files: SealedFiles) -> Seal | None:
    try:
        return parse_seal(files.small("seal.json", LARGEST_DOCUMENT))
    except Refused:
        return None


def _own(files: SealedFiles) -> Anchors:
    try:
        return anchors_in(files.certificates())
    except Refused:
        return Anchors(())
