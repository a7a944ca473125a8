# SPDX-License-Identifier: Apache-2.0
"""Zips that others made: to a pipe, with two names for one member, with more memory than there is."""

import hashlib
import io
import lzma
import shutil
import struct
import subprocess
import zipfile
import zlib

import pytest

from casts.evidence.archives import list_archive
from casts.evidence.tars import named_by_libarchive
from rogatory.evidence.returns import unpacking


def digest(data):
    return hashlib.sha256(data).hexdigest()


class Pipe(io.RawIOBase):
    """A stream that cannot go back, so that sizes follow the data."""

    def __init__(self):
        self.written = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.written += bytes(data)
        return len(data)


def streamed(wide):
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as made:
        for name in ("one", "two"):
            with made.open(name, "w", force_zip64=wide) as member:
                member.write(name.encode() * 400)
    return bytes(pipe.written)


@pytest.mark.judge
def test_a_zip_that_was_written_to_a_pipe_is_read(tmp_path):
    tool = shutil.which("zip")
    if tool is None:
        pytest.skip("zip is not installed")
    (tmp_path / "one").write_bytes(b"first" * 900)
    (tmp_path / "two").write_bytes(b"second")
    done = subprocess.run([tool, "-q", "-", "one", "two"], cwd=tmp_path, capture_output=True)
    path = tmp_path / "a.zip"
    path.write_bytes(done.stdout)
    lines, found = list_archive(path)
    assert [line["name"] for line in lines] == ["one", "two"] == named_by_libarchive(path)
    assert [line["sha256"] for line in lines] == [digest(b"first" * 900), digest(b"second")]
    assert not any(line["problems"] for line in lines)
    assert (found["stopped"], found["notes"]) == (None, [])
    piped = subprocess.run([tool, "-q", "-", "-"], input=b"typed", capture_output=True).stdout
    path.write_bytes(piped)
    lines, found = list_archive(path)
    assert (lines[0]["sha256"], lines[0]["problems"]) == (digest(b"typed"), [])
    assert (found["stopped"], found["notes"]) == (None, [])


@pytest.mark.parametrize("wide", [True, False])
def test_sizes_that_follow_the_data_raise_no_alarm(tmp_path, wide):
    path = tmp_path / "a.zip"
    path.write_bytes(streamed(wide))
    lines, found = list_archive(path)
    assert not any(line["problems"] for line in lines)
    assert (found["stopped"], found["notes"]) == (None, [])


def test_a_record_behind_the_data_that_says_otherwise_is_reported(tmp_path):
    data = bytearray(streamed(wide=True))
    data[data.index(b"PK\x07\x08") + 5] ^= 1
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    lines, _ = list_archive(path)
    assert [line["problems"] for line in lines] == [["differs-from-local"], []]


