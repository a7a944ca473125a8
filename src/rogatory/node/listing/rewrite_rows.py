# SPDX-License-Identifier: Apache-2.0
"""Rows for lists written anew where a version of this software keeps more in them than the one before.

A migration cannot: what a row says comes from folding the thread's messages. So the worker walks
through all threads, some at a time, while everything else goes on.
"""

from rogatory.node.case_files.text_index import index_thread
from rogatory.node.context import Node
from rogatory.node.listing.thread_list import read_place, write_place
from rogatory.node.messages.apply import summary_of
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.listing import Order, ThreadFilter, place_after
from rogatory.node.repositories.queue import Job, Priority
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.thread.transcript import fold

VERSION = 5
"""Raised with what a row keeps."""

SETTING, JOB = "listing-version", "relist"

THREADS_AT_ONCE = 100
"""The threads of one job: its transaction is short, and no other process waits longer for the
store.
"""


def ask_to_relist(node: Node) -> None:
    """Ask for the rows to be written anew where they are of an earlier version; at a worker's start,
    inside a transaction.
    """
    if node.store.setting(SETTING) != VERSION:
        node.queue.enqueue(JOB, JOB, {}, node.clock.now(), Priority.BULK)


def relist(node: Node, job: Job) -> None:
    """Write the rows of some threads anew; then the next ones, to the end."""
    given = job.payload.get("after")
    after = None if given is None else read_place(str(given))
    found = node.store.threads_listed(ThreadFilter(), Order.OLDEST, THREADS_AT_ONCE, after)
    with done(node, job):
        for one in found:
            # Read inside: a message that came meanwhile is in it.
            transcript = node.store.transcript(one.thread)
            if transcript:
                messages = envelopes(transcript)
                node.store.put_summary(summary_of(node, transcript, fold(messages)))
                index_thread(node, one.thread, messages)
        if len(found) < THREADS_AT_ONCE:
            node.store.put_setting(SETTING, VERSION)
            return
        rest = {"after": write_place(place_after(found[-1], Order.OLDEST))}
        node.queue.enqueue(JOB, f"{JOB}/{rest['after']}", rest, node.clock.now(), Priority.BULK)
