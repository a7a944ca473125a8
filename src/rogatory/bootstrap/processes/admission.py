# SPDX-License-Identifier: Apache-2.0
"""The decision that a supervisor receives on whether it may open the doors; it opens no database
itself.
"""

import json
from dataclasses import dataclass

from rogatory.bootstrap.home.folder import Home
from rogatory.errors import Reason, refuse_if_any
from rogatory.node.completeness.refusals import RECOVERING
from rogatory.node.witnesses.refusals import RESTORED

ADMISSION_FILE = "admission.json"

_CODES = {code.id: code for code in (RECOVERING, RESTORED)}


@dataclass(frozen=True, slots=True)
class OpeningCheck:
    """The reasons against opening, and of how many witnesses asked which were silent."""

    reasons: tuple[Reason, ...] = ()
    silent: tuple[str, ...] = ()
    asked: int = 0

    @property
    def is_unknown(self) -> bool:
        """Decide whether no witness said anything, or none could be asked."""
        return len(self.silent) == self.asked


def write_admission(home: Home, found: OpeningCheck) -> None:
    document = {
        "reasons": [{"code": one.code.id, "fields": dict(one.fields)} for one in found.reasons],
        "silent": found.silent,
        "asked": found.asked,
    }
    (home.run / ADMISSION_FILE).write_text(json.dumps(document), encoding="utf-8")


def read_admission(home: Home) -> OpeningCheck:
    """Return what `write_admission` left.

    Raises:
        Refused: the doors must not be opened.
    """
    document = json.loads((home.run / ADMISSION_FILE).read_text(encoding="utf-8"))
    refuse_if_any(_CODES[one["code"]].because(**one["fields"]) for one in document["reasons"])
    return OpeningCheck((), tuple(document["silent"]), document["asked"])
