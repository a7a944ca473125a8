# SPDX-License-Identifier: Apache-2.0
"""A courier's disk that was spoiled, altered, made up, or is for somebody else."""

import hashlib
import os
import shutil

import pytest

from casts.node.courier import (  # noqa: F401 - fixtures are handed on by name
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
from casts.node.packages import SEGMENT, delivered, refused, requested_segments
from rogatory.errors import Refused
from rogatory.node.courier import disk_list as layout
from rogatory.wire import canonical
from rogatory.wire.digests import sha256


def swap(disk):
    one, other = [path for path in segment_files(disk) if path.stat().st_size == SEGMENT][:2]
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def link(disk, tmp_path):
    path = segment_files(disk)[0]
    moved = tmp_path / "moved"
    path.rename(moved)
    path.symlink_to(moved)


def pipe(disk):
    path = segment_files(disk)[0]
    path.unlink()
    os.mkfifo(path)


def become_folder(disk):
    path = segment_files(disk)[0]
    path.unlink()
    path.mkdir()


SPOILS = {
    "changed": (lambda disk, _: corrupt(segment_files(disk)[0]), 1, {"courier-changed"}),
    "swapped": (lambda disk, _: swap(disk), 2, {"courier-changed"}),
    "missing": (lambda disk, _: segment_files(disk)[0].unlink(), 1, {"disk-missing"}),
    "short": (lambda disk, _: os.truncate(segment_files(disk)[0], 100), 1, {"courier-changed"}),
    "empty": (lambda disk, _: os.truncate(segment_files(disk)[0], 0), 1, {"courier-changed"}),
    "endless": (
        lambda disk, _: os.truncate(segment_files(disk)[0], 1 << 40),
        1,
        {"disk-file-too-large"},
    ),
    "a link": (link, 1, {"disk-link"}),
    "a pipe": (lambda disk, _: pipe(disk), 1, {"disk-not-a-file"}),
    "a folder": (lambda disk, _: become_folder(disk), 1, {"disk-not-a-file"}),
}


@pytest.mark.parametrize("spoiled", SPOILS)
def test_a_segment_that_does_not_hold_is_refused_and_the_others_are_kept(
    world, record, disk, tmp_path, spoiled
):
    spoil, bad, codes = SPOILS[spoiled]
    spoil(disk, tmp_path)
    with pytest.raises(Refused) as caught:
        take(world, disk)
    assert set(caught.value.codes) == codes
    node = world.node("XA")
    assert node.store.package(record.seal).present == COUNT - bad
    assert not node.store.package(record.seal).complete
    assert node.store.events_of(record.bag) == []
    delivered(world, record)
    world.settle()
    assert len(requested_segments(world)) == bad
    assert_whole(world, record)


def test_a_hard_link_brings_nothing_but_what_the_seal_names(world, record, disk, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"s" * SEGMENT)
    path = segment_files(disk)[0]
    path.unlink()
    path.hardlink_to(secret)
    with pytest.raises(Refused):
        take(world, disk)
    assert world.node("XA").store.package(record.seal).present == COUNT - 1


def test_foreign_files_on_the_disk_are_left_alone(world, record, disk):
    (disk / "System Volume Information").mkdir()
    (disk / "segments" / "zz").mkdir()
    (disk / "segments" / "zz" / "evil").symlink_to("/etc/passwd")
    foreign = hashlib.shake_256(b"foreign").digest(SEGMENT)
    name = hashlib.sha256(foreign).hexdigest()
    (disk / "segments" / name[:2]).mkdir(exist_ok=True)
    (disk / "segments" / name[:2] / name).write_bytes(foreign)
    (disk / "packages" / record.seal / "custody" / "9999.json").write_bytes(b"{}")
    take(world, disk)
    assert_whole(world, record)
    assert "custody/9999.json" not in world.node("XA").store.package(record.seal).documents


def rewritten(disk, state=None, keys=None, **changes):
    """Return the list with changes, signed anew by the holder of those keys."""
    path = disk / layout.LIST
    found = canonical.decode_object(path.read_bytes(), limit=1 << 20) | changes
    data = canonical.encode(found)
    path.write_bytes(data)
    if keys is not None:
        signatures = keys.sign(data, state.clock.now())
        (disk / f"{layout.LIST}.p256.p7s").write_bytes(signatures.p256)
        (disk / f"{layout.LIST}.mldsa65.p7s").write_bytes(signatures.mldsa65)


LIES = {
    "unsigned": (lambda w, d: (d / f"{layout.LIST}.p256.p7s").unlink(), {"signature-missing"}),
    "without the second signature": (
        lambda w, d: (d / f"{layout.LIST}.mldsa65.p7s").unlink(),
        {"signature-missing"},
    ),
    "altered": (lambda w, d: rewritten(d, left=7), {"signature-other-document"}),
    "for another State": (
        lambda w, d: rewritten(d, w, w.states["XB"].receipts, addressee="XT"),
        {"courier-other"},
    ),
    "of another network": (
        lambda w, d: rewritten(d, w, w.states["XB"].receipts, network="0" * 64),
        {"courier-other"},
    ),
    "by another State": (
        lambda w, d: rewritten(d, w, w.states["XT"].receipts),
        {"certificate-chain", "certificate-holder"},
    ),
    "in another State's name": (
        lambda w, d: rewritten(d, w, w.states["XT"].receipts, sender="XT"),
        {"thread-unknown"},
    ),
    "of the next version": (
        lambda w, d: rewritten(d, w, w.states["XB"].receipts, version=2),
        {"courier-malformed"},
    ),
    "with another member": (
        lambda w, d: rewritten(d, w, w.states["XB"].receipts, more=1),
        {"courier-malformed"},
    ),
    "with less than nothing left": (
        lambda w, d: rewritten(d, w, w.states["XB"].receipts, left=-1),
        {"courier-malformed"},
    ),
    "no JSON": (lambda w, d: (d / layout.LIST).write_bytes(b"{"), {"canonical-syntax"}),
    "unfinished": (lambda w, d: (d / layout.LIST).unlink(), {"disk-missing"}),
    "with another list of segments": (
        lambda w, d: (d / layout.SEGMENT_LIST).write_bytes(b""),
        {"courier-changed"},
    ),
    "with another seal": (
        lambda w, d: corrupt(next((d / "packages").rglob("seal.json"))),
        {"courier-changed"},
    ),
    "without a document": (
        lambda w, d: next((d / "packages").rglob("segments.b3")).unlink(),
        {"disk-missing"},
    ),
    "with a link for a package": (
        lambda w, d: (shutil.move(d / "packages", d / "p"), (d / "packages").symlink_to(d / "p")),
        {"disk-link"},
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_disk_whose_list_or_documents_do_not_hold_begins_nothing(world, record, disk, lie):
    change, codes = LIES[lie]
    change(world, disk)
    found = refused(world.node("XA"), lambda: take(world, disk))
    if lie == "no JSON":
        assert found
    else:
        assert found == codes
    assert requested_segments(world) == []


def test_a_disk_for_one_state_is_refused_by_another(world, disk):
    assert refused(world.node("XT"), lambda: take(world, disk, "XT")) == {"courier-other"}
    assert refused(world.node("XB"), lambda: take(world, disk, "XB")) == {"courier-other"}


def test_documents_that_hold_on_the_list_but_not_by_the_seal_begin_nothing(world, record, disk):
    """A node that signs for anything cannot make an authority's seal."""
    path = disk / "packages" / record.seal / "seal.json.p256.p7s"
    path.write_bytes((disk / f"{layout.LIST}.p256.p7s").read_bytes())
    packages = canonical.decode_object((disk / layout.LIST).read_bytes(), limit=1 << 20)["packages"]
    documents = dict(packages[0]["documents"]) | {"seal.json.p256.p7s": sha256(path.read_bytes())}
    changed = [{**packages[0], "documents": documents}]
    rewritten(disk, world, world.states["XB"].receipts, packages=changed)
    found = refused(world.node("XA"), lambda: take(world, disk))
    assert any(code.startswith("signature-") for code in found)
