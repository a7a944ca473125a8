# SPDX-License-Identifier: Apache-2.0
"""Many small files read by a child: the same package, and no child left whatever happens."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from casts.evidence.states import Sealing, contents_of
from casts.steady.patience import PATIENCE

_SEAL = """
import os, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from casts.evidence.states import Sealing, State, make_state, SealOptions
from rogatory.evidence.stream import forked_reader
from rogatory.evidence.options import Tolerance
from rogatory.errors import RogatoryError
forked = []
real = os.fork
def fork():
    forked.append(1)
    return real()
os.fork = fork
sealing = Sealing(make_state("XB"), make_state("XA"))
top, out = Path({source!r}), Path({out!r})
def meddle(done, total):
    if {meddle!r} == "kill" and done > total // 2:
        children = Path("/proc/self/task/%d/children" % os.getpid()).read_text()
        os.kill(int(children.split()[0]), 9)
    if {meddle!r} == "raise" and done > total // 2:
        raise ZeroDivisionError
try:
    options = SealOptions(fork_reader=True, certificates=sealing.sender.certificates)
    done = sealing.seal(top, out, options=options, progress=meddle,
        tolerance=Tolerance(changed={tolerate}))
    sealing.open(out, out.with_name("opened"))
    print(done.files, done.bytes)
except RogatoryError as error:
    print(*error.codes)
except (ZeroDivisionError, RuntimeError) as error:
    print(type(error).__name__, error)
assert forked
try:
    os.waitpid(-1, os.WNOHANG)
    print("a child is left")
except ChildProcessError:
    pass
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    source = tmp_path / "many"
    for number in range(2500):
        path = source / f"{number % 5}" / f"{number:05}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(number))
    (source / "big").write_bytes(os.urandom(3 << 20))
    (source / "link").symlink_to("big")
    os.setxattr(source / "0/00005", "user.note", b"x")
    return source


def _run(source: Path, out: Path, *, meddle: str = "", tolerate: bool = False) -> str:
    code = _SEAL.format(
        tests=str(Path(__file__).parents[2]),
        source=str(source),
        out=str(out),
        meddle=meddle,
        tolerate=tolerate,
    )
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_package_is_the_one_that_a_thread_makes(many, tmp_path, sealing: Sealing) -> None:
    files = sum(1 for path in many.rglob("*") if path.is_file() and not path.is_symlink())
    output = _run(many, tmp_path / "sealed")
    assert output.split()[0] == str(files) == "2501"
    sealing.seal(many, tmp_path / "by-thread")
    sealing.open(tmp_path / "by-thread", tmp_path / "other")
    forked, threaded = contents_of(tmp_path / "opened"), contents_of(tmp_path / "other")
    same = set(forked) & set(threaded)
    assert {path for path in same if path.startswith("data/")} > set()
    for path in same:
        if path.startswith(("data/", "manifest")):
            assert forked[path] == threaded[path]
    for mine, other in zip(
        forked["inventory.jsonl"].splitlines(),
        threaded["inventory.jsonl"].splitlines(),
        strict=True,
    ):
        # Reading where a link leads is itself an access, which no system call avoids.
        drop = {"atime_ns": ""} if b'"link"' in mine else {}
        assert json.loads(mine) | drop == json.loads(other) | drop
    assert b'"xattrs"' in forked["inventory.jsonl"]


def test_a_change_that_the_child_sees_is_reported_by_the_parent(many, tmp_path) -> None:
    sysfs = next(iter(sorted(Path("/sys/bus").glob("*/drivers_probe"))), None)
    if sysfs is None or os.geteuid() != 0:
        pytest.skip("needs root and a file only to be written")
    subprocess.run(["touch", str(many / "probe")], check=True)
    bound = subprocess.run(["mount", "--bind", str(sysfs), str(many / "probe")])
    if bound.returncode:
        pytest.skip("cannot bind a file")
    try:
        assert _run(many, tmp_path / "sealed") == "source-unreadable"
    finally:
        subprocess.run(["umount", str(many / "probe")], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many"]


@pytest.mark.parametrize(
    ("meddle", "expected"),
    [("raise", "ZeroDivisionError"), ("kill", "RuntimeError the reader died")],
)
def test_when_parent_or_child_fails_nothing_is_left(meddle, expected, many, tmp_path) -> None:
    # Enough that the child cannot have finished by then.
    for number in range(60):
        (many / f"more-{number}").write_bytes(os.urandom(512 << 10))
    assert _run(many, tmp_path / "sealed", meddle=meddle).strip() == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many"]
