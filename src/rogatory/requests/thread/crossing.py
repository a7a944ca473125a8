# SPDX-License-Identifier: Apache-2.0
"""A crossing of two messages, and the form in which the table has its rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.requests.thread.thread_facts import ThreadStatus


@dataclass(frozen=True, slots=True)
class Crossing:
    """A pair of kinds that crossed: the status after both, in words, and the id in the law's data of
    what it rests on, None for practice.

    `status` is None where it hangs on what the two say. An oral request stays open all the same.
    """

    requesting: str
    requested: str
    status: ThreadStatus | None
    words: str
    cites: str | None


type CrossingRows = Mapping[str, tuple[ThreadStatus | None, str]]
"""By the requested State's kind."""
