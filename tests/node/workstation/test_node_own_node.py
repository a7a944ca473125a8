# SPDX-License-Identifier: Apache-2.0
"""A workstation hands a package to its own node, and fetches one, in segments; the line may break."""

from collections import Counter
from dataclasses import replace

import pytest

from casts.node.own_node import OwnNode, digest_of, listing
from casts.node.packages import XA, XB, bag_of, delivered, event, folder, sealed, thread  # noqa: F401 - fixtures
from casts.node.world import snapshot
from rogatory.custody.events.event import CustodyAction, build_event, parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.custody.log.proof import verify_proof
from rogatory.errors import Refused, Unreachable
from rogatory.node.packages.folder_journal import continue_journal
from rogatory.node.packages.hand_over import delivery_facts, facts_of_seal, thread_of_folder
from rogatory.node.packages.own_acts import acts_on, decode_acts, encode_acts
from rogatory.node.packages.submit_custody import log_events
from rogatory.node.workstation.acting import submit_journal
from rogatory.node.workstation.own_node import fetch_from_own_node, hand_to_own_node
from rogatory.node.workstation.persistence import PAUSES
from rogatory.transport.refusals import PEER_SILENT
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority


def skipped(_seconds):
    """No pause, in no time."""


@pytest.fixture
def own(world):
    return OwnNode(world.node("XB"), "XB", XB)


def test_a_package_goes_to_the_own_node_in_segments_and_on_to_the_other_state(
    world, own, folder, thread, tmp_path
):
    lines = []
    package = hand_to_own_node(own, folder, lambda there, total: lines.append((there, total)))
    record = own.node.store.package(package.digest)
    assert record.complete
    assert len(own.requests) == 3
    assert lines[-1] == (record.payload_size, record.payload_size)
    assert facts_of_seal(package.seal, package.digest) == delivery_facts(record)
    assert thread_of_folder(folder) == thread
    delivered(world, record)
    world.settle()
    out = tmp_path / "fetched"
    fetch_from_own_node(OwnNode(world.node("XA"), "XA", XA), record.seal, out)
    for name in ("package.age", "seal.json", "segments.b3"):
        assert (out / name).read_bytes() == (folder / name).read_bytes()


def test_what_was_interrupted_goes_on_with_what_the_node_lacks(own, folder):
    own.breaks_after, waited = 2, []
    with pytest.raises(Unreachable):
        hand_to_own_node(own, folder, pause=waited.append)
    assert waited == list(PAUSES)
    own.breaks_after = None
    package = hand_to_own_node(own, folder)
    assert own.node.store.package(package.digest).complete
    assert len(own.requests) == len(set(own.requests)) == 3
    assert hand_to_own_node(own, folder) == package
    assert len(own.requests) == 3


def test_a_line_that_breaks_in_the_midst_of_a_segment_is_gone_on_with(own, folder, tmp_path):
    own.breaks_after, own.breaks, waited = 2, 3, []
    package = hand_to_own_node(own, folder, pause=waited.append)
    assert own.node.store.package(package.digest).complete
    assert waited == list(PAUSES[:3])
    assert len(own.requests) == len(set(own.requests)) == 3
    own.breaks_after, own.breaks = 4, 2
    fetch_from_own_node(own, package.digest, tmp_path / "fetched", pause=waited.append)
    assert len(waited) == 5
    assert (tmp_path / "fetched/package.age").read_bytes() == (folder / "package.age").read_bytes()


def test_a_node_that_is_being_restarted_is_asked_again_whatever_the_question(own, folder, tmp_path):
    own.silent, waited = Counter(put_documents=2, acts=1), []
    package = hand_to_own_node(own, folder, pause=waited.append)
    assert waited == [*PAUSES[:2], *PAUSES[:1]]
    own.silent, waited = Counter(documents=3, acts=2), []
    fetch_from_own_node(own, package.digest, tmp_path / "fetched", pause=waited.append)
    assert waited == [*PAUSES[:3], *PAUSES[:2]]
    assert (tmp_path / "fetched/package.age").read_bytes() == (folder / "package.age").read_bytes()


