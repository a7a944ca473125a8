# SPDX-License-Identifier: Apache-2.0
"""One long file that was interrupted goes on where it was, and only where nobody touched it."""

import json
import os
from pathlib import Path

import pytest

from casts.evidence.states import clock, collect
from casts.faults.fault_library import EVER, Fault
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.pipeline.partial_files import marks_between

PART = 2 << 20
SIZE = (13 << 20) + 5

COLLECT = """
import json, os, sys
from datetime import UTC, datetime
from pathlib import Path
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.collect import collect
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.options import RunSettings
source, out, resume = sys.argv[1:4]
read, real = 0, os.readv
def counted(file, buffers):
    global read
    count = real(file, buffers)
    if os.readlink(f"/proc/self/fd/{file}").startswith(os.path.realpath(source)):
        read += count
    return count
os.readv = counted
who = Acquisition("xb/central-authority", officer="xb-0003", case="Case 17/2026")
settings = RunSettings(lambda: datetime.now(UTC), os.urandom, resume=resume == "resume")
terms = CollectionTerms(who, hashes=["sha512"])
done = collect(Path(source), Path(out), terms, settings, part_bytes=2 << 20)
print(json.dumps([done.begun, read, [one.code.id for one in done.begun_anew]]))
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    top = tmp_path / "source"
    top.mkdir()
    data = bytearray(os.urandom(SIZE))
    data[(3 << 20) : (4 << 20)] = bytes(1 << 20)  # zeros right before a mark: a hole at the end
    (top / "disk.img").write_bytes(data)
    (top / "zz-note.txt").write_bytes(b"a note")
    return top


def run(faults, source, out, how, *rules):
    return faults.python("-c", COLLECT, source, out, how, rules=rules)


def killed(faults, source: Path, tmp_path: Path) -> int:
    """Kill it when some marks are durable; the last durable mark."""
    rule = Fault("fdatasync", "*/bag.collecting", "kill", first=6)
    assert run(faults, source, tmp_path / "bag", "new", rule).killed
    lines = (tmp_path / "bag.collecting").read_text().splitlines()
    parts = [json.loads(line)["part"] for line in lines if line.startswith('{"part"')]
    return parts[-1][4]


def resumed(faults, source: Path, tmp_path: Path) -> tuple[int, int, list[str]]:
    ran = run(faults, source, tmp_path / "bag", "resume")
    assert ran.status == 0, ran.err
    same(source, tmp_path)
    begun, read, anew = json.loads(ran.out)
    return begun, read, anew


def same(source: Path, tmp_path: Path) -> None:
    given = {"acquisition": Acquisition(), "clock": clock, "random": os.urandom}
    collect(source, tmp_path / "whole", hashes=["sha512"], **given)
    for name in ("manifest-sha256.txt", "manifest-sha512.txt", "data/disk.img"):
        assert (tmp_path / "bag" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_marks_are_after_the_start_and_as_far_as_the_end():
    assert list(marks_between(0, 12, 4)) == [4, 8, 12]
    assert list(marks_between(4, 11, 4)) == [8]
    assert list(marks_between(5, 7, 4)) == []


def test_a_killed_collection_of_one_long_file_reads_only_the_rest_at_the_source(
    faults, source, tmp_path
):
    mark = killed(faults, source, tmp_path)
    assert mark >= PART
    begun, read, anew = resumed(faults, source, tmp_path)
    assert (begun, anew) == (mark, [])
    assert read == SIZE - mark + len(b"a note")


def test_it_goes_on_as_often_as_it_is_killed(faults, source, tmp_path):
    first = killed(faults, source, tmp_path)
    rule = Fault("fdatasync", "*/bag.collecting", "kill-after", first=2)
    assert run(faults, source, tmp_path / "bag", "resume", rule).killed
    begun, _read, anew = resumed(faults, source, tmp_path)
    assert (begun, anew) == (first + PART, [])


def test_an_altered_partial_file_is_read_again_and_reported(faults, source, tmp_path):
    mark = killed(faults, source, tmp_path)
    with (tmp_path / "bag.partial/data/disk.img").open("r+b") as stream:
        stream.seek(mark - 1)
        byte = stream.read(1)
        stream.seek(mark - 1)
        stream.write(bytes([byte[0] ^ 1]))
    begun, read, anew = resumed(faults, source, tmp_path)
    assert (begun, read, anew) == (0, SIZE + 6, ["resume-part-altered"])


@pytest.mark.parametrize("planted", ["file", "link", "second-name", "short"])
def test_a_file_planted_in_place_of_a_partial_one_is_removed(faults, source, tmp_path, planted):
    killed(faults, source, tmp_path)
    stored = tmp_path / "bag.partial/data/disk.img"
    outside = tmp_path / "outside"
    if planted == "second-name":
        os.link(stored, outside)  # its holder could write after it was compared
    elif planted == "short":
        os.truncate(stored, 4096)
    else:
        outside.write_bytes((source / "disk.img").read_bytes())
        stored.unlink()
        if planted == "link":
            stored.symlink_to(outside)
        else:
            outside.rename(stored)
    before = outside.read_bytes() if outside.exists() else None
    begun, _read, anew = resumed(faults, source, tmp_path)
    assert (begun, anew) == (0, ["resume-part-altered"])
    assert (outside.read_bytes() if outside.exists() else None) == before


def test_a_source_that_changed_is_read_from_its_first_byte(faults, source, tmp_path):
    killed(faults, source, tmp_path)
    image = source / "disk.img"
    found = image.stat()
    with image.open("r+b") as stream:
        stream.write(b"another beginning")
    os.utime(image, ns=(found.st_atime_ns, found.st_mtime_ns))
    begun, read, anew = resumed(faults, source, tmp_path)
    assert (begun, read, anew) == (0, SIZE + 6, ["resume-part-source"])


def test_no_mark_is_written_when_the_data_could_not_be_made_durable(faults, source, tmp_path):
    rule = Fault("syncfs", "*", "EIO", times=EVER)
    run(faults, source, tmp_path / "bag", "new", rule)
    journal = tmp_path / "bag.collecting"
    assert not journal.exists() or b'{"part"' not in journal.read_bytes()
