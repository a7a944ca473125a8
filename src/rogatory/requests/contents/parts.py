# SPDX-License-Identifier: Apache-2.0
"""Parts of a body's fields: the reason that one is missing, and the entries of a list."""

from collections.abc import Mapping

from rogatory.errors import Reason
from rogatory.requests import refusals
from rogatory.requests.kinds.kind import MessageKind
from rogatory.wire.canonical import Json

type Body = Mapping[str, Json]


def part_missing(kind: MessageKind, field: str) -> Reason:
    """Return the reason that a part of a field, named by its path, is missing: it cites what the
    whole does.
    """
    key = field.partition(".")[0]
    content = next(found for found in kind.contents if found.key == key)
    code = (
        refusals.CONTENT_PRACTICE_PART_MISSING
        if content.is_practice
        else refusals.CONTENT_PART_MISSING
    )
    return code.because(field=field, label=content.label, cites=kind.content_cites(key))


def listed(value: Json) -> list[Json]:
    """Return the entries of a list; none of a value that is no list."""
    return value if isinstance(value, list) else []
