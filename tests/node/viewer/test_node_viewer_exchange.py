# SPDX-License-Identifier: Apache-2.0
"""Packages between the workstation's pages and its node: one line each, stopped and gone on with."""

import threading
from dataclasses import dataclass, field

import pytest

from casts.node.own_node import OwnNode, digest_of, listing
from casts.node.packages import XA, XB, delivered, folder, sealed, thread  # noqa: F401 - fixtures
from casts.steady.patience import PATIENCE
from rogatory.errors import Refused
from rogatory.node.packages.waiting import waiting
from rogatory.node.viewer import refusals
from rogatory.node.viewer.exchange import MOST_AT_ONCE, NodeExchange
from rogatory.node.viewer.packages import package_with_id, packages_in
from rogatory.node.workstation.own_node import hand_to_own_node


@dataclass
class Line(OwnNode):
    """One line to the node: waits before each segment where asked to, and counts its closing."""

    gate: threading.Semaphore | None = None
    reached: threading.Event = field(default_factory=threading.Event)
    """Set once a segment waits at the gate: nothing of the folder is written meanwhile."""
    closed: list[int] = field(default_factory=list)

    def segment(self, blake3, size):
        if self.gate:
            self.reached.set()
            assert self.gate.acquire(timeout=PATIENCE)
        return super().segment(blake3, size)

    def waiting(self):
        return waiting(self.node, self.authority)

    def close(self):
        self.closed.append(1)


@dataclass
class Unlocked:
    folder: object = None


@pytest.fixture
def packages_of(tmp_path):
    (tmp_path / "packages").mkdir()
    return tmp_path / "packages"


@pytest.fixture
def line(world):
    return Line(world.node("XB"), "XB", XB)


@pytest.fixture
def exchange(line, packages_of):
    return NodeExchange(lambda _folder: line, packages_of, Unlocked)


def settled(transfer):
    transfer.wait(PATIENCE)
    assert transfer.is_settled
    return transfer


def test_a_package_goes_to_the_node_and_back_and_each_line_is_closed(
    exchange, line, packages_of, folder
):
    folder.rename(packages_of / "sealed")
    (one,) = packages_in(packages_of)
    given = settled(exchange.hand_over(one, XB))
    assert given.error is None
    assert (given.is_whole, given.there, given.segments) == (True, 3, 3)
    assert len(line.closed) == 1
    (there,) = exchange.waiting().packages
    back = settled(exchange.fetch(there.seal))
    assert back.is_whole
    assert len(line.closed) == 3
    assert package_with_id(packages_of, one.id).package in {
        each.package for each in packages_in(packages_of)
    }
    assert [each.way for each in exchange.transfers()] == ["fetch", "hand-over"]


def test_what_was_stopped_is_no_package_and_goes_on_where_it_was(
    exchange, line, packages_of, folder
):
    seal = digest_of(folder)
    hand_to_own_node(line, folder)
    line.requests.clear()
    line.gate = threading.Semaphore(1)
    begun = exchange.fetch(seal)
    while not begun.there:
        begun.wait(0.01)
    exchange.stop()
    line.gate.release()
    assert settled(begun).error.codes == ("viewer-transfer-stopped",)
    assert not begun.is_whole
    assert packages_in(packages_of) == []
    line.gate = None
    assert settled(exchange.fetch(seal)).is_whole
    assert len(line.requests) == len(set(line.requests)) == 3
    assert len(packages_in(packages_of)) == 1


def test_the_same_package_is_not_begun_twice_and_no_more_than_a_few_at_once(
    exchange, line, packages_of, folder
):
    hand_to_own_node(line, folder)
    line.gate = threading.Semaphore(0)
    one = exchange.fetch(digest_of(folder))
    assert exchange.fetch(digest_of(folder)) is one
    assert line.reached.wait(PATIENCE)
    blocked = NodeExchange(lambda _folder: line, packages_of, Unlocked)
    blocked._transfers.update({str(number): one for number in range(MOST_AT_ONCE)})
    before = listing(packages_of)
    with pytest.raises(Refused) as caught:
        blocked.fetch("a" * 64)
    assert caught.value.codes == ("viewer-transfers-many",)
    assert listing(packages_of) == before
    for _segment in range(3):
        line.gate.release()
    assert settled(one).is_whole


def test_what_is_not_this_authority_s_or_of_no_thread_is_not_handed_over(
    exchange, line, packages_of, folder, world, tmp_path
):
    folder.rename(packages_of / "sealed")
    (one,) = packages_in(packages_of)
    with pytest.raises(Refused) as caught:
        exchange.hand_over(one, XA)
    assert caught.value.codes == ("viewer-not-ours",)
    assert line.node.store.packages() == []
    assert exchange.transfers() == []


def test_without_a_node_or_keys_nothing_is_asked(line, packages_of):
    with pytest.raises(Refused) as caught:
        NodeExchange(None, packages_of, Unlocked).waiting()
    assert caught.value.codes == ("viewer-no-node",)

    def locked():
        raise Refused(refusals.LOCKED.because())

    for ask in (NodeExchange.waiting, lambda each: each.fetch("0" * 64)):
        with pytest.raises(Refused) as caught:
            ask(NodeExchange(lambda _folder: line, packages_of, locked))
        assert caught.value.codes == ("viewer-locked",)
    assert line.closed == []
    assert listing(packages_of) == []
