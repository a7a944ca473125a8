# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH103, PTH116, PTH118, PTH123, PTH208 - pathlib knows no bytes, and names here are bytes
# ruff: noqa: PT012 - what is refused is the end of the block
"""Folders that appear whole, and one process at a time in them."""

import os
import signal
import subprocess
import sys

import pytest

from rogatory.disk import FolderLock, PartialFolder, durable, kernel, write_new
from rogatory.errors import Refused, Unreachable


def _fill(path, files=3):
    os.makedirs(os.path.join(path, b"deep/er"))
    for number in range(files):
        with open(os.path.join(path, b"deep", b"%d" % number), "wb") as file:
            file.write(b"content")


@pytest.mark.parametrize("files", [3, 2 * durable._FEW], ids=["few", "many"])
def test_a_folder_gets_its_name_when_everything_holds(tmp_path, files):
    with PartialFolder(tmp_path / "bag") as partial:
        _fill(partial.path, files)
        assert not (tmp_path / "bag").exists()
    assert os.listdir(tmp_path) == ["bag"]
    assert len(list((tmp_path / "bag/deep").iterdir())) == files + 1


def test_an_exception_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt), PartialFolder(tmp_path / "bag") as partial:
        _fill(partial.path)
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("there", ["file", "folder", "link"])
def test_a_target_that_exists_is_refused_at_the_beginning(tmp_path, there):
    target = tmp_path / "bag"
    {"file": target.touch, "folder": target.mkdir, "link": lambda: target.symlink_to("no")}[there]()
    with pytest.raises(Refused) as refused, PartialFolder(target):
        pytest.fail("the block must not be entered")
    assert refused.value.codes == ("disk-exists",)
    assert os.listdir(tmp_path) == ["bag"]


@pytest.mark.parametrize("renames", ["new kernel", "old kernel"])
@pytest.mark.parametrize("there", ["file", "folder"])
def test_a_target_that_appears_meanwhile_is_refused_and_stays(
    tmp_path, there, renames, monkeypatch
):
    if renames == "old kernel":

        def unsupported(folder, old, new):
            raise OSError(22, "Invalid argument")

        monkeypatch.setattr(kernel, "rename_new", unsupported)
    target = tmp_path / "bag"
    with pytest.raises(Refused) as refused, PartialFolder(target) as partial:
        _fill(partial.path)
        (target.touch if there == "file" else target.mkdir)()
    assert refused.value.codes == ("disk-exists",)
    assert os.listdir(tmp_path) == ["bag"]
    assert target.is_file() or not list(target.iterdir())


def test_an_old_kernel_renames_too(tmp_path, monkeypatch):
    def unsupported(*_):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(kernel, "rename_new", unsupported)
    monkeypatch.setattr(kernel, "sync_file_system", unsupported)
    with PartialFolder(tmp_path / "bag") as partial:
        _fill(partial.path, 2 * durable._FEW)
    assert len(list((tmp_path / "bag/deep").iterdir())) == 2 * durable._FEW + 1


def test_a_folder_that_another_works_in_is_refused_and_stays(tmp_path):
    with PartialFolder(tmp_path / "bag") as partial:
        _fill(partial.path)
        for remove in (False, True):
            with (
                pytest.raises(Unreachable) as unreachable,
                PartialFolder(tmp_path / "bag", remove_leftover=remove),
            ):
                pytest.fail("the block must not be entered")
            assert unreachable.value.codes == ("disk-folder-locked",)
    assert len(list((tmp_path / "bag/deep").iterdir())) == 4


_WRITER = """
import sys, time
from rogatory.disk import PartialFolder
with PartialFolder(sys.argv[1]) as partial:
    open(partial.path + b"/half", "wb").write(b"half")
    print("writing", flush=True)
    time.sleep(60)
"""


def test_a_killed_run_leaves_no_target_and_its_rest_is_named_until_removed(tmp_path):
    child = subprocess.Popen(
        [sys.executable, "-c", _WRITER, tmp_path / "bag"], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "writing\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert os.listdir(tmp_path) == ["bag.partial"]
    with pytest.raises(Refused) as refused, PartialFolder(tmp_path / "bag"):
        pytest.fail("the block must not be entered")
    assert refused.value.codes == ("disk-folder-unfinished",)
    assert os.listdir(tmp_path / "bag.partial") == ["half"]
    with PartialFolder(tmp_path / "bag", remove_leftover=True) as partial:
        assert os.listdir(partial.path) == []
    assert os.listdir(tmp_path) == ["bag"]


def test_a_link_in_place_of_the_partial_folder_is_not_followed(tmp_path):
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim/keep").touch()
    (tmp_path / "bag.partial").symlink_to("victim")
    with (
        pytest.raises(Refused) as refused,
        PartialFolder(tmp_path / "bag", remove_leftover=True),
    ):
        pytest.fail("the block must not be entered")
    assert refused.value.codes == ("disk-not-a-folder",)
    assert os.listdir(tmp_path / "victim") == ["keep"]


def test_a_private_folder_is_nobody_elses_from_the_first_moment(tmp_path):
    old = os.umask(0)
    try:
        with PartialFolder(tmp_path / "bag", private=True) as partial:
            modes = [os.stat(partial.path).st_mode & 0o777]
    finally:
        os.umask(old)
    assert [*modes, (tmp_path / "bag").stat().st_mode & 0o777] == [0o700, 0o700]


def test_a_full_disk_leaves_no_folder(tiny_disk):
    with pytest.raises(Unreachable), PartialFolder(tiny_disk / "bag") as partial:
        write_new(partial.path + b"/big", bytes(2 << 20))
    assert os.listdir(tiny_disk) == []


def test_a_trailing_slash_names_the_same_folder(tmp_path):
    with PartialFolder(os.fsencode(tmp_path) + b"/bag//"):
        pass
    assert os.listdir(tmp_path) == ["bag"]


def test_a_locked_folder_is_refused_until_its_holder_lets_go(tmp_path):
    with FolderLock(tmp_path):
        with pytest.raises(Unreachable) as unreachable, FolderLock(tmp_path):
            pytest.fail("the block must not be entered")
        assert unreachable.value.codes == ("disk-folder-locked",)
    with FolderLock(tmp_path, wait=True):
        pass


def test_a_killed_holder_lets_go(tmp_path):
    script = (
        "import sys, time; from rogatory.disk import FolderLock\n"
        "with FolderLock(sys.argv[1]): print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, tmp_path], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "held\n"
    with pytest.raises(Unreachable), FolderLock(tmp_path):
        pytest.fail("the block must not be entered")
    child.kill()
    child.wait()
    child.stdout.close()
    with FolderLock(tmp_path):
        pass


def test_a_link_in_place_of_the_lock_is_refused(tmp_path):
    (tmp_path / ".lock").symlink_to("elsewhere")
    with pytest.raises(Refused) as refused, FolderLock(tmp_path):
        pytest.fail("the block must not be entered")
    assert refused.value.codes == ("disk-link",)
    assert not (tmp_path / "elsewhere").exists()
