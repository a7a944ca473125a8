# SPDX-License-Identifier: Apache-2.0
"""Epochs of a log that other States witness: a new one begins in the open, and none begins twice."""

from dataclasses import replace

import pytest

from casts.node.witnesses import (  # noqa: F401 - fixtures
    POLICY,
    calls,
    cast,
    forked,
    logged,
    path_of,
    shown,
    states_of,
    witnessed,
    world,
    xa,
)
from rogatory.custody.events.event import parse_event
from rogatory.custody.log.proof import parse_proof, verify_proof
from rogatory.errors import Refused
from rogatory.node.custody_log.log import (
    prove,
    publish_checkpoint,
)
from rogatory.node.witnesses.ask import ask_witness, checkpoint_for_proofs
from rogatory.node.witnesses.cosign import accept_epoch
from rogatory.node.witnesses.epoch import begin_epoch, show_opening
from rogatory.node.witnesses.own_policy import witnessing_state
from rogatory.seal.notes import NoteSigner
from rogatory.storage.memory import MemoryQueue, MemoryStore
from rogatory.wire.digests import sha256


class TestEpochs:
    def accepted(self, world, epoch, officer="xb-0002"):
        return accept_epoch(
            world.node("XB"), "XA", epoch, officer=officer, reason="They lost a disk"
        )

    @pytest.mark.parametrize(
        ("epoch", "officer", "code"),
        [
            (2, "xb-0002", "witness-epoch-unlisted"),
            (1, "xb-0002", "witness-epoch-seen"),
            (2, "xb-0001", "officer-role"),
        ],
    )
    def test_an_officer_accepts_only_what_is_listed_and_new(self, world, xa, epoch, officer, code):
        logged(xa, 3)
        witnessed(xa, "XB")
        before = world.node("XB").store.witnessed(), world.node("XB").store.log_size()
        with pytest.raises(Refused) as refused:
            self.accepted(world, epoch, officer)
        assert code in refused.value.codes
        assert (world.node("XB").store.witnessed(), world.node("XB").store.log_size()) == before

    def test_what_an_officer_accepts_is_in_the_log_and_is_cosigned(self, world, xa, cast):
        logged(xa, 3)
        witnessed(xa, "XB")
        lost = restored_as(world, 2)
        publish_checkpoint(lost)
        ask_witness(lost, "XB")
        assert lost.store.cosignatures(lost.log_origin) == []
        record = self.accepted(world, 2)
        assert (record.origin, record.size) == (lost.log_origin, 0)
        (event,) = world.node("XB").store.events_of(sha256(lost.log_origin.encode()))
        assert event.action == "epoch-accepted"
        assert parse_event(event.event).officer == "xb-0002"
        ask_witness(lost, "XB")
        assert [one.state for one in lost.store.cosignatures(lost.log_origin)] == ["XB"]
        assert [one.epoch for one in world.node("XB").store.witnessed("XA")] == [1, 2]


class TestNewEpoch:
    """The own log begins anew: over its end as witnesses know it."""

    def listed(self, world, xa):
        """The node as it is opened for epoch 2, whose key the State has listed."""
        later = relisted(world, 2)
        return replace(
            xa, log_origin=later[0], signer=replace(world.node("XA").signer, log=later[1])
        )

    def test_it_begins_over_its_end_and_its_witnesses_go_on(self, world, xa):
        event = logged(xa, 5)
        after = self.listed(world, xa)
        origin, last = begin_epoch(xa)
        assert (str(origin), last.checkpoint.size) == (after.log_origin, 5)
        assert (last.ahead, last.silent) == ((), ())
        show_opening(after)
        for code in ("XB", "XM", "XT"):
            (old, new) = world.node(code).store.witnessed("XA")
            assert (old.size, new.size) == (5, 1)
            assert calls(world, code) == []
        newest = logged(after, 3)
        note = checkpoint_for_proofs(after)
        # Events of both epochs stay provable, each under cosignatures of its own log.
        vkeys = [record.vkey for record in world.directory.view().entry("XA").logs]
        for one, name in ((event, xa.log_origin), (newest, after.log_origin)):
            proof = prove(after, one, note)
            verify_proof(proof, one.event, origin=name, vkeys=vkeys)
            assert len(states_of(world, parse_proof(proof).checkpoint)) >= 2

    def test_a_restored_node_begins_over_what_its_witnesses_saw(self, world, xa):
        """It lost entries: the end that others know is what the new log commits to."""
        logged(xa, 6)
        witnessed(xa, "XB", "XM", "XT")
        restored = forked(world, 4, common=4)
        world.exchange.join(restored)
        after = replace(self.listed(world, xa), store=restored.store, queue=restored.queue)
        _origin, last = begin_epoch(restored)
        assert (last.checkpoint.size, last.ahead) == (6, ("XB", "XM", "XT"))
        show_opening(after)
        assert witnessing_state(after).cosigned == ("XB", "XM", "XT")

    def test_a_silent_witness_stops_it_until_somebody_decides(self, world, xa):
        logged(xa, 5)
        self.listed(world, xa)
        del world.exchange.nodes["XM"]
        with pytest.raises(Refused) as refused:
            begin_epoch(xa)
        assert refused.value.codes == ("epoch-witness-silent",)
        assert xa.store.log_epoch() == 1
        begin_epoch(xa, without=frozenset({"XM"}))
        assert xa.store.log_epoch() == 2

    def test_without_a_listed_key_nothing_begins(self, world, xa):
        logged(xa, 5)
        with pytest.raises(Refused):
            begin_epoch(xa)
        assert (xa.store.log_epoch(), xa.store.log_size()) == (1, 5)

    def test_a_process_of_the_old_epoch_signs_nothing_more(self, world, xa):
        logged(xa, 5)
        self.listed(world, xa)
        begin_epoch(xa)
        with pytest.raises(Refused) as refused:
            publish_checkpoint(xa)
        assert refused.value.codes == ("epoch-stale",)


def relisted(world, epoch):
    """The directory lists a key of a later epoch of Arcadia's log: the origin and the key."""
    origin = f"{world.node('XA').network}/xa/{epoch}"
    signer = NoteSigner.generate(origin, lambda size: bytes([epoch]) * size)
    entry = world.directory.newest.listed["XA"].entry
    record = replace(entry.logs[0], origin=origin, vkey=signer.vkey)
    listed = dict(world.directory.newest.listed)
    listed["XA"] = replace(listed["XA"], entry=replace(entry, logs=(*entry.logs, record)))
    world.directory.newest = replace(world.directory.newest, listed=listed)
    return origin, signer


def restored_as(world, epoch):
    """Return Arcadia's node after its store was lost, with a log of a later epoch that is
    listed.
    """
    origin, signer = relisted(world, epoch)
    store = MemoryStore()
    node = replace(
        world.node("XA"),
        store=store,
        queue=MemoryQueue(store),
        log_origin=origin,
        signer=replace(world.node("XA").signer, log=signer),
    )
    with node.store.transaction():
        node.store.begin_epoch(epoch, bytes(32))
    logged(node, 4)
    return node
