# SPDX-License-Identifier: Apache-2.0
"""The fault library does what its page says, or the tests that rest on it show nothing."""

import pytest

from casts.faults.fault_library import EVER, Fault

_READS = """
import os, sys
fd = os.open(sys.argv[1], os.O_RDONLY)
for call in (lambda: os.read(fd, 100), lambda: os.readv(fd, [bytearray(100)]),
             lambda: os.pread(fd, 100, 0), lambda: os.preadv(fd, [bytearray(100)], 0)):
    try:
        found = call()
        print(found if isinstance(found, int) else len(found))
    except OSError as error:
        print(error.errno)
"""

_WRITES = """
import os, sys
os.mkdir(sys.argv[1])
path = sys.argv[1] + "/new"
def trying(call):
    try:
        found = call()
        print("done" if found is None else found)
    except OSError as error:
        print("errno", error.errno)
fd = os.open(path, os.O_RDWR | os.O_CREAT)
for call in (lambda: os.write(fd, b"x" * 100), lambda: os.pwrite(fd, b"x" * 100, 0),
             lambda: os.writev(fd, [b"x" * 100]), lambda: os.pwritev(fd, [b"x" * 100], 0),
             lambda: os.fsync(fd), lambda: os.fdatasync(fd), lambda: os.ftruncate(fd, 3),
             lambda: os.link(path, path + "-2"), lambda: os.rename(path, path + "-3"),
             lambda: os.unlink(path + "-2")):
    trying(call)
"""


def _file(tmp_path):
    (tmp_path / "file").write_bytes(bytes(1000))
    return tmp_path / "file"


@pytest.mark.parametrize(
    ("outcome", "expected"), [("EIO", "5"), ("short", "50"), ("ended", "0"), ("EINTR", "100")]
)
def test_every_way_of_reading(faults, tmp_path, outcome, expected):
    calls = ("read", "readv", "pread", "preadv")
    ran = faults.python(
        "-c", _READS, _file(tmp_path), rules=[Fault(c, "*/file", outcome) for c in calls]
    )
    # Python repeats an interrupted call by itself.
    assert ran.out.split() == [expected] * 4
    assert [(o, c) for o, c, _ in ran.fired] == [(outcome, c) for c in calls]
    assert all(path == str(tmp_path / "file") for _, _, path in ran.fired)


def test_every_way_of_writing(faults, tmp_path):
    full = faults.python(
        "-c", _WRITES, tmp_path / "full", rules=[Fault("*", "*/full/new*", "ENOSPC", 2, EVER)]
    )
    assert full.out.split("\n")[:-1] == ["errno 28"] * 10
    calls = ["write", "pwrite", "writev", "pwritev", "fsync", "fdatasync", "ftruncate"]
    assert [call for _, call, _ in full.fired] == [*calls, "link", "rename", "unlink"]
    short = faults.python("-c", _WRITES, tmp_path / "short", rules=[Fault("*", "*/new", "short")])
    assert short.out.split("\n")[:4] == ["100"] * 4
    assert short.fired[0][1] == "open"


def test_which_call_is_the_one_that_fails(faults, tmp_path):
    ran = faults.python(
        "-c",
        "import os, sys\nfd = os.open(sys.argv[1], 0)\nfor n in range(5):\n"
        " try: print(len(os.read(fd, 10)))\n except OSError: print('no')",
        _file(tmp_path),
        rules=[Fault("read", "*/file", "EIO", first=2, times=3), Fault("read", "*/other", "EIO")],
    )
    assert ran.out.split() == ["10", "no", "no", "no", "10"]
    assert len(ran.fired) == 3


def test_killed_before_and_after_the_call(faults, tmp_path):
    code = "import os, sys; os.mkdir(sys.argv[1]); print('lives')"
    before = faults.python("-c", code, tmp_path / "a", rules=[Fault("mkdir", "*/a", "kill")])
    after = faults.python("-c", code, tmp_path / "b", rules=[Fault("mkdir", "*/b", "kill-after")])
    assert before.killed
    assert after.killed
    assert (before.out, after.out) == ("", "")
    assert not (tmp_path / "a").exists()
    assert (tmp_path / "b").is_dir()


def test_without_rules_nothing_is_different(faults):
    ran = faults.run("--version")
    assert (ran.status, ran.err, ran.fired) == (0, "", ())
    assert ran.out.startswith("rogatory")
