# SPDX-License-Identifier: Apache-2.0
"""An officer at the node's own terminal: as at a page, he reads and does what he needs to know.

Who can start a command there reads the node's books anyway, as he reads the disk under them; nothing
here keeps an operator out. But a command that names an officer speaks for him: it tells him nothing that
a page would not, and is in the same audit: as typed at a terminal, where nobody has logged in, or as
signed there with the officer's own key.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rogatory.errors import RogatoryError, refuse_if_any
from rogatory.node.audit.need_to_know import TURNED_AWAY, closed_reasons, threads_named
from rogatory.node.audit.note import note_access
from rogatory.node.case_files import refusals
from rogatory.node.context import Node
from rogatory.node.repositories.audit import AccessKind

TERMINAL = "terminal"
"""With what the name of a command begins in the audit."""
SIGNED = "signed"
"""The same, where the officer signed for it with an own key (`own_signature`)."""


@contextmanager
def as_officer(
    node: Node,
    officer: str,
    command: str,
    named: Mapping[str, str],
    *,
    reads: bool = False,
    tells_nothing: bool = False,
    signed: bool = False,
) -> Iterator[None]:
    """What a command does for an officer, with the requests that its arguments name.

    1. A request that is restricted to others is refused, and that is noted; but for an act that tells
       nothing of it, which keeps it from being lost to all (`matter restrict`).
    2. That the node itself turns him away is noted.
    3. What he read or did is noted; a command that names no request is noted without one.

    Raises:
        Refused: by 1, or as the command does.
    """
    known = (one for one in threads_named(node, named) if node.books.summary(one) is not None)
    threads, page = tuple(dict.fromkeys(known)), f"{SIGNED if signed else TERMINAL} {command}"
    closed = [] if tells_nothing else [*closed_reasons(node, officer, threads)]
    if closed:  # 1
        note_access(node, AccessKind.DENIED, officer, page, threads, refusals.RESTRICTED.id)
        refuse_if_any(closed)
    try:
        yield
    except RogatoryError as error:
        if not TURNED_AWAY.isdisjoint(error.codes):  # 2
            note_access(node, AccessKind.DENIED, officer, page, threads, " ".join(error.codes))
        raise
    if threads or not named:  # 3
        note_access(node, AccessKind.READ if reads else AccessKind.ACTED, officer, page, threads)
