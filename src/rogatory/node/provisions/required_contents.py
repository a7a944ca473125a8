# SPDX-License-Identifier: Apache-2.0
"""The contents that the instrument of a request demands of a message beyond those that its form demands of
every message of the kind.

Before sending they keep the message here; at the other end they are a remark, and move nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from rogatory.errors import Reason
from rogatory.node.provisions import refusals
from rogatory.requests.contents.body import is_unsaid, schema
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.corrections import Correction
from rogatory.treaty.regimes import Regime, cite, instrument_of
from rogatory.treaty.requirements import MessageForms, demanded
from rogatory.treaty.rows import RowProblem, read_row
from rogatory.treaty.tables.limits import Requirement, read_requirement
from rogatory.wire.canonical import Json

REQUIRED = "required"
"""The section of the law that demands contents."""


def demanded_contents(
    regime: Regime, request: str, kind: str, body: Mapping[str, Json]
) -> Mapping[str, Requirement]:
    """Return the rows by which the law of a request demands fields that the form of the kind leaves open."""
    known = KINDS.get(kind)
    if known is None:
        return {}
    left_open = {one.key for one in known.contents} - {one.key for one in known.required}
    found = demanded(regime, request, kind, _measures(body))
    return {key: row for key, row in found.items() if key in left_open}


def required_reasons(
    regime: Regime, request: str, kind: str, body: Mapping[str, Json], known: Iterable[Reason] = ()
) -> Iterator[Reason]:
    """Yield what a message lacks by the instrument of its request: lines 8, 9 and 10 of the law's list, under
    whatever instrument. A field against which there is a known reason is left to that reason.
    """
    named = {str(one.fields.get("field", "")).partition(".")[0] for one in known}
    for key, row in demanded_contents(regime, request, kind, body).items():
        if key not in named and is_unsaid(body.get(key)):
            label = next(one.label for one in KINDS[kind].contents if one.key == key)
            yield refusals.REQUIRED_UNSAID.because(
                field=key,
                label=label,
                article=cite(regime, instrument_of(row), row.article),
                certainty=row.certainty,
            )


@cache
def message_forms() -> MessageForms:
    """Return what the rows of a treaty can demand of messages."""
    measures: list[str] = schema("mla_general")["properties"]["measures"]["items"]["enum"]
    fields = {name: frozenset(one.key for one in kind.contents) for name, kind in KINDS.items()}
    return MessageForms(fields, frozenset(measures))


def unknown_field_reasons(corrections: Iterable[Correction]) -> Iterator[Reason]:
    """Yield which corrections demand what no message can state. Rows out of form are left to the law."""
    for one in corrections:
        if one.section == REQUIRED and one.row is not None:
            problems: list[RowProblem] = []
            row = read_row(one.row, REQUIRED, read_requirement, problems)
            for problem in () if problems else message_forms().problems(row):
                yield refusals.FIELD_UNKNOWN.because(line=one.id, problem=problem)


def _measures(body: Mapping[str, Json]) -> frozenset[str]:
    stated = body.get("measures")
    return frozenset(map(str, stated)) if isinstance(stated, list) else frozenset()
