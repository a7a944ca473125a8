# SPDX-License-Identifier: Apache-2.0
"""After a fork: the proof comes to all, nobody cosigns it any more, and a new epoch names every end."""

from dataclasses import replace

import pytest

from casts.node.witnesses import forked, logged, path_of, shown, witnessed
from casts.node.world import World, new_state
from rogatory.custody.log.epoch import LogOrigin, opening_entry
from rogatory.custody.log.misbehaviour import build_misbehaviour
from rogatory.errors import Refused, Unreachable
from rogatory.node.custody_log.log import publish_checkpoint
from rogatory.node.misbehaviour.accuse import MOST_PROOFS, accuse
from rogatory.node.misbehaviour.take import take_proof
from rogatory.node.witnesses.cosign import accept_epoch
from rogatory.node.witnesses.epoch import begin_epoch, last_known
from rogatory.seal.notes import NoteSigner
from rogatory.transport import refusals

COMMON = 2
"""Entries that both histories begin with; Thalassia's witness saw no more."""


@pytest.fixture(scope="module")
def cast():
    return {code: new_state(code) for code in ("XA", "XB", "XM", "XT")}


@pytest.fixture
def world(cast):
    states = {code: replace(state) for code, state in cast.items()}
    states["XA"].witness_policy = "any 2 of XB XM XT\n"
    return World(states)


@pytest.fixture
def xa(world):
    """Arcadia's log: Thalassia saw 2 of its entries, Borealia and Meridia 6."""
    node = world.node("XA")
    logged(node, COMMON)
    witnessed(node, "XT")
    logged(node, 6 - COMMON)
    witnessed(node, "XB", "XM")
    return node


@pytest.fixture
def fork(world, xa):
    """The same log with another history after the common entries; its node is Arcadia's from now on."""
    liar = forked(world, 6, common=COMMON)
    world.exchange.join(liar)
    return liar


def convicted(world, fork, witness="XB"):
    """The fork is shown to a witness that saw the other history, and what follows is done."""
    assert shown(world, publish_checkpoint(fork), witness=witness, old=6).status == 422
    world.settle()


def accusations(world, code):
    return [(one.state, one.kind) for one in world.node(code).store.accusations()]


def calls(world, code):
    return [one.id for one in world.node(code).store.pages() if one.id.startswith("misbehaviour/")]


class TestAllHaveIt:
    def test_every_node_keeps_the_proof_and_calls_its_officers_once(self, world, fork):
        convicted(world, fork)
        convicted(world, fork, "XM")
        assert accusations(world, "XT") == [("XA", "fork")]
        for code in world.states:
            assert ("XA", "fork") in accusations(world, code), code
            assert len(calls(world, code)) == 1, code

    def test_a_witness_that_saw_less_does_not_cosign_the_fork(self, world, fork):
        """It alone cannot know: both histories continue what it saw."""
        convicted(world, fork)
        witness = world.node("XT")
        before = witness.store.witnessed("XA")
        answer = shown(
            world,
            publish_checkpoint(fork),
            witness="XT",
            old=COMMON,
            path=path_of(fork, COMMON, 6),
        )
        assert answer.status == 422
        assert b"witness-log-convicted" in answer.body
        assert witness.store.witnessed("XA") == before
        assert before[0].size == COMMON

    def test_nor_the_other_history(self, world, xa, fork):
        """Which of two is the true one is not for a program to say."""
        convicted(world, fork)
        logged(xa, 3)
        answer = shown(world, publish_checkpoint(xa), witness="XM", old=6, path=path_of(xa, 6, 9))
        assert answer.status == 422
        assert world.node("XM").store.witnessed("XA")[0].size == 6

    def test_the_accused_learns_why_from_its_own_database(self, world, fork):
        convicted(world, fork)
        assert [one.kind for one in fork.store.accusations("XA")] == ["fork"]

    def test_a_node_that_was_away_gets_it_when_it_is_back(self, world, fork):
        away = world.exchange.nodes.pop("XT")
        convicted(world, fork)
        assert away.store.accusations() == []
        world.exchange.join(away)
        world.clock.forward(minutes=16)
        world.settle()
        assert accusations(world, "XT") == [("XA", "fork")]

    def test_it_goes_on_from_who_took_it(self, world, fork, monkeypatch):
        """The finder does not reach everybody: a node that took it hands it on."""
        real = type(world.node("XB").peers).show_proof

        def cut(peers, state, document):
            if (peers.state, state) == ("XB", "XT"):
                raise Unreachable(refusals.ANSWER_TOO_LARGE.because(address="x", limit=1))
            real(peers, state, document)

        monkeypatch.setattr(type(world.node("XB").peers), "show_proof", cut)
        convicted(world, fork)
        assert accusations(world, "XT") == [("XA", "fork")]