def test_who_stops_a_transfer_waits_for_no_line(own, folder):
    def stopped(there, _total):
        if there:
            raise Unreachable(PEER_SILENT.because(address="", problem="stopped"))

    own.breaks_after, waited = 1, []
    with pytest.raises(Unreachable):
        hand_to_own_node(own, folder, stopped, pause=waited.append)
    assert len(waited) <= 1


def test_an_altered_age_file_is_not_handed_over(own, folder):
    data = bytearray((folder / "package.age").read_bytes())
    data[-1] ^= 1
    (folder / "package.age").write_bytes(data)
    with pytest.raises(Refused) as caught:
        hand_to_own_node(own, folder)
    assert caught.value.codes == ("package-segment-digest",)
    assert not any(one.complete for one in own.node.store.packages())


def test_a_folder_with_another_list_of_segments_asks_the_node_for_nothing(own, folder):
    before = snapshot(own.node)
    (folder / "segments.b3").write_bytes(bytes(96))
    with pytest.raises(Refused) as caught:
        hand_to_own_node(own, folder)
    assert caught.value.codes == ("seal-segment-list",)
    assert snapshot(own.node) == before


@pytest.fixture
def reader(own, folder):
    """XB's own node, from which the package that it handed over is fetched again."""
    hand_to_own_node(own, folder)
    return OwnNode(own.node, "XB", XB)


def test_a_fetch_that_was_interrupted_goes_on_with_what_it_lacks(reader, folder, tmp_path):
    seal, out = digest_of(folder), tmp_path / "fetched"
    reader.breaks_after = 2
    with pytest.raises(Unreachable) as caught:
        fetch_from_own_node(reader, seal, out, pause=skipped)
    assert caught.value.codes == ("peer-silent",)
    assert not out.exists()
    assert (tmp_path / "fetched.partial").stat().st_mode & 0o077 == 0
    reader.breaks_after, lines = None, []
    fetch_from_own_node(reader, seal, out, lambda there, total: lines.append((there, total)))
    assert len(reader.requests) == len(set(reader.requests)) == 3
    assert lines[0][0] < lines[-1][0] == lines[-1][1]
    assert (out / "package.age").read_bytes() == (folder / "package.age").read_bytes()
    assert not (tmp_path / "fetched.partial").exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda age: age.write_bytes(b"another header" + age.read_bytes()),
        lambda age: age.write_bytes((data := age.read_bytes())[:-1] + bytes([data[-1] ^ 1])),
        lambda age: age.write_bytes(bytes(9 << 20)),
        lambda age: (age.unlink(), age.symlink_to("/etc/passwd")),
        lambda age: (age.unlink(), age.mkdir(), (age / "seal.json").touch()),
        lambda age: (age.parent / "custody/0001.json").write_bytes(b"{}"),
        lambda age: (age.parent / "planted.txt").write_bytes(b"not of the package"),
    ],
    ids=["header", "segment", "longer", "link", "folder", "journal", "planted"],
)
def test_what_an_earlier_run_left_is_compared_and_nothing_else_of_it_kept(
    reader, folder, tmp_path, spoil
):
    seal, out = digest_of(folder), tmp_path / "fetched"
    reader.breaks_after = 2
    with pytest.raises(Unreachable):
        fetch_from_own_node(reader, seal, out, pause=skipped)
    spoil(tmp_path / "fetched.partial/package.age")
    reader.breaks_after = None
    fetch_from_own_node(reader, seal, out)
    fetch_from_own_node(OwnNode(reader.node, "XB", XB), seal, tmp_path / "anew")
    assert listing(out) == listing(tmp_path / "anew")
    for name in ("package.age", "seal.json", "custody/0001.json"):
        assert (out / name).read_bytes() == (tmp_path / "anew" / name).read_bytes()
    assert not (out / "package.age").is_symlink()


