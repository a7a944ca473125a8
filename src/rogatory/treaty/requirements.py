# SPDX-License-Identifier: Apache-2.0
"""The contents that the law of a request demands of a message: required rows of its instrument, without the
paragraphs whose place a treaty on assistance takes, and those of that treaty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rogatory.errors import Phrase
from rogatory.treaty.regimes import Regime, brought, left_of
from rogatory.treaty.tables.limits import Requirement
from rogatory.wire.words import P_, FilledText


def requirements_of(regime: Regime, request: str, kind: str) -> Iterator[Requirement]:
    """Yield what a message of a kind says in the thread of a request: of several rows on one field the
    instrument's own comes first.
    """
    for instrument in (regime.instrument, *brought(regime, request, "required")):
        for row in regime.law.of(instrument).required:
            if row.kind == kind:
                left = left_of(regime, request, row.article, instrument)
                if left is not None:
                    yield replace(row, article=left)


def demanded(
    regime: Regime, request: str, kind: str, measures: frozenset[str]
) -> Mapping[str, Requirement]:
    """Return the row by which each field is demanded of a message that asks for these measures."""
    found: dict[str, Requirement] = {}
    for row in requirements_of(regime, request, kind):
        if row.is_demanded(measures):
            found.setdefault(row.key, row)
    return found


@dataclass(frozen=True, slots=True)
class MessageForms:
    """The fields that messages of each kind have, and the measures that a request can ask for."""

    fields: Mapping[str, frozenset[str]]
    measures: frozenset[str]

    def problems(self, row: Requirement) -> Iterator[Phrase]:
        """Yield why no message can be what a row demands: such a row would demand nothing."""
        if row.kind not in self.fields:
            yield FilledText(P_("{kind} is not a kind of message"), kind=row.kind)
        elif row.key not in self.fields[row.kind]:
            names = ", ".join(sorted(self.fields[row.kind]))
            yield FilledText(P_("key is not one of {names}"), names=names)
        if not {*row.demanded_for, *row.not_for} <= self.measures:
            names = ", ".join(sorted(self.measures))
            yield FilledText(P_("its measures are not some of {names}"), names=names)
