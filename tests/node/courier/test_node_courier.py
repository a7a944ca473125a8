# SPDX-License-Identifier: Apache-2.0
"""A disk goes from one node to the other: alone, after a broken line, before one, and tampered with."""

import shutil
import subprocess
from dataclasses import replace

import pytest

from casts.node.courier import (  # noqa: F401 - fixtures
    COUNT,
    assert_whole,
    corrupt,
    disk,
    folder,
    record,
    segment_files,
    take,
    thread,
    write,
)
from casts.node.packages import (
    OFFICER,
    SEGMENT,
    XA,
    XT,
    accepted,
    delivered,
    refused,
    requested_segments,
    sealed,
    wrapped_anew,
)
from casts.node.transfers import breaking
from casts.node.world import snapshot
from rogatory.custody.events.event import parse_event
from rogatory.errors import Refused
from rogatory.node.courier import disk_list as layout
from rogatory.node.courier import write_disk as sending
from rogatory.node.courier.selection import Selection
from rogatory.node.courier.take_in_disk import courier_in, wanted
from rogatory.node.courier.write_disk import courier_out
from rogatory.node.packages.hand_over import hand_over
from rogatory.wire.digests import sha256


def files_on(disk):
    return {str(p.relative_to(disk)): p.read_bytes() for p in disk.rglob("*") if p.is_file()}


def test_a_package_goes_by_disk_alone_and_both_logs_say_so(world, record, disk):
    (brought,) = take(world, disk)
    assert (brought.taken, brought.missing) == (COUNT, 0)
    act = assert_whole(world, record)
    assert act.code == "received-by-courier"
    assert (act.fields["by_disk"], act.fields["by_line"]) == (5, 0)
    found = (disk / layout.LIST).read_bytes()
    sent = world.node("XB").store.events_of(record.bag)
    acts = [parse_event(one.event).act for one in sent]
    assert [one.action for one in sent] == ["dispatched", "dispatched"]
    assert [parse_event(one.event).words for one in sent] == [None, None], (
        "nobody's words are made up for him"
    )
    assert acts[1].fields["disk"] == sha256(found)
    assert act.fields["disks"] == (sha256(found),)
    assert parse_event(sent[1].event).officer == OFFICER
    delivered(world, record)
    world.settle()
    assert requested_segments(world) == []
    assert_whole(world, record)
    assert world.node("XA").queue.waiting() == [] or all(
        job.kind != "fetch" for job in world.node("XA").queue.waiting()
    )


def test_a_disk_put_in_again_changes_nothing(world, record, disk):
    take(world, disk)
    before = snapshot(world.node("XA"))
    (brought,) = take(world, disk)
    assert (brought.taken, brought.missing) == (0, 0)
    assert snapshot(world.node("XA")) == before


def test_a_disk_written_again_is_the_same_disk_and_one_sending(world, record, write, tmp_path):
    first = write()
    before = files_on(tmp_path / "disk")
    world.clock.forward(hours=1)
    assert write() == first
    assert files_on(tmp_path / "disk") == before
    assert len(world.node("XB").store.events_of(record.bag)) == 2


def test_what_began_on_the_line_is_finished_by_courier(world, record, tmp_path, write):
    node = world.node("XA")
    node = replace(node, settings=replace(node.settings, segments_at_once=1))
    world.exchange.nodes["XA"] = replace(node, peers=breaking(node, 2))
    delivered(world, record)
    world.settle()
    assert node.store.package(record.seal).present == 2
    found = write(only=frozenset(wanted(node, record.seal)))
    assert found.segments == COUNT - 2
    (brought,) = take(world, tmp_path / "disk")
    assert (brought.taken, brought.missing) == (COUNT - 2, 0)
    fields = assert_whole(world, record).fields
    assert (fields["by_disk"], fields["by_line"]) == (3, 2)
    world.exchange.nodes["XA"] = node
    world.clock.forward(minutes=20)
    world.settle()
    assert_whole(world, record)


