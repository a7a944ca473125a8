# SPDX-License-Identifier: Apache-2.0
"""A witness that was restored from a backup cosigns nothing below what others know of a log."""

from dataclasses import replace

import pytest

from casts.node.recovery import backup, put_back, recovered, reopened
from casts.node.witnesses import forked, logged, path_of, shown, witnessed
from casts.node.world import World, new_state
from rogatory.custody.log.witness import Verdict
from rogatory.node.custody_log.log import publish_checkpoint, signed_checkpoint
from rogatory.node.witnesses.ask import ask_witness
from rogatory.node.witnesses.high_water import MARK, WAITED_FOR, need_marks
from rogatory.node.worker.work import run_until_idle


@pytest.fixture(scope="module")
def cast():
    return {code: new_state(code) for code in ("XA", "XB", "XT")}


@pytest.fixture
def world(cast):
    states = {code: replace(state) for code, state in cast.items()}
    states["XA"].witness_policy = "any 1 of XB XT\n"
    return World(states)


def seen_by(node):
    return [(one.size, one.root) for one in node.store.witnessed("XA")]


def contact(xa, state):
    return next(one for one in xa.store.contacts() if one.state == state)


def restored_to(world, kept):
    """Borealia's witness with what it had then, which knows that something is missing."""
    node = put_back(world, "XB", kept)
    node = replace(node, signer=node.signer._signer)
    with node.store.transaction():
        need_marks(node.store, world.clock.now())
    world.exchange.join(node)
    return node


@pytest.fixture
def restored(world):
    """Back from before it cosigned seven entries of Arcadia's log, as Thalassia did."""
    xa = world.node("XA")
    logged(xa, 3)
    witnessed(xa, "XB")
    kept = backup(world.node("XB"))
    logged(xa, 4)
    witnessed(xa, "XB", "XT")
    return restored_to(world, kept)


def test_it_cosigns_nothing_before_others_have_shown_how_far_they_know_the_log(world, restored):
    other = forked(world, 5, common=3)
    path = path_of(other, 3, 5)
    answer = shown(world, signed_checkpoint(other, 5), old=3, path=path)
    assert answer.status == Verdict.UNKNOWN_LOG.value
    assert b"witness-restored" in answer.body
    assert seen_by(restored)[0][0] == 3
    # It asks now; the other history is behind the mark for good, and proved to be one.
    run_until_idle(restored, "worker")
    assert seen_by(restored)[0][0] == 7
    answer = shown(world, signed_checkpoint(other, 5), old=3, path=path)
    assert (answer.status, answer.body) == (Verdict.OTHER_SIZE.value, b"7\n")
    assert seen_by(restored)[0][0] == 7


def test_an_honest_log_is_cosigned_again_from_the_mark_on(world, restored):
    xa = world.node("XA")
    logged(xa, 2)
    publish_checkpoint(xa)
    assert not ask_witness(xa, "XB")
    run_until_idle(restored, "worker")
    assert ask_witness(xa, "XB")
    assert seen_by(restored)[0][0] == 9
    assert contact(xa, "XB").problem is None


def test_a_log_that_hides_what_it_showed_is_known_by_another_witness(world, restored):
    """Arcadia's own node shows an older state with another history; Thalassia's witness does not."""
    other = forked(world, 6, common=3)
    publish_checkpoint(other)
    world.exchange.join(other)
    shown(world, signed_checkpoint(other, 6), old=3, path=path_of(other, 3, 6))
    run_until_idle(restored, "worker")
    # What Thalassia cosigned is no beginning of what Arcadia shows: nothing is cosigned of either.
    answer = shown(world, signed_checkpoint(other, 6), old=3, path=path_of(other, 3, 6))
    assert answer.status == Verdict.UNKNOWN_LOG.value
    assert seen_by(restored)[0][0] == 3


def test_a_silent_state_is_waited_for_but_not_for_ever(world, restored):
    xa, silent = world.node("XA"), world.exchange.nodes.pop("XT")
    logged(xa)
    publish_checkpoint(xa)
    assert not ask_witness(xa, "XB")
    run_until_idle(restored, "worker")
    assert not ask_witness(xa, "XB")
    world.clock.forward(seconds=WAITED_FOR.total_seconds())
    run_until_idle(restored, "worker")
    assert ask_witness(xa, "XB")
    assert seen_by(restored)[0][0] == 8
    world.exchange.nodes["XT"] = silent


def test_a_made_up_checkpoint_raises_no_mark(world, restored):
    forged = world.states["XT"].log.sign(f"{world.node('XA').log_origin}\n900\n{'A' * 43}=\n")

    class Lying:
        def __init__(self, peers):
            self._peers = peers

        def last_cosigned(self, _state, _origin):
            return forged

        def __getattr__(self, name):
            return getattr(self._peers, name)

    lied_to = replace(restored, peers=Lying(restored.peers))
    world.exchange.join(lied_to)
    logged(world.node("XA"))
    publish_checkpoint(world.node("XA"))
    assert not ask_witness(world.node("XA"), "XB")
    run_until_idle(lied_to, "worker")
    assert seen_by(lied_to)[0][0] == 8


def test_a_witness_that_lost_nothing_asks_nobody(world):
    xa = world.node("XA")
    logged(xa, 3)
    witnessed(xa, "XB")
    assert seen_by(world.node("XB"))[0][0] == 3
    assert world.node("XB").store.setting(f"{MARK}/{xa.log_origin}") is None


def test_after_a_recovery_marks_are_needed(world):
    xa = world.node("XA")
    logged(xa, 3)
    witnessed(xa, "XB")
    kept = backup(world.node("XB"))
    logged(xa, 1)
    witnessed(xa, "XB", "XT")
    lost = put_back(world, "XB", kept)
    recovered(world, lost)
    after = reopened(world, lost)
    logged(xa, 1)
    publish_checkpoint(xa)
    assert not ask_witness(xa, "XB")
    run_until_idle(after, "worker")
    assert seen_by(after)[0][0] == 5
    assert ask_witness(xa, "XB")
    assert seen_by(after)[0][0] == 5
