# SPDX-License-Identifier: Apache-2.0
"""Nodes that were shown two directories of one version find it out; a false word convicts nobody."""

from dataclasses import replace

import pytest

from casts.node.snapshots import SplitPublisher
from casts.node.world import NETWORK, World, new_state
from casts.requests import bodies
from rogatory.directory.ceremony.keys import new_directory_key
from rogatory.directory.view.split import KIND, check_split
from rogatory.errors import Refused
from rogatory.node.custody_log.log import publish_checkpoint
from rogatory.node.misbehaviour.kinds import PUBLISHER
from rogatory.node.queue.end_job import PAUSES
from rogatory.node.repositories.snapshots import SeenSnapshot
from rogatory.node.snapshots import keep
from rogatory.node.snapshots.compare import PATIENCE
from rogatory.node.snapshots.keep import MOST_SNAPSHOTS, note_snapshot, own_snapshots, snapshot_file
from rogatory.node.threads.receipt import parse_receipt
from rogatory.node.witnesses.ask_snapshots import VIEWS
from rogatory.wire.digests import sha256


@pytest.fixture(scope="module")
def cast():
    return {code: new_state(code) for code in ("XA", "XB", "XM")}


@pytest.fixture
def world(cast):
    states = {code: replace(state) for code, state in cast.items()}
    states["XA"].witness_policy = "any 1 of XB\n"
    return World(states)


@pytest.fixture
def publisher(world):
    found = SplitPublisher(world)
    for code in world.states:
        found.show(code, 1, 1)
    return found


def witnessed(world, asker, *witnesses):
    """A State's node asks witnesses for their views, and all workers do what follows."""
    node = world.node(asker)
    publish_checkpoint(node)
    for state in witnesses:
        with node.store.transaction():
            node.queue.enqueue(VIEWS, f"{VIEWS}/{state}", {"state": state}, world.clock.now())
    world.settle()


def proofs(world, code):
    return [one for one in world.node(code).store.accusations() if one.kind == KIND]


def calls(world, code):
    return [page.id.split("/")[0] for page in world.node(code).store.pages()]


class TestFound:
    def test_by_asking_a_witness(self, world, publisher):
        publisher.show("XA", 2, 1)
        publisher.show("XB", 2, 7)
        witnessed(world, "XA", "XB")
        (proof,) = proofs(world, "XA")
        assert proof.state == PUBLISHER
        found = check_split(proof.document, publisher.keys, NETWORK)
        assert (found.version, found.keyids) == (2, (publisher.key.keyid,))
        assert calls(world, "XA").count("split-view") == 1

    def test_by_a_receipt_which_names_the_snapshot(self, world, publisher):
        publisher.show("XA", 2, 1)
        view = publisher.show("XB", 2, 7)
        sent = world.sent(
            "xa/contact-point", "xb/contact-point", "preservation", bodies.preservation()
        )
        world.settle()
        receipt = parse_receipt(world.node("XA").store.message(sent.digest).receipt)
        assert (receipt.directory, receipt.snapshot) == (2, view.snapshot_digest)
        assert len(proofs(world, "XA")) == 1

    def test_after_both_were_merged_two_versions_later(self, world, publisher):
        """They agree again by now; what they were shown between is not forgotten."""
        publisher.show("XA", 2, 1)
        publisher.show("XB", 2, 7)
        for version in (3, 4):
            for code in ("XA", "XB"):
                publisher.show(code, version, 9)
        witnessed(world, "XA", "XB")
        (proof,) = proofs(world, "XA")
        assert check_split(proof.document, publisher.keys, NETWORK).version == 2

    def test_by_two_others_where_the_own_node_passed_over_the_version(self, world, publisher):
        publisher.show("XB", 2, 1)
        publisher.show("XM", 2, 7)
        publisher.show("XA", 3, 9)
        witnessed(world, "XA", "XB", "XM")
        assert len(proofs(world, "XA")) == 1

    def test_the_proof_travels_to_all(self, world, publisher):
        publisher.show("XA", 2, 1)
        publisher.show("XB", 2, 7)
        witnessed(world, "XA", "XB")
        for code in world.states:
            assert [one.id for one in proofs(world, code)] == [proofs(world, "XA")[0].id]
            assert calls(world, code).count("split-view") == 1

    def test_it_is_reported_once(self, world, publisher):
        publisher.show("XA", 2, 1)
        publisher.show("XB", 2, 7)
        for _each in range(3):
            witnessed(world, "XA", "XB")
            witnessed(world, "XB", "XA")
        assert [len(proofs(world, code)) for code in world.states] == [1, 1, 1]
        assert calls(world, "XA").count("split-view") == 1