def test_two_end_records_that_contradict_each_other_are_reported(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("shown", b"x")
    data = path.read_bytes()
    end = data.index(b"PK\x05\x06")
    size, start = struct.unpack("<II", data[end + 12 : end + 20])
    wide = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    narrow = bytearray(data[end:])
    path.write_bytes(data[:end] + wide + locator + narrow)
    assert list_archive(path)[1]["notes"] == []
    narrow[10:12] = b"\2\0"
    path.write_bytes(data[:end] + wide + locator + narrow)
    lines, found = list_archive(path)
    assert [line["name"] for line in lines] == ["shown"]
    assert found["notes"] == ["its two end records contradict each other"]


def with_unicode_path(name, path, *, crc=None):
    info = zipfile.ZipInfo(name)
    checksum = zlib.crc32(name.encode()) if crc is None else crc
    data = struct.pack("<BI", 1, checksum) + path.encode()
    info.extra = struct.pack("<HH", 0x7075, len(data)) + data
    return info


@pytest.mark.judge
def test_the_name_under_which_a_member_is_unpacked_is_listed(tmp_path):
    """unzip, Python and libarchive take the Unicode path: a report becomes a program elsewhere."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(with_unicode_path("report.pdf", "../../\u00e9vil.exe"), b"x")
        made.writestr(with_unicode_path("#U00e9t#U00e9.txt", "\u00e9t\u00e9.txt"), b"y")
        made.writestr(with_unicode_path("plain.txt", "other.exe", crc=1), b"z")
    lines, found = list_archive(path)
    assert [(line["name"], line["problems"]) for line in lines] == [
        ("../../\u00e9vil.exe", ["escapes", "names-differ"]),
        ("\u00e9t\u00e9.txt", []),
        ("plain.txt", []),
    ]
    assert [line["name"] for line in lines] == named_by_libarchive(path)
    with zipfile.ZipFile(path) as judge:
        assert judge.namelist()[0] == "../../\u00e9vil.exe"
    assert found["stopped"] is None


def test_a_unicode_path_in_one_of_the_two_headers_is_reported(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(with_unicode_path("report.pdf", "other.exe"), b"x")
    data = path.read_bytes()
    central = data.index(b"PK\x01\x02")
    for at in (data.index(b"other.exe"), data.index(b"other.exe", central)):
        changed = bytearray(data)
        changed[at : at + 5] = b"local"
        path.write_bytes(changed)
        (line,), _ = list_archive(path)
        assert line["problems"] == ["differs-from-local", "names-differ"]


def lzma_zip(path, dictionary, data, announced=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("packed", data)
    raw = bytearray(path.read_bytes())
    at = 30 + len("packed") + 5
    raw[at : at + 4] = dictionary.to_bytes(4, "little")
    if announced is not None:
        for place in (22, raw.index(b"PK\x01\x02") + 24):
            raw[place : place + 4] = announced.to_bytes(4, "little")
    path.write_bytes(raw)
    return path


def test_a_dictionary_larger_than_its_data_is_no_damage(tmp_path):
    path = lzma_zip(tmp_path / "a.zip", 0xFFFFFFFF, b"small" * 99)
    (line,), _ = list_archive(path)
    assert (line["sha256"], line["problems"]) == (digest(b"small" * 99), [])


def test_what_needs_more_memory_than_there_is_is_reported_as_such(tmp_path, monkeypatch):
    path = lzma_zip(tmp_path / "a.zip", 0xFFFFFFFF, b"small" * 99, announced=1 << 31)
    (line,), _ = list_archive(path)
    assert (line["sha256"], line["problems"]) == (None, ["needs-memory"])
    monkeypatch.setattr(unpacking, "LARGEST_DICTIONARY", 1 << 20)
    (tmp_path / "a.xz").write_bytes(lzma.compress(b"x" * 5000, preset=9))
    lines, found = list_archive(tmp_path / "a.xz")
    assert lines == []
    assert "needs more than 1048576 bytes of memory" in found["stopped"]
    assert "damaged" not in found["stopped"]


def test_names_that_fall_together_on_some_disks_are_reported_of_zips_too(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        for name in ("Plan.txt", "plan.TXT", "\u00e9", "e\u0301"):
            made.writestr(name, b"")
    lines, _ = list_archive(tmp_path / "a.zip")
    problems = [line["problems"] for line in lines]
    assert problems == [[], ["duplicate-by-case"], [], ["duplicate-by-form"]]


def test_a_name_with_a_nul_is_reported_of_zips_too(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("seen.txtX.exe", b"")
    path = tmp_path / "a.zip"
    path.write_bytes(path.read_bytes().replace(b"seen.txtX", b"seen.txt\0"))
    (line,), _ = list_archive(path)
    assert line["problems"] == ["nul-in-name"]


def test_a_folder_of_dos_is_a_folder_without_a_slash(tmp_path):
    info = zipfile.ZipInfo("folder")
    info.create_system, info.external_attr = 0, 0x10
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr(info, b"")
    (line,), _ = list_archive(tmp_path / "a.zip")
    assert line["kind"] == "folder"


@pytest.mark.parametrize("at", [14, 18, 22])
def test_a_stream_s_local_header_that_says_otherwise_is_reported(tmp_path, at):
    """A reader from the front believes it; zero means that it was not known yet."""
    data = bytearray(streamed(wide=False))
    assert data[at : at + 4] == bytes(4)
    data[at] = 1
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    lines, _ = list_archive(path)
    assert [line["problems"] for line in lines] == [["differs-from-local"], []]


def test_wide_sizes_in_the_local_header_are_compared_too(tmp_path):
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w") as archive,
        archive.open("one", "w", force_zip64=True) as member,
    ):
        member.write(b"first")
    data, path = bytearray(made.getvalue()), tmp_path / "a.zip"
    path.write_bytes(data)
    assert list_archive(path)[0][0]["problems"] == []
    data[30 + len("one") + 4] += 1
    path.write_bytes(data)
    assert list_archive(path)[0][0]["problems"] == ["differs-from-local"]


@pytest.mark.parametrize("place", [bytes.index, bytes.rindex])
def test_an_extra_field_that_claims_more_bytes_than_there_are_is_reported(tmp_path, place):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        member = zipfile.ZipInfo("one")
        member.extra = struct.pack("<HHB", 0x5455, 1, 0) + bytes(3)
        archive.writestr(member, b"first")
    data, path = bytearray(made.getvalue()), tmp_path / "a.zip"
    path.write_bytes(data)
    assert list_archive(path)[1]["notes"] == []
    data[place(bytes(data), struct.pack("<HH", 0x5455, 1)) + 3] = 0x80
    path.write_bytes(data)
    (note,) = list_archive(path)[1]["notes"]
    assert "claim more bytes than there are" in note
