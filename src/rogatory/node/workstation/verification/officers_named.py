# SPDX-License-Identifier: Apache-2.0
"""Checking that the officers named in custody events and disclosures are in their States'
registers.

The number in either was written by its authority's program: the authority's key signs for it, no
officer's. A register shows at least that its State knows such an officer.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rogatory.custody.events.event import Event
from rogatory.errors import Refused
from rogatory.evidence.checks import Title, Undecided
from rogatory.node.workstation import refusals
from rogatory.wire.words import N_, FilledText

if TYPE_CHECKING:
    from datetime import datetime

    from rogatory.directory.view.view import DirectoryView

OFFICERS = Title("custody-officers", N_("The registers list the officers of the custody events"))

DISCLOSER = Title("disclosure-officer", N_("The register lists the officer who disclosed"))

NOT_LISTED = N_("no register lists {officers} for the authority, as in force when the event says")
NO_DISCLOSER = N_(
    "no register lists {officer} for the authority, as in force at the claimed moment"
)
WHO_KNOWS = N_("the State of the authority, which can say who that was")


def check_officers(view: "DirectoryView", events: Iterable[Event]) -> str:
    """Decide that each officer who is named is listed for the authority, as in force then.

    Raises:
        Undecided: one is not.
    """
    named = [one for one in events if one.officer is not None]
    missing = sorted({str(one.officer) for one in named if not _event_listed(view, one)})
    if missing:
        reasons = [refusals.EVENT_OFFICER_UNLISTED.because(officer=officer) for officer in missing]
        problem = FilledText(NOT_LISTED, officers=", ".join(missing))
        raise Undecided(problem, WHO_KNOWS, reasons)
    return ", ".join(sorted({str(one.officer) for one in named}))


def check_discloser(view: "DirectoryView", officer: str, authority: str, at: "datetime") -> str:
    """Decide that the officer of a disclosure is listed for the authority, as in force then.

    Raises:
        Undecided: it is not.
    """
    if not _listed(view, officer, authority, at):
        code = refusals.DISCLOSURE_OFFICER_UNLISTED
        reason = code.because(officer=officer, authority=authority)
        raise Undecided(FilledText(NO_DISCLOSER, officer=officer), WHO_KNOWS, [reason])
    return officer


def _event_listed(view: "DirectoryView", event: Event) -> bool:
    return _listed(view, str(event.officer), str(event.authority), event.occurred)


def _listed(view: "DirectoryView", officer: str, authority: str, at: "datetime") -> bool:
    try:
        records = view.register(authority[:2].upper()).officers
    except Refused:
        return False
    return any(
        one.number == officer and authority in one.authorities and one.period.covers(at)
        for one in records
    )
