# SPDX-License-Identifier: Apache-2.0
"""The parameters that the API takes in a query: the form of each, and reading them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.systems import refusals
from rogatory.node.systems.request_documents import MOST_ITEMS

MOST_PARAMETERS = 20
"""Of one request; more are refused before they are read."""

MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: the pattern that its whole value must match, and what it means."""

    pattern: str
    meaning: str


PAGING: Mapping[str, Parameter] = {
    "cursor": Parameter(
        r"[0-9A-Za-z:.~-]{1,120}", "Where the page begins: `next` of the one before"
    ),
    "limit": Parameter(r"[1-9][0-9]?|100", f"Items of a page; {MOST_ITEMS} at most, unless given"),
}


def read_parameters(query: str, known: Mapping[str, Parameter]) -> dict[str, str]:
    """Return the values of a query. What is misunderstood would be the answer to another question.

    Raises:
        Refused: each parameter that is unknown, there twice, or of another form.
    """
    try:
        given = parse_qsl(
            query, keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_PARAMETERS
        )
    except ValueError as error:
        if not query:
            return {}
        raise Refused(refusals.PARAMETER.because(name=ascii(query)[:40])) from error
    found = dict(given)
    refuse_if_any(refusals.PARAMETER.because(name=ascii(name)[:40]) for name in _odd(given, known))
    return found


def _odd(given: Iterable[tuple[str, str]], known: Mapping[str, Parameter]) -> Iterable[str]:
    seen: set[str] = set()
    for name, value in given:
        form = known.get(name)
        if form is None or name in seen or not re.fullmatch(form.pattern, value, re.ASCII):
            yield name
        seen.add(name)
