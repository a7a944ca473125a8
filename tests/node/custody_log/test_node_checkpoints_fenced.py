# SPDX-License-Identifier: Apache-2.0
"""A signer of the log that stops between two steps while another goes on: one checkpoint of a size leaves.

The database is real, each signer is a thread with a connection of its own, and the keys of a log sign
another note each time (ML-DSA-44), which distinguishes the signature that left from all others.
"""

import threading
from dataclasses import dataclass, field, replace

import pytest

from casts.node.witnesses import logged
from casts.node.world import bodies
from casts.steady.patience import PATIENCE
from django_home import emptied
from rogatory.custody.log.checkpoint import parse_checkpoint, sign_checkpoint
from rogatory.custody.log.epoch import opening_entry, parse_origin
from rogatory.errors import Refused
from rogatory.node.custody_log.log import publish_checkpoint, sign_log, signed_checkpoint
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.messages.receive import receive
from rogatory.node.threads.receipt import parse_receipt, parse_reply
from rogatory.seal.cosigner import Cosigner, Cosigning
from rogatory.seal.notes import parse_note

PRESERVATION = bodies.preservation()


@dataclass
class Stopping:
    """A signer's place to stop: `reached` when it is there; it goes on once `go_on` is set."""

    at: str
    reached: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def stop(self, place):
        if place == self.at:
            self.reached.set()
            assert self.go_on.wait(PATIENCE)


class LogSigner:
    """A node's real signer, whose log has both keys, and which stops before or after a signature."""

    def __init__(self, signer, second, stopping):
        self._signer, self._second, self._stopping = signer, second, stopping

    def __getattr__(self, name):
        return getattr(self._signer, name)

    def sign_checkpoint(self, text):
        self._stopping.stop("before the signature")
        note = sign_checkpoint(parse_checkpoint(text), self._signer.log, self._second)
        self._stopping.stop("after the signature")
        return note


class StoppingStore:
    """A store in whose transaction a signer stops before it ends: what it wrote is not committed."""

    def __init__(self, store, stopping):
        self._store, self._stopping = store, stopping

    def __getattr__(self, name):
        return getattr(self._store, name)

    def put_checkpoint(self, *values, **more):
        kept = self._store.put_checkpoint(*values, **more)
        self._stopping.stop("before the commit")
        return kept


def stopping_at(node, place):
    from rogatory.storage.store import DatabaseStore

    stopping = Stopping(place)
    second = Cosigner.generate(node.log_origin, Cosigning.MLDSA44, node.random)
    store = StoppingStore(DatabaseStore(), stopping)
    return replace(node, signer=LogSigner(node.signer, second, stopping), store=store), stopping


@pytest.fixture
def node(world):
    from rogatory.storage.queue.jobs import DatabaseQueue
    from rogatory.storage.store import DatabaseStore

    emptied()
    queue = DatabaseQueue(shared_clock=False)
    return replace(world.node("XB"), store=DatabaseStore(), queue=queue)


@pytest.fixture
def run():
    """Runs work in a thread with a connection of its own; what it returned or raised is read after
    `join`.
    """
    from rogatory.storage.transactions.writing import connections_closed

    def started(work):
        outcome = []

        def held():
            with connections_closed():
                try:
                    outcome.append(work())
                except (Refused, LookupError) as error:
                    outcome.append(error)

        thread = threading.Thread(target=held, daemon=True)
        thread.start()
        return thread, outcome

    return started


class Dying:
    """A signer in a process that is killed before it signs a receipt."""

    def __init__(self, signer):
        self._signer = signer

    def __getattr__(self, name):
        return getattr(self._signer, name)

    def sign_receipt(self, receipt, at):
        raise KeyboardInterrupt


def begin_epoch_2(node, last):
    origin = parse_origin(node.log_origin).next_epoch()
    with node.store.transaction():
        node.store.begin_epoch(2, opening_entry(origin, parse_checkpoint(parse_note(last).text)))
    return origin


def rows(node, epoch=1):
    return node.store.checkpoints_since(0, 100, epoch)


