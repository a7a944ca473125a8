# SPDX-License-Identifier: Apache-2.0
"""Acts on a sealed package, recorded in its own journal or, where that takes nothing, elsewhere."""

from pathlib import Path

from rogatory.custody.event import LONGEST_REASON, Action
from rogatory.custody.journal import Journal
from rogatory.disk.refusals import DENIED
from rogatory.errors import Refused
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.journals import journal_at, sealed_journal

_LONGEST_NAME = 600
"""Characters of a path in a reason; a digest beside it tells apart what is cut alike."""


def record_there(folder: Path, action: Action, bag: str, said: str, actor: Actor) -> bool:
    """Record in the package's own journal; False where its disk takes nothing (a disc, a share
    that is read only), so that the caller keeps the event elsewhere.
    """
    try:
        actor.record(journal_at(folder), action, of=bag, reason=said)
    except Refused as error:
        if error.codes == (DENIED.id,):
            return False
        raise
    return True


def record_beside(
    sealed: Path, beside: Path, action: Action, bag: str, said: str, actor: Actor
) -> Journal:
    """Record in the package's journal or, where that takes nothing, in the folder `beside`."""
    kept = sealed_journal(sealed)
    if record_there(kept, action, bag, said, actor):
        return Journal(kept)
    journal = journal_at(beside)
    actor.record(journal, action, of=bag, reason=said)
    return journal


def reason_of(given: str | None, act: str, what: str, *, ending: str = "") -> str:
    """What an event says: the officer's reason, or the act, and what it was about; what it is about
    is cut first, since it is long only where somebody made it so. `ending` is never cut.
    """
    head = f"{given or act}: "
    return head + cut(what, max(LONGEST_REASON - len(head) - len(ending), 0)) + ending


def cut(text: str, longest: int = _LONGEST_NAME) -> str:
    """A text of at most that many characters, with a mark where its middle is missing."""
    if len(text) <= longest:
        return text
    half = max((longest - 3) // 2, 0)
    return f"{text[:half]}...{text[len(text) - half :]}"
