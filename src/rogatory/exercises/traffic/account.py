# SPDX-License-Identifier: Apache-2.0
"""What a node's books hold, told by the node itself, for `judge` to compare with the other ends'.

Everything is read from what is durable, and what can be computed is computed anew: the log's tree from
its events, a thread's standing by the fold.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rogatory.custody.checkpoint import parse_checkpoint, write_hash
from rogatory.custody.commitment import commitment, event_leaf
from rogatory.custody.event import Action
from rogatory.custody.tree import CompactRange
from rogatory.exercises.looking import told
from rogatory.exercises.traffic.acts import UNDER_WAY
from rogatory.node.context import Node
from rogatory.node.receipt import parse_receipt
from rogatory.node.records import Job, LoggedEvent, StoredMessage, TroubledJob
from rogatory.node.threads import envelopes
from rogatory.requests.envelope import parse_message
from rogatory.requests.transcript import fold
from rogatory.seal.notes import parse_note
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

EVENTS_AT_ONCE = 1000

OF_MESSAGES = {Action.MESSAGE_SENT.value, Action.MESSAGE_RECEIVED.value}


def account(node: Node) -> Mapping[str, Any]:
    """Messages, threads, log and packages of a node, as JSON.

    `problems` is what is wrong with these books alone: an event that does not stand where it says, a
    message without its event or an event without its message, a thread that the desk lists otherwise
    than its messages say, a draft sent twice.
    """
    events = list(_events(node))
    roots, tree_problems = _roots(events)
    digests = [one.object for one in events if one.action in OF_MESSAGES]
    kept = {digest: node.books.message(digest) for digest in digests}
    threads = sorted({one.thread for one in kept.values() if one is not None})
    transcripts = {thread: node.books.transcript(thread) for thread in threads}
    messages = [one for transcript in transcripts.values() for one in transcript]
    problems = [
        *tree_problems,
        *_tree_as_kept(node, roots),
        *(
            f"event of a message that is not kept: {one}"
            for one, found in kept.items()
            if not found
        ),
        *_unlike_once("events", Counter(digests), (one.digest for one in messages)),
        *_unlike_once(
            "drafts", _sent(node), (one.digest for one in messages if _is_own(node, one))
        ),
        *_listed_otherwise(node, transcripts),
        *_checkpoints_otherwise(node, roots),
        *(f"{one.key} was set aside: {one.problem}" for one in _set_aside(node)),
    ]
    return {
        "state": node.state,
        "messages": {one.digest: _message(one) for one in messages},
        "threads": {thread: _folded(each) for thread, each in transcripts.items()},
        "roots": roots,
        "commitments": [one.commitment for one in events],
        "packages": {one.seal: _package(node, one.seal, events) for one in node.books.packages()},
        "waiting": [
            [job.key, _peer_of(node, job)] for job in node.queue.waiting() if job.kind in UNDER_WAY
        ],
        "problems": problems,
    }


def _peer_of(node: Node, job: Job) -> str | None:
    """The State for which a job waits, if for any."""
    message = node.books.message(str(job.payload.get("message")))
    state = job.payload.get("state")
    return message.peer if message else str(state) if state else None


def _set_aside(node: Node) -> Iterator[TroubledJob]:
    """Jobs that failed by a fault of ours again and again."""
    return (one for one in node.queue.troubled() if one.run_at is None)


def _events(node: Node) -> Iterator[LoggedEvent]:
    index = 0
    while found := node.books.events_since(index, EVENTS_AT_ONCE):
        yield from found
        index += len(found)


def _roots(events: Sequence[LoggedEvent]) -> tuple[list[str], list[str]]:
    """The root at every size, from 0 on, and the events that do not stand as they say."""
    tree, roots, problems = CompactRange(), [write_hash(CompactRange().root())], []
    for index, one in enumerate(events):
        if one.index != index:
            problems.append(f"the event at {index} says {one.index}")
        if one.commitment != commitment(one.salt, one.event).hex():
            problems.append(f"the commitment at {index} is not the event's")
        tree = tree.append(event_leaf(one.salt, one.event))
        roots.append(write_hash(tree.root()))
    return roots, problems


def _tree_as_kept(node: Node, roots: Sequence[str]) -> Iterator[str]:
    size = node.books.log_size()
    if size != len(roots) - 1:
        yield f"the log has {len(roots) - 1} events and says {size}"
    elif write_hash(node.books.log_tree(size).root()) != roots[-1]:
        yield "the tree that is kept ready is not that of the events"


def _checkpoints_otherwise(node: Node, roots: Sequence[str]) -> Iterator[str]:
    for size in range(len(roots)):
        note = node.books.checkpoint(size)
        if note is not None and _root_of(note) != (size, roots[size]):
            yield f"the checkpoint of size {size} has another root"


def _root_of(note: str) -> tuple[int, str]:
    found = parse_checkpoint(parse_note(note).text)
    return found.size, write_hash(found.root)


def _is_own(node: Node, message: StoredMessage) -> bool:
    return message.sender_state == node.state


def _sent(node: Node) -> Counter[str]:
    sent = (draft.sent_as for draft in node.books.drafts(unsent=False))
    return Counter(digest for digest in sent if digest is not None)


def _unlike_once(what: str, found: Counter[str], wanted: Iterator[str]) -> Iterator[str]:
    """Digests that have not exactly one of these, of those that must."""
    for digest in sorted({*wanted, *found}):
        if found[digest] != 1:
            yield f"{found[digest]} {what} of message {digest}"


def _listed_otherwise(
    node: Node, transcripts: Mapping[str, Sequence[StoredMessage]]
) -> Iterator[str]:
    for thread, transcript in transcripts.items():
        listed = node.books.summary(thread)
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
        "log": None if log is None else [log.index, log.commitment, *_root_of(log.checkpoint)],
    }


def _folded(transcript: Sequence[StoredMessage]) -> str:
    """A digest of everything that the fold says of a thread."""
    state = fold(envelopes(transcript))
    said = {
        "standing": told(state.standing),
        "entries": [[one.envelope.digest, one.outcome.value] for one in state.entries],
        "heads": told(state.heads),
        "forks": len(state.forks),
        "gaps": len(state.gaps),
    }
    return sha256(canonical.encode(said))


def _package(node: Node, seal: str, events: Sequence[LoggedEvent]) -> Mapping[str, Any]:
    record = node.books.package(seal)
    assert record is not None
    return {
        "direction": record.direction.value,
        "complete": record.complete,
        "events": [one.action for one in events if one.object == record.bag],
    }
