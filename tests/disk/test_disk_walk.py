# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH103, PTH118, PTH120, PTH208 - pathlib knows no bytes, and names here are bytes
"""Walking a folder: everything once, in byte order, following nothing, in bounded memory."""

import os
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.disk import walk
from rogatory.errors import Refused

_NAME = st.binary(min_size=1, max_size=6).filter(
    lambda name: name not in {b".", b".."} and not set(name) & {0, ord("/")}
)


def _make(folder, paths):
    made = set()
    for path in paths:
        full = os.path.join(os.fsencode(folder), path)
        try:
            os.makedirs(os.path.dirname(full), exist_ok=True)
            os.close(os.open(full, os.O_CREAT | os.O_EXCL))
        except OSError:
            continue  # a file and a folder of one name
        made.add(path)
    return made


@given(st.lists(st.lists(_NAME, min_size=1, max_size=3).map(b"/".join), max_size=12), st.booleans())
def test_files_come_once_in_byte_order_of_their_paths(tmp_path_factory, paths, spilling):
    folder = tmp_path_factory.mktemp("walk")
    made = _make(folder, paths)
    entries = list(walk(folder, held=2 if spilling else 1000))
    files = [entry.path for entry in entries if entry.is_file]
    assert files == sorted(made)
    assert len({entry.path for entry in entries}) == len(entries)


def test_a_folder_comes_before_what_it_holds_and_after_what_sorts_before_its_slash(tmp_path):
    _make(tmp_path, [b"a/x", b"a.txt", b"a-b", b"a0", b"b"])
    (tmp_path / "empty").mkdir()
    paths = [entry.path for entry in walk(tmp_path)]
    assert paths == [b"a-b", b"a.txt", b"a", b"a/x", b"a0", b"b", b"empty"]


def test_links_are_reported_and_not_followed(tmp_path):
    (tmp_path / "outside").mkdir()
    _make(tmp_path / "outside", [b"secret"])
    (tmp_path / "root").mkdir()
    (tmp_path / "root/link").symlink_to("../outside")
    (tmp_path / "root/loop").symlink_to(".")
    os.mkfifo(tmp_path / "root/pipe")
    found = [
        (e.path, stat.S_ISLNK(e.status.st_mode), e.is_file, e.is_folder)
        for e in walk(tmp_path / "root")
    ]
    assert found == [
        (b"link", True, False, False),
        (b"loop", True, False, False),
        (b"pipe", False, False, False),
    ]


def test_an_entry_opens_in_its_open_folder(tmp_path):
    _make(tmp_path, [b"one/two/a", b"one/b", b"c"])
    for entry in walk(tmp_path):
        if entry.is_file:
            fd = os.open(entry.name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=entry.folder)
            assert os.fstat(fd).st_ino == entry.status.st_ino
            os.close(fd)


def test_a_folder_swapped_for_a_link_during_the_walk_is_reported_not_followed(tmp_path):
    _make(tmp_path, [b"root/folder/a", b"root/z", b"outside/secret"])
    seen, problems = [], []
    for entry in walk(tmp_path / "root", problem=lambda path, _: problems.append(path)):
        seen.append(entry.path)
        if entry.path == b"folder":
            (tmp_path / "root/folder").rename(tmp_path / "moved")
            (tmp_path / "root/folder").symlink_to("../outside")
    assert seen == [b"folder", b"z"]
    assert problems == [b"folder"]


def test_what_vanishes_during_the_walk_is_reported(tmp_path):
    _make(tmp_path, [b"a", b"b", b"c"])
    problems = []
    walking = walk(tmp_path, problem=lambda path, error: problems.append((path, error.errno)))
    assert next(walking).path == b"a"
    (tmp_path / "b").unlink()
    assert [entry.path for entry in walking] == [b"c"]
    assert problems == [(b"b", 2)]
    walking = walk(tmp_path)
    next(walking)
    (tmp_path / "c").unlink()
    with pytest.raises(Refused) as refused:
        next(walking)
    assert refused.value.codes == ("disk-missing",)


def test_a_tree_too_deep_is_refused(tmp_path):
    (tmp_path / ("d/" * 300)).mkdir(parents=True)
    with pytest.raises(Refused) as refused:
        list(walk(tmp_path))
    assert refused.value.codes == ("disk-too-deep",)


def test_no_descriptor_stays_open_even_if_the_walk_is_left(tmp_path):
    _make(tmp_path, [b"a/b/c/%d" % n for n in range(9)])
    before = len(os.listdir("/proc/self/fd"))
    walking = walk(tmp_path, held=2)
    for _ in range(5):
        next(walking)
    walking.close()
    assert len(os.listdir("/proc/self/fd")) == before
    with pytest.raises(Refused):
        list(walk(tmp_path / "none"))
    assert len(os.listdir("/proc/self/fd")) == before


def test_spilled_names_go_to_the_folder_named_and_leave_nothing(tmp_path):
    (tmp_path / "spill").mkdir()
    _make(tmp_path / "root", [b"%d" % n for n in range(10)])
    paths = [entry.path for entry in walk(tmp_path / "root", spill=tmp_path / "spill", held=3)]
    assert paths == sorted(b"%d" % n for n in range(10))
    assert os.listdir(tmp_path / "spill") == []
    with pytest.raises(Refused):
        list(walk(tmp_path / "root", spill=tmp_path / "none", held=3))


def test_memory_does_not_grow_with_the_names_in_a_folder(tmp_path):
    """Two runs in fresh processes: 60,000 long names more cost less than a fifth of their bytes."""
    script = (
        "import sys, resource; from rogatory.disk import walk\n"
        "count = sum(1 for _ in walk(sys.argv[1], held=2000))\n"
        "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for files in (2_000, 62_000):
        folder = tmp_path / str(files)
        folder.mkdir()
        fd = os.open(folder, os.O_RDONLY)
        (folder / "first").touch()
        for number in range(1, files):
            # Links to one file: as many names, and quicker to make.
            os.link("first", f"{number:06}" + "n" * 194, src_dir_fd=fd, dst_dir_fd=fd)
        os.close(fd)
        ran = subprocess.run(
            [sys.executable, "-c", script, folder], capture_output=True, text=True, check=True
        )
        count, peak = map(int, ran.stdout.split())
        assert count == files
        peaks.append(peak * 1024)
    assert peaks[1] - peaks[0] < 60_000 * 200 / 5
