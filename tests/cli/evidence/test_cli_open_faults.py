# SPDX-License-Identifier: Apache-2.0
"""Opening and extracting on disks that fail or fill, and killed at every step: whole or nothing."""

import os
import resource
import shutil
import subprocess
import sys

import pytest

from casts.cli.commands import listing, run
from casts.faults.fault_library import EVER, Fault
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Small files, and one that is written past the page cache."""
    folder = tmp_path_factory.mktemp("faults-source") / "source"
    (folder / "Mail").mkdir(parents=True)
    (folder / "Mail" / "0001.eml").write_bytes(b"Please act today")
    (folder / "disk.img").write_bytes(os.urandom(100_000))
    (folder / "video.bin").write_bytes(os.urandom(5 << 20))
    return folder


@pytest.fixture(scope="module")
def master(tmp_path_factory, source, xa, xb):
    sealed = tmp_path_factory.mktemp("faults-master") / "sealed"
    result = run(
        "evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json", "--out", sealed,
    )  # fmt: skip
    assert result.status == 0, result.err
    return sealed


@pytest.fixture
def big(tmp_path, master):
    shutil.copytree(master, tmp_path / "big")
    return tmp_path / "big"


def actions(folder):
    return [parse_event(entry.event).action.value for entry in Journal(folder)]


def whole(source, folder):
    return all(
        (folder / path.relative_to(source)).read_bytes() == path.read_bytes()
        for path in source.rglob("*")
        if path.is_file()
    )


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault("preadv", "*/package.age", "EIO", first=3), 4, "disk-failing"),
        (Fault("pread", "*/segments.b3", "EIO"), 4, "disk-failing"),
        (Fault("write", "*/out.partial/data/Mail/*", "ENOSPC"), 4, "disk-full"),
        (Fault("write", "*/out.partial/data/video.bin", "EIO", first=2), 4, "disk-failing"),
        (Fault("write", "*/out.partial/data/video.bin", "ENOSPC", first=2), 4, "disk-full"),
        (Fault("write", "*/out.partial/data/*", "EDQUOT", first=2), 4, "disk-full"),
        (Fault("open", "*/out.partial/data/*", "EACCES", first=2), 1, "disk-denied"),
        (Fault("mkdir", "*/out.partial/data/*", "ENOSPC"), 4, "disk-full"),
        (Fault("fsync", "*/out.partial/*", "EIO", times=EVER), 4, "disk-failing"),
        (Fault("rename", "*/out", "EIO"), 4, "disk-failing"),
        (Fault("link", "*/big/custody/*.json", "ENOSPC"), 4, "disk-full"),
        (Fault("write", "*/out-custody/*", "ENOSPC"), 4, "disk-full"),
    ],
    ids=lambda value: f"{value.call}-{value.outcome}" if isinstance(value, Fault) else None,
)
def test_a_disk_that_fails_or_fills_leaves_nothing(
    fault, status, code, faults, tmp_path, big, source, xa
):
    before = [name for name in listing(tmp_path) if b"/custody/" not in name]
    given = ("evidence", "open", big, "--key", xa, "--out", tmp_path / "out", "--json")
    ran = faults.run(*given, rules=[fault])
    assert ran.fired
    assert ran.status == status, ran.err
    assert code in ran.out
    assert [name for name in listing(tmp_path) if b"/custody/" not in name] == before
    assert run(*given).status == 0
    assert whole(source, tmp_path / "out" / "data")


def test_short_reads_and_writes_change_nothing(faults, tmp_path, big, source, xa):
    ran = faults.run(
        "evidence", "open", big, "--key", xa, "--out", tmp_path / "out",
        rules=[
            Fault("preadv", "*/package.age", "short", times=20),
            Fault("write", "*/out.partial/data/*", "short", times=20),
        ],
    )  # fmt: skip
    assert ran.status == 0, ran.err
    assert {call for _, call, _ in ran.fired} == {"preadv", "write"}
    assert whole(source, tmp_path / "out" / "data")
    assert run("evidence", "verify", tmp_path / "out").status == 3  # its timestamp is pending


_STEPS = [
    Fault("mkdir", "*/out.partial", "kill-after"),
    Fault("open", "*/out.partial/data/Mail/0001.eml", "kill-after"),
    Fault("write", "*/out.partial/data/video.bin", "kill", first=2),
    Fault("open", "*/out.partial/tagmanifest-sha256.txt", "kill"),
    Fault("link", "*/big/custody/*.json", "kill"),
    Fault("link", "*/big/custody/*.json", "kill-after"),
    Fault("link", "*/big/custody/*.p256.p7s", "kill-after"),
    Fault("rename", "*/out-custody", "kill-after"),
    Fault("link", "*/out-custody/0001.json", "kill-after"),
    Fault("link", "*/out-custody/seal/seal.json", "kill-after"),
    Fault("fsync", "*/out.partial/*", "kill"),
    Fault("rename", "*/out", "kill"),
    Fault("rename", "*/out", "kill-after"),
]


@pytest.mark.parametrize("fault", _STEPS, ids=lambda fault: f"{fault.call}-{fault.path[2:]}")
def test_killed_at_a_step_it_is_whole_with_its_event_or_can_be_repeated(
    fault, faults, tmp_path, big, source, xa
):
    out = tmp_path / "out"
    given = ("evidence", "open", big, "--key", xa, "--out", out)
    ran = faults.run(*given, rules=[fault])
    assert ran.killed, ran.err
    if not out.exists():
        refused = run(*given, "--json").codes
        if "journal-unsigned" in refused:
            # Not signed unseen: it may have been planted.
            assert run("custody", "finish", big, "--key", xa).status == 1
            assert "opened" in run("custody", "finish", big, "--key", xa, "--yes").out
            refused = run(*given, "--json").codes
        assert refused == ["disk-folder-unfinished"]
        result = run(*given, "--discard-unfinished")
        assert result.status == 0, result.err
    assert whole(source, out / "data")
    assert actions(tmp_path / "out-custody")[-1] == "opened"
    assert run("evidence", "verify", out).status == 3  # its timestamp is pending
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("out")) == [
        "out", "out-custody",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["Mail/0001.eml"], Fault("link", "*/big/custody/*.json", "kill")),
        (["Mail/0001.eml"], Fault("link", "*/taken", "kill")),
        (["Mail", "video.bin"], Fault("write", "*/taken.partial/*", "kill", first=2)),
        (["Mail", "video.bin"], Fault("rename", "*/taken", "kill")),
        (["video.bin", "--range", "5-4000000"], Fault("fsync", "*", "kill")),
    ],
)
def test_extracting_killed_leaves_nothing_under_its_name(
    words, fault, faults, tmp_path, big, source, xa
):
    given = ("evidence", "extract", big, *words, "--key", xa, "--out", tmp_path / "taken")
    assert faults.run(*given, rules=[fault]).killed
    assert not (tmp_path / "taken").exists()
    result = run(*given, "--discard-unfinished")
    assert result.status == 0, result.err
    assert actions(big / "custody")[-1] == "extracted"


def test_extracting_from_a_disk_that_fails_or_to_one_that_fills(faults, tmp_path, big, xa):
    for words, fault, code in (
        (["video.bin"], Fault("preadv", "*/package.age", "EIO", first=6), "disk-failing"),
        (["video.bin"], Fault("write", "*/.rogatory-new-*", "ENOSPC", first=2), "disk-full"),
        (["Mail", "video.bin"], Fault("write", "*/taken.partial/*", "ENOSPC"), "disk-full"),
        (["video.bin", "--range", "0-99"], Fault("write", "*/.rogatory-new-*", "ENOSPC"),
         "disk-full"),
    ):  # fmt: skip
        ran = faults.run(
            "evidence", "extract", big, *words, "--key", xa, "--out", tmp_path / "taken", "--json",
            rules=[fault],
        )  # fmt: skip
        assert ran.fired
        assert ran.status == 4, ran.err
        assert code in ran.out
        assert not list(tmp_path.glob("taken*"))


def test_a_limit_on_the_size_of_a_file_is_reported(tmp_path, big, xa):
    command = "from rogatory.main import run; run()"
    words = ["evidence", "open", big, "--key", xa, "--out", tmp_path / "out", "--json"]
    ran = subprocess.run(
        [sys.executable, "-c", command, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)),
    )
    assert ran.returncode == 4, ran.stderr
    assert "disk-size-limit" in ran.stdout
    assert not list(tmp_path.glob("out*"))


def test_what_a_dying_disk_still_gives_is_salvaged(faults, tmp_path, big, source, xa):
    ran = faults.run(
        "evidence", "open", big, "--key", xa, "--out", tmp_path / "out", "--salvage", "--json",
        rules=[Fault("pread", "*/package.age", "EIO", first=6, times=2)],
    )  # fmt: skip
    assert ran.fired
    assert ran.status == 3, ran.err
    folder = tmp_path / "out-not-evidence"
    mail = (source / "Mail/0001.eml").read_bytes()
    assert (folder / "recovered/Mail/0001.eml").read_bytes() == mail


_DISC = [
    Fault(call, "*/big/custody/*", "EROFS", times=EVER) for call in ("link", "rename", "mkdir")
] + [Fault("open", "*/big/custody/.rogatory-new-*", "EROFS", times=EVER)]
"""A package on a disc: its journal can be read and takes nothing."""


def test_from_a_disc_the_event_is_kept_beside_what_came_out(faults, tmp_path, big, source, xa):
    before = listing(big)
    for words, journal in (
        (["open", big, "--out", tmp_path / "bag"], "bag-custody"),
        (["extract", big, "Mail", "--out", tmp_path / "taken"], "taken-custody"),
        (["extract", big, "video.bin", "--range", "0-9", "--out", tmp_path / "ten"], "ten-custody"),
        (["list", big, "--journal", tmp_path / "listed"], "listed"),
    ):
        ran = faults.run("evidence", *words, "--key", xa, rules=_DISC)
        assert ran.fired
        assert ran.status == 0, ran.err
        assert actions(tmp_path / journal)[-1] in {"opened", "extracted"}
    assert whole(source, tmp_path / "bag" / "data")
    assert run("evidence", "verify", tmp_path / "bag").status == 3  # its timestamp is pending
    ran = faults.run("evidence", "list", big, "--key", xa, rules=_DISC)
    assert ran.status == 1
    assert "video.bin" not in ran.out
    assert listing(big) == before
