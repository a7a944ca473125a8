# SPDX-License-Identifier: Apache-2.0
"""Authors of drafts: an officer, or a system of the State, for which one more officer must vouch."""

from collections.abc import Iterator

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason
from rogatory.node.drafts import draft_refusals
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.systems import SYSTEM


def is_by_system(draft: Draft) -> bool:
    """Decide whether a system wrote a draft."""
    return draft.drafted_by.startswith(SYSTEM)


def approvals_needed(view: DirectoryView, draft: Draft) -> int:
    """Return how many officers must approve a draft before this node sends it: as many as the own entry demands of
    the kind, and one in place of the author that a system is not. Who has a token would else be two persons.
    """
    return view.approvals_demanded(draft.sender, draft.kind) + is_by_system(draft)


def system_author_reasons(view: DirectoryView, draft: Draft) -> Iterator[Reason]:
    """Yield why a draft that a system wrote may not be sent yet."""
    if not is_by_system(draft):
        return
    needed, given = approvals_needed(view, draft), len({one["officer"] for one in draft.approvals})
    if given < needed:
        yield draft_refusals.DRAFT_BY_SYSTEM.because(
            author=draft.drafted_by, needed=needed, given=given
        )
