# SPDX-License-Identifier: Apache-2.0
"""Acts on a sealed package, recorded in its own journal or, where that takes nothing, elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from rogatory.custody.events.values import CustodyAct
from rogatory.custody.journal.journal import Journal
from rogatory.disk import shown
from rogatory.disk.refusals import DENIED
from rogatory.errors import Refused
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.journals.folders import journal_at, sealed_journal

_LONGEST_NAME = 600
"""Characters of a path in an event; a digest beside it distinguishes paths that are cut alike."""

MOST_NAMED = 10
"""Names in one event, which has its limit; how many more there are is a field of it."""

_LONGEST_OF_SEVERAL = 240
"""Characters of each of several names."""


def record_there(
    folder: Path,
    act: CustodyAct,
    bag: str,
    words: str | None,
    actor: Actor,
    before: Sequence[CustodyAct] = (),
) -> bool:
    """Record an act in the package's own journal, after the notes before it.

    Returns False where its disk takes nothing (a disc, a share that is read only), so that the
    caller keeps the event elsewhere.
    """
    try:
        for one in before:
            actor.record(journal_at(folder), one, of=bag)
        actor.record(journal_at(folder), act, of=bag, words=words)
    except Refused as error:
        if error.codes == (DENIED.id,):
            return False
        raise
    return True


def record_beside(
    sealed: Path,
    beside: Path,
    act: CustodyAct,
    bag: str,
    words: str | None,
    actor: Actor,
    before: Sequence[CustodyAct] = (),
) -> Journal:
    """Record in the package's journal or, where that takes nothing, in the folder `beside`."""
    kept = sealed_journal(sealed)
    if record_there(kept, act, bag, words, actor, before):
        return Journal(kept)
    journal = journal_at(beside)
    for one in before:
        actor.record(journal, one, of=bag)
    actor.record(journal, act, of=bag, words=words)
    return journal


def first_paths(paths: Sequence[str]) -> tuple[tuple[str, ...], int | None]:
    """Return the first paths, each cut, and how many more there are."""
    more = len(paths) - MOST_NAMED
    first = tuple(cut(shown(one), _LONGEST_OF_SEVERAL) for one in paths[:MOST_NAMED])
    return first, more if more > 0 else None


def cut(text: str, longest: int = _LONGEST_NAME) -> str:
    """Return a text of at most that many characters, with a mark where its middle is missing."""
    if len(text) <= longest:
        return text
    half = max((longest - 3) // 2, 0)
    return f"{text[:half]}...{text[len(text) - half :]}"
