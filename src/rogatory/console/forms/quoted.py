# SPDX-License-Identifier: Apache-2.0
"""The texts of the other State that an answer decides on, beside the fields in which it does."""

import re
from collections.abc import Iterator, Mapping

from rogatory.console.forms.fields import Quotation
from rogatory.node.context import Node
from rogatory.node.threads.transcript import thread_state
from rogatory.wire.canonical import Json

ANSWERING = "conditions_answered"

_NUMBER = re.compile(r"[1-9]\d{0,2}", re.ASCII)
"""No form has more entries, and a longer number would cost time to read."""


def quotations_of(
    node: Node, kind: str, thread: str | None, body: Mapping[str, Json]
) -> Mapping[str, Quotation]:
    """Return, by the path of an entry, the condition with its number, in the words of the State that set it."""
    if kind != ANSWERING or not thread:
        return {}
    waiting = thread_state(node, thread).standing.unanswered_conditions
    if waiting is None:
        return {}
    texts = ((path, waiting.text(number)) for path, number in _numbers(body))
    return {path: Quotation(text, waiting.message.language) for path, text in texts if text}


def _numbers(body: Mapping[str, Json]) -> Iterator[tuple[str, int]]:
    """Yield the number that each entry of the answer names, by the path of the entry."""
    stated = body.get("conditions")
    for index, entry in enumerate(stated if isinstance(stated, list) else ()):
        number = str(entry.get("number", "")) if isinstance(entry, Mapping) else ""
        if _NUMBER.fullmatch(number):
            yield f"conditions.{index}", int(number)
