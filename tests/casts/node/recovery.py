# SPDX-License-Identifier: Apache-2.0
"""A node whose store is put back to what they were, and peers that hand out what they like."""

from copy import copy
from dataclasses import fields, replace

import pytest

from casts.node.beginnings import begun
from casts.node.world import bodies
from rogatory.node.completeness.closed import SignerOnceOpen
from rogatory.node.completeness.record import recovery_of
from rogatory.node.recovery.begin import begin_recovery
from rogatory.node.recovery.take_back import take_back_exchange
from rogatory.node.witnesses.epoch import begin_epoch
from rogatory.seal.notes import NoteSigner
from rogatory.storage.memory.store import AllTables

XA, XB, XT = "xa/contact-point", "xb/contact-point", "xt/contact-point"


def backup(node):
    tables = node.store.tables
    return AllTables(**{one.name: copy(getattr(tables, one.name)) for one in fields(AllTables)})


def put_back(world, state, kept):
    """The node of a State after its disk was lost and a backup put in its place; no door is open."""
    node = world.exchange.nodes.pop(state)
    tables = node.store.tables
    for one in fields(AllTables):
        setattr(tables, one.name, copy(getattr(kept, one.name)))
    tables.__post_init__()
    return replace(node, signer=SignerOnceOpen(node.signer, node.store))


def recovered(world, node, *, since=None):
    """Every State asked; what each came to, by State."""
    begin_recovery(node, since)
    states = recovery_of(node.store).states
    return {
        state: take_back_exchange(node, state) for state in states if state in world.exchange.nodes
    }


def reopened(world, node):
    """The node after its log has begun a new epoch, with its door open."""
    epoch = node.store.log_epoch() + 1
    origin = f"{node.network}/{node.state.lower()}/{epoch}"
    log = NoteSigner.generate(origin, lambda size: bytes([epoch]) * size)
    newest = world.directory.newest
    entry = newest.listed[node.state].entry
    record = replace(entry.logs[0], origin=origin, vkey=log.vkey)
    listed = {
        **newest.listed,
        node.state: replace(
            newest.listed[node.state], entry=replace(entry, logs=(*entry.logs, record))
        ),
    }
    world.directory.newest = replace(newest, listed=listed)
    begin_epoch(node)
    signer = replace(node.signer._signer, log=log)
    after = replace(node, log_origin=origin, signer=SignerOnceOpen(signer, node.store))
    world.exchange.join(after)
    return after


class HandingOut:
    """A peer that hands out pages of the test's own; everything else goes to the honest ones."""

    def __init__(self, peers, pages):
        self._peers, self._pages = peers, pages

    def exchange_since(self, state, since, after):
        return self._pages(state, since, after)

    def __getattr__(self, name):
        return getattr(self._peers, name)


@pytest.fixture
def lost(world):
    """Borealia's node, restored from before a thread went on and two others began.

    With Arcadia: an old thread with an answer and an extension since; one that Borealia opened since.
    With Thalassia: one that it opened since.
    """
    world.enquiry, kept, world.threads = begun(world, "since a backup", lambda: _since(world))
    world.before = dict(world.node("XB").store.tables.messages)
    return put_back(world, "XB", kept)


def _since(world):
    """Play all that is lost later; returns the enquiry, the backup and the threads."""
    old = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    kept = backup(world.node("XB"))
    world.clock.forward(minutes=5)
    enquiry = answer(world, old)
    own = world.sent(XB, XA, "preservation", bodies.preservation())
    other = world.sent(XT, XB, "preservation", bodies.preservation())
    world.settle()
    world.clock.forward(minutes=5)
    return enquiry, kept, (old.thread, own.thread, other.thread)


def answer(world, opening):
    thread = opening.thread
    world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=thread)
    world.sent(XB, XA, "preservation_confirmed", bodies.preservation_confirmed(), thread=thread)
    world.settle()
    return world.sent(
        XA, XB, "status_enquiry", bodies.status_enquiry(opening.digest), thread=thread
    )


def recovered_from(node, pages, state="XA"):
    return take_back_exchange(replace(node, peers=HandingOut(node.peers, pages)), state)
