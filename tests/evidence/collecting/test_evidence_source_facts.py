# SPDX-License-Identifier: Apache-2.0
"""The file system's facts about a source are in the inventory: against a real file system."""

import base64
import json
import os
import socket
import stat
import subprocess
from pathlib import Path

import pytest

from casts.evidence.states import clock, collect
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.inventory import read_items, read_lines

ACQUISITION = Acquisition("xb/central-authority")


def _collected(source: Path, out: Path) -> dict[str, dict[str, object]]:
    collect(source, out, acquisition=ACQUISITION, clock=clock, random=os.urandom)
    with (out / "inventory.jsonl").open("rb") as stream:
        list(read_items(read_lines(stream)))  # in its form
    lines = map(json.loads, (out / "inventory.jsonl").read_text().splitlines())
    return {line["path"]: line for line in lines}


def test_everything_that_a_folder_can_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = tmp_path / "top"
    (top / "folder").mkdir(parents=True, mode=0o750)
    plain = top / "plain"
    plain.write_bytes(b"plain")
    plain.chmod(0o4640)
    os.utime(plain, ns=(1_234_567_890_123_456_789, -1_000_000_001))
    (top / "second-name").hardlink_to(plain)
    (top / "link").symlink_to(os.fsdecode(b"to \xff nowhere"))
    os.mkfifo(top / "fifo")
    with socket.socket(socket.AF_UNIX) as listening, monkeypatch.context() as there:
        there.chdir(top)  # a socket's name has at most 108 bytes
        listening.bind("socket")
    if os.geteuid() == 0:
        os.chown(plain, 1234, 4321)
        plain.chmod(0o4640)
        os.mknod(top / "null", stat.S_IFCHR | 0o600, os.makedev(1, 3))
        os.mknod(top / "disk", stat.S_IFBLK | 0o600, os.makedev(7, 250))
    before = plain.stat()
    items = _collected(top, tmp_path / "bag")
    found = items["plain"]
    assert (found["mode"], found["uid"], found["gid"]) == (0o4640, before.st_uid, before.st_gid)
    assert found["mtime_ns"] == "-1000000001"
    assert found["atime_ns"] == "1234567890123456789"
    assert found["ctime_ns"] == str(before.st_ctime_ns)
    assert (found["links"], found["inode"]) == (2, str(before.st_ino))
    assert items["second-name"]["inode"] == found["inode"]
    assert (items["folder"]["kind"], items["folder"]["mode"]) == ("folder", 0o750)
    assert items["link"]["kind"] == "link"
    assert base64.b64decode(str(items["link"]["target"])) == b"to \xff nowhere"
    assert items["fifo"]["kind"] == "fifo"
    assert items["socket"]["kind"] == "socket"
    if os.geteuid() == 0:
        assert (items["null"]["kind"], items["null"]["device_number"]) == (
            "character-device",
            "1:3",
        )
        assert (items["disk"]["kind"], items["disk"]["device_number"]) == ("block-device", "7:250")
        assert plain.stat().st_atime_ns == before.st_atime_ns  # reading left no trace
    data = {path.name for path in (tmp_path / "bag/data").iterdir()}
    assert data == {"plain", "second-name"}


def test_extended_attributes_as_they_were_set(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    (top / "file").write_bytes(b"x")
    wanted = {"user.origin": b"https://sender.example/\x00\xff", "user.empty": b""}
    try:
        for name, value in wanted.items():
            os.setxattr(top / "file", name, value)
    except OSError:
        pytest.skip("this file system has no extended attributes")
    attributes = _collected(top, tmp_path / "bag")["file"]["xattrs"]
    assert isinstance(attributes, dict)
    assert {name: base64.b64decode(attributes[name]) for name in wanted} == wanted


def test_where_a_sparse_file_has_data(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    with (top / "sparse").open("wb") as file:
        file.truncate(8 << 20)
        file.seek(1 << 20)
        file.write(b"a" * 65536)
        file.seek(5 << 20)
        file.write(b"b" * 65536)
        file.flush()
        os.fsync(file.fileno())
    if (top / "sparse").stat().st_blocks * 512 >= 8 << 20:
        pytest.skip("this file system has no sparse files")
    item = _collected(top, tmp_path / "bag")["sparse"]
    assert item["extents"] == [[1 << 20, 65536], [5 << 20, 65536]]
    assert item["allocated"] == (top / "sparse").stat().st_blocks * 512
    assert (tmp_path / "bag/data/sparse").read_bytes() == (top / "sparse").read_bytes()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a block device of a file")
def test_a_block_device_is_read_to_its_end(tmp_path: Path) -> None:
    image = tmp_path / "image"
    image.write_bytes(os.urandom((1 << 20) + 512))
    made = subprocess.run(["losetup", "-f", "--show", image], capture_output=True, text=True)
    if made.returncode:
        pytest.skip("no loop device is to be had here")
    device = Path(made.stdout.strip())
    try:
        items = _collected(device, tmp_path / "bag")
    finally:
        subprocess.run(["losetup", "-d", device], check=True)
    ((name, item),) = items.items()
    assert (item["kind"], item["size"]) == ("file", (1 << 20) + 512)
    assert (tmp_path / "bag/data" / name).read_bytes() == image.read_bytes()


def test_collecting_leaves_the_times_of_access_as_they_were(tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / "folder" / "below").mkdir(parents=True)
    (top / "folder" / "below" / "file").write_bytes(b"read" * 5000)
    (top / "image.dd").write_bytes(bytes(510) + b"\x55\xaa" + bytes(4096))
    (top / "mail.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    control = tmp_path / "control"
    control.mkdir()
    places = [control, top, *top.rglob("*")]
    for place in places:  # long ago: then a reading shows, even where only the first one does
        os.utime(place, ns=(1_000_000_000_000_000_000, place.stat().st_mtime_ns))
    list(control.iterdir())
    if control.stat().st_atime_ns == 1_000_000_000_000_000_000:
        pytest.skip("this file system keeps no times of access")
    before = {place: place.stat().st_atime_ns for place in places[1:]}
    given = {"acquisition": ACQUISITION, "clock": clock, "random": os.urandom}
    collect(top, tmp_path / "bag", provider_return=True, **given)
    assert {place: place.stat().st_atime_ns for place in places[1:]} == before


def test_a_sparse_file_stays_sparse_when_it_is_collected_and_opened(
    tmp_path: Path, sealing
) -> None:
    top = tmp_path / "top"
    top.mkdir()
    data = {0: b"begin", 30 << 20: b"middle" * 9000, (64 << 20) - 3: b"end"}
    for name, size, cut in (("big", 64 << 20, 0), ("tail", 48 << 20, 1), ("small", 3 << 20, 1)):
        with (top / name).open("wb") as file:
            for place, part in data.items():
                if place + len(part) <= size:
                    file.seek(place)
                    file.write(part)
            file.truncate(size + cut)
    if (top / "big").stat().st_blocks * 512 > 1 << 20:
        pytest.skip("this file system has no holes")
    _collected(top, tmp_path / "bag")
    sealing.seal(top, tmp_path / "sealed")
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    sealing.extract(tmp_path / "sealed", "data/big", tmp_path / "extracted")
    made = [(top / "big", tmp_path / "extracted")]
    made += [
        (each, tmp_path / out / "data" / each.name)
        for out in ("bag", "opened")
        for each in top.iterdir()
    ]
    for source, copy in made:
        assert copy.read_bytes() == source.read_bytes()
        assert copy.stat().st_blocks * 512 < 1 << 20, copy
