# SPDX-License-Identifier: Apache-2.0
"""Logs that another State witnesses."""

from dataclasses import replace

from rogatory.custody.events.act_codes import act
from rogatory.custody.log.commitment import new_salt
from rogatory.custody.log.tiles import consistency
from rogatory.custody.log.witness import AddCheckpoint
from rogatory.node.custody_log.log import (
    publish_checkpoint,
)
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.witnesses.ask import ask_witness
from rogatory.node.witnesses.cosign import add_checkpoint
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