def test_what_began_by_courier_is_finished_on_the_line(world, record, write, tmp_path):
    found = write(capacity=2 * SEGMENT)
    assert (found.segments, found.left) == (2, COUNT - 2)
    (brought,) = take(world, tmp_path / "disk")
    assert (brought.taken, brought.missing) == (2, COUNT - 2)
    assert not world.node("XA").store.package(record.seal).complete
    assert world.node("XA").store.events_of(record.bag) == []
    delivered(world, record)
    world.settle()
    assert len(requested_segments(world)) == COUNT - 2
    fields = assert_whole(world, record).fields
    assert (fields["by_disk"], fields["by_line"]) == (2, COUNT - 2)


def test_a_package_is_split_over_disks_that_may_come_in_any_order(world, record, write, tmp_path):
    names, there = [], frozenset()
    while True:
        name = f"disk-{len(names)}"
        found = write(name, capacity=2 * SEGMENT, there=there)
        names.append(name)
        listed = (tmp_path / name / layout.SEGMENT_LIST).read_bytes()
        there |= frozenset(layout.digests_of(listed.splitlines()))
        if not found.left:
            break
    assert len(names) == 3
    missing = [take(world, tmp_path / name)[0].missing for name in reversed(names)]
    assert missing == [4, 2, 0]
    assert_whole(world, record)


def test_a_segment_that_comes_by_line_and_by_disk_is_counted_once(world, record, disk, tmp_path):
    """The disk is put in while the line still works on the same segments."""
    node = world.node("XA")
    real, done = node.peers.segment, []

    class Meanwhile:
        seal_documents = node.peers.seal_documents

        def segment(self, state, digest, size, write):
            if not done:
                done.append(True)
                courier_in(node, disk)
            return real(state, digest, size, write)

    one = replace(node.settings, segments_at_once=1)
    world.exchange.nodes["XA"] = replace(node, peers=Meanwhile(), settings=one)
    delivered(world, record)
    world.settle()
    assert_whole(world, record)
    assert node.store.package(record.seal).present == COUNT


def test_two_packages_of_one_payload_lie_once_on_a_disk(world, record, folder, thread, tmp_path):
    other = wrapped_anew(world, folder, tmp_path / "anew", to=XA)
    anew = hand_over(world.node("XB"), other, thread=thread, officer=OFFICER)
    disk = tmp_path / "disk"
    found = courier_out(world.node("XB"), disk, Selection(thread=thread), officer=OFFICER)
    assert (len(found.packages), found.segments) == (2, COUNT)
    brought = take(world, disk)
    assert all(one.is_whole for one in brought)
    for seal in (record.seal, anew.seal):
        assert world.node("XA").store.package(seal).complete


@pytest.mark.judge
@pytest.mark.skipif(shutil.which("b3sum") is None, reason="b3sum is not installed")
def test_the_stock_tool_checks_the_segments_and_finds_a_changed_one(disk):
    def checked():
        return subprocess.run(
            ["b3sum", "--check", "--quiet", layout.SEGMENT_LIST],
            cwd=disk,
            capture_output=True,
            check=False,
        ).returncode

    assert checked() == 0
    corrupt(segment_files(disk)[0])
    assert checked() != 0


@pytest.mark.judge
def test_the_disk_s_own_words_put_the_package_together_without_us(disk, record, folder, tmp_path):
    text = (disk / layout.README).read_text()
    words = text[text.index("    cd packages/") : text.index("segments.b3sum belongs")]
    words = words.replace("SEAL", record.seal).replace("OUT", str(tmp_path))
    subprocess.run(["sh", "-euc", words], cwd=disk, check=True)
    assert (tmp_path / "package.age").read_bytes() == (folder / "package.age").read_bytes()


def test_a_disk_says_to_its_finder_what_it_is_and_names_no_file_that_fat_cannot_hold(disk):
    text = (disk / layout.README).read_text()
    assert "Borealia" not in text
    for phrase in ("XB", "XA", "Only the authority", "rogatory evidence courier in", "b3sum"):
        assert phrase in text
    for path in disk.rglob("*"):
        assert not set(path.name) & set('\\:*?"<>|')
        assert len(path.name) <= 100
        assert path.is_dir() or path.stat().st_size < 1 << 32


