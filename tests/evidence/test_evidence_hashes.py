# SPDX-License-Identifier: Apache-2.0
"""Further digests beside SHA-256: made in one pass, listed, checked, and known to stock tools."""

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from casts.evidence.states import Sealing, clock, collect
from rogatory.errors import Refused
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.hashing import FURTHER, SMALL_FILE, Hasher, in_table_order
from rogatory.evidence.verification.verify import verify_bag

MANIFESTS = {
    "sha512": "manifest-sha512.txt",
    "sha3-512": "manifest-sha3512.txt",
    "blake2b": "manifest-blake2b512.txt",
}


@pytest.fixture
def bag(tree: Path, tmp_path: Path) -> Path:
    (tree / "big.bin").write_bytes(os.urandom((2 << 20) + 77))
    acquisition = Acquisition("xb/central-authority")
    given = {"acquisition": acquisition, "clock": clock, "random": os.urandom}
    collect(tree, tmp_path / "bag", hashes=["blake2b", "sha3-512", "sha512"], **given)
    return tmp_path / "bag"


def _lines(path: Path) -> dict[str, str]:
    pairs = (line.split("  ", 1) for line in path.read_text().splitlines())
    return {name: digest for digest, name in pairs}


def test_the_table_is_the_one_of_the_specification() -> None:
    assert {name: one.manifest for name, one in FURTHER.items()} == MANIFESTS
    assert in_table_order(["blake2b", "sha512", "blake2b"]) == ("sha512", "blake2b")
    with pytest.raises(KeyError):
        in_table_order(["md5"])


def test_every_file_is_in_every_manifest(bag: Path) -> None:
    python = {"sha512": "sha512", "sha3-512": "sha3_512", "blake2b": "blake2b"}
    files = set(_lines(bag / "manifest-sha256.txt"))
    for name, manifest in MANIFESTS.items():
        found = _lines(bag / manifest)
        assert set(found) == files
        for path, digest in found.items():
            assert hashlib.new(python[name], (bag / path).read_bytes()).hexdigest() == digest


def test_sealing_a_bag_checks_them_again_and_may_add_more(bag, sealing: Sealing, tmp_path) -> None:
    sealing.seal_bag(bag, tmp_path / "sealed")
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    for manifest in MANIFESTS.values():
        assert (tmp_path / "opened" / manifest).read_bytes() == (bag / manifest).read_bytes()


def test_a_digest_that_the_bag_lacks_is_added_when_it_is_sealed(
    collected: Path, sealing: Sealing, tmp_path: Path
) -> None:
    sealing.seal_bag(collected, tmp_path / "sealed", hashes=["sha3-512"])
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    for path, digest in _lines(tmp_path / "opened/manifest-sha3512.txt").items():
        found = (tmp_path / "opened" / path).read_bytes()
        assert hashlib.sha3_512(found).hexdigest() == digest


@pytest.mark.parametrize("manifest", MANIFESTS.values())
def test_a_false_line_in_any_of_them_is_reported(bag: Path, sealing, tmp_path, manifest) -> None:
    """Also where every other digest, the tag manifest's among them, has been made to fit."""
    path = bag / manifest
    lines = path.read_text().splitlines(keepends=True)
    lines[3] = ("0" * 128) + lines[3][128:]
    path.write_text("".join(lines))
    tags = bag / "tagmanifest-sha256.txt"
    fits = hashlib.sha256(path.read_bytes()).hexdigest()
    rows = [
        f"{fits}  {manifest}\n" if row.endswith(f"  {manifest}\n") else row
        for row in tags.read_text().splitlines(keepends=True)
    ]
    tags.write_text("".join(rows))
    codes = {c for check in verify_bag(bag, trust=sealing.trust).checks for c in _codes(check)}
    assert codes == {"bag-digest"}
    with pytest.raises(Refused) as refused:
        sealing.seal_bag(bag, tmp_path / "sealed")
    assert refused.value.codes == ("bag-digest",)
    assert not (tmp_path / "sealed").exists()


def _codes(check):
    return [reason.code.id for reason in check.reasons]


def test_a_manifest_of_an_unknown_digest_is_refused(bag: Path, sealing: Sealing) -> None:
    (bag / "manifest-md5.txt").write_text("")
    codes = [c for check in verify_bag(bag, trust=sealing.trust).checks for c in _codes(check)]
    assert codes[0] == "bag-form"


@pytest.mark.parametrize("size", [0, 1, SMALL_FILE, SMALL_FILE + 1, 3 << 20])
def test_in_runs_or_whole_it_is_one_digest(size: int) -> None:
    data = os.urandom(size)
    expected = tuple(
        kind(data).hexdigest()
        for kind in (hashlib.sha256, hashlib.sha512, hashlib.sha3_512, hashlib.blake2b)
    )
    with Hasher(tuple(FURTHER)) as hasher:
        assert hasher.whole(memoryview(data)) == expected
        for step in (1 << 20, 100_003):
            for at in range(0, max(size, 1), step):
                last = at + step >= size
                found = hasher.run(memoryview(data)[at : at + step], last=last)
            assert found == expected
    assert not any(thread.name.startswith("hash") for thread in threading.enumerate())


@pytest.mark.judge
@pytest.mark.parametrize("tool", [["sha512sum"], ["b2sum"]])
def test_stock_tools_check_them(bag: Path, tool: list[str]) -> None:
    manifest = {"sha512sum": "manifest-sha512.txt", "b2sum": "manifest-blake2b512.txt"}[tool[0]]
    done = subprocess.run(
        [*tool, "-c", "--strict", "--quiet", manifest], cwd=bag, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.judge
def test_openssl_agrees_about_sha3(bag: Path) -> None:
    listed = _lines(bag / "manifest-sha3512.txt")
    done = subprocess.run(
        ["openssl", "dgst", "-sha3-512", "-r", *listed], cwd=bag, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    digests = [line[:128] for line in done.stdout.splitlines()]
    assert digests == list(listed.values())


@pytest.mark.judge
def test_bagit_checks_sha512_and_takes_the_others_for_tag_files(bag: Path) -> None:
    """Known: it reads manifests under Python's names for digests alone (`sha3_512`, `blake2b`),
    not under those of RFC 8493 2.4, so for it the other two are files that SHA-256 covers.
    """

    def validate():
        return subprocess.run(
            [sys.executable, "-m", "bagit", "--validate", str(bag)], capture_output=True, text=True
        )

    assert validate().returncode == 0
    for name, noticed in (("sha512", True), ("sha3512", False), ("blake2b512", False)):
        path = bag / f"manifest-{name}.txt"
        before = path.read_text()
        path.write_text("0" * 128 + before[128:])
        output = validate().stderr
        assert f"manifest-{name}.txt sha256 validation failed" in output
        assert (f" {name} validation failed" in output) == noticed
        path.write_text(before)
    assert validate().returncode == 0
