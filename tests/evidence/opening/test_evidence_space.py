# SPDX-License-Identifier: Apache-2.0
"""Opening stops before the disk is full: reported before it begins, and when others fill it
meanwhile.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from casts.evidence.states import Sealing
from rogatory.errors import Unreachable
from rogatory.evidence.stream import stream_in


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """Of 40 MiB and 60 names."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m,nr_inodes=60", "tmpfs", place]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def _refused(sealing: Sealing, sealed: Path, out: Path, **more) -> tuple[str, ...]:
    with pytest.raises(Unreachable) as refused:
        sealing.open(sealed, out, **more)
    assert not [path for path in out.parent.iterdir() if path.name.startswith(out.name)]
    return refused.value.codes


def test_a_package_larger_than_the_disk(small_disk, sealing, tmp_path) -> None:
    (tmp_path / "big").write_bytes(bytes(45 << 20))
    sealing.seal(tmp_path / "big", tmp_path / "sealed")
    assert _refused(sealing, tmp_path / "sealed", small_disk / "out") == ("evidence-disk-full",)


def test_more_files_than_the_disk_has_names_for(small_disk, sealing, tmp_path) -> None:
    source = tmp_path / "many"
    source.mkdir()
    for number in range(80):
        (source / str(number)).write_bytes(b"")
    sealing.seal(source, tmp_path / "sealed")
    assert _refused(sealing, tmp_path / "sealed", small_disk / "out") == ("evidence-disk-names",)


def test_others_fill_the_disk_meanwhile(small_disk, sealing, tmp_path, monkeypatch) -> None:
    """It is reported long before the disk is full."""
    source = tmp_path / "source"
    source.mkdir()
    for number in range(30):
        (source / f"{number:02}").write_bytes(os.urandom(1 << 20))
    sealing.seal(source, tmp_path / "sealed")
    monkeypatch.setattr(stream_in, "LOOK_EVERY", 1 << 20)
    seen: list[int] = []

    def fill(done: int, _total: int) -> None:
        seen.append(done)
        if len(seen) == 3:
            (small_disk / "other").write_bytes(bytes(20 << 20))

    codes = _refused(sealing, tmp_path / "sealed", small_disk / "out", progress=fill)
    assert codes == ("evidence-disk-full",)
    assert seen[-1] < 20 << 20


def test_a_big_file_whose_space_is_reserved_is_no_reason_to_stop(
    small_disk, sealing, tmp_path, monkeypatch
) -> None:
    (tmp_path / "image").write_bytes(os.urandom(32 << 20))
    sealing.seal(tmp_path / "image", tmp_path / "sealed")
    monkeypatch.setattr(stream_in, "LOOK_EVERY", 1 << 20)
    sealing.open(tmp_path / "sealed", small_disk / "out")
    assert (small_disk / "out" / "data" / "image").stat().st_size == 32 << 20