PLACES = ("before the signature", "after the signature")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("publish", [False, True])
def test_a_signer_that_stopped_gives_out_what_another_committed_meanwhile(
    node, run, place, publish
):
    logged(node, 3)
    slow, stopping = stopping_at(node, place)
    fast, _never = stopping_at(node, "")
    thread, outcome = run(lambda: signed_checkpoint(slow, 3, published=publish))
    assert stopping.reached.wait(PATIENCE)
    first = signed_checkpoint(fast, 3)
    logged(node, 2)
    later = publish_checkpoint(fast)
    stopping.go_on.set()
    thread.join(PATIENCE)

    assert outcome == [first]
    assert rows(node) == [(3, first), (5, later)]
    assert node.store.checkpoint() == later


@pytest.mark.parametrize("place", PLACES)
def test_a_signer_that_stopped_writes_nothing_into_an_epoch_begun_meanwhile(node, run, place):
    logged(node, 3)
    slow, stopping = stopping_at(node, place)
    thread, outcome = run(lambda: publish_checkpoint(slow))
    assert stopping.reached.wait(PATIENCE)
    last = publish_checkpoint(node)
    begin_epoch_2(node, last)
    stopping.go_on.set()
    thread.join(PATIENCE)

    assert rows(node, 2) == []
    assert rows(node, 1) == [(3, last)]
    assert [error.codes for error in outcome] == [("epoch-stale",)]
    with pytest.raises(Refused) as refused:
        signed_checkpoint(node, 1)
    assert refused.value.codes == ("epoch-stale",)


def test_a_signer_that_stops_before_its_commit_has_shown_nothing(node, run):
    """Its row is written and not committed, and then its work fails."""
    logged(node, 3)
    slow, stopping = stopping_at(node, "before the commit")

    def fail():
        with slow.store.transaction():
            sign_log(slow, 3).write(slow)
            raise LookupError("the leader was lost")

    thread, outcome = run(fail)
    assert stopping.reached.wait(PATIENCE)
    assert rows(node) == []
    stopping.go_on.set()
    thread.join(PATIENCE)
    assert isinstance(outcome[0], LookupError)
    assert rows(node) == []
    fast, _never = stopping_at(node, "")
    first = signed_checkpoint(fast, 3)
    assert rows(node) == [(3, first)]


@pytest.mark.parametrize("place", PLACES)
def test_a_receipt_names_a_checkpoint_that_was_committed(world, node, run, place):
    sent = world.sent("xa/contact-point", "xb/contact-point", "preservation", PRESERVATION)
    dispatch = dispatch_of(world.node("XA"), sent)
    slow, stopping = stopping_at(node, place)
    fast, _never = stopping_at(node, "")
    thread, outcome = run(lambda: receive(slow, "XA", dispatch))
    assert stopping.reached.wait(PATIENCE)
    reply = receive(fast, "XA", dispatch)
    stopping.go_on.set()
    thread.join(PATIENCE)

    assert outcome == [reply]
    entry = parse_receipt(parse_reply(reply)[0]).log
    assert rows(node) == [(entry.index + 1, entry.checkpoint)]
    assert node.store.log_size() == 1


def test_a_receipt_of_an_epoch_that_is_over_names_that_epoch(world, node):
    """The node died between the message and its receipt, and began another epoch before the peer came
    again.
    """
    sent = world.sent("xa/contact-point", "xb/contact-point", "preservation", PRESERVATION)
    dispatch = dispatch_of(world.node("XA"), sent)
    dying = replace(node, signer=Dying(node.signer))
    with pytest.raises(KeyboardInterrupt):
        receive(dying, "XA", dispatch)
    assert node.store.log_size() == 1
    last = publish_checkpoint(node)
    origin = begin_epoch_2(node, last)
    reply = receive(replace(node, log_origin=str(origin)), "XA", dispatch)
    entry = parse_receipt(parse_reply(reply)[0]).log
    assert (entry.origin, entry.index, entry.checkpoint) == (node.log_origin, 0, last)
    assert rows(node, 2) == []
