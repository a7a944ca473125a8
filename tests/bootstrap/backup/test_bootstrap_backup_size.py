# SPDX-License-Identifier: Apache-2.0
"""A backup of many files takes no more memory than one of a few."""

import subprocess
import sys

import pytest

from casts.steady.patience import PATIENCE
from rogatory.bootstrap.backup.destructions import DigestIndex
from rogatory.bootstrap.backup.file_index import FileIndex
from rogatory.bootstrap.backup.inventory import BackupFile, FileKind, ListWriter, read_list
from rogatory.bootstrap.backup.writer import BESIDE_PART, BesideWriter
from rogatory.disk.named_files import NamedFiles
from rogatory.wire.digests import sha256

MANY = 100_000
MOST_KIBIBYTES = 16 << 10
"""Half of what as many names and digests take in a dictionary."""


def listed(number, kind=FileKind.OBJECT):
    digest = sha256(b"%d" % number)
    return BackupFile(kind, f"{digest}.age", number, digest)


@pytest.mark.processes
def test_memory_is_bounded(tmp_path):
    """In a process of its own, which takes the files of a backup in, finds each, and lists them."""
    code = f"""
import resource, sys
sys.path[:0] = {sys.path!r}
from pathlib import Path
from bootstrap.backup.test_bootstrap_backup_size import MANY, fill
def used(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
fill(Path({str(tmp_path)!r}) / "few", 1000)
before = used()
fill(Path({str(tmp_path)!r}) / "many", MANY)
print(used() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    assert int(done.stdout) < MOST_KIBIBYTES


def fill(folder, count):
    folder.mkdir()
    lists, beside = ListWriter(NamedFiles(folder), "id"), BesideWriter(lambda *_: None)
    with DigestIndex() as gone:
        for number in range(count):
            gone.add(listed(number).digest, "2026-12-01T00:00:00Z")
        gone.remove(listed(0).digest)
        assert sum(1 for _ in gone.items()) == count - 1
        assert listed(1).digest in gone
    with FileIndex(map(listed, range(count))) as index:
        for number in range(count):
            found = index.get(listed(number).name)
            lists.add(found)
            beside.add("layout", found.name, found.digest)
        assert sum(1 for _ in index.of_kind(FileKind.OBJECT)) == count
    beside.finish()
    lists.finish()


def test_an_index_finds_what_was_put_in(tmp_path):
    files = [listed(number, kind) for number, kind in enumerate([*FileKind] * 3)]
    with FileIndex(files) as index:
        assert [index.get(one.name) for one in files] == files
        assert index.get("other.age") is None
        assert files[0].name in index
        assert "other.age" not in index
        shared = [one for one in files if one.kind in {FileKind.OBJECT, FileKind.LAYOUT}]
        found = list(index.of_kind(FileKind.OBJECT, FileKind.LAYOUT))
        assert found == sorted(shared, key=lambda one: one.name)


def test_a_full_list_is_written_at_once_and_the_rest_at_the_end(tmp_path):
    place = NamedFiles(tmp_path)
    lists, files = ListWriter(place, "id"), [listed(number) for number in range(8000)]
    for one in files:
        lists.add(one)
    assert len(lists.digests) == 1
    lists.finish()
    lists.finish()
    names = list(place.names("lists"))
    assert names == ["id.000001.list", "id.000002.list"]
    data = [place.read(f"lists/{name}", limit=8 << 20) for name in names]
    assert [sha256(one) for one in data] == lists.digests
    assert [one for part in data for one in read_list(part)] == files
    assert lists.bytes_listed == sum(one.size for one in files)


def test_marks_and_layouts_go_into_several_files():
    written = {}
    beside = BesideWriter(written.__setitem__)
    line = len('["layout","","%s"]\n') - 2 + 64
    for number in range(BESIDE_PART // line + 2):
        beside.add("layout", "", sha256(b"%d" % number))
    beside.finish()
    assert list(written) == ["beside.000001", "beside.000002"]
    assert BESIDE_PART <= len(written["beside.000001"]) < BESIDE_PART + line
