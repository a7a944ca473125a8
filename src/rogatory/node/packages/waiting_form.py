# SPDX-License-Identifier: Apache-2.0
"""The list of what waits for a workstation, as it travels: canonical JSON, written by the node and
parsed by the workstation.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from rogatory.errors import Refused
from rogatory.node.packages.waiting import MOST_LISTED, WaitingPackage, WaitingRequest, WaitingWork
from rogatory.node.threads import dispatch_refusals
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_

LARGEST_WAITING = 1 << 20
"""Bytes: two lists of `MOST_LISTED` rows of half a kilobyte, several times over."""

LONGEST_TEXT = 200
"""Characters of one field: identifiers, digests, codes."""


def encode_waiting(found: WaitingWork) -> bytes:
    packages, requests = map(_row, found.packages), map(_row, found.requests)
    return canonical.encode({"packages": [*packages], "requests": [*requests]})


def decode_waiting(data: bytes) -> WaitingWork:
    """Raise Refused: it is not in its form."""
    document = canonical.decode_object(data, limit=LARGEST_WAITING)
    if document.keys() != {"packages", "requests"}:
        raise _malformed()
    return WaitingWork(
        tuple(WaitingPackage(**_read(one, WaitingPackage)) for one in _list(document["packages"])),
        tuple(WaitingRequest(**_read(one, WaitingRequest)) for one in _list(document["requests"])),
    )


def _row(one: WaitingPackage | WaitingRequest) -> dict[str, Json]:
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    return {
        name: format_moment(value.replace(microsecond=0)) if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _list(value: Json) -> Sequence[Json]:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > MOST_LISTED:
        raise _malformed()
    return value


def _read(value: Json, kind: type[WaitingPackage | WaitingRequest]) -> dict[str, Any]:
    """Return the fields of a row, each of its type."""
    types = {field.name: _TYPES[field.type] for field in fields(kind)}
    if not isinstance(value, Mapping) or value.keys() != types.keys():
        raise _malformed()
    return {name: read(value[name]) for name, read in types.items()}


def _text(value: Json) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise _malformed()
    return value


def _number(value: Json) -> int:
    if type(value) is not int or value < 0:
        raise _malformed()
    return value


def _flag(value: Json) -> bool:
    if not isinstance(value, bool):
        raise _malformed()
    return value


_TYPES: Mapping[Any, Callable[[Json], Any]] = {
    str: _text,
    str | None: lambda value: None if value is None else _text(value),
    int: _number,
    bool: _flag,
    datetime: lambda value: parse_moment(_text(value)),
}


def _malformed() -> Refused:
    problem = P_("the list of what waits is not in its form")
    return Refused(dispatch_refusals.DISPATCH_MALFORMED.because(problem=problem))
