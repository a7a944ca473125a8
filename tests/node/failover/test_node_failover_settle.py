# SPDX-License-Identifier: Apache-2.0
"""After a failover: what others hold decides whether the node works on the new server."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.recovery import XA, XB, HandingOut, backup, put_back
from casts.node.world import World, bodies, new_state, snapshot
from rogatory.custody.events.act_codes import act
from rogatory.custody.log.commitment import new_salt
from rogatory.node.custody_log.log import publish_checkpoint
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.failover import refusals
from rogatory.node.failover.accepted import AcceptedServer, accepted_of, note_promise
from rogatory.node.failover.ask import held_elsewhere
from rogatory.node.failover.settle import settle
from rogatory.node.followed_logs.follow import follow, origins_of
from rogatory.node.repositories.failover import Replication, ServerIdentity
from rogatory.node.repositories.recovery import ExchangePage
from rogatory.node.witnesses.ask import ask_witness

FIRST, PROMOTED = ServerIdentity("7714", 1), ServerIdentity("7714", 2)
PROMISED = Replication("on", "second", 1, 1)
UNPROMISED = Replication("on", "", 1, None)


@pytest.fixture(scope="module")
def cast():
    return {code: new_state(code) for code in ("XA", "XB", "XT")}


@pytest.fixture
def world(cast):
    states = {code: replace(state) for code, state in cast.items()}
    states["XB"].witness_policy = "any 1 of XA XT\n"
    return World(states)


class Asking:
    """Asks each State, and remembers whom."""

    def __init__(self, node):
        self.node, self.queried = node, []

    def __call__(self, states):
        self.queried += states
        return [held_elsewhere(self.node, state) for state in states]


def settled(node, known=None):
    return settle(node, known, Asking(node))


def on_server(node, server, promise=UNPROMISED):
    node.store.server, node.store.promise = server, promise
    return node


def grown(world, node, count=1):
    for _each in range(count):
        event = own_event(
            node,
            act("collected", files=1),
            of=new_salt(node.random).hex(),
            authority="xb/contact-point",
            at=world.clock.now(),
        )
        with node.store.transaction():
            event.append(node)
    publish_checkpoint(node)


@pytest.fixture
def node(world):
    """Borealia's node, at work on the first server."""
    world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    made = on_server(world.node("XB"), FIRST)
    grown(world, made)
    assert settled(made).accepted.server == FIRST
    return made


def failed_over(world, kept, promise=UNPROMISED):
    """The node of Borealia on the standby that was promoted with what it had, some minutes later."""
    world.clock.forward(minutes=5)
    return on_server(put_back(world, "XB", kept), PROMOTED, promise)


def codes(found):
    return [reason.code for reason in found.reasons]


def refused(node, *expected):
    """It is refused for these reasons, every time, and nothing in the store has changed."""
    before, size = snapshot(node), node.store.log_size()
    found = settled(node)
    assert codes(found) == list(expected)
    assert codes(settled(node)) == list(expected)
    assert found.accepted is None
    assert accepted_of(node.store).server == FIRST
    assert (snapshot(node), node.store.log_size()) == (before, size)
    return found


def test_a_new_database_is_accepted_and_then_nobody_is_asked(world, node):
    row = accepted_of(node.store)
    assert (row.server, row.promised) == (FIRST, False)
    asking = Asking(node)
    assert settle(node, row, asking).accepted == row
    assert asking.queried == []


def test_a_database_in_a_file_has_no_server(world):
    found = settled(world.node("XA"))
    assert (found.accepted, found.reasons) == (None, ())
    assert accepted_of(world.node("XA").store) is None


def test_a_promoted_standby_that_has_everything_is_accepted_once_all_were_asked(world, node):
    world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    grown(world, node)
    ask_witness(node, "XT")
    follow(world.node("XA"), origins_of(node.register.view(), "XB")[0])
    promoted = failed_over(world, backup(node))
    asking = Asking(promoted)
    assert settle(promoted, accepted_of(promoted.store), asking).accepted.server == PROMOTED
    assert asking.queried == ["XA", "XT"]
    assert accepted_of(promoted.store).server == PROMOTED


def test_a_receipt_that_left_before_its_commit_was_copied_is_found_at_its_receiver(world, node):
    kept = backup(node)
    world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    size = node.store.log_size()
    promoted = failed_over(world, kept)
    found = refused(promoted, refusals.LOG_BEHIND, refusals.MESSAGES_BEHIND)
    behind, incomplete = found.reasons
    assert behind.fields["state"] == incomplete.fields["state"] == "XA"
    assert int(behind.fields["seen"]) <= size
    assert incomplete.fields["count"] == 1
    assert found.is_final