def test_a_segment_that_is_not_the_one_is_refused_and_what_was_right_is_kept(
    reader, folder, tmp_path, monkeypatch
):
    seal, out, before = digest_of(folder), tmp_path / "fetched", snapshot(reader.node)
    given = reader.segment
    with monkeypatch.context() as patch:
        patch.setattr(
            reader,
            "segment",
            lambda blake3, size: given(blake3, size) if not reader.requests else bytes(size),
        )
        with pytest.raises(Refused) as caught:
            fetch_from_own_node(reader, seal, out, pause=skipped)
    assert caught.value.codes == ("package-segment-digest",)
    assert not out.exists()
    assert snapshot(reader.node) == before
    fetch_from_own_node(reader, seal, out)
    assert len(reader.requests) == len(set(reader.requests)) == 3


def test_the_journal_that_is_fetched_has_what_the_own_node_did_with_the_package(
    world, own, folder, thread, tmp_path
):
    package = hand_to_own_node(own, folder)
    delivered(world, own.node.store.package(package.digest))
    world.settle()
    node = world.node("XA")
    out = tmp_path / "fetched"
    fetch_from_own_node(OwnNode(node, "XA", XA), package.digest, out)
    entries = list(Journal(out / "custody"))
    acts = [parse_event(entry.event) for entry in entries]
    assert [act.action for act in acts if act.authority.state == "XA"] == [CustodyAction.RECEIVED]
    (entry,) = [one for one in entries if parse_event(one.event).authority.state == "XA"]
    state = world.states["XA"]
    found = verify_proof(entry.proof, entry.event, origin=state.origin, vkeys=[state.log.vkey])
    assert found.event.object == package.seal.bag


@pytest.fixture
def received(world, own, folder, thread):
    """XA's node, whose log has that the package arrived; and the package."""
    package = hand_to_own_node(own, folder)
    delivered(world, own.node.store.package(package.digest))
    world.settle()
    return world.node("XA"), package


def test_handing_over_leaves_the_folder_with_what_the_node_recorded(own, folder):
    hand_to_own_node(own, folder)
    entries = list(Journal(folder / "custody"))
    assert [one.action for one in own.node.store.events_of(bag_of(folder))] == [
        parse_event(one.event).action.value for one in entries
    ]
    assert all(one.proof for one in entries)
    before = listing(folder)
    hand_to_own_node(own, folder)
    assert listing(folder) == before


def test_an_act_beside_a_copy_without_the_nodes_events_is_refused_and_nothing_is_lost(
    world, received, folder, tmp_path
):
    """The package came by another way than the node: the journal there begins with the opening."""
    node, package = received
    journal, before = Journal.begin(tmp_path / "copy-custody"), snapshot(node)
    journal.add(*event(world, "XA", of=package.seal.bag, action=CustodyAction.OPENED))
    with pytest.raises(Refused) as caught:
        submit_journal(journal, "XA", lambda events: log_events(node, events))
    assert caught.value.codes == ("custody-event-chain",)
    assert "rogatory evidence fetch" in str(caught.value)
    assert snapshot(node) == before
    assert len(journal.not_logged()) == 1
    # As it says: fetched with its journal, the act continues what the node recorded.
    fetch_from_own_node(OwnNode(node, "XA", XA), package.digest, tmp_path / "fetched")
    fetched = Journal(tmp_path / "fetched/custody")
    last = list(fetched)[-1].digest
    fetched.add(
        *event(world, "XA", of=package.seal.bag, previous=last, action=CustodyAction.OPENED)
    )
    assert submit_journal(fetched, "XA", lambda events: log_events(node, events)) == 1
    fetch_from_own_node(OwnNode(node, "XA", XA), package.digest, tmp_path / "again")
    assert [one.event for one in Journal(tmp_path / "again/custody")] == [
        one.event for one in fetched
    ]


