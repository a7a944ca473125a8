# SPDX-License-Identifier: Apache-2.0
"""The chain of one authority's events on one object, where two are made ready before either is written."""

import pytest

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import event_digest, parse_event
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.packages.submit_custody import log_events
from rogatory.seal.signatures import Signatures

OBJECT = "0b" * 32


@pytest.fixture
def node(world):
    return world.node("XB")


def made(node, authority="xb/contact-point", of=OBJECT):
    return own_event(
        node, act("collected", files=1), of=of, authority=authority, at=node.clock.now()
    )


def written(node, *events):
    with node.store.transaction():
        for event in events:
            event.append(node)


def chain(node):
    return [(parse_event(one.event).previous, event_digest(one.event)) for one in logged(node)]


def logged(node):
    return node.store.events_of(OBJECT)


def test_an_event_made_ready_before_another_was_written_names_that_one(node):
    first, second = made(node), made(node)
    assert parse_event(second.event).previous is None
    written(node, first)
    written(node, second)

    (none, one), (before, _two) = chain(node)
    assert (none, before) == (None, one)
    for found in logged(node):
        verify_listed(
            node.register.view(),
            found.event,
            Signatures(found.p256, found.mldsa65),
            holder="xb/contact-point",
            use="authority",
            at=node.clock.now(),
        )


def test_two_events_of_one_transaction_follow_each_other(node):
    written(node, made(node), made(node))
    (_none, one), (before, _two) = chain(node)
    assert before == one


def test_another_authority_and_another_object_are_chains_of_their_own(node):
    first, other = made(node), made(node, "xb/central-authority")
    elsewhere = made(node, of="0c" * 32)
    written(node, first)
    written(node, other, elsewhere)
    assert [before for before, _digest in chain(node)] == [None, None]
    (found,) = node.store.events_of("0c" * 32)
    assert found.event == elsewhere.event


def test_an_event_that_is_in_the_log_already_is_not_written_again(node):
    first = made(node)
    written(node, first)
    written(node, made(node))
    size = node.store.log_size()
    written(node, first)
    assert node.store.log_size() == size


def test_an_event_from_a_workstation_counts_as_the_one_before(node):
    waiting, submitted = made(node), made(node)
    log_events(node, [(submitted.event, submitted.signatures)])
    written(node, waiting)
    (_none, one), (before, _two) = chain(node)
    assert (one, before) == (event_digest(submitted.event), one)
