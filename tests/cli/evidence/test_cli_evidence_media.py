# SPDX-License-Identifier: Apache-2.0
"""Images and provider's returns by the command line: words, JSON, exit statuses, pipes."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from casts.cli.commands import run

LABEL = b"Arcadia".ljust(16, b"\0")

SCOPE_NOT_CHECKED = "Scope            not checked; unpack a copy for rogatory evidence scope"


@pytest.fixture
def disk(tmp_path) -> Path:
    """Make a raw image with an ext file system by its first sectors; nothing can read it."""
    path = tmp_path / "disk.dd"
    sectors = bytearray(1 << 20)
    sectors[1080:1084] = b"\x53\xef\x01\x00"
    sectors[1144:1160] = LABEL
    path.write_bytes(sectors)
    return path


@pytest.fixture
def archive(tmp_path) -> Path:
    path = tmp_path / "return.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("account.json", b"{}")
        made.writestr("../up", b"x")
    return path


def test_a_disk_image_is_recognised_and_described(tmp_path, disk):
    result = run("evidence", "collect", disk, "--out", tmp_path / "bag")
    assert result.status == 0, result.err
    assert "Disk image         data/disk.dd (raw image)" in result.out
    assert "1,048,576 bytes" in result.out
    result = run("evidence", "collect", disk, "--out", tmp_path / "bag2", "--json")
    (image,) = result.json["images"]
    assert image["digests"] == {"sha256": hashlib.sha256(disk.read_bytes()).hexdigest()}
    assert image == json.loads((tmp_path / "bag2" / "media.json").read_text())["images"][0]


def test_a_return_is_listed_when_it_is_said_to_be_one(tmp_path, archive):
    result = run("evidence", "collect", archive, "--out", tmp_path / "bag")
    assert "--return lists and hashes what is in it" in result.out
    result = run("evidence", "collect", archive, "--return", "--out", tmp_path / "bag2")
    assert result.status == 0, result.err
    assert "2, listed in members.jsonl" in result.out
    assert SCOPE_NOT_CHECKED in result.out
    result = run("evidence", "collect", archive, "--return", "--out", tmp_path / "bag3", "--json")
    (found,) = result.json["returns"]
    assert (found["archive"], found["members"]) == ("data/return.zip", 2)


def test_who_seals_a_return_reads_that_its_scope_was_not_checked(tmp_path, archive, xa, xb):
    result = run(
        "evidence", "seal", archive, "--return", "--key", xb, "--to", xa / "recipient.json",
        "--out", tmp_path / "sealed", "--officer", "xb-0005",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert SCOPE_NOT_CHECKED in result.out


def test_what_is_no_return_is_refused_with_what_to_do(tmp_path, disk):
    result = run("evidence", "collect", disk, "--return", "--out", tmp_path / "bag", "--json")
    assert result.status == 1
    assert result.json["reasons"][0]["code"] == "return-unknown"
    assert not (tmp_path / "bag").exists()


@pytest.mark.parametrize(
    ("name", "code"), [("return.zip", None), ("disk.dd", "return-not-recognised")]
)
def test_what_comes_by_a_pipe_is_recognised_and_never_refused_for_what_it_is(
    tmp_path, archive, disk, name, code
):
    bag = tmp_path / "bag"
    words = ["evidence", "collect", "-", "--name", name, "--return", "--out", str(bag), "--json"]
    done = subprocess.run(
        [Path(sys.executable).parent / "rogatory", *words],
        input=(tmp_path / name).read_bytes(),
        capture_output=True,
        check=True,
    )
    document = json.loads(done.stdout)
    remarks = {remark["code"] for remark in document["remarks"]} - {"image-extra-missing"}
    assert remarks == ({code} if code else set())
    assert (bag / "members.jsonl").exists() == (code is None)
    assert (bag / "media.json").exists() == (code is not None)


def test_a_lost_segment_is_refused_by_name_and_allowed_by_option(tmp_path):
    """The bytes of a first segment whose chain goes on: header, and the section that says so."""
    import zlib

    descriptor = b"next".ljust(16, b"\0") + (13).to_bytes(8, "little") + bytes(8) + bytes(40)
    descriptor += zlib.adler32(descriptor).to_bytes(4, "little")
    first = b"EVF\x09\x0d\x0a\xff\x00\x01\x01\x00\x00\x00" + descriptor
    (tmp_path / "case.E01").write_bytes(first)
    result = run("evidence", "collect", tmp_path / "case.E01", "--out", tmp_path / "bag")
    assert result.status == 1
    assert "case.E02 is missing" in result.err
    assert not (tmp_path / "bag").exists()
    result = run(
        "evidence", "collect", tmp_path / "case.E01", "--allow-damaged", "--out", tmp_path / "bag"
    )
    assert result.status == 0, result.err
    assert "case.E02 is missing" in result.err


def test_what_is_added_to_a_bag_is_examined_and_reported_after_what_it_had(tmp_path, disk, archive):
    """Under `earlier/` stays what the records were, and the bag verifies as it is and was."""
    bag = tmp_path / "bag"
    assert run("evidence", "collect", disk, "--out", bag).status == 0
    before = (bag / "media.json").read_bytes()
    other = tmp_path / "other.dd"
    other.write_bytes(disk.read_bytes()[: 1 << 19])
    result = run("evidence", "add", bag, other, "--under", "second", "--json")
    assert result.status == 0, result.err
    assert [one["files"][0]["path"] for one in result.json["images"]] == ["data/second/other.dd"]
    for number in (1, 2):
        under = ("--under", f"return-{number}", "--return", "--json")
        result = run("evidence", "add", bag, archive, *under)
        assert result.status == 0, result.err
        assert [one["members"] for one in result.json["returns"]] == [2]
    images = json.loads((bag / "media.json").read_bytes())["images"]
    paths = [one["files"][0]["path"] for one in images]
    assert paths == ["data/disk.dd", "data/second/other.dd"]
    assert (bag / "earlier" / "1" / "media.json").read_bytes() == before
    lines = [json.loads(line) for line in (bag / "members.jsonl").read_bytes().splitlines()]
    kinds = [line["archive"] for line in lines if line["kind"] == "archive"]
    assert kinds == ["data/return-1/return.zip", "data/return-2/return.zip"]
    checks = run("evidence", "verify", bag, "--json").json["checks"]
    assert "fails" not in {check["outcome"] for check in checks}
    outcomes = {check["id"]: check["outcome"] for check in checks}
    assert outcomes["bag-examined"] == "holds"
