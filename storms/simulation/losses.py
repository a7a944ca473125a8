# SPDX-License-Identifier: Apache-2.0
"""An honest State loses its disk: a backup is put in its place, and what was lost is taken back.

Its operator does what the handbook says: the node stays closed, every State is asked until it has answered,
the log begins a new epoch, and the node is started. He may be interrupted at any step, as nodes are.
"""

from copy import copy
from dataclasses import fields
from datetime import timedelta

from rogatory.node.completeness.record import recovery_of, what_is_missing
from rogatory.node.context import Node
from rogatory.node.recovery.begin import begin_recovery
from rogatory.node.recovery.take_back import take_back_exchange
from rogatory.node.witnesses.epoch import begin_epoch
from rogatory.storage.memory.store import AllTables
from storms.simulation.liars import copied
from storms.simulation.life import KilledError
from storms.simulation.world import World

A_BACKUP_TAKES = timedelta(minutes=3)
"""Before it is in place and asked over: by then nothing signed by the lost node is on the line."""

BETWEEN_ATTEMPTS = timedelta(minutes=2)


def lose_disk(world: World, state: str, span: timedelta) -> None:
    """Take a backup of a State's database now; after `span` the disk is lost and the backup put back."""
    then = copied(world.homes[state].store.tables)

    def lost() -> None:
        world.homes[state].is_closed = True
        world.kill(state, "disk lost")
        tables = world.homes[state].store.tables
        for one in fields(AllTables):
            setattr(tables, one.name, copy(getattr(then, one.name)))
        world.after(A_BACKUP_TAKES, lambda: _recover(world, state))

    world.after(span, lost)


def _recover(world: World, state: str) -> None:
    """One run of the operator's commands; another follows until the node is open."""
    try:
        is_open = _ran(world, state, world.process(state))
    except KilledError as error:
        if error.life is not world.lives[state]:
            raise
        is_open = False
    if is_open:
        world.homes[state].is_closed = False
        world.rise(state)
    else:
        world.after(BETWEEN_ATTEMPTS, lambda: _recover(world, state))


def _ran(world: World, state: str, node: Node) -> bool:
    """Decide whether the door may be opened after this run."""
    home = world.homes[state]
    if recovery_of(node.store) is None:
        begin_recovery(node)
    found = recovery_of(node.store)
    assert found is not None
    for other in found.waited_for:
        take_back_exchange(node, other)
    found = recovery_of(node.store)
    assert found is not None
    if found.waited_for:
        return False
    listed = home.member.with_new_epoch()
    world.directory.change(listed, world.now)
    home.seen.known = world.directory.newest
    if what_is_missing(node.store):
        begin_epoch(node)
    home.member = listed
    return True
