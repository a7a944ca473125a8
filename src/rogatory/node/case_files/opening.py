# SPDX-License-Identifier: Apache-2.0
"""Opening the case file of a new thread: it is in the lists, with nobody in charge yet.

A thread that follows from a restricted request is restricted too from the beginning: it repeats the
content of that request, and nobody could restrict by hand a request that nobody has seen.
"""

from collections.abc import Sequence

from rogatory.node.case_files.case_file import case_file_of
from rogatory.node.case_files.journal import own_offices, read_case_file, row_of, stated_number
from rogatory.node.context import Node
from rogatory.node.repositories.case_files import CaseFileEntry, EntryKind
from rogatory.node.threads.filings import threads_in_opening
from rogatory.node.threads.target_index import index_request
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import DRILL
from rogatory.wire.identifiers import uuid7


def open_case_file(node: Node, thread: str, messages: Sequence[Envelope]) -> None:
    """Write the row of a thread that has none, and the targets of its request.

    Runs inside the transaction that applies the thread. A drill has no case file.
    """
    if messages[0].kind not in DRILL and node.store.case_file(thread) is None:
        offices, number = own_offices(node, messages), stated_number(node, messages)
        node.store.put_case_file(row_of(case_file_of(thread, offices, number, ())))
        index_request(node, thread, messages[0].body)
        _restrict_as_followed(node, messages[0], offices[0])


def _restrict_as_followed(node: Node, opening: Envelope, authority: str) -> None:
    """Restrict it to those who may read every restricted request that it names; if there is nobody,
    to those who may read one, lest it be lost to all.
    """
    followed = {
        one: frozenset(readers)
        for one in threads_in_opening(opening)
        if one != opening.thread
        and node.store.case_file(one) is not None
        and (readers := read_case_file(node, one).readers) is not None
    }
    if not followed:
        return
    groups = [*followed.values()]
    to = sorted(frozenset.intersection(*groups) or frozenset.union(*groups))
    at = node.clock.now()
    node.store.add_case_file_entry(
        CaseFileEntry(
            id=uuid7(at, node.random(10)),
            thread=opening.thread,
            kind=EntryKind.RESTRICTED_AS_FOLLOWING,
            at=at.replace(microsecond=0),
            officer="",
            authority=authority,
            data={"officers": to, "reason": "", "follows": sorted(followed)},
        )
    )
    node.store.restrict(opening.thread, to)
