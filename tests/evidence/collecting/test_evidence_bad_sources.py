# SPDX-License-Identifier: Apache-2.0
"""Sources that cannot be read, change while being read, or do not fit: reported, and nothing
left.
"""

import errno
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from casts.evidence.states import Sealing, clock, collect
from rogatory.errors import Refused, Unreachable
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.source import DEEPEST_FOLDERS
from rogatory.evidence.options import SealOptions, Tolerance

_ACQUISITION = Acquisition("xb/central-authority")


def _collect(source: Path, out: Path, **more):
    given = {"acquisition": _ACQUISITION, "clock": clock, "random": os.urandom}
    return collect(source, out, **(given | more))


def _nothing_left(folder: Path, name: str) -> bool:
    return not (folder / name).exists() and not (folder / f"{name}.partial").exists()


def _inventory(bag: Path) -> dict[str, dict[str, object]]:
    lines = (bag / "inventory.jsonl").read_text().splitlines()
    return {line["path"]: line for line in map(json.loads, lines)}


def test_a_source_that_is_not_there(tmp_path: Path, sealing: Sealing) -> None:
    for attempt in (_collect, sealing.seal):
        with pytest.raises(Refused) as refused:
            attempt(tmp_path / "nowhere", tmp_path / "out")
        assert refused.value.codes == ("source-missing",)
        assert _nothing_left(tmp_path, "out")


def test_a_pipe_is_no_source(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused) as refused:
        _collect(tmp_path / "pipe", tmp_path / "out")
    assert refused.value.codes == ("source-kind",)


def test_an_output_that_exists_or_lies_in_the_source(tree: Path, tmp_path: Path, sealing) -> None:
    (tmp_path / "out").mkdir()
    for attempt in (_collect, sealing.seal):
        with pytest.raises(Refused) as refused:
            attempt(tree, tmp_path / "out")
        assert refused.value.codes == ("disk-exists",)
        with pytest.raises(Refused) as refused:
            attempt(tree, tree / "a" / "out")
        assert refused.value.codes == ("output-inside-source",)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_seal_without_a_recipient(tree: Path, tmp_path: Path, sealing: Sealing) -> None:
    with pytest.raises(Refused) as refused:
        sealing.seal(tree, tmp_path / "out", recipients=[])
    assert refused.value.codes == ("seal-no-recipient",)


