# SPDX-License-Identifier: Apache-2.0
"""The body that a script posts: one JSON object in the place of a form, under the same names.

An object inside becomes names joined by dots, a list the same name several times, yes and no what
the form's boxes say. Only the body of a message is taken as it is (`posted_body`): there the kind's
own check judges every type, and an unknown name is refused instead of passed over.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from django.http import HttpRequest, QueryDict

from rogatory.console.frame import refusals
from rogatory.errors import Refused
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_, problem_of

JSON = "application/json"

DEEPEST = 12
"""Objects within objects: no body is deeper, and a hostile one would exhaust the reader's stack."""


def read_json(request: HttpRequest) -> None:
    """Let a request that brings JSON look like the form that a browser would have posted.

    Raises:
        Refused: it is no JSON object, or says a name twice, or is too deep.
    """
    if request.method != "POST" or request.content_type != JSON:
        return
    found = _parsed(request.body)
    body = found.pop("body", None) if isinstance(found.get("body"), dict) else None
    form = QueryDict(mutable=True)
    for name, value in _flat("", found):
        form.appendlist(name, value)
    request.POST = form  # type: ignore[assignment]  # read-only from here on
    request.rogatory_body = body  # type: ignore[attr-defined]  # beside the form, as it was sent


def posted_body(request: HttpRequest) -> dict[str, Json] | None:
    """Return the body of a message as a script sent it; None where a form was filled in."""
    return cast("dict[str, Json] | None", getattr(request, "rogatory_body", None))


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_once,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
        )
        deep = _depth(found)
    except RecursionError:
        deep, found = DEEPEST + 1, {}
    except ValueError as error:
        raise Refused(refusals.JSON_UNREADABLE.because(problem=problem_of(error))) from error
    if deep > DEEPEST:
        raise Refused(refusals.JSON_UNREADABLE.because(problem=P_("it is too deep")))
    if not isinstance(found, dict):
        raise Refused(refusals.JSON_UNREADABLE.because(problem=P_("it is no object")))
    return found


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{ascii(name)[:40]} occurs in it twice")
        found[name] = value
    return found


def _no_fraction(text: str) -> None:
    raise ValueError(f"{text[:20]} is no integer")


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _flat(f"{prefix}.{name}" if prefix else name, part)
    elif isinstance(value, list):
        for part in value:
            yield from _flat(prefix, part)
    elif isinstance(value, bool):
        yield prefix, "yes" if value else "no"
    elif value is not None:
        yield prefix, str(value)
