# SPDX-License-Identifier: Apache-2.0
"""Deciding whether an officer is of an authority: by the register of officers, where there is a
directory.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from rogatory.errors import Refused
from rogatory.node.workstation import refusals

if TYPE_CHECKING:
    from rogatory.directory.view.view import DirectoryView


def is_of_authority(
    officer: str, authority: str, view: "DirectoryView | None", at: datetime
) -> bool:
    """Decide it by the register; without one by the State alone, which the number names."""
    if view is None:
        return officer[:2] == authority[:2]
    try:
        return authority in view.officer(officer, at).authorities
    except Refused:
        return False


def refuse_unlisted(
    officer: str | None, authority: str, view: "DirectoryView | None", at: datetime
) -> None:
    """Refuse a number that cannot be one of the authority's officers."""
    if officer is not None and not is_of_authority(officer, authority, view, at):
        raise Refused(refusals.OFFICER_UNLISTED.because(officer=officer, authority=authority))
