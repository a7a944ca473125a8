# SPDX-License-Identifier: Apache-2.0
"""Arcadia's examiner and head of law, who open together what the package protects."""

import os

from bundle_case import Case

from rogatory.exercises.cast import EXAMINER, HEAD_OF_LAW
from rogatory.node.workstation.consent.signing import Hand, TwoOfficers
from rogatory.node.workstation.keys.officer_keys import new_officer_keys, open_officer_folder

PASSPHRASE = "correct horse battery"
FIRST, SECOND = EXAMINER.known_as("XA"), HEAD_OF_LAW.known_as("XA")


def own_keys(case: Case, officer: str):
    """The folder of an officer's own keys."""
    folder = case.folder / f"own-{officer}"
    if not folder.exists():
        new_officer_keys(
            officer,
            folder,
            state_ca=case.federation.state(officer[:2].upper()) / "ca",
            passphrase=PASSPHRASE,
            at=case.clock.now(),
            random=os.urandom,
        )
    return open_officer_folder(folder)


def both(case: Case) -> TwoOfficers:
    first, second = (Hand(own_keys(case, one), lambda: PASSPHRASE) for one in (FIRST, SECOND))
    return TwoOfficers(first, second, case.authority("XA"))
