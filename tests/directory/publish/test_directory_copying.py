# SPDX-License-Identifier: Apache-2.0
"""A directory brought to another folder: in order, whole, and never over another network's."""

import shutil
from pathlib import Path

import pytest

from casts.directory.network import AT, Network, build_network, make_reader
from rogatory.directory.ceremony.ceremony import rotate_root
from rogatory.directory.ceremony.founding import sign_all
from rogatory.directory.publish import copying
from rogatory.directory.publish.copying import copy_repository
from rogatory.errors import Refused


def test_a_copy_is_read_like_the_original(network: Network, tmp_path: Path) -> None:
    copied = copy_repository(network.folder, tmp_path / "copy")
    assert copied[-1] == "metadata/timestamp.json"
    network.folder = tmp_path / "copy"
    assert make_reader(network, tmp_path / "cache").directory.refresh(AT).states == ("XA", "XB")


def test_only_what_changed_is_copied(network: Network, tmp_path: Path) -> None:
    copy_repository(network.folder, tmp_path / "copy")
    assert copy_repository(network.folder, tmp_path / "copy") == ()
    network.submit("XA")
    root = rotate_root(network.founding.root, at=AT)
    network.publisher.publish_root(sign_all(root, network.founding.root_keys[:2]), at=AT)
    assert copy_repository(network.folder, tmp_path / "copy") == (
        "metadata/2.xa.json",
        "metadata/4.snapshot.json",
        "metadata/2.root.json",
        "metadata/timestamp.json",
    )


def test_another_networks_folder_is_not_overwritten(network: Network, tmp_path: Path) -> None:
    other = build_network(tmp_path / "other", ())
    before = other.files()
    with pytest.raises(Refused, match="directory-another"):
        copy_repository(network.folder, other.folder)
    assert other.files() == before
    with pytest.raises(Refused, match="directory-not-published"):
        copy_repository(tmp_path / "nothing", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_copy_that_breaks_off_anywhere_is_whole(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_repository(network.folder, tmp_path / "before")
    network.submit("XA")
    network.submit("XB")

    class Cut(Exception):
        pass

    seen = set()
    for writes in range(20):
        target = tmp_path / f"copy-{writes}"
        shutil.copytree(tmp_path / "before", target)
        left = writes

        def replace(path, data):
            nonlocal left
            if left == 0:
                raise Cut
            left -= 1
            Path(path).write_bytes(data)

        with monkeypatch.context() as patched:
            patched.setattr(copying, "replace", replace)
            try:
                copy_repository(network.folder, target)
                ended = True
            except Cut:
                ended = False
        reader = make_reader(
            Network(target, network.founding, network.publisher, {}), tmp_path / f"cache-{writes}"
        )
        seen.add(reader.directory.refresh(AT).snapshot_version)
        if ended:
            break
    assert seen == {3, 5}
