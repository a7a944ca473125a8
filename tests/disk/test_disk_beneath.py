# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH113, PTH118, PTH208 - pathlib knows no bytes, and names here are bytes
"""Opening beneath a folder: no name and no link leads out."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.disk import Beneath, read_open
from rogatory.errors import Refused


@pytest.fixture
def beneath(tmp_path):
    (tmp_path / "root").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret").write_bytes(b"secret")
    with Beneath(tmp_path / "root") as found:
        yield found


def _write(beneath, path, data):
    fd = beneath.create(path)
    os.write(fd, data)
    os.close(fd)


def test_what_is_created_is_read_back_and_folders_are_made_on_the_way(beneath):
    paths = ["a", "one/b", "one/two/c", "one/two/d", "one/e", "three/f", b"caf\xe9/\xff"]
    for path in paths:
        _write(beneath, path, os.fsencode(path))
    for path in paths:
        assert read_open(beneath.open_read(path), path, limit=100) == os.fsencode(path)
        assert beneath.status(path).st_size == len(os.fsencode(path))


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../outside/secret",
        "a/../../outside/secret",
        "a//b",
        "a/",
        "./a",
        "a/.",
        "nul\0",
        "n" * 256,
    ],
)
def test_a_path_that_is_not_plain_is_refused(beneath, path, tmp_path, content):
    before = content(tmp_path)
    for act in (beneath.open_read, beneath.create, beneath.make_folder, beneath.status):
        with pytest.raises(Refused) as refused:
            act(path)
        assert refused.value.codes == ("disk-outside",)
    assert content(tmp_path) == before


def test_a_link_on_the_way_is_not_followed(beneath, tmp_path):
    (tmp_path / "root/way").symlink_to(tmp_path / "outside")
    for act in (beneath.open_read, beneath.create, beneath.status):
        with pytest.raises(Refused) as refused:
            act("way/secret")
        assert refused.value.codes == ("disk-link",)
    with pytest.raises(Refused) as refused:
        beneath.make_folder("way/new")
    assert refused.value.codes == ("disk-link",)
    assert os.listdir(tmp_path / "outside") == ["secret"]


def test_a_link_at_the_end_is_neither_read_nor_written_through(beneath, tmp_path):
    (tmp_path / "root/end").symlink_to(tmp_path / "outside/secret")
    (tmp_path / "root/dangling").symlink_to(tmp_path / "outside/new")
    with pytest.raises(Refused) as refused:
        beneath.open_read("end")
    assert refused.value.codes == ("disk-link",)
    for path in ("end", "dangling"):
        with pytest.raises(Refused) as refused:
            beneath.create(path)
        assert refused.value.codes == ("disk-exists",)
    assert (tmp_path / "outside/secret").read_bytes() == b"secret"
    assert not (tmp_path / "outside/new").exists()


def test_a_link_slipped_in_after_the_folder_was_opened_is_not_taken(beneath, tmp_path):
    _write(beneath, "folder/a", b"")
    (tmp_path / "root/folder").rename(tmp_path / "root/moved")
    (tmp_path / "root/folder").symlink_to(tmp_path / "outside")
    _write(beneath, "folder/b", b"")
    assert sorted(os.listdir(tmp_path / "root/moved")) == ["a", "b"]
    assert os.listdir(tmp_path / "outside") == ["secret"]


def test_what_is_no_regular_file_is_not_opened(beneath, tmp_path):
    os.mkfifo(tmp_path / "root/pipe")
    beneath.make_folder("folder")
    for path in ("pipe", "folder"):
        with pytest.raises(Refused) as refused:
            beneath.open_read(path)
        assert refused.value.codes == ("disk-not-a-file",)


def test_a_file_in_place_of_a_folder_is_refused(beneath):
    _write(beneath, "file", b"")
    for act in (beneath.open_read, beneath.create):
        with pytest.raises(Refused) as refused:
            act("file/below")
        assert refused.value.codes == ("disk-not-a-folder",)


def test_a_name_that_is_taken_is_refused_and_stays(beneath):
    _write(beneath, "a/b", b"first")
    with pytest.raises(Refused) as refused:
        beneath.create("a/b")
    assert refused.value.codes == ("disk-exists",)
    assert read_open(beneath.open_read("a/b"), "a/b", limit=9) == b"first"


def test_a_path_too_deep_is_refused(beneath):
    with pytest.raises(Refused) as refused:
        beneath.create("/".join("a" * 257))
    assert refused.value.codes == ("disk-too-deep",)


def test_secrets_are_nobody_elses(beneath):
    old = os.umask(0)
    try:
        os.close(beneath.create("key", secret=True))
    finally:
        os.umask(old)
    assert beneath.status("key").st_mode & 0o777 == 0o600


def test_no_descriptor_stays_open(tmp_path):
    before = len(os.listdir("/proc/self/fd"))
    with Beneath(tmp_path) as beneath:
        _write(beneath, "a/b/c/d", b"")
        with pytest.raises(Refused):
            beneath.open_read("a/b/x/y")
    assert len(os.listdir("/proc/self/fd")) == before


@given(st.binary(max_size=40))
def test_whatever_the_name_nothing_appears_outside(tmp_path_factory, name):
    top = tmp_path_factory.mktemp("beneath")
    (top / "root").mkdir()
    with Beneath(top / "root") as beneath:
        try:
            os.close(beneath.create(name))
        except Refused:
            assert os.listdir(top / "root") == []
        else:
            assert os.path.isfile(os.path.join(os.fsencode(top), b"root", name))
    assert os.listdir(top) == ["root"]
