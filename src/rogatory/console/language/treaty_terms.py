# SPDX-License-Identifier: Apache-2.0
"""Names of instruments and grounds on a page: those that the program has in six languages, and those of
the node's own law, as a lawyer wrote them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from rogatory.console.language import words
from rogatory.node.drafting.beginning import instrument_names
from rogatory.node.provisions.treaty_names import NO_TREATIES, TreatyNames

type FindTreatyNames = Callable[[], TreatyNames]

_find: ContextVar[FindTreatyNames] = ContextVar("find_treaty_names", default=lambda: NO_TREATIES)


@contextmanager
def treaties_by(find: FindTreatyNames) -> Iterator[None]:
    """Use the names found so until the end; they are looked for once, when the first is needed."""
    before = _find.set(cache(find))
    try:
        yield
    finally:
        _find.reset(before)


def instrument_name(instrument: str) -> str:
    """Return the name of an instrument, or nothing where nobody named it."""
    known = instrument_names().get(instrument)
    if known is not None:
        return words.translated(known)
    return _find.get()().instruments.get(instrument, "")


def ground_label(ground: str) -> str:
    """Return what a lawyer wrote of a ground, or nothing where the law here does not have it."""
    return _find.get()().grounds.get(ground, "")