def test_acts_on_two_copies_are_both_logged_and_the_package_is_still_fetched(
    world, received, tmp_path
):
    """Both continue what the node recorded; a journal has one row, and the log has all."""
    node, package = received
    bag = package.seal.bag
    last = sha256(node.store.events_of(bag)[-1].event)
    opened, released = (
        event(world, "XA", of=bag, previous=last, action=action)
        for action in (CustodyAction.OPENED, CustodyAction.RELEASED)
    )
    assert len(log_events(node, [opened])) == len(log_events(node, [released])) == 1
    out = tmp_path / "fetched"
    fetch_from_own_node(OwnNode(node, "XA", XA), package.digest, out)
    at_home = Journal.begin(tmp_path / "custody")
    for entry in Journal(out / "custody"):
        if parse_event(entry.event).authority.state == "XB":
            at_home.add(entry.event, entry.signatures)
    continue_journal(node, node.store.package(package.digest), at_home)
    for journal in (Journal(out / "custody"), at_home):
        there = [one.event for one in journal]
        assert opened[0] in there
        assert released[0] not in there
    assert {opened[0], released[0]} <= {one.event for one in node.store.events_of(bag)}


def test_a_journal_whose_earlier_events_a_node_lost_is_handed_in_whole(world, own, tmp_path):
    """Their proofs lie there, by a log that the node has not any more."""
    journal = Journal.begin(tmp_path / "custody")
    first = event(world)
    journal.add(*first)
    second = event(world, previous=sha256(first[0]), action=CustodyAction.RELEASED)
    third = event(world, previous=sha256(second[0]), action=CustodyAction.VERIFIED)
    (proof,) = log_events(own.node, [first])
    journal.attach_proof(1, proof)
    journal.add(*second)
    journal.add(*third)
    # The second has a proof of a log that is gone; this one knows the first alone.
    elsewhere = world.node("XA").log_origin
    assert elsewhere != own.node.log_origin
    (journal.folder / "0002.tlog-proof").write_bytes(proof)
    assert [one.number for one in journal.not_logged()] == [3]
    assert submit_journal(journal, "XB", lambda events: log_events(own.node, events)) == 1
    assert own.node.store.log_size() == 3
    assert journal.not_logged() == ()


@pytest.mark.parametrize("lie", ["another object", "another State"])
def test_acts_that_are_not_of_the_own_node_on_this_package_are_refused(
    world, own, folder, tmp_path, monkeypatch, lie
):
    package = hand_to_own_node(own, folder)
    (act, *_more) = decode_acts(encode_acts(acts_on(own.node, package.digest, own.authority)))
    event = parse_event(act.event)
    false = (
        replace(event, object="0" * 64)
        if lie == "another object"
        else replace(event, authority=parse_authority(XA))
    )
    monkeypatch.setattr(own, "acts", lambda _seal: [replace(act, event=build_event(false))])
    with pytest.raises(Refused) as caught:
        fetch_from_own_node(own, package.digest, tmp_path / "fetched")
    assert caught.value.codes == ("package-act-foreign",)
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("fetched")] == []


def test_a_node_that_gives_another_package_is_not_believed(own, folder, tmp_path, monkeypatch):
    package = hand_to_own_node(own, folder)
    given = {**own.documents(package.digest)}
    monkeypatch.setattr(own, "documents", lambda _seal: given)
    with pytest.raises(Refused) as caught:
        fetch_from_own_node(own, "0" * 64, tmp_path / "fetched")
    assert caught.value.codes == ("package-seal-other",)
    assert not (tmp_path / "fetched").exists()


def test_another_authority_of_the_state_is_given_nothing_of_a_package(own, folder):
    """Its workstation signs as an authority of this State; the package is none of its own."""
    package = hand_to_own_node(own, folder)
    stranger = replace_authority(own)
    segment = bytes.fromhex(own.requests[0])
    assert own.segment(segment, 1)
    for ask in (
        lambda: stranger.acts(package.digest),
        lambda: stranger.documents(package.digest),
        lambda: stranger.segment(segment, 1),
    ):
        with pytest.raises(Refused) as caught:
            ask()
        assert set(caught.value.codes) <= {"package-unknown", "package-segment-unknown"}


def replace_authority(own):
    other = {"contact-point": "central-authority", "central-authority": "contact-point"}
    state, office = own.authority.split("/")
    return OwnNode(own.node, own.state, f"{state}/{other[office]}")
