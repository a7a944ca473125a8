# SPDX-License-Identifier: Apache-2.0
"""Fetching a sealed package from the State that delivered it, segment by segment.

Each segment is checked against the list that the seal's root covers before it is written, and
noted when it is safe; so a broken line or a killed worker costs at most the segments under way.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime, timedelta

from blake3 import blake3

from rogatory.custody.event import Action
from rogatory.errors import Refused, RogatoryError, Unreachable
from rogatory.node import refusals
from rogatory.node.context import Node
from rogatory.node.jobs import LeaseLostError, done, later
from rogatory.node.own_events import own_event
from rogatory.node.package_documents import (
    CheckedSeal,
    begin_record,
    check_documents,
    is_sealed_to,
    kept_documents,
    kept_seal,
    segments_of,
)
from rogatory.node.pages import page
from rogatory.node.records import Direction, Job, PackageRecord

SPOILED_ATTEMPTS = 3
"""How often a segment that arrives with another digest is asked for anew before a human is
called: a line spoils a segment once, a broken or lying peer each time."""

CALL_AFTER_ATTEMPTS = 6
"""After a minute and a half of trying a human hears that a package does not come."""

RENEW_AFTER = timedelta(seconds=5)
"""A quarter of the lease: a fetch that works keeps its job, one that hangs loses it."""


def fetch(node: Node, job: Job) -> None:
    """Fetch what is missing of one package.

    1. The documents, unless they are here: checked by the list in `check_documents`, sealed to an
       authority of this State, of the thread in which the package was delivered.
    2. The missing segments, several at a time, each by its digest.
    3. When all are here: the package is complete, and its arrival is a custody event.
    """
    seal, state = str(job.payload["seal"]), str(job.payload["state"])
    try:
        checked = _checked(node, state, seal, str(job.payload["thread"]))  # 1
        _fetch_segments(node, job, state, checked)  # 2
    except (Unreachable, Refused) as error:
        if isinstance(error, Refused) or job.attempts >= CALL_AFTER_ATTEMPTS:
            _call(node, job, seal, error)
        later(node, job, str(error))
        return
    _complete(node, job, seal)  # 3


def _call(node: Node, job: Job, seal: str, error: RogatoryError) -> None:
    now, thread = node.clock.now(), str(job.payload["thread"])
    page(node, f"package/{seal}", f"A package cannot be taken: {error}", at=now, thread=thread)


def _checked(node: Node, state: str, seal: str, thread: str) -> CheckedSeal:
    record = node.books.package(seal)
    if record is not None:
        documents = kept_documents(node, record)
        return CheckedSeal(seal, kept_seal(node, record), segments_of(documents), documents)
    at = node.clock.now()
    checked = check_documents(
        node.register.view(),
        node.peers.seal_documents(state, seal),
        network=node.network,
        sender_state=state,
        at=at,
        seal=seal,
    )
    if not is_sealed_to(checked.seal, node.state):
        raise Refused(
            refusals.SEAL_OTHER.because(
                what="recipients", found="none of ours", expected=node.state
            )
        )
    if checked.seal.thread not in {None, thread}:
        raise Refused(
            refusals.SEAL_OTHER.because(
                what="thread", found=str(checked.seal.thread), expected=thread
            )
        )
    begin_record(node, checked, thread=thread, direction=Direction.IN, peer=state, at=at)
    return checked


def _fetch_segments(node: Node, job: Job, state: str, checked: CheckedSeal) -> None:
    """Fetch all missing segments; what arrived before a failure stays noted."""
    renewed = node.clock.now()
    missing = node.books.missing_segments(checked.digest)
    for index in _arriving(node, state, checked, missing):
        with node.books.transaction():
            node.books.mark_segment(checked.digest, index)
        renewed = _renew(node, job, renewed)


def _arriving(
    node: Node, state: str, checked: CheckedSeal, missing: Sequence[int]
) -> Iterator[int]:
    """Indices in the order in which their segments are safe here, some fetched at one time.

    After a failure those under way are still waited for and told, then it is raised.
    """
    failure: RogatoryError | None = None
    todo = iter(missing)
    with ThreadPoolExecutor(node.settings.segments_at_once) as pool:
        running: set[Future[int]] = set()
        while True:
            while failure is None and len(running) < node.settings.segments_at_once:
                index = next(todo, None)
                if index is None:
                    break
                running.add(pool.submit(_fetch_one, node, state, checked, index))
            if not running:
                break
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for each in finished:
                try:
                    yield each.result()
                except RogatoryError as error:
                    failure = failure or error
    if failure is not None:
        raise failure


def _fetch_one(node: Node, state: str, checked: CheckedSeal, index: int) -> int:
    """Fetch, check and write one segment. Touches no books: it runs beside others."""
    digest, size = checked.segments[index], checked.segment_size(index)
    for _attempt in range(SPOILED_ATTEMPTS):
        data = node.peers.segment(state, digest, size)
        if len(data) == size and blake3(data).digest() == digest:
            node.objects.put_segment(checked.digest, index, data)
            return index
    raise Refused(refusals.SEGMENT_DIGEST.because(index=index))


def _renew(node: Node, job: Job, renewed: datetime) -> datetime:
    now = node.clock.now()
    if now - renewed < RENEW_AFTER:
        return renewed
    if not node.queue.renew(job, now):
        raise LeaseLostError(job.key)
    return now


def _complete(node: Node, job: Job, seal: str) -> None:
    record, now = node.books.package(seal), node.clock.now()
    assert record is not None
    if record.complete:
        with done(node, job):
            return
    event = own_event(
        node,
        Action.RECEIVED,
        of=record.bag,
        authority=_receiver(node, record),
        reason=f"Fetched whole from {record.peer}; every segment has the digest that the seal names",
        at=now,
        thread=record.thread,
    )
    with done(node, job):
        node.books.put_package(replace(record, complete=True, present=record.segments))
        event.append(node)


def _receiver(node: Node, record: PackageRecord) -> str:
    """The own authority that the package is sealed to; the first, if several are."""
    seal = kept_seal(node, record)
    return next(to.authority for to in seal.recipients if to.authority[:2].upper() == node.state)