def test_a_message_of_ours_that_was_received_is_found_at_its_receiver(world, node):
    kept = backup(node)
    world.sent(XB, XA, "preservation", bodies.preservation())
    world.settle()
    found = refused(failed_over(world, kept), refusals.MESSAGES_BEHIND)
    assert found.reasons[0].fields == {"state": "XA", "count": 1}


def test_a_checkpoint_that_a_witness_cosigned_is_found_there(world, node):
    kept = backup(node)
    grown(world, node, 2)
    ask_witness(node, "XT")
    found = refused(failed_over(world, kept), refusals.LOG_BEHIND)
    assert found.reasons[0].fields["state"] == "XT"


def test_a_checkpoint_that_a_peer_followed_is_found_there(world, node):
    kept = backup(node)
    grown(world, node, 2)
    follow(world.node("XA"), origins_of(node.register.view(), "XB")[0])
    found = refused(failed_over(world, kept), refusals.LOG_BEHIND)
    assert found.reasons[0].fields["state"] == "XA"


def test_another_history_of_the_same_length_is_found(world, node):
    """Events that were handed in on the new server took the places of those that were lost."""
    kept = backup(node)
    grown(world, node, 2)
    ask_witness(node, "XT")
    promoted = failed_over(world, kept)
    grown(
        world, replace(promoted, signer=promoted.signer._signer, random=world.node("XA").random), 3
    )
    refused(promoted, refusals.LOG_BEHIND)


def test_without_a_promise_a_silent_state_is_waited_for(world, node):
    promoted = failed_over(world, backup(node))
    silent = world.exchange.nodes.pop("XT")
    found = refused(promoted, refusals.UNCONFIRMED)
    assert found.reasons[0].fields["states"] == "XT"
    assert not found.is_final
    world.exchange.nodes["XT"] = silent
    assert settled(promoted).accepted.server == PROMOTED


def test_with_a_promise_silence_keeps_nothing_closed_and_proof_does(world, node):
    node.store.promise = PROMISED
    note_promise(node.store, world.clock.now())
    kept = backup(node)
    promoted = failed_over(world, kept)
    world.exchange.nodes.clear()
    assert settled(promoted).accepted.server == PROMOTED


def test_a_promise_does_not_outweigh_what_a_witness_shows(world, node):
    node.store.promise = PROMISED
    note_promise(node.store, world.clock.now())
    kept = backup(node)
    grown(world, node)
    ask_witness(node, "XT")
    promoted = failed_over(world, kept)
    world.exchange.nodes.pop("XA")
    refused(promoted, refusals.LOG_BEHIND)


@pytest.mark.parametrize("server", [ServerIdentity("8825", 1), ServerIdentity("7714", 0)])
def test_the_promise_is_one_of_a_standby_of_that_server_alone(world, node, server):
    node.store.promise = PROMISED
    note_promise(node.store, world.clock.now())
    promoted = failed_over(world, backup(node))
    promoted.store.server = server
    world.exchange.nodes.pop("XT")
    refused(promoted, refusals.UNCONFIRMED)


def test_a_promise_in_an_old_backup_counts_for_nothing(world, node):
    node.store.promise = PROMISED
    note_promise(node.store, world.clock.now())
    promoted = failed_over(world, backup(node))
    world.clock.forward(hours=2)
    world.exchange.nodes.pop("XT")
    refused(promoted, refusals.UNCONFIRMED)


def test_a_node_led_back_to_the_old_server_is_known_by_what_its_home_remembers(world, node):
    """The old server's row names it: only the home knows that another one was accepted since."""
    row = accepted_of(node.store)
    later = AcceptedServer(PROMOTED, row.accepted + timedelta(minutes=5), False, row.looked)
    world.exchange.nodes.pop("XT")
    assert codes(settled(node, later)) == [refusals.UNCONFIRMED]
    assert settled(node, row).accepted == row


def test_a_state_that_lies_keeps_nothing_closed(world, node):
    forged = world.states["XT"].log.sign(f"{node.log_origin}\n900\n{'A' * 43}=\n")
    promoted = failed_over(world, backup(node))
    pages = {"XA": ExchangePage((), None, forged), "XT": ExchangePage((), None, "no note")}
    lying = replace(promoted, peers=HandingOut(promoted.peers, lambda state, *_: pages[state]))
    assert settled(lying).accepted.server == PROMOTED


def test_the_promise_is_written_down_as_it_is_and_not_at_every_look(world, node):
    def noted():
        note_promise(node.store, world.clock.now())
        return accepted_of(node.store)

    first = noted()
    world.clock.forward(minutes=1)
    assert noted() == first
    node.store.promise = PROMISED
    assert (noted().promised, noted().looked) == (True, world.clock.now())
    world.clock.forward(minutes=6)
    assert noted().looked == world.clock.now()
    assert noted().accepted == first.accepted
