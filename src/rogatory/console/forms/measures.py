# SPDX-License-Identifier: Apache-2.0
"""Measures on property that a message can name, by what was reported of them instead of their digests."""

from collections.abc import Mapping, Sequence

from rogatory.console.forms.fields import Option
from rogatory.console.language.languages import colon, day_text
from rogatory.node.context import Node
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.canonical import Json

_FIELDS = frozenset({"executed", "replaced"})
"""The fields in which a message of any kind names measures."""


def measure_options(node: Node, thread: str | None, kind: str) -> Mapping[str, Sequence[Option]]:
    """Return by path the measures in force of a thread, each by the day since which it is in force and its first
    property; nothing where the kind names none, or none is in force.
    """
    fields = _FIELDS.intersection(one.key for one in KINDS[kind].contents)
    if thread is None or not fields:
        return {}
    state = thread_state(node, thread)
    found = [
        Option(one, _described(state.entry(one).envelope.body), is_chosen=False, is_ours=False)
        for one in state.standing.measures_in_force
    ]
    return dict.fromkeys(fields, found) if found else {}


def _described(body: Mapping[str, Json]) -> str:
    items = body.get("property")
    first = items[0] if isinstance(items, list) and items else None
    description = first.get("description") if isinstance(first, Mapping) else None
    since = body.get("measure_start")
    parts = (day_text(since) if isinstance(since, str) else "", str(description or ""))
    return colon().join(part for part in parts if part)
