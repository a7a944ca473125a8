# SPDX-License-Identifier: Apache-2.0
"""A kind of message: who sends it, what it cites, in which thread, with what in it.

No article is named here: `treaty.citing` finds it in the data of the instrument of the request.
"""

from dataclasses import dataclass
from typing import Literal

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
    asked for only under a `condition` is optional in the body; the form shows the condition. What
    is asked for by good practice alone, under no instrument, `is_practice`.
    """

    key: str
    label: str
    condition: str | None = None
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message.

    `cites` is the id of what it rests on in the law's data, None for practice. `follows` names the
    opening kinds whose threads it belongs to; an opening kind follows none.
    """

    name: str
    title: str
    cites: str | None
    direction: SenderRole
    contents: tuple[Content, ...]
    follows: frozenset[str] = frozenset()
    opens_thread: bool = False

    def content_cites(self, key: str) -> str:
        """Return the id of what the field of that key rests on in the law's data."""
        return f"{self.name}/{key}"

    @property
    def required(self) -> tuple[Content, ...]:
        return tuple(content for content in self.contents if content.condition is None)
