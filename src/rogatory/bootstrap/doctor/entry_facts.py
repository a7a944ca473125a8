# SPDX-License-Identifier: Apache-2.0
"""Facts for the doctor about entries: what the own one lacks, and whose offices nobody verified."""

from datetime import datetime
from typing import Any

from rogatory.directory.entry.refusals import RUN_OUT, RUNS_OUT
from rogatory.directory.view.entry_warnings import UNVERIFIED, entry_warnings, own_standing
from rogatory.directory.view.view import DirectoryView

_ENDS = (RUN_OUT, RUNS_OUT)


def entry_facts(view: DirectoryView, state: str, now: datetime) -> dict[str, Any]:
    """Return what is wrong: `standing` are reasons for the State of this node, `unverified` codes
    of States. Keys that end have a check of their own.
    """
    standing = own_standing(view, state, now)
    return {
        "standing": [one for one in standing if one.code not in _ENDS],
        "unverified": [one for one in view.states if _is_unverified(view, one, now)],
    }


def _is_unverified(view: DirectoryView, state: str, now: datetime) -> bool:
    return any(reason.code in UNVERIFIED for reason in entry_warnings(view.entry(state), now))
