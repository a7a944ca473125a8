# SPDX-License-Identifier: Apache-2.0
"""The contents of a node's database, as the node itself states them, for `judge` to compare with the other ends'.

Everything is read from what is durable, and what can be computed is computed anew: the log's tree from
its events, a thread's standing by the fold.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rogatory.custody.events.event import CustodyAction
from rogatory.custody.log.checkpoint import parse_checkpoint, write_hash
from rogatory.custody.log.commitment import commitment, event_leaf
from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.tree import CompactRange
from rogatory.exercises.officer_terminal_view import fact_json
from rogatory.node.completeness.record import recovery_of
from rogatory.node.context import Node
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.repositories.queue import Job, TroubledJob
from rogatory.node.threads.receipt import parse_receipt
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.envelope import parse_message
from rogatory.requests.thread.transcript import fold
from rogatory.seal.notes import parse_note
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from storms.traffic.acts import UNDER_WAY

EVENTS_AT_ONCE = 1000

TAKEN_BACK = CustodyAction.MESSAGE_TAKEN_BACK.value
OF_MESSAGES = {CustodyAction.MESSAGE_SENT.value, CustodyAction.MESSAGE_RECEIVED.value, TAKEN_BACK}


def account(node: Node) -> Mapping[str, Any]:
    """Messages, threads, log and packages of a node, as JSON.

    `problems` is what is wrong in this database by itself: an event that is not where it says, a
    message without its event or an event without its message, a thread that the desk lists otherwise
    than its messages say, a draft sent twice. `earlier` has what is here of epochs of the log that are
    over, `taken_back` the messages whose events were lost with a database.
    """
    epochs = range(1, node.store.log_epoch() + 1)
    logs = {epoch: _log(node, epoch) for epoch in epochs}
    log = logs[node.store.log_epoch()]
    events = [event for one in logs.values() for event in one.events]
    taken_back = sorted(one.object for one in events if one.action == TAKEN_BACK)
    digests = [one.object for one in events if one.action in OF_MESSAGES]
    kept = {digest: node.store.message(digest) for digest in digests}
    threads = sorted({one.thread for one in kept.values() if one is not None})
    transcripts = {thread: node.store.transcript(thread) for thread in threads}
    messages = [one for transcript in transcripts.values() for one in transcript]
    problems = [
        *(problem for one in logs.values() for problem in one.problems),
        *(
            f"event of a message that is not kept: {one}"
            for one, found in kept.items()
            if not found
        ),
        *_unlike_once("events", Counter(digests), (one.digest for one in messages)),
        *_unlike_once(
            "drafts",
            _sent(node),
            (one.digest for one in messages if _is_own(node, one)),
            excused=taken_back,
        ),
        *_listed_otherwise(node, transcripts),
        *(f"{one.key} was set aside: {one.problem}" for one in _set_aside(node)),
    ]
    return {
        "state": node.state,
        "messages": {one.digest: _message(one) for one in messages},
        "threads": {thread: _folded(each) for thread, each in transcripts.items()},
        "epoch": log.epoch,
        "roots": log.roots,
        "commitments": log.commitments,
        "earlier": {
            str(one.epoch): {"roots": one.roots, "commitments": one.commitments}
            for one in logs.values()
            if one.epoch < log.epoch
        },
        "taken_back": taken_back,
        "recovered": recovery_of(node.store) is not None,
        "packages": {one.seal: _package(node, one.seal, events) for one in node.store.packages()},
        "waiting": [
            [job.key, _peer_of(node, job)] for job in node.queue.waiting() if job.kind in UNDER_WAY
        ],
        "problems": problems,
    }


def _peer_of(node: Node, job: Job) -> str | None:
    """The State for which a job waits, if for any."""
    message = node.store.message(str(job.payload.get("message")))
    state = job.payload.get("state")
    return message.peer if message else str(state) if state else None


def _set_aside(node: Node) -> Iterator[TroubledJob]:
    """Jobs that failed by a fault of ours again and again."""
    return (one for one in node.queue.troubled() if one.run_at is None)


@dataclass(frozen=True)
class _Log:
    """An epoch: its events, the root at every size from 0 on, the commitment at every index (of the
    opening none), and what is wrong with it.
    """

    epoch: int
    events: list[LoggedEvent]
    roots: list[str]
    commitments: list[str]
    problems: list[str]


def _log(node: Node, epoch: int) -> _Log:
    events = list(_events(node, epoch))
    tree, roots, commitments = CompactRange(), [write_hash(CompactRange().root())], list[str]()
    problems = []
    if epoch > 1:
        tree = tree.append(node.store.read_tile(0, 0, 1, epoch))
        roots.append(write_hash(tree.root()))
        commitments.append("")
    for index, one in enumerate(events, len(commitments)):
        if one.index != index:
            problems.append(f"the event at {index} says {one.index}")
        if one.commitment != commitment(one.salt, one.event).hex():
            problems.append(f"the commitment at {index} is not the event's")
        tree = tree.append(event_leaf(one.salt, one.event))
        roots.append(write_hash(tree.root()))
        commitments.append(one.commitment)
    problems += _tree_as_kept(node, epoch, roots)
    problems += _checkpoints_otherwise(node, epoch, roots)
    return _Log(epoch, events, roots, commitments, problems)


def _events(node: Node, epoch: int) -> Iterator[LoggedEvent]:
    index = 0
    while found := node.store.events_since(index, EVENTS_AT_ONCE, epoch):
        yield from found
        index = found[-1].index + 1


def _tree_as_kept(node: Node, epoch: int, roots: Sequence[str]) -> Iterator[str]:
    size = node.store.log_size(epoch)
    if size != len(roots) - 1:
        yield f"the log has {len(roots) - 1} entries and says {size}"
    elif write_hash(node.store.log_tree(size, epoch).root()) != roots[-1]:
        yield "the tree that is kept ready is not that of the events"


def _checkpoints_otherwise(node: Node, epoch: int, roots: Sequence[str]) -> Iterator[str]:
    for size in range(len(roots)):
        note = node.store.checkpoint(size, epoch)
        if note is not None and _root_of(note) != (size, roots[size]):
            yield f"the checkpoint of size {size} has another root"


def _root_of(note: str) -> tuple[int, str]:
    found = parse_checkpoint(parse_note(note).text)
    return found.size, write_hash(found.root)


def _is_own(node: Node, message: StoredMessage) -> bool:
    return message.sender_state == node.state


def _sent(node: Node) -> Counter[str]:
    sent = (draft.sent_as for draft in node.store.drafts(unsent=False))
    return Counter(digest for digest in sent if digest is not None)


def _unlike_once(
    what: str, found: Counter[str], wanted: Iterator[str], excused: Collection[str] = ()
) -> Iterator[str]:
    """Digests that have not exactly one of these, of those that must; those excused may have none."""
    for digest in sorted({*wanted, *found}):
        if found[digest] != 1 and not (digest in excused and not found[digest]):
            yield f"{found[digest]} {what} of message {digest}"


def _listed_otherwise(
    node: Node, transcripts: Mapping[str, Sequence[StoredMessage]]
) -> Iterator[str]:
    for thread, transcript in transcripts.items():
        listed = node.store.summary(thread)
        status = fold(envelopes(transcript)).standing.status.value
        if listed is None or listed.status != status:
            yield f"thread {thread} is listed as {listed and listed.status}, and is {status}"


def _message(message: StoredMessage) -> Mapping[str, Any]:
    receipt = parse_receipt(message.receipt) if message.receipt else None
    log = receipt.log if receipt else None
    return {
        "thread": message.thread,
        "from": message.sender_state,
        "to": str(parse_message(message.message).addressee.state),
        "kind": message.kind,
        "delivery": message.delivery.value,
        "receipt": sha256(message.receipt) if message.receipt else None,
        "log": None
        if log is None
        else [
            log.index,
            log.commitment,
            *_root_of(log.checkpoint),
            parse_origin(log.origin).epoch,
        ],
    }


def _folded(transcript: Sequence[StoredMessage]) -> str:
    """A digest of everything that the fold says of a thread."""
    state = fold(envelopes(transcript))
    fields = {
        "standing": fact_json(state.standing),
        "entries": [[one.envelope.digest, one.outcome.value] for one in state.entries],
        "heads": fact_json(state.heads),
        "forks": len(state.forks),
        "gaps": len(state.gaps),
    }
    return sha256(canonical.encode(fields))


def _package(node: Node, seal: str, events: Sequence[LoggedEvent]) -> Mapping[str, Any]:
    record = node.store.package(seal)
    assert record is not None
    return {
        "direction": record.direction.value,
        "complete": record.complete,
        "events": [one.action for one in events if one.object == record.bag],
    }
