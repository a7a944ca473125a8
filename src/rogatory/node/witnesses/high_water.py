# SPDX-License-Identifier: Apache-2.0
"""The high-water mark of a log: how far others know it, asked by a witness that lost its newest rows.

A database that was restored, or a standby that was promoted without the last commits, does not know everything that this
node cosigned. A log could be shown to it from an older state, with another history. So a log is cosigned only once its
mark was found: the newest checkpoint that its own State or another one's witness shows. Nobody but the log can sign
such a checkpoint. It becomes what this witness has seen, if the log's tiles show that it continues what is written here.

A State that does not answer is asked again, for a day; nothing waits for a witness meanwhile.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from rogatory.custody.log.checkpoint import Checkpoint, verify_checkpoint
from rogatory.custody.log.epoch import LogOrigin, parse_origin
from rogatory.custody.log.tiles import TileId, TileReader
from rogatory.custody.log.witness import NotCosignedError, Verdict
from rogatory.errors import Refused, RogatoryError
from rogatory.node.context import Node
from rogatory.node.followed_logs.follow import refuse_inconsistent, tree_of, vkeys_of
from rogatory.node.followed_logs.report_violation import contradiction
from rogatory.node.misbehaviour.accuse import accuse
from rogatory.node.ports import Store
from rogatory.node.queue import job_codes
from rogatory.node.queue.end_job import done, later
from rogatory.node.repositories.queue import Job
from rogatory.node.repositories.witnesses import WitnessedLog
from rogatory.node.witnesses import refusals
from rogatory.node.witnesses.alarm import alarm
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import Statement

MARK = "witness-mark"
"""The job that finds the mark of one log, and how its settings begin."""

SINCE = "witness-marks"
"""The setting that says since when marks are needed; without it nothing was lost."""

WAITED_FOR = timedelta(days=1)
"""The time for which silent States keep a log from being cosigned."""


def need_marks(store: Store, at: datetime) -> None:
    """Have every log's mark found before it is cosigned again; inside a transaction."""
    store.put_setting(SINCE, format_moment(at))


def refuse_unmarked(node: Node, state: str, origin: str) -> None:
    """Refuse to cosign a log whose mark is not found yet, and have the worker find it."""
    since = node.store.setting(SINCE)
    if since is None or _found(node, origin, since)["settled"]:
        return
    with node.store.transaction():
        payload = {"state": state, "origin": origin}
        node.queue.enqueue(MARK, f"{MARK}/{origin}", payload, node.clock.now())
    reason = refusals.WITNESS_RESTORED.because(state=node.state)
    raise NotCosignedError(Verdict.UNKNOWN_LOG, reason)


def find_mark(node: Node, job: Job) -> None:
    """Ask every State that was not heard yet how far it knows the log, and raise what this witness has seen.

    1. Checkpoints count by the log's own signature.
    2. The largest one becomes what was seen here, if it continues what is written here.
    3. Which States were heard is written down with it. Silent ones are asked again.
    """
    state, origin = str(job.payload["state"]), parse_origin(str(job.payload["origin"]))
    since = node.store.setting(SINCE)
    if since is None:
        with done(node, job):
            return
    before = _found(node, str(origin), since)["heard"]
    heard = [str(one) for one in before] if isinstance(before, Sequence) else []
    shown: list[tuple[Checkpoint, str]] = []
    silent = []
    for other in node.register.view().states:
        if other == node.state or other in heard:
            continue
        try:
            shown += _shown(node, origin, other)  # 1
            heard.append(other)
        except RogatoryError:
            silent.append(other)
    try:
        for checkpoint, note in sorted(shown, key=lambda one: one[0].size)[-1:]:
            _raise(node, origin, checkpoint, note)  # 2
    except Refused as error:
        alarm(node, state, NotCosignedError(Verdict.INCONSISTENT, error.reasons))
        with done(node, job):
            return
    settled = not silent or node.clock.now() - parse_moment(since) >= WAITED_FOR
    with node.store.transaction():
        written: dict[str, Json] = {"since": since, "heard": heard, "settled": settled}
        node.store.put_setting(f"{MARK}/{origin}", written)  # 3
    if settled:
        with done(node, job):
            return
    later(node, job, Statement(job_codes.MARK_UNHEARD.because(states=", ".join(silent))))


def _found(node: Node, origin: str, since: Json) -> Mapping[str, Json]:
    """Return how far the search for a log's mark has come since that moment."""
    value = node.store.setting(f"{MARK}/{origin}")
    if isinstance(value, Mapping) and value["since"] == since:
        return value
    return {"since": since, "heard": [], "settled": False}


def _shown(node: Node, origin: LogOrigin, other: str) -> list[tuple[Checkpoint, str]]:
    """Return the newest checkpoint of a log that a State shows: its own, or the one that its witness cosigned."""
    if other == origin.state:
        note: str | None = node.peers.log_checkpoint(other, origin.epoch).decode()
    else:
        note = node.peers.last_cosigned(other, str(origin))
    if note is None:
        return []
    try:
        vkeys = vkeys_of(node.register.view(), origin)
        return [(verify_checkpoint(note, origin=str(origin), vkeys=vkeys).checkpoint, note)]
    except Refused:
        return []  # made up: it says nothing of the log


def _raise(node: Node, origin: LogOrigin, mark: Checkpoint, note: str) -> None:
    """Write the mark as what was seen of the log, where it is further than what is written.

    Raises:
        Refused: it is no continuation of that, by the log's own tiles; what proves it is kept.
        Unreachable: the log did not show its tiles.
    """
    before = next(
        (one for one in node.store.witnessed(origin.state) if one.epoch == origin.epoch), None
    )
    if before is not None and mark.size < before.size:
        return
    read_tile = _tiles(node, origin)
    if before is not None and before.size:
        known = Checkpoint(str(origin), before.size, before.root)
        try:
            refuse_inconsistent(known, mark, tree_of(mark, read_tile), read_tile)
        except Refused:
            proof = contradiction(before.note, note, read_tile) if before.note else None
            if proof is not None:
                accuse(node, proof)
            raise
    seen = WitnessedLog(
        state=origin.state,
        epoch=origin.epoch,
        origin=str(origin),
        size=mark.size,
        root=mark.root,
        note=note,
        at=node.clock.now(),
    )
    if before is not None and before.size == mark.size:
        return
    with node.store.transaction():
        node.store.put_witnessed(seen, seen=None if before is None else before.size)


def _tiles(node: Node, origin: LogOrigin) -> TileReader:
    def read(tile: TileId) -> bytes:
        return node.peers.log_tile(origin.state, origin.epoch, tile)

    return read
