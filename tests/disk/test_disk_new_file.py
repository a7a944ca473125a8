# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH118 - pathlib knows no bytes, and names here are bytes
# ruff: noqa: PT012 - what is refused is the end of the block
"""Small files: whole and durable, or not there; never in place of another."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rogatory.disk import (
    Beneath,
    NewFile,
    faults_at,
    read_file,
    remove_leftovers,
    replace,
    temporary,
    write_new,
)
from rogatory.errors import Refused, Unreachable


def test_a_new_file_has_the_bytes_and_no_temporary_name_stays(tmp_path, content):
    write_new(tmp_path / "a", b"evidence")
    assert content(tmp_path) == {"a": b"evidence"}


@pytest.mark.parametrize("path", ["a", b"caf\xe9"], ids=["text", "not UTF-8"])
def test_a_path_may_be_text_or_any_bytes(tmp_path, path):
    target = os.path.join(os.fsencode(tmp_path), os.fsencode(path))
    write_new(target, b"x")
    assert read_file(target, limit=1) == b"x"


def test_a_name_relative_to_the_working_folder_is_enough(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_new("here", b"x")
    assert (tmp_path / "here").read_bytes() == b"x"


def test_a_taken_name_is_refused_and_stays(tmp_path, content):
    (tmp_path / "a").write_bytes(b"first")
    with pytest.raises(Refused) as refused:
        write_new(tmp_path / "a", b"second")
    assert refused.value.codes == ("disk-exists",)
    assert content(tmp_path) == {"a": b"first"}


def test_a_name_taken_meanwhile_is_refused_and_stays(tmp_path, content):
    with pytest.raises(Refused) as refused, NewFile(tmp_path / "a") as new:
        new.write(b"mine")
        (tmp_path / "a").write_bytes(b"theirs")
    assert refused.value.codes == ("disk-exists",)
    assert content(tmp_path) == {"a": b"theirs"}


def test_a_link_under_the_name_is_not_written_through(tmp_path):
    (tmp_path / "victim").write_bytes(b"keep")
    (tmp_path / "a").symlink_to("victim")
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("a", "dangling"):
        with pytest.raises(Refused) as refused:
            write_new(tmp_path / name, b"x")
        assert refused.value.codes == ("disk-exists",)
    assert (tmp_path / "victim").read_bytes() == b"keep"
    assert not (tmp_path / "nowhere").exists()


def test_an_exception_leaves_nothing(tmp_path, content):
    with pytest.raises(KeyboardInterrupt), NewFile(tmp_path / "a") as new:
        new.write(b"half")
        raise KeyboardInterrupt
    assert content(tmp_path) == {}


def test_a_secret_is_nobody_elses_from_the_first_moment(tmp_path):
    old = os.umask(0)
    try:
        with NewFile(tmp_path / "key", secret=True) as new:
            modes = [os.fstat(new.fd).st_mode & 0o777]
        replace(tmp_path / "other", b"", secret=True)
    finally:
        os.umask(old)
    modes += [(tmp_path / name).stat().st_mode & 0o777 for name in ("key", "other")]
    assert modes == [0o600] * 3


@pytest.mark.parametrize("path", ["missing/a", "a/", "..", "n" * 256, "nul\0"])
def test_a_path_that_can_hold_no_file_is_refused(tmp_path, path, content):
    with pytest.raises(Refused) as refused:
        write_new(os.path.join(tmp_path, path), b"x")
    assert refused.value.codes[0] in {"disk-missing", "disk-name"}
    assert content(tmp_path) == {}


def test_a_disk_without_links_is_renamed_onto_but_never_over(tmp_path, content, monkeypatch):
    def no_links(*args, **kwargs):
        raise PermissionError(1, "Operation not permitted")

    # FAT refuses links like this, and cannot be mounted everywhere that tests run.
    monkeypatch.setattr(temporary.os, "link", no_links)
    write_new(tmp_path / "a", b"first")
    with pytest.raises(Refused) as refused, NewFile(tmp_path / "b") as new:
        new.write(b"mine")
        (tmp_path / "b").write_bytes(b"theirs")
    assert refused.value.codes == ("disk-exists",)
    assert content(tmp_path) == {"a": b"first", "b": b"theirs"}


def test_replacing_gives_the_new_bytes_and_keeps_no_other_name(tmp_path, content):
    replace(tmp_path / "a", b"old")
    replace(tmp_path / "a", b"new")
    assert content(tmp_path) == {"a": b"new"}


def test_replacing_a_link_leaves_what_it_points_to(tmp_path):
    (tmp_path / "victim").write_bytes(b"keep")
    (tmp_path / "a").symlink_to("victim")
    replace(tmp_path / "a", b"new")
    assert (tmp_path / "victim").read_bytes() == b"keep"
    assert (tmp_path / "a").read_bytes() == b"new"
    assert not (tmp_path / "a").is_symlink()


def test_a_folder_is_not_replaced_by_a_file(tmp_path, content):
    (tmp_path / "a").mkdir()
    with pytest.raises(Refused) as refused:
        replace(tmp_path / "a", b"new")
    assert refused.value.codes == ("disk-not-a-file",)
    assert content(tmp_path) == {"a": None}


def test_a_full_disk_is_reported_and_nothing_half_made_stays(tiny_disk, content):
    (tiny_disk / "old").write_bytes(b"old")
    for write in (write_new, replace):
        with pytest.raises(Unreachable) as unreachable:
            write(tiny_disk / "big", bytes(2 << 20))
        assert unreachable.value.codes == ("disk-full",)
        assert "free space" in str(unreachable.value)
    with pytest.raises(Unreachable):
        replace(tiny_disk / "old", bytes(2 << 20))
    assert content(tiny_disk) == {"old": b"old"}


def test_a_limit_on_file_size_is_reported_and_nothing_half_made_stays(tmp_path, content):
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, old[1]))
    try:
        with pytest.raises(Unreachable) as unreachable:
            write_new(tmp_path / "big", bytes(2 << 20))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert unreachable.value.codes == ("disk-size-limit",)
    assert content(tmp_path) == {}


_WRITER = """
import sys, time
from rogatory.disk import NewFile
with NewFile(sys.argv[1]) as new:
    new.write(b"half")
    print("writing", flush=True)
    time.sleep(60)