def unsent(world, record, disk, codes, **given):
    node = world.node("XB")
    officer = given.pop("officer", OFFICER)
    selection = Selection(**({"packages": (record.seal,)} | given))
    found = refused(node, lambda: courier_out(node, disk, selection, officer=officer))
    assert found == codes
    assert not disk.exists() or not (disk / layout.LIST).exists()


def test_nothing_goes_on_a_disk_that_the_line_would_not_give(world, record, tmp_path):
    disk = tmp_path / "disk"
    unsent(world, record, disk, {"package-not-for"}, state="XT")
    unsent(world, record, disk, {"package-not-for"}, state="XB")
    unsent(world, record, disk, {"package-unknown"}, packages=("0" * 64,))
    unsent(world, record, disk, {"thread-without-package"}, packages=(), thread="nothing")
    unsent(world, record, disk, {"officer-office", "officer-role"}, officer="xb-0001")
    node = world.node("XB")
    with node.store.transaction():
        node.store.put_package(replace(record, complete=False, present=1))
    unsent(world, record, disk, {"package-incomplete"})


def test_a_disk_without_space_is_refused_before_a_byte(world, record, tmp_path, monkeypatch):
    monkeypatch.setattr(sending, "free_space", lambda _path: 3 * SEGMENT)
    unsent(world, record, tmp_path / "disk", {"courier-disk-small"})
    assert list((tmp_path / "disk").iterdir()) == []


def test_a_disk_with_another_list_is_not_written_over(world, record, disk, write, tmp_path):
    before = files_on(disk)
    with pytest.raises(Refused) as caught:
        write(capacity=SEGMENT)
    assert caught.value.codes == ("courier-disk-taken",)
    assert files_on(disk) == before


def test_an_interrupted_writing_goes_on_and_repairs_what_it_finds(world, record, write, tmp_path):
    disk = tmp_path / "disk"
    real, done = sending._read, []

    def dying(node, place):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(place)
        return real(node, place)

    sending._read = dying
    try:
        with pytest.raises(KeyboardInterrupt):
            write()
    finally:
        sending._read = real
    assert not (disk / layout.LIST).exists()
    assert len(segment_files(disk)) == 3
    corrupt(segment_files(disk)[1])
    with pytest.raises(Refused) as caught:
        take(world, disk)
    assert caught.value.codes == ("disk-missing",)
    write()
    take(world, disk)
    assert_whole(world, record)


def test_a_segment_that_has_changed_on_the_node_goes_on_no_disk(world, record, write, tmp_path):
    node = world.node("XB")
    real = node.objects.get_segment
    node.objects.get_segment = lambda seal, index: (
        bytes(SEGMENT) if index == 1 else real(seal, index)
    )
    with pytest.raises(Refused) as caught:
        write()
    assert caught.value.codes == ("package-segment-digest",)
    assert not (tmp_path / "disk" / layout.LIST).exists()


def test_a_package_of_no_thread_here_is_not_begun(world, tmp_path):
    """Arcadia never asked in that thread: Thalassia did."""
    thread = accepted(world, XT)
    folder = sealed(world, tmp_path, None, to=(XA, XT))
    record = hand_over(world.node("XB"), folder, thread=thread, officer=OFFICER)
    disk = tmp_path / "disk"
    selection = Selection(packages=(record.seal,), state="XA")
    courier_out(world.node("XB"), disk, selection, officer=OFFICER)
    assert refused(world.node("XA"), lambda: take(world, disk)) == {"thread-unknown"}


def test_lists_of_digests_are_read_from_either_form_and_nothing_else():
    digests = [bytes([n]) * 32 for n in range(3)]
    lines = layout.segment_lines(digests)
    assert layout.parse_segment_list(lines) == digests
    assert list(layout.digests_of(lines.splitlines())) == digests
    plain = [each.hex().encode() for each in digests]
    assert list(layout.digests_of([*plain, b"", b" "])) == digests
    for bad in (b"xyz", b"\xff" * 64, b"AB" * 32):
        with pytest.raises(Refused):
            list(layout.digests_of([bad]))
    for bad in (b"x", lines.replace(b"segments/", b"/etc/"), lines.replace(b"  ", b" *")):
        with pytest.raises(Refused):
            layout.parse_segment_list(bad)
