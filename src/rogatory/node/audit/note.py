# SPDX-License-Identifier: Apache-2.0
"""Noting accesses: each in a short transaction of its own, before or after the access.

A refusal is noted before it is reported. A look at a page is noted once an hour, so a page that
refreshes itself writes nothing. Every note also goes to the logger `rogatory.audit`, which sends it
to the log server where a node has one; it contains no more than the database does.
"""

import json
import logging
from collections.abc import Iterable

from rogatory.node.context import Node
from rogatory.node.repositories.audit import AccessKind, AccessRecord

LONGEST_SUBJECT = 200
"""Characters: a name or a digest; a longer text from outside must not fill the audit."""

_log = logging.getLogger("rogatory.audit")


def note_access(
    node: Node,
    kind: AccessKind,
    officer: str,
    page: str,
    threads: Iterable[str] = (),
    subject: str = "",
) -> None:
    """Note an access to a page; one to several threads is one to each."""
    at = node.clock.now()
    records = [
        AccessRecord(kind, at, officer, page, thread, subject[:LONGEST_SUBJECT])
        for thread in dict.fromkeys(threads) or ("",)
    ]
    if kind is AccessKind.READ:
        records = [one for one in records if not node.store.knows_access(one)]
    if records:
        with node.store.transaction():
            for one in records:
                node.store.add_access(one)
        for one in records:
            _log.info("%s", json.dumps(_fields(one)))


def _fields(record: AccessRecord) -> dict[str, str]:
    return {
        "act": record.kind.value,
        "officer": record.officer,
        "page": record.page,
        "thread": record.thread,
        "subject": record.subject,
    }
