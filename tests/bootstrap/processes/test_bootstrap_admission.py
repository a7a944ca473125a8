# SPDX-License-Identifier: Apache-2.0
"""The decision whether a node may open its doors: what its store says, and what its witnesses have
seen.
"""

from dataclasses import replace

import pytest

from casts.node.recovery import backup, put_back
from casts.node.world import World, new_state
from django_home import HOME
from rogatory.bootstrap.processes.admission import OpeningCheck, read_admission, write_admission
from rogatory.bootstrap.processes.admitting import admit
from rogatory.custody.events.act_codes import act
from rogatory.custody.log.commitment import new_salt
from rogatory.errors import Refused
from rogatory.node.custody_log.log import publish_checkpoint
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.recovery.begin import begin_recovery
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


def test_if_no_witness_answers_it_opens_and_says_so(world, restored):
    world.exchange.nodes.clear()
    found = admit(restored)
    assert (codes(found), found.silent, found.is_unknown) == ([], ("XA", "XT"), True)


def test_without_a_witness_it_opens_and_says_so(world, restored):
    world.states["XB"].witness_policy = None
    world.relist()
    assert admit(restored) == OpeningCheck()
    assert admit(restored).is_unknown


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
