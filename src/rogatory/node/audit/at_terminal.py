# SPDX-License-Identifier: Apache-2.0
"""An officer at the node's own terminal, bound by need-to-know as on a page.

A person who can start a command there can read the node's database anyway, as they can read the
disk under it; nothing here keeps an operator out. But a command that names an officer acts for that
officer: it shows nothing that a page would not show, and it appears in the same audit, either as
typed at a terminal, where nobody has logged in, or as signed there with the officer's own key.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rogatory.errors import RogatoryError, refuse_if_any
from rogatory.node.audit.need_to_know import TURNED_AWAY, closed_reasons, threads_in_address
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
    reveals_nothing: bool = False,
    signed: bool = False,
) -> Iterator[None]:
    """Record a command that an officer runs, with the requests that its arguments name.

    1. A request that is restricted to others is refused, and the refusal is noted. Excepted is
       `matter restrict`, which reveals nothing of the request and keeps it from being lost to all.
    2. A refusal by the node itself is noted.
    3. What the officer read or did is noted; a command that names no request is noted without one.

    Raises:
        Refused: by 1, or as the command does.
    """
    known = (one for one in threads_in_address(node, named) if node.store.summary(one) is not None)
    threads, page = tuple(dict.fromkeys(known)), f"{SIGNED if signed else TERMINAL} {command}"
    closed = [] if reveals_nothing else [*closed_reasons(node, officer, threads)]
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
