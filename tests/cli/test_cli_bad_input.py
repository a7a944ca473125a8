# SPDX-License-Identifier: Apache-2.0
"""Bad input, as the issue lists it: each a coded reason that says who must do what, and nothing
half made is left.
"""

import os
import socket
import threading
from pathlib import Path

import pytest

from casts.cli.commands import expired_keys, keys_of, listing, run


def refused(result, *codes):
    """Check that the command printed these reasons, each with a remedy, and exited with 1 or 4."""
    assert result.status in {1, 4}, result
    assert set(codes) <= set(result.codes), result.out
    assert all(one["what"] and one["remedy"] for one in result.json["reasons"])


def nothing_left(folder, before):
    assert listing(folder) == before


@pytest.fixture
def collect(tmp_path, source, xb):
    def run_it(*more, out="bag"):
        return run(
            "evidence", "collect", source, "--out", tmp_path / out, "--key", xb, "--json", *more
        )

    return run_it


@pytest.fixture
def opening(tmp_path, sealed, xa):
    def run_it(*more, key=None):
        return run(
            "evidence", "open", sealed, "--key", key or xa, "--out", tmp_path / "opened", "--json",
            *more,
        )  # fmt: skip

    return run_it


class TestCollecting:
    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_unreadable_files(self, tmp_path, source, collect):
        (source / "closed").write_bytes(b"x")
        (source / "closed").chmod(0)
        before = listing(tmp_path)
        refused(collect(), "source-unreadable")
        nothing_left(tmp_path, before)
        result = collect("--allow-unreadable")
        assert result.status == 0
        assert [path for path, _ in result.json["unreadable"]] == ["closed"]

    def test_links_out_of_the_tree_are_recorded_and_not_followed(self, tmp_path, source, collect):
        (source / "out").symlink_to("/etc/passwd")
        assert collect().status == 0
        assert not os.path.lexists(tmp_path / "bag" / "data" / "out")
        assert b'"kind":"link"' in (tmp_path / "bag" / "inventory.jsonl").read_bytes()

    def test_sockets_are_recorded_and_hold_nothing(self, tmp_path, source, collect, monkeypatch):
        with socket.socket(socket.AF_UNIX) as made, monkeypatch.context() as there:
            there.chdir(source)  # a socket's name has at most 108 bytes
            made.bind("socket")
        assert collect().status == 0
        assert b'"kind":"socket"' in (tmp_path / "bag" / "inventory.jsonl").read_bytes()

    def test_odd_names_are_stored_plainly(self, tmp_path, source, collect):
        for name in (b"line\nbreak", b"\xff\xfe", "x\u202efdp.exe".encode(), b"..hidden", b"CON"):
            Path(os.fsdecode(os.fsencode(source) + b"/" + name)).write_bytes(b"odd")
        result = collect()
        assert result.status == 0
        assert result.json["files"] == 7
        assert run("evidence", "verify", tmp_path / "bag").status == 0

    def test_a_growing_file(self, tmp_path, source, collect):
        stop = threading.Event()
        growing = source / "growing.log"
        growing.write_bytes(b"x" * 5_000_000)

        def grow():
            with growing.open("ab", buffering=0) as stream:
                while not stop.is_set():
                    stream.write(b"y" * 4096)

        writer = threading.Thread(target=grow)
        writer.start()
        before = [name for name in listing(tmp_path) if b"bag" in name]
        try:
            result = collect()
        finally:
            stop.set()
            writer.join()
        refused(result, "source-changed")
        assert [name for name in listing(tmp_path) if b"bag" in name] == before

    def test_an_empty_folder_is_a_bag_of_nothing(self, tmp_path, xb):
        (tmp_path / "nothing").mkdir()
        result = run(
            "evidence", "collect", tmp_path / "nothing", "--out", tmp_path / "bag", "--key", xb,
            "--json",
        )  # fmt: skip
        assert result.status == 0
        assert result.json["files"] == 0
        assert run("evidence", "verify", tmp_path / "bag").status == 0

    def test_a_source_that_is_not_there(self, tmp_path, xb):
        result = run(
            "evidence", "collect", tmp_path / "nowhere", "--out", tmp_path / "bag", "--key", xb,
            "--json",
        )  # fmt: skip
        refused(result, "source-missing")
        assert not (tmp_path / "bag").exists()

    def test_an_output_in_the_source(self, source, xb):
        before = listing(source)
        result = run("evidence", "collect", source, "--out", source / "bag", "--key", xb, "--json")
        refused(result, "output-inside-source")
        nothing_left(source, before)

    def test_a_journal_without_its_bag(self, tmp_path, collect):
        (tmp_path / "bag-custody").mkdir()
        refused(collect(), "workstation-journal-exists")
        assert not (tmp_path / "bag").exists()

    @pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="there is no /dev/full here")
    def test_a_full_disk(self, source, xb, xa, small_disk):
        result = run(
            "evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json",
            "--out", small_disk / "sealed", "--json",
        )  # fmt: skip
        assert result.status == 4, result
        assert {"evidence-disk-full", "disk-full"} & set(result.codes)
        assert listing(small_disk) == []

    def test_what_an_interrupted_run_left_is_removed_only_on_request(self, tmp_path, collect):
        (tmp_path / "bag.partial").mkdir()
        refused(collect(), "disk-folder-unfinished")
        assert collect("--discard-unfinished").status == 0
        assert not (tmp_path / "bag.partial").exists()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte, where this process may mount one."""
    import subprocess

    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this process may not mount a small disk")
    yield place
    subprocess.run(["umount", place], check=True)


class TestPackages:
    def test_cut_short(self, tmp_path, sealed, opening):
        size = (sealed / "package.age").stat().st_size
        os.truncate(sealed / "package.age", size - 100)
        before = listing(tmp_path)
        refused(opening(), "seal-payload-size")
        nothing_left(tmp_path, before)
        assert run("evidence", "verify", sealed).status == 1

    def test_a_flipped_byte(self, tmp_path, sealed, opening):
        with (sealed / "package.age").open("r+b") as stream:
            stream.seek(-1000, os.SEEK_END)
            byte = stream.read(1)
            stream.seek(-1000, os.SEEK_END)
            stream.write(bytes([byte[0] ^ 1]))
        before = listing(tmp_path)
        refused(opening(), "seal-segment")
        nothing_left(tmp_path, before)
        assert run("evidence", "verify", sealed).status == 1

    def test_a_forged_seal(self, tmp_path, sealed, opening):
        text = (sealed / "seal.json").read_text()
        (sealed / "seal.json").write_text(
            text.replace("xb/central-authority", "xb/other-authority")
        )
        before = listing(tmp_path)
        result = opening()
        assert result.status == 1
        assert any(code.startswith("signature") for code in result.codes)
        nothing_left(tmp_path, before)

    def test_for_another_recipient(self, tmp_path, opening):
        other = keys_of("xt/central-authority", tmp_path / "xt")
        result = opening(key=other)
        assert result.status == 1
        assert not (tmp_path / "opened").exists()
        assert not (tmp_path / "opened-custody").exists()

    def test_an_altered_journal(self, tmp_path, sealed, opening):
        event = sealed / "custody" / "0001.json"
        written = event.read_bytes()
        event.write_bytes(written.replace(b"xb-0005", b"xb-0006"))
        assert event.read_bytes() != written
        before = listing(tmp_path)
        result = opening()
        assert result.status == 1
        assert any(code.startswith(("journal", "signature")) for code in result.codes)
        nothing_left(tmp_path, before)
        assert run("evidence", "verify", sealed).status == 1

    def test_from_a_state_that_what_is_trusted_does_not_know(self, sealed, xa, opening, tmp_path):
        both = tmp_path / "xa.pem"
        both.write_bytes((xa / "certificates" / "ca.p256.pem").read_bytes())
        result = opening("--trust", both)
        assert result.status == 1
        assert not (tmp_path / "opened").exists()
        # Nothing says that it is false: what was given cannot decide it.
        result = run("evidence", "verify", sealed, "--trust", both, "--json")
        assert result.status == 3
        signed = next(one for one in result.json["checks"] if one["id"] == "seal-signed")
        assert (signed["outcome"], bool(signed["who"])) == ("undecided", True)

    def test_with_an_expired_certificate(self, tmp_path, source, xa):
        old = expired_keys("xb/central-authority", tmp_path / "old")
        result = run(
            "evidence", "seal", source, "--key", old, "--to", xa / "recipient.json",
            "--out", tmp_path / "sealed", "--json",
        )  # fmt: skip
        refused(result, "keys-out-of-force")
        result = run(
            "evidence", "seal", source, "--key", old, "--to", xa / "recipient.json", "--no-self",
            "--out", tmp_path / "sealed", "--json",
        )  # fmt: skip
        refused(result, "keys-out-of-force")
        assert not (tmp_path / "sealed").exists()

    def test_for_a_recipient_with_an_expired_certificate(self, tmp_path, source, xa):
        old = expired_keys("xb/central-authority", tmp_path / "old")
        result = run(
            "evidence", "seal", source, "--key", xa, "--to", old / "recipient.json",
            "--out", tmp_path / "sealed", "--json",
        )  # fmt: skip
        refused(result, "certificate-expired")
        assert not (tmp_path / "sealed").exists()

    def test_nothing_is_there(self, tmp_path):
        (tmp_path / "folder").mkdir()
        refused(
            run("evidence", "verify", tmp_path / "folder", "--json"), "workstation-not-evidence"
        )

    def test_a_recipient_that_is_none(self, tmp_path, source, xb):
        result = run(
            "evidence", "seal", source, "--key", xb, "--to", "xa/central-authority",
            "--to", source / "disk.img", "--out", tmp_path / "sealed", "--json",
        )  # fmt: skip
        assert result.status == 1
        assert len(result.codes) == 2
        assert not (tmp_path / "sealed").exists()

    def test_a_trust_that_is_none(self, sealed, source):
        result = run(
            "evidence", "verify", sealed, "--trust", source / "Mail" / "0001.eml", "--json"
        )
        refused(result, "trust-unknown")

    def test_keys_that_others_may_read(self, tmp_path, source, xa):
        careless = keys_of("xb/central-authority", tmp_path / "careless")
        (careless / "signing" / "p256.key").chmod(0o644)
        result = run(
            "evidence", "seal", source, "--key", careless, "--to", xa / "recipient.json",
            "--out", tmp_path / "sealed", "--json",
        )  # fmt: skip
        refused(result, "keys-file-open-to-others")
        assert not (tmp_path / "sealed").exists()


@pytest.mark.parametrize("data", [b"\xff\xfe{", bytes(range(256))])
def test_a_passphrase_file_that_is_no_text_is_refused(tmp_path, data):
    (tmp_path / "word").write_bytes(data)
    words = ("directory", "key", tmp_path / "key", "--passphrase-file", tmp_path / "word")
    result = run(*words)
    assert result.status == 2
    assert "is no text in UTF-8" in result.err
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("words", [("--case", "\udcff"), ("--protected", "Mail/\udcfe")])
def test_bytes_on_the_command_line_that_are_no_text_are_refused(tmp_path, words):
    (tmp_path / "source").mkdir()
    before = listing(tmp_path)
    result = run("evidence", "collect", tmp_path / "source", "--out", tmp_path / "bag", *words)
    assert result.status == 2
    assert "no text in UTF-8" in result.err
    assert listing(tmp_path) == before


def test_a_file_whose_name_is_no_text_is_collected(tmp_path):
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_bytes(b"data")
    result = run("evidence", "collect", tmp_path / name, "--out", tmp_path / "bag", "--json")
    assert result.status == 0, result.err
