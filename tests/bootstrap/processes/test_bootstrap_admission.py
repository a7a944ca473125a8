# SPDX-License-Identifier: Apache-2.0
"""The decision whether a node may open its doors: what its store says, and what other States hold."""

import json
from dataclasses import replace

import pytest

from casts.node.recovery import XA, XB, backup, lost, put_back, recovered, reopened  # noqa: F401 - a fixture
from casts.node.world import World, bodies, new_state
from django_home import HOME
from rogatory.bootstrap.processes.admission import (
    ADMISSION_FILE,
    OpeningCheck,
    read_admission,
    write_admission,
)
from rogatory.bootstrap.processes.admitting import admit
from rogatory.custody.events.act_codes import act
from rogatory.custody.log.commitment import new_salt
from rogatory.errors import Refused
from rogatory.node.custody_log.log import publish_checkpoint
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.recovery.begin import begin_recovery, do_without
from rogatory.node.witnesses.ask import ask_witness


@pytest.fixture(scope="module")
def cast():
    return {code: new_state(code) for code in ("XA", "XB", "XT")}


@pytest.fixture
def world(cast):
    states = {code: replace(state) for code, state in cast.items()}
    states["XB"].witness_policy = "any 1 of XA XT\n"
    return World(states)


def grown(world, node, *witnesses):
    """Three further entries, which these witnesses have cosigned."""
    for _each in range(3):
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
    for state in witnesses:
        ask_witness(node, state)


@pytest.fixture
def restored(world):
    grown(world, world.node("XB"), "XA", "XT")
    kept = backup(world.node("XB"))
    grown(world, world.node("XB"), "XT")
    return put_back(world, "XB", kept)


def codes(found):
    return [reason.code.id for reason in found.reasons]


def test_a_database_of_which_a_witness_has_seen_more_opens_no_door(restored):
    found = admit(restored)
    assert codes(found) == ["restored"]
    assert found.reasons[0].fields == {"state": "XT", "seen": "6", "size": "3"}
    assert found.silent == ()


def test_a_database_that_went_on_otherwise_after_a_restore_opens_no_door(world, restored):
    lived_on = replace(restored, random=world.node("XA").random)
    grown(world, lived_on)
    grown(world, lived_on)
    assert codes(admit(lived_on)) == ["restored"]


def test_the_newest_database_opens(world):
    grown(world, world.node("XB"), "XA", "XT")
    assert admit(world.node("XB")) == OpeningCheck((), (), 2)


def test_if_no_state_answers_it_opens_and_says_so(world, restored):
    world.exchange.nodes.clear()
    found = admit(restored)
    assert (codes(found), found.silent, found.is_unknown) == ([], ("XA", "XT"), True)


def test_a_state_that_the_policy_does_not_name_any_more_shows_what_it_cosigned(world, restored):
    world.states["XB"].witness_policy = None
    world.relist()
    assert codes(admit(restored)) == ["restored"]


def test_a_receipt_that_is_missing_opens_no_door_though_the_witness_is_behind(world):
    """Fault 5: 94 receipted messages were missing, and the witness had not seen their entries."""
    node = world.node("XB")
    world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    publish_checkpoint(node)
    ask_witness(node, "XT")
    kept = backup(node)
    for _each in range(2):
        world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    size = node.store.log_size()

    back = put_back(world, "XB", kept)
    found = admit(back)

    assert codes(found) == ["restored", "restored-incomplete"]
    assert found.reasons[0].fields["seen"] == str(size)
    assert found.reasons[1].fields == {"state": "XA", "count": 2}


@pytest.mark.usefixtures("lost")
class TestLostMessages:
    """The store of `lost`, which no witness has seen: messages of both directions and whole threads are missing."""

    def test_each_state_says_how_many_messages_it_holds_that_are_not_here(self, lost):
        found = admit(lost)
        assert codes(found) == ["restored", "restored-incomplete"] * 2
        counts = {one.fields["state"]: one.fields["count"] for one in found.reasons[1::2]}
        assert counts == {"XA": 4, "XT": 1}

    def test_no_message_is_lost_and_the_door_opens_once_they_are_taken_back(self, world, lost):
        recovered(world, lost)
        after = reopened(world, lost)
        assert set(after.store.tables.messages) == set(world.before)
        assert admit(after) == OpeningCheck((), (), 2)

    def test_a_state_that_the_recovery_did_without_is_left_to_the_worker(self, world, lost):
        silent = world.exchange.nodes.pop("XT")
        recovered(world, lost)
        do_without(lost, "XT", officer="xb-0002", reason="its node burnt down")
        world.exchange.nodes["XT"] = silent
        assert admit(reopened(world, lost)) == OpeningCheck((), (), 1)


def test_a_checkpoint_that_our_log_never_signed_shuts_nothing(world, restored):
    forged = world.states["XT"].log.sign(f"{restored.log_origin}\n9\n{'A' * 43}=\n")

    class Lying:
        def last_cosigned(self, _state, _origin):
            return forged

    found = admit(replace(restored, peers=Lying()))
    assert (codes(found), found.is_unknown) == ([], True)


def test_a_recovery_that_is_under_way_opens_no_door_and_asks_nobody(world, restored):
    begin_recovery(restored)
    world.exchange.requests.clear()
    assert codes(admit(restored)) == ["recovering"]
    assert world.exchange.requests == []


def test_a_file_signals_the_supervisor(restored):
    found = admit(restored)
    write_admission(HOME, found)
    with pytest.raises(Refused) as refused:
        read_admission(HOME)
    assert refused.value.codes == ("restored",)
    write_admission(HOME, OpeningCheck((), ("XT",), 1))
    assert read_admission(HOME).is_unknown


def test_who_reads_the_file_while_another_process_writes_it_meets_it_whole(restored):
    """Two processes of a node that end for one reason write it at once, and the supervisor reads."""
    write_admission(HOME, admit(restored))
    with (HOME.run / ADMISSION_FILE).open("rb") as reading:
        write_admission(HOME, OpeningCheck((), ("XT",), 1))
        assert json.loads(reading.read())["statement"] is not None
    assert read_admission(HOME).is_unknown
    assert not list(HOME.run.glob(".rogatory-new-*"))
