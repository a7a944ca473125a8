# SPDX-License-Identifier: Apache-2.0
"""A workstation hands a package to its own node, and fetches one, in segments; the line may break."""

from dataclasses import dataclass, field

import pytest
from node_cast import snapshot
from test_node_packages import (  # noqa: F401 - fixtures
    XA,
    XB,
    delivered,
    folder,
    sealed,
    thread,
)

from rogatory.errors import Refused, Unreachable
from rogatory.node import serve
from rogatory.node.hand_over import delivery_facts, facts_of_seal, thread_of
from rogatory.node.take_in import take_documents, take_segment
from rogatory.node.workstation.own_node import fetch, hand_over
from rogatory.transport.refusals import PEER_SILENT


@dataclass
class OwnNode:
    """What the node's door does for a workstation, without the line between."""

    node: object
    state: str
    authority: str
    breaks_after: int | None = None
    asked: list[str] = field(default_factory=list)

    def _moved(self, what):
        if self.breaks_after == len(self.asked):
            raise Unreachable(
                PEER_SILENT.because(address="https://node.invalid", problem="it broke")
            )
        self.asked.append(what)

    def put_documents(self, seal, documents):
        return take_documents(self.node, documents, seal=seal, authority=self.authority)

    def put_segment(self, blake3, data):
        self._moved(blake3.hex())
        return take_segment(self.node, blake3, data, authority=self.authority)

    def documents(self, seal):
        return serve.documents(self.node, self.state, seal)

    def segment(self, blake3, size):
        self._moved(blake3.hex())
        return serve.segment(self.node, self.state, blake3)[:size]


@pytest.fixture
def own(world):
    return OwnNode(world.node("XB"), "XB", XB)


def test_a_package_goes_to_the_own_node_in_segments_and_on_to_the_other_state(
    world, own, folder, thread, tmp_path
):
    said = []
    package = hand_over(own, folder, lambda there, total: said.append((there, total)))
    record = own.node.books.package(package.digest)
    assert record.complete
    assert len(own.asked) == 3
    assert said[-1] == (record.payload_size, record.payload_size)
    assert facts_of_seal(package.seal, package.digest) == delivery_facts(record)
    assert thread_of(folder) == thread
    delivered(world, record)
    world.settle()
    out = tmp_path / "fetched"
    fetch(OwnNode(world.node("XA"), "XA", XA), record.seal, out)
    for name in ("package.age", "seal.json", "segments.b3"):
        assert (out / name).read_bytes() == (folder / name).read_bytes()


def test_what_was_interrupted_goes_on_with_what_the_node_lacks(own, folder):
    own.breaks_after = 2
    with pytest.raises(Unreachable):
        hand_over(own, folder)
    own.breaks_after = None
    package = hand_over(own, folder)
    assert own.node.books.package(package.digest).complete
    assert len(own.asked) == len(set(own.asked)) == 3
    assert hand_over(own, folder) == package
    assert len(own.asked) == 3


def test_an_altered_age_file_is_not_handed_over(own, folder):
    data = bytearray((folder / "package.age").read_bytes())
    data[-1] ^= 1
    (folder / "package.age").write_bytes(data)
    with pytest.raises(Refused) as caught:
        hand_over(own, folder)
    assert caught.value.codes == ("package-segment-digest",)
    assert not any(one.complete for one in own.node.books.packages())


def test_a_folder_with_another_list_of_segments_asks_the_node_for_nothing(own, folder):
    before = snapshot(own.node)
    (folder / "segments.b3").write_bytes(bytes(96))
    with pytest.raises(Refused) as caught:
        hand_over(own, folder)
    assert caught.value.codes == ("seal-segment-list",)
    assert snapshot(own.node) == before


@pytest.mark.parametrize(
    ("breaks_after", "code"),
    [(1, "peer-silent"), (None, "package-segment-digest")],
    ids=["line", "segment"],
)
def test_a_fetch_that_fails_leaves_nothing_and_is_done_anew(
    own, folder, tmp_path, breaks_after, code, monkeypatch
):
    package = hand_over(own, folder)
    out, reader = tmp_path / "fetched", OwnNode(own.node, "XB", XB, breaks_after)
    if breaks_after is None:
        monkeypatch.setattr(reader, "segment", lambda blake3, size: bytes(size))
    with pytest.raises((Refused, Unreachable)) as caught:
        fetch(reader, package.digest, out)
    assert caught.value.codes == (code,)
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("fetched")] == []
    fetch(OwnNode(own.node, "XB", XB), package.digest, out)
    assert (out / "package.age").read_bytes() == (folder / "package.age").read_bytes()


def test_a_node_that_gives_another_package_is_not_believed(own, folder, tmp_path, monkeypatch):
    package = hand_over(own, folder)
    given = {**own.documents(package.digest)}
    monkeypatch.setattr(own, "documents", lambda _seal: given)
    with pytest.raises(Refused) as caught:
        fetch(own, "0" * 64, tmp_path / "fetched")
    assert caught.value.codes == ("package-seal-other",)
    assert not (tmp_path / "fetched").exists()