class TestFalseProofs:
    """A proof convicts by the log's own signatures, regardless of who brings it, or not at all."""

    def refused(self, world, document, code):
        before = accusations(world, "XT")
        with pytest.raises(Refused, match=code):
            take_proof(world.node("XT"), document)
        world.settle()
        assert accusations(world, "XT") == before
        assert calls(world, "XT") == []

    def test_checkpoints_that_the_log_did_not_sign(self, world, xa):
        thief = NoteSigner.generate(xa.log_origin, lambda size: bytes(range(size)))
        note = publish_checkpoint(xa)
        liar = forked(world, 6)
        other = thief.sign(publish_checkpoint(liar).partition("\n\n")[0] + "\n")
        self.refused(world, build_misbehaviour(note, other), "note-")

    def test_what_is_only_unexplained(self, world, xa):
        first = publish_checkpoint(xa)
        logged(xa, 3)
        self.refused(
            world, build_misbehaviour(first, publish_checkpoint(xa)), "misbehaviour-unexplained"
        )

    @pytest.mark.parametrize("document", [b"", b"{}", b'{"kind":"fork"}', b"[1]"])
    def test_no_proof_at_all(self, world, xa, document):
        self.refused(world, document, r"\[")

    def test_endless_proofs_fill_nothing(self, world, xa):
        """A State that lied once can sign any number of lies."""
        note = publish_checkpoint(xa)
        for number in range(MOST_PROOFS + 5):
            accuse(world.node("XT"), build_misbehaviour(note, publish_checkpoint(forked(world, 6))))
            assert len(accusations(world, "XT")) == min(number + 1, MOST_PROOFS)
        assert len(calls(world, "XT")) == 1


class TestNewEpoch:
    def listed(self, world, origin):
        """Arcadia lists the key of its next log."""
        new = NoteSigner.generate(str(origin), lambda size: bytes(range(size)))
        state = world.states["XA"]
        listed = world.directory.newest.listed["XA"]
        record = replace(listed.entry.logs[0], origin=str(origin), vkey=new.vkey)
        entry = replace(listed.entry, logs=(*listed.entry.logs, record))
        view = world.directory.newest
        world.directory.newest = replace(
            view, listed={**view.listed, "XA": replace(listed, entry=entry)}
        )
        return state, new

    def next_origin(self, node):
        return LogOrigin(node.network, "XA", 2)

    def test_every_end_that_is_known_is_named(self, world, xa):
        logged(xa, 3)
        found = last_known(xa)
        assert [(one.known_by, one.checkpoint.size) for one in found.heads] == [
            ("XA", 9),
            ("XB", 9),
            ("XM", 9),
            ("XT", 9),
        ]
        assert not found.is_forked

    def test_after_a_fork_none_is_begun_over_either_history_unasked(self, world, xa, fork):
        """The witnesses saw 6 entries of the one and 8 of the other; nobody had the proof yet."""
        logged(fork, 2)
        assert (
            shown(
                world,
                publish_checkpoint(fork),
                witness="XT",
                old=COMMON,
                path=path_of(fork, COMMON, 8),
            ).status
            == 200
        )
        self.listed(world, self.next_origin(fork))
        before = fork.store.log_epoch(), fork.store.log_size()
        with pytest.raises(Refused) as caught:
            begin_epoch(fork)
        assert caught.value.codes == ("epoch-forked",)
        for end in ("XA: 8", "XB: 6", "XM: 6", "XT: 8"):
            assert end in str(caught.value), "every end is named"
        assert (fork.store.log_epoch(), fork.store.log_size()) == before

    def test_officers_choose_the_end_that_a_state_knows(self, world, xa, fork):
        convicted(world, fork)
        self.listed(world, self.next_origin(fork))
        with pytest.raises(Refused, match="epoch-over-unknown"):
            begin_epoch(fork, over="XZ")
        origin, last = begin_epoch(fork, over="XB")
        known = world.node("XB").store.witnessed("XA")[0]
        assert (last.checkpoint.size, last.checkpoint.root) == (6, known.root)
        assert last.is_forked
        assert fork.store.read_tile(0, 0, 1, 2)
        assert opening_entry(origin, last.checkpoint)

    def test_a_witness_follows_into_the_new_epoch_only_by_an_officer(self, world, xa, fork):
        """The opening is over what it saw, and yet its log is one that has two histories."""
        convicted(world, fork)
        _state, signer = self.listed(world, self.next_origin(fork))
        origin, _last = begin_epoch(fork, over="XB")
        opened = replace(
            fork,
            log_origin=str(origin),
            signer=replace(fork.signer, log=signer),
        )
        world.exchange.join(opened)
        note = publish_checkpoint(opened)
        witness = world.node("XB")
        before = witness.store.witnessed("XA")
        answer = shown(world, note)
        assert answer.status == 422
        assert b"witness-log-convicted" in answer.body
        assert witness.store.witnessed("XA") == before
        accept_epoch(witness, "XA", 2, officer="xb-0010", reason="Its officers said how.")
        assert shown(world, note).status == 200
