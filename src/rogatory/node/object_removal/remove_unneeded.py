# SPDX-License-Identifier: Apache-2.0
"""The removal of objects that nothing refers to.

Bytes come before the row that names them, so a process that died between both leaves bytes without a name; so
does a form that was refused last, and a draft that was discarded. No act removes them: who knows that nothing else
names the same bytes? A job looks through the rows instead, once a day.

1. Objects whose day of grace is over are removed, if no row names them now.
2. The next objects, in the order of their digests, are looked for in all rows; those that none names are marked.
3. The place that was reached is noted, and the job asks for itself again.

Killed between any two steps: what is marked stays marked, and the job is done again.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.drafting.texts import KEPT_FOR
from rogatory.node.provisions.law_objects import LawObjects
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.queue import Job, Priority
from rogatory.wire.digests import digests_in

JOB = SETTING = "object-removal"

BETWEEN_LOOKS = timedelta(hours=24)
"""All rows are read at each look: two minutes for the rows of a million messages."""

MOST_AT_ONCE = 50_000
"""Objects of one look: a set of their digests takes some 10 MB. A node with a million sees each in three weeks."""

ATTACHMENTS_KEPT_FOR = KEPT_FOR
"""How long what was attached to a draft stays after the draft was withdrawn or discarded: as long as a text that
nobody continues. A backup that still has the draft as one that waits is older than that."""

_PLACE = 32
"""Digits of a digest by which the place is noted: a row with all of them would name the object."""


def ask_to_remove(node: Node) -> None:
    """Ask for the first look, inside a transaction, a day after the node's first start."""
    at = node.clock.now() + BETWEEN_LOOKS
    node.queue.enqueue(JOB, JOB, {}, at, Priority.BULK)


def remove_unneeded(node: Node, job: Job) -> None:
    """Remove what was marked a day ago, mark what no row names, and ask for the next look.

    Where a part of the law is missing, nobody knows which objects it named, so nothing is removed or marked
    (the doctor names the part).
    """
    now, after = node.clock.now(), str(node.store.setting(SETTING) or "")
    looked_at: list[str] = []
    if is_law_whole(node):
        node.objects.finish_removals(now, lambda digests: named_objects(node, digests, now))  # 1
        looked_at = list(islice(node.objects.digests(after), MOST_AT_ONCE))
        named = named_objects(node, looked_at, now) if looked_at else ()
        for digest in looked_at:  # 2
            if digest not in named:
                node.objects.remove(digest, now)
    with done(node, job):  # 3
        is_at_end = len(looked_at) < MOST_AT_ONCE
        node.store.put_setting(SETTING, "" if is_at_end else looked_at[-1][:_PLACE])
        node.queue.enqueue(JOB, JOB, {}, now + BETWEEN_LOOKS, Priority.BULK)


def named_objects(node: Node, digests: Collection[str], now: datetime) -> frozenset[str]:
    """Return those of these digests that a row names, or a part of the law that a row names."""
    in_rows = node.store.named_among(digests, ended_after=now - ATTACHMENTS_KEPT_FOR)
    return in_rows | (_named_in_laws(node) & frozenset(digests))


def is_law_whole(node: Node) -> bool:
    """Decide whether every law of a decision, and every correction, is here with all that it names."""
    found = LawObjects(node.objects).missing(node.store.decided_laws(), _corrections(node))
    return next(iter(found), None) is None


def _named_in_laws(node: Node) -> frozenset[str]:
    """Return every digest that is written in a law, in a correction, or in what these name."""
    seen: set[str] = set()
    waiting = [*node.store.decided_laws(), *_corrections(node)]
    while waiting:
        digest = waiting.pop()
        if digest not in seen:
            seen.add(digest)
            # Not every digest in a document is that of an object.
            with suppress(Refused):
                waiting += digests_in(node.objects.get(digest))
    return frozenset(seen)


def _corrections(node: Node) -> list[str]:
    return [one.document for one in node.store.corrections()]
