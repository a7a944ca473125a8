# SPDX-License-Identifier: Apache-2.0
"""Fetching a sealed package from the State that delivered it, segment by segment.

Each segment is checked against the list that the seal's root covers before it is written, and
noted when it is safe, before another one is asked for in its place. So a broken line or a killed
worker costs at most the segments under way: one for each that is fetched at the same time.
"""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial

from blake3 import blake3

from rogatory.errors import Refused, RogatoryError, Unreachable
from rogatory.node.context import Node
from rogatory.node.limits.bandwidth import LONGEST_WAIT, PauseRequestedError, charge, seconds_up
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.packages import package_refusals
from rogatory.node.packages.arrival import PLACES_AT_ONCE, accept, complete, take_what_is_here
from rogatory.node.packages.charge_fetching import quota_reason, take
from rogatory.node.packages.package_documents import CheckedSeal, kept_checked
from rogatory.node.packages.transfers import begin_transfer, note_failure, note_gone, note_waiting
from rogatory.node.ports import ArrivingSegment
from rogatory.node.queue.end_job import LeaseLostError, done, later
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.queue import Job, Priority
from rogatory.wire.words import Statement, statement_of

SPOILED_ATTEMPTS = 3
"""How often a segment that arrives with another digest is asked for anew before a human is
called: a line spoils a segment once, a broken or lying peer each time."""

CALL_AFTER_ATTEMPTS = 6
"""After a minute and a half of trying without a segment a human hears that a package does not come."""

CALL_AFTER_WAITING = timedelta(minutes=30)
"""A peer that only ever asks to wait gives nothing, and a human hears of that, too."""

RENEW_AFTER = timedelta(seconds=5)
"""A quarter of the lease: a fetch that works keeps its job, one that hangs loses it."""

GIVE_WAY_AFTER = timedelta(seconds=1)
"""The time that a due job waits for a free worker before bulk gives way to it."""

MEMORY = 128 << 20
"""Bytes of segments under way in one fetch: in the largest segments four would take twice this."""


def fetch_package(node: Node, job: Job) -> None:
    """Fetch what is missing of one package.

    1. The documents, unless they are here: checked by the list in `arrival.accept`.
    2. The segments that another package here has.
    3. The other missing ones, several at a time, each by its digest, as fast as the limits allow and as
       much of that State's evidence as its quotas let come (`charge_fetching`).
    4. When all are here: the package is complete, and its arrival is a custody event.

    It gives its worker back while it must wait for an allowance, and where something of a higher
    priority finds no worker; what came until then is kept.
    """
    seal, state = str(job.payload["seal"]), str(job.payload["state"])
    begin_transfer(node, seal, state, Direction.IN, node.clock.now())
    try:
        checked = _checked(node, state, seal, str(job.payload["thread"]))  # 1
        take_what_is_here(node, checked)  # 2
        pause = _fetch_segments(node, job, state, checked)  # 3
    except (Unreachable, Refused) as error:
        failures = note_failure(node, seal, state, statement_of(error))
        if isinstance(error, Refused) or failures >= CALL_AFTER_ATTEMPTS:
            _call(node, job, seal, error)
        later(node, job, statement_of(error), failures=failures)
        return
    if pause is not None:
        node.queue.retry(job, None, node.clock.now() + pause)
        return
    complete(node, seal, lambda: done(node, job))  # 4


def _call(node: Node, job: Job, seal: str, error: RogatoryError) -> None:
    now, thread = node.clock.now(), str(job.payload["thread"])
    reason = alert_codes.PACKAGE.because(problem=statement_of(error))
    page(node, f"package/{seal}", reason, at=now, thread=thread)


def _checked(node: Node, state: str, seal: str, thread: str) -> CheckedSeal:
    record = node.store.package(seal)
    if record is not None:
        return kept_checked(node, record)
    documents = node.peers.seal_documents(state, seal)
    return accept(node, documents, seal=seal, state=state, thread=thread)


class _Stop:
    """Why no further segment is asked for, if so: a failure, or a pause that is none."""

    def __init__(self) -> None:
        self.failure: RogatoryError | None = None
        self.pause: timedelta | None = None

    @property
    def is_set(self) -> bool:
        return self.failure is not None or self.pause is not None

    def because(self, error: RogatoryError) -> None:
        if isinstance(error, PauseRequestedError):
            self.pause = self.pause or timedelta(seconds=error.seconds)
        else:
            self.failure = self.failure or error