def test_a_tree_that_was_made_to_be_deep(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    here = os.open(tmp_path / "deep", os.O_RDONLY)
    for _ in range(DEEPEST_FOLDERS + 2):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    with pytest.raises(Refused) as refused:
        _collect(tmp_path / "deep", tmp_path / "out")
    assert refused.value.codes == ("source-too-deep",)
    assert _nothing_left(tmp_path, "out")


# Unreadable, for a user who is not root.

_AS_NOBODY = """
import os, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from casts.evidence.states import clock, collect
from rogatory.errors import Refused
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.options import Tolerance
os.setgid(65534); os.setuid(65534)
try:
    done = collect(Path({source!r}), Path({out!r}), acquisition=Acquisition("xb/central-authority"),
        clock=clock, random=os.urandom, tolerance=Tolerance(unreadable={tolerate}))
    print(sorted(done.shortcomings.unreadable))
except Refused as refused:
    print([(reason.code.id, reason.fields["path"]) for reason in refused.reasons])
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_all_that_somebody_may_not_read_is_named_or_recorded(tmp_path_factory) -> None:
    home = tmp_path_factory.mktemp("nobody")
    below = Path(os.environ.get("PYTEST_DEBUG_TEMPROOT") or tempfile.gettempdir())
    for folder in (home, *(parent for parent in home.parents if below in parent.parents)):
        folder.chmod(0o755)
    source, outs = home / "source", home / "outs"
    (source / "closed").mkdir(parents=True)
    outs.mkdir()
    outs.chmod(0o777)
    (source / "open.txt").write_text("open")
    for name in ("secret-1", "secret-2"):
        (source / name).write_text("secret")
        (source / name).chmod(0)
    (source / "closed").chmod(0)

    def run(name: str, *, tolerate: bool) -> str:
        code = _AS_NOBODY.format(
            tests=str(Path(__file__).parents[2]),
            source=str(source),
            out=str(outs / name),
            tolerate=tolerate,
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.stderr == ""
        return done.stdout.strip()

    named = [("source-unreadable", name) for name in ("closed", "secret-1", "secret-2")]
    assert run("refused", tolerate=False) == str(named)
    assert _nothing_left(outs, "refused")
    assert "secret-1" in run("tolerated", tolerate=True)
    items = _inventory(outs / "tolerated")
    assert items["secret-1"]["unreadable"] == "EACCES (Permission denied)"
    assert "sha256" not in items["secret-1"]
    assert items["closed"]["unreadable"] == "EACCES (Permission denied)"
    assert sorted(path.name for path in (outs / "tolerated/data").iterdir()) == ["open.txt"]


# Unreadable for anybody: the kernel refuses even root to read what can only be written.

_WRITE_ONLY = next(iter(sorted(Path("/sys/bus").glob("*/drivers_probe"))), None)


@pytest.mark.skipif(
    _WRITE_ONLY is None or os.geteuid() != 0, reason="needs root and a file only to be written"
)
def test_a_file_that_cannot_be_opened_after_all_is_zeros_and_reported(tmp_path: Path) -> None:
    assert _WRITE_ONLY is not None
    with pytest.raises(Refused) as refused:
        _collect(_WRITE_ONLY, tmp_path / "out")
    assert refused.value.codes == ("source-unreadable",)
    assert _nothing_left(tmp_path, "out")
    done = _collect(_WRITE_ONLY, tmp_path / "bag", tolerance=Tolerance(unreadable=True))
    assert [path for path, _ in done.shortcomings.unreadable] == ["drivers_probe"]
    item = _inventory(tmp_path / "bag")["drivers_probe"]
    assert str(item["unreadable"]).startswith("E")
    assert set((tmp_path / "bag/data/drivers_probe").read_bytes()) == {0}


# Changing while it is read.


class _Meddler:
    """Changes a file when so many bytes have been hashed, from the progress callback."""

    def __init__(self, change) -> None:
        self._change, self.done = change, False

    def __call__(self, done: int, total: int) -> None:
        if not self.done and done:
            self.done = True
            self._change()


def _grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def _shrink(path: Path) -> None:
    os.truncate(path, 100)


def _rewrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"other")


def _rewrite_unseen(path: Path) -> None:
    """In place, and the clock of its contents set back: only its status shows it."""
    before = path.stat()
    _rewrite(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


_SIZE = 64 << 20


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_grow, "grew"),
        (_shrink, "zeros follow"),
        (_rewrite, "changed while it was read"),
        (_rewrite_unseen, "changed while it was read"),
    ],
)
def test_a_file_that_changes_is_refused_or_recorded(
    change, expected: str, sealing: Sealing, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "log").write_bytes(os.urandom(_SIZE))
    meddler = _Meddler(lambda: change(source / "log"))
    with pytest.raises(Refused) as refused:
        sealing.seal(source, tmp_path / "refused", progress=meddler)
    assert refused.value.codes == ("source-changed",)
    assert expected in refused.value.reasons[0].sentence()
    assert _nothing_left(tmp_path, "refused")
    (source / "log").write_bytes(os.urandom(_SIZE))
    meddler = _Meddler(lambda: change(source / "log"))
    tolerance = Tolerance(changed=True)
    done = sealing.seal(source, tmp_path / "sealed", progress=meddler, tolerance=tolerance)
    assert [path for path, _ in done.shortcomings.changed] == ["log"]
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    item = _inventory(tmp_path / "opened")["log"]
    assert expected in str(item["changed"])
    assert item["size"] == (tmp_path / "opened/data/log").stat().st_size == _SIZE


def test_files_that_vanish_or_are_replaced_between_listing_and_reading(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a-first").write_bytes(bytes(_SIZE))
    (source / "b-gone").write_text("gone")
    (source / "c-linked").write_text("linked")
    (source / "d-folder").mkdir()
    (source / "d-folder" / "file").write_text("below")

    def meddle() -> None:
        (source / "b-gone").unlink()
        (source / "c-linked").unlink()
        (source / "c-linked").symlink_to("/etc/passwd")
        (source / "d-folder").rename(tmp_path / "moved")
        (source / "d-folder").symlink_to("/etc")

    tolerance = Tolerance(changed=True, unreadable=True)
    done = _collect(source, tmp_path / "bag", progress=_Meddler(meddle), tolerance=tolerance)
    named = {path for path, _ in (*done.shortcomings.changed, *done.shortcomings.unreadable)}
    assert {"b-gone", "c-linked", "d-folder/file"} <= named
    assert (tmp_path / "bag/data/c-linked").read_bytes() == bytes(6)


# A disk that is full.


@pytest.fixture
def small_disk(tmp_path: Path):
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system takes root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_reported_and_left_clean(small_disk, tmp_path, sealing: Sealing) -> None:
    (tmp_path / "image").write_bytes(os.urandom(6 << 20))
    sealing.seal(tmp_path / "image", tmp_path / "sealed")
    attempts = (
        lambda out: _collect(tmp_path / "image", out),
        lambda out: sealing.seal(tmp_path / "image", out),
        lambda out: sealing.open(tmp_path / "sealed", out),
        lambda out: sealing.extract(tmp_path / "sealed", "image", out),
    )
    for attempt in attempts:
        with pytest.raises(Unreachable) as unreachable:
            attempt(small_disk / "out")
        assert unreachable.value.codes[0] in {"evidence-disk-full", "disk-full"}
        assert list(small_disk.iterdir()) == []


def test_a_disk_that_fills_up_midway_stops_every_thread(small_disk, tmp_path, sealing) -> None:
    (tmp_path / "image").write_bytes(os.urandom(2 << 20))
    eater = _Meddler(lambda: _eat(small_disk))
    before = threading.active_count()
    many = tmp_path / "many"
    many.mkdir()
    for number in range(300):
        (many / f"{number:03}").write_bytes(os.urandom(8 << 10))
    with pytest.raises(Unreachable) as unreachable:
        _collect(many, small_disk / "out", progress=eater)
    assert unreachable.value.codes == ("disk-full",)
    assert [path.name for path in small_disk.iterdir()] == ["eaten"]
    assert threading.active_count() == before


def _eat(disk: Path) -> None:
    with (disk / "eaten").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError as error:
            assert error.errno == errno.ENOSPC


# Memory.

_SEAL_SPARSE = """
import os, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from casts.evidence.states import Sealing, make_state
sealing = Sealing(make_state("XB"), make_state("XA"))
sealing.seal(Path({source!r}), Path({out!r}))
print([line for line in open("/proc/self/status") if line.startswith("VmHWM")][0].split()[1])
"""


def test_memory_does_not_grow_with_the_size(tmp_path: Path) -> None:
    with (tmp_path / "image").open("wb") as file:
        file.truncate(512 << 20)
    code = _SEAL_SPARSE.format(
        tests=str(Path(__file__).parents[2]),
        source=str(tmp_path / "image"),
        out=str(tmp_path / "sealed"),
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 120 << 10


def test_sizes_beyond_what_ustar_holds(tmp_path: Path, sealing: Sealing) -> None:
    """Only the arithmetic: a header, an offset and a locator of a file of 3 TiB."""
    from rogatory.evidence.stream.tar_format import (
        LARGEST_USTAR_SIZE,
        member_header,
        parse_offset_line,
    )
    from rogatory.evidence.stream.tar_reader import TarReader

    size = 3 << 40
    assert size > LARGEST_USTAR_SIZE
    reader = TarReader("top")
    fed = member_header("top/data/", 0, folder=True) + member_header("top/data/image", size)
    assert list(reader.feed(memoryview(fed))) == []
    assert reader.members == 2
    ((member, start, stop, last),) = reader.feed(memoryview(bytes(4096)))
    assert (member.size, start, stop, last) == (size, 0, 4096, False)
    assert parse_offset_line(f"{size} {size} data/x\n".encode()) == ("data/x", size, size)
    assert SealOptions().segment_size == 16 << 20


# Folders that change between being listed and the end.

_FOLDERS = {
    "a file is added": lambda top: (top / "a/new.txt").write_text("new"),
    "one is added at the top": lambda top: (top / "new.txt").write_text("new"),
    "one is removed that was read": lambda top: (top / "a/0.txt").unlink(),
    "one is renamed": lambda top: (top / "a/0.txt").rename(top / "a/1.txt"),
    "its mode changes": lambda top: (top / "a").chmod(0o711),
    "it vanishes": lambda top: (top / "z").rmdir(),
    "another takes its place": lambda top: ((top / "z").rename(top / "y"), (top / "z").mkdir()),
}


@pytest.mark.parametrize("what", _FOLDERS)
@pytest.mark.parametrize("way", ["collect", "seal"])
def test_a_folder_that_changes_after_it_was_listed(tmp_path, sealing, what, way) -> None:
    source = tmp_path / "source"
    (source / "a").mkdir(parents=True)
    (source / "z").mkdir()
    (source / "a/0.txt").write_text("zero")
    (source / "zz.img").write_bytes(os.urandom(2 << 20))
    attempt = _collect if way == "collect" else sealing.seal
    done: list[int] = []

    def meanwhile(read: int, total: int) -> None:
        if not done:
            done.append(read)
            _FOLDERS[what](source)

    with pytest.raises(Refused) as refused:
        attempt(source, tmp_path / "out", progress=meanwhile)
    assert set(refused.value.codes) == {"source-changed"}
    assert _nothing_left(tmp_path, "out")


def test_a_folder_that_changed_is_listed_where_it_is_tolerated(tmp_path, sealing) -> None:
    source = tmp_path / "source"
    (source / "a").mkdir(parents=True)
    (source / "a/0.txt").write_text("zero")

    def meanwhile(read: int, total: int) -> None:
        (source / "a/1.txt").write_text("never listed")

    tolerance = Tolerance(changed=True)
    done = _collect(source, tmp_path / "bag", progress=meanwhile, tolerance=tolerance)
    remark = "its entries or attributes changed after it was listed"
    assert done.shortcomings.changed == (("a", remark),)
    assert _inventory(tmp_path / "bag")["a"]["changed"] == [remark]
    sealing.seal_bag(tmp_path / "bag", tmp_path / "sealed")  # the items root was made anew
