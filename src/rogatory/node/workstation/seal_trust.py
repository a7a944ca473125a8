# SPDX-License-Identifier: Apache-2.0
"""A trust applied to one sealed package, from what its seal claims."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.errors import Refused
from rogatory.evidence.seal_document import Seal, parse_seal
from rogatory.evidence.sealed_files import SealedFiles, sealed_files
from rogatory.evidence.trust import Trust, anchors_in
from rogatory.node.workstation.trust import Trusted, Whom
from rogatory.seal.signatures import Anchors
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.identifiers import parse_authority


@dataclass(frozen=True, slots=True)
class SealTrust:
    """For evidence's checks, and for the journal's. `seal` is None where it cannot be read,
    which the checks of the seal then tell.
    """

    evidence: Trust
    whom: Whom
    seal: Seal | None


def trust_for_sealed(sealed: Path, trusted: Trusted | None, now: datetime) -> SealTrust:
    """How the package in a folder is to be judged.

    Raises:
        Refused: what is trusted does not speak for the State that sealed it, or the directory
            given does not hold.
    """
    with sealed_files(sealed) as files:
        seal, own = _seal(files), _own(files)
    whom = Whom(trusted, own, now, seal.sealed if seal else None)
    state = parse_authority(seal.sender).state if seal else None
    return SealTrust(Trust(now, whom.all_anchors(state)), whom, seal)


def trust_for_bag(
    certificates: Anchors, sender: str | None, trusted: Trusted | None, now: datetime
) -> SealTrust:
    """How a bag is to be judged, which brings no certificates of State CAs itself."""
    whom = Whom(trusted, certificates, now)
    state = parse_authority(sender).state if sender else None
    return SealTrust(Trust(now, whom.all_anchors(state)), whom, None)


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