class TestHonest:
    def test_nodes_that_see_the_same_keep_no_claims_and_accuse_nobody(self, world, publisher):
        for version in range(2, 6):
            for code in world.states:
                publisher.show(code, version, version)
        witnessed(world, "XA", "XB", "XM")
        assert proofs(world, "XA") == []
        assert world.node("XA").store.snapshots_of_state("XB") == []
        assert calls(world, "XA") == []

    def test_a_node_that_is_behind_is_compared_when_it_comes_there(self, world, publisher):
        publisher.show("XB", 2, 7)
        witnessed(world, "XA", "XB")
        (claim,) = world.node("XA").store.snapshots_of_state("XB")
        assert (claim.version, claim.data) == (2, None)
        publisher.show("XA", 2, 7)
        world.settle()
        assert world.node("XA").store.snapshots_of_state("XB") == []
        assert proofs(world, "XA") == []

    def test_so_many_are_kept_and_no_more(self, world, publisher):
        for version in range(2, MOST_SNAPSHOTS + 9):
            publisher.show("XA", version, version)
        kept = own_snapshots(world.node("XA"))
        assert len(kept) == MOST_SNAPSHOTS
        assert kept[0].version == MOST_SNAPSHOTS + 8
        assert sha256(snapshot_file(world.node("XA"), kept[-1].digest)) == kept[-1].digest
        with pytest.raises(Refused, match="snapshot-unknown"):
            snapshot_file(world.node("XA"), sha256(publisher.signed(1, 1)))


class TestFalseWords:
    """A digest costs its maker nothing, so it convicts nobody and is not kept for long."""

    def claimed(self, world, digest="ab" * 32, version=1):
        note_snapshot(world.node("XA"), "XB", version, digest)
        world.settle()

    def unconvicted(self, world):
        assert [proofs(world, code) for code in world.states] == [[], [], []]
        assert "split-view" not in calls(world, "XA")

    def test_one_that_is_not_shown_is_dropped_after_a_day_and_reported(self, world, publisher):
        self.claimed(world)
        self.unconvicted(world)
        assert calls(world, "XA") == []
        for _each in range(PATIENCE // PAUSES[-1] + 1):
            world.clock.forward(seconds=PAUSES[-1].total_seconds())
            world.settle()
        self.unconvicted(world)
        assert calls(world, "XA").count("snapshot-claim") == 1
        assert world.node("XA").store.snapshots_of_state("XB") == []

    @pytest.mark.parametrize("what", ["unsigned", "another version", "another file", "no snapshot"])
    def test_a_file_that_is_not_what_was_named_convicts_nobody(self, world, publisher, what):
        data = {
            "unsigned": publisher.signed(1, 7, new_directory_key()),
            "another version": publisher.signed(2, 7),
            "another file": publisher.signed(1, 7),
            "no snapshot": b"{}",
        }[what]
        liar = world.node("XB")
        digest = "ab" * 32 if what == "another file" else sha256(data)
        with liar.store.transaction():
            liar.store.put_snapshot(SeenSnapshot("XB", 1, digest, world.clock.now(), data))
        self.claimed(world, digest)
        self.unconvicted(world)

    def test_one_content_in_two_forms_convicts_nobody(self, world, publisher):
        """Signed twice by one key: other bytes, the same words."""
        data = publisher.signed(1, 1) + b"\n"
        liar = world.node("XB")
        with liar.store.transaction():
            liar.store.put_snapshot(SeenSnapshot("XB", 1, sha256(data), world.clock.now(), data))
        self.claimed(world, sha256(data))
        self.unconvicted(world)

    def test_endless_words_fill_nothing(self, world, publisher):
        for number in range(3 * MOST_SNAPSHOTS):
            note_snapshot(world.node("XA"), "XB", 1 + number // 100, f"{number:064x}")
        assert len(world.node("XA").store.snapshots_of_state("XB")) <= MOST_SNAPSHOTS
        world.settle()
        self.unconvicted(world)

    def test_a_list_in_another_form_changes_nothing(self, world, publisher, monkeypatch):
        monkeypatch.setattr(
            "rogatory.transport.in_process.encode_snapshots",
            lambda own: b'{"snapshots":[{"digest":"x","version":1}]}',
        )
        witnessed(world, "XA", "XB")
        assert world.node("XA").store.snapshots_of_state("XB") == []
        self.unconvicted(world)

    def test_the_own_state_and_no_snapshot_are_no_news(self, world, publisher):
        note_snapshot(world.node("XA"), "XA", 1, "ab" * 32)
        note_snapshot(world.node("XA"), "XB", 1, "0" * 64)
        assert keep.own_snapshots(world.node("XA"))[0].version == 1
        assert world.node("XA").store.snapshots_of_state("XB") == []
