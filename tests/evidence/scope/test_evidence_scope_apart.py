# SPDX-License-Identifier: Apache-2.0
"""Setting surplus apart: the two folders together are the whole, whenever the process is killed."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from casts.cli.commands import run
from fuzz.targets import AUTHORISED
from rogatory.errors import Refused
from rogatory.evidence.scope import apart
from rogatory.evidence.scope.apart import set_apart
from rogatory.evidence.scope.authorised import parse_authorised
from rogatory.wire import canonical

FIELDS = json.loads(AUTHORISED)
ONE_ACCOUNT = canonical.encode(FIELDS | {"accounts": FIELDS["accounts"][:1]})
SCOPE = parse_authorised(ONE_ACCOUNT)

MAIL = "From: {}\nTo: b@example.org\nDate: Thu, 15 Jan 2026 10:00:00 +0100\n\nx\n"
OURS, OTHER = MAIL.format("anna@example.net"), MAIL.format("x@y.org")

FILES = {
    b"ours.eml": OURS,
    b"sub/other.eml": OTHER,
    b"sub/line\nbreak \\ back.eml": OTHER,
    b"sub/\xff.eml": OTHER,
    b"mixed.mbox": f"From a\n{OURS}\nFrom b\n{OTHER}",
    b"page.html": "<p>",
    b"empty.eml": "",
}
OUTSIDE = {b"sub/other.eml", b"sub/line\nbreak \\ back.eml", b"sub/\xff.eml"}


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "return"
    (folder / "sub").mkdir(parents=True)
    (folder / "nothing in it").mkdir()
    for name, text in FILES.items():
        (folder / os.fsdecode(name)).write_text(text)
    return folder


def _digests(folder):
    return {
        os.fsencode(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _assert_whole(source, target):
    outside, remaining = (_digests(target / name) for name in ("outside", "remaining"))
    assert set(outside) == OUTSIDE
    assert not set(outside) & set(remaining)
    assert outside | remaining == _digests(source)


def test_the_two_folders_together_are_the_whole(source, tmp_path):
    before = _digests(source)
    done = set_apart(source, SCOPE, tmp_path / "apart")
    assert (done.outside, done.remaining) == (3, 4)
    _assert_whole(source, tmp_path / "apart")
    assert _digests(source) == before
    assert (tmp_path / "apart/remaining/nothing in it").is_dir()
    copy, original = tmp_path / "apart/remaining/ours.eml", source / "ours.eml"
    assert copy.stat().st_mtime_ns == original.stat().st_mtime_ns
    assert not copy.samefile(original)


def test_sha256sum_judges_the_copies(source, tmp_path):
    set_apart(source, SCOPE, tmp_path / "apart")
    program = shutil.which("sha256sum")
    assert program
    done = subprocess.run(
        [program, "--check", "--strict", "SHA256SUMS"], cwd=tmp_path / "apart", capture_output=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(b": OK") == len(FILES)


def test_a_single_file_is_copied_whole(source, tmp_path):
    done = set_apart(source / "mixed.mbox", SCOPE, tmp_path / "apart")
    assert (done.outside, done.remaining) == (0, 1)
    assert _digests(tmp_path / "apart/remaining").keys() == {b"mixed.mbox"}


def test_the_command_prints_what_went_where(source, tmp_path):
    (tmp_path / "authorised.json").write_bytes(ONE_ACCOUNT)
    given = ["evidence", "scope", source, "--authorised", tmp_path / "authorised.json", "--apart"]
    done = run(*given, tmp_path / "apart", "--json")
    assert done.status == 1
    assert done.json["apart"] == {"outside": 3, "path": str(tmp_path / "apart"), "remaining": 4}
    assert "3 files to" in run(*given, tmp_path / "other").out
    taken = run(*given, tmp_path / "apart", "--json")
    assert (taken.status, taken.codes) == (1, ["disk-exists"])


def test_what_is_no_file_is_refused_before_anything_is_written(source, tmp_path):
    (source / "link").symlink_to("ours.eml")
    os.mkfifo(source / "pipe")
    with pytest.raises(Refused) as refused:
        set_apart(source, SCOPE, tmp_path / "apart")
    assert list(refused.value.codes) == ["scope-apart-not-a-file"] * 2
    assert {path.name for path in tmp_path.iterdir()} == {"return"}


@pytest.mark.parametrize("place", ["apart", "sub/apart", "../return/apart"])
def test_the_return_takes_no_copies_of_itself(source, place):
    with pytest.raises(Refused) as refused:
        set_apart(source, SCOPE, source / place)
    assert list(refused.value.codes) == ["scope-apart-inside"]


@pytest.mark.parametrize("change", ["bytes", "more", "less"])
def test_a_return_that_changes_meanwhile_is_refused(source, tmp_path, monkeypatch, change):
    check = apart.check_return

    def changing(*given):
        if change == "bytes":
            (source / "ours.eml").write_text(OTHER)
        elif change == "more":
            (source / "new.eml").write_text(OURS)
        else:
            (source / "ours.eml").unlink()
        return check(*given)

    monkeypatch.setattr(apart, "check_return", changing)
    with pytest.raises(Refused) as refused:
        set_apart(source, SCOPE, tmp_path / "apart")
    assert list(refused.value.codes) == ["scope-apart-changed"]
    assert {path.name for path in tmp_path.iterdir()} == {"return"}


def _killed(source: Path, target: Path, number: int) -> bool:
    """Set apart in a child that ends at the given call of the system; return whether it did."""
    child = os.fork()
    if child == 0:
        calls = Counter[str]()

        def count(event: str, _given: object) -> None:
            if event in {"open", "os.mkdir", "os.rename", "os.utime", "os.listdir", "os.scandir"}:
                calls["all"] += 1
                if calls["all"] == number:
                    os._exit(9)

        sys.addaudithook(count)
        try:
            set_apart(source, SCOPE, target)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_killed_at_any_point_it_leaves_the_original_and_no_half_folder(source, tmp_path):
    before, target = _digests(source), tmp_path / "apart"
    number = 1
    while _killed(source, target, number):
        assert _digests(source) == before
        if target.exists():
            _assert_whole(source, target)
            shutil.rmtree(target)
        number += 1
    assert number > len(FILES) * 2
    _assert_whole(source, target)
    assert {path.name for path in tmp_path.iterdir()} == {"return", "apart"}
