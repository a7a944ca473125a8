# SPDX-License-Identifier: Apache-2.0
"""The port `Peers`: the line over HTTPS and its twin in one process behave alike."""

import pytest
from node_cast import bodies

from rogatory.errors import Unreachable
from rogatory.node.deliver import check_receipt, dispatch_of
from rogatory.node.receipt import parse_reply
from rogatory.transport.client import HttpPeers
from rogatory.transport.in_process import InProcessPeers

pytestmark = pytest.mark.processes

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.fixture(params=["https", "twin"])
def peers(request, served):
    if request.param == "twin":
        yield InProcessPeers("XA", served.world.exchange)
        return
    line = served.line()
    yield HttpPeers(line)
    line.close()


@pytest.fixture
def sent(served):
    return served.world.sent(XA, XB, "preservation", bodies.preservation())


def test_a_dispatch_is_answered_by_a_receipt_the_same_each_time(served, peers, sent):
    node = served.world.node("XA")
    dispatch = dispatch_of(node, sent)
    reply = peers.deliver("XB", dispatch)
    found = check_receipt(node, node.register.view(), sent, *parse_reply(reply))
    assert found.verdict == "kept"
    assert peers.deliver("XB", dispatch) == reply


def test_a_state_gets_none_of_its_own_messages_back(peers, sent, served):
    peers.deliver("XB", dispatch_of(served.world.node("XA"), sent))
    assert list(peers.messages_after("XB", sent.thread, 0)) == []


def codes(action):
    with pytest.raises(Unreachable) as caught:
        action()
    return caught.value.codes


def test_what_was_refused_without_a_signature_is_no_answer(peers):
    assert codes(lambda: peers.deliver("XB", b"{ }")) == ("peer-refused",)
    assert codes(lambda: peers.seal_documents("XB", "0" * 64)) == ("peer-refused",)
    assert codes(lambda: peers.segment("XB", bytes(32), 1000)) == ("peer-refused",)
    assert codes(lambda: peers.card("XB", "0" * 64)) == ("peer-refused",)


def test_a_node_that_is_away_is_unreachable(peers, served):
    assert served.world.states["XT"].node_url.endswith(":1")
    served.world.exchange.nodes.pop("XT", None)
    assert codes(lambda: peers.messages_after("XT", "0" * 36, 0)) == ("peer-silent",)
