# SPDX-License-Identifier: Apache-2.0
"""The decision that a supervisor receives on whether it may open the doors; it opens no database
itself.
"""

import json
from dataclasses import dataclass

from rogatory.bootstrap.home.folder import Home
from rogatory.disk import replace
from rogatory.errors import Reason, Refused
from rogatory.wire.statements import as_json, from_json
from rogatory.wire.words import Statement

ADMISSION_FILE = "admission.json"


@dataclass(frozen=True, slots=True)
class OpeningCheck:
    """The reasons against opening, and of how many States asked which were silent. `remarks` do not keep the
    doors closed: what a failover of the database's server would lose.
    """

    reasons: tuple[Reason, ...] = ()
    silent: tuple[str, ...] = ()
    queried: int = 0
    remarks: tuple[Reason, ...] = ()

    @property
    def is_unknown(self) -> bool:
        """Decide whether no State said anything, or none could be asked."""
        return len(self.silent) == self.queried


def write_admission(home: Home, found: OpeningCheck) -> None:
    """Store the decision, whole: several processes that end for one reason write it while the supervisor reads it."""
    document = {
        "statement": as_json(Statement(found.reasons)) if found.reasons else None,
        "remarks": as_json(Statement(found.remarks)) if found.remarks else None,
        "silent": found.silent,
        "asked": found.queried,
    }
    replace(home.run / ADMISSION_FILE, json.dumps(document).encode())


def read_admission(home: Home) -> OpeningCheck:
    """Return what `write_admission` left.

    Raises:
        Refused: the doors must not be opened.
    """
    document = json.loads((home.run / ADMISSION_FILE).read_text(encoding="utf-8"))
    if document["statement"] is not None:
        raise Refused(from_json(document["statement"]).reasons)
    noted = document["remarks"]
    remarks = () if noted is None else from_json(noted).reasons
    return OpeningCheck((), tuple(document["silent"]), document["asked"], remarks)
