# SPDX-License-Identifier: Apache-2.0
"""The port `Peers`: the line over HTTPS and its twin in one process behave alike."""

from datetime import timedelta

import pytest

from casts.node.world import bodies
from rogatory.custody.log.checkpoint import Checkpoint, with_cosignatures
from rogatory.custody.log.cosignature import read_cosignatures
from rogatory.custody.log.misbehaviour import build_misbehaviour
from rogatory.custody.log.tree import leaf_hash, root
from rogatory.custody.log.witness import AddCheckpoint
from rogatory.errors import Unreachable
from rogatory.node.messages.deliver import check_receipt, dispatch_of
from rogatory.node.repositories.recovery import HandedOut
from rogatory.node.threads.receipt import parse_reply
from rogatory.seal.notes import read_signature_line
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


def test_what_was_exchanged_is_handed_out_with_the_receipt_page_by_page(peers, sent, served):
    dispatch = dispatch_of(served.world.node("XA"), sent)
    reply = peers.deliver("XB", dispatch)
    since, place, items = sent.at - timedelta(minutes=1), None, []
    while True:
        page = peers.exchange_since("XB", since, place)
        items += page.items
        place = page.next
        if place is None:
            break
    assert HandedOut(dispatch, reply) in items
    assert codes(lambda: peers.exchange_since("XB", since, "0" * 64)) == ("peer-refused",)


def codes(action):
    with pytest.raises(Unreachable) as caught:
        action()
    return caught.value.codes


def test_what_was_refused_without_a_signature_is_no_answer(peers):
    taken = []
    assert codes(lambda: peers.deliver("XB", b"{ }")) == ("peer-refused",)
    assert codes(lambda: peers.seal_documents("XB", "0" * 64)) == ("peer-refused",)
    assert codes(lambda: peers.segment("XB", bytes(32), 1000, taken.append)) == ("peer-refused",)
    assert codes(lambda: peers.card("XB", "0" * 64)) == ("peer-refused",)
    assert taken == []


def test_a_node_that_is_away_is_unreachable(peers, served):
    assert served.world.states["XT"].node_url.endswith(":1")
    served.world.exchange.nodes.pop("XT", None)
    assert codes(lambda: peers.messages_after("XT", "0" * 36, 0)) == ("peer-silent",)


class TestWitness:
    """C2SP tlog-witness over the line: statuses and bodies as they are, whatever they are."""

    def a_log(self, served, size):
        state = served.world.states["XA"]
        leaves = [leaf_hash(bytes([one])) for one in range(size)]
        text = Checkpoint(state.origin, size, root(leaves)).text()
        return state.log.sign(text)

    def test_a_checkpoint_is_cosigned_and_shown_again(self, peers, served):
        note = self.a_log(served, 3)
        answer = peers.add_checkpoint("XB", AddCheckpoint(0, (), note).encode())
        if answer.status == 409:  # another test of this process was first
            assert answer.body == b"3\n"
            answer = peers.add_checkpoint("XB", AddCheckpoint(3, (), note).encode())
        assert answer.status == 200
        lines = [read_signature_line(line) for line in answer.body.decode().splitlines()]
        keys = [one.key for one in served.world.states["XB"].witness]
        assert len(read_cosignatures(with_cosignatures(note, lines), keys)) == 2
        origin = served.world.states["XA"].origin
        assert read_cosignatures(peers.last_cosigned("XB", origin), keys)
        assert peers.last_cosigned("XB", f"{origin}7") is None

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            (lambda note: note.replace("\n3\n", "\n4\n"), 403),
            (lambda note: note.replace("/xa/", "/xm/"), 404),
            (lambda note: note[:-5], 400),
        ],
    )
    def test_a_refusal_has_the_status_of_c2sp(self, peers, served, change, status):
        request = AddCheckpoint(0, (), "").encode() + change(self.a_log(served, 3)).encode()
        assert peers.add_checkpoint("XB", request).status == status


class TestProofs:
    """Proofs that convict, and the facts that nodes compare, over the connection."""

    def test_a_proof_is_handed_over_and_one_that_shows_nothing_is_refused(self, peers, served):
        state = served.world.states["XT"]
        notes = [
            state.log.sign(Checkpoint(state.origin, 9, bytes([number]) * 32).text())
            for number in (1, 2)
        ]
        for _each in range(2):
            peers.show_proof("XB", build_misbehaviour(*notes))
        assert codes(lambda: peers.show_proof("XB", b"{}")) == ("peer-refused",)

    def test_snapshots_are_listed_and_an_unknown_one_is_not_shown(self, peers):
        assert list(peers.snapshots("XB")) == []
        assert codes(lambda: peers.snapshot("XB", "0" * 64)) == ("peer-refused",)