"""


def test_a_killed_writer_leaves_nothing_under_the_name_and_its_rest_can_be_removed(tmp_path):
    child = subprocess.Popen(
        [sys.executable, "-c", _WRITER, tmp_path / "a"], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "writing\n"
    assert remove_leftovers(tmp_path) == 0  # it is being written
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert not (tmp_path / "a").exists()
    (tmp_path / "mine").write_bytes(b"keep")
    assert remove_leftovers(tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


_KILLED_ANYWHERE = """
import sys
from rogatory.disk import write_new, replace
n = 0
print("ready", flush=True)
while True:
    write_new(f"{sys.argv[1]}/{n:06}", b"whole" * 1000)
    replace(f"{sys.argv[1]}/state", b"state" * 1000)
    n += 1
"""


def test_wherever_a_writer_is_killed_each_name_has_its_whole_content(tmp_path):
    for delay in (0.01, 0.02, 0.05):
        folder = tmp_path / str(delay)
        folder.mkdir()
        child = subprocess.Popen(
            [sys.executable, "-c", _KILLED_ANYWHERE, folder], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout.readline() == "ready\n"
        time.sleep(delay)
        child.kill()
        child.wait()
        child.stdout.close()
        remove_leftovers(folder)
        for path in folder.iterdir():
            assert path.read_bytes() in {b"whole" * 1000, b"state" * 1000}


def test_reading_is_limited_and_wants_a_regular_file(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    os.mkfifo(tmp_path / "pipe")
    assert read_file(tmp_path / "a", limit=5) == b"12345"
    for path, code in (("a", "disk-file-too-large"), ("pipe", "disk-not-a-file")):
        with pytest.raises(Refused) as refused:
            read_file(tmp_path / path, limit=4)
        assert refused.value.codes == (code,)
    for path, code in (("none", "disk-missing"), (".", "disk-not-a-file")):
        with pytest.raises(Refused) as refused:
            read_file(tmp_path / path, limit=4)
        assert refused.value.codes == (code,)


def test_refusals_show_paths_printably(tmp_path):
    with pytest.raises(Refused) as refused, Beneath(tmp_path) as beneath:
        beneath.open_read(b"caf\xe9\n\x1b[31m")
    assert r"caf\xe9\n\x1b[31m" in str(refused.value)


def test_a_disk_that_may_only_be_read_is_reported_and_no_descriptor_stays_open(tiny_disk):
    subprocess.run(["mount", "-o", "remount,ro", tiny_disk], check=True)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for write in (write_new, replace):
        with pytest.raises(Refused) as refused:
            write(tiny_disk / "a", b"x")
        assert refused.value.codes == ("disk-denied",)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_what_the_kernel_says_of_no_disk_stays_a_fault_of_ours():
    with pytest.raises(OSError, match="Bad file descriptor"), faults_at("somewhere"):
        os.close(1 << 20)