def _fetch_segments(node: Node, job: Job, state: str, checked: CheckedSeal) -> timedelta | None:
    """Fetch missing segments until none is left: None; or the pause after which to go on.

    What arrived before a failure or a pause stays noted.
    """
    stop, renewed = _Stop(), node.clock.now()
    for index in _arriving(node, job, state, checked, stop):
        now = node.clock.now()
        with node.store.transaction():
            node.store.mark_segment(checked.digest, index)
            size = checked.segment_size(index)
            note_gone(node, checked.digest, state, Direction.IN, size, now, new=True)
        renewed = _renew(node, job, renewed)
        if stop.pause is None and _must_give_way(node, job, now):
            stop.pause = timedelta()
    if stop.failure is not None:
        raise stop.failure
    return stop.pause


def _must_give_way(node: Node, job: Job, now: datetime) -> bool:
    higher = min(job.priority + 1, Priority.ORDINARY)
    return node.queue.is_waiting(higher, now - GIVE_WAY_AFTER)


def _arriving(node: Node, job: Job, state: str, checked: CheckedSeal, stop: _Stop) -> Iterator[int]:
    """Yield indices in the order in which their segments are safe here, some fetched at one time.

    Once `stop` is set, those under way are still awaited and yielded.
    """
    todo = _missing(node, checked.digest)
    at_once = max(1, min(node.settings.segments_at_once, MEMORY // checked.seal.segment_size))
    with ThreadPoolExecutor(at_once) as pool:
        running: set[Future[int]] = set()
        while True:
            while not stop.is_set and len(running) < at_once:
                index = next(todo, None)
                if index is None or not _may_ask(node, job, state, checked, index, stop):
                    break
                running.add(pool.submit(_fetch_one, node, state, checked, index))
            if not running:
                return
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for each in finished:
                try:
                    yield each.result()
                except PauseRequestedError as error:
                    _note_waiting(node, job, state, checked.digest, error)
                    stop.because(error)
                except RogatoryError as error:
                    stop.because(error)


def _missing(node: Node, seal: str) -> Iterator[int]:
    after = -1
    while found := node.store.missing_segments(seal, after=after, limit=PLACES_AT_ONCE):
        yield from found
        after = found[-1]


def _may_ask(
    node: Node, job: Job, state: str, checked: CheckedSeal, index: int, stop: _Stop
) -> bool:
    """Decide whether this node's own quotas and allowance for that State let the segment come now."""
    if (spent := quota_reason(node, state, checked, job.priority)) is not None:
        note_waiting(node, checked.digest, state, Statement(spent))
        _call(node, job, checked.digest, Unreachable(spent))
        stop.pause = LONGEST_WAIT
        return False
    seconds = charge(
        node.store,
        node.settings.bandwidth,
        "fetch",
        state,
        checked.segment_size(index),
        priority=job.priority,
        at=node.clock.now(),
    )
    if seconds:
        reason = package_refusals.BANDWIDTH_OURS.because(state=state, seconds=seconds_up(seconds))
        note_waiting(node, checked.digest, state, Statement(reason))
        stop.pause = timedelta(seconds=seconds)
        return False
    take(node, state, checked.segment_size(index))
    return True


def _note_waiting(node: Node, job: Job, state: str, seal: str, error: PauseRequestedError) -> None:
    note_waiting(node, seal, state, statement_of(error))
    found = node.store.transfer(seal, state)
    if found and node.clock.now() - (found.last or found.began) > CALL_AFTER_WAITING:
        _call(node, job, seal, error)


def _fetch_one(node: Node, state: str, checked: CheckedSeal, index: int) -> int:
    """Fetch, check and write one segment. It does not use the store: it runs beside others."""
    digest, size = checked.segments[index], checked.segment_size(index)
    for _attempt in range(SPOILED_ATTEMPTS):
        with node.objects.arriving_segment(checked.digest, index) as arriving:
            hashed = blake3()
            node.peers.segment(state, digest, size, partial(_take_part, hashed, arriving))
            if hashed.digest() == digest:
                arriving.keep()
                return index
    raise Refused(package_refusals.SEGMENT_DIGEST.because(index=index))


def _take_part(hashed: blake3, arriving: ArrivingSegment, part: bytes) -> None:
    hashed.update(part)
    arriving.write(part)


def _renew(node: Node, job: Job, renewed: datetime) -> datetime:
    now = node.clock.now()
    if now - renewed < RENEW_AFTER:
        return renewed
    if not node.queue.renew(job, now):
        raise LeaseLostError(job.key)
    return now
