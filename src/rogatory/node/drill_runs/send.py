# SPDX-License-Identifier: Apache-2.0
"""Sending a drill: by the node when it is due, or by an officer who wants to know now."""

from collections.abc import Iterator
from datetime import timedelta

from rogatory.directory.entry.entry import DirectoryEntry
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drafts.draft import NewMessage
from rogatory.node.drill_runs.plan import next_moment
from rogatory.node.drills import refusals
from rogatory.node.drills.agreed import drills_with, not_agreed, window_of
from rogatory.node.messages.automatic_messages import say
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.repositories.queue import Job

KIND = "drill"

SHORTEST_DISTANCE = timedelta(hours=1)
"""Between two drills that a node sends to one State by itself: one that dies after sending and before
noting it does not ring twice."""


def send_drill(
    node: Node, state: str, *, authority: str | None = None, officer: str | None = None
) -> StoredMessage:
    """Drill a contact point of another State.

    1. The State is listed and not held, and its node supports drills.
    2. It agreed to be drilled now: see `drills.agreed`.
    3. The authority is one of its entry that takes drills; if none is named, one is drawn.

    Raises:
        Refused: with every reason of 1 to 3; or the refusal of the message where it is sent.
    """
    at, entry = node.clock.now(), node.register.view().entry(state)  # 1
    taking = takers(entry)
    refuse_if_any(
        [
            *_spoken(entry),  # 1
            *not_agreed(node, state, state, "requesting", at),  # 2
            *_known(entry, taking, authority),  # 3
        ]
    )
    own = takers(node.register.view().entry(node.state))
    drawn = taking[node.random(1)[0] % len(taking)]
    return say(
        node,
        message=NewMessage(
            kind=KIND,
            sender=own[0],
            addressee=authority or drawn,
            language=entry.languages[0],
            body={"minutes": node.settings.drills.minutes},
        ),
        officer=officer,
    )


def takers(entry: DirectoryEntry) -> tuple[str, ...]:
    """Return the authorities of a State that take drills: those whose entry says so, else the
    first.
    """
    found = tuple(one.id for one in entry.authorities if KIND in one.subjects)
    return found or tuple(one.id for one in entry.authorities[:1])


def plan_drills(node: Node) -> None:
    """Ask for the next drill of each State that agreed to any; one that waits already stays."""
    if not node.settings.drills.send:
        return
    now = node.clock.now()
    for state in sorted(node.register.view().listed):
        window = window_of(node, state)
        if state == node.state or window is None:
            continue
        moment = next_moment(window, now, node.random)
        with node.store.transaction():
            node.queue.enqueue(KIND, f"{KIND}/{state}", {"state": state}, moment)


def send_due_drill(node: Node, job: Job) -> None:
    """Run the job of a drill that is due: send it if it still may be sent, and draw the next one.

    A drill that was due while the node was down, and is now outside the window, is not made up for.
    """
    state, now = str(job.payload["state"]), node.clock.now()
    window = window_of(node, state) if node.settings.drills.send else None
    recent = drills_with(node, state, "requesting", now - SHORTEST_DISTANCE, now)
    if window is not None and next(recent, None) is None:
        try:
            send_drill(node, state)
        except Refused:
            window = window_of(node, state)
    with done(node, job):
        if window is not None:
            moment = next_moment(window, now, node.random)
            node.queue.enqueue(KIND, job.key, {"state": state}, moment)


def _spoken(entry: DirectoryEntry) -> Iterator[Reason]:
    if KIND not in entry.kinds:
        yield refusals.NOT_SPOKEN.because(state=entry.state)


def _known(
    entry: DirectoryEntry, taking: tuple[str, ...], authority: str | None
) -> Iterator[Reason]:
    if not taking or (authority is not None and authority not in taking):
        yield refusals.NOBODY_TO_DRILL.because(
            state=entry.state, authority=ascii(authority or "-")[:80]
        )
