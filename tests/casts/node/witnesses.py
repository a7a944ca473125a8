# SPDX-License-Identifier: Apache-2.0
"""Logs that another State witnesses."""

from dataclasses import replace

import pytest

from casts.node.world import World, new_state
from rogatory.custody.events.act_codes import act
from rogatory.custody.log.commitment import new_salt
from rogatory.custody.log.quorum import witnessed_by
from rogatory.custody.log.tiles import consistency
from rogatory.custody.log.witness import AddCheckpoint
from rogatory.node.custody_log.log import (
    publish_checkpoint,
)
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.witnesses.ask import ask_witness
from rogatory.node.witnesses.cosign import add_checkpoint
from rogatory.node.witnesses.trust import witness_keys
from rogatory.seal.signatures import Signatures
from rogatory.storage.memory import MemoryQueue, MemoryStore
from rogatory.wire.digests import sha256


def logged(node, count=1):
    """So many further events in a node's log."""
    for _each in range(count):
        event = own_event(
            node,
            act("collected", files=1),
            of=new_salt(node.random).hex(),
            authority=f"{node.state.lower()}/contact-point",
            at=node.clock.now(),
        )
        with node.store.transaction():
            event.append(node)
    return node.store.event(sha256(event.event))


def witnessed(node, *states):
    publish_checkpoint(node)
    for state in states:
        ask_witness(node, state)


def shown(world, note, *, asker="XA", witness="XB", old=0, path=()):
    return add_checkpoint(world.node(witness), asker, AddCheckpoint(old, path, note).encode())


def forked(world, size, *, common=0):
    """Arcadia's node with the same keys and another history, from some size on."""
    store = MemoryStore()
    node = replace(world.node("XA"), store=store, queue=MemoryQueue(store))
    for one in world.node("XA").store.events_since(0, common):
        with node.store.transaction():
            node.store.append_event(
                one.event, Signatures(one.p256, one.mldsa65), one.salt, one.logged, None
            )
    if size > common:
        logged(node, size - common)
    return node


def path_of(node, old, size):
    def read(tile):
        return node.store.read_tile(tile.level, tile.index, tile.width)

    return tuple(consistency(old, node.store.log_tree(size), read))


POLICY = "any 2 of XB XM XT\n"


@pytest.fixture(scope="module")
def cast():
    return {code: new_state(code) for code in ("XA", "XB", "XM", "XT")}


@pytest.fixture
def world(cast):
    states = {code: replace(state) for code, state in cast.items()}
    states["XA"].witness_policy = POLICY
    return World(states)


@pytest.fixture
def xa(world):
    return world.node("XA")


def states_of(world, note):
    keys = witness_keys(world.directory.view(), world.states)
    return [one.state for one in witnessed_by(note, keys)]


def calls(world, code):
    return [page.reason for page in world.node(code).store.pages()]
