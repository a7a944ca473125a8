# SPDX-License-Identifier: Apache-2.0
"""A freeze that calls itself an emergency is none: at the node that sends it, and at one that receives it."""

import pytest

from casts.node.world import bodies, snapshot
from rogatory.errors import Refused
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.emergencies.claim import AFTER_LANE, LANE, claims_emergency, lane_of
from rogatory.requests.envelope import Links, MessageDraft, build_message, parse_message
from rogatory.wire.identifiers import Authority, uuid7

TONIGHT = {"level": "emergency", "reason": "Lives are ruined if the money leaves tonight."}


def received(world, body):
    """The request as another State's software could write it, whose form asks nothing."""
    node, at = world.node("XB"), world.clock.now()
    draft = MessageDraft(
        network=node.network,
        kind="asset_freezing",
        sender=Authority("XA", "central-authority"),
        addressee=Authority("XB", "central-authority"),
        thread=uuid7(at, bytes(10)),
        language="en",
        body=body,
    )
    links = Links(previous=None, sequence=1, seen=None)
    return parse_message(build_message(draft, links, message_id=uuid7(at, bytes(10)), issued=at))


def test_it_is_not_drafted_as_an_emergency(world):
    node = world.node("XA")
    message = NewMessage(
        kind="asset_freezing",
        sender="xa/contact-point",
        addressee="xb/contact-point",
        language="en",
        body=bodies.asset_freezing(urgency=TONIGHT),
    )
    before = snapshot(node)
    with pytest.raises(Refused) as caught:
        draft_message(node, message, "xa-0001")
    assert "content-urgency-of-kind" in caught.value.codes
    assert snapshot(node) == before


def test_one_that_arrives_all_the_same_has_no_lane_and_no_call_back(world):
    request = received(world, bodies.asset_freezing(urgency=TONIGHT))
    assert not claims_emergency(request)
    assert lane_of(world.node("XB"), request, "XA", world.clock.now()) == AFTER_LANE != LANE


def test_an_urgent_one_is_urgent(world):
    request = received(world, bodies.asset_freezing())
    assert lane_of(world.node("XB"), request, "XA", world.clock.now()) == "urgent"
