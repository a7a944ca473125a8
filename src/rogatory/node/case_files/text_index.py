# SPDX-License-Identifier: Apache-2.0
"""Writing the search text of a request, in the transaction that applies it or adds to its case
file.
"""

from collections.abc import Sequence

from rogatory.node.case_files.case_file import case_file_of
from rogatory.node.case_files.journal import own_offices, stated_number
from rogatory.node.context import Node
from rogatory.node.search.texts import inside_text, messages_text, offices_text
from rogatory.requests.envelope import Envelope


def index_thread(node: Node, thread: str, messages: Sequence[Envelope]) -> None:
    """Write all that is searched of a request anew."""
    offices, number = own_offices(node, messages), stated_number(node, messages)
    case_file = case_file_of(thread, offices, number, node.store.case_file_entries(thread))
    node.store.put_text(
        thread,
        text=messages_text(messages),
        inside=inside_text(case_file.case_number, [one.data for one in case_file.entries]),
        offices=offices_text(case_file.offices),
    )
