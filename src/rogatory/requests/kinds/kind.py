# SPDX-License-Identifier: Apache-2.0
"""A kind of message: who sends it, on which article, in which thread, with what in it."""

from dataclasses import dataclass
from typing import Literal

from rogatory.treaty.rows import Certainty

type SenderRole = Literal["requesting", "requested", "receiving", "providing", "either"]
"""The side of the thread that sends the kind.

The *receiving* State is the one that gets information or evidence and is bound by its conditions:
the requesting State of a request, but the requested one where information came unasked. The other
is the *providing* State.
"""


@dataclass(frozen=True, slots=True)
class Content:
    """One thing that a body must say.

    `key` is the body's field, `label` names it in plain words (marked for translation). What is
    asked for only under a `condition` is optional in the body; the form shows the condition.
    """

    key: str
    label: str
    article: str
    certainty: Certainty
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message.

    `follows` names the opening kinds whose threads it belongs to; an opening kind follows none.
    """

    name: str
    title: str
    article: str
    certainty: Certainty
    direction: SenderRole
    contents: tuple[Content, ...]
    follows: frozenset[str] = frozenset()
    opens_thread: bool = False

    @property
    def required(self) -> tuple[Content, ...]:
        return tuple(content for content in self.contents if content.condition is None)
