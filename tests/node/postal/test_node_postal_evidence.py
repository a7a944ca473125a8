# SPDX-License-Identifier: Apache-2.0
"""Evidence for a State without a node: sealed to what its authority named, carried by courier."""

import pytest

from casts.node.packages import sealed
from casts.node.peers import (
    CENTRAL,
    LAWYER,
    XM,
    everything,
    register,
    set_policy,
    terms,
    transcribed,
)
from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.courier import disk_list as layout
from rogatory.node.courier.selection import Selection
from rogatory.node.courier.write_disk import courier_out
from rogatory.node.messages.send import send
from rogatory.node.packages.hand_over import delivery_facts, hand_over
from rogatory.node.peers.policy import Stance
from rogatory.node.postal.dispatch_letter import dispatch_letter
from rogatory.node.repositories.peers import Channel
from rogatory.node.views.thread_view import thread


@pytest.fixture
def node(world):
    found = world.node("XB")
    register(found)
    return found


def letter(world, thread_id, kind, body):
    draft = world.approved(world.drafted(CENTRAL, XM, kind, body, thread=thread_id))
    message = send(world.node("XB"), draft.id, LAWYER)
    dispatch_letter(
        world.node("XB"),
        message.digest,
        channel=Channel.COURIER,
        dispatched=world.clock.now(),
        reference="Bag 4 of the embassy",
        officer=LAWYER,
    )
    return message


def test_a_package_is_sealed_to_the_counterpart_and_goes_by_courier(world, node, tmp_path):
    request = transcribed(node, "mla_stored_data", bodies.mla_stored_data())
    letter(world, request.thread, "acceptance", bodies.acceptance())
    folder = sealed(world, tmp_path, request.thread, to=XM)
    record = hand_over(node, folder, thread=request.thread, officer=LAWYER)
    letter(
        world,
        request.thread,
        "delivery",
        {**bodies.delivery(record.seal), **delivery_facts(record)},
    )
    disk = tmp_path / "disk"
    found = courier_out(node, disk, Selection(packages=(record.seal,)), officer=LAWYER)
    assert found.addressee == "XM"
    assert (disk / layout.LIST).exists()
    world.settle()
    view = thread(node, request.thread)
    assert view.summary.status == "delivered"
    assert [one.delivery.value for one in view.messages[1:]] == ["dispatched", "dispatched"]
    assert {job.kind for job in node.queue.waiting()}.isdisjoint({"fetch", "deliver"})


def test_a_package_sealed_to_another_state_is_not_taken_in_for_it(world, node, tmp_path):
    request = transcribed(node, "mla_stored_data", bodies.mla_stored_data())
    folder = sealed(world, tmp_path, request.thread)
    before = everything(node)
    with pytest.raises(Refused) as caught:
        hand_over(node, folder, thread=request.thread, officer=LAWYER)
    assert caught.value.codes == ("package-seal-other",)
    assert everything(node) == before


def test_no_package_is_taken_in_for_a_request_that_is_held(world, node, tmp_path):
    set_policy(node, terms(Stance.REVIEW, state="XM"))
    world.clock.forward(hours=3)
    request = transcribed(node, "mla_stored_data", bodies.mla_stored_data())
    folder = sealed(world, tmp_path, request.thread, to=XM)
    before = everything(node)
    with pytest.raises(Refused) as caught:
        hand_over(node, folder, thread=request.thread, officer=LAWYER)
    assert caught.value.codes == ("held-for-review",)
    assert everything(node) == before
