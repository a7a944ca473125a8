# SPDX-License-Identifier: Apache-2.0
"""A view as plain data, for `--json`: every field by its name, moments and reasons in their forms."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from types import NoneType
from typing import Any

from rogatory.errors import ENGLISH, Reason, ReasonBasis, TranslatableText
from rogatory.requests.contents.plain_words import BodyLine
from rogatory.wire.moments import format_moment


def plain(value: Any) -> Any:
    """Return what `json.dumps` takes.

    Raises:
        TypeError: no form is declared for such a value.
    """
    if is_dataclass(value) and not isinstance(value, type) and not isinstance(value, Reason):
        return _parts(value)
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    raise TypeError(f"no command prints a {type(value).__name__}")


def _parts(value: Any) -> dict[str, Any]:
    return {field.name: plain(getattr(value, field.name)) for field in fields(value)}


_WRITERS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (Reason, Reason.as_json),
    (datetime, format_moment),
    (timedelta, lambda value: int(value.total_seconds())),
    (Enum, lambda value: value.value),
    (TranslatableText, lambda text: text.as_json(ENGLISH)),
    ((NoneType, str, int, float), lambda value: value),
    (BodyLine, lambda line: {"label": line.label, "value": str(line.value), "level": line.level}),
    (ReasonBasis, ReasonBasis._asdict),
    (Mapping, lambda value: {str(name): plain(part) for name, part in value.items()}),
    ((set, frozenset), lambda value: sorted(map(plain, value))),
    (Iterable, lambda value: [plain(part) for part in value]),
)
