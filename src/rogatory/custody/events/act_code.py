# SPDX-License-Identifier: Apache-2.0
"""A code of a custody event: its action, its fields and its sentence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rogatory.custody.events.act_fields import ActField, FieldType
from rogatory.custody.events.event import CustodyAction
from rogatory.custody.events.values import ActValue

_FIELD = re.compile(r"\{(\w+)\}")


CONSENT = ("second", "consent")
"""The fields that name a consent: the second officer, and its digest."""


@dataclass(frozen=True, slots=True)
class ActCode:
    """One code. A sentence is shown where none of its fields is null; its fields are in braces."""

    code: str
    action: CustodyAction
    fields: tuple[ActField, ...]
    sentences: tuple[str, ...]

    def fits(self, fields: Mapping[str, ActValue]) -> bool:
        """Decide whether fields are exactly those of this code, each in its form: the second officer and the consent
        both or neither.
        """
        names = {one.name for one in self.fields}
        if names != fields.keys() or not all(one.fits(fields[one.name]) for one in self.fields):
            return False
        return len({fields[name] is None for name in CONSENT if name in names}) <= 1

    def shown(self, fields: Mapping[str, ActValue]) -> Iterator[str]:
        """Yield the sentences that these fields fill."""
        for sentence in self.sentences:
            if all(fields[name] is not None for name in _FIELD.findall(sentence)):
                yield sentence


def many(name: str, kind: FieldType, *, or_null: bool = False) -> ActField:
    return ActField(name, kind, many=True, or_null=or_null)


def maybe(name: str, kind: FieldType) -> ActField:
    return ActField(name, kind, or_null=True)


def digest(name: str) -> ActField:
    return ActField(name, FieldType.DIGEST)


def count(name: str) -> ActField:
    return ActField(name, FieldType.COUNT)


FROM_STATE = ActField("from", FieldType.STATE)

TWO = (maybe("second", FieldType.OFFICER), maybe("consent", FieldType.DIGEST))
